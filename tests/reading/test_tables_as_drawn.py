"""Tables in the ways that producers draw them: each is read as it was drawn."""

from dataclasses import replace

import pymupdf
import pytest

from tests.reading.budget_tables import (
    BALANCE,
    BLANK_COLUMNS,
    CODES,
    ORDINALS,
    PROJECTS,
    PROSE,
    STYLES,
    THREE_LEVELS,
    sheet,
    tables,
    texts,
)
from tests.reading.sheets import Drawn, Sheet, Style, table

FORMS: dict[str, tuple[str, Drawn, list[float]]] = {
    "balance": ("部门收支总表", BALANCE, [150, 85, 150, 85]),
    "codes": ("一般公共预算支出表", CODES, [30, 25, 25, 150, 80, 80, 80]),
    "three levels": ("“三公”经费预算表", THREE_LEVELS, [100, 60, 65, 65, 65, 65, 55]),
    "projects": ("项目支出表", PROJECTS, [35, 160, 70, 70, 70, 70]),
    "blank columns": ("部门支出总表", BLANK_COLUMNS, [165, 60, 60, 60, 65, 65]),
    "ordinals": ("收入决算表", ORDINALS, [60, 110, 65, 60, 60, 60, 60]),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_table_is_read_as_drawn(form: tuple[str, Drawn, list[float]], style: Style) -> None:
    title, drawn, widths = form
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line(PROSE)
    page.line(title, "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, widths, style)
    page.line("注：本表按规定公开。")
    page.line(PROSE)
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[: drawn.head], drawn.texts[drawn.head :])
    assert (found.title, found.unit, found.note) == (title, "万元", "注：本表按规定公开。")


def test_two_halves_side_by_side_are_one_table() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    for left, columns in ((60.0, slice(0, 2)), (310.0, slice(2, 4))):
        half = Sheet(pdf[0], left, page.y)
        half.table(Drawn([[text for text in row[columns]] for row in BALANCE.grid], 2), [150, 85])
    (found,) = tables(pdf)
    assert texts(found) == (BALANCE.texts[:2], BALANCE.texts[2:])


def test_a_list_without_money_is_a_table() -> None:
    drawn = table("""
        序号 | 单位名称 | 备注
        -
        1 | 县林业和草原局（本级） |
        2 | 县林场管理站（下属事业单位） |
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("　　纳入部门预算编制范围的单位包括：")
    page.table(drawn, [50, 250, 100])
    (found,) = tables(pdf)
    assert (found.title, texts(found)) == ("", (drawn.texts[:1], drawn.texts[1:]))


def test_empty_tables_have_heads_and_blank_rows() -> None:
    drawn = table("""
        科目编码 | < | 科目名称 | 政府性基金预算支出 | < | <
        类 | 款 | ^ | 合计 | 基本支出 | 项目支出
        -
         | | | | |
        合计 | < | < | | |
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("政府性基金预算支出表", "centre", 14)
    page.table(drawn, [40, 40, 150, 80, 80, 80])
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[:2], drawn.texts[2:])


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("flagged", [True, False], ids=["turned for display", "set sideways"])
def test_turned_pages_are_read_upright(angle: int, flagged: bool) -> None:
    upright = pymupdf.open()
    page = sheet(upright, landscape=True)
    page.line("一般公共预算支出表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(CODES, [30, 25, 25, 150, 80, 80, 80])
    pdf = pymupdf.open()
    sideways = angle in (90, 270)
    turned = pdf.new_page(width=595 if sideways else 842, height=842 if sideways else 595)
    turned.show_pdf_page(turned.rect, upright, 0, rotate=angle)
    if flagged:
        turned.set_rotation(angle)
    (found,) = tables(pdf)
    assert (found.title, found.unit) == ("一般公共预算支出表", "万元")
    assert texts(found) == (CODES.texts[:2], CODES.texts[2:])
    box = found.rows[0][4].box
    assert box is not None
    turned.set_rotation(0)
    assert turned.get_text("text", clip=box).replace("\n", "") == "900.00"  # in unrotated page space


def test_an_oblique_watermark_and_fake_bold_change_nothing() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    top = page.y
    page.table(PROJECTS, [35, 160, 70, 70, 70, 70])
    page.y, page.left = top, page.left + 0.4
    page.table(PROJECTS, [35, 160, 70, 70, 70, 70])
    writer = pymupdf.TextWriter(pdf[0].rect)
    writer.append((100, 120), "内部公开 1234567890", fontsize=30)
    writer.write_text(pdf[0], morph=(pymupdf.Point(100, 120), pymupdf.Matrix(30)))
    (found,) = tables(pdf)
    assert texts(found) == (PROJECTS.texts[:1], PROJECTS.texts[1:])


def drawn_alone(drawn: Drawn, widths: list[float], style: Style) -> pymupdf.Document:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, widths, style)
    page.line("注：没有数据的栏目留空。")
    return pdf


OPEN = ["horizontal lines only", "three lines", "no lines", "striped rows", "lines below the rows only", "a ruled head alone"]
SPARSE = table("""
    收入 | < | 支出 | <
    项目 | 预算数 | 项目 | 预算数
    -
    一、一般公共预算拨款收入 | 1,204.50 | 一、一般公共服务支出 |
    二、政府性基金预算拨款收入 | | 二、外交支出 |
    三、事业收入 | | 三、国防支出 |
    四、其他收入 | | 四、公共安全支出 |
     | | 五、教育支出 | 1,204.50
     | | 六、科学技术支出 |
     | | 七、文化旅游体育与传媒支出 |
    收入总计 | 1,204.50 | 支出总计 | 1,204.50
    """)
EMPTY = table("""
    功能分类科目 | < | 本年政府性基金预算支出 | < | <
    编码 | 名称 | 合计 | 基本支出 | 项目支出
    -
     | 合计 | | |
    """)
MERGED_TOTAL = table("""
    项目 | < | < | < | 本年支出 | < | <
    类 | 款 | 项 | 科目名称 | 合计 | 基本支出 | 项目支出
    -
    合计 | < | < | < | 900.00 | 640.00 | 260.00
    208 | | | 社会保障和就业支出 | 560.00 | 400.00 | 160.00
    208 | 05 | | 行政事业单位养老支出 | 560.00 | 400.00 | 160.00
    208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | 560.00 | 400.00 | 160.00
    210 | | | 卫生健康支出 | 340.00 | 240.00 | 100.00
    """)


@pytest.mark.parametrize("name", OPEN)
def test_a_table_that_is_mostly_blank(name: str) -> None:
    (found,) = tables(drawn_alone(SPARSE, [150, 85, 150, 85], STYLES[name]))
    assert texts(found) == (SPARSE.texts[:2], SPARSE.texts[2:])


@pytest.mark.parametrize("name", [name for name in OPEN if name != "striped rows"])
def test_an_empty_table(name: str) -> None:
    (found,) = tables(drawn_alone(EMPTY, [70, 140, 85, 85, 85], STYLES[name]))
    assert (texts(found), found.title, found.unit) == ((EMPTY.texts[:2], EMPTY.texts[2:]), "部门收支总表", "万元")


@pytest.mark.parametrize("name", ["horizontal lines only", "three lines", "no lines", "lines below the rows only"])
def test_a_total_stands_amid_the_columns_of_its_head(name: str) -> None:
    (found,) = tables(drawn_alone(MERGED_TOTAL, [35, 35, 35, 165, 65, 65, 65], STYLES[name]))
    assert texts(found) == (MERGED_TOTAL.texts[:2], MERGED_TOTAL.texts[2:])
    assert found.rows[0][0].column_span == 4


@pytest.mark.parametrize("padding", [0.7, 3.0])
def test_a_head_right_above_the_middle_of_its_columns(padding: float) -> None:
    style = Style(lines="none", padding=padding)
    (found,) = tables(drawn_alone(EMPTY, [70, 140, 85, 85, 85], style))
    assert texts(found)[0] == EMPTY.texts[:2]


def test_labels_wrapped_as_close_as_rows_stand() -> None:
    drawn = table("""
        科目名称 | 合计 | 基本支出
        -
        机关事业单位基本养老\\保险缴费支出 | 1,560.00 | 1,400.00
        行政单位医疗 | 240.00 | 240.00
        行政事业单位离退休老\\干部管理与服务支出 | 25.00 | 25.00
        住房公积金 | 30.00 | 30.00
        """)
    figures_on_top = Drawn([[*row] for row in drawn.grid], 1)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    for row in figures_on_top.grid:
        lines = row[0].split("\\")
        for k, label in enumerate(lines):
            page.table(Drawn([[label, *(row[1:] if not k else ["", ""])]], 0), [120, 80, 80], Style(lines="none", padding=1.5))
            page.y -= 6
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[:1], drawn.texts[1:])


