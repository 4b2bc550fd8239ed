"""Statuses of numbers and cells, and the score."""

from decimal import Decimal

import pytest

from audit.claims.grammar import read_paragraphs
from audit.claims.numerals import document_numerals
from audit.findings import Finding, NumberStatus
from audit.pipeline import audit_document
from audit.statements.read import read_statements
from audit.verdicts.coverage import Ledger, cell_statuses, coverage_of, number_statuses, score_of
from tests.understood import document, paragraph, table


def _finding(verdict: str, severity: str = "info", identity: str = "0" * 12) -> Finding:
    return Finding.model_validate(
        {
            "id": identity,
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


def statuses(text: str, kind: str = "text", *entries: tuple[int, str, bool]) -> list[NumberStatus]:
    """Statuses of the numbers of a text; an entry gives the number at a position a verdict, as culprit or not."""
    paragraphs = [paragraph(text, kind=kind)]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), 2024)
    ledger = Ledger()
    for n, (position, verdict, guilty) in enumerate(entries):
        mention = read[0].numerals[position].mention
        ledger.enter([mention], _finding(verdict, identity=f"id{n}"), mention if guilty else None)
    return number_statuses(read, ledger)


def test_numbers_that_no_finding_speaks_of() -> None:
    assert [(s.text, s.status, s.kind) for s in statuses("2024年支出500万元，增长5%，车辆3辆，单价100万元以上。")] == [
        ("2024", "no_claim", "year"),
        ("500万元", "unverifiable", "amount"),
        ("5%", "unverifiable", "rate"),
        ("3辆", "no_claim", "count"),
        ("100万元", "no_claim", "threshold"),
    ]


@pytest.mark.parametrize("kind", ["terms", "contents"])
def test_explanations_of_terms_claim_nothing(kind: str) -> None:
    assert [s.status for s in statuses("支出500万元。", kind)] == ["no_claim"]


def test_the_strongest_word_decides() -> None:
    (first,) = statuses("支出500万元。", "text", (0, "unverifiable", False), (0, "verified", False))
    assert (first.status, first.findings) == ("verified", ["id0", "id1"])
    (first,) = statuses("支出500万元。", "text", (0, "verified", False), (0, "contradicted", True))
    assert first.status == "contradicted"


def test_who_takes_part_in_a_contradiction_without_fault_may_still_be_ticked() -> None:
    paragraphs = [paragraph("支出500万元，收入400万元。")]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), 2024)
    guilty, innocent = (n.mention for n in read[0].numerals)
    ledger = Ledger()
    ledger.enter([guilty, innocent], _finding("contradicted", "error"), guilty)
    assert [s.status for s in number_statuses(read, ledger)] == ["contradicted", "unverifiable"]
    ledger.enter([innocent], _finding("verified"), None)
    assert [s.status for s in number_statuses(read, ledger)] == ["contradicted", "verified"]


def test_without_a_culprit_all_are_contradicted() -> None:
    (only,) = statuses("支出500万元。", "text", (0, "contradicted", False))
    assert only.status == "contradicted"


def test_where_a_number_stands() -> None:
    (only,) = statuses("支出500万元。")
    assert (only.page, only.box) == (1, (20.0, 0.0, 70.0, 20.0))


def test_cells() -> None:
    made = table("收支预算总表", ["项目 | 预算数"], ["一、教育支出 | 80.00", "备注 | 3", "合计 | ", "其他 | 文字"])
    (statement,) = read_statements([made], "万元", {})
    ledger = Ledger()
    first = statement.figures[0]
    ledger.enter([first], _finding("verified"), None)
    assert cell_statuses(made, statement.figures, ledger) == [
        [None, "verified"],
        [None, "unverifiable"],
        [None, None],
        [None, None],
    ]
    assert cell_statuses(made, [], Ledger())[0] == [None, "no_claim"]


def test_coverage_counts_numbers_and_cells_apart() -> None:
    numbers = statuses("2024年支出500万元，增长5%。", "text", (1, "verified", False))
    coverage = coverage_of(numbers, [[[None, "verified"], ["contradicted", "no_claim"]]])
    assert coverage.numbers.model_dump() == {"verified": 1, "contradicted": 0, "unverifiable": 1, "no_claim": 1}
    assert coverage.cells.model_dump() == {"verified": 1, "contradicted": 1, "unverifiable": 0, "no_claim": 1}
