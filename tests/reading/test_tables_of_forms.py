"""Performance forms: labels beside values in merged cells."""

import pymupdf
import pytest

from tests.reading.budget_tables import FORM, sheet, tables, texts
from tests.reading.sheets import Drawn


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