def test_a_group_line_over_two_narrow_columns() -> None:
    drawn = table("""
        科目编码 | < | 科目名称 | 预算数
        类 | 款 | ^ | ^
        -
        208 | 05 | 行政事业单位养老支出 | 1,560.00
        210 | 11 | 行政事业单位医疗 | 240.00
        221 | 02 | 住房改革支出 | 130.00
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门支出总表", "centre", 14)
    page.line("单位：万元", "right")
    top = page.y
    page.table(drawn, [25, 25, 200, 100], Style(lines="three"))
    middle = top + 9 + 2 * 3
    page.page.draw_line((page.left, middle), (page.left + 50, middle), width=0.3)
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[:2], drawn.texts[2:])


@pytest.mark.parametrize(
    "style", [Style(lines="columns", leading=1.3), Style(lines="three", leading=1.3)], ids=["columns", "three lines"]
)
def test_labels_wrapped_in_one_half_beside_the_next_item_of_the_other(style: Style) -> None:
    drawn = table("""
        收入 | < | 支出 | <
        项目 | 预算数 | 项目 | 预算数
        -
        一、一般公\\共预算拨\\款收入 | 900.00 | 一、教育支出 | 300.00
        二、政府性\\基金预算\\拨款收入 | 120.00 | 二、卫生支出 | 320.00
        三、国有资\\本经营预\\算拨款 | 9.52 | 三、其他支出 | 409.52
        四、事业收入 | 0.00 | （四）\\住房保障 | 0.00
        收入总计 | 1,029.52 | 支出总计 | 1,029.52
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, [66, 80, 66, 80], style)
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[:2], drawn.texts[2:])


