"""Why a figure is wrong: a cause is named only where it reproduces exactly what is printed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit.checks.equation import Equation, Printed, Term
from audit.facts import document_facts
from audit.numbers import Interval
from audit.pipeline import understand
from audit.verdicts.causes import Cause, Context, cause_of
from audit.verdicts.context import context_of
from tests import made_budget
from tests.relations import NOTHING_ELSE, cell, equal, mentioned, rate_of_change, share, total
from tests.understood import document, paragraph, table


def cause(suspect: Printed, equation: Equation, context: Context = NOTHING_ELSE) -> Cause | None:
    correct = equation.required(suspect)
    assert correct is not None
    return cause_of(suspect, correct, [equation], context)


def name(suspect: Printed, equation: Equation) -> str | None:
    found = cause(suspect, equation)
    return found.name if found else None


def rate(printed: str, delta: str, current: str, sign: int = 1) -> Cause | None:
    stated = mentioned(printed)
    return cause(stated, rate_of_change(stated, mentioned(delta), mentioned(current), sign))


def test_divided_by_this_years_figure_and_cut() -> None:
    found = rate("34.42%", "189万元", "549万元")
    assert found is not None
    assert found.name == "wrong_base"
    assert found.explanation == "34.42% = 189 ÷ 549（本年数），截尾；以上年数 360.00 为基数应为 52.50%"


def test_divided_by_this_years_figure_and_rounded() -> None:
    found = rate("34.43%", "189万元", "549万元")
    assert found is not None
    assert "四舍五入" in found.explanation


def test_a_fall_divided_by_this_years_figure() -> None:
    found = rate("25%", "1万元", "4万元", sign=-1)
    assert found is not None
    assert found.name == "wrong_base"
    assert "以上年数 5.00 为基数应为 20.00%" in found.explanation


def test_a_rate_that_no_hypothesis_reproduces() -> None:
    assert rate("31%", "189万元", "549万元") is None


def test_last_digits_cut() -> None:
    stated = mentioned("95.45%")
    found = cause(stated, share(stated, mentioned("9746.50万元"), mentioned("10210.34万元")))
    assert found is not None
    assert (found.name, found.explanation) == ("truncated", "95.4572% 截去末位而未四舍五入")


def test_rounded_up_is_not_cut() -> None:
    stated = mentioned("95.47%")
    assert name(stated, share(stated, mentioned("9746.50万元"), mentioned("10210.34万元"))) != "truncated"


def test_divided_by_this_years_figure_within_what_its_operands_allow() -> None:
    # 3.80 ÷ 23.77 is 15.986; of unrounded amounts it may be 15.99 or 16.00
    found = rate("16.00%", "3.80万元", "23.77万元", sign=-1)
    assert found is not None
    assert found.name == "wrong_base"
    assert rate("16.03%", "3.80万元", "23.77万元", sign=-1) is None


def test_cut_where_this_years_figure_as_base_would_print_the_same() -> None:
    found = rate("0.4%", "4.36万元", "891.25万元", sign=-1)
    assert found is not None
    assert found.name == "truncated"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("113.79%", "13.79"), ("31.79%", "13.79"), ("13.97%", "13.79"), ("1.379%", None), ("55.55%", None)],
)
def test_a_slip_that_makes_one_of_several_possible_rates(printed: str, meant: str | None) -> None:
    found = rate(printed, "3.80万元", "23.77万元", sign=-1)
    assert (found.right if found else None) == (Interval.exactly(Decimal(meant)) if meant else None)


def test_no_slip_is_named_where_much_would_be_right() -> None:
    # a rate of 9% leaves the change anything from 149 to 165
    delta = mentioned("1662.02万元")
    assert cause(delta, rate_of_change(mentioned("9%"), delta, mentioned("1901.05万元"))) is None


def test_a_negative_change_in_its_own_column() -> None:
    wrong = replace(cell("32.51", column="增减额"), measure="delta")
    terms = (Term(cell("67.49"), "本年"), Term(cell("100.00"), "上年", -1))
    assert name(wrong, Equation("year_on_year", "delta", Term(wrong, "增减额"), terms)) == "sign_reversed"


def test_a_figure_of_the_row_above() -> None:
    rows = table("表", ["项目 | 金额"], ["甲 | 55.00", "乙 | 55.00", "丙 | 61.00"])
    wrong = replace(cell("55.00"), table=rows, row=1, cell=rows.rows[1][1])
    found = cause(wrong, equal(wrong, cell("78.00")))
    assert found is not None
    assert (found.name, found.explanation) == ("copied_line", "与上一行的 55.00 相同，疑为照抄")
    other = replace(cell("61.00"), table=rows, row=0, cell=rows.rows[0][1])
    assert cause(other, equal(other, cell("78.00"))) is None


@pytest.mark.parametrize(
    ("printed", "right", "expected"),
    [
        ("860.34万元", "806.34", "transposed_digits"),
        ("43269.30万元", "3269.30", "misprint"),
        ("326.93万元", "3269.30", None),
        ("816.34万元", "806.34", "misprint"),
        ("86.34万元", "806.34", "misprint"),
        ("8063.40万元", "806.34", None),
        ("806.34元", "806.34", "unit_slip"),
        ("8063400.00万元", "806.34", "unit_slip"),
        ("123.45万元", "806.34", None),
        ("5.00万元", "8.00", None),
        ("0万元", "806.34", None),
    ],
)
def test_slips_of_digits_and_units(printed: str, right: str, expected: str | None) -> None:
    said = mentioned(printed)
    assert name(said, equal(said, cell(right))) == expected


def test_a_direction_word_the_wrong_way_round() -> None:
    delta = mentioned("20.00万元")
    terms = (Term(mentioned("80.00万元"), "本年数"), Term(mentioned("100.00万元"), "上年数", -1))
    assert name(delta, Equation("change_amount", "change", Term(delta, "增减额"), terms)) == "sign_reversed"


def test_a_minus_too_many() -> None:
    whole = cell("-10.00")
    found = cause(whole, total(whole, cell("4.00"), cell("6.00")))
    assert found is not None
    assert (found.name, found.explanation) == ("sign_reversed", "负号有误，数值本身相符")


def test_a_total_has_no_direction() -> None:
    whole = cell("10.00")
    assert cause(whole, total(whole, cell("-4.00"), cell("-6.00"))) is None


def look_alike(printed: str, told: str) -> Context:
    return Context({id(SAID): ((cell(printed), Cause(told, "与上年数相同")),)}, {})


SAID = mentioned("348.52万元")


def test_a_figure_of_another_year_or_fund() -> None:
    found = cause(SAID, equal(SAID, cell("350.35")), look_alike("348.52", "stale_year"))
    assert found is not None
    assert found.name == "stale_year"
    assert cause(SAID, equal(SAID, cell("912.00")), look_alike("777.77", "stale_year")) is None


def test_a_number_copied_from_the_line_above() -> None:
    above = mentioned("348.52万元")
    found = cause(SAID, equal(SAID, cell("912.00")), Context({}, {id(SAID): above}))
    assert found is not None
    assert (found.name, found.explanation) == ("copied_line", "与上一条的 348.52万元 相同，疑为照抄")


def test_what_a_number_may_have_been_taken_from() -> None:
    texts = ["示例县教育局2024年部门预算", "一般公共预算项目支出110.00万元。", "一般公共预算基本支出110.00万元。"]
    made = document([paragraph(t, kind="heading" if not t.endswith("。") else "text") for t in texts], made_budget.tables())
    understood = understand(made, document_facts(made))
    context = context_of(understood.claims, understood.index)
    project, basic = (claim.first for claim in understood.claims)
    assert {c.name for _, c in context.look_alikes[id(project)]} == {"wrong_item"}
    assert context.line_before[id(basic)] is project
    assert id(project) not in context.line_before


def test_a_class_of_last_year_is_a_look_alike() -> None:
    texts = ["示例县教育局2024年部门预算", "一般公共预算教育支出385.00万元。"]
    made = document([paragraph(texts[0], kind="heading"), paragraph(texts[1])], made_budget.tables())
    understood = understand(made, document_facts(made))
    (claim,) = [c for c in understood.claims if c.number("current")]
    found = context_of(understood.claims, understood.index).look_alikes[id(claim.first)]
    assert any(c.name == "stale_year" and f.number.amount == 3850000 for f, c in found) or not found


def test_nothing_to_explain_a_corrected_interval() -> None:
    said = mentioned("0万元")
    assert cause_of(said, Interval.exactly(Decimal(5)), [], NOTHING_ELSE) is None
