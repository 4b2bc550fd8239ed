"""Work in two stages, the second of which mostly waits: while it does, the next item's first stage goes on."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


def ahead(
    items: Sequence[A], first: Callable[[A], B | None], second: Callable[[B], C], at_once: int
) -> Iterator[tuple[A, Future[C] | None]]:
    """Each item, in order, with the future of second(first(item)); None where first gave None.

    first runs in the caller's thread (MuPDF must not be used by two), second in at most `at_once` others.
    """
    with ThreadPoolExecutor(at_once) as pool:
        under_way: deque[tuple[A, Future[C] | None]] = deque()
        for item in items:
            made = first(item)
            under_way.append((item, None if made is None else pool.submit(second, made)))
            while under_way and (len(under_way) > at_once or _is_over(under_way[0][1])):
                yield under_way.popleft()
        yield from under_way


def _is_over(future: Future[C] | None) -> bool:
    return future is None or future.done()