def test_rows_between_upright_lines_alone_go_on_from_the_page_before() -> None:
    drawn = table("""
        科目名称 | 合计 | 基本支出 | 项目支出
        -
        合计 | 900.00 | 640.00 | 260.00
        社会保障和就业支出 | 560.00 | 400.00 | 160.00
        卫生健康支出 | 240.00 | 200.00 | 40.00
        住房保障支出 | 100.00 | 40.00 | 60.00
        """)
    widths = [175, 100, 100, 100]
    pdf = pymupdf.open()
    first = sheet(pdf)
    first.line("部门支出总表", "centre", 14)
    first.line("单位：万元", "right")
    first.y = 740
    first.table(Drawn(drawn.grid[:3], 1), widths, Style(lines="columns", foot=False))
    second = Sheet(pdf.new_page())
    second.table(Drawn(drawn.grid[3:], 0), widths, Style(lines="none"))
    for x in (60, 235, 335, 435, 535):
        second.page.draw_line((x, 60), (x, 90), width=0.5)
    (found,) = tables(pdf)
    assert (found.pages, texts(found)) == ((1, 2), (drawn.texts[:1], drawn.texts[1:]))


TWO_YEARS = table("""
    单位名称 | 2024年预算数 | < | < | < | < | < | 2025年预算数 | < | < | < | < | <
    ^ | 合计 | 出国费 | 公务用车费 | < | < | 接待费 | 合计 | 出国费 | 公务用车费 | < | < | 接待费
    ^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^
    -
    合计 | 25.34 | 0.00 | 23.10 | 18.10 | 5.00 | 2.24 | 20.34 | 1.00 | 17.10 | 12.10 | 5.00 | 2.24
    县林业和草原局 | 25.34 | 0.00 | 23.10 | 18.10 | 5.00 | 2.24 | 20.34 | 1.00 | 17.10 | 12.10 | 5.00 | 2.24
    县林场 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00
    """)
ONE_UNDER_ANOTHER = table("""
    功能分类科目 | < | 本年支出 | < | < | < | 年末结转和结余
    编码 | 名称 | 合计 | 基本支出 | < | 项目支出 | ^
    ^ | ^ | ^ | 人员经费 | 公用经费 | ^ | ^
    -
    208 | 社会保障和就业支出 | 560.00 | 300.00 | 100.00 | 160.00 | 0.00
    20805 | 行政事业单位养老支出 | 560.00 | 300.00 | 100.00 | 160.00 | 0.00
    210 | 卫生健康支出 | 340.00 | 200.00 | 40.00 | 100.00 | 5.00
    合计 | < | 900.00 | 500.00 | 140.00 | 260.00 | 5.00
    """)
WRAPPED_GROUP = table("""
    单位名称 | “三公”经费合计 | 因公出国\\（境）费 | 公务用车购置\\及运行维护费 | < | < | 公务\\接待费 | 会议费
    ^ | ^ | ^ | 小计 | 公务用车\\购置费 | 公务用车\\运行维护费 | ^ | ^
    -
    合计 | 25.34 | 0.00 | 23.10 | 18.10 | 5.00 | 2.24 | 1.00
    县林业和草原局 | 25.34 | 0.00 | 23.10 | 18.10 | 5.00 | 2.24 | 1.00
    县林场 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00
    """)
DEEP_HEADS = {
    "two years": (TWO_YEARS, [80, *[36.0] * 12]),
    "one right under another": (ONE_UNDER_ANOTHER, [50, 150, 55, 55, 55, 55, 55]),
    "a group of two lines": (WRAPPED_GROUP, [80, 55, 55, 45, 50, 60, 45, 45]),
}


