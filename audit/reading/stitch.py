"""Pieces of tables on single pages → whole tables over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.reading.captions import CONTINUED, Caption, is_organisation
from audit.reading.completion import completed
from audit.reading.heads import head_rows, is_form
from audit.reading.lattice import SAME_X, Grid, same_sides
from audit.reading.pieces import Piece


@dataclass(slots=True)
class Whole:
    """A table over its pages: each piece with the number of leading rows that only repeat the head."""

    pieces: list[Piece]
    repeated: list[int] = field(default_factory=list)


def stitched(pieces: Sequence[Piece]) -> list[Whole]:
    """Pieces in reading order, continuations joined to the table they continue, missing borders drawn."""
    wholes: list[Whole] = []
    for piece in pieces:
        piece.sheet = completed([piece.sheet])[0]
        piece.head = _head([piece])
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
    return wholes


def _head(pieces: Sequence[Piece]) -> int:
    start = pieces[0]
    rows = [row for piece in pieces for row in piece.rows]
    return head_rows(start.grid, start.rows, is_form(rows, start.caption.title))


def _continues(previous: Piece, piece: Piece, start: Piece) -> bool:
    if piece.page != previous.page + 1 or not previous.last or not piece.first:
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
    return _same_columns(start.raw.grid, piece.raw.grid) or (same_head and piece.grid.columns == start.grid.columns)


def _organisations(caption: Caption) -> list[str]:
    return [note for note in caption.notes if is_organisation(note)]


def _same_columns(a: Grid, b: Grid) -> bool:
    """True when both have the same outer borders and one's columns are the other's, some merged."""
    if not same_sides(a, b):
        return False
    few, many = sorted((a.xs, b.xs), key=len)
    return all(any(abs(x - other) <= SAME_X for other in many) for x in few)


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
