"""Pieces of tables that hold further columns of the same rows → one piece as wide as the table.

A table too wide for its page is printed in strips: the next page has the columns that the page before had no room for,
with the columns of labels repeated or without them. What the edge of a page cuts is printed in part on both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from audit.reading.captions import CONTINUED, Caption, caption_above, notes_below
from audit.reading.cutting import Sheet
from audit.reading.document import Box
from audit.reading.heads import head_rows
from audit.reading.lattice import SAME_X, Area, Grid, same_sides
from audit.reading.page import Char
from audit.reading.pieces import Piece
from audit.reading.tokens import TextLine, Token, text_lines, token_of

# Rows of two strips are as high as each other to within these points.
_SAME_Y = 2.0
# What ends this near to the edge (in characters) is cut by it, and stands on both pages this near to the same place.
_CUT = 0.2
_SAME_PLACE = 0.3


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of a wide piece that stands on one page: its columns from `skipped` on are the whole's from `first` on."""

    piece: Piece
    grid: Grid
    first: int
    skipped: int


@dataclass(slots=True)
class WidePiece(Piece):
    """Strips side by side. Grid, tokens and lines stand where they would on a page as wide as the table."""

    strips: list[Strip] = field(default_factory=list)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(strip.piece.page for strip in self.strips)

    def place(self, area: Area) -> tuple[int, Box]:
        strip = max((s for s in self.strips if s.first <= area.column), key=lambda s: s.first)
        j = area.column - strip.first + strip.skipped
        xs, ys = strip.grid.xs, strip.grid.ys
        return strip.piece.page, (xs[j], ys[area.row], xs[min(j + area.column_span, len(xs) - 1)], ys[area.row + area.row_span])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pieces with the same rows; `move` brings the right one to its place beside the left one.

    `labels` counts the columns that the right one repeats, `depth` the rows of their heads. `above` and `below` are the lines
    around the two, the right one's moved and without what it repeats.
    """

    left: Sheet
    right: Sheet
    labels: int
    depth: int
    move: tuple[float, float]
    above: tuple[Sequence[TextLine], Sequence[TextLine]]
    below: tuple[Sequence[TextLine], Sequence[TextLine]]

    @property
    def seam(self) -> float:
        return self.left.grid.xs[-1]

    @property
    def box(self) -> Box:
        """Where the right one's own columns stand beside the left one."""
        xs, ys = self.right.grid.xs, self.left.grid.ys
        return (self.seam, ys[0], xs[-1] + self.move[0], ys[-1])

    @property
    def level(self) -> bool:
        """True when the two stand equally high on their pages."""
        return abs(self.move[1]) < _SAME_Y

    def moved(self, held: Iterable[Token]) -> list[Token]:
        return [_moved(token, *self.move) for token in held]


def pair_of(left: Piece, right: Piece, labels: int | None = None) -> Pair | None:
    """The two as a pair; None where their rows differ, or where what the right one has at its labels is not the left one's.

    `labels` where it is known how many columns are repeated.
    """
    heights = _shared_heights(left.grid, right.grid)
    if heights is None:
        return None
    a, b = _with_rows(left.sheet, heights), _with_rows(right.sheet, heights)
    repeated = _repeated_columns(a, b)
    if labels is None:
        labels = repeated
    if labels > repeated or labels == b.grid.columns or any(_crosses(area, labels) for area in b.grid.areas):
        return None
    seam = b.grid.xs[labels]
    move = (a.grid.xs[-1] - seam, a.grid.ys[0] - b.grid.ys[0])
    back = a.grid.xs[0] - b.grid.xs[0] - move[0]
    around: list[tuple[Sequence[TextLine], Sequence[TextLine]]] = []
    for here, there in ((left.above, right.above), (left.below, right.below)):
        lines = [] if _says_again(left, right) else _moved_lines(there, *move)
        own = _without_repeated(lines, here, a.grid.xs[-1], back) if labels else lines
        if own is None:
            return None
        around.append((here, own))
    return Pair(a, b, labels, max(left.head, right.head), move, *around)


def joined(left: Piece, right: Piece, pair: Pair) -> WidePiece:
    """The pieces of a pair as one; `first` and `last` tell whether all lines around them are its caption and footnotes."""
    sheet = _sewn(pair)
    box = sheet.grid.box
    above, below = (text_lines(_once(_held(a), _held(b), pair.seam)) for a, b in (pair.above, pair.below))
    caption = caption_above(above, box)
    first = len(caption.boxes) == len(above)
    notes, boxes = notes_below(below, box)
    caption.notes += notes
    caption.boxes += boxes
    heights = _heights(sheet.grid)
    strips = left.strips if isinstance(left, WidePiece) else [Strip(left, left.grid, 0, 0)]
    strips = [*strips, Strip(right, right.grid, pair.left.grid.columns, pair.labels)]
    strips = [replace(strip, grid=_with_borders(strip.grid, heights)) for strip in strips]
    last = len(boxes) == len(below)
    head = head_rows(sheet.grid, sheet.rows, form=False)
    return WidePiece(left.page, sheet, caption, first, last, bool(notes), box, above, below, head=head, strips=strips)


