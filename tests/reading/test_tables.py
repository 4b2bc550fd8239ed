import json
import random
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from audit.reading.document import Box, Table
from audit.reading.furniture import without_furniture
from audit.reading.page import Char, PageContent, Rule, page_content
from audit.reading.tables import read_tables
from tests.reading.sheets import Drawn, Sheet, Style, table

PROSE = "本部门严格执行预算，各项支出均按规定安排，公用经费从严从紧控制，"


def read(pdf: pymupdf.Document) -> tuple[list[Table], dict[int, list[Box]]]:
    return read_tables(without_furniture([page_content(page) for page in pdf.pages()]))


def tables(pdf: pymupdf.Document) -> list[Table]:
    return read(pdf)[0]


def texts(found: Table) -> tuple[list[list[str]], list[list[str]]]:
    return [[cell.text for cell in row] for row in found.head], [[cell.text for cell in row] for row in found.rows]


def sheet(pdf: pymupdf.Document, landscape: bool = False, **place: float) -> Sheet:
    width, height = (842, 595) if landscape else (595, 842)
    return Sheet(pdf.new_page(width=width, height=height), **place)


BALANCE = table("""
    收入 | < | 支出 | <
    项目 | 预算数 | 项目 | 预算数
    -
    一、一般公共预算拨款收入 | 1,204.50 | 一、一般公共服务支出 | 804.50
    二、政府性基金预算拨款收入 | | 二、社会保障和就业支出 | 230.00
    三、事业收入 | 85.30 | 三、卫生健康支出 | 140.10
    四、其他收入 | | 四、住房保障支出 | 115.20
    本年收入合计 | 1,289.80 | 本年支出合计 | 1,289.80
    上年结转 | 0.00 | 结转下年 | 0.00
    收入总计 | 1,289.80 | 支出总计 | 1,289.80
    """)
CODES = table("""
    科目编码 | < | < | 科目名称 | 本年预算 | < | <
    类 | 款 | 项 | ^ | 合计 | 基本支出 | 项目支出
    -
     | | | 合计 | 900.00 | 640.00 | 260.00
    208 | | | 社会保障和就业支出 | 560.00 | 400.00 | 160.00
    208 | 05 | | 行政事业单位养老支出 | 560.00 | 400.00 | 160.00
    208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | 560.00 | 400.00 | 160.00
    210 | | | 卫生健康支出 | 340.00 | 240.00 | 100.00
    210 | 11 | | 行政事业单位医疗 | 340.00 | 240.00 | 100.00
    210 | 11 | 01 | 行政单位医疗 | 340.00 | 240.00 | 100.00
    """)
THREE_LEVELS = table("""
    单位名称 | “三公”经费 | < | < | < | < | 会议费
    ^ | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | < | ^
    ^ | ^ | ^ | ^ | 购置费 | 运行费 | ^
    ** | 1 | 2 | 3 | 4 | 5 | 6
    -
    合计 | 25.34 | 0.00 | 2.24 | 18.10 | 5.00 | 1.33
    县林业和草原局 | 25.34 | 0.00 | 2.24 | 18.10 | 5.00 | 1.33
    """)
PROJECTS = table("""
    序号 | 项目名称 | 功能科目 | 金额 | 当年财政拨款 | 其他资金
    -
    1 | 森林防火专项经费 | 2130234 | 120.00 | 120.00 | 0.00
    2 | 林业有害生物防治与监测预警能力建设补助资金项目 | 2130234 | 45.50 | 40.00 | 5.50
    3 | 退耕还林工作经费 | 2110602 | 8.00 | 8.00 | 0.00
     | 合计 | | 173.50 | 168.00 | 5.50
    """)
BLANK_COLUMNS = table("""
    功能分类科目 | 合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出
    -
    合计 | 900.00 | 640.00 | 260.00 | |
    208社会保障和就业支出 | 560.00 | 560.00 | | |
    20805行政事业单位养老支出 | 560.00 | 560.00 | | |
    210卫生健康支出 | 340.00 | 80.00 | 260.00 | |
    21011行政事业单位医疗 | 340.00 | 80.00 | 260.00 | |
    """)
