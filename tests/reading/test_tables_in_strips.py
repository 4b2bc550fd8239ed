"""Tables too wide for their page, printed in strips that go on with further columns on the next page."""

from collections.abc import Sequence

import pymupdf
import pytest

from tests.reading.budget_tables import BALANCE, CODES, read, sheet, tables, texts
from tests.reading.sheets import Drawn, Sheet, Style, table

# of the columns of CODES, which is drawn 60 points from the left edge
WIDTHS = [50, 40, 40, 240, 150, 150, 150]
LABELS = 60 + 370
AMOUNTS = (60.0, LABELS + 150, LABELS + 300, LABELS + 450)


Page = tuple[pymupdf.Page, list[tuple[float, float, float, float]]]


def too_wide(
    drawn: Drawn,
    widths: Sequence[float],
    title: str = "一般公共预算支出表",
    unit: str = "单位：万元",
    bands: Sequence[slice] = (),
) -> list[Page]:
    """(its text, its lines) of the table on pages as wide as it is, the rows of each of `bands` on one."""
    pages: list[Page] = []
    for rows in bands or [slice(None)]:
        made = []
        for lines in ("none", "all"):
            page = Sheet(pymupdf.open().new_page(width=120 + sum(widths), height=842))
            page.line(title, "centre", 14, width=sum(widths))
            page.line(unit, "right", width=sum(widths))
            page.table(
                Drawn([*drawn.grid[: drawn.head], *drawn.grid[drawn.head :][rows]], drawn.head), widths, Style(lines=lines)
            )
            made.append(page.page)
        text, ruled = made
        pages.append((text, [(*a, *b) for d in ruled.get_cdrawings() for kind, a, b in d["items"] if kind == "l"]))
    return pages


def strips(
    wide: Sequence[Page], cuts: Sequence[float], labels: tuple[float, float] | None = None, down: bool = False
) -> pymupdf.Document:
    """Each page cut at the places given, a page for each strip.

    `labels` are repeated on all but the first; `down`: all first strips come first.
    """
    pdf = pymupdf.open()
    order = [(page, k) for page in range(len(wide)) for k in range(len(cuts) - 1)]
    for number, k in sorted(order, key=lambda at: at[::-1]) if down else order:
        text, lines = wide[number]
        page = pdf.new_page(width=595, height=842)
        left = 60.0
        for low, high in [*([labels] if labels and k else []), (cuts[k], cuts[k + 1])]:
            clip = pymupdf.Rect(low, 0, high, 842)
            page.show_pdf_page(pymupdf.Rect(left, 0, left + high - low, 842), text.parent, 0, clip=clip)
            for x0, y0, x1, y1 in lines:
                a, b = max(x0, low), min(x1, high)
                if a < b or low <= a == b <= high:
                    page.draw_line((a + left - low, y0), (b + left - low, y1), width=0.25)
            left += high - low
    return pdf


@pytest.mark.parametrize("labels", [None, (60.0, float(LABELS))], ids=["labels once", "labels repeated"])
@pytest.mark.parametrize("down", [False, True], ids=["over, then down", "down, then over"])
def test_strips_are_one_table(labels: tuple[float, float] | None, down: bool) -> None:
    wide = too_wide(CODES, WIDTHS, bands=[slice(0, 4), slice(4, 7)])
    (found,) = tables(strips(wide, AMOUNTS, labels, down))
    assert texts(found) == (CODES.texts[:2], CODES.texts[2:])
    assert (found.title, found.unit, found.pages) == ("一般公共预算支出表", "万元", (1, 2, 3, 4, 5, 6))
    assert [cell.page for cell in found.rows[0]] == ([1, 1, 1, 1, 1, 3, 5] if down else [1, 1, 1, 1, 1, 2, 3])
    assert [cell.page for cell in found.rows[-1]] == ([2, 2, 2, 2, 2, 4, 6] if down else [4, 4, 4, 4, 4, 5, 6])


