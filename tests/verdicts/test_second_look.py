"""Verdicts on figures that OCR has read: what a second reading confirms, doubts or leaves open."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from audit.checks.equation import Equation, Printed, Remark
from audit.claims.model import Mention
from audit.reading.document import Box, Scan
from audit.statements.model import Figure
from audit.verdicts.judge import Judgement
from audit.verdicts.second_look import SecondLooks, judge_with_scans, remarks_on_scans
from tests.relations import NOTHING_ELSE, cell, mentioned, total, verdicts

BOX = (100.0, 100.0, 150.0, 112.0)


class Look:
    """A second reading that always says the same, and how often it was asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked = 0

    def __call__(self, page: int, box: Box, beside: float = 0.0) -> str:
        self.asked += 1
        return self.text


def scanned(figure: Figure, again: str, unsure: Sequence[Box] = ()) -> Figure:
    """The figure on a scanned page, where a second reading says `again`."""
    table = replace(figure.table, scan=Scan({1: tuple(unsure)}, Look(again)))
    return replace(figure, table=table, cell=replace(figure.cell, page=1, box=BOX))


def scanned_mention(mention: Mention, again: str) -> Mention:
    paragraph = mention.paragraph
    places = tuple((1, (10.0 * i, 100.0, 10.0 * i + 10, 112.0)) for i in range(len(paragraph.raw)))
    return replace(mention, paragraph=replace(paragraph, places=places, scan=Scan({1: ()}, Look(again))))


def judged(*equations: Equation) -> list[Judgement]:
    return judge_with_scans(equations, NOTHING_ELSE, SecondLooks())


def test_a_breach_is_an_error_where_two_readings_agree() -> None:
    assert verdicts(judged(total(scanned(cell("10.50"), "10.50"), cell("4.00"), cell("6.00")))) == ["contradicted error"]


def test_a_breach_is_a_warning_where_the_second_reading_says_nothing() -> None:
    assert verdicts(judged(total(scanned(cell("10.50"), ""), cell("4.00"), cell("6.00")))) == ["contradicted warning"]


def test_a_figure_read_in_two_ways_proves_nothing() -> None:
    total_, part = scanned(cell("10.50"), "10.00"), cell("4.00")
    broken, held = judged(total(total_, part, cell("6.00")), total(cell("4.00"), part))
    assert (broken.verdict, broken.severity, broken.root) == ("unverifiable", "info", None)
    assert "两次识别" in broken.reason
    assert held.verdict == "verified"


def test_a_part_read_in_two_ways_is_not_ticked_elsewhere_either() -> None:
    part = scanned(cell("4.00"), "4.50")
    found = judged(total(cell("10.50"), part, cell("6.00")), total(cell("4.00"), part))
    assert verdicts(found) == ["unverifiable", "unverifiable"]


def test_thousands_separators_make_no_difference() -> None:
    assert verdicts(judged(total(scanned(cell("1,010.50"), "1010.50"), cell("4.00"), cell("6.00")))) == ["contradicted error"]


def test_what_holds_is_looked_at_again_only_where_a_digit_is_unsure() -> None:
    assert verdicts(judged(total(scanned(cell("10.00"), "10.50"), cell("4.00"), cell("6.00")))) == ["verified"]
    unsure = scanned(cell("10.00"), "10.50", [(140.0, 101.0, 146.0, 111.0)])
    assert verdicts(judged(total(unsure, cell("4.00"), cell("6.00")))) == ["unverifiable"]
    confirmed = scanned(cell("10.00"), "10.00", [(140.0, 101.0, 146.0, 111.0)])
    assert verdicts(judged(total(confirmed, cell("4.00"), cell("6.00")))) == ["verified"]


def test_an_unsure_digit_elsewhere_on_the_page_is_no_doubt() -> None:
    other = scanned(cell("10.00"), "10.50", [(140.0, 301.0, 146.0, 311.0)])
    assert verdicts(judged(total(other, cell("4.00"), cell("6.00")))) == ["verified"]


@pytest.mark.parametrize(
    ("again", "expected"),
    [("预算为10.50万元，比", "contradicted error"), ("预算为10.00万元，比", "unverifiable"), ("", "contradicted warning")],
)
def test_a_number_of_the_narrative_is_sought_among_what_stands_beside_it(again: str, expected: str) -> None:
    stated = scanned_mention(mentioned("10.50万元"), again)
    assert verdicts(judged(total(stated, cell("4.00"), cell("6.00")))) == [expected]


def test_each_number_is_looked_at_once() -> None:
    stated = scanned(cell("10.50"), "10.50")
    judged_twice = judged(total(stated, cell("4.00"), cell("6.00")), total(stated, cell("9.00")))
    assert verdicts(judged_twice) == ["contradicted error", "contradicted error"]
    look = stated.table.scan.look_again if stated.table.scan else None
    assert isinstance(look, Look) and look.asked == 1


def remark(operand: Printed, cause: str | None) -> Remark:
    return Remark("years", "base", "contradicted", "warning", "年份有误。", (operand,), cause=cause)


def test_a_name_that_differs_on_a_scan_may_be_misread() -> None:
    (told,) = remarks_on_scans([remark(scanned(cell("1.00"), "1.00"), "name")], SecondLooks())
    assert (told.verdict, told.severity) == ("unverifiable", "info") and "OCR" in told.message
    (kept,) = remarks_on_scans([remark(cell("1.00"), "name")], SecondLooks())
    assert (kept.verdict, kept.message) == ("contradicted", "年份有误。")


def test_a_remark_about_a_number_stands_where_two_readings_agree() -> None:
    (kept,) = remarks_on_scans([remark(scanned(cell("1.00"), "1.00"), "stale_year")], SecondLooks())
    (doubted,) = remarks_on_scans([remark(scanned(cell("1.00"), "7.00"), "stale_year")], SecondLooks())
    assert (kept.verdict, doubted.verdict) == ("contradicted", "unverifiable")
