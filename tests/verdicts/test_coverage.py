"""Statuses of numbers and cells, and the score."""

from decimal import Decimal

import pytest

from audit.findings import Finding
from audit.pipeline import audit_document
from audit.verdicts.coverage import score_of
from tests.understood import document, paragraph, table


def _finding(verdict: str, severity: str = "info") -> Finding:
    return Finding.model_validate(
        {
            "id": "0" * 12,
            "check": "share",
            "verdict": verdict,
            "severity": severity,
            "message": "",
            "read_by": "grammar",
            "evidence": [],
        }
        | dict.fromkeys(["stated", "expected", "difference", "formula", "cause", "claim"])
    )


@pytest.mark.parametrize(
    ("verified", "errors", "warnings", "value"),
    [(0, 0, 0, None), (0, 3, 0, None), (10, 0, 0, 100), (80, 1, 0, 80), (95, 0, 1, 95), (1, 1, 1, 3), (2, 1, 0, 9)],
)
def test_score_is_rounded_down_and_null_without_a_verified_claim(
    verified: int, errors: int, warnings: int, value: int | None
) -> None:
    findings = [_finding("verified")] * verified
    findings += [_finding("contradicted", "error")] * errors + [_finding("contradicted", "warning")] * warnings
    findings += [_finding("unverifiable", "warning")] * 4
    score = score_of(findings, Decimal("1.5"))
    assert (score.value, score.errors, score.warnings, score.unverifiable) == (value, errors, warnings, 4)
    assert score.difference == "1.50"


def test_every_numeral_and_every_numeric_cell_is_accounted_for() -> None:
    texts = [
        "示例县档案馆2024年单位预算公开",
        "一、基本支出",
        "2024年支出预算80.00万元。其中：基本支出50.00万元，占62.5%；项目支出30.00万元，占40%。咨询电话：0930-6210000。",
        "固定资产金额为156.89万元。",
    ]
    head = ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 备注"]
    rows = ["| 合计 | 80.00 | 50.00 | 30.00 | 7", "201 | 一般公共服务支出 | 80.00 | 50.00 | 30.00 | "]
    report = audit_document(document([paragraph(t) for t in texts], [table("支出总表", head, rows)]))
    statuses = {n.text: (n.status, n.kind) for n in report.numbers}
    assert statuses["62.5%"] == ("verified", "rate")
    assert statuses["40%"] == ("contradicted", "rate")
    assert statuses["156.89万元"] == ("unverifiable", "amount")
    assert statuses["2024"][0] == "no_claim"
    assert all(n.findings for n in report.numbers if n.status != "no_claim"), "each has its reason"
    cells = [status for row in report.tables[0].statuses for status in row if status is not None]
    assert cells.count("verified") == 6
    counts = report.coverage.numbers
    assert counts.verified + counts.contradicted + counts.unverifiable + counts.no_claim == len(report.numbers)
