"""What looks like a table and is none."""

import pymupdf
import pytest

from tests.reading.budget_tables import PROSE, read, sheet, tables
from tests.reading.sheets import Style, table


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
