"""Which pages hold further columns of the table on the pages before: evidence that a table was too wide for its page."""

import re
from collections.abc import Sequence

from audit.reading.captions import CONTINUED, caption_above, is_organisation
from audit.reading.cutting import Sheet
from audit.reading.heads import is_form, is_ordinal_row, is_value
from audit.reading.pieces import Piece
from audit.reading.strips import (
    Pair,
    WidePiece,
    is_cut,
    joined,
    pair_of,
    same_columns,
    same_heights,
    titles_touch,
)

# So many rows with the same labels, or so many of figures alone, are no chance; text beside text needs more.
_FEWEST_ROWS = 3
_FEWEST_BESIDE_TEXT = 4
# Tables over more pages than this are not printed down first.
_MOST_PAGES = 40
_CODE = re.compile(r"\d+")


def abreast(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in reading order, those joined that hold further columns of the same rows.

    Each stands alone on its page, and the pages follow each other: over, then down (all columns of the first rows come
    first), or down, then over (all rows of the first columns).
    """
    found: list[Piece] = []
    k = 0
    while k < len(pieces):
        run = _run(pieces, k)
        bands = _over_then_down(run)
        if not bands and not (found and same_columns(found[-1].grid, pieces[k].grid)):  # begun with the first of its rows
            bands = _down_then_over(run)
        found += bands or [pieces[k]]
        k += sum(len(band.strips) for band in bands) or 1
    return found


def _run(pieces: Sequence[Piece], k: int) -> list[Piece]:
    """The pieces from k on that stand alone on consecutive pages, without open ones and forms."""
    run: list[Piece] = []
    for piece in pieces[k:]:
        if not piece.alone or piece.sheet.open or (run and piece.page != run[-1].page + 1):
            break
        run.append(piece)
    return run


def _over_then_down(run: Sequence[Piece]) -> list[WidePiece]:
    band = _widened(run)
    if band is None:
        return []
    bands = [band]
    count = len(band.strips)
    for first in range(count, len(run) - count + 1, count):
        more = _like(run[first : first + count], band)
        if more is None:
            break
        bands.append(more)
    return bands


def _down_then_over(run: Sequence[Piece]) -> list[WidePiece]:
    for depth in range(2, min(len(run) // 2, _MOST_PAGES) + 1):
        if not same_columns(run[0].grid, run[depth - 1].grid):
            break
        band = _widened(run[::depth])
        if band is None:
            continue
        below = [_like(run[j : len(band.strips) * depth : depth], band) for j in range(1, depth)]
        bands = [band, *(more for more in below if more is not None)]
        if len(bands) == depth:
            return bands
    return []


def _widened(run: Sequence[Piece]) -> WidePiece | None:
    """The first of the pieces with as many of the next as are strips beside it; None where none is."""
    if not run:
        return None
    wide = run[0]
    for piece in run[1:]:
        pair = None if _has_own_title(wide, piece) else pair_of(wide, piece)
        if pair is None or not _is_part(wide, pair):
            break
        wide = joined(wide, piece, pair)
    return _captioned(wide)


def _like(run: Sequence[Piece], band: WidePiece) -> WidePiece | None:
    """The pieces as strips of further rows of the band, whose strips have the same columns."""
    if len(run) < len(band.strips):
        return None
    if not all(same_columns(strip.piece.grid, piece.grid) for strip, piece in zip(band.strips, run, strict=True)):
        return None
    wide = run[0]
    for strip, piece in zip(band.strips[1:], run[1:], strict=True):
        pair = pair_of(wide, piece, strip.skipped)
        if pair is None:
            return None
        wide = joined(wide, piece, pair)
    return _captioned(wide)


def _captioned(wide: Piece | None) -> WidePiece | None:
    """The piece, if all lines around its strips are its caption and footnotes; they are taken on their pages."""
    if not isinstance(wide, WidePiece) or not (wide.first and wide.last):
        return None
    for piece in (strip.piece for strip in wide.strips):
        piece.caption.boxes = [line.box for line in (*piece.above, *piece.below)]
        size = max((token.size for held in piece.sheet.inside for token in held), default=0.0)
        left, top, right, bottom = piece.box
        piece.box = (left - size, top, right + size, bottom)  # with the characters that the edge cuts
    edge = wide.strips[0].grid.xs[-1]
    if box := wide.caption.title_box:
        wide.caption.title_box = (box[0], box[1], min(box[2], edge), box[3]) if box[0] < edge else None
    return wide


def _has_own_title(left: Piece, right: Piece) -> bool:
    """True for most tables next to each other: both have a title, whole and another one."""
    if not (left.first and right.first and left.caption.title and right.caption.title_box):
        return False
    return CONTINUED.sub("", right.caption.title) != left.caption.title and right.caption.title_box[0] > right.box[0]


def _is_part(left: Piece, pair: Pair) -> bool:
    """True when the right one of a pair must be further columns of the left one.

    The seam cuts the title or a head; or nothing tells the right one to be a table of its own, and the numbers of the
    columns go on, or its columns have other heads and it repeats the labels of the rows, or its rows are as high and have
    figures alone, or the unit of money stands over the right one only.
    """
    if is_form(left.rows, left.caption.title):
        return False
    own, mine = caption_above(pair.above[1], pair.box), left.caption
    if titles_touch(mine, own, pair.seam) or is_cut(pair):
        return True
    if (own.title and mine.title) or (own.label and mine.label) or (own.unit and mine.unit):
        return False
    if any(map(is_organisation, own.notes)) and any(map(is_organisation, mine.notes)):
        return False
    goes_on = _ordinals_go_on(pair)
    if goes_on is not None:
        return goes_on
    if not _has_other_heads(pair):
        return False
    if _repeats_labels(pair):
        return True
    if not pair.level or not same_heights(pair.left.grid, pair.right.grid):
        return False
    parted = bool(own.unit) and not own.title and not mine.unit and bool(mine.title)
    return _has_figures_alone(pair) or (parted and len(pair.left.rows) - pair.depth >= _FEWEST_BESIDE_TEXT)


def _ordinals_go_on(pair: Pair) -> bool | None:
    """Whether the row that numbers the columns goes on with the next number; None without such a row on the left."""
    for mine, its in zip(pair.left.rows, pair.right.rows, strict=True):
        if is_ordinal_row(mine) and any(map(_CODE.match, mine)):
            return any(its[pair.labels :]) and is_ordinal_row([*mine, *its[pair.labels :]])
    return None


def _has_other_heads(pair: Pair) -> bool:
    """True when the right one's columns have heads, and none that a column on the left has."""
    mine = _heads(pair.left, 0, pair.depth)
    its = _heads(pair.right, pair.labels, pair.depth)
    return bool(its) and not mine & its


def _heads(sheet: Sheet, first: int, depth: int) -> set[tuple[str, ...]]:
    """The heads of each column from `first` on, from top to leaf."""
    found: dict[int, list[str]] = {}
    for area in sheet.grid.areas:
        text = sheet.rows[area.row][area.column]
        if text and area.row < depth:
            for j in range(area.column, area.column + area.column_span):
                found.setdefault(j, []).append(text)
    return {tuple(texts) for j, texts in found.items() if j >= first}


def _repeats_labels(pair: Pair) -> bool:
    labels = {tuple(row[: pair.labels]) for row in pair.right.rows[pair.depth :]}
    return sum(any(text and not is_value(text) for text in label) for label in labels) >= _FEWEST_ROWS


def _has_figures_alone(pair: Pair) -> bool:
    """True when the right one is no table of its own: no label stands before its figures, neither a text nor a code."""
    columns = [[text for text in column if text] for column in zip(*pair.right.rows[pair.depth :], strict=True)]
    if pair.labels or len(pair.right.rows) - pair.depth < _FEWEST_ROWS:
        return False
    figures = [text for column in columns[:-1] or columns for text in column]
    return bool(figures) and all(map(is_value, figures)) and not _are_codes(columns[0])


def _are_codes(texts: Sequence[str]) -> bool:
    """True for numbers without separators that only ever rise: codes, and the numbers of rows."""
    if len(texts) < _FEWEST_ROWS or not all(map(_CODE.fullmatch, texts)):
        return False
    return list(texts) == sorted(texts) or list(texts) == sorted(texts, key=int)