def test_a_cell_is_where_it_is_printed() -> None:
    pdf = strips(too_wide(CODES, WIDTHS), AMOUNTS, (60.0, float(LABELS)))
    (found,) = tables(pdf)
    project = found.rows[1][6]
    assert (project.text, project.page) == ("160.00", 3)
    assert project.box and pdf[2].get_text("text", clip=project.box).strip() == "160.00"


def test_nothing_of_what_the_edge_cuts_is_left_over() -> None:
    """The title, a head and the unit line go through the edge: they are read once, and nowhere as text."""
    cuts = (60.0, LABELS + 104.0, LABELS + 450)
    pdf = strips(too_wide(CODES, [50, 40, 40, 240, 100, 150, 200]), cuts)
    (found,) = tables(pdf)
    assert (found.title, [cell.text for cell in found.head[0]]) == ("一般公共预算支出表", CODES.texts[0])


def test_columns_that_are_numbered_on() -> None:
    """Text in the further columns, and a single row: the numbers of the columns tell."""
    drawn = table("""
        单位名称 | 合计 | 采购项目 | 采购目录 | 资金来源
        1 | 2 | 3 | 4 | 5
        -
        县林业和草原局 | 12.00 | 巡护车辆 | 货物 | 财政拨款
        """)
    (found,) = tables(strips(too_wide(drawn, [200, 120, 160, 160, 160], "政府采购预算表"), (60.0, 380.0, 860.0)))
    assert texts(found) == (drawn.texts[:2], drawn.texts[2:])


def test_two_sides_of_a_balance() -> None:
    """The title and the unit of money stand over one side each."""
    wide = too_wide(BALANCE, [250, 150, 250, 150], title="")
    Sheet(wide[0][0], top=60).line("部门收支总表", "centre", 14, width=400)
    (found,) = tables(strips(wide, (60.0, 460.0, 860.0)))
    assert (found.title, found.unit) == ("部门收支总表", "万元")
    assert texts(found) == (BALANCE.texts[:2], BALANCE.texts[2:])


def test_labels_repeated_under_the_title_again() -> None:
    pdf = pymupdf.open()
    labels = [row[:4] for row in CODES.grid]
    for mark, column in (("", 5), ("（续）", 6)):
        page = sheet(pdf)
        page.line(f"一般公共预算支出表{mark}", "centre", 14)
        page.table(Drawn([[*row, *more] for row, more in zip(labels, _amounts(column), strict=True)], 2), [50, 40, 40, 200, 100])
    (found,) = tables(pdf)
    assert [row[4:] for row in texts(found)[1][:2]] == [["640.00", "260.00"], ["400.00", "160.00"]]


def _amounts(column: int) -> list[list[str]]:
    """A column of CODES under its own head, which goes over both rows of the head."""
    return [[CODES.grid[1][column]], ["^"], *([row[column]] for row in CODES.grid[2:])]


def _beside(
    second: Drawn, title: str = "", unit: str = "", organisation: str = "", top: float = 60, padding: float = 3.0
) -> list[int]:
    """How wide the tables are that are found in a table of labels and totals and, on the next page, another table."""
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(FIRST, [70, 200, 100])
    page = sheet(pdf, top=top)
    if title:
        page.line(title, "centre", 14)
    if organisation:
        page.line(organisation)
    if unit:
        page.line(unit, "right")
    page.y = max(page.y, 60 + 1.6 * (14 + 9)) if top == 60 else page.y
    page.table(second, [60, 75, 190, 100][-len(second.grid[0]) :], Style(padding=padding))
    return [found.width for found in tables(pdf)]


FIRST = table("""
    科目编码 | 科目名称 | 合计
    -
    201 | 一般公共服务支出 | 804.50
    208 | 社会保障和就业支出 | 230.00
    210 | 卫生健康支出 | 140.10
    221 | 住房保障支出 | 115.20
    """)
FIGURES = table("""
    基本支出 | 项目支出
    -
    604.50 | 200.00
    230.00 |
    140.10 |
     | 115.20
    """)
