"""Which cell a text belongs to, and what its text is."""

import pymupdf
import pytest

from tests.reading.budget_tables import sheet, tables, texts
from tests.reading.sheets import Drawn, Style, table

_FONT = pymupdf.Font("cjk")


def print_at(page: pymupdf.Page, at: tuple[float, float], text: str) -> None:
    """Text of 9 points where no table would put it."""
    writer = pymupdf.TextWriter(page.rect)
    writer.append(at, text, font=_FONT, fontsize=9)
    writer.write_text(page)


def test_a_number_that_runs_over_belongs_to_the_cell_it_ends_in() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目|预算数|决算数\n-\n合计||123,456,789.01"), [100, 40, 40])
    (found,) = tables(pdf)
    assert texts(found)[1] == [["合计", "", "123,456,789.01"]]


def test_a_number_that_runs_over_from_the_left_belongs_to_the_cell_it_begins_in() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目 | 合计 | 基本支出 | 项目支出\n-\n行政运行 | | | "), [100, 50, 70, 50])
    y = page.y - 6 - 4.5
    print_at(page.page, (page.left + 103, y), "10,507,300.00")
    (found,) = tables(pdf)
    assert texts(found)[1] == [["行政运行", "10,507,300.00", "", ""]]


def test_neighbours_that_touch_stay_apart() -> None:
    drawn = table("""
        一般公共预算 | 财政拨款支出
        -
        行政运行与管理 | 123.45
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(drawn, [60, 60])  # six characters of 9 points and the padding fill the cells
    (found,) = tables(pdf)
    assert texts(found)[0] == [["一般公共预算", "财政拨款支出"]]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("1,339.\\03", "1,339.03"),
        ("2080101\\行政运行", "2080101行政运行"),
        ("机关事业单位基本\\养老保险缴费支出", "机关事业单位基本养老保险缴费支出"),
        ("合　　计", "合计"),
        ("180 万", "180 万"),
        ("１２３．４５", "123.45"),
        ("因公出国（境）费", "因公出国（境）费"),
    ],
)
def test_the_text_of_a_cell(printed: str, read_as: str) -> None:
    pdf = pymupdf.open()
    sheet(pdf).table(Drawn([["项目", "预算数"], [printed, "1.00"]], 1), [120, 60])
    (found,) = tables(pdf)
    assert found.rows[0][0].text == read_as


@pytest.mark.parametrize(
    ("left", "right"),
    [("460.68", "302"), ("1,204.50", "1,130.00"), ("12,204", "30201"), ("12,000", "8,500")],
)
def test_figures_that_touch_at_a_border_are_two(left: str, right: str) -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目 | 预算数 | 编码 | 科目名称\n-\n工资福利支出 | | | 办公费"), [100, 60, 60, 100])
    # the figure ends at the border, and the code begins there
    border, y = page.left + 160, page.y - 6 - 4.5
    print_at(page.page, (border - _FONT.text_length(left, 9), y), left)
    print_at(page.page, (border, y), right)
    (found,) = tables(pdf)
    assert texts(found)[1] == [["工资福利支出", left, right, "办公费"]]


@pytest.mark.parametrize(
    ("left", "right"), [("7,457,827.00", "4,757,827.00"), ("560.00", "160.00"), ("1,204.50", "0.00"), ("351.84", "302")]
)
@pytest.mark.parametrize("over", [-1, 1, 2])
def test_a_figure_too_long_for_its_cell_reaches_into_the_next(left: str, right: str, over: int) -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目 | 合计 | 基本支出 | 说明\n-\n农林水支出 | | | 无"), [100, 60, 60, 100])
    # so many characters too far to the right, or to the left
    border, y = page.left + 160 + 4.6 * over, page.y - 6 - 4.5
    print_at(page.page, (border - _FONT.text_length(left, 9), y), left)
    print_at(page.page, (border, y), right)
    (found,) = tables(pdf)
    assert texts(found)[1] == [["农林水支出", left, right, "无"]]


def test_three_figures_in_a_row_that_touch() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目 | 合计 | 财政拨款 | 上年结转\n-\n农林水支出 | | | "), [100, 53, 53, 53])
    y = page.y - 6 - 4.5
    print_at(page.page, (page.left + 103, y), "1,256,681.001,121,436.00135,245.00")
    (found,) = tables(pdf)
    assert texts(found)[1] == [["农林水支出", "1,256,681.00", "1,121,436.00", "135,245.00"]]


def test_amounts_broken_over_lines_make_no_rows() -> None:
    drawn = table("""
        科目名称 | 合计 | 基本支出 | 项目支出
        -
        行政运行 | 43,882,64\\5 | 43,882,64\\5 | 9,120
        事业运行 | 1,560 | 1,560 | 30
        """)
    pdf = pymupdf.open()
    sheet(pdf).table(drawn, [120, 60, 60, 60])
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]


@pytest.mark.parametrize(
    ("broken", "whole"), [("1285500\\0", "12855000"), ("1285.50\\00", "1285.5000"), ("12855.\\07", "12855.07")]
)
def test_amounts_that_fill_their_cells_before_they_break_are_one(broken: str, whole: str) -> None:
    drawn = table(f"""
        科目名称 | 合计 | 基本支出 | 项目支出
        -
        201\\一般公共服务支出 | {broken} | {broken} | 9120
        20105\\统计信息事务 | 53179 | 53179 | 30
        """)
    pdf = pymupdf.open()
    sheet(pdf).table(drawn, [120, 46, 46, 46])
    (found,) = tables(pdf)
    assert texts(found)[1][0] == ["201一般公共服务支出", whole, whole, "9120"]


@pytest.mark.parametrize(("upper", "lower", "width"), [("1285500", "0", 90), ("1285500", "8160", 46), ("1285.50", "8160.20", 46)])
def test_figures_below_each_other_are_two(upper: str, lower: str, width: float) -> None:
    drawn = table(f"""
        科目名称 | 合计 | 基本支出 | 项目支出
        -
        一般公共服务支出\\统计信息事务 | {upper}\\{lower} | {upper}\\{lower} | 20\\20
        """)
    pdf = pymupdf.open()
    sheet(pdf).table(drawn, [120, width, width, width])
    (found,) = tables(pdf)
    assert texts(found)[1] == [["一般公共服务支出", upper, upper, "20"], ["统计信息事务", lower, lower, "20"]]


@pytest.mark.parametrize("style", [Style(), Style(lines="rows"), Style(lines="three")], ids=["ruled", "rows", "three lines"])
def test_last_digits_below_a_broken_figure_are_no_row(style: Style) -> None:
    drawn = table("""
        科目名称 | 合计 | 基本支出
        -
        社会保障和就业支出 | 5600.00 | 560.00
        卫生健康\\支出 | 12900.0\\0 | 24900.0\\0
        农林水支出 | 1,290,00\\0.00 | 560.00
        住房保障支出 | 5600.00 | 560.00
        合计 | 5600.00 | 560.00
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：元", "right")
    page.table(drawn, [120, 46, 46], style)
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]


