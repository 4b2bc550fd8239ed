"""A second reading is a disagreement only where it contradicts what was found."""

from audit.checks.equation import Equation, Term
from audit.claims.model import Mention
from audit.claims.numerals import document_numerals
from audit.findings import Status
from audit.proposals.judging import second_readings
from audit.reading.document import Paragraph


def mentions(text: str) -> list[Mention]:
    paragraph = Paragraph(text, text, tuple((1, (0.0, 0.0, 1.0, 1.0)) for _ in text))
    return [numeral.mention for numeral in document_numerals([paragraph])[0]]


def equal(a: Mention, b: Mention) -> Equation:
    return Equation("proposed_amount", "current", Term(a, "正文"), (Term(b, "正文"),))


def reasons(text: str, *told: Status) -> list[str]:
    a, b = mentions(text)
    settled = dict(zip((a, b), told, strict=False))
    return [judgement.reason for judgement in second_readings([equal(a, b)], settled)]


def test_a_breach_over_what_was_found_right() -> None:
    (reason,) = reasons("会议费5.00万元，培训费6.00万元。", "verified", "verified")
    assert "另一读法" in reason and "不符" in reason


def test_what_holds_over_what_was_found_wrong() -> None:
    (reason,) = reasons("会议费5.00万元，培训费5.00万元。", "contradicted", "verified")
    assert "判为矛盾" in reason


def test_no_disagreement() -> None:
    assert reasons("会议费5.00万元，培训费5.00万元。", "verified", "verified") == []
    assert reasons("会议费5.00万元，培训费6.00万元。", "contradicted", "verified") == []
    assert reasons("会议费5.00万元，培训费6.00万元。", "unverifiable", "verified") == []
    assert reasons("会议费5.00万元，培训费6.00万元。") == []


def test_it_is_information() -> None:
    a, b = mentions("会议费5.00万元，培训费6.00万元。")
    (judgement,) = second_readings([equal(a, b)], {a: "verified", b: "verified"})
    assert (judgement.verdict, judgement.severity, judgement.root) == ("unverifiable", "info", None)
