"""Who waits for a document, and has to know that reading it takes longer than usual."""

from collections.abc import Callable
from contextvars import ContextVar


def _nobody(pages: int) -> None:
    pass


# Called with the number of pages that are about to be read by OCR: seconds each, where text takes milliseconds.
on_scan: ContextVar[Callable[[int], None]] = ContextVar("on_scan", default=_nobody)