def titles_touch(left: Caption, right: Caption, seam: float) -> bool:
    """True when the title on the left runs up to the seam and the one on the right begins there."""
    a, b = left.title_box, right.title_box
    if a is None or b is None:
        return False
    near = _CUT * (a[3] - a[1])
    return a[2] > seam - near and b[0] < seam + near and abs(a[1] - b[1]) < near


def _printed_twice(left: Iterable[Token], right: Iterable[Token], seam: float) -> bool:
    """True when both have the character that the seam goes through."""
    cut = [c for token in left for c in token.chars if c.x0 < seam < c.x1]
    return any(c.x0 < seam < c.x1 and _is_printed(c, 0.0, cut) for token in right for c in token.chars)


def _touch(left: Iterable[Token], right: Iterable[Token], seam: float) -> bool:
    """True when text on the left runs up to the seam and goes on right behind it."""
    return any(
        a.x1 > seam - _CUT * a.size and b.x0 < seam + _CUT * b.size and abs(a.middle - b.middle) < _SAME_PLACE * a.size
        for a in left
        for b in right
    )


def is_cut(pair: Pair) -> bool:
    """True when the seam goes through a character of the title or of a cell."""
    left, right = map(_held, pair.above)
    edge = pair.right.grid.xs[pair.labels]
    cells = (
        (pair.left.inside[k], pair.moved(pair.right.inside[m]))
        for k, m in _at_seam(pair)
        if any(token.x0 < edge for token in pair.right.inside[m])
    )
    return any(_printed_twice(a, b, pair.seam) for a, b in ((left, right), *cells))


def _at_seam(pair: Pair) -> list[tuple[int, int]]:
    """Indices of the areas (left, right) that stand beside each other at the seam, as many rows high."""
    count = pair.left.grid.columns
    left = {(a.row, a.row_span): k for k, a in enumerate(pair.left.grid.areas) if a.column + a.column_span == count}
    return [
        (left[a.row, a.row_span], m)
        for m, a in enumerate(pair.right.grid.areas)
        if a.column == pair.labels and (a.row, a.row_span) in left
    ]


def _cut_heads(pair: Pair) -> dict[int, int]:
    """Areas of heads, left ones to right ones, that are two parts of one: the seam cuts their text, or one is blank."""
    found: dict[int, int] = {}
    for k, m in _at_seam(pair):
        area = pair.right.grid.areas[m]
        end = area.row + area.row_span
        if end < pair.depth and pair.right.rows[end][area.column]:
            a, b = pair.left.inside[k], pair.right.inside[m]
            if not (a and b) or _touch(a, pair.moved(b), pair.seam):
                found[k] = m
    return found


def _shared_heights(a: Grid, b: Grid) -> list[float] | None:
    """The borders of the rows of both, from the upper one; None where the two have different rows.

    A head merged over two rows in all columns of one has no border between them.
    """
    if a.rows == b.rows:
        return _heights(a)
    few, many = sorted((_heights(a), _heights(b)), key=len)
    same = abs(few[-1] - many[-1]) < _SAME_Y and all(any(abs(y - other) < _SAME_Y for other in many) for y in few)
    return many if same else None


def _heights(grid: Grid) -> list[float]:
    return [y - grid.ys[0] for y in grid.ys]


def same_columns(a: Grid, b: Grid) -> bool:
    """True when both have the same outer borders and one's columns are the other's, some merged."""
    if not same_sides(a, b):
        return False
    few, many = sorted((a.xs, b.xs), key=len)
    return all(any(abs(x - other) <= SAME_X for other in many) for x in few)


def same_heights(a: Grid, b: Grid) -> bool:
    return all(abs(y - other) < _SAME_Y for y, other in zip(_heights(a), _heights(b), strict=True))


def _with_rows(sheet: Sheet, heights: Sequence[float]) -> Sheet:
    return Sheet(_with_borders(sheet.grid, heights), sheet.inside)


