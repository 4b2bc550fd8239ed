"""Which relations hold, which figure is at fault, which findings share a root, how severe they are."""

import pytest

from audit.checks.equation import Equation, Term
from audit.verdicts.causes import Context
from audit.verdicts.judge import root_key
from tests.relations import cause_name, cell, equal, judged, mentioned, rate_of_change, share, total, verdicts


def test_what_holds_is_verified_and_what_does_not_is_an_error() -> None:
    assert verdicts(judged(total(cell("10.00"), cell("4.00"), cell("6.00")))) == ["verified"]
    assert verdicts(judged(total(cell("10.50"), cell("4.00"), cell("6.00")))) == ["contradicted error"]


def test_a_tail_of_rounding_is_verified() -> None:
    assert verdicts(judged(total(cell("10.01"), cell("4.00"), cell("6.00")))) == ["verified"]
    assert verdicts(judged(total(cell("10.02"), cell("4.00"), cell("6.00")))) == ["contradicted error"]


def test_a_ratio_without_a_base_is_unverifiable() -> None:
    (judgement,) = judged(share(mentioned("50%"), mentioned("1万元"), mentioned("0万元")))
    assert (judgement.verdict, judgement.severity, judgement.reason) == ("unverifiable", "info", "基数为零，无法计算")


def test_a_number_that_is_about_right_is_never_told_to_be_wrong() -> None:
    assert verdicts(judged(total(mentioned("10.50万元"), cell("4.00"), cell("6.00")))) == ["contradicted error"]
    (about,) = judged(total(mentioned("10.50万元", "约"), cell("4.00"), cell("6.00")))
    assert (about.verdict, about.reason) == ("unverifiable", "所涉为约数")
    assert verdicts(judged(total(mentioned("10.00万元", "约"), cell("4.00"), cell("6.00")))) == ["verified"]


def test_a_zero_is_blamed_last() -> None:
    """总计 and 本年支出 are right elsewhere too, so that of 结余分配 0.00 and 年末结转 6.96 one is wrong."""
    whole, spent, nothing, left = cell("100.00"), cell("92.04"), cell("0.00"), cell("6.96")
    others = (equal(mentioned("100.00万元"), whole), equal(mentioned("92.04万元"), spent))
    for parts in ((spent, nothing, left), (spent, left, nothing)):
        broken = judged(total(whole, *parts), *others)[0]
        assert broken.root is not None and broken.root.culprit is left


def test_a_slip_that_fits_several_parts_proves_none() -> None:
    """46.12 + 25.38 + 13.50 is 20.00 short of 105.00: 66.12 may have been meant, or 45.38."""
    whole, first, second, third = cell("105.00"), cell("46.12"), cell("25.38"), cell("13.50")
    (judgement,) = judged(total(whole, first, second, third))
    assert judgement.root is not None
    assert (judgement.root.culprit, judgement.root.cause) == (whole, None)


def test_a_slip_that_fits_one_part_alone_is_named() -> None:
    """Of 46.12 + 25.38 + 13.50 only 25.38 for 52.38 leaves 112.00, and the total is printed elsewhere."""
    whole, first, second, third = cell("112.00"), cell("46.12"), cell("25.38"), cell("13.50")
    broken, held = judged(total(whole, first, second, third), equal(mentioned("112.00万元"), whole))
    assert held.verdict == "verified"
    assert broken.root is not None
    assert (broken.root.culprit, cause_name(broken)) == (second, "transposed_digits")


def test_a_rate_that_repeats_the_line_above_is_not_for_that_the_one_at_fault() -> None:
    """收入1798.20万元，减少21.19万元，下降1.16%；支出1798.20万元，减少31.19万元，下降1.16%: 31.19 is the misprint."""
    rate, delta, amount = mentioned("1.16%"), mentioned("31.19万元"), mentioned("1798.20万元")
    above = Context({}, {id(rate): mentioned("1.16%")})
    (judgement,) = judged(rate_of_change(rate, delta, amount, sign=-1), context=above)
    assert judgement.root is not None
    assert (judgement.root.culprit, cause_name(judgement)) == (delta, "misprint")


