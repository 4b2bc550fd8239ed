"""Grids whose lines leave out columns or rows → whole grids, the missing borders drawn from where the text stands."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from audit.reading.bands import band_rows, figure_counts, row_units, usual_decimals
from audit.reading.columns import Column, borders, columns, headed, with_ordinals
from audit.reading.cutting import Sheet, cut, head_blocks
from audit.reading.heads import is_form, is_ordinal_row
from audit.reading.headtree import lowest
from audit.reading.lattice import Area, Grid
from audit.reading.phrases import Phrase
from audit.reading.tokens import Token, text_lines

_WIDE_GAP = 1.5
# So many figures below each other in one cell are rows, whatever stands beside them.
_MANY = 4
_SAME_X = 5.0
# A line that leaves less than this free of its cell (in characters, the cell's padding too) is full.
_FULL = 1.6
_FEW_DIGITS = 3
# So many bands between lines or stripes, and this share of them, show that each is a row.
_FEWEST_BANDS = 4
_NEARLY_ALL = 0.8
_BODY_LABEL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|其中|本年.{2}合计|\.{2,}|…|\[?\d{3,}(?!\d|年)")
_CODE = re.compile(r"\d{7}|\d{5}|\d{3}")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_TOTAL = re.compile(r"[合总小]计$")
_FIGURE = re.compile(r"[-+−–—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_AMOUNT = re.compile(r"[-+−–—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d\d)?")


def completed(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of one table with every column and row bordered; all get the same columns. Whole ones stay as they are."""
    if not any(sheet.open or _has_open_head(sheet) or _misses_columns(sheet) or _stacked(sheet) for sheet in sheets):
        return list(sheets)
    split = [_with_rows(sheet) for sheet in sheets]
    rows = [_row_phrases(sheet) for sheet in split]
    form = is_form([_texts(row) for found in rows for row in found])
    depths = [0 if form else _head_depth(found) for found in rows]
    heads = [head_blocks(sheet, depth) for sheet, depth in zip(split, depths, strict=True)]
    body = [row for found, depth in zip(rows, depths, strict=True) for row in found[depth:]]
    names = lowest(next((head for head in heads if head), []))
    found = headed(columns([row for row in body if _shows_columns(row)], names), names)
    ordinals = next((row for row in body if is_ordinal_row(_texts(row))), [])
    found = with_ordinals(found, ordinals)
    ruled = _ruled(split)
    if not any(sheet.open for sheet in split):
        found = _bounded(found, ruled, [*([p for block in head for p in block.phrases] for head in heads), *body])
    left, right = min(sheet.grid.xs[0] for sheet in split), max(sheet.grid.xs[-1] for sheet in split)
    edges = borders(found, ruled, left, right, not any(sheet.plain for sheet in split))
    return [cut(sheet, depth, found, edges, form) for sheet, depth in zip(split, depths, strict=True)]


def _shows_columns(row: Sequence[Phrase]) -> bool:
    """False for the row that numbers the columns and for the name of a total alone in its row: it can stand amid several."""
    return not is_ordinal_row(_texts(row)) and not (len(row) == 1 and _TOTAL.search(row[0].text))


def _texts(row: Sequence[Phrase]) -> list[str]:
    return [phrase.text for phrase in sorted(row, key=lambda p: p.x0)]


def _misses_columns(sheet: Sheet) -> bool:
    """True when areas hold texts side by side, a wide gap apart: figures in two rows, or names of columns."""
    crowded = 0
    for _, held in sheet.crowded:
        side_by_side = [
            (a, b)
            for a, b in pairwise(held)
            if min(a.y1, b.y1) - max(a.y0, b.y0) > 0 and (b.x0 - a.x1 > _WIDE_GAP * a.size or (a.is_value and b.is_value))
        ]
        if sum(a.is_value and b.is_value for a, b in side_by_side) > 1:
            return True
        crowded += bool(side_by_side) and any(
            a.is_value or b.is_value or min(len(a.text), len(b.text)) > 1 for a, b in side_by_side
        )
    return crowded >= (1 if sheet.grid.columns == 1 else 2)


