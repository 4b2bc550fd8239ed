"""Borders that a table lacks at its top or foot: a head without a line above, rows that go on below the last line."""

import re
from collections.abc import Sequence
from itertools import pairwise

from audit.reading.bands import band_rows
from audit.reading.evidence import between, ends_table, goes_on, goes_with, is_caption_line, is_no_row, is_sparse_table, is_table
from audit.reading.lattice import Area, Grid
from audit.reading.lattice import Line as RuledLine
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

_SAME_X = 5.0
_LINES_OF_HEAD = 8
# Rows of a table without lines stand no further apart than this (in characters).
_WIDEST_GAP = 3.2
_AMOUNT = re.compile(r"[.,]\d|\d{4}")
_VALUE = re.compile(r"[-+]?[\d,.]+")


def same_ends(rule: RuledLine, grid: Grid) -> bool:
    return abs(grid.xs[0] - rule.low) <= _SAME_X and abs(grid.xs[-1] - rule.high) <= _SAME_X


def open_top(run: Sequence[RuledLine], lines: Sequence[TextLine], before: Grid | None) -> list[RuledLine]:
    """The border above a head whose rows are ruled off below only: names of columns between a caption and the first rule.

    They can stand first on a page as well, where `before`, the table that ends the page before, is as wide.
    """
    first = run[0]
    above = [line for line in lines if line.middle < first.at]
    start = len(above)
    while start and not is_caption_line(lines, start - 1):
        start -= 1
    names = above[start:]
    known = start > 0 or (before is not None and same_ends(first, before))
    if not known or not names or max(len(line_phrases(line)) for line in names) < 2:
        return []
    below = [*(line.y0 for line in names[1:]), first.at]
    if any(is_no_row(line) or y - line.y1 > _WIDEST_GAP * line.size for line, y in zip(names, below, strict=True)):
        return []
    if len(names) > _LINES_OF_HEAD or not _spans(names, first):
        return []
    return [RuledLine(names[0].y0 - 1, first.low, first.high)]


def open_foot(
    run: Sequence[RuledLine],
    lines: Sequence[TextLine],
    rules: Sequence[RuledLine],
    headed: bool = False,
    known: Sequence[Phrase] = (),
) -> list[RuledLine]:
    """The border below rows that go on under the last rule: a page can end before the table does.

    `headed`: what stands between the rules is known to be a table's head, so that few figures will do. `known` are phrases
    of the table that ends the page before.
    """
    last = run[-1]
    limit = min((r.at for r in rules if r.at > last.at and r.low < last.high and r.high > last.low), default=float("inf"))
    below = [line for line in lines if last.at < line.middle < limit]
    end = next((k for k in range(len(below)) if not goes_on(below, k, 0)), len(below))
    rows = below[:end]
    if not rows or rows[0].y0 - last.at > _WIDEST_GAP * rows[0].size or not _spans(rows, last):
        return []
    above = between(lines, run[0].at, last.at)
    figures = [p for line in above for p in line_phrases(line) if p.is_value]
    fits = is_sparse_table([*above, *rows]) if headed else bool(figures) and goes_with(rows, figures)
    if not (fits or is_table(rows) or ends_table(rows, known)):
        return []
    return [RuledLine(rows[-1].y1 + 2, last.low, last.high)]


def open_heads(run: Sequence[RuledLine], inner: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The borders below heads of two levels that a line parts in some columns only, where none parts them from the rows."""
    found: list[RuledLine] = []
    for upper, lower in pairwise(run):
        level = max((r.at for r in inner if upper.at < r.at < lower.at), default=None)
        if level is None:
            continue
        rows = band_rows(between(lines, level, lower.at))
        names = next((k for k, row in enumerate(rows) if any(p.is_value for p in row)), 0)
        if names:
            y = (max(p.y1 for row in rows[:names] for p in row) + min(p.y0 for p in rows[names])) / 2
            found.append(RuledLine(y, upper.low, upper.high))
    return found


def with_body(grid: Grid, lines: Sequence[TextLine], known: Sequence[Phrase] = ()) -> Grid:
    """The grid with one more band for the rows below it, where its lines rule off the head alone; `known` as in `open_foot`."""
    top, foot = (RuledLine(y, grid.xs[0], grid.xs[-1]) for y in (grid.ys[0], grid.ys[-1]))
    bottom = open_foot([top, foot], lines, [], headed=True, known=known) if grid.columns > 1 else []
    head = [p.text for line in between(lines, top.at, foot.at) for p in line_phrases(line)] if bottom else []
    if not bottom or any(_AMOUNT.search(text) and _VALUE.fullmatch(text) for text in head):
        return grid
    feet = row_feet(foot, bottom[0], lines)
    body = (Area(grid.rows + i, j, 1, 1) for i in range(len(feet)) for j in range(grid.columns))
    return Grid(grid.xs, (*grid.ys, *(line.at for line in feet)), (*grid.areas, *body))


def row_feet(top: RuledLine, bottom: RuledLine, lines: Sequence[TextLine]) -> list[RuledLine]:
    """The lower borders of the rows between two lines, the lower one included."""
    rows = band_rows(between(lines, top.at, bottom.at))
    middles = [(max(p.y1 for p in a) + min(p.y0 for p in b)) / 2 for a, b in pairwise(rows)]
    return [*(RuledLine(y, top.low, top.high) for y in middles), bottom]


def _spans(lines: Sequence[TextLine], rule: RuledLine) -> bool:
    """True when the lines lie between the rule's ends."""
    return all(line.x0 > rule.low - _SAME_X and line.x1 < rule.high + _SAME_X for line in lines)
