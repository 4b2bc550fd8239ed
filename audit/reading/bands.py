"""A band between two ruled lines → its rows, where no line parts them."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from audit.reading.heads import is_ordinal_row
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

# Gaps between the lines of one cell are smaller than this (in characters), gaps between rows mostly larger.
_LEADING = 0.45
_BEGINS_ROW = re.compile(r"\[?\d|[（(]?[一二三四五六七八九十]{1,3}[)）、]|其中|[合总小]计|\.\.|…")


def band_rows(lines: Sequence[TextLine]) -> list[list[Phrase]]:
    """The phrases of each row of a band, given its lines from top to bottom.

    Lines that overlap belong to one row: a label of two lines has its figures beside the middle. Further lines
    join a row where they stand closer than rows do and only one of the two has figures.
    """
    units = row_units(lines)
    gaps = [b - a for a, b in pairwise_gaps(units)]
    figured = [any(p.is_value for p in unit) for unit in units]
    between_rows = [gap for gap, a, b in zip(gaps, figured, figured[1:], strict=False) if a and b]
    usual = median(between_rows) if between_rows else median(gaps) if gaps else 0.0
    rows: list[list[Phrase]] = []
    for k, unit in enumerate(units):
        begins = not rows or (figured[k - 1] and figured[k]) or _is_ordinals(unit)
        if not begins and _joins(units, k, gaps[k - 1], usual, bool(between_rows)):
            rows[-1].extend(unit)
            figured[k] = figured[k] or figured[k - 1]
        else:
            rows.append(list(unit))
    return rows


def _is_ordinals(unit: Sequence[Phrase]) -> bool:
    return is_ordinal_row([p.text for p in sorted(unit, key=lambda p: p.x0)])


def row_units(lines: Sequence[TextLine]) -> list[list[Phrase]]:
    """Phrases of lines that overlap vertically, from top to bottom."""
    units: list[list[Phrase]] = []
    bottom = float("-inf")
    for line in lines:
        overlap = bottom - line.y0
        if units and overlap > 0.2 * (line.y1 - line.y0):
            units[-1].extend(line_phrases(line))
        else:
            units.append(line_phrases(line))
        bottom = max(bottom, line.y1)
    return units


def pairwise_gaps(units: Sequence[Sequence[Phrase]]) -> list[tuple[float, float]]:
    """(bottom, top of the next) of consecutive units."""
    return [(max(p.y1 for p in a), min(p.y0 for p in b)) for a, b in pairwise(units)]


def _joins(units: Sequence[Sequence[Phrase]], k: int, gap: float, usual: float, known: bool) -> bool:
    size = units[k][0].size
    if not known:
        return gap < _LEADING * size
    if gap < min(_LEADING * size, 0.6 * usual):
        return True
    return gap < _LEADING * size and _continues(units, k)


def _continues(units: Sequence[Sequence[Phrase]], k: int) -> bool:
    """True when the unit is the rest of a label that filled its line, in a table whose rows stand close."""
    if len(units[k]) != 1 or _BEGINS_ROW.match(units[k][0].text):
        return False
    rest = units[k][0]
    above = [p for p in units[k - 1] if abs(p.x0 - rest.x0) < rest.size]
    widest = max((p.x1 for unit in units for p in unit if abs(p.x0 - rest.x0) < 3 * rest.size), default=0.0)
    return bool(above) and above[0].x1 > widest - 1.2 * rest.size
