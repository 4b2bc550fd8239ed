"""Pieces of tables on single pages → whole tables over pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audit.reading.abreast import abreast
from audit.reading.bands import BEGINS_ROW
from audit.reading.captions import CONTINUED, Caption, is_organisation
from audit.reading.completion import completed
from audit.reading.evidence import in_columns
from audit.reading.heads import head_rows, is_form, is_value
from audit.reading.lattice import same_sides
from audit.reading.phrases import Phrase
from audit.reading.pieces import Piece
from audit.reading.strips import same_columns

# A line that ends this near to its cell's border (in characters) is full.
_FULL = 2.0
_NEARLY_ALL = 0.85
_FEW_DIGITS = 3
_CODE = re.compile(r"\d{3,7}")
_FIGURE = re.compile(r"[-+−–—]?\d[\d,]*(?:\.\d*)?")


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
    if same_columns(start.raw.grid, piece.raw.grid):
        return True
    return piece.grid.columns == start.grid.columns and (same_head or _goes_below(start, piece))


def _goes_below(start: Piece, piece: Piece) -> bool:
    """True when a piece without caption and head has its figures in the columns of a table that was found by its text alone,
    or of which shading showed another part."""
    if start.sheet.plain == piece.sheet.plain or piece.head or piece.caption.title or piece.caption.unit:
        return False
    rows: dict[int, list[Phrase]] = {}
    for area, held in zip(piece.grid.areas, piece.sheet.phrases, strict=True):
        rows.setdefault(area.row, []).extend(held)
    return in_columns(list(rows.values()), [p for p in start.sheet.all_phrases if p.is_value])


def _is_broken(before: Piece, piece: Piece, first: int, body: Sequence[Sequence[str]]) -> bool:
    """True when row `first` of a piece holds but the rest of texts that the foot of the page before cut off.

    Its labels go on with those that filled their cells there, or with a code that has its name nearly everywhere else; it has no
    figure where nearly every row has one, or no numbering where nearly every label has one. Or it has no label, and but the last
    digits of figures that filled their cells.
    """
    if first >= len(piece.rows) or piece.grid.columns != before.grid.columns:
        return False
    # pages before may show fewer columns
    body = [row for row in body if len(row) == piece.grid.columns]
    rest = {j: text for j, text in enumerate(piece.rows[first]) if text}
    full = _full_columns(before)
    if rest and all(text.isdecimal() and len(text) <= _FEW_DIGITS and full.get(j) for j, text in rest.items()):
        return all(_FIGURE.fullmatch(before.rows[-1][j]) for j in rest)
    cut_off = {j for j, text in rest.items() if j in full or _lacks_name(before.rows[-1][j], [row[j] for row in body])}
    if not rest or any(is_value(text) or BEGINS_ROW.match(text) or j not in cut_off for j, text in rest.items()):
        return False
    figured = sum(any(map(is_value, row)) for row in body)
    numbered = sum(all(not row[j] or BEGINS_ROW.search(row[j]) for j in rest) for row in body)
    return max(figured, numbered) > _NEARLY_ALL * (len(body) - 1)


def _lacks_name(text: str, column: Sequence[str]) -> bool:
    """True for a code alone where nearly all labels of the column are a code and its name."""
    codes = [label for label in column if _CODE.match(label)]
    named = sum(not _CODE.fullmatch(label) for label in codes)
    return _CODE.fullmatch(text) is not None and named > 1 and named >= _NEARLY_ALL * (len(codes) - 1)


def _full_columns(piece: Piece) -> dict[int, bool]:
    """The columns whose last cell on the page is filled by its text to the end of its last line, and whether from its start."""
    grid = piece.grid
    full: dict[int, bool] = {}
    for area, held in zip(grid.areas, piece.sheet.inside, strict=True):
        if held and area.row + area.row_span == grid.rows:
            left, right = grid.xs[area.column], grid.xs[area.column + area.column_span]
            last = max(held, key=lambda t: (t.y1, t.x1))
            if last.x1 > right - _FULL * held[0].size:
                full[area.column] = last.x0 < left + _FULL * held[0].size and last.x1 - last.x0 > right - left - _FULL * last.size
    return full


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
