"""Pieces of tables on single pages → whole tables over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audit.reading.abreast import abreast
from audit.reading.bands import BEGINS_ROW
from audit.reading.captions import CONTINUED, Caption, is_organisation
from audit.reading.completion import completed
from audit.reading.heads import head_rows, is_form, is_value
from audit.reading.lattice import same_sides
from audit.reading.pieces import Piece
from audit.reading.strips import same_columns

# A line that ends this near to its cell's border (in characters) is full.
_FULL = 2.0
_NEARLY_ALL = 0.85


@dataclass(slots=True)
class Whole:
    """A table over its pages: each piece with the number of leading rows that only repeat the head.

    `broken`: the row that ends the page before goes on in the piece's first row below the head.
    """

    pieces: list[Piece]
    repeated: list[int] = field(default_factory=list)
    broken: list[bool] = field(default_factory=list)


def stitched(pieces: Sequence[Piece]) -> list[Whole]:
    """Pieces in reading order, continuations joined to the table they continue, missing borders drawn."""
    wholes: list[Whole] = []
    for piece in pieces:
        piece.sheet = completed([piece.sheet])[0]
        piece.head = _head([piece])
    for piece in abreast(pieces):
        last = wholes[-1] if wholes else None
        if last is not None and _continues(last.pieces[-1], piece, last.pieces[0]):
            last.pieces.append(piece)
        else:
            wholes.append(Whole([piece]))
    for whole in wholes:
        start = whole.pieces[0]
        if len(whole.pieces) > 1:
            if any(piece.sheet is not piece.raw for piece in whole.pieces):
                for piece, sheet in zip(whole.pieces, completed([piece.raw for piece in whole.pieces]), strict=True):
                    piece.sheet = sheet
            start.head = _head(whole.pieces)
        whole.repeated = [0, *(_repeated_head(start, piece) for piece in whole.pieces[1:])]
        whole.broken = [False] * len(whole.pieces)
        if len(whole.pieces) > 1 and start.head:
            body = [
                row for piece, n in zip(whole.pieces, [start.head, *whole.repeated[1:]], strict=True) for row in piece.rows[n:]
            ]
            for k, (before, piece) in enumerate(pairwise(whole.pieces), 1):
                whole.broken[k] = _is_broken(before, piece, whole.repeated[k], body)
    return wholes


def _head(pieces: Sequence[Piece]) -> int:
    start = pieces[0]
    rows = [row for piece in pieces for row in piece.rows]
    return head_rows(start.grid, start.rows, is_form(rows, start.caption.title))


def _continues(previous: Piece, piece: Piece, start: Piece) -> bool:
    if piece.page not in (previous.page + 1, previous.pages[-1] + 1) or not previous.last or not piece.first:
        return False
    caption = piece.caption
    same_head = _repeated_head(start, piece) > 0
    title = CONTINUED.sub("", caption.title)
    marked = title != caption.title
    if title and (title != start.caption.title or not (same_head or marked)):
        return False
    if title and not marked and (is_form(start.rows, title) or _organisations(caption) != _organisations(start.caption)):
        return False
    if caption.label and caption.label != start.caption.label:
        return False
    if previous.noted and not (same_head or marked):
        return False
    if start.sheet.plain and piece.sheet.plain:
        return True
    if is_form(start.rows, start.caption.title) and same_sides(start.raw.grid, piece.raw.grid):
        return True
    return same_columns(start.raw.grid, piece.raw.grid) or (same_head and piece.grid.columns == start.grid.columns)


def _is_broken(before: Piece, piece: Piece, first: int, body: Sequence[Sequence[str]]) -> bool:
    """True when row `first` of a piece holds but the rest of labels that filled their cells at the foot of the page before.

    It has no figure where nearly every row has one, or no numbering where nearly every label has one.
    """
    if first >= len(piece.rows) or piece.grid.columns != before.grid.columns:
        return False
    rest = {j: text for j, text in enumerate(piece.rows[first]) if text}
    full = _full_columns(before)
    if not rest or any(is_value(text) or BEGINS_ROW.match(text) or j not in full for j, text in rest.items()):
        return False
    figured = sum(any(map(is_value, row)) for row in body)
    numbered = sum(all(not row[j] or BEGINS_ROW.search(row[j]) for j in rest) for row in body)
    return max(figured, numbered) > _NEARLY_ALL * (len(body) - 1)


def _full_columns(piece: Piece) -> set[int]:
    """The columns whose last cell on the page is filled by its text to the end of its last line."""
    grid = piece.grid
    return {
        area.column
        for area, held in zip(grid.areas, piece.sheet.inside, strict=True)
        if held and area.row + area.row_span == grid.rows
        if max(held, key=lambda t: (t.y1, t.x1)).x1 > grid.xs[area.column + area.column_span] - _FULL * held[0].size
    }


def _organisations(caption: Caption) -> list[str]:
    return [note for note in caption.notes if is_organisation(note)]


def _repeated_head(start: Piece, piece: Piece) -> int:
    """How many leading rows of `piece` say only what the head of the table's first piece says."""
    heads = [_filled(row) for row in start.rows[: start.head]]
    texts = {text for row in heads for text in row}
    count = 0
    for row in map(_filled, piece.rows[: start.head]):
        if row not in heads and (len(row) < 2 or not texts.issuperset(row)):
            break
        count += 1
    return count if any(map(_filled, piece.rows[:count])) else 0


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in row if text]
