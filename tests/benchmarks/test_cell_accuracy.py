"""What counts as a cell read right."""

from typing import Any

from benchmarks.cell_accuracy import Cells, Found, cells_right


def truth(*rows: list[str], pages: tuple[int, ...] = (3,), covered: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    return {"tables": [{"pages": list(pages), "rows": list(rows), "covered": [list(c) for c in covered]}]}


def test_cells_at_their_places_are_right_and_empty_ones_are_not_counted() -> None:
    found = [Found((3,), [["合计", "1.00", ""], ["基本支出", "0.60", ""]])]
    assert cells_right(truth(["合计", "1.00", ""], ["基本支出", "0.50", ""]), found) == Cells(3, 4)


def test_spaces_breaks_and_width_make_no_difference() -> None:
    found = [Found((3,), [["一般公共\n预算", "1 , 000"]])]
    assert cells_right(truth(["一般公共预算", "１,000"]), found) == Cells(2, 2)


def test_a_table_in_two_parts_with_its_head_repeated_is_whole() -> None:
    found = [Found((3,), [["科目", "金额"], ["甲", "1"]]), Found((4,), [["科目", "金额"], ["乙", "2"]])]
    assert cells_right(truth(["甲", "1"], ["乙", "2"], pages=(3, 4)), found) == Cells(4, 4)


def test_what_stands_on_other_pages_does_not_count() -> None:
    assert cells_right(truth(["甲", "1"]), [Found((4,), [["甲", "1"]])]) == Cells(0, 2)


def test_rows_in_another_order_are_not_right() -> None:
    found = [Found((3,), [["乙", "2"], ["甲", "1"]])]
    assert cells_right(truth(["甲", "1"], ["乙", "2"]), found) == Cells(2, 4)


def test_a_column_too_many_leaves_the_cells_in_order_right() -> None:
    found = [Found((3,), [["甲", "", "1", "2"]])]
    assert cells_right(truth(["甲", "1", "2"]), found) == Cells(3, 3)


def test_cells_under_a_merged_one_are_not_counted() -> None:
    found = [Found((3,), [["甲", ""]])]
    assert cells_right(truth(["甲", "甲"], covered=((0, 1),)), found) == Cells(1, 1)