def test_of_two_units_the_one_seldom_used_is_the_slip() -> None:
    rate, delta, amount = mentioned("4.49%"), mentioned("4.58万元"), mentioned("106.58元")
    (judgement,) = judged(rate_of_change(rate, delta, amount), context=Context({}, {}, "万元"))
    assert judgement.root is not None
    assert (judgement.root.culprit, cause_name(judgement)) == (amount, "unit_slip")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("99.87%", "verified"),
        ("99.86%", "contradicted warning"),
        ("99.88%", "contradicted warning"),
        ("99.85%", "contradicted error"),
    ],
)
def test_one_unit_of_the_last_place_of_a_rate_is_a_warning(rate: str, expected: str) -> None:
    assert verdicts(judged(share(mentioned(rate), mentioned("9986.80万元"), mentioned("10000.00万元")))) == [expected]


def test_a_warning_that_shares_its_root_with_an_error_is_an_error() -> None:
    """1.35% for 1.34% alone is a warning; divided by this year's figure like 34.42% it is part of one habit."""
    slight = rate_of_change(mentioned("1.35%"), mentioned("10.74万元"), mentioned("790.03万元"), sign=-1)
    gross = rate_of_change(mentioned("34.42%"), mentioned("189万元"), mentioned("549万元"))
    assert verdicts(judged(slight)) == ["contradicted warning"]
    assert verdicts(judged(slight, gross)) == ["contradicted error", "contradicted error"]


def test_one_habit_is_one_root() -> None:
    first, second = judged(
        rate_of_change(mentioned("34.42%"), mentioned("189万元"), mentioned("549万元")),
        rate_of_change(mentioned("25%"), mentioned("1万元"), mentioned("4万元"), sign=-1),
    )
    assert first.root is not None
    assert second.root is not None
    assert root_key(first.root) == root_key(second.root) == "wrong_base"


def candidates(holding: int, breaking: int) -> list[str]:
    equations = [total(cell("10.00"), cell("4.00"), cell("6.00"), strength="candidate", group="表") for _ in range(holding)]
    equations += [total(cell("11.00"), cell("4.00"), cell("6.00"), strength="candidate", group="表") for _ in range(breaking)]
    return verdicts(judged(*equations))


def test_a_candidate_is_asserted_with_four_instances_and_four_in_five() -> None:
    assert candidates(4, 1) == ["verified"] * 4 + ["contradicted error"]
    assert candidates(8, 2) == ["verified"] * 8 + ["contradicted error"] * 2
    assert candidates(7, 2) == ["unverifiable"] * 2
    assert candidates(3, 0) == ["verified"] * 3
    assert candidates(3, 1) == ["unverifiable"]
    assert candidates(0, 1) == ["unverifiable"]


def test_support_counts_within_a_kind_and_group_only() -> None:
    holding = [total(cell("10.00"), cell("4.00"), cell("6.00"), strength="candidate", group="甲") for _ in range(4)]
    other = total(cell("11.00"), cell("4.00"), cell("6.00"), strength="candidate", group="乙")
    kind = total(cell("11.00"), cell("4.00"), cell("6.00"), strength="candidate", group="甲", kind="别")
    assert verdicts(judged(*holding, other, kind))[4:] == ["unverifiable", "unverifiable"]


def test_sums_of_nothing_support_nothing() -> None:
    empty = [total(cell("0.00"), cell("0.00"), cell("0.00"), strength="candidate", group="表") for _ in range(9)]
    broken = total(cell("11.00"), cell("4.00"), cell("6.00"), strength="candidate", group="表")
    assert verdicts(judged(*empty, broken)) == ["unverifiable"]


def test_the_operand_that_mends_every_relation_is_blamed() -> None:
    """352.67 stands against a table and a rate that agree on 350.35: the amount is the misprint, the rate is innocent."""
    current, prior = mentioned("352.67万元"), mentioned("348.52万元")
    terms = (Term(current, "本年数"), Term(prior, "上年数", -1))
    change = Equation("change_rate", "rate_of_amounts", Term(mentioned("0.53%"), "增长率"), terms, (Term(prior, "上年数"),))
    against_table, against_rate = judged(equal(current, cell("350.35")), change)
    assert against_table.root is not None
    assert against_table.root.culprit is current
    assert against_rate.root is against_table.root


