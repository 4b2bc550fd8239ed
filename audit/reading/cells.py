"""Tokens → the areas of a grid."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from audit.reading.lattice import Grid
from audit.reading.tokens import Token, token_of

# A character that a line cuts by less than this share of its width stands beside it, not across it.
_CUT = 0.25
# an amount, or a code
_FIGURE = re.compile(r"[-+−–—]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.(?P<decimals>\d{1,2}))?%?|\d+")
# Of figures beside a border, in characters: no further from it than this, and more than that.
_PADDING = 0.8
_ROOM = 1.2
_FIGURES = re.compile(r"[-+−–—\d.,%]+")
_CODE = re.compile(r"[23]\d\d(?:\d\d){0,2}")
# So many characters beside a border can belong to the figure beyond it.
_SPILT = 3
# Each border tries several places, within each of those of the one before.
_MOST_BORDERS = 4


def placed(grid: Grid, found: Iterable[Token]) -> tuple[list[list[Token]], list[Token]]:
    """(tokens of each area of the grid, tokens outside it).

    A number belongs to the cell of its last digit: right-aligned figures that are too long run over to the left. One that
    begins at the left border of its cell and has room at the right is aligned to the left, and runs over to the right.
    A text that runs over a border belongs to the cell that holds most of it; where the border passes between two
    of its characters, it is two texts that touch.
    """
    cell = _areas_by_cell(grid)
    inside: list[list[Token]] = [[] for _ in grid.areas]
    outside: list[Token] = []
    left, top, right, bottom = grid.box
    for token in found:
        middle = token.middle
        if not (top < middle < bottom and left < (token.x0 + token.x1) / 2 < right):
            outside.append(token)
            continue
        row = bisect_right(grid.ys, middle) - 1
        for piece, x in _pieces(token, grid.xs, cell[row]):
            column = min(max(bisect_right(grid.xs, x) - 1, 0), grid.columns - 1)
            inside[cell[row][column]].append(piece)
    return inside, outside


def _areas_by_cell(grid: Grid) -> list[list[int]]:
    cell = [[0] * grid.columns for _ in range(grid.rows)]
    for index, area in enumerate(grid.areas):
        for i in range(area.row, area.row + area.row_span):
            for j in range(area.column, area.column + area.column_span):
                cell[i][j] = index
    return cell


def _pieces(token: Token, xs: tuple[float, ...], row: list[int]) -> list[tuple[Token, float]]:
    """The token, cut where a border passes between its characters, with the x that decides each piece's cell."""
    first, last = bisect_right(xs, token.x0 + 0.5) - 1, bisect_right(xs, token.x1 - 0.5) - 1
    borders = [xs[j] for j in range(max(first, 0) + 1, min(last, len(row) - 1) + 1) if row[j] != row[j - 1]]
    if not borders:
        return [(token, (token.x0 + token.x1) / 2)]
    if _FIGURES.fullmatch(token.text):
        apart = _figures_apart(token, borders)
        if apart:
            return [(piece, _weight(piece)) for piece in apart]
    if token.is_number:
        flush_left = token.x0 - xs[max(first, 0)] < _PADDING * token.size
        end = token.chars[0 if flush_left and xs[min(last, len(row) - 1) + 1] - token.x1 > _ROOM * token.size else -1]
        return [(token, (end.x0 + end.x1) / 2)]
    groups: list[Token] = []
    rest = token.chars
    for border in borders:
        head = [c for c in rest if (c.x0 + c.x1) / 2 < border]
        if head and len(head) < len(rest) and _parts(head[-1].x1, rest[len(head)].x0, border, token.size):
            groups.append(token_of(head, token.spaced if not groups else False))
            rest = rest[len(head) :]
    groups.append(token_of(rest, token.spaced if not groups else False))
    return [(group, _weight(group)) for group in groups]


def _figures_apart(token: Token, borders: Sequence[float]) -> list[Token]:
    """The figures of cells that touch: each is well formed, and together they are not; none where that is not so.

    A figure too long for its cell reaches over the border; where that cuts it, the place nearest to the border that parts
    figures of as many decimals, or a figure and a code, parts these.
    """
    chars = token.chars
    if not 0 < len(borders) <= _MOST_BORDERS or _FIGURE.fullmatch(token.text):
        return []
    middle = sum((c.x0 + c.x1) / 2 < borders[0] for c in chars)
    near = range(max(1, middle - _SPILT), min(len(chars), middle + _SPILT + 1))
    at_border: list[Token] = []
    for at in sorted(near, key=lambda at: abs(at - middle)):
        left, right = _FIGURE.fullmatch(token.text[:at]), token_of(chars[at:])
        if left is None:
            continue
        rest = [right] if _FIGURE.fullmatch(right.text) else _figures_apart(right, borders[1:])
        if not rest:
            continue
        figures = [token_of(chars[:at], token.spaced), *rest]
        if _are_apart(left["decimals"], rest[0].text):
            return figures
        at_border = figures if at == middle else at_border
    return at_border or _figures_apart(token, borders[1:])


def _are_apart(decimals: str | None, right: str) -> bool:
    """Whether a figure with these decimals ends where `right` begins: one with as many, or an account item's code."""
    return bool(decimals) and (
        len(decimals or "") == len(right.rstrip("%").partition(".")[2]) or _CODE.fullmatch(right) is not None
    )


def _parts(end: float, start: float, border: float, size: float) -> bool:
    """True when the border cuts neither of the characters beside it by much."""
    return border > end - _CUT * size and border < start + _CUT * size


def _weight(token: Token) -> float:
    return (token.x0 + token.x1) / 2
