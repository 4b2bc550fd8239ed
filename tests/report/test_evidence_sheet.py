"""审计取证单: every contradiction with quote, page and formula, and what tells source and program apart."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from audit import __version__
from audit.findings import Report
from audit.pipeline import audit_file
from audit.report.evidence_sheet import evidence_sheet

GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"


@pytest.fixture(scope="module")
def golden() -> Report:
    return audit_file(GOLDEN)


def form(report: Report) -> dict[str, str]:
    (table,) = docx.Document(BytesIO(evidence_sheet(report))).tables
    return {row.cells[0].text: row.cells[1].text for row in table.rows}


def test_fields_of_the_form(golden: Report) -> None:
    fields = form(golden)
    assert set(fields) >= {"被审计单位", "事项", "摘要", "依据", "原件", "编制人", "复核人"}
    assert fields["被审计单位"] == golden.document.organization
    assert golden.document.sha256 in fields["原件"]
    assert __version__ in fields["核查程序"]
    assert "财预〔2016〕143号" in fields["依据"]


def test_each_contradiction_is_told_with_page_quote_and_formula(golden: Report) -> None:
    summary = form(golden)["摘要"]
    assert "错误 5 处（2 个原因）" in summary
    for finding in golden.contradicted:
        assert finding.id in summary
        assert f"应为 {finding.expected}" in summary
    (wrong,) = (finding for finding in golden.contradicted if finding.stated == "34.42%")
    assert wrong.claim is not None and wrong.formula is not None
    told = summary[summary.index(wrong.id) :]
    assert wrong.claim.quote in told and wrong.formula in told
    assert "差额 1,200,000.00 元" in summary


def test_a_clean_document_has_a_sheet_without_contradictions(sample_report: Report) -> None:
    score = sample_report.score.model_copy(update={"errors": 0, "warnings": 0, "difference": "0.00"})
    clean = sample_report.model_copy(update={"findings": [], "root_causes": [], "score": score})
    assert form(clean)["摘要"] == "核查发现错误 0 处（0 个原因），警告 0 处，差额合计 0.00 元。"
