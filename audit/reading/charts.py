"""The words and figures of a drawn chart among running text: labels of bars and slices, scales, legends and its name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import median

from audit.reading.joining import Joins
from audit.reading.lines import Line
from audit.reading.sections import LEADERS, begins_item

# Lengths are in characters. Labels stand apart from each other by so much, further in than the first line of a
# paragraph, or are smaller than the text by so much.
_APART = 1.0
_FIRST_LINE = 2.6
_SMALL = 0.88
_LONGEST = 24
_SAME_X = 2.5
_FEWEST_FIGURES = 2
_MOST_LABELS_A_FIGURE = 4

_PROSE = re.compile(r"[。；]|[，：,:]$|^附|(?:19|20)\d\d年\d")
_MONEY = r"(?:[万亿]?元)?"
_FIGURE = rf"[-−]?\d[\d,]*(?:\.\d+)?(?:{_MONEY}|%)"
_LABEL = re.compile(rf"(?:[^\d。]{{2,14}}?[，,、:：;]?)?{_FIGURE}(?:[，,、;；:：(（/]*{_FIGURE}[)）]*)?")
_NUMBER = re.compile(_FIGURE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def labels_apart(line: Line) -> list[Line]:
    """The line, parted where text of another size stands beside it at a distance: the label of a chart that text runs around."""
    starts = [
        k
        for k, (left, right) in enumerate(pairwise(line.chars), start=1)
        if right.x0 - left.x1 > _APART * line.size and min(left.size, right.size) < _SMALL * max(left.size, right.size)
    ]
    parts = [line.chars[start:end] for start, end in pairwise([0, *starts, len(line.chars)])]
    return [replace(line, chars=chars, size=median(c.size for c in chars)) for chars in parts]


def chart_lines(lines: Sequence[Line], joins: Joins, size: float) -> list[list[Line]]:
    """The charts among the lines of a page, each with the lines of its labels. Where they could be a list or a table: none.

    size: of the document's text
    """
    found: list[list[Line]] = []
    band: list[Line] = []
    for line in lines:
        if _is_loose(line, joins, _SMALL * size):
            band.append(line)
            continue
        found.append(band)
        band = []
    return [band for band in (*found, band) if len(band) > 1 and _is_chart(band)]


def _is_loose(line: Line, joins: Joins, small: float) -> bool:
    """True for a line that no paragraph begins or goes on with."""
    if line.size >= small and joins.indent(line) <= _FIRST_LINE:
        return False
    text = line.text
    if _PROSE.search(text) or begins_item(text) or LEADERS.search(text):
        return False
    # the figures of a scale can stand close together
    return all(len(part) <= _LONGEST or _NUMBER.fullmatch(part) for part, _, _ in _parts(line))


def _parts(line: Line) -> list[tuple[str, float, float]]:
    """The labels of a line: (text, left end, right end)."""
    parts: list[tuple[str, float, float]] = []
    for char in line.chars:
        if parts and char.x0 - parts[-1][2] <= _APART * line.size:
            parts[-1] = (parts[-1][0] + char.text, parts[-1][1], char.x1)
        else:
            parts.append((char.text, char.x0, char.x1))
    return parts


def _is_chart(band: Sequence[Line]) -> bool:
    rows = [_parts(line) for line in band]
    parts = [part for row in rows for part in row]
    figures = [text for text, _, _ in parts if _LABEL.fullmatch(text) and not _YEAR.fullmatch(text)]
    if len(figures) < max(_FEWEST_FIGURES, len(parts) / _MOST_LABELS_A_FIGURE):
        return False
    return not _is_list(rows) and not _is_table(rows)


def _is_list(rows: Sequence[Sequence[tuple[str, float, float]]]) -> bool:
    """True where most words begin below each other. The figures of a scale do, too."""
    words = [row[0] for row in rows if not _NUMBER.fullmatch(row[0][0])]
    below = sum(abs(upper[1] - lower[1]) <= _SAME_X for upper, lower in pairwise(words))
    return 0 < len(words) - 1 <= 2 * below


def _is_table(rows: Sequence[Sequence[tuple[str, float, float]]]) -> bool:
    """True where two lines have two columns in common, the figures of a scale at their left aside."""
    columns = [row[1:] if _NUMBER.fullmatch(row[0][0]) else row for row in rows]
    return any(_columns_alike(upper, lower) >= 2 for upper, lower in combinations(columns, 2))


def _columns_alike(upper: Sequence[tuple[str, float, float]], lower: Sequence[tuple[str, float, float]]) -> int:
    return sum(any(abs(a - c) <= _SAME_X or abs(b - d) <= _SAME_X for _, c, d in lower) for _, a, b in upper)
