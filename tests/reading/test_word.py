from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls

from audit.pipeline import audit_document, audit_file
from audit.reading import Document, UnreadableSource, read_document
from audit.reading.word import word_document
from audit.reading.word_body import elements_by_place, paragraphs_in, text_of
from audit.reading.word_numbering import numeral
from tests.reading.office import EXPENDITURE, SENTENCE, add_paragraph, add_table, part_of, rewritten, saved, word, word_of_xml

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


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


def paragraph(*parts: str, properties: str = "") -> str:
    """A `w:p`; parts that are no markup become runs."""
    runs = (part if part.startswith("<") else f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in parts)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{''.join(runs)}</w:p>"


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def table(*rows: Sequence[str]) -> str:
    """A `w:tbl`; cells that are no markup become a paragraph, those that begin with <w:tc are taken as they are."""
    return "<w:tbl><w:tblPr/>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    if content.startswith("<w:tc"):
        return content
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}{instruction}{mark.format('separate')}<w:r><w:t>{result}</w:t></w:r>{mark.format('end')}"


def box(*content: str) -> str:
    text = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return f"<w:r><w:pict {VML}><v:shape><v:textbox>{text}</v:textbox></v:shape></w:pict></w:r>"


def test_of_a_field_its_result_is_read_and_not_how_it_is_made() -> None:
    code = "<w:r><w:instrText>IF </w:instrText><w:t>900</w:t></w:r>" + field("<w:r><w:instrText>PAGE</w:instrText></w:r>", "3")
    document = read(
        word_of_xml(
            paragraph("支出预算", field("<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>", "800.00"), "万元。"),
            paragraph("收入预算", field(code, "800.00"), "万元。"),
        )
    )
    assert texts(document) == ["支出预算800.00万元。", "收入预算800.00万元。"]


def test_text_hidden_by_its_style_is_left_out_unless_it_is_shown_again() -> None:
    file = docx.Document()
    for kind, name in ((WD_STYLE_TYPE.CHARACTER, "Secret"), (WD_STYLE_TYPE.PARAGRAPH, "Withheld")):
        file.styles.add_style(name, kind).font.hidden = True
    written = add_paragraph(file, "支出预算800.00万元")
    written.add_run("，其中900.00万元", style="Secret")
    written.add_run("。", style="Secret").font.hidden = False
    file.add_paragraph("收入预算900.00万元。", style="Withheld")
    assert texts(read(saved(file))) == ["支出预算800.00万元。"]


@pytest.mark.parametrize(("before", "read_as"), [("增加178.26", "增加178.26万元。"), ("面积12km", "面积12km2万元。")])
def test_a_raised_mark_is_no_digit_of_the_number_before_it(before: str, read_as: str) -> None:
    mark = run("2", '<w:vertAlign w:val="superscript"/>')
    assert texts(read(word_of_xml(paragraph(before, mark, "万元。")))) == [read_as]


