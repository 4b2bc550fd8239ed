"""Printed numbers: cells in every form met, intervals that meet at their ends, rates from corners, what is printed back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.numbers import (
    ZERO,
    Interval,
    Number,
    cell_number,
    decimal_text,
    exact_zero,
    interval_sum,
    printed_decimals,
    quotient,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("1,339.03", "1339.03", 2, "万元"),
        ("1339.03", "1339.03", 2, "万元"),
        ("１，３３９．０３", "1339.03", 2, "万元"),
        ("1，339.03", "1339.03", 2, "万元"),
        ("1 339.03", "1339.03", 2, "万元"),
        ("12345\n.67", "12345.67", 2, "万元"),
        (" 549 ", "549", 0, "万元"),
        ("12,345,678", "12345678", 0, "万元"),
        ("-12.30", "-12.30", 2, "万元"),
        ("−12.3", "-12.3", 1, "万元"),
        ("－12.3", "-12.3", 1, "万元"),
        ("–12.3", "-12.3", 1, "万元"),
        ("—12.3", "-12.3", 1, "万元"),
        ("‑12.3", "-12.3", 1, "万元"),
        ("（12.30）", "-12.30", 2, "万元"),
        ("(1,012.30)", "-1012.30", 2, "万元"),
        ("（123,456,789.00）", "-123456789.00", 2, "万元"),
        ("+5.2", "5.2", 1, "万元"),
        ("￥12.00", "12.00", 2, "万元"),
        ("180 万", "180", 0, "万元"),
        ("180万元", "180", 0, "万元"),
        ("2.5亿", "2.5", 1, "亿元"),
        ("9,038,516.20元", "9038516.20", 2, "元"),
        ("34.42%", "34.42", 2, "%"),
        ("34.42％", "34.42", 2, "%"),
    ],
)
def test_cells_that_hold_a_number(text: str, value: str, decimals: int, unit: str) -> None:
    number = cell_number(text, "万元")
    assert number is not None
    assert (number.value, number.decimals, number.unit) == (D(value), decimals, unit)
    assert not number.exact


@pytest.mark.parametrize("text", ["-", "−", "–", "—", "－", "——", "--", "无", "0"])
def test_marks_of_nothing_are_exactly_zero(text: str) -> None:
    number = cell_number(text, "元")
    assert number is not None
    assert number.interval == Interval(ZERO, ZERO)
    assert number.unit == "元"


def test_a_printed_zero_with_decimals_is_rounded_like_any_other() -> None:
    number = cell_number("0.00", "万元")
    assert number is not None
    assert number.interval == Interval(D("-50"), D("50"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "合计",
        "≥98%",
        "98%以上",
        "<5",
        "约5.7",
        "3人",
        "（1）",
        "(205)",
        "1.2.3",
        "5-8",
        "100.00 200.00",
        "12 34",
        "1,33.03",
        "/",
        "2024年",
        "1" * 40,
        f"({'1' * 40}.00)",
    ],
)  # fmt: skip
def test_cells_that_hold_no_single_number(text: str) -> None:
    assert cell_number(text, "万元") is None


def test_a_figure_stands_for_half_a_unit_around_it_in_its_unit() -> None:
    assert Number("549.00", D("549.00"), 2, "万元").interval == Interval(D(5489950), D(5490050))
    assert Number("1.2", D("1.2"), 1, "亿元").interval == Interval(D(115000000), D(125000000))
    assert Number("59", D(59), 0, "%").interval == Interval(D("58.5"), D("59.5"))
    assert Number("3", D(3), 0, "辆", exact=True).interval == Interval(D(3), D(3))


def test_dropped_zeros_are_read_with_the_precision_of_the_others() -> None:
    bare = Number("549", D(549), 0, "万元")
    assert bare.with_precision(2).interval == Interval(D(5489950), D(5490050))
    assert Number("0.505", D("0.505"), 3, "万元").with_precision(2).decimals == 3
    assert exact_zero("无", "万元").with_precision(2).interval == Interval(ZERO, ZERO)


def test_intervals_that_share_an_endpoint_meet() -> None:
    left, right = Number("1.00", D("1.00"), 2, "元").interval, Number("1.01", D("1.01"), 2, "元").interval
    assert left.meets(right)
    assert right.meets(left)
    assert not left.meets(Number("1.02", D("1.02"), 2, "元").interval)
    assert D("1.005") in left
    assert D("1.0051") not in left


def test_sums_add_their_uncertainty() -> None:
    third = Number("0.33", D("0.33"), 2, "元").interval
    assert interval_sum([third, third, third]) == Interval(D("0.975"), D("1.005"))
    assert interval_sum([]) == Interval(ZERO, ZERO)


def test_differences_and_signs_turn_ends_around() -> None:
    one, two = Interval(D(1), D(2)), Interval(D(10), D(20))
    assert two - one == Interval(D(8), D(19))
    assert -one == Interval(D(-2), D(-1))
    assert one.scaled(D(-3)) == Interval(D(-6), D(-3))
    assert one.widened(D("0.5")) == Interval(D("0.5"), D("2.5"))
    assert two.middle == 15


def test_a_quotient_is_taken_at_the_corners() -> None:
    assert quotient(Interval(D(-1), D(2)), Interval(D(2), D(4))) == Interval(D("-0.5"), D(1))
    assert quotient(Interval(D(1), D(2)), Interval(D(0), D(4))) is None
    assert quotient(Interval(D(1), D(2)), Interval(D(-1), D(4))) is None


def test_a_correction_is_printed_as_the_number_is() -> None:
    assert Number("1,339.03", D("1339.03"), 2, "万元").rendered(D(13290300)) == "1,329.03"
    assert Number("189", D(189), 2, "万元").rendered(D(1894900)) == "189"
    assert Number("25", D(25), 0, "%").rendered(D(20)) == "20"


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [("52.495", 2, "52.50"), ("-0.005", 2, "-0.01"), ("2.5", 0, "3"), ("1e3", 1, "1000.0")]
)
def test_decimals_are_rounded_half_up(value: str, decimals: int, text: str) -> None:
    assert decimal_text(D(value), decimals) == text


def test_thousands_are_grouped_where_asked() -> None:
    assert decimal_text(D("1234567.891"), 2, grouped=True) == "1,234,567.89"


@pytest.mark.parametrize(("text", "decimals"), [("1,339.03", 2), ("549", 0), ("34.4%", 1), ("1339.", 0)])
def test_decimals_printed(text: str, decimals: int) -> None:
    assert printed_decimals(text) == decimals


def test_units_tell_money_from_rates_from_counts() -> None:
    kinds = {unit: Number("1", D(1), 0, unit) for unit in ("元", "万元", "亿元", "%", "‰", "百分点", "个", "")}
    assert [u for u, n in kinds.items() if n.is_money] == ["元", "万元", "亿元"]
    assert [u for u, n in kinds.items() if n.is_rate] == ["%", "‰", "百分点"]
    assert kinds["万元"].amount == 10000
    assert kinds["个"].amount == 1
    assert kinds[""].with_unit("亿元").amount == 10**8


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
intervals = st.tuples(amounts, amounts).map(lambda ends: Interval(min(ends), max(ends)))


@given(st.decimals(min_value=0, max_value=10**8, places=2), st.booleans(), st.sampled_from(["元", "万元", "亿元"]))
def test_what_is_printed_is_read_back(value: Decimal, grouped: bool, unit: str) -> None:
    number = cell_number(decimal_text(value, 2, grouped), unit)
    assert number is not None
    assert (number.value, number.decimals, number.unit) == (value, 2, unit)
    assert number.amount in number.interval
    assert number.rendered(number.amount) == decimal_text(value, 2, grouped="," in number.text)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.integers(0, 4))
def test_rounding_stays_within_the_interval(value: Decimal, decimals: int) -> None:
    text = decimal_text(value, decimals)
    number = Number(text, D(text), decimals, "万元")
    assert value * 10000 in number.interval


@given(intervals, intervals, st.decimals(min_value=0, max_value=1, places=3), st.decimals(min_value=0, max_value=1, places=3))
def test_interval_arithmetic_holds_every_value(a: Interval, b: Interval, s: Decimal, t: Decimal) -> None:
    x, y = a.low + (a.high - a.low) * s, b.low + (b.high - b.low) * t
    assert x + y in a + b
    assert x - y in a - b
    assert -x in -a
    ratio = quotient(a, b)
    if ratio is not None:
        assert ratio.widened(D("1e-15")).meets(Interval.exactly(x / y))
    assert a.meets(b) == b.meets(a)
    assert a.meets(b) == (ZERO in a - b)
