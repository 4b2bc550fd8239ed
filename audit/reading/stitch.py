"""Pieces of tables on single pages → whole tables over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.reading.captions import Caption
from audit.reading.heads import head_rows, is_form, is_ordinal_row
from audit.reading.lattice import Area, Grid

_SAME_X = 4.0


@dataclass(slots=True)
class Piece:
    """The part of a table on one page. `texts` belong to `grid.areas`; `first` and `last`: nothing but page
    furniture stands above or below it on its page."""

    page: int
    grid: Grid
    texts: list[str]
    caption: Caption
    first: bool
    last: bool
    head: int = 0

    @property
    def rows(self) -> list[list[str]]:
        return row_texts(self.grid, self.texts)


def row_texts(grid: Grid, texts: Sequence[str]) -> list[list[str]]:
    """The texts as a grid, merged cells' text in their first position."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for area, text in zip(grid.areas, texts, strict=True):
        rows[area.row][area.column] = text
    return rows


@dataclass(slots=True)
class Whole:
    """A table over its pages: each piece with the number of leading rows that only repeat the head."""

    pieces: list[Piece]
    repeated: list[int] = field(default_factory=list)


def stitched(pieces: Sequence[Piece]) -> list[Whole]:
    """Pieces in reading order, continuations joined to the table they continue."""
    wholes: list[Whole] = []
    for piece in pieces:
        last = wholes[-1] if wholes else None
        if last is not None and _continues(last.pieces[-1], piece, last.pieces[0]):
            last.pieces.append(piece)
            last.repeated.append(_repeated_head(last.pieces[0], piece))
        else:
            piece.head = head_rows(piece.grid, piece.texts, piece.rows)
            wholes.append(Whole([piece], [0]))
    return wholes


def _continues(previous: Piece, piece: Piece, start: Piece) -> bool:
    if piece.page != previous.page + 1 or not previous.last or not piece.first:
        return False
    caption = piece.caption
    same_head = _repeated_head(start, piece) > 0
    if caption.title and (caption.title != start.caption.title or not same_head):
        return False
    if caption.title and is_form(start.rows):
        return False
    if caption.label and caption.label != start.caption.label:
        return False
    if previous.caption.notes and not same_head and not caption.title and len(previous.caption.boxes) > len(start.caption.boxes):
        return False
    return _same_columns(start.grid, piece.grid) or (same_head and piece.grid.columns == start.grid.columns)


def _same_columns(a: Grid, b: Grid) -> bool:
    """True when both have the same outer borders and one's columns are the other's, some merged."""
    if abs(a.xs[0] - b.xs[0]) > _SAME_X or abs(a.xs[-1] - b.xs[-1]) > _SAME_X:
        return False
    few, many = sorted((a.xs, b.xs), key=len)
    return all(any(abs(x - other) <= _SAME_X for other in many) for x in few)


def _repeated_head(start: Piece, piece: Piece) -> int:
    """How many leading rows of `piece` repeat the head of the table's first piece."""
    heads = [_filled(row) for row in start.rows[: start.head]]
    count = 0
    for row, head in zip(piece.rows, heads, strict=False):
        if _filled(row) != head:
            break
        count += 1
    return count if any(heads[:count]) else 0


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in row if text]