ORDINALS = table("""
    项目 | < | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 其他收入
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^
    栏次 | < | 1 | 2 | 3 | 4 | 5
    -
     | 合计 | 870.35 | 860.35 | 0.00 | 10.00 | 0.00
    201 | 一般公共服务支出 | 758.23 | 748.23 | 0.00 | 10.00 | 0.00
    20138 | 市场监督管理事务 | 758.23 | 748.23 | 0.00 | 10.00 | 0.00
    2013801 | 行政运行 | 342.74 | 342.74 | 0.00 | 0.00 | 0.00
    221 | 住房保障支出 | 112.12 | 112.12 | 0.00 | 0.00 | 0.00
    """)
FORMS: dict[str, tuple[str, Drawn, list[float]]] = {
    "balance": ("部门收支总表", BALANCE, [150, 85, 150, 85]),
    "codes": ("一般公共预算支出表", CODES, [30, 25, 25, 150, 80, 80, 80]),
    "three levels": ("“三公”经费预算表", THREE_LEVELS, [100, 60, 65, 65, 65, 65, 55]),
    "projects": ("项目支出表", PROJECTS, [35, 160, 70, 70, 70, 70]),
    "blank columns": ("部门支出总表", BLANK_COLUMNS, [165, 60, 60, 60, 65, 65]),
    "ordinals": ("收入决算表", ORDINALS, [60, 110, 65, 60, 60, 60, 60]),
}
STYLES = {
    "hairlines and a shaded head": Style(shade=True),
    "light grey lines": Style(colour=(0.8, 0.8, 0.8)),
    "thin rectangles": Style(pen="fill"),
    "thin polygons": Style(pen="polygon"),
    "dashes of the pen": Style(pen="dashes"),
    "dashes drawn one by one": Style(pen="strokes"),
    "dots": Style(pen="dots"),
    "double lines": Style(pen="double"),
    "open sides": Style(lines="inner"),
    "no lines between rows": Style(lines="columns"),
    "horizontal lines only": Style(lines="rows"),
    "three lines": Style(lines="three"),
    "three lines, close rows": Style(lines="three", padding=1.5),
    "no lines": Style(lines="none"),
    "no lines, a shaded head": Style(lines="none", shade=True),
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


def test_two_tables_on_a_page() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    for title, style in (("部门收入总表", Style()), ("部门支出总表", Style(lines="three")), ("项目支出表", Style(lines="three"))):
        page.line(title, "centre", 14)
        page.line("单位：元", "right")
        page.table(PROJECTS, [35, 160, 70, 70, 70, 70], style)
    found = tables(pdf)
    assert [t.title for t in found] == ["部门收入总表", "部门支出总表", "项目支出表"]
    assert all(texts(t) == (PROJECTS.texts[:1], PROJECTS.texts[1:]) for t in found)


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


def test_regions_hold_the_table_with_its_caption_and_notes_only() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line(PROSE)
    page.line("附表1")
    page.line("部门收支总表", "centre", 14)
    page.line("编制单位：县林业和草原局")
    page.table(BALANCE, [150, 85, 150, 85])
    page.line("备注：无内容的应公开空表。")
    page.line(PROSE)
    (found,), regions = read(pdf)
    assert found.note == "编制单位：县林业和草原局\n备注：无内容的应公开空表。"
    outside = [
        c.raw
        for c in page_content(pdf[0]).chars
        if not any(x0 <= (c.x0 + c.x1) / 2 <= x1 and y0 <= c.middle <= y1 for x0, y0, x1, y1 in regions[1])
    ]
    assert "".join(outside) == PROSE + PROSE


FORM = table("""
    项目名称 | < | 森林防火物资储备 | < | <
    主管部门及代码 | < | 县林业和草原局 | 实施单位 | 县林业和草原局
    项目资金\\（万元） | < | 年度资金总额： | 120 | <
    ^ | ^ | 其中：当年财政拨款 | 120 | <
    ^ | ^ | 其他资金 | | <
    总\\体\\目\\标 | 目标1：储备防火物资，保障全县林区安全，及时处置火情，按规定使用资金。 | < | < | <
    绩\\效\\指\\标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 成本指标 | 经济成本指标 | 物资储备成本 | 180 万
    ^ | 产出指标 | 数量指标 | 储备灭火机具 | ≥60台
    ^ | ^ | 质量指标 | 验收合格率 | 100%
    """)


def test_a_performance_form_has_no_head_and_keeps_its_merged_cells() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("项目支出绩效目标表", "centre", 14)
    page.line("（2025年度）", "centre")
    page.table(FORM, [40, 70, 120, 120, 100])
    (found,) = tables(pdf)
    assert texts(found) == ([], FORM.texts)
    assert found.title == "项目支出绩效目标表"
    assert (found.rows[6][0].row_span, found.rows[0][2].column_span) == (4, 3)


@pytest.mark.parametrize("angle", [90, -90])
def test_labels_set_sideways_read_in_their_own_direction(angle: int) -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(
        Drawn([["", "一级指标", "二级指标"], ["^", "成本指标", "数量指标"], ["^", "产出指标", "质量指标"]], 0), [40, 120, 120]
    )
    start = pymupdf.Point(83, 100) if angle == 90 else pymupdf.Point(77, 64)
    writer = pymupdf.TextWriter(pdf[0].rect)
    writer.append(start, "绩效指标", font=pymupdf.Font("cjk"), fontsize=9)
    writer.write_text(pdf[0], morph=(start, pymupdf.Matrix(angle)))
    (found,) = tables(pdf)
    assert (found.head or found.rows)[0][0].text == "绩效指标"


def test_forms_of_one_title_on_two_pages_are_two() -> None:
    pdf = pymupdf.open()
    for _ in range(2):
        page = sheet(pdf)
        page.line("项目支出绩效目标表", "centre", 14)
        page.table(FORM, [40, 70, 120, 120, 100])
    assert len(tables(pdf)) == 2


def test_a_form_goes_on_without_a_title() -> None:
    pdf = pymupdf.open()
    for rows in (FORM.grid[:6], FORM.grid[6:]):
        page = sheet(pdf)
        if len(pdf) == 1:
            page.line("项目支出绩效目标表", "centre", 14)
        page.table(Drawn(rows, 0), [40, 70, 120, 120, 100])
    (found,) = tables(pdf)
    assert texts(found) == ([], FORM.texts)


def test_a_form_goes_on_with_other_merged_cells() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("项目支出绩效目标表", "centre", 14)
    page.table(
        Drawn([["项目名称", "防火物资", "<"], ["主管部门", "县林业局", "县财政局"], ["总体目标", "储备", "<"]], 0),
        [100, 100, 200],
    )
    page = sheet(pdf)
    page.table(Drawn([["绩效指标", "数量指标", "灭火机具", "60台"]], 0), [100, 150, 80, 70])
    (found,) = tables(pdf)
    assert [[cell.text for cell in row if not cell.covered] for row in found.rows] == [
        ["项目名称", "防火物资"],
        ["主管部门", "县林业局", "县财政局"],
        ["总体目标", "储备"],
        ["绩效指标", "数量指标", "灭火机具", "60台"],
    ]
    assert [row[1].column_span for row in found.rows] == [4, 1, 4, 2]


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


def test_a_number_that_runs_over_belongs_to_the_cell_it_ends_in() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("项目|预算数|决算数\n-\n合计||123,456,789.01"), [100, 40, 40])
    (found,) = tables(pdf)
    assert texts(found)[1] == [["合计", "", "123,456,789.01"]]


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


