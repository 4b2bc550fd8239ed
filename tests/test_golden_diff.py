"""The difference between two golden reports names what a reviewer looks for: what appeared, vanished or changed."""

import copy
import json

import pytest

from audit.findings import Evidence, Report, ReportedTable
from tests.golden_diff import Golden, golden_diff, golden_form, golden_text


@pytest.fixture
def report(sample_report: Report) -> Report:
    """The sample report with a table, and an operand in its first finding."""
    table = ReportedTable(
        title="支出总表",
        label="表三",
        unit="万元",
        page=8,
        pages=[8],
        head=[["科目", "合计"]],
        rows=[["行政运行", "875.33"], ["合计", "1,339.03"]],
        row_pages=[8, 8],
        head_boxes=[[None, None]],
        boxes=[[None, (1, 2, 3, 4)], [None, (1, 5, 3, 7)]],
    )
    operand = Evidence(table="支出总表", page=8, row="合计", column="合计", value="1,339.03", quote=None, boxes=[(1, 5, 3, 7)])
    first = sample_report.findings[0].model_copy(update={"evidence": [operand]})
    return sample_report.model_copy(update={"findings": [first, *sample_report.findings[1:]], "tables": [table]})


@pytest.fixture
def form(report: Report) -> Golden:
    return golden_form(report)


def test_the_same_report_differs_in_nothing(form: Golden) -> None:
    assert golden_diff(form, copy.deepcopy(form)) == []


def test_a_finding_that_vanished_is_named_with_its_message(form: Golden) -> None:
    found = copy.deepcopy(form)
    gone = found["findings"].pop(0)
    (line,) = golden_diff(form, found)
    assert line.startswith("vanished") and gone["id"] in line and gone["message"] in line


def test_a_finding_that_appeared_is_named_with_verdict_and_page(form: Golden) -> None:
    found = copy.deepcopy(form)
    found["findings"].append(found["findings"][0] | {"id": "0123456789ab", "verdict": "contradicted", "severity": "error"})
    (line,) = golden_diff(form, found)
    assert line.startswith("appeared") and "[0123456789ab]" in line and "contradicted/error, page" in line


def test_a_finding_that_changed_is_told_field_by_field(form: Golden) -> None:
    found = copy.deepcopy(form)
    found["findings"][0] |= {"expected": "1.00%", "cause": "misprint"}
    first, *fields = golden_diff(form, found)
    assert first.startswith("changed") and form["findings"][0]["id"] in first
    assert len(fields) == 2
    assert any("expected: " in line and line.endswith('→ "1.00%"') for line in fields)
    assert any("cause: " in line and line.endswith('→ "misprint"') for line in fields)


def test_a_repeated_id_is_compared_in_order(form: Golden) -> None:
    twice = copy.deepcopy(form)
    twice["findings"].append(copy.deepcopy(twice["findings"][0]))
    (line,) = golden_diff(form, twice)
    assert line.startswith("appeared")


def test_a_root_cause_that_splits_is_told(form: Golden) -> None:
    joined = next(cause for cause in form["root_causes"] if len(cause["findings"]) > 1)
    found = copy.deepcopy(form)
    found["root_causes"].remove(joined)
    found["root_causes"] += [joined | {"findings": [finding]} for finding in joined["findings"]]
    lines = golden_diff(form, found)
    assert [line.split()[0] for line in lines] == ["vanished"] + ["appeared"] * len(joined["findings"])
    assert all("root cause" in line for line in lines)


def test_score_coverage_and_document_changes_name_old_and_new(form: Golden) -> None:
    found = copy.deepcopy(form)
    found["score"]["value"] = 1
    found["coverage"]["numbers"]["verified"] += 1
    found["document"]["unit"] = "亿元"
    lines = golden_diff(form, found)
    assert [line.split(":")[0].split()[-1] for line in lines] == ["document.unit", "coverage.numbers.verified", "score.value"]
    assert lines[2].endswith("→ 1")


def test_a_number_with_another_status_is_told(form: Golden) -> None:
    found = copy.deepcopy(form)
    found["numbers"][0]["status"] = "no_claim"
    (line,) = golden_diff(form, found)
    assert line.startswith("changed   number: ") and '"no_claim"' in line.partition("→")[2]


def test_a_cell_read_otherwise_is_told_with_its_table(form: Golden) -> None:
    found = copy.deepcopy(form)
    found["tables"][0]["rows"][0][-1] = "9,999.99"
    (line,) = golden_diff(form, found)
    assert found["tables"][0]["title"] in line and "9,999.99" in line.partition("→")[2]


def test_a_lost_table_is_told_once(form: Golden) -> None:
    found = copy.deepcopy(form)
    lost = found["tables"].pop()
    (line,) = golden_diff(form, found)
    assert line.startswith("vanished  table") and lost["title"] in line


def test_the_form_holds_no_boxes_hashes_or_paths(report: Report) -> None:
    moved = report.model_copy(update={"document": report.document.model_copy(update={"source": "C:\\reports\\some.pdf"})})
    text = golden_text(golden_form(moved))
    assert "boxes" not in text and '"box"' not in text and report.document.sha256 not in text
    assert '"source": "some.pdf"' in text


def test_the_order_of_findings_in_the_report_does_not_matter(report: Report) -> None:
    turned = report.model_copy(update={"findings": report.findings[::-1], "root_causes": report.root_causes[::-1]})
    assert golden_text(golden_form(turned)) == golden_text(golden_form(report))


def test_the_text_is_json_with_a_line_for_each_operand(form: Golden) -> None:
    text = golden_text(form)
    assert json.loads(text) == form
    operand = next(finding["evidence"][0] for finding in form["findings"] if finding["evidence"])
    assert json.dumps(operand, ensure_ascii=False) in [line.strip().rstrip(",") for line in text.splitlines()]