def test_a_misprinted_part_is_blamed_by_its_other_printings() -> None:
    part, whole = cell("64.00"), cell("100.00")
    sum_of_parts = total(whole, cell("54.00"), part)
    copies = [equal(whole, cell("100.00")), equal(cell("46.00"), part), equal(part, cell("46.00"))]
    judgements = judged(sum_of_parts, *copies)
    assert all(j.root is not None and j.root.culprit is part for j in judgements if j.verdict == "contradicted")
    assert verdicts(judgements) == ["contradicted error", "verified", "contradicted error", "contradicted error"]


def test_a_wrong_figure_is_ticked_nowhere() -> None:
    wrong = cell("64.00")
    against = [total(cell("100.00"), cell("54.00"), wrong), equal(wrong, cell("46.00")), equal(wrong, cell("46.00"))]
    *broken, agreeing = judged(*against, total(cell("128.00"), wrong, cell("64.00")))
    assert verdicts(broken) == ["contradicted error"] * 3
    assert (agreeing.verdict, agreeing.reason) == ("unverifiable", "所涉数据另有矛盾")


def test_two_readings_of_a_figure_that_each_have_a_witness_are_not_one_root() -> None:
    """64 is printed twice and 46 as well: neither printing can be made out to be wrong by the other alone."""
    disputed = cell("64.00")
    same, other = judged(equal(disputed, cell("64.00")), equal(disputed, cell("46.00")))
    assert (same.verdict, other.verdict) == ("verified", "contradicted")


def test_the_narrative_is_blamed_before_a_table() -> None:
    said, printed = mentioned("64.00万元"), cell("46.00")
    (judgement,) = judged(equal(said, printed))
    assert judgement.root is not None
    assert judgement.root.culprit is said


def test_two_wrong_figures_are_two_roots() -> None:
    first, second = judged(total(cell("10.50"), cell("4.00"), cell("6.00")), total(cell("20.50"), cell("4.00"), cell("16.00")))
    assert first.root is not None
    assert second.root is not None
    assert root_key(first.root) != root_key(second.root)


def test_an_amount_is_not_corrected_to_a_negative_one() -> None:
    whole, parts = cell("5.00"), (cell("4.00"), cell("6.00"))
    (judgement,) = judged(total(whole, *parts))
    assert judgement.root is not None
    assert judgement.root.correct.low >= 0


def test_a_change_may_be_corrected_to_a_fall() -> None:
    delta = mentioned("20.00万元")
    terms = (Term(mentioned("80.00万元"), "本年数"), Term(mentioned("100.00万元"), "上年数", -1))
    (judgement,) = judged(Equation("change_amount", "change", Term(delta, "增减额"), terms))
    assert judgement.root is not None
    assert cause_name(judgement) == "sign_reversed"
    assert judgement.root.correct.middle == -200000


def test_where_nothing_can_be_solved_the_stated_number_is_told() -> None:
    stated = mentioned("0%")
    (judgement,) = judged(share(stated, mentioned("5.00万元"), mentioned("9.00万元")))
    assert judgement.root is not None
    assert judgement.root.culprit is stated


def test_nothing_to_judge() -> None:
    assert judged() == []


def test_the_order_given_is_kept() -> None:
    equations = [total(cell("10.50"), cell("4.00"), cell("6.00")), total(cell("10.00"), cell("4.00"), cell("6.00"))]
    assert [j.equation for j in judged(*equations, context=Context({}, {}))] == equations


def test_one_wrong_figure_is_one_root_of_all_it_breaks() -> None:
    wrong = mentioned("1023.48万元")
    judgements = judged(total(wrong, mentioned("900.00万元"), mentioned("132.48万元")), equal(mentioned("1032.48万元"), wrong))
    assert all(j.root is not None and j.root.culprit is wrong for j in judgements)
    assert len({root_key(j.root) for j in judgements if j.root is not None}) == 1


def test_a_part_is_blamed_where_its_total_and_the_other_part_have_witnesses() -> None:
    whole, good, bad = mentioned("100.00万元"), mentioned("60.00万元"), mentioned("47.00万元")
    witnesses = [equal(good, mentioned("60.00万元")), total(mentioned("300.00万元"), whole, mentioned("200.00万元"))]
    judgement, *_ = judged(total(whole, good, bad), *witnesses)
    assert judgement.root is not None
    assert judgement.root.culprit is bad
    assert judgement.root.correct.middle == 400000