def test_white_lines_and_frames_around_text_are_no_table() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(table("甲|乙\n丙|丁"), [60, 60], Style(colour=(1, 1, 1)))
    page.table(table("一、总体情况"), [200])
    page.line(PROSE)
    assert tables(pdf) == []


def test_a_chart_is_no_table() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("图1：收、支决算总计变动情况图", "centre")
    for k in range(6):  # grid lines on an axis, and bars with their figures
        page.page.draw_line((100, 120 + 30 * k), (500, 120 + 30 * k))
        page.y = 115 + 30 * k
        page.line(f"{1500 - 300 * k}", "left")
    page.page.draw_line((100, 100), (100, 270))
    for k, (name, amount) in enumerate((("2023年", "1,190.20"), ("2024年", "1,289.80"))):
        page.page.draw_rect((180 + 160 * k, 150, 220 + 160 * k, 270), fill=(0.3, 0.5, 0.8))
        page.left, page.y = 180 + 160 * k, 138
        page.line(amount)
        page.y = 275
        page.line(name)
    assert tables(pdf) == []


@pytest.mark.parametrize(("organisation", "count"), [("县水务局", 1), ("县林业和草原局", 2)])
def test_one_title_for_two_organisations_is_two_tables(organisation: str, count: int) -> None:
    pdf = pymupdf.open()
    for name in ("县水务局", organisation):
        page = sheet(pdf)
        page.line("项目支出表", "centre", 14)
        page.line(f"编制单位：{name}")
        page.table(PROJECTS, [35, 160, 70, 70, 70, 70])
    assert len(tables(pdf)) == count


