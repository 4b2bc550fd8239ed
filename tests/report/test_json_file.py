import json

from audit.findings import Report
from audit.reading.document import Cell, Table
from audit.report.json_file import report_json, tables_json


def test_report_survives_the_round_trip(sample_report: Report) -> None:
    content = report_json(sample_report)
    assert Report.model_validate_json(content) == sample_report
    assert list(json.loads(content))[:3] == ["schema", "document", "findings"]


def test_chinese_is_readable_and_each_finding_has_a_line(sample_report: Report) -> None:
    lines = report_json(sample_report).decode("utf-8").splitlines()
    assert sum(line.startswith('{"id": ') for line in lines) == len(sample_report.findings)
    assert any("合计与各项之和不符" in line for line in lines)


def test_half_a_surrogate_pair_is_written_as_an_escape(sample_report: Report) -> None:
    document = sample_report.document.model_copy(update={"title": "甲\ud83d"})
    content = report_json(sample_report.model_copy(update={"document": document}))
    assert json.loads(content.decode("utf-8"))["document"]["title"] == "甲\ud83d"


def test_tables_follow_the_contract() -> None:
    head = ((Cell("项目", column_span=2), Cell(covered=True), Cell("金额")),)
    rows = ((Cell("208"), Cell("社会保障"), Cell("1,339.03")),)
    table = Table(title="支出总表", label="表三", unit="万元", pages=(4, 5), head=head, rows=rows)
    assert json.loads(tables_json([table])) == [
        {
            "title": "支出总表",
            "unit": "万元",
            "page": 4,
            "pages": [4, 5],
            "head": [["项目", "", "金额"]],
            "rows": [["208", "社会保障", "1,339.03"]],
        }
    ]
    assert json.loads(tables_json([])) == []
