from pathlib import Path

import pytest

from audit.pipeline import audit_document
from audit.reading import Document, UnreadableSource, excel
from audit.reading.excel import excel_document
from tests.reading.office import EXPENDITURE, expenditure_sheet, fill, part_of, rewritten, saved, workbook


def read(content: bytes) -> Document:
    return excel_document(content, Path("附表.xlsx"))


@pytest.mark.parametrize("ruled", [True, False])
def test_a_sheet_with_number_title_and_unit_above_its_table(ruled: bool) -> None:
    book = workbook()
    expenditure_sheet(book, ruled=ruled)
    document = read(saved(book))
    [table] = document.tables
    assert (table.title, table.label, table.unit, table.note) == ("部门支出总表", "表二", "万元", "部门名称：示例县水务局")
    assert [[cell.text for cell in row] for row in (*table.head, *table.rows)] == [list(row) for row in EXPENDITURE]
    assert table.rows[0][2].place == "预算02表!C5"
    assert (document.pages, document.paragraphs) == (None, ())


def test_precision_is_that_of_the_cell_not_of_the_value() -> None:
    """800 shown as 800.00 is not 800.4, which 800 shown without decimals could be."""
    book = workbook()
    sheet = expenditure_sheet(book)
    sheet["C6"] = 800.4
    report = audit_document(read(saved(book)))
    assert [finding.stated for finding in report.contradicted] != []
    for row in sheet.iter_rows(min_row=5, max_row=6, min_col=3):
        for cell in row:
            cell.number_format = "0"
    assert audit_document(read(saved(book))).contradicted == []


def test_merged_heads_and_two_tables_on_one_sheet() -> None:
    book = workbook()
    sheet = book.create_sheet("表")
    sheet["A1"] = "收入预算总表"
    sheet.merge_cells("A1:C1")
    fill(sheet, [("项目", "金额", ""), ("", "本年", "上年"), ("财政拨款", 5, 4), ("合计", 5, 4)], 2)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet["A7"] = "支出预算总表"
    sheet.merge_cells("A7:C7")
    fill(sheet, [("项目", "本年", "上年"), ("基本支出", 5, 4)], 8)
    income, expenditure = read(saved(book)).tables
    assert (income.title, expenditure.title) == ("收入预算总表", "支出预算总表")
    assert [[cell.text for cell in row] for row in income.head] == [["项目", "金额", ""], ["", "本年", "上年"]]
    assert (income.head[0][0].row_span, income.head[0][1].column_span) == (2, 2)
    assert [[cell.text for cell in row] for row in expenditure.rows] == [["基本支出", "5", "4"]]


def test_a_head_below_a_blank_row_begins_another_table() -> None:
    book = workbook()
    sheet = book.create_sheet("Sheet1")
    fill(sheet, [("项目", "金额"), ("基本支出", 5)], 1)
    fill(sheet, [("科目", "金额"), ("办公费", 2)], 5)
    assert [[cell.text for cell in table.head[0]] for table in read(saved(book)).tables] == [["项目", "金额"], ["科目", "金额"]]


def test_the_name_of_a_sheet_stands_for_a_missing_title() -> None:
    book = workbook()
    fill(book.create_sheet("部门支出总表"), EXPENDITURE)
    fill(book.create_sheet("Sheet2"), EXPENDITURE)
    assert [table.title for table in read(saved(book)).tables] == ["部门支出总表", ""]


def test_notes_below_and_sentences_beside_a_table_are_told_apart() -> None:
    book = workbook()
    sheet = expenditure_sheet(book)
    sheet["A7"] = "注：本表数据四舍五入。"
    sheet["A9"] = "2024年支出预算为800.00万元，比上年增加30.00万元。"
    document = read(saved(book))
    assert document.tables[0].note.splitlines() == ["部门名称：示例县水务局", "注：本表数据四舍五入。"]
    assert [(p.text, p.place) for p in document.paragraphs] == [
        ("2024年支出预算为800.00万元，比上年增加30.00万元。", "预算02表!A9")
    ]


def test_hidden_sheets_rows_and_columns_are_told() -> None:
    book = workbook()
    sheet = expenditure_sheet(book)
    book.create_sheet("代码")["A1"] = "下拉项"
    book["代码"].sheet_state = "hidden"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["A"].hidden = True
    document = read(saved(book))
    assert document.warnings == (
        "工作表“预算02表”有隐藏的行（第 5 行），已一并核对",
        "工作表“预算02表”有隐藏的列（A 列），已一并核对",
        "工作表“代码”已隐藏，未审计",
    )
    assert len(document.tables[0].rows) == 2


def test_what_formulas_computed_when_saved_counts_and_what_they_did_not_is_told() -> None:
    book = workbook()
    sheet = expenditure_sheet(book)
    sheet["C6"] = "=SUM(C5:C5)"
    package = saved(book)
    document = read(package)
    assert document.tables[0].rows[1][2].text == ""
    assert document.warnings == ("工作表“预算02表”有 1 个公式没有保存计算结果，按空白读取；请用 Excel 打开并保存后再核查",)
    name = "xl/worksheets/sheet1.xml"
    computed = part_of(package, name).replace(b"<f>SUM(C5:C5)</f><v></v>", b"<f>SUM(C5:C5)</f><v>800</v>")
    computed = computed.replace(b"<f>SUM(C5:C5)</f><v />", b"<f>SUM(C5:C5)</f><v>800</v>")
    document = read(rewritten(package, {name: computed}))
    assert (document.tables[0].rows[1][2].text, document.warnings) == ("800.00", ())


def test_a_sheet_whose_stated_size_is_wrong() -> None:
    book = workbook()
    expenditure_sheet(book)
    package = saved(book)
    name = "xl/worksheets/sheet1.xml"
    for size in (b"A1:XFD1048576", b"A1:A1"):
        text = part_of(package, name).replace(b'<dimension ref="A1:E6"', b'<dimension ref="' + size + b'"')
        assert size in text
        assert len(read(rewritten(package, {name: text})).tables[0].rows) == 2


def test_a_sheet_of_more_cells_than_any_table_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_CELLS", 2000)
    book = workbook()
    expenditure_sheet(book)
    fill(book.create_sheet("流水"), ([str(n)] * 50 for n in range(41)), ruled=False)
    document = read(saved(book))
    assert [table.title for table in document.tables] == ["部门支出总表"]
    assert document.warnings == ("工作表“流水”超过 2000 个有内容的单元格，未审计",)


def test_a_workbook_without_content_is_refused() -> None:
    book = workbook()
    book.create_sheet("Sheet1")
    with pytest.raises(UnreadableSource, match="没有内容"):
        read(saved(book))