PLAIN = {
    "amounts in prose": [
        "　　本年收入合计 1,289.80 万元，其中：财政拨款收入 1,204.50 万元，",
        "占 93.39 %；事业收入 85.30 万元，占 6.61 %。",
    ],
    "contents": [
        "目　录",
        "一、部门收支总表…………………………………… 3",
        "二、部门收入总表…………………………………… 4",
        "三、部门支出总表…………………………………… 5",
    ],
    "contents without dots": [
        "部门预算表",
        "一、部门收支总表　　　　　　　　　　　　3",
        "二、部门收入总表　　　　　　　　　　　　4",
        "三、部门支出总表　　　　　　　　　　　　5",
    ],
    "numbered amounts": [
        "三公经费情况表说明如下：",
        "1.因公出国（境）费 0.00 万元；",
        "2.公务接待费 2.24 万元；",
        "3.公务用车购置费 18.10 万元。",
    ],
    "a title and text": ["部门收支总表", "　　" + PROSE, PROSE, "其中基本支出 640.00 万元，项目支出 260.00 万元。"],
}


@pytest.mark.parametrize("ruled", [False, True], ids=["bare", "between a head rule and a foot rule"])
@pytest.mark.parametrize("lines", PLAIN.values(), ids=PLAIN)
def test_running_text_is_no_table(lines: list[str], ruled: bool) -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    if ruled:
        page.page.draw_line((60, 58), (535, 58))
        page.page.draw_line((60, 780), (535, 780))
    for line in lines:
        page.line(line)
    found, regions = read(pdf)
    assert found == []
    assert regions == {}


def matched_cells(found: list[Table], truth: list[dict[str, Any]]) -> tuple[int, int]:
    """(cells read exactly, all cells) of the tables, those inside merged cells not counted."""
    right = total = 0
    for table_, wanted in zip(found, truth, strict=True):
        covered = {tuple(at) for at in wanted["covered"]}
        for r, row in enumerate(wanted["rows"]):
            for c, text in enumerate(row):
                if (r, c) in covered:
                    continue
                total += 1
                got = table_.rows[r][c].text if r < len(table_.rows) and c < len(table_.rows[r]) else None
                right += got is not None and "".join(got.split()) == "".join(text.split())
    return right, total


