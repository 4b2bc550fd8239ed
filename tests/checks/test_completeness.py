"""When the checks of what must be disclosed are asked, and when not."""

from dataclasses import replace

import pytest

from audit.checks import COMPLETENESS_CHECKS
from audit.findings import Finding, Report
from audit.pipeline import audit_document
from audit.reading.document import Document
from tests.understood import document, paragraph, table

NAMES = {check.__name__ for check in COMPLETENESS_CHECKS}


@pytest.fixture
def incomplete() -> Document:
    head, rows = ["项目 | 预算数"], ["总计 | 10.00"]
    titles = ("单位收支总体情况表", "单位收入总体情况表", "单位支出总体情况表", "财政拨款收支总体情况表")
    return document([paragraph("示例单位2024年单位预算公开", kind="heading")], [table(title, head, rows) for title in titles])


def _asked(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.check in NAMES]


def test_what_is_missing_is_told_without_contradiction(incomplete: Document) -> None:
    found = _asked(audit_document(incomplete))
    assert {"政府性基金预算支出表", "一般公共预算支出表"} <= {finding.expected for finding in found}
    assert {(finding.verdict, finding.severity) for finding in found} == {("unverifiable", "warning")}
    assert len({finding.id for finding in found}) == len(found)
    assert all("财预〔2016〕143号" in finding.message for finding in found)


def test_not_where_it_is_switched_off(incomplete: Document) -> None:
    assert _asked(audit_document(incomplete, completeness=False)) == []


def test_not_of_a_document_that_was_not_read_whole(incomplete: Document) -> None:
    assert _asked(audit_document(replace(incomplete, warnings=("第 3 页没有可读的文字",)))) == []