def _stacked(sheet: Sheet) -> bool:
    """True when rows without lines between them stand in one area: figures below figures in two of its row.

    Many in one will do, few beside many numbered labels, and two lines of several where no line parts the columns either.
    """
    decimals = usual_decimals(sheet.all_phrases)
    by_row: dict[int, int] = {}
    labelled: set[int] = set()
    for area, held in sheet.crowded:
        if area.row_span > 1:
            continue
        if area.column_span > 1 and sum(count > 1 for count in figure_counts(_units(held), decimals)) > 1:
            return True
        width = sheet.grid.xs[area.column + area.column_span] - sheet.grid.xs[area.column]
        if (stack := _stack(held, width)) >= 2:
            by_row[area.row] = by_row.get(area.row, 0) + (1 if stack < _MANY else 2)
        elif sum(_NUMBERED.match(phrase.text) is not None for phrase in held) >= _MANY:
            labelled.add(area.row)
    return any(count >= 2 or row in labelled for row, count in by_row.items())


def _units(held: Sequence[Phrase]) -> list[list[Phrase]]:
    return row_units(text_lines([token for phrase in held for token in phrase.tokens]))


def _has_open_head(sheet: Sheet) -> bool:
    """True when no line parts the names of the columns: one cell over all columns holds several side by side."""
    area, held = sheet.crowded[0] if sheet.crowded else (sheet.grid.areas[0], [])
    if area is not sheet.grid.areas[0]:
        return False
    side_by_side = any(min(a.y1, b.y1) - max(a.y0, b.y0) > 0 for a, b in pairwise(held))
    return sheet.grid.columns > 1 == area.row_span and area.column_span == sheet.grid.columns and side_by_side


def _stack(held: Sequence[Phrase], width: float) -> int:
    """How many lines of an area of that width are a figure each."""
    if len(held) < 2:
        return 0
    values = [phrase for phrase in held if phrase.is_value]
    if _is_broken(values, width):
        return 0
    return len(values) if all(a.y1 <= b.y0 + 1 for a, b in pairwise(values)) else 0


def _is_broken(values: Sequence[Phrase], width: float) -> bool:
    """True for one figure over several lines: no figure but the whole, or lines that fill the cell and few digits after them."""
    *full, last = [phrase.text for phrase in values] or [""]
    if not full or not _FIGURE.fullmatch("".join([*full, last])):
        return False
    if not all(_AMOUNT.fullmatch(text) for text in (*full, last)):
        return True
    fills = all(width - (p.x1 - p.x0) < _FULL * p.size for p in values[:-1])
    return fills and last.isdecimal() and len(last) <= (len(full[-1]) if "." in full[-1] else _FEW_DIGITS)


def _with_rows(sheet: Sheet) -> Sheet:
    """The sheet with its bands parted into rows. The head's band of several stays whole: its texts are a tree."""
    grid = sheet.grid
    cuts: list[list[float]] = []
    stacked = _stacked(sheet)
    decimals = usual_decimals(sheet.all_phrases)
    in_head = sheet.open or stacked or _has_open_head(sheet)
    bands: list[list[Token]] = [[] for _ in range(grid.rows)]
    for area, found in zip(grid.areas, sheet.inside, strict=True):
        if area.row_span == 1:
            bands[area.row] += found
    single = _single_rows(bands, decimals) if in_head or sheet.open or stacked else set()
    for i, tokens in enumerate(bands):
        rows = band_rows(text_lines(tokens), decimals) if tokens and (in_head or sheet.open or stacked) else []
        head = _leading_names(rows) if in_head and rows else 0
        if in_head and rows:
            in_head = head == len(rows)
        if i in single and not head:
            rows = [[p for row in rows for p in row]]
        elif head:
            rows = [[p for row in rows[:head] for p in row], *rows[head:]]
        cuts.append([(max(p.y1 for p in a) + min(p.y0 for p in b)) / 2 for a, b in pairwise(rows)])
    if not any(cuts):
        return sheet
    ys = sorted([*grid.ys, *(y for band in cuts for y in band)])
    areas: list[Area] = []
    inside: list[list[Token]] = []
    for area, found in zip(grid.areas, sheet.inside, strict=True):
        first, end = bisect_left(ys, grid.ys[area.row]), bisect_left(ys, grid.ys[area.row + area.row_span])
        if area.row_span > 1:
            areas.append(Area(first, area.column, end - first, area.column_span))
            inside.append(found)
            continue
        for k in range(first, end):
            areas.append(Area(k, area.column, 1, area.column_span))
            inside.append([t for t in found if ys[k] <= t.middle < ys[k + 1]])
    return Sheet(Grid(grid.xs, tuple(ys), tuple(areas)), inside, sheet.open, sheet.plain, sheet.unclosed)