@pytest.mark.parametrize("stripes", [True, False])
def test_a_band_of_one_row_is_one_row_however_many_lines_its_label_has(stripes: bool) -> None:
    drawn = table("""
        科目编码及名称 | 合计 | 基本支出
        -
        208\\社会保障和就业支出 | 560.00 | 560.00
        210\\卫生健康支出 | 240.00 | 240.00
        21011\\行政事业单位医疗支出及\\其他 | 240.00 | 240.00
        213\\农林水支出 | 240.00 | 240.00
        221\\住房保障支出 | 130.00 | 130.00
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    style = Style(lines="three", stripes=True, leading=2.0) if stripes else Style(lines="rows", leading=2.0)
    page.table(drawn, [150, 70, 70], style)
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]


@pytest.mark.parametrize("mark", ["- ", "- - ", "— "])
@pytest.mark.parametrize("style", [Style(), Style(lines="none"), Style(lines="frame")], ids=["ruled", "no lines", "a frame"])
def test_dashes_that_set_a_label_in_stay_with_it(mark: str, style: Style) -> None:
    drawn = table(f"""
        科目名称 | 合计 | 基本支出 | 项目支出
        -
        208 社会保障和就业支出 | 53.20 | 53.20 | -
        {mark}20805 养老支出 | 53.20 | 53.20 | -
        {mark}行政单位离退休 | 20.00 | 20.00 | -
        {mark}职业年金缴费 | 33.20 | 33.20 | -
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, [150, 60, 60, 60], style)
    (found,) = tables(pdf)
    assert [row[1:] for row in texts(found)[1]] == [row[1:] for row in drawn.texts[1:]]
    assert [row[0].replace(" ", "") for row in texts(found)[1]] == [row[0].replace(" ", "") for row in drawn.texts[1:]]


def test_a_dash_for_nothing_that_touches_the_next_sides_label() -> None:
    drawn = table("""
        收入 | 金额 | 支出 | 金额
        -
        一、财政拨款收入 | 1,892.61 | 一、一般公共服务支出 | 1,500.00
        二、事业收入 | -- | 二、卫生健康支出 | 372.61
        三、其他收入 | -- | 三、住房保障支出 | 20.00
        收入总计 | 1,892.61 | 支出总计 | 1,892.61
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    for row in drawn.grid:
        y, font = page.y + 9, pymupdf.Font("cjk")
        writer = pymupdf.TextWriter(page.page.rect)
        for text, x in ((row[0], 60), (row[2], 241.2), (row[1], 240 - font.text_length(row[1], 9)), (row[3], 480)):
            writer.append((x, y), text, font=font, fontsize=9)
        writer.write_text(page.page)
        page.y += 16
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]


def test_a_dash_for_nothing_right_before_a_label_is_a_figure() -> None:
    drawn = table("""
        收入 | 金额 | 支出 | 金额
        -
        一、财政拨款收入 | - | 一、一般公共服务支出 | 1,500.00
        二、事业收入 | - | 二、卫生健康支出 | 372.61
        三、其他收入 | - | 三、住房保障支出 | 20.00
        收入总计 | - | 支出总计 | 1,892.61
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, [120, 60, 120, 60], Style(lines="none"))
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]


def test_an_amount_beside_the_next_sides_label() -> None:
    drawn = table("""
        收入 | 金额 | 支出 | 金额
        -
        一、财政拨款收入 | 1,842.61 | 一、一般公共服务支出 | 1,500.00
        二、事业收入 | 30.00 | 二、卫生健康支出 | 372.61
        收入总计 | 1,872.61 | 支出总计 | 1,872.61
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    for i, row in enumerate(drawn.grid):  # the amounts end where the second label begins
        y, font, right = page.y + 9, pymupdf.Font("cjk"), 240 if i else 225
        writer = pymupdf.TextWriter(page.page.rect)
        for text, x in ((row[0], 60), (row[2], 241.2), (row[1], right - font.text_length(row[1], 9)), (row[3], 480)):
            writer.append((x, y), text, font=font, fontsize=9)
        writer.write_text(page.page)
        page.y += 16
    (found,) = tables(pdf)
    assert texts(found)[1] == drawn.texts[1:]
