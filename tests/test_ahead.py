import threading
import time

import pytest

from audit.ahead import ahead


def test_in_order_whatever_takes_longer() -> None:
    def second(n: int) -> int:
        time.sleep(0.05 if n == 0 else 0)
        return n * 10

    done = [(item, future.result()) for item, future in ahead([0, 1, 2], lambda n: n, second, 2) if future]
    assert done == [(0, 0), (1, 10), (2, 20)]


def test_the_next_is_begun_while_one_waits() -> None:
    begun_second = threading.Event()

    def first(n: int) -> int:
        if n == 1:
            begun_second.set()
        return n

    def second(n: int) -> bool:
        return begun_second.wait(5)

    assert all(future.result() for _, future in ahead([0, 1], first, second, 1) if future)


def test_the_first_stage_stays_in_the_callers_thread() -> None:
    where: set[int] = set()

    def first(n: int) -> int:
        where.add(threading.get_ident())
        return n

    list(ahead([1, 2, 3], first, lambda n: n, 2))
    assert where == {threading.get_ident()}


def test_what_gives_nothing_is_passed_on_and_what_fails_is_raised_where_it_is_asked_for() -> None:
    def second(n: int) -> int:
        raise ValueError(n)

    (skipped, nothing), (failed, future) = ahead([1, 2], lambda n: None if n == 1 else n, second, 1)
    assert (skipped, nothing, failed) == (1, None, 2)
    assert future is not None
    with pytest.raises(ValueError, match="2"):
        future.result()
