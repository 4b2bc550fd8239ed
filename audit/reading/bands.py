"""A band between two ruled lines → its rows, where no line parts them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from audit.reading.heads import is_ordinal_row
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

# Gaps between the lines of one cell are smaller than this (in characters), gaps between rows mostly larger.
_LEADING = 0.45
# The rest of a label stands no further below than rows do, and no further than lines without any leading of their own.
_AS_USUAL = 1.1
_LOOSE = 0.7
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|(?:[合总小]|(?:本年|收入|支出)+[合总])\s*计$")
_MARKER = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、")
_BROKEN = re.compile(r"[-+−–—]?\d[\d,]*[.,]\d*")
_WHOLE = re.compile(r"[-+−–—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
BEGINS_ROW = re.compile(r"\[?\d|[（(]?[一二三四五六七八九十]{1,3}[)）、]|其中|[合总小]计|\.\.|…")


def band_rows(lines: Sequence[TextLine], decimals: int | None = None) -> list[list[Phrase]]:
    """The phrases of each row of a band, given its lines from top to bottom; `decimals` is how many the table's figures have.

    Lines that overlap belong to one row: a label of two lines has its figures beside the middle. Further lines
    join a row where they stand closer than rows do and only one of the two has figures.
    """
    units = row_units(lines)
    gaps = [b - a for a, b in pairwise_gaps(units)]
    figured = [count > 0 for count in figure_counts(units, decimals)]
    between_rows = [gap for gap, a, b in zip(gaps, figured, figured[1:], strict=False) if a and b]
    usual = median(between_rows) if between_rows else median(gaps) if gaps else 0.0
    rows: list[list[Phrase]] = []
    for k, unit in enumerate(units):
        begins = not rows or (figured[k - 1] and figured[k]) or _is_ordinals(unit)
        if not begins and any(_LABEL.match(p.text) for p in unit):
            begins = not (between_rows and _is_leading(gaps[k - 1], usual, unit[0].size)) or _labels_again(rows[-1], unit)
        # the number of an item never stands alone
        numbered = bool(rows) and all(_MARKER.fullmatch(p.text) for p in rows[-1])
        if not begins and (numbered or _joins(units, k, gaps[k - 1], usual, bool(between_rows))):
            rows[-1].extend(unit)
            figured[k] = figured[k] or figured[k - 1]
        else:
            rows.append(list(unit))
    return rows


def usual_decimals(found: Iterable[Phrase]) -> int:
    """How many decimals most figures have, of those with a point."""
    decimals = Counter(len(p.text.partition(".")[2]) for p in found if p.is_value and "." in p.text)
    return max(decimals, key=lambda n: decimals[n], default=0)


def figure_counts(units: Sequence[Sequence[Phrase]], decimals: int | None = None) -> list[int]:
    """How many figures each unit has; none where they are but the last digits of figures broken over lines above."""
    values = [[p for p in unit if p.is_value] for unit in units]
    usual = usual_decimals(p for held in values for p in held) if decimals is None else decimals
    counts = [len(held) for held in values]
    for k in range(1, len(units)):
        if values[k] and all(any(_completes(p, above, usual) for above in units[k - 1]) for p in values[k]):
            counts[k] = 0
    return counts


def _completes(rest: Phrase, above: Phrase, decimals: int) -> bool:
    """True for digits below what is no whole figure without them: by its separators, or by the decimals that others have."""
    if not rest.text.isdecimal() or not _BROKEN.fullmatch(above.text) or min(rest.x1, above.x1) <= max(rest.x0, above.x0):
        return False
    return not _is_whole(above.text, decimals) and _is_whole(above.text + rest.text, decimals)


def _is_whole(text: str, decimals: int) -> bool:
    return _WHOLE.fullmatch(text) is not None and len(text.partition(".")[2]) == decimals


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
            units.append([*line_phrases(line)])
        bottom = max(bottom, line.y1)
    return units


def pairwise_gaps(units: Sequence[Sequence[Phrase]]) -> list[tuple[float, float]]:
    """(bottom, top of the next) of consecutive units."""
    return [(max(p.y1 for p in a), min(p.y0 for p in b)) for a, b in pairwise(units)]


def _is_leading(gap: float, usual: float, size: float) -> bool:
    """True for a gap that parts the lines of one cell, not rows, where `usual` parts rows with figures."""
    return gap < min(_LEADING * size, 0.6 * usual)


def _labels_again(row: Sequence[Phrase], unit: Sequence[Phrase]) -> bool:
    """True where a label stands below another text of the row: one beside them may name the other half of it."""
    labels = [p for p in unit if _LABEL.match(p.text)]
    return any(min(p.x1, q.x1) > max(p.x0, q.x0) for p in labels for q in row)


def _joins(units: Sequence[Sequence[Phrase]], k: int, gap: float, usual: float, known: bool) -> bool:
    size = units[k][0].size
    if known and _is_leading(gap, usual, size):
        return True
    if gap < _LEADING * size:
        return not known or _continues(units, k, fewest=1)
    return gap < min(_LOOSE * size, _AS_USUAL * usual) and _continues(units, k, fewest=2)


def _continues(units: Sequence[Sequence[Phrase]], k: int, fewest: int) -> bool:
    """True when the unit is the rest of labels that filled their lines; `fewest` lines of the table must be as long."""
    if any(p.is_value or BEGINS_ROW.match(p.text) for p in units[k]):
        return False
    return all(_is_rest(phrase, units, k, fewest) for phrase in units[k])


def _is_rest(rest: Phrase, units: Sequence[Sequence[Phrase]], k: int, fewest: int) -> bool:
    above = [p for p in units[k - 1] if abs(p.x0 - rest.x0) < rest.size]
    ends = [p.x1 for unit in units for p in unit if not p.is_value and abs(p.x0 - rest.x0) < 3 * rest.size]
    full = max(ends, default=0.0) - 1.2 * rest.size
    return bool(above) and above[0].x1 > full and sum(end > full for end in ends) >= fewest
