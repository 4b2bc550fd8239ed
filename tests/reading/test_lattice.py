import pytest

from audit.reading.lattice import Area, Grid, Line, connected, merged_lines, missing_ends, ruled_grid
from audit.reading.page import Rule


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y, x1, y)


def down(x: float, y0: float, y1: float) -> Rule:
    return Rule(x, y0, x, y1)


def grids(*rules: Rule) -> list[Grid]:
    found = [ruled_grid(*lines) for lines in connected(*merged_lines(rules))]
    return [grid for grid in found if grid is not None]


def cells(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(a.row, a.column, a.row_span, a.column_span) for a in grid.areas]


FRAME = [across(0, 0, 90), across(60, 0, 90), down(0, 0, 60), down(90, 0, 60)]


def test_crossing_lines_are_cells() -> None:
    (grid,) = grids(*FRAME, across(30, 0, 90), down(30, 0, 60), down(60, 0, 60))
    assert (grid.rows, grid.columns) == (2, 3)
    assert cells(grid) == [(i, j, 1, 1) for i in range(2) for j in range(3)]


def test_a_missing_line_merges_the_cells_beside_it() -> None:
    (grid,) = grids(*FRAME, across(30, 30, 90), down(30, 0, 60), down(60, 30, 60))
    assert cells(grid) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_an_open_region_that_is_no_rectangle_is_cut_into_rows() -> None:
    # no line between (0, 0) and (0, 1), nor between (0, 0) and (1, 0)
    (grid,) = grids(*FRAME, across(30, 45, 90), down(45, 30, 60))
    assert cells(grid) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_dashes_and_the_borders_of_single_cells_are_one_line() -> None:
    dashes = [across(30, x, x + 3) for x in range(0, 90, 6)]
    (grid,) = grids(*FRAME, *dashes, down(45, 0, 29), down(45, 31, 60))
    assert cells(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_gap_of_a_row_is_no_dash() -> None:
    (grid,) = grids(*FRAME, across(30, 0, 90), down(45, 0, 30))
    assert cells(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]


def test_double_lines_are_one_border() -> None:
    (grid,) = grids(*FRAME, across(30, 0, 90), across(32, 0, 90), down(45, 0, 60), down(47, 0, 60))
    assert (grid.rows, grid.columns) == (2, 2)


def test_rows_as_low_as_small_type_stay_apart() -> None:
    (grid,) = grids(*FRAME, *(across(y, 0, 90) for y in range(7, 60, 7)), down(45, 0, 60))
    assert grid.rows == 9


def test_sides_left_open_are_borders() -> None:
    lines = [across(y, 0, 90) for y in (0, 30, 60)]
    (grid,) = grids(*lines, down(30, 0, 60), down(60, 0, 60))
    assert grid.xs == (0, 30, 60, 90)
    assert len(grid.areas) == 6


def test_a_line_over_some_columns_borders_them_where_no_vertical_line_does() -> None:
    # a head over the last two columns, whose left side is not drawn
    (grid,) = grids(across(0, 0, 90), across(20, 30, 90), across(40, 0, 90), down(60, 20, 40), down(90, 0, 40))
    assert cells(grid) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_underlines_and_stubs_part_nothing() -> None:
    (grid,) = grids(*FRAME, across(30, 0, 90), across(22, 10, 40), down(45, 0, 8))
    assert cells(grid) == [(0, 0, 1, 1), (1, 0, 1, 1)]


def test_tables_that_do_not_touch_are_apart() -> None:
    second = [Rule(r.x0, r.y0 + 80, r.x1, r.y1 + 80) for r in FRAME]
    assert len(grids(*FRAME, *second)) == 2


def test_a_frame_around_the_page_leaves_the_table_within_alone() -> None:
    page = [across(-20, -20, 120), across(100, -20, 120), down(-20, -20, 100), down(120, -20, 100)]
    found = grids(*FRAME, across(30, 0, 90), *page)
    assert sorted(len(grid.areas) for grid in found) == [1, 2]


def test_lines_of_one_direction_are_no_grid() -> None:
    assert grids(across(0, 0, 90), across(30, 0, 90)) == []


def _before(*xs: float) -> Grid:
    return Grid(xs, (50, 70), tuple(Area(0, j, 1, 1) for j in range(len(xs) - 1)))


def _borders(*xs: float, top: float = 40, foot: float = 700) -> list[Line]:
    return [Line(x, top, foot) for x in xs]


def test_a_page_of_upright_lines_goes_on_with_the_table_before() -> None:
    assert missing_ends([], _borders(60, 160, 260), _before(61, 160, 258)) == [Line(40, 60, 260), Line(700, 60, 260)]


@pytest.mark.parametrize(
    ("vertical", "before"),
    [
        (_borders(60, 160, 260), None),
        (_borders(60, 160, 260), _before(100, 200, 300)),
        (_borders(60, 200, 260), _before(60, 160, 260)),
        (_borders(60, 260), _before(60, 260)),
        ([*_borders(60, 160), Line(260, 40, 300)], _before(60, 160, 260)),
    ],
    ids=["no table before", "it stood elsewhere", "other columns", "a frame", "lines of several heights"],
)
def test_other_upright_lines_are_no_table(vertical: list[Line], before: Grid | None) -> None:
    assert missing_ends([], vertical, before) == []


def test_upright_lines_that_others_cross_need_no_ends() -> None:
    assert missing_ends([Line(300, 60, 260)], _borders(60, 160, 260), _before(60, 160, 260)) == []
