import pymupdf
import pytest

from audit.reading.captions import unit_in
from audit.reading.document import Table
from audit.reading.furniture import without_furniture
from audit.reading.page import page_content
from audit.reading.tables import read_tables
from tests.reading.sheets import Sheet, table

BODY = table("""
    项目 | 预算数 | 决算数
    -
    一般公共服务支出 | 804.50 | 790.00
    住房保障支出 | 115.20 | 115.20
    """)
WIDTHS = [235, 120, 120]


def captioned(*above: tuple[str, str, float], below: tuple[str, ...] = ()) -> Table:
    """The table with lines (text, alignment, size) above it and lines below."""
    pdf = pymupdf.open()
    page = Sheet(pdf.new_page(width=595, height=842))
    for text, align, size in above:
        page.line(text, align, size)
    page.table(BODY, WIDTHS)
    for text in below:
        page.line(text)
    (found,) = read_tables(without_furniture([page_content(page) for page in pdf.pages()]))[0]
    return found


@pytest.mark.parametrize(
    ("printed", "label", "title"),
    [
        ("表三、部门支出总表", "表三", "部门支出总表"),
        ("表3 部门支出总表", "表3", "部门支出总表"),
        ("附表2-1：部门支出总表", "附表2-1", "部门支出总表"),
        ("公开03表 部门支出总表", "公开03表", "部门支出总表"),
        ("附件 2 单位整体支出绩效表", "附件 2", "单位整体支出绩效表"),
        ("预算03表 部门支出总表", "预算03表", "部门支出总表"),
        ("支公开03表 部门支出总表", "支公开03表", "部门支出总表"),
        ("部门公开表3 部门支出总表", "部门公开表3", "部门支出总表"),
        ("公开表1-3：部门支出总表", "公开表1-3", "部门支出总表"),
        ("三、部门支出总表", "三", "部门支出总表"),
        ("（三）部门支出总表", "（三）", "部门支出总表"),
        ("2025年部门支出总表", "", "2025年部门支出总表"),
        ("表外资金收支表", "", "表外资金收支表"),
        ("预算公开支出总表", "", "预算公开支出总表"),
        ("部门支出表3年滚动预算表", "", "部门支出表3年滚动预算表"),
        ("部门支出总表（续）", "", "部门支出总表（续）"),
        ("部门收支预算总体情况", "", "部门收支预算总体情况"),
    ],
)
def test_number_and_title(printed: str, label: str, title: str) -> None:
    found = captioned((printed, "centre", 14))
    assert (found.label, found.title) == (label, title)


@pytest.mark.parametrize("align", ["left", "right"])
def test_a_number_on_its_own_line(align: str) -> None:
    found = captioned(("公开03表", align, 9), ("部门支出总表", "centre", 14), ("单位：万元", "right", 9))
    assert (found.label, found.title, found.unit) == ("公开03表", "部门支出总表", "万元")


def test_unit_and_number_above_a_title_in_the_grid() -> None:
    drawn = table("""
        部门支出总表 | < | <
        项目 | 预算数 | 决算数
        住房保障支出 | 115.20 | 115.20
        """)
    pdf = pymupdf.open()
    page = Sheet(pdf.new_page(width=595, height=842))
    page.line("部门名称：县水务局　　　　　　　　　　　　　　　　　　　　　　　　　　单位：千元", "left", 9)
    page.line("预算06表", "right", 9)
    page.table(drawn, WIDTHS)
    (found,) = read_tables([page_content(pdf[0])])[0]
    assert (found.title, found.label, found.unit, found.note) == ("部门支出总表", "预算06表", "千元", "部门名称：县水务局")


@pytest.mark.parametrize(
    ("line", "unit"), [("单位：千元", "千元"), ("　　本节各表的金额单位：千元。", ""), ("收入总表（单位：千元）", "")]
)
def test_a_unit_line_above_the_title(line: str, unit: str) -> None:
    assert captioned((line, "right", 9), ("部门支出总表", "centre", 11)).unit == unit


def test_a_number_at_the_end_of_the_line_of_the_title() -> None:
    found = captioned(("　　　　　　　　　　　　部门支出总表　　　　　　　　　　　　公开03表", "left", 11))
    assert (found.label, found.title) == ("公开03表", "部门支出总表")


def test_the_number_of_the_title_counts_before_that_of_the_attachment() -> None:
    found = captioned(("附件1", "left", 12), ("表一、部门支出总表", "centre", 14))
    assert (found.label, found.title) == ("表一", "部门支出总表")


def test_a_title_of_two_lines() -> None:
    found = captioned(
        ("一般公共预算财政拨款“三公”经费、会议费、培训费和机关", "centre", 16),
        ("运行经费支出情况表", "centre", 16),
        ("单位：元", "right", 9),
    )
    assert found.title == "一般公共预算财政拨款“三公”经费、会议费、培训费和机关运行经费支出情况表"


def test_a_heading_of_the_chapter_above_is_not_the_title() -> None:
    found = captioned(("第二部分　2025年部门预算表", "centre", 18), ("部门支出总表", "centre", 14))
    assert found.title == "部门支出总表"


@pytest.mark.parametrize(
    "text",
    [
        "　　各项支出的具体安排见下表。",
        "　　各项支出的具体安排如下：",
        "　　具体情况详见附表",
        "以上支出均按规定安排，并已经县人民代表大会审议通过后下达；",
    ],
)
def test_a_sentence_above_is_no_title(text: str) -> None:
    assert captioned((text, "left", 9)).title == ""


def test_organisation_date_and_notes() -> None:
    found = captioned(
        ("部门支出总表", "centre", 14),
        ("（2025年度）", "centre", 9),
        ("编制部门：县水务局　　　　　　　　　　　　单位：万元", "left", 9),
        below=("注：1.本表按功能分类列示。", "　　以上支出均按规定安排。"),
    )
    assert (found.title, found.unit) == ("部门支出总表", "万元")
    assert found.note == "（2025年度）\n编制部门：县水务局\n注：1.本表按功能分类列示。"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("金额单位：人民币万元", "万元"),
        ("（单位：千元）", "千元"),
        ("单位：亿元", "亿元"),
        ("单 位： 万 元", "万元"),
        ("部门支出总表（万元）", "万元"),
        ("计量单位：万元、%", "万元"),
        ("单位：人", ""),
        ("单位：县水务局", ""),
        ("本年支出12万元", ""),
        ("元旦慰问支出表", ""),
    ],
)
def test_the_unit_of_money(text: str, unit: str) -> None:
    assert unit_in(text) == unit


def test_a_unit_in_the_title_or_the_head() -> None:
    found = captioned(("部门支出总表（单位：元）", "centre", 14))
    assert (found.title, found.unit) == ("部门支出总表", "元")


def test_title_and_unit_in_rows_of_the_grid() -> None:
    drawn = table("""
        部门支出总表 | < | <
        编制单位：县水务局 | < | 单位：元
        项目 | 预算数 | 决算数
        住房保障支出 | 115.20 | 115.20
        备注：无内容的应公开空表。 | < | <
        """)
    pdf = pymupdf.open()
    Sheet(pdf.new_page(width=595, height=842)).table(drawn, WIDTHS)
    (found,) = read_tables([page_content(pdf[0])])[0]
    assert (found.title, found.unit) == ("部门支出总表", "元")
    assert [[cell.text for cell in row] for row in (*found.head, *found.rows)] == drawn.texts[2:4]
    assert found.note == "编制单位：县水务局\n备注：无内容的应公开空表。"
