"""Tables that go on from page to page, and those that only seem to."""

import pymupdf
import pytest

from tests.reading.budget_tables import BALANCE, CODES, ORDINALS, PROJECTS, PROSE, STYLES, read, sheet, tables, texts
from tests.reading.sheets import Drawn, Style, table


def over_pages(drawn: Drawn, widths: list[float], style: Style, repeats_head: bool, chunks: list[int]) -> pymupdf.Document:
    """The table with so many body rows on each page, its title on the first."""
    pdf = pymupdf.open()
    head, at = drawn.grid[: drawn.head], drawn.head
    for k, rows in enumerate(chunks):
        page = sheet(pdf)
        if not k:
            page.line("部门收支总表", "centre", 14)
            page.line("单位：万元", "right")
        headed = not k or repeats_head
        page.table(Drawn([*(head if headed else []), *drawn.grid[at : at + rows]], drawn.head if headed else 0), widths, style)
        at += rows
    return pdf


@pytest.mark.parametrize("repeats_head", [True, False])
@pytest.mark.parametrize("name", ["light grey lines", "open sides", "horizontal lines only", "three lines", "no lines"])
def test_a_table_over_pages_is_one(name: str, repeats_head: bool) -> None:
    pdf = over_pages(BALANCE, [150, 85, 150, 85], STYLES[name], repeats_head, [3, 3, 1])
    (found,) = tables(pdf)
    assert found.pages == (1, 2, 3)
    assert texts(found) == (BALANCE.texts[:2], BALANCE.texts[2:])
    assert [row[0].page for row in found.rows] == [1, 1, 1, 2, 2, 2, 3]


def test_a_total_alone_on_a_page_has_fewer_columns() -> None:
    body = table("""
        类 | 款 | 科目名称 | 合计
        -
        208 | | 社会保障和就业支出 | 560.00
        208 | 05 | 行政事业单位养老支出 | 560.00
        合计 | < | < | 560.00
        """)
    (found,) = tables(over_pages(body, [40, 40, 200, 90], Style(), False, [2, 1]))
    assert [cell.text for cell in found.rows[-1]] == ["合计", "", "", "560.00"]
    assert (found.rows[-1][0].column_span, found.rows[-1][0].page) == (3, 2)
    assert [cell.covered for cell in found.rows[-1]] == [False, True, True, False]


def test_an_empty_row_begins_the_next_page() -> None:
    body = table("""
        项目 | 预算数
        -
        一、财政拨款 | 560.00
         |
        收入总计 | 560.00
        """)
    (found,) = tables(over_pages(body, [250, 90], Style(), True, [1, 2]))
    assert texts(found)[1] == body.texts[1:]


def test_a_table_with_its_own_title_is_another_table() -> None:
    pdf = pymupdf.open()
    for title in ("部门收入总表", "部门支出总表"):
        page = sheet(pdf)
        page.line(title, "centre", 14)
        page.line("单位：万元", "right")
        page.table(PROJECTS, [35, 160, 70, 70, 70, 70])
    assert [(found.title, found.pages) for found in tables(pdf)] == [("部门收入总表", (1,)), ("部门支出总表", (2,))]


def test_a_title_repeated_with_its_head_goes_on() -> None:
    pdf = pymupdf.open()
    for rows in (CODES.grid[2:5], CODES.grid[5:]):
        page = sheet(pdf)
        page.line("一般公共预算支出表", "centre", 14)
        page.line("单位：万元", "right")
        page.table(Drawn([*CODES.grid[:2], *rows], 2), [30, 25, 25, 150, 80, 80, 80])
    (found,) = tables(pdf)
    assert texts(found)[1] == CODES.texts[2:]


@pytest.mark.parametrize("mark", ["续表", "（续）", "一般公共预算支出表（续）"])
def test_a_mark_says_that_the_table_goes_on(mark: str) -> None:
    pdf = pymupdf.open()
    for title, rows in (("一般公共预算支出表", CODES.grid[:5]), (mark, CODES.grid[5:])):
        page = sheet(pdf)
        page.line(title, "centre", 14)
        page.table(Drawn(rows, 2 if rows is CODES.grid else 0), [30, 25, 25, 150, 80, 80, 80])
    (found,) = tables(pdf)
    assert (found.title, texts(found)[1]) == ("一般公共预算支出表", CODES.texts[2:])


def test_text_between_two_pages_parts_tables() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.table(BALANCE, [150, 85, 150, 85])
    page.line("　　" + PROSE)
    page = sheet(pdf)
    page.table(BALANCE, [150, 85, 150, 85])
    assert [found.pages for found in tables(pdf)] == [(1,), (2,)]


