"""Ruled lines of a page → grids: connected lines, elementary cells, and the merged areas they form.

Knows lines only, neither characters nor words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audit.reading.document import Box
from audit.reading.page import Rule

# Lines of one border lie this close (double lines, both edges of a drawn border), rows never do.
_SAME_LINE = 3.2
# Dashes and the pieces of a border drawn cell by cell are at most this far apart.
_GAP = 4.5
# Lines that miss each other by this much still meet on paper.
_TOUCH = 3.0
_SHORTEST = 5.0
_FEWEST_BORDERS = 3
# The two halves of a table are at most this far apart.
_HALVES = 40.0
# Borders of one table are at most this far from each other on different pages.
SAME_X = 4.0
# An outer border is missing where the lines across it run on this far beyond the last one.
_OPEN = 6.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of elementary cells without a line between them: one cell of the table as printed."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: `xs` and `ys` are the borders of its columns and rows; `areas` tile it, in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def area_box(self, area: Area) -> Box:
        return (
            self.xs[area.column],
            self.ys[area.row],
            self.xs[area.column + area.column_span],
            self.ys[area.row + area.row_span],
        )


def same_sides(a: Grid, b: Grid) -> bool:
    """True when two grids are equally wide and stand at the same place across the page."""
    return abs(a.xs[0] - b.xs[0]) <= SAME_X and abs(a.xs[-1] - b.xs[-1]) <= SAME_X


@dataclass(frozen=True, slots=True)
class Line:
    """A merged rule: `at` is its fixed coordinate, `low`..`high` its extent."""

    at: float
    low: float
    high: float


def merged_lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines, the pieces of one line joined, double lines made one, specks dropped."""
    horizontal: list[Line] = []
    vertical: list[Line] = []
    for rule in rules:
        if rule.y0 == rule.y1:
            horizontal.append(Line(rule.y0, rule.x0, rule.x1))
        else:
            vertical.append(Line(rule.x0, rule.y0, rule.y1))
    return _joined(horizontal), _joined(vertical)