LABELLED = table("""
    科目编码 | 科目名称 | 项目支出
    -
    201 | 一般公共服务支出 | 200.00
    208 | 社会保障和就业支出 | 20.00
    210 | 卫生健康支出 | 40.10
    221 | 住房保障支出 | 15.20
    """)


SAME_HEAD = Drawn(
    [[*row[:2], cell, row[2]] for row, cell in zip(LABELLED.grid, ("合计", "9.00", "8.00", "7.00", "6.00"), strict=True)], 1
)


def changed(drawn: Drawn, row: int, column: int, text: str) -> Drawn:
    grid = [list(cells) for cells in drawn.grid]
    grid[row][column] = text
    return Drawn(grid, drawn.head)


def test_further_columns_are_joined() -> None:
    assert _beside(FIGURES) == [5]
    assert _beside(LABELLED) == [4]


@pytest.mark.parametrize(
    ("second", "around"),
    [
        pytest.param(FIGURES, {"title": "政府性基金预算支出表"}, id="figures under another title"),
        pytest.param(LABELLED, {"title": "政府性基金预算支出表"}, id="labels under another title"),
        pytest.param(LABELLED, {"unit": "单位：元"}, id="labels with another unit"),
        pytest.param(FIGURES, {"unit": "单位：万元", "organisation": "编制单位：县林场"}, id="figures of another organisation"),
        pytest.param(FIGURES, {"top": 140}, id="figures lower on their page"),
        pytest.param(FIGURES, {"padding": 5.0}, id="figures in higher rows"),
        pytest.param(SAME_HEAD, {}, id="one of the heads again"),
        pytest.param(changed(LABELLED, 3, 1, "节能环保支出"), {}, id="another label"),
        pytest.param(Drawn(FIGURES.grid[:-1], 1), {}, id="a row fewer"),
        pytest.param(changed(FIGURES, 3, 0, "卫生健康支出"), {}, id="a text among the figures"),
        pytest.param(
            table("代码 | 金额\n-\n301 | 604.50\n302 | 200.00\n303 | 115.20\n310 | 3.00"), {}, id="codes before the figures"
        ),
        pytest.param(
            table("单位名称 | 人数\n-\n县林场 | 12\n县苗圃 | 8\n县防火办 | 6\n县草原站 | 5"), {}, id="other rows, as many"
        ),
    ],
)
def test_as_many_rows_on_the_next_page_are_no_further_columns(second: Drawn, around: dict[str, str]) -> None:
    assert _beside(second, **around) == [3, len(second.grid[0])]  # type: ignore[arg-type]


def test_two_tables_on_a_page_are_no_strips() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(FIRST, [70, 200, 100])
    page = sheet(pdf)
    for _ in range(2):
        page.table(FIGURES, [100, 100])
        page.y += 40
    assert [found.width for found in tables(pdf)] == [3, 2, 2]


def test_text_below_the_first_table_parts_them() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(FIRST, [70, 200, 100])
    page.line("　　上表反映本部门支出的安排情况，单位内部使用。")
    page = sheet(pdf)
    page.table(FIGURES, [100, 100])
    found, _ = read(pdf)
    assert [t.width for t in found] == [3, 2]


def test_numbers_of_columns_that_begin_again() -> None:
    drawn = table("""
        科目名称 | 合计 | 基本支出
        1 | 2 | 3
        -
        一般公共服务支出 | 804.50 | 600.00
        社会保障和就业支出 | 230.00 | 200.00
        卫生健康支出 | 140.10 | 100.00
        """)
    other = table("""
        科目名称 | 项目支出 | 上年结转
        1 | 2 | 3
        -
        一般公共服务支出 | 204.50 | 10.00
        社会保障和就业支出 | 30.00 | 20.00
        卫生健康支出 | 40.10 | 30.00
        """)
    pdf = pymupdf.open()
    for drawn_, widths in ((drawn, [200, 100, 100]), (other, [200, 120, 80])):
        sheet(pdf).table(drawn_, widths)
    assert [found.width for found in tables(pdf)] == [3, 3]