def test_a_title_at_the_foot_of_the_page_before() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf, top=700)
    page.line(PROSE)
    page.line("附表2")
    page.line("部门收支总表", "centre", 14)
    page = sheet(pdf)
    page.line("单位：万元", "right")
    page.table(BALANCE, [150, 85, 150, 85])
    found, regions = read(pdf)
    assert [(t.title, t.label, t.unit, t.pages) for t in found] == [("部门收支总表", "附表2", "万元", (2,))]
    assert [len(regions[page]) for page in (1, 2)] == [2, 2]


@pytest.mark.parametrize(("organisation", "count"), [("县水务局", 1), ("县林业和草原局", 2)])
def test_one_title_for_two_organisations_is_two_tables(organisation: str, count: int) -> None:
    pdf = pymupdf.open()
    for name in ("县水务局", organisation):
        page = sheet(pdf)
        page.line("项目支出表", "centre", 14)
        page.line(f"编制单位：{name}")
        page.table(PROJECTS, [35, 160, 70, 70, 70, 70])
    assert len(tables(pdf)) == count


@pytest.mark.parametrize("repeats_head", [True, False])
def test_the_last_page_alone_has_the_line_at_the_foot(repeats_head: bool) -> None:
    pdf = pymupdf.open()
    for k, rows in enumerate((CODES.grid[2:5], CODES.grid[5:7], CODES.grid[7:])):
        page = sheet(pdf)
        if not k:
            page.line("一般公共预算支出表", "centre", 14)
            page.line("单位：万元", "right")
        headed = not k or repeats_head
        style = Style(lines="three" if headed else "none", foot=k == 2)
        page.table(Drawn([*(CODES.grid[:2] if headed else []), *rows], 2 if headed else 0), [30, 25, 25, 150, 80, 80, 80], style)
        if k == 2 and not headed:
            page.page.draw_line((page.left, page.y - 6), (page.left + 470, page.y - 6), width=0.25)
    (found,) = tables(pdf)
    assert (found.pages, texts(found)) == ((1, 2, 3), (CODES.texts[:2], CODES.texts[2:]))


@pytest.mark.parametrize("repeats_head", [True, False])
def test_a_row_that_the_page_break_cuts_is_one_row(repeats_head: bool) -> None:
    drawn = table("""
        科目编码 | 科目名称 | 合计
        -
        2080505 | 机关事业单位基本养老 | 560.00
         | 保险缴费支出 |
        2101101 | 行政单位医疗 | 240.00
        2210201 | 住房公积金 | 130.00
        """)
    (found,) = tables(over_pages(drawn, [60, 98, 90], Style(), repeats_head, [1, 3]))
    assert texts(found)[1] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "560.00"],
        ["2101101", "行政单位医疗", "240.00"],
        ["2210201", "住房公积金", "130.00"],
    ]


def test_a_row_without_figures_is_no_rest_of_the_row_before() -> None:
    drawn = table("""
        项目 | 预算数
        -
        机关事业单位基本养老 | 560.00
        因公出国（境）费 |
        公务接待费 |
        公务用车购置费 | 12.00
        """)
    (found,) = tables(over_pages(drawn, [98, 90], Style(), True, [1, 3]))
    assert texts(found)[1] == drawn.texts[1:]


ONE_COLUMN = table("""
    项目 | 金额
    -
    办公费 | 12.30
    水费 | 1.20
    差旅费 | 14.00
    培训费 | 2.00
    合计 | 29.50
    """)
TOTAL_LAST = Drawn([*CODES.grid[:2], *CODES.grid[3:], ["合计", "<", "<", "<", "900.00", "640.00", "260.00"]], 2)
OPEN_FOOT = {
    "three lines, none at the foot": Style(lines="three", foot=False),
    "a ruled head alone": STYLES["a ruled head alone"],
    "lines below the rows only": STYLES["lines below the rows only"],
    "no lines": STYLES["no lines"],
    "striped rows": STYLES["striped rows"],
}


@pytest.mark.parametrize("last", [1, 2])
@pytest.mark.parametrize("repeats_head", [True, False])
@pytest.mark.parametrize("style", OPEN_FOOT.values(), ids=OPEN_FOOT)
@pytest.mark.parametrize(
    ("drawn", "widths"),
    [(ONE_COLUMN, [250, 90]), (BALANCE, [150, 85, 150, 85]), (TOTAL_LAST, [30, 25, 25, 150, 80, 80, 80])],
    ids=["one column", "balance", "codes"],
)
def test_the_last_rows_alone_on_their_page(
    drawn: Drawn, widths: list[float], style: Style, repeats_head: bool, last: int
) -> None:
    rows = len(drawn.grid) - drawn.head
    (found,) = tables(over_pages(drawn, widths, style, repeats_head, [rows - last, last]))
    assert found.pages == (1, 2)
    assert [[text for text in row if text] for row in texts(found)[1]] == [
        [text for text in row if text] for row in drawn.texts[drawn.head :]
    ]


