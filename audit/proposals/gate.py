"""The way to one model that all documents of a process share: so many requests at a time, so many a minute, connections kept."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from audit.proposals.endpoint import METHODS, CallFailed, Endpoint, connected, identity_of
from audit.proposals.settings import ModelSettings


class Gate:
    """method: how the endpoint takes a schema, None until one was taken; `probing` is held by whoever finds out."""

    def __init__(self, settings: ModelSettings) -> None:
        self.method: str | None = None
        self.probing = Lock()
        self._settings = settings
        self._lock = Lock()
        self._places = BoundedSemaphore(settings.concurrency)
        self._idle: list[Endpoint] = []
        self.methods, self.identity = METHODS[settings.provider], identity_of(settings)
        self._next_start = 0.0

    @contextmanager
    def connection(self, seconds: float) -> Iterator[Endpoint]:
        """A connection of one's own, once it is one's turn; raises CallFailed where that takes longer. One on which a call
        failed is not used again: a call that was given up may still be reading.
        """
        ends = time.monotonic() + seconds
        if not self._places.acquire(timeout=max(0.0, seconds)):
            raise CallFailed("用时到限")
        try:
            self._wait_for_turn(ends)
            endpoint = self._taken()
            try:
                yield endpoint
            except BaseException:
                endpoint.close()
                raise
            with self._lock:
                self._idle.append(endpoint)
        finally:
            self._places.release()

    def _taken(self) -> Endpoint:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return connected(self._settings)

    def _wait_for_turn(self, ends: float) -> None:
        if not self._settings.rate:
            return
        with self._lock:
            start = max(time.monotonic(), self._next_start)
            if start > ends:
                raise CallFailed("用时到限")
            self._next_start = start + 60 / self._settings.rate
        time.sleep(max(0.0, start - time.monotonic()))

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().close()


_gates: dict[tuple[object, ...], Gate] = {}
_opening = Lock()


def gate_to(settings: ModelSettings) -> Gate:
    """The gate to the model of the settings."""
    s = settings
    key = (s.provider, s.base_url, s.name, s.file, s.record, s.concurrency, s.rate, s.timeout, s.max_tokens)
    with _opening:
        if key not in _gates:
            _gates[key] = Gate(settings)
        return _gates[key]


def forget_gates() -> None:
    """Closes every connection; what was learnt about endpoints is forgotten."""
    with _opening:
        for gate in _gates.values():
            gate.close()
        _gates.clear()