def _single_rows(bands: Sequence[Sequence[Token]], decimals: int) -> set[int]:
    """The bands that are one row each, however many lines its label has: nearly all bands have one line of figures."""
    units = {i: row_units(text_lines(tokens)) for i, tokens in enumerate(bands) if tokens}
    single = {i for i, found in units.items() if sum(map(bool, figure_counts(_without_codes(found), decimals))) == 1}
    return single if len(single) >= max(_FEWEST_BANDS, _NEARLY_ALL * len(units)) else set()


def _without_codes(units: Sequence[Sequence[Phrase]]) -> list[Sequence[Phrase]]:
    """The units, but for codes that stand on the line above their names."""
    return [unit for unit in units if not (len(unit) == 1 and _CODE.fullmatch(unit[0].text))]


def _row_phrases(sheet: Sheet) -> list[list[Phrase]]:
    """The phrases of each row, those of areas over several rows in the first."""
    rows: list[list[Phrase]] = [[] for _ in range(sheet.grid.rows)]
    for area, held in zip(sheet.grid.areas, sheet.phrases, strict=True):
        rows[area.row].extend(held)
    return rows


def _head_depth(rows: Sequence[Sequence[Phrase]]) -> int:
    """How many leading rows name columns; at least two names make a head."""
    depth = _leading_names(rows)
    if depth == len(rows) > 1 and not any(len(row) > 1 for row in rows[1:]):
        depth = 1
    return depth if sum(len(row) for row in rows[:depth]) > 1 else 0


def _leading_names(rows: Sequence[Sequence[Phrase]]) -> int:
    """How many leading rows have no figures and no label that a body begins with; a text alone before those is a label."""
    depth = 0
    for row in rows:
        first = _texts(row)[0] if row else ""
        if any(p.is_value for p in row) or _BODY_LABEL.match(first) or (len(row) == 1 and _TOTAL.search(first)):
            break
        depth += 1
    while 1 < depth < len(rows) and len(rows[depth - 1]) == 1:
        depth -= 1
    return depth


def _bounded(found: list[Column], ruled: Sequence[float], rows: Sequence[Sequence[Phrase]]) -> list[Column]:
    """The columns, those joined that lie between the same ruled lines and never have two texts side by side."""
    joined: list[Column] = []
    for column in found:
        last = joined[-1] if joined else None
        if last is not None and _band(last, ruled) == _band(column, ruled) and not _side_by_side(last, column, rows):
            last.x0, last.x1 = min(last.x0, column.x0), max(last.x1, column.x1)
            last.heads += column.heads
        else:
            joined.append(column)
    return joined


def _band(column: Column, ruled: Sequence[float]) -> int:
    return bisect_left(ruled, (column.x0 + column.x1) / 2)


def _side_by_side(left: Column, right: Column, rows: Sequence[Sequence[Phrase]]) -> bool:
    return any(
        min(a.y1, b.y1) - max(a.y0, b.y0) > 1 and left.holds(a) and not right.holds(a) and right.holds(b) and not left.holds(b)
        for row in rows
        for a in row
        for b in row
    )


def _ruled(sheets: Sequence[Sheet]) -> list[float]:
    """The ruled inner borders of all sheets, each once."""
    inner: list[float] = []
    for x in sorted(x for sheet in sheets for x in sheet.grid.xs[1:-1]):
        if not inner or x - inner[-1] > _SAME_X:
            inner.append(x)
    return inner
