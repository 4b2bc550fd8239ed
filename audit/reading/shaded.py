"""Where tables stand whose cells are told apart by shading."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from audit.reading.bands import band_rows
from audit.reading.document import Box
from audit.reading.evidence import between, in_columns, is_band, is_table
from audit.reading.lattice import Area, Grid, connected, merged_lines, ruled_grid, same_sides
from audit.reading.lattice import Line as RuledLine
from audit.reading.openends import open_foot, open_top, row_feet
from audit.reading.page import Rule, box_edges
from audit.reading.phrases import line_phrases
from audit.reading.tokens import TextLine

_SAME_X = 5.0
# Shading behind fewer boxes is decoration; lower and narrower ones stand behind words.
_FEWEST_FILLS = 4
_LOWEST_CELL = 8.0
_LINES_OF_ROW = 4
# A stripe covers nearly all of its table's width; its edges are no borders of their own this near to a line.
_WHOLE = 0.95
_SAME_EDGE = 4.0


def shaded_head_edges(fills: Sequence[Box], rules: Sequence[RuledLine]) -> list[RuledLine]:
    """The edges of blocks of shading as wide as the rules below them: heads that no line borders.

    A block's upper and lower edge are as wide as it is; the edges within it part the levels of a merged head.
    """
    blocks: list[list[Box]] = []
    for fill in sorted((f for f in fills if f[3] - f[1] > _LOWEST_CELL), key=lambda f: f[1]):
        if blocks and fill[1] <= max(f[3] for f in blocks[-1]) + 1:
            blocks[-1].append(fill)
        else:
            blocks.append([fill])
    edges: list[RuledLine] = []
    for block in blocks:
        left, right = min(f[0] for f in block), max(f[2] for f in block)
        top, bottom = min(f[1] for f in block), max(f[3] for f in block)
        covered = sum((f[2] - f[0]) * (f[3] - f[1]) for f in block) > 0.8 * (right - left) * (bottom - top)
        same_ends = (r for r in rules if abs(r.low - left) <= _SAME_X and abs(r.high - right) <= _SAME_X)
        if covered and any(bottom - 1 < rule.at for rule in same_ends):
            edges += [RuledLine(top, left, right), RuledLine(bottom, left, right)]
            edges += merged_lines(Rule(f[0], f[3], f[2], f[3]) for f in block if f[3] < bottom - 2)[0]
    return edges


def shaded_grids(fills: Sequence[Box], lines: Sequence[TextLine], taken: Sequence[Box], before: Grid | None = None) -> list[Grid]:
    """Grids whose cells are told apart by shading, or by white lines on it, outside `taken`; from top to bottom.

    Rows without shading between shaded ones, and one below the last, belong to them.
    """
    free = [f for f in fills if min(f[2] - f[0], f[3] - f[1]) > _LOWEST_CELL and not any(_inside(f, box) for box in taken)]
    if len(free) < _FEWEST_FILLS:
        return []
    edges = [edge for box in free for edge in box_edges(box)]
    groups = [g for g in map(_shaded, connected(*merged_lines(edges))) if g is not None]
    groups.sort(key=lambda group: group[2].ys[0])
    found: list[Grid] = []
    while groups:
        horizontal, vertical, grid = groups.pop(0)
        while groups and same_sides(grid, groups[0][2]) and grid.ys[-1] < groups[0][2].ys[0]:
            top, bottom = grid.ys[-1], groups[0][2].ys[0]
            sides = (RuledLine(top, grid.xs[0], grid.xs[-1]), RuledLine(bottom, grid.xs[0], grid.xs[-1]))
            if not is_band(between(lines, top, bottom), *sides):
                break
            more_horizontal, more_vertical, grid = groups.pop(0)
            horizontal += more_horizontal
            vertical += [*more_vertical, *(RuledLine(x, top, bottom) for x in grid.xs)]
        edge = RuledLine(min(line.at for line in horizontal), grid.xs[0], grid.xs[-1])
        foot = RuledLine(max(line.at for line in horizontal), grid.xs[0], grid.xs[-1])
        last = _last_row(horizontal, lines)
        if not last and (end := open_foot([edge, foot], lines, [])):
            last = row_feet(foot, end[0], lines)
        sides_below = [RuledLine(x, foot.at, last[-1].at) for x in grid.xs] if last else []
        whole = ruled_grid([*open_top([edge], lines, before), *horizontal, *last], [*vertical, *sides_below])
        if whole is not None and whole.rows > 1 and is_table(between(lines, whole.ys[0], whole.ys[-1])):
            found.append(whole)
    return found


def with_stripes(grid: Grid, fills: Sequence[Box]) -> Grid:
    """The grid with its rows parted at the edges of shading that runs across all of it: every other row is shaded, and no
    line parts them."""
    edges = _stripe_edges(grid, fills)
    if not edges:
        return grid
    ys = sorted([*grid.ys, *edges])
    areas: list[Area] = []
    for area in grid.areas:
        first, end = bisect_left(ys, grid.ys[area.row]), bisect_left(ys, grid.ys[area.row + area.row_span])
        if area.row_span > 1:
            areas.append(replace(area, row=first, row_span=end - first))
        else:
            areas += [replace(area, row=row) for row in range(first, end)]
    return Grid(grid.xs, tuple(ys), tuple(sorted(areas, key=lambda area: (area.row, area.column))))


def _stripe_edges(grid: Grid, fills: Sequence[Box]) -> list[float]:
    """Where shading as wide as the grid begins and ends within its rows; the cells of one row can be shaded one by one."""
    left, top, right, bottom = grid.box
    stripes: dict[tuple[int, int], float] = {}
    for x0, y0, x1, y1 in set(fills):  # some are drawn twice
        if y1 - y0 > _LOWEST_CELL and top - _SAME_X < y0 and y1 < bottom + _SAME_X:
            at = (round(y0), round(y1))
            stripes[at] = stripes.get(at, 0.0) + min(x1, right) - max(x0, left)
    edges: list[float] = []
    for y in sorted(y for stripe, width in stripes.items() if width > _WHOLE * (right - left) for y in stripe):
        if all(abs(y - other) > _SAME_EDGE for other in (*grid.ys, *edges)):
            edges.append(y)
    return edges


_Group = tuple[list[RuledLine], list[RuledLine], Grid]


def _shaded(lines: tuple[list[RuledLine], list[RuledLine]]) -> _Group | None:
    grid = ruled_grid(*lines)
    return None if grid is None else (*lines, grid)


def _last_row(horizontal: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The lower border of an unshaded row below the lines, if the figures there stand in the columns above."""
    foot = max(line.at for line in horizontal)
    figures = [p for line in lines if line.middle < foot for p in line_phrases(line) if p.is_value]
    row = next(iter(band_rows([line for line in lines if line.middle > foot][:_LINES_OF_ROW])), [])
    padding = min((p.y0 for p in row), default=foot) - foot
    if not row or padding > row[0].size or not in_columns([row], figures):
        return []
    bottom = max(p.y1 for p in row) + max(padding, 1.0)
    return [RuledLine(bottom, min(line.low for line in horizontal), max(line.high for line in horizontal))]


def _inside(box: Box, outer: Box) -> bool:
    return (
        box[0] >= outer[0] - _SAME_X
        and box[1] >= outer[1] - _SAME_X
        and box[2] <= outer[2] + _SAME_X
        and box[3] <= outer[3] + _SAME_X
    )
