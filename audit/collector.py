"""Pauses Python's cycle collector while many objects are made that form no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collections inside: they walk every character of a document again and again, and find nothing to free.

    Leaves the collector as it was: on again where it was on, off where the caller has turned it off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
