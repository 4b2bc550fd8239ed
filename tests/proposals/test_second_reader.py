"""Scope `all`: every number is read a second time; where that reading differs, it is listed and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from tests.proposals.hostile_server import HOSTILE, answering, serving

Impatient = Callable[..., ModelSettings]
# in the disclosure: 项目支出 549万元, +189万元, 增长34.42% (wrong: 52.50%)
GROWTH = "34.42%"


def change(question: dict[str, Any], rate: str, delta: str, current: str) -> dict[str, Any]:
    """The change of 项目支出, where the text tells it."""
    if rate not in question["numbers"] or "项目支出" not in question["text"]:
        return {"claims": []}
    told = {"current": current, "delta": delta, "rate": rate}
    operands = [{"role": role, "number": number, "figure": None} for role, number in told.items()]
    sentence = next(part for part in question["text"].split("。") if rate in part)
    start = sentence.rindex("项目支出", 0, sentence.index(rate))
    return {"claims": [{"quote": sentence[start:], "kind": "change", "item": "项目支出", "operands": operands}]}


def without_reading(report: Report) -> tuple[Any, ...]:
    return (report.numbers, report.coverage, report.score, report.root_causes)


def test_everything_is_asked(disclosure: Document, impatient: Impatient) -> None:
    asked: list[str] = []

    def listening(question: dict[str, Any]) -> Any:
        asked.extend(question["numbers"])
        return {"claims": []}

    with serving(answering(listening)) as served:
        audit_document(disclosure, model=impatient(served.url))
        residue = len(asked)
        audit_document(disclosure, model=impatient(served.url, scope="all"))
    assert GROWTH not in asked[:residue]
    assert GROWTH in asked[residue:]
    assert len(asked) - residue > 3 * residue


def test_agreement_adds_nothing(disclosure: Document, without_model: Report, impatient: Impatient) -> None:
    """The same claim, found wrong by both, is told once."""
    with serving(answering(lambda question: change(question, GROWTH, "189万元", "549万元"))) as served:
        report = audit_document(disclosure, model=impatient(served.url, scope="all"))
    assert report.model is not None and report.model.proposed > sum(report.model.dropped.values())
    assert report.findings == without_model.findings
    assert without_reading(report) == without_reading(without_model)
    assert any("不一致 0 条" in note for note in report.document.notes)


@pytest.mark.parametrize("name", ["plausible ids", "invented quotes", "prose", "401"])
def test_hostile_second_reader(name: str, disclosure: Document, without_model: Report, impatient: Impatient) -> None:
    """What it claims of settled numbers is at most listed as information."""
    with serving(HOSTILE[name]) as served:
        report = audit_document(disclosure, model=impatient(served.url, scope="all"))
    added = report.findings[len(without_model.findings) :]
    assert report.findings[: len(without_model.findings)] == without_model.findings
    assert all(finding.severity == "info" and finding.verdict == "unverifiable" for finding in added)
    assert without_reading(report) == without_reading(without_model)