def _with_borders(grid: Grid, heights: Sequence[float]) -> Grid:
    """The grid with a border at each of the heights, given from its upper one."""
    if len(heights) == len(grid.ys):
        return grid
    ys = tuple(grid.ys[0] + y for y in heights)
    at = [min(range(len(ys)), key=lambda i: abs(ys[i] - y)) for y in grid.ys]
    areas = (replace(a, row=at[a.row], row_span=at[a.row + a.row_span] - at[a.row]) for a in grid.areas)
    return Grid(grid.xs, ys, tuple(sorted(areas, key=lambda a: (a.row, a.column))))


def _repeated_columns(a: Sheet, b: Sheet) -> int:
    """How many leading columns of b say what those of a do."""
    for j in range(min(a.grid.columns, b.grid.columns)):
        if any(mine[j] != its[j] for mine, its in zip(a.rows, b.rows, strict=True)):
            return j
    return min(a.grid.columns, b.grid.columns)


def _crosses(area: Area, column: int) -> bool:
    return area.column < column < area.column + area.column_span


def _moved(token: Token, right: float, down: float) -> Token:
    chars = [replace(c, x0=c.x0 + right, x1=c.x1 + right, y0=c.y0 + down, y1=c.y1 + down) for c in token.chars]
    return token_of(chars, token.spaced)


def _moved_lines(lines: Iterable[TextLine], right: float, down: float) -> list[TextLine]:
    return text_lines(_moved(token, right, down) for line in lines for token in line.tokens)


def _held(lines: Iterable[TextLine]) -> list[Token]:
    return [token for line in lines for token in line.tokens]


def _says_again(left: Piece, right: Piece) -> bool:
    """True when the caption of the right one says nothing that the left one's does not say."""
    mine, its = left.caption, right.caption
    title = CONTINUED.sub("", its.title)
    return (
        right.first
        and title in ("", mine.title)
        and its.unit in ("", mine.unit)
        and its.label in ("", mine.label)
        and set(its.notes) <= set(mine.notes)
    )


def _without_repeated(lines: Sequence[TextLine], left: Sequence[TextLine], seam: float, back: float) -> list[TextLine] | None:
    """The lines without what stands above the labels as it does on the left; None where something else stands there.

    `back` moves what stands above the repeated labels to the left one's.
    """
    printed = [char for line in left for token in line.tokens for char in token.chars]
    own: list[Token] = []
    for token in _held(lines):
        before = [c for c in token.chars if (c.x0 + c.x1) / 2 < seam]
        if not all(_is_printed(c, back, printed) or _is_printed(c, 0.0, printed) for c in before):
            return None
        if len(before) < len(token.chars):
            own.append(token_of(token.chars[len(before) :], token.spaced) if before else token)
    return text_lines(own)


def _is_printed(char: Char, right: float, printed: Iterable[Char]) -> bool:
    """True when the character, moved to the right, is one of those printed."""
    near = _SAME_PLACE * char.size
    return any(c.text == char.text and abs(c.x0 - char.x0 - right) < near and abs(c.y0 - char.y0) < near for c in printed)


def _once(left: Sequence[Token], right: Iterable[Token], seam: float) -> list[Token]:
    """The tokens of both, what the seam cuts once."""
    cut = [c for token in left for c in token.chars if c.x1 > seam]
    found = [*left]
    for token in right:
        own = [c for c in token.chars if not _is_printed(c, 0.0, cut)]
        if own:
            found.append(token if len(own) == len(token.chars) else token_of(own, token.spaced))
    return found


def _sewn(pair: Pair) -> Sheet:
    """The sheet of both, heads that the seam cuts made whole."""
    a, b = pair.left, pair.right
    whole = _cut_heads(pair)
    cells: list[tuple[Area, list[Token]]] = []
    for k, (area, held) in enumerate(zip(a.grid.areas, a.inside, strict=True)):
        if k in whole:
            rest = b.grid.areas[whole[k]]
            area = replace(area, column_span=area.column_span + rest.column_span)
            held = _once(held, pair.moved(b.inside[whole[k]]), pair.seam)
        cells.append((area, held))
    sewn_on = set(whole.values())
    for m, (area, held) in enumerate(zip(b.grid.areas, b.inside, strict=True)):
        if area.column >= pair.labels and m not in sewn_on:
            cells.append((replace(area, column=area.column + a.grid.columns - pair.labels), pair.moved(held)))
    cells.sort(key=lambda cell: (cell[0].row, cell[0].column))
    xs = (*a.grid.xs, *(x + pair.move[0] for x in b.grid.xs[pair.labels + 1 :]))
    grid = Grid(xs, a.grid.ys, tuple(area for area, _ in cells))
    return Sheet(grid, [held for _, held in cells])