def test_a_note_counts_unless_a_tracked_change_deleted_its_reference() -> None:
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        + "".join(f'<w:footnote w:id="{k}">{paragraph(text)}</w:footnote>' for k, text in ((1, "含上年结转。"), (2, "已删除。")))
        + "</w:footnotes>"
    )
    kept, gone = (f'<w:r><w:footnoteReference w:id="{k}"/></w:r>' for k in (1, 2))
    package = word_of_xml(paragraph("支出预算", kept, "800.00万元。", f'<w:del w:id="9" w:author="x">{gone}</w:del>'))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = part_of(package, "[Content_Types].xml").replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    links = part_of(package, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    parts = {"[Content_Types].xml": types, "word/_rels/document.xml.rels": links, "word/footnotes.xml": notes.encode()}
    assert texts(read(rewritten(package, parts))) == ["支出预算800.00万元。", "含上年结转。"]


def test_text_in_content_controls_is_read_wherever_they_stand() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    row = "<w:tr>" + "".join(map(cell, EXPENDITURE[1])) + "</w:tr>"
    whole = table(EXPENDITURE[0]).replace("</w:tbl>", control(row) + "</w:tbl>")
    document = read(
        word_of_xml(control(paragraph("收入800.00万元。")), paragraph("支出", control(run("800.00", "")), "万元。"), whole)
    )
    assert texts(document) == ["收入800.00万元。", "支出800.00万元。"]
    assert rows(document) == [list(EXPENDITURE[1])]


def test_a_text_box_in_a_cell_is_no_part_of_its_text_and_read_once() -> None:
    name = paragraph("社会保障和就业支出", box(paragraph("框中的话。")))
    document = read(word_of_xml(table(EXPENDITURE[0], (*EXPENDITURE[1][:1], name, *EXPENDITURE[1][2:]))))
    assert rows(document) == [list(EXPENDITURE[1])]
    assert [(p.text, p.place) for p in document.paragraphs] == [("框中的话。", "表格1!B2")]


def test_a_text_box_amid_a_sentence_does_not_cut_it() -> None:
    document = read(word_of_xml(paragraph("支出预算", box(paragraph("框中900.00万元。")), "800.00万元。")))
    assert texts(document) == ["支出预算800.00万元。", "框中900.00万元。"]


def test_tables_within_a_table_that_only_places_them_are_tables() -> None:
    inner = paragraph("部门支出总表") + table(*EXPENDITURE) + paragraph("注：数据四舍五入。")
    content = word_of_xml(table((paragraph(SENTENCE) + inner, inner)))
    document = read(content)
    assert texts(document) == [SENTENCE]
    assert [t.title for t in document.tables] == ["部门支出总表"] * 2
    assert rows(document, 1) == [list(row) for row in EXPENDITURE[1:]]
    places = elements_by_place(docx.Document(BytesIO(content)))
    assert [text_of(p) for p in paragraphs_in(places[document.tables[1].rows[0][2].place])] == ["800.00"]
    assert len({t.rows[0][2].place for t in document.tables}) == 2


def test_a_small_table_within_a_cell_is_the_text_of_the_cell() -> None:
    inner = table(("甲", "乙")) + paragraph("")
    document = read(word_of_xml(table(EXPENDITURE[0], (*EXPENDITURE[1][:4], inner), EXPENDITURE[2])))
    assert rows(document)[0] == [*EXPENDITURE[1][:4], "甲乙"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    title = paragraph("收入情况", properties='<w:jc w:val="center"/>')
    document = read(word_of_xml(table((title + paragraph(SENTENCE),), (paragraph("支出情况") + paragraph(SENTENCE),))))
    assert document.tables == ()
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("heading", "收入情况"), ("text", SENTENCE), ("text", "支出情况"), ("text", SENTENCE)
    ]  # fmt: skip


def test_cells_merged_in_the_old_way_are_merged() -> None:
    first, second = cell("预算数", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")
    [found] = read(word_of_xml(table(("科目", first, second), ("", "基本支出", "项目支出"), ("甲", "1.00", "2.00")))).tables
    assert (found.head[0][1].column_span, found.head[0][2].covered) == (2, True)
    assert [c.text for c in found.rows[0]] == ["甲", "1.00", "2.00"]


def test_a_head_that_is_set_again_amid_its_table_is_no_row() -> None:
    more = ("210", "卫生健康支出", "1.00", "1.00", "0.00")
    [found] = read(word("部门支出总表", [*EXPENDITURE[:2], EXPENDITURE[0], more])).tables
    assert [[c.text for c in row] for row in found.rows] == [list(EXPENDITURE[1]), list(more)]


def test_a_unit_line_below_a_title_in_one_paragraph_is_a_line_of_its_own() -> None:
    lines = "<w:r><w:t>部门支出总表</w:t><w:br/><w:t>单位：万元</w:t></w:r>"
    [found] = read(word_of_xml(paragraph(lines), table(*EXPENDITURE))).tables
    assert (found.title, found.unit) == ("部门支出总表", "万元")


def test_numbers_of_lists_in_cells_are_printed() -> None:
    file = docx.Document()
    made = add_table(file, [["序号", "项目", "金额"], ["", "防火", "1.00"], ["", "防汛", "2.00"]])
    for number in (1, 2):
        made.cell(number, 0).paragraphs[0].style = "List Number"
    assert [row[0] for row in rows(read(saved(file)))] == ["1.", "2."]