@pytest.mark.parametrize("layout", "abcd")
def test_sample_tables_are_exact(shared: Path, layout: str) -> None:
    right = total = 0
    for path in sorted((shared / "samples/truth").glob(f"{layout}*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))["tables"]
        with pymupdf.open(shared / "samples/pdf" / f"{path.stem}.pdf") as pdf:
            found = tables(pdf)
        assert [(t.title, list(t.pages)) for t in found] == [(t["title"], t["pages"]) for t in truth]
        assert [texts(t)[0] for t in found] == [t["header"] for t in truth]
        more_right, more = matched_cells(found, truth)
        right, total = right + more_right, total + more
    assert right / total > 0.998


def test_two_producers_of_one_text_give_the_same_tables(shared: Path) -> None:
    read_from = []
    for producer in ("office", "typst"):
        with pymupdf.open(shared / f"seed/linxia-hrss-2024.{producer}.pdf") as pdf:
            read_from.append([(t.title, t.label, t.unit, *texts(t)) for t in tables(pdf)])
    assert len(read_from[0]) == 22
    assert read_from[0] == read_from[1]


def test_real_tables_are_whole(shared: Path) -> None:
    with pymupdf.open(shared / "real/wanli-24.pdf") as pdf:
        found = tables(pdf)
    assert [(t.pages, len(t.rows), t.width, t.unit) for t in found] == [
        ((10,), 14, 4, "元"),
        ((11, 12, 13, 14, 15), 67, 9, "元"),
        ((16, 17, 18, 19, 20), 67, 7, "元"),
        ((21,), 14, 7, "元"),
        ((22, 23, 24, 25, 26), 67, 7, "元"),
        ((27,), 12, 7, "元"),
        ((28,), 12, 7, "元"),
        ((29, 30), 32, 6, "元"),
        ((31,), 1, 7, "万元"),
    ]
    assert [c.text for c in found[1].rows[-1] if not c.covered] == ["合计", "156,211,123", "156,211,123", "0", "0", "0"]


WORDS = "项目 收入 合计 单位：万元 部门收支总表 1,204.50 3 20805 一、 行政运行 备注：无 绩效指标 一级指标 — 0.00 附表1 。 栏次 **"


def random_page(rnd: random.Random, number: int) -> PageContent:
    """Lines, shading and words anywhere."""
    xs, ys = sorted(rnd.sample(range(40, 560), rnd.randint(2, 9))), sorted(rnd.sample(range(40, 800), rnd.randint(2, 25)))
    rules: list[Rule] = []
    fills: list[Box] = []
    chars: list[Char] = []
    for _ in range(rnd.randint(0, 60)):
        (x0, x1), (y0, y1) = sorted(rnd.choices(xs, k=2)), sorted(rnd.choices(ys, k=2))
        rules.append(Rule(x0, y0, x1, y0) if rnd.random() < 0.5 else Rule(x0, y0, x0, y1))
        if rnd.random() < 0.1:
            fills.append((x0, y0, x1, y1))
    for _ in range(rnd.randint(0, 120)):
        x: float = rnd.choice(xs) + rnd.choice([2, 9])
        y, size = rnd.choice(ys) + rnd.choice([2, 6, 14]), rnd.choice([7, 9, 14])
        for char in rnd.choice(WORDS.split()):
            width = size * (0.5 if char.isascii() else 1)
            chars.append(Char(char, char, x, y, x + width, y + size, size))
            x += width
    return PageContent(number, 595, 842, chars, [r for r in rules if (r.x0, r.y0) != (r.x1, r.y1)], fills)


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_whatever_stands_on_a_page_tables_are_rectangular(seed: int) -> None:
    for k in range(seed, seed + 20):
        rnd = random.Random(k)
        for found in read_tables([random_page(rnd, n) for n in (1, 2, 3)])[0]:
            grid = (*found.head, *found.rows)
            assert {len(row) for row in grid} == {found.width}
            for row in grid:
                for c, cell in enumerate(row):
                    assert cell.covered == (cell.box is None)
                    assert not (cell.covered and cell.text)
                    assert c + cell.column_span <= len(row)
