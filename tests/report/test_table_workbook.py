"""The workbook of a document's tables, as whoever opens it finds it."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from audit.reading.document import Cell, Table
from audit.report.table_workbook import tables_workbook
from tests.drawn_tables import drawn

EXPENDITURE = """
    科目编码 | 科目名称 | 支出 | < | 备注
    ^        | ^        | 合计 | 基本支出 | ^
    ------------------------------------
             | 合计     | 1,339.03 | 790.50 | -
    2080101  | 行政运行 | 1,339.03 | 790.50 | 180 万
"""


def opened(*tables: Table) -> Workbook:
    return load_workbook(BytesIO(tables_workbook(tables, "预算.pdf")))


def sheet_of(*tables: Table) -> Worksheet:
    sheet = opened(*tables).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def names(*titles: str) -> list[str]:
    return opened(*(replace(drawn("", "项目 | 金额\n---\n合计 | 1.00"), title=title) for title in titles)).sheetnames


def test_title_unit_organisation_and_notes_stand_around_the_table() -> None:
    table = replace(drawn("支出总表", EXPENDITURE), label="表三", note="部门：某某局\n注：本表反映支出情况。")
    sheet = sheet_of(table)
    assert sheet["A1"].value == "表三 支出总表"
    assert (sheet["A2"].value, sheet["E2"].value) == ("部门：某某局", "单位：万元")
    assert sheet["A7"].value == "注：本表反映支出情况。"
    assert "A1:E1" in map(str, sheet.merged_cells.ranges)


def test_heads_are_merged_as_printed_and_stay_in_view() -> None:
    sheet = sheet_of(drawn("支出总表", EXPENDITURE))
    merged = set(map(str, sheet.merged_cells.ranges)) - {"A1:E1"}
    assert merged == {"A3:A4", "B3:B4", "C3:D3", "E3:E4"}
    assert (sheet["C3"].value, sheet["C4"].value, sheet["D4"].value) == ("支出", "合计", "基本支出")
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$3:$4"


def test_amounts_are_numbers_with_the_decimals_printed() -> None:
    sheet = sheet_of(drawn("支出总表", EXPENDITURE))
    assert (sheet["C5"].value, sheet["C5"].number_format) == (1339.03, "#,##0.00")
    assert (sheet["D5"].value, sheet["D5"].number_format) == (790.5, "0.00")


def test_an_amount_of_fifteen_digits_is_exact_and_a_longer_one_is_text() -> None:
    sheet = sheet_of(drawn("支出总表", "项目 | 金额\n---\n甲 | 1234567890123.45\n乙 | 12345678901234567.89"))
    assert Decimal(str(sheet["B4"].value)) == Decimal("1234567890123.45")
    assert sheet["B5"].value == "12345678901234567.89"


def test_whole_amounts_are_numbers_and_codes_are_not() -> None:
    sheet = sheet_of(drawn("支出总表", "科目编码 | 科目名称 | 合计\n---\n | 合计 | 7457827\n213 | 农林水支出 | 7457827", "元"))
    assert (sheet["C5"].value, sheet["C5"].number_format) == (7457827, "0")
    assert sheet["A5"].value == "213"


def test_rates_printed_with_their_sign_are_percentages() -> None:
    sheet = sheet_of(drawn("支出总表", "项目 | 本年预算数 | 上年预算数 | 增长率\n---\n合计 | 549.00 | 360.00 | 52.50%"))
    assert (sheet["D4"].value, sheet["D4"].number_format) == (0.525, "0.00%")


def test_marks_for_nothing_and_cells_with_their_own_unit_stay_as_printed() -> None:
    sheet = sheet_of(drawn("支出总表", EXPENDITURE))
    assert (sheet["E5"].value, sheet["E6"].value) == ("-", "180 万")
    assert sheet["A5"].value is None


def test_what_begins_like_a_formula_is_text() -> None:
    sheet = sheet_of(drawn("支出总表", "项目 | 说明 | 金额\n---\n=1+1 | +甲 | -5.20\n@甲 | -无 | 1.00"))
    cells = [sheet[place] for place in ("A4", "B4", "A5", "B5")]
    assert [cell.value for cell in cells] == ["=1+1", "+甲", "@甲", "-无"]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert (sheet["C4"].value, sheet["C4"].data_type) == (-5.2, "n")


def test_a_title_cannot_be_a_formula_or_break_the_file() -> None:
    title = "=HYPERLINK(\x0b\ufffe甲)\ud800"
    sheet = sheet_of(replace(drawn("", "项目 | 金额\n---\n合计 | 1.00"), title=title))
    assert sheet["A1"].data_type == "s"
    assert sheet["A1"].value.startswith("=HYPERLINK(")


def test_sheets_are_named_after_titles_without_what_excel_forbids() -> None:
    assert names("收支/总表[一]*:?\\", "'一般公共预算'") == ["收支_总表_一_____", "一般公共预算"]


def test_sheets_of_one_title_are_told_apart_and_no_name_is_too_long() -> None:
    long = "一般公共预算财政拨款“三公”经费、会议费、培训费支出情况明细表（含下属单位）"
    found = names("收入总表", "收入总表", long, long, "", "History", "ABC", "abc")
    assert found[:2] == ["收入总表", "收入总表(2)"]
    assert found[2] == long[:31] and found[3] == long[:28] + "(2)"
    assert found[4:] == ["表格5", "History(2)", "ABC", "abc(2)"]


def test_a_rare_ideograph_counts_twice() -> None:
    (name,) = names("𠮷" * 20)
    assert name == "𠮷" * 15


def test_columns_are_as_wide_as_their_texts_and_long_texts_wrap() -> None:
    sheet = sheet_of(drawn("支出总表", f"项目 | 说明\n---\n机关事业单位基本养老保险缴费支出 | {'很长的说明' * 20}"))
    assert sheet.column_dimensions["A"].width >= 34
    assert sheet.column_dimensions["B"].width <= 44
    assert sheet.row_dimensions[4].height >= 75 and sheet["B4"].alignment.wrap_text


def test_it_prints_across_on_the_width_of_a_page() -> None:
    sheet = sheet_of(drawn("支出总表", EXPENDITURE, page=9))
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None and "原文第 9 页" in str(sheet.oddFooter.left.text)


def test_spans_that_contradict_the_grid_are_left_alone() -> None:
    rows = ((Cell("甲", 1, row_span=9, column_span=2), Cell("乙", 1)), (Cell("丙", 1), Cell("丁", 1)))
    sheet = sheet_of(Table("支出总表", "", "", (1,), (), rows))
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B1"]
    assert [cell.value for row in sheet["A3:B4"] for cell in row] == ["甲", "乙", "丙", "丁"]


def test_a_document_without_tables_says_so() -> None:
    sheet = sheet_of()
    assert sheet["A1"].value == "文件中没有读到表格"