@pytest.mark.parametrize("ruled", [False, True], ids=["", "above a line"])
@pytest.mark.parametrize(
    ("label", "figure", "right"),
    [
        pytest.param("二、支出决算情况说明", "", 340, id="a heading"),
        pytest.param("合计", "29.50", 300, id="a figure beside the column"),
        pytest.param(
            "某某县林业和草原局二〇二五年部门预算公开情况说明及有关附件的目录", "29.50", 340, id="a text over the figures"
        ),
    ],
)
def test_what_is_no_last_row(label: str, figure: str, right: float, ruled: bool) -> None:
    pdf = over_pages(ONE_COLUMN, [250, 90], STYLES["a ruled head alone"], False, [5])
    page = sheet(pdf)
    top = page.y
    page.line(label, size=10)
    page.y = top
    page.line(figure, "right", size=9, width=right - 3)
    if ruled:
        page.page.draw_line((60, page.y + 2), (400, page.y + 2), width=0.25)
    page.y += 20
    page.line("　　" + PROSE)
    (found,) = tables(pdf)
    assert texts(found)[1] == ONE_COLUMN.texts[1:]


def test_a_line_alone_below_a_running_head() -> None:
    """It is as wide as the table that ends the page before, and no part of it."""
    pdf = over_pages(ONE_COLUMN, [250, 90], STYLES["three lines"], False, [5])
    page = sheet(pdf)
    page.line("某某县林业和草原局部门预算", "left")
    page.page.draw_line((60, page.y + 2), (400, page.y + 2), width=0.25)
    page.y += 20
    page.line("　　" + PROSE)
    (found,) = tables(pdf)
    assert found.pages == (1,)


def test_the_name_of_a_code_that_the_page_break_cuts_off_is_no_row() -> None:
    drawn = table("""
        科目编码及名称 | 合计
        -
        208\\社会保障和就业支出 | 560.00
        210 | 240.00
        卫生健康支出 |
        221\\住房保障支出 | 130.00
        """)
    (found,) = tables(over_pages(drawn, [150, 90], Style(), True, [2, 2]))
    assert texts(found)[1] == [["208社会保障和就业支出", "560.00"], ["210卫生健康支出", "240.00"], ["221住房保障支出", "130.00"]]


def test_a_name_below_a_code_is_a_row_where_codes_stand_alone() -> None:
    drawn = table("""
        项目 | 合计
        -
        208 | 560.00
        210 | 240.00
        对附属单位补助支出 |
        221 | 130.00
        """)
    (found,) = tables(over_pages(drawn, [150, 90], Style(figures="left"), True, [2, 2]))
    assert texts(found)[1] == drawn.texts[1:]


@pytest.mark.parametrize(("width", "rows"), [(46, 2), (90, 3)], ids=["a cell that is full", "a wide cell"])
def test_the_last_digits_of_figures_that_the_page_break_cuts_off(width: float, rows: int) -> None:
    drawn = table("""
        项目 | 基本支出 | 项目支出
        -
        社会保障和就业支出 | 5600.00 | 560.00
        合计 | 12900.0 | 24900.0
         | 0 | 0
        """)
    (found,) = tables(over_pages(drawn, [150, width, width], Style(), True, [2, 1]))
    assert len(found.rows) == rows
    assert [cell.text for cell in found.rows[1]] == ["合计", *(["12900.00", "24900.00"] if rows == 2 else ["12900.0", "24900.0"])]


def test_striped_rows_and_rows_without_lines_are_one_table() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    widths = [60.0, 100.0, 80.0, 60.0, 60.0, 60.0, 60.0]
    page.table(Drawn(ORDINALS.grid[:6], 3), widths, Style(lines="none"))
    page = sheet(pdf)
    page.table(Drawn(ORDINALS.grid[4:], 0), widths, Style(lines="none", stripes=True))
    (found,) = tables(pdf)
    assert (found.pages, texts(found)[1]) == ((1, 2), [*ORDINALS.texts[3:6], *ORDINALS.texts[4:]])


def test_a_striped_table_with_other_columns_does_not_go_on() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(Drawn(ORDINALS.grid[:6], 3), [60, 100, 80, 60, 60, 60, 60], Style(lines="none"))
    page = sheet(pdf)
    page.table(Drawn(ORDINALS.grid[4:], 0), [40, 90, 60, 75, 75, 75, 65], Style(lines="none", stripes=True))
    (first, *_) = tables(pdf)
    assert (first.pages, len(first.rows)) == ((1,), 3)