@pytest.mark.parametrize("padding", [0.4, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("name", ["three lines", "no lines"])
@pytest.mark.parametrize(("drawn", "widths"), DEEP_HEADS.values(), ids=DEEP_HEADS)
def test_levels_of_a_head_that_no_line_parts(drawn: Drawn, widths: list[float], name: str, padding: float) -> None:
    """Texts stand in the middle of cells over several levels; from there follows where a level begins."""
    pdf = pymupdf.open()
    page = sheet(pdf, landscape=True)
    page.line("“三公”经费支出表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(drawn, widths, Style(lines=STYLES[name].lines, padding=padding))
    (found,) = tables(pdf)
    assert texts(found) == (drawn.texts[: drawn.head], drawn.texts[drawn.head :])


THREE_BLOCKS = table("""
    人员经费 | < | < | 公用经费 | < | < | < | < | <
    科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
    -
    301 | 工资福利支出 | 640.00 | 302 | 商品和服务支出 | 120.00 | 307 | 债务利息及费用支出 | 0.00
    30101 | 基本工资 | 300.00 | 30201 | 办公费 | 20.00 | 30701 | 国内债务付息 | 0.00
    30102 | 津贴补贴 | 200.00 | 30202 | 印刷费 | 30.00 | 310 | 资本性支出 | 5.00
    30103 | 奖金 | 140.00 | 30211 | 差旅费 | 70.00 | 31002 | 办公设备购置 | 5.00
    人员经费合计 | < | 640.00 | 公用经费合计 | < | < | < | < | 125.00
    """)


@pytest.mark.parametrize("figures", ["right", "centre"])
@pytest.mark.parametrize("name", ["horizontal lines only", "three lines", "no lines", "lines below the rows only"])
def test_a_total_over_columns_of_figures_too(name: str, figures: str) -> None:
    """Its name stands below the middle of a column of figures, and is no figure's."""
    pdf = pymupdf.open()
    page = sheet(pdf, landscape=True)
    page.line("一般公共预算基本支出决算表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(THREE_BLOCKS, [42, 90, 50, 42, 90, 50, 42, 95, 50], replace(STYLES[name], figures=figures))
    (found,) = tables(pdf)
    assert texts(found) == (THREE_BLOCKS.texts[:2], THREE_BLOCKS.texts[2:])
    assert [cell.column_span for cell in found.rows[-1] if not cell.covered] == [2, 1, 5, 1]


YEAR_ABOVE = table("""
    项目 | 2024年决算数 | 2025年\\预算数 | < | 2025年预算数为\\2024年决算数的%
    ^ | ^ | 金额 | 其中：\\一般公共预算 | ^
    -
    一、社会保障和就业支出 | 560.00 | 550.00 | 500.00 | 98.21
    二、卫生健康支出 | 340.00 | 240.00 | 200.00 | 70.59
    合计 | 900.00 | 790.00 | 700.00 | 87.78
    """)


@pytest.mark.parametrize("name", ["horizontal lines only", "three lines", "no lines", "lines below the rows only"])
def test_a_year_alone_on_the_first_line_of_a_head(name: str) -> None:
    (found,) = tables(drawn_alone(YEAR_ABOVE, [140, 75, 60, 70, 90], STYLES[name]))
    assert texts(found) == (YEAR_ABOVE.texts[:2], YEAR_ABOVE.texts[2:])


@pytest.mark.parametrize("name", ["three lines", "no lines", "lines below the rows only"])
def test_a_year_below_the_title_is_its_date(name: str) -> None:
    drawn = table("""
        项目 | 预算数 | 备注
        -
        办公费 | 12.30 | 日常
        印刷费 | 3.10 | 材料
        差旅费 | 14.00 | 检查
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("公用经费表", "centre", 14)
    page.line("2025年", "centre")
    page.table(drawn, [155, 165, 155], STYLES[name])
    (found,) = tables(pdf)
    assert (found.title, texts(found)) == ("公用经费表", (drawn.texts[:1], drawn.texts[1:]))


def test_figures_beside_their_head_belong_to_the_nearest_name() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("“三公”经费支出表", "centre", 14)
    page.line("单位：万元", "right")
    page.table(
        table("单位名称 | 合计 | 因公出国（境）费用 | 公务接待费\n-\n合计 | | | \n本级 | | | "),
        [120, 90, 130, 130],
        Style(lines="rows"),
    )
    font = pymupdf.Font("cjk")
    writer = pymupdf.TextWriter(page.page.rect)
    for row in (1, 2):  # set at the left of cells whose names stand in the middle, and end where the name begins
        for x in (page.left + 210 - 45 - 22, page.left + 340 + 65 - 22 - 18):
            writer.append((x, page.y - 6 - 15 * (3 - row) + 10.5), "1.26", font=font, fontsize=9)
    writer.write_text(page.page)
    (found,) = tables(pdf)
    assert texts(found)[1] == [["合计", "1.26", "", "1.26"], ["本级", "1.26", "", "1.26"]]
