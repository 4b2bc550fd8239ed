"""Which amounts are averages, of what, and what only looks like one."""

import pytest

from audit.claims.averages import Average, average_told, speaks_of_average


@pytest.mark.parametrize(
    ("left", "average"),
    [
        ("接待96人次，人均", Average("person", "")),
        ("人均公务接待费用为", Average("person", "reception")),
        ("平均每批次", Average("batch", "")),
        ("车均运行维护费", Average("vehicle", "vehicle_running")),
        ("平均每辆公务用车", Average("vehicle", "")),
        ("购置2辆（每辆", Average("vehicle", "")),
    ],
)
def test_an_average_tells_what_it_is_taken_over(left: str, average: Average) -> None:
    assert average_told(left) == average


@pytest.mark.parametrize("left", ["公务接待费、公务用车均为", "人均公用经费定额", "收入、支出总计均为", "人均减少", "每人每天"])
def test_no_average(left: str) -> None:
    assert average_told(left) is None


@pytest.mark.parametrize(("left", "speaks"), [("，人均减少", True), ("，上年人均", True), ("人均200元，公务接待费减少", False)])
def test_only_the_last_clause_speaks_of_an_average(left: str, speaks: bool) -> None:
    assert speaks_of_average(left) is speaks