def _joined(lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for group in _clusters(lines):
        at = sum(line.at for line in group) / len(group)
        group.sort(key=lambda line: line.low)
        low, high = group[0].low, group[0].high
        for line in group[1:]:
            if line.low > high + _GAP:
                joined.append(Line(at, low, high))
                low, high = line.low, line.high
            else:
                high = max(high, line.high)
        joined.append(Line(at, low, high))
    return [line for line in joined if line.high - line.low >= _SHORTEST]


def _clusters(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][0].at <= _SAME_LINE:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def missing_ends(horizontal: Sequence[Line], vertical: Sequence[Line], before: Grid | None) -> list[Line]:
    """The upper and lower border of a table without lines between its rows that goes on from `before`, on the page before.

    Such a page has nothing but vertical lines of one height where the borders of the columns are.
    """
    if before is None or len(vertical) < _FEWEST_BORDERS:
        return []
    low, high = vertical[0].low, vertical[0].high
    alike = all(abs(v.low - low) <= _TOUCH and abs(v.high - high) <= _TOUCH for v in vertical)
    outer = abs(vertical[0].at - before.xs[0]) <= SAME_X and abs(vertical[-1].at - before.xs[-1]) <= SAME_X
    known = all(any(abs(v.at - x) <= SAME_X for x in before.xs) for v in vertical)
    if not (alike and outer and known) or any(low - _TOUCH < h.at < high + _TOUCH for h in horizontal):
        return []
    return [Line(y, vertical[0].at, vertical[-1].at) for y in (low, high)]


def connected(horizontal: Sequence[Line], vertical: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """(horizontal, vertical) lines grouped by touching one another; groups without both directions are left out."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            if v.low - _TOUCH <= h.at <= v.high + _TOUCH and h.low - _TOUCH <= v.at <= h.high + _TOUCH:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(i), ([], []))[i >= len(horizontal)].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def ruled_grid(horizontal: Sequence[Line], vertical: Sequence[Line]) -> Grid | None:
    """The grid of lines that belong to one table; None when they bound no cell."""
    vertical = [*vertical, *_ends(horizontal, vertical)]
    xs = _positions(vertical, horizontal)
    ys = _positions(horizontal, vertical)
    if len(xs) < 2 or len(ys) < 2:
        return None
    by_column = [_covered(vertical, x, ys) for x in xs]
    left = [[covered[i] for covered in by_column] for i in range(len(ys) - 1)]
    above = [_covered(horizontal, y, xs) for y in ys]
    return _without_idle_lines(xs, ys, _areas(left, above))


def _ends(horizontal: Sequence[Line], vertical: Sequence[Line]) -> list[Line]:
    """Borders that no vertical line draws, at the ends of lines that part some columns only (a head over two, say).

    They reach up and down to the next lines that run across.
    """
    low, high = min(line.low for line in horizontal), max(line.high for line in horizontal)
    made: list[Line] = []
    for line in horizontal:
        for end in (line.low, line.high):
            inside = low + _OPEN < end < high - _OPEN
            if inside and not any(abs(v.at - end) <= _OPEN and v.low - _TOUCH <= line.at <= v.high + _TOUCH for v in vertical):
                across = [other.at for other in horizontal if other.low < end - _OPEN and other.high > end + _OPEN]
                top = max((y for y in across if y < line.at), default=line.at)
                bottom = min((y for y in across if y > line.at), default=line.at)
                made.append(Line(end, top, bottom))
    return made


def joined_halves(found: Sequence[Grid]) -> list[Grid]:
    """The grids, those joined that stand side by side with the same rows: two halves of one table."""
    joined: list[Grid] = []
    for grid in found:
        left = next((other for other in joined if _is_left_half(other, grid)), None)
        if left is None:
            joined.append(grid)
            continue
        xs = (*left.xs[:-1], (left.xs[-1] + grid.xs[0]) / 2, *grid.xs[1:])
        areas = [*left.areas, *(replace(area, column=area.column + left.columns) for area in grid.areas)]
        areas.sort(key=lambda area: (area.row, area.column))
        joined[joined.index(left)] = Grid(xs, left.ys, tuple(areas))
    return joined


def _is_left_half(left: Grid, right: Grid) -> bool:
    rows = len(left.ys) == len(right.ys) > 2 and all(abs(a - b) <= _TOUCH for a, b in zip(left.ys, right.ys, strict=True))
    return rows and 0 <= right.xs[0] - left.xs[-1] <= _HALVES


def _positions(lines: Sequence[Line], across: Sequence[Line]) -> list[float]:
    """Coordinates of the borders, with the outer ones added where the lines across run on (open sides)."""
    positions = [group[0].at for group in _clusters(lines)]
    low, high = min(line.low for line in across), max(line.high for line in across)
    if positions[0] - low > _OPEN:
        positions.insert(0, low)
    if high - positions[-1] > _OPEN:
        positions.append(high)
    return positions


def _covered(lines: Sequence[Line], at: float, marks: Sequence[float]) -> list[bool]:
    """For each interval between marks, whether lines at this coordinate cover most of it."""
    here = [line for line in lines if abs(line.at - at) <= _SAME_LINE]
    if any(line.low <= marks[0] and line.high >= marks[-1] for line in here):
        return [True] * (len(marks) - 1)
    return [
        sum(max(0.0, min(line.high, high) - max(line.low, low)) for line in here) > 0.5 * (high - low)
        for low, high in pairwise(marks)
    ]


def _areas(left: list[list[bool]], above: list[list[bool]]) -> list[Area]:
    """Areas of a grid: each unlined run of cells, taken down over rows while no line parts them.

    Where lines are missing so that an open region is no rectangle, it is cut into rows of rectangles.
    """
    rows, columns = len(left), len(above[0])
    taken = [[False] * columns for _ in range(rows)]
    areas: list[Area] = []
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            width = 1
            while j + width < columns and not left[i][j + width] and not taken[i][j + width]:
                width += 1
            height = 1
            while i + height < rows and _continues(left, above, i + height, j, width):
                height += 1
            for k in range(i, i + height):
                taken[k][j : j + width] = [True] * width
            areas.append(Area(i, j, height, width))
    return areas


def _continues(left: list[list[bool]], above: list[list[bool]], i: int, j: int, width: int) -> bool:
    columns = len(above[0])
    return (
        not any(above[i][j : j + width])
        and not any(left[i][j + 1 : j + width])
        and (j == 0 or left[i][j])
        and (j + width == columns or left[i][j + width])
    )


def _without_idle_lines(xs: list[float], ys: list[float], areas: list[Area]) -> Grid:
    """The grid without the lines that bound no area (underlines, stubs)."""
    used_rows = sorted({k for a in areas for k in (a.row, a.row + a.row_span)})
    used_columns = sorted({k for a in areas for k in (a.column, a.column + a.column_span)})
    row = {old: new for new, old in enumerate(used_rows)}
    column = {old: new for new, old in enumerate(used_columns)}
    kept = tuple(
        Area(
            row[a.row],
            column[a.column],
            row[a.row + a.row_span] - row[a.row],
            column[a.column + a.column_span] - column[a.column],
        )
        for a in areas
    )
    return Grid(tuple(xs[k] for k in used_columns), tuple(ys[k] for k in used_rows), kept)
