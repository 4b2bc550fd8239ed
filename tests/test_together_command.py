"""`audit run` on Word, Excel and web sources, and on disclosures of several files: what a user gets on disk."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from audit.cli import app
from tests.reading import office

WRONG = "2024年本单位支出预算800.00万元，比上年增加30.00万元，增长3.75%，主要原因是项目增加。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a narrative that divides by this year's figure, and tables with a wrong total."""
    monkeypatch.chdir(tmp_path)
    book = office.workbook()
    office.expenditure_sheet(book)["C6"] = 880
    (tmp_path / "公开").mkdir()
    (tmp_path / "公开" / "说明.docx").write_bytes(
        office.word("^示例县水务局2024年部门预算公开说明", WRONG, *[office.SENTENCE] * 9)
    )
    (tmp_path / "公开" / "附表.xlsx").write_bytes(office.saved(book))
    return tmp_path


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def report_in(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return report


def test_a_folder_together_is_one_report_with_a_copy_of_each_file(folder: Path) -> None:
    result = audit("run", "--together", "公开")
    assert result.exit_code == 1
    assert {path.name for path in (folder / "out").iterdir()} == {"公开"}
    names = {path.name for path in (folder / "out" / "公开").iterdir()}
    assert names == {"report.json", "report.html", "workpaper.xlsx", "annotated-说明.docx", "annotated-附表.xlsx"}
    report = report_in(folder / "out" / "公开")
    assert [file["source"] for file in report["document"]["files"]] == ["说明.docx", "附表.xlsx"]
    assert report["document"]["pages"] is None
    wrong = [finding for finding in report["findings"] if finding["verdict"] == "contradicted"]
    places = {(operand["file"], operand["place"]) for finding in wrong for operand in finding["evidence"]}
    assert {("说明.docx", "段落2"), ("附表.xlsx", "预算02表!C6")} <= places
    assert all(operand["page"] is None and operand["boxes"] == [] for finding in wrong for operand in finding["evidence"])
    assert "附表.xlsx 预算02表!C6" in result.output


def test_apart_they_are_two_reports(folder: Path) -> None:
    audit("run", "公开")
    assert {path.name for path in (folder / "out").iterdir()} == {"说明", "附表"}
    assert (folder / "out" / "说明" / "annotated.docx").exists()
    assert (folder / "out" / "附表" / "annotated.xlsx").exists()
    assert "files" not in report_in(folder / "out" / "说明")["document"]


def test_an_archive_is_one_disclosure(folder: Path) -> None:
    files = {f"公开/{path.name}": path.read_bytes() for path in (folder / "公开").iterdir()}
    (folder / "包.zip").write_bytes(office.zipped(files))
    assert audit("run", "包.zip").exit_code == 1
    assert (folder / "out" / "包" / "annotated-附表.xlsx").exists()
    assert report_in(folder / "out" / "包")["document"]["source"] == "包.zip"


def test_the_annotated_word_file_says_what_it_said_with_comments_at_the_fault(folder: Path) -> None:
    audit("run", folder / "公开" / "说明.docx")
    copy = docx.Document(str(folder / "out" / "说明" / "annotated.docx"))
    source = docx.Document(str(folder / "公开" / "说明.docx"))
    assert [paragraph.text for paragraph in copy.paragraphs] == [paragraph.text for paragraph in source.paragraphs]
    [comment] = copy.comments
    assert "应为：3.90%" in comment.text
    [shaded] = [run for paragraph in copy.paragraphs for run in paragraph.runs if 'w:fill="F8B4AD"' in run._r.xml]
    assert shaded.text == "3.75%"


def test_the_annotated_workbook_keeps_its_values_and_computes_nothing(folder: Path) -> None:
    audit("run", folder / "公开" / "附表.xlsx")
    sheet = openpyxl.load_workbook(folder / "out" / "附表" / "annotated.xlsx")["预算02表"]
    assert sheet["C6"].value == 880
    assert sheet["C6"].comment is not None and "880.00" in sheet["C6"].comment.text
    assert sheet["C6"].fill.fgColor.rgb == "00F8B4AD"
    assert [cell.comment for cell in sheet[5]] == [None] * 5
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_text_that_looks_like_a_formula_stays_text_in_the_annotated_workbook(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "公开" / "附表.xlsx")
    cell = book["预算02表"]["B5"]
    cell.value, cell.data_type = '=HYPERLINK("http://x.invalid","点")', "s"
    content = BytesIO()
    book.save(content)
    (folder / "公开" / "附表.xlsx").write_bytes(content.getvalue())
    audit("run", folder / "公开" / "附表.xlsx")
    copy = openpyxl.load_workbook(folder / "out" / "附表" / "annotated.xlsx")["预算02表"]["B5"]
    assert (copy.data_type, copy.value) == ("s", '=HYPERLINK("http://x.invalid","点")')


def test_a_web_page_has_every_view_but_a_copy(folder: Path) -> None:
    (folder / "公开.html").write_text(f"<html><body><p>{WRONG}</p></body></html>", encoding="utf-8")
    result = audit("run", "公开.html", "--format", "json,html,xlsx,pdf,docx")
    assert result.exit_code == 1
    names = {path.name for path in (folder / "out" / "公开").iterdir()}
    assert names == {"report.json", "report.html", "workpaper.xlsx", "evidence.docx"}
    assert "是网页" in result.output
    assert "段落1" in (folder / "out" / "公开" / "report.html").read_text(encoding="utf-8")


def test_a_missing_path_is_told(folder: Path) -> None:
    result = audit("run", "--together", "公开", "没有.xlsx")
    assert result.exit_code == 2 and "没有.xlsx：找不到文件" in result.output


def test_tables_of_a_workbook_are_written_without_pages(folder: Path) -> None:
    assert audit("tables", folder / "公开" / "附表.xlsx").exit_code == 0
    [table] = json.loads((folder / "out" / "附表.tables.json").read_bytes())
    assert (table["title"], table["page"], table["pages"]) == ("部门支出总表", None, [])


def test_working_paper_and_evidence_sheet_name_every_file_and_no_page(folder: Path) -> None:
    audit("run", "--together", "公开", "--format", "xlsx,docx,json")
    made = folder / "out" / "公开"
    summary = openpyxl.load_workbook(made / "workpaper.xlsx")["汇总"]
    facts = {row[0].value: row[1].value for row in summary.iter_rows(min_row=3)}
    files = report_in(made)["document"]["files"]
    assert facts["文件 1"] == f"说明.docx {files[0]['sha256']}"
    assert facts["文件 2"] == f"附表.xlsx {files[1]['sha256']}"
    assert facts["页数"] is None
    sheet = "\n".join(cell.text for row in docx.Document(str(made / "evidence.docx")).tables[0].rows for cell in row.cells)
    assert f"附表.xlsx\nSHA-256：{files[1]['sha256']}" in sheet
    assert "附表.xlsx 预算02表!C6" in sheet and "— 页" not in sheet
