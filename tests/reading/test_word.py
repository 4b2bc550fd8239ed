from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from audit.pipeline import audit_document, audit_file
from audit.reading import Document, UnreadableSource, read_document
from audit.reading.word import word_document
from audit.reading.word_numbering import numeral
from tests.reading.office import EXPENDITURE, SENTENCE, add_paragraph, add_table, saved, word, word_of_xml


def read(content: bytes) -> Document:
    return word_document(content, Path("预算.docx"))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[table].rows]


def test_paragraphs_and_tables_in_their_order_with_places() -> None:
    document = read(
        word(
            "^示例县水务局2024年部门预算",
            SENTENCE,
            "表二",
            "^部门支出总表",
            "单位：万元",
            EXPENDITURE,
            "注：数据四舍五入。",
            "完。",
        )
    )
    assert texts(document) == ["示例县水务局2024年部门预算", SENTENCE, "完。"]
    assert [paragraph.place for paragraph in document.paragraphs] == ["段落1", "段落2", "段落7"]
    [table] = document.tables
    assert (table.title, table.label, table.unit, table.note) == ("部门支出总表", "表二", "万元", "注：数据四舍五入。")
    assert [cell.text for cell in table.head[0]] == list(EXPENDITURE[0])
    assert table.rows[0][2].place == "表格1!C2"
    assert (document.pages, table.page, table.rows[0][2].page, table.rows[0][2].box) == (None, None, None, None)


def test_merged_cells_have_their_text_once() -> None:
    file = docx.Document()
    table = add_table(file, [["项目", "金额", "", "备注"], ["", "基本", "项目", ""], ["社会保障", "1.00", "2.00", "无"]])
    for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))):
        table.cell(*first).merge(table.cell(*last))
    [found] = read(saved(file)).tables
    assert [[cell.text for cell in row] for row in found.head] == [["项目", "金额", "", "备注"], ["", "基本", "项目", ""]]
    item, amount = found.head[0][:2]
    assert (item.row_span, amount.column_span) == (2, 2)
    assert found.head[0][2].covered and found.head[1][0].covered


def test_a_table_cut_in_two_is_one_and_two_tables_are_two() -> None:
    more = [EXPENDITURE[0], ("213", "农林水支出", "5.00", "5.00", "0.00")]
    parted = read(word("部门支出总表", EXPENDITURE, "部门支出总表（续）", more))
    assert [table.title for table in parted.tables] == ["部门支出总表"]
    assert [row[1] for row in rows(parted)] == ["社会保障和就业支出", "合计", "农林水支出"]
    two = read(word("部门支出总表", EXPENDITURE, "一般公共预算支出表", more))
    assert [table.title for table in two.tables] == ["部门支出总表", "一般公共预算支出表"]


def test_tracked_changes_count_as_accepted() -> None:
    document = read(
        word_of_xml(
            '<w:p><w:r><w:t>支出预算</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>700</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="x"><w:r><w:t>800</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>',
            '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr><w:r><w:t>收入预算</w:t></w:r></w:p>',
            "<w:p><w:r><w:t>900万元。</w:t></w:r></w:p>",
        )
    )
    assert texts(document) == ["支出预算800万元。", "收入预算900万元。"]


def test_numbers_of_lists_are_printed_before_their_paragraphs() -> None:
    file = docx.Document()
    for text in ("收入预算", "支出预算"):
        file.add_paragraph(text, style="List Number")
    assert texts(read(saved(file))) == ["1.收入预算", "2.支出预算"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (21, "chineseCounting", "二十一"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (7, "decimal", "7"),
    ],
)
def test_forms_of_numbers(value: int, form: str, printed: str) -> None:
    assert numeral(value, form) == printed


def test_hidden_text_and_second_drawings_are_left_out_and_text_boxes_are_read() -> None:
    box = (
        "<w:p><w:r><w:t>正文。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏900万元。</w:t></w:r><w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        "<w:txbxContent><w:p><w:r><w:t>文本框中的话。</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
        "<w:txbxContent><w:p><w:r><w:t>文本框中的话。</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    assert texts(read(word_of_xml(box))) == ["正文。", "文本框中的话。"]


def test_a_frame_around_text_is_no_table_and_its_lines_are_paragraphs() -> None:
    document = read(word([[SENTENCE + "\n" + "收入预算为800.00万元。"]]))
    assert document.tables == ()
    assert texts(document) == [SENTENCE, "收入预算为800.00万元。"]


def test_entries_of_a_table_of_contents_claim_nothing() -> None:
    file = docx.Document()
    file.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    file.add_paragraph("一、部门概况\t3", style="TOC 1")
    add_paragraph(file, SENTENCE)
    assert [p.kind for p in read(saved(file)).paragraphs] == ["contents", "text"]


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="没有文字"):
        read(saved(docx.Document()))


def test_the_word_file_of_the_seed_says_what_its_pdf_says(shared: Path) -> None:
    seed = shared / "seed"
    found = read_document(seed / "linxia-hrss-2024.office.docx")
    pdf = read_document(seed / "linxia-hrss-2024.office.pdf")
    assert [(p.kind, p.text) for p in found.paragraphs] == [(p.kind, p.text) for p in pdf.paragraphs]
    for mine, theirs in zip(found.tables, pdf.tables, strict=True):
        assert (mine.title, mine.label, mine.unit, mine.note) == (theirs.title, theirs.label, theirs.unit, theirs.note)
        assert [[c.text for c in row] for row in (*mine.head, *mine.rows)] == [
            [c.text for c in row] for row in (*theirs.head, *theirs.rows)
        ]


def test_the_word_file_of_the_seed_yields_the_findings_of_its_pdf(shared: Path) -> None:
    seed = shared / "seed"
    found, pdf = (audit_file(seed / f"linxia-hrss-2024.office.{suffix}") for suffix in ("docx", "pdf"))
    assert len(pdf.contradicted) == 5
    assert {f.id: (f.verdict, f.severity, f.stated, f.expected, f.cause) for f in found.findings} == {
        f.id: (f.verdict, f.severity, f.stated, f.expected, f.cause) for f in pdf.findings
    }
    assert found.coverage == pdf.coverage


def test_findings_name_paragraph_and_cell_and_no_page() -> None:
    wrong = [*EXPENDITURE[:2], ("", "合计", "900.00", "500.00", "300.00")]
    report = audit_document(read(word("^示例县水务局2024年部门预算", "^部门支出总表", "单位：万元", wrong)))
    [finding, *_] = report.contradicted
    places = {operand.place for operand in finding.evidence}
    assert "表格1!C3" in places
    assert all(operand.page is None and operand.boxes == [] for operand in finding.evidence)
    assert report.document.pages is None
    assert "表格1!C3《部门支出总表》" in "".join(cause.message for cause in report.root_causes)
