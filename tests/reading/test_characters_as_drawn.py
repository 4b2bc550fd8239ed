"""Characters that are drawn: outlines that are no lines of a table, heads set downwards."""

import pymupdf

from audit.reading.page import page_content
from tests.reading.budget_tables import BALANCE, sheet, tables, texts
from tests.reading.sheets import Style, table


def test_the_outlines_of_bold_characters_are_no_lines_of_the_table() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("部门收支总表", "centre", 14)
    page.line("单位：万元", "right")
    left, top, _, bottom = page.table(BALANCE, [150, 85, 150, 85], Style(lines="three"))
    shape = page.page.new_shape()
    outline = [(0, 0), (6, 0), (6, 1), (4, 1), (4.8, 9), (2.8, 9), (2, 1), (0, 1), (0, 0)]
    for k in range(int((bottom - top) / 11)):  # 丁 one below the other, the outline of each a path
        shape.draw_polyline([(left + 12 + x, top + 1 + 11 * k + y) for x, y in outline])
        shape.finish(color=(0, 0, 0), width=0.3)
    shape.commit()
    (found,) = tables(pdf)
    assert texts(found) == (BALANCE.texts[:2], BALANCE.texts[2:])


def test_lines_drawn_as_one_path_are_lines_though_one_is_slanted() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.table(BALANCE, [150, 85, 150, 85], Style(lines="none"))
    shape = page.page.new_shape()
    for y in (60, 135, 165):
        shape.draw_line((60, y), (530, y))
    for x in (60, 210, 295, 445, 530):
        shape.draw_line((x, 60), (x, 165))
    shape.draw_line((60, 60), (210, 90))
    shape.finish(color=(0, 0, 0), width=0.5)
    shape.commit()
    assert len(page_content(pdf[0]).rules) == 8


def test_heads_set_downwards_in_columns_from_right_to_left() -> None:
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("“三公”经费预算表", "centre", 14)
    page.line("单位：万元", "right")
    top = page.y
    drawn = table("""
        合计\\　\\　\\　\\　\\　 | | 公务接待费
        -
        18.10 | 16.10 | 2.00
        """)
    page.table(drawn, [100, 60, 100])
    writer, font = pymupdf.TextWriter(page.page.rect), pymupdf.Font("cjk")
    for x, text in ((192, "公务用车购"), (178, "置费")):
        for k, char in enumerate(text):
            writer.append((x, top + 12 + 9 * k), char, font=font, fontsize=9)
    writer.write_text(page.page)
    (found,) = tables(pdf)
    assert [cell.text for cell in found.head[0]] == ["合计", "公务用车购置费", "公务接待费"]


def test_lines_of_two_characters_are_read_across() -> None:
    drawn = table("""
        科目 | 公务用车 | 公务接待费
        -
        合计 | 16.10 | 2.00
        """)
    pdf = pymupdf.open()
    page = sheet(pdf)
    page.line("“三公”经费预算表", "centre", 14)
    page.table(drawn, [100, 24.5, 100])
    (found,) = tables(pdf)
    assert found.head[0][1].text == "公务用车"
