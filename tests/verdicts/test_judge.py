"""Which equations hold, which figure is at fault, and what belongs to one root."""

from decimal import Decimal

from audit.checks.equation import Equation, Strength, Term
from audit.claims.model import Mention
from audit.claims.numerals import document_numerals
from audit.verdicts.causes import Context
from audit.verdicts.judge import Judgement, judge, root_key
from tests.understood import paragraph

NOTHING_ELSE = Context({}, {})


def mentions(*tokens: str) -> list[Mention]:
    """Mentions of printed numbers, each in a sentence of its own: mentions("549.00万元", "25%")."""
    texts = [paragraph(f"金额{token}。") for token in tokens]
    return [numerals[0].mention for numerals in document_numerals(texts)]


def equal(stated: Mention, other: Mention, kind: str = "same", strength: Strength = "prescribed") -> Equation:
    return Equation("check", kind, Term(stated, "甲"), (Term(other, "乙"),), strength=strength, group="g")


def sum_of(total: Mention, *parts: Mention) -> Equation:
    return Equation("check", "sum", Term(total, "合计"), tuple(Term(p, "项") for p in parts))


def verdicts(*equations: Equation) -> list[str]:
    return [j.verdict for j in judge(list(equations), NOTHING_ELSE)]


def culprits(judgements: list[Judgement]) -> list[str]:
    return [j.root.culprit.number.text for j in judgements if j.root is not None]


def test_rounding_residue_is_no_contradiction() -> None:
    total, a, b, c = mentions("100.01万元", "33.33万元", "33.33万元", "33.33万元")
    assert verdicts(sum_of(total, a, b, c)) == ["verified"]


def test_more_than_rounding_is() -> None:
    total, a, b, c = mentions("100.04万元", "33.33万元", "33.33万元", "33.33万元")
    assert verdicts(sum_of(total, a, b, c)) == ["contradicted"]


def test_the_operand_that_mends_every_relation_is_named_not_the_total() -> None:
    total, a, b, a_again, c, whole = mentions("100.00万元", "60.00万元", "47.00万元", "60.00万元", "200.00万元", "300.00万元")
    judged = judge([sum_of(total, a, b), equal(a, a_again), sum_of(whole, total, c)], NOTHING_ELSE)
    assert culprits(judged) == ["47.00"]
    assert judged[0].root is not None and judged[0].root.correct.middle == Decimal(400000)


def test_one_wrong_figure_is_one_root_of_all_it_breaks() -> None:
    wrong, a, b, copy = mentions("1023.48万元", "900.00万元", "132.48万元", "1032.48万元")
    judged = judge([sum_of(wrong, a, b), equal(copy, wrong)], NOTHING_ELSE)
    assert culprits(judged) == ["1023.48", "1023.48"]
    assert len({root_key(j.root) for j in judged if j.root}) == 1


def test_what_holds_over_a_wrong_figure_is_not_ticked() -> None:
    wrong, a, b, copy, other, copied = mentions(
        "1023.48万元", "900.00万元", "132.48万元", "1032.48万元", "1032.48万元", "1023.48万元"
    )
    relations = [sum_of(wrong, a, b), equal(copy, wrong), equal(other, wrong), equal(copied, wrong)]
    assert verdicts(*relations) == ["contradicted", "contradicted", "contradicted", "unverifiable"]


def test_a_candidate_needs_four_instances_and_four_fifths_of_them() -> None:
    good = [mentions(f"{n}.00万元", f"{n}.00万元") for n in range(2, 7)]
    bad = mentions("9.00万元", "8.00万元")
    asserted = [equal(a, b, strength="candidate") for a, b in [*good, bad]]
    assert verdicts(*asserted) == ["verified"] * 5 + ["contradicted"]
    too_few = [equal(a, b, strength="candidate") for a, b in [*good[:3], bad]]
    assert verdicts(*too_few) == ["unverifiable"], "what holds beside a breach that isn't asserted says nothing"
    too_mixed = [equal(a, b, strength="candidate") for a, b in [*good[:4], bad, mentions("7.00万元", "3.00万元")]]
    assert verdicts(*too_mixed) == ["unverifiable", "unverifiable"]


def test_instances_with_fewer_than_two_numbers_give_no_support() -> None:
    zeros = [mentions("0万元", "0万元") for _ in range(5)]
    bad = mentions("9.00万元", "8.00万元")
    assert verdicts(*[equal(a, b, strength="candidate") for a, b in [*zeros, bad]]) == ["unverifiable"]


def test_a_rate_one_unit_off_is_a_warning_and_an_error_beside_an_error_of_its_root() -> None:
    cut, part, whole = mentions("33.33%", "33.339万元", "100.000万元")
    off_by_one = Equation("share", "share", Term(cut, "占比"), (Term(part, "部分"),), (Term(whole, "总额"),))
    assert [(j.verdict, j.severity) for j in judge([off_by_one], NOTHING_ELSE)] == [("contradicted", "warning")]
    (far,) = mentions("43.33%")
    wrong = Equation("share", "share", Term(far, "占比"), (Term(part, "部分"),), (Term(whole, "总额"),))
    assert [(j.verdict, j.severity) for j in judge([wrong], NOTHING_ELSE)] == [("contradicted", "error")]


def test_rates_on_the_wrong_base_are_one_root_over_the_document() -> None:
    now, change, rate = mentions("549万元", "189.00万元", "34.42%")
    now2, change2, rate2 = mentions("4万元", "1.00万元", "25%")
    judged = judge([_rate(rate, change, now, 1), _rate(rate2, change2, now2, -1)], NOTHING_ELSE)
    assert [j.root.cause.name for j in judged if j.root and j.root.cause] == ["wrong_base", "wrong_base"]
    assert {root_key(j.root) for j in judged if j.root} == {"wrong_base"}


def _rate(rate: Mention, change: Mention, now: Mention, sign: int) -> Equation:
    base = (Term(now, "本年数"), Term(change, "增减额", -sign))
    return Equation("change_rate", "rate_of_change", Term(rate, "增长率", sign), (Term(change, "增减额", sign),), base)


def test_a_zero_base_is_unverifiable() -> None:
    rate, part, nothing = mentions("5%", "1.00万元", "0万元")
    equation = Equation("share", "share", Term(rate, "占比"), (Term(part, "部分"),), (Term(nothing, "总额"),))
    assert verdicts(equation) == ["unverifiable"]
