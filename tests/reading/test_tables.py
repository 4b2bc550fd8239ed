"""Tables of a page: several on one, their regions, and pages that hold anything."""

import random

import pymupdf
import pytest

from audit.reading.document import Box
from audit.reading.page import Char, PageContent, Rule, page_content
from audit.reading.tables import read_tables
from tests.reading.budget_tables import BALANCE, PROJECTS, PROSE, read, sheet, tables, texts
from tests.reading.sheets import Style


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
