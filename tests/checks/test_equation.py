"""Relations over printed numbers: what they make of the stated one, whether they hold, what each operand would have to be."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.checks.equation import Equation, Term
from audit.claims.model import Mention
from audit.numbers import Number, decimal_text
from tests.relations import mentioned
from tests.understood import paragraph

D = Decimal


def number(value: Decimal, decimals: int, unit: str) -> Mention:
    text = decimal_text(value, decimals)
    place = paragraph(text + unit)
    return Mention(place, 0, len(place.text), (0, len(place.text)), Number(text, D(text), decimals, unit))


def total(stated: str, *parts: str, **more: object) -> Equation:
    terms = tuple(Term(mentioned(p.lstrip("-")), "部分", -1 if p.startswith("-") else 1) for p in parts)
    return Equation("parts", "listed", Term(mentioned(stated), "合计"), terms, **more)  # type: ignore[arg-type]


def rate_of_change(rate: str, delta: str, current: str, sign: int = 1) -> Equation:
    change, base = mentioned(delta), mentioned(current)
    terms = (Term(change, "增减额", sign),)
    return Equation(
        "change_rate", "rate", Term(mentioned(rate), "率", sign), terms, (Term(base, "本年"), Term(change, "增减额", -sign))
    )


def test_a_sum_holds_within_the_rounding_of_all_its_parts() -> None:
    assert total("1.00万元", "0.33万元", "0.33万元", "0.33万元").holds
    assert total("1.01万元", "0.33万元", "0.33万元", "0.33万元").holds
    assert not total("1.02万元", "0.33万元", "0.33万元", "0.33万元").holds


def test_a_difference() -> None:
    equation = total("17.43万元", "1537.36万元", "-1519.93万元")
    assert equation.holds
    assert equation.expected_amount == 174300


def test_units_may_differ() -> None:
    assert total("1.24亿元", "10024.00万元", "2376.00万元").holds
    assert not total("1.26亿元", "10024.00万元", "2376.00万元").holds


def test_a_rate_of_change_is_taken_on_last_years_figure() -> None:
    assert rate_of_change("52.50%", "189万元", "549万元").holds
    assert not rate_of_change("34.42%", "189万元", "549万元").holds
    assert rate_of_change("20%", "1万元", "4万元", sign=-1).holds


def test_a_rate_is_evaluated_at_the_corners_of_its_operands() -> None:
    (current, prior) = (mentioned("0.62万元"), mentioned("0.50万元"))
    terms = (Term(current, "本年"), Term(prior, "上年", -1))
    assert Equation("change_rate", "r", Term(mentioned("22.22%"), "率"), terms, (Term(prior, "上年"),)).holds
    assert not Equation("change_rate", "r", Term(mentioned("29%"), "率"), terms, (Term(prior, "上年"),)).holds


def test_a_base_that_may_be_zero_tells_nothing() -> None:
    equation = rate_of_change("100%", "25.00万元", "25.00万元")
    assert equation.expected is None
    assert equation.holds is None
    assert equation.required(equation.stated.printed) is None


def test_support_needs_two_operands_that_are_not_zero() -> None:
    assert total("5.00万元", "5.00万元", "0万元").counts_as_support
    assert not total("5.00万元", "0万元").counts_as_support


def test_operands_are_told_once_the_stated_first() -> None:
    equation = rate_of_change("52.50%", "189万元", "549万元")
    assert [o.text for o in equation.operands] == ["52.50%", "189万元", "549万元"]  # type: ignore[union-attr]


def test_what_each_operand_of_a_sum_would_have_to_be() -> None:
    equation = total("37.32万元", "11.47万元", "19.49万元", "5.91万元")
    required = [equation.required(o) for o in equation.operands]
    assert [i and i.middle for i in required] == [D(368700), D(119200), D(199400), D(63600)]


def test_what_each_operand_of_a_rate_would_have_to_be() -> None:
    equation = rate_of_change("34.42%", "189万元", "549万元")
    rate, delta, current = (equation.required(o) for o in equation.operands)
    assert rate is not None
    assert delta is not None
    assert current is not None
    assert D("52.50") in rate
    assert D("1405800") in delta.widened(D(100))
    assert D("7381000") in current.widened(D(1000))


def test_a_rate_that_may_be_zero_requires_nothing_of_its_base() -> None:
    equation = Equation(
        "share",
        "share",
        Term(mentioned("0%"), "占比"),
        (Term(mentioned("5.00万元"), "部分"),),
        (Term(mentioned("9.00万元"), "总额"),),
    )
    assert not equation.holds
    assert equation.required(equation.denominator[0].printed) is None


def test_ratios_over_many_operands_are_a_programming_error() -> None:
    many = tuple(Term(mentioned("1.00万元"), "部分") for _ in range(13))
    with pytest.raises(ValueError, match="share"):
        _ = Equation("share", "share", Term(mentioned("50%"), "占比"), many[:1], many).expected


amounts = st.decimals(min_value=-5000, max_value=5000, places=2)
positive = st.decimals(min_value=1, max_value=5000, places=2)


@given(st.lists(amounts, min_size=1, max_size=6), amounts, st.randoms(use_true_random=False))
def test_a_sum_holds_with_any_value_it_requires(parts: list[Decimal], stated: Decimal, random: Random) -> None:
    terms = tuple(Term(number(p, 2, "万元"), "部分", random.choice((1, -1))) for p in parts)
    equation = Equation("parts", "sum", Term(number(stated, 2, "万元"), "合计"), terms)
    for operand in equation.operands:
        required = equation.required(operand)
        assert required is not None
        for value in (required.low, required.middle, required.high):
            assert _with(equation, operand, value).holds
        outside = required.high + 1
        assert not _with(equation, operand, outside).holds


@given(positive, positive, st.decimals(min_value=-200, max_value=200, places=2))
def test_a_rate_holds_with_any_value_it_requires(delta: Decimal, current: Decimal, rate: Decimal) -> None:
    assume(abs(current - delta) > 1)
    change, base = Term(number(delta, 2, "万元"), "增减额"), number(current, 2, "万元")
    stated = Term(number(rate, 2, "%"), "率")
    equation = Equation("change_rate", "rate", stated, (change,), (Term(base, "本年"), Term(change.printed, "增减额", -1)))
    for operand in equation.operands:
        required = equation.required(operand)
        if required is not None:
            assert _with(equation, operand, required.middle).holds in (True, None)


@given(positive, positive)
def test_a_rate_rounded_from_its_operands_holds(delta: Decimal, prior: Decimal) -> None:
    change, base = Term(number(delta, 2, "万元"), "增减额"), Term(number(prior, 2, "万元"), "上年")
    stated = Term(number(100 * delta / prior, 2, "%"), "率")
    equation = Equation("change_rate", "rate", stated, (change,), (base,))
    assert equation.holds
    assert equation.expected is not None
    assert equation.expected_amount is not None
    assert equation.expected.low <= equation.expected_amount <= equation.expected.high


def _with(equation: Equation, operand: object, value: Decimal) -> Equation:
    """The equation with one operand replaced by an exact value in its base unit."""
    old = operand
    assert isinstance(old, Mention)
    unit = old.number.unit
    exact = Number(str(value), value / old.number.factor, 0, unit, exact=True)
    new = Mention(old.paragraph, old.start, old.end, old.sentence, exact)

    def replaced(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(Term(new, t.name, t.factor) if t.printed is old else t for t in terms)

    (stated,) = replaced((equation.stated,))
    return Equation(equation.check, equation.kind, stated, replaced(equation.terms), replaced(equation.denominator))
