"""Running text set in two columns: its lines in the order in which they are read, the left column before the right one."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audit.reading.document import Box
from audit.reading.lines import Line, text_lines
from audit.reading.page import Char

# Where on the width of the text a right column of two can begin.
_BEGINS = (0.38, 0.66)
# Lengths are in characters. Between two columns stands at least this much, and each is so wide.
_GUTTER = 1.0
_NARROWEST = 8.0
_SAME_X = 1.0
# Lists, signatures and tables without rules stand side by side as well: columns of prose have many lines, most of them
# full, and sentences that end, and are about equally wide.
_FEWEST_LINES = 5
_FEWEST_IF_KNOWN = 2
_FULL = 0.85
_MOSTLY = 0.45
_ALIKE = 0.75
_FEWEST_SENTENCES = 2
_SENTENCE_ENDS = frozenset("。；")


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands at one height to the left and to the right of a gutter."""

    left: list[Char]
    right: list[Char]
    size: float


def right_column(pages: Iterable[tuple[Sequence[Line], Sequence[Box]]]) -> float | None:
    """Where the right one of two columns of prose begins on the first page that has them; pages as (lines, tables)."""
    for lines, tables in pages:
        begins = _likely_beginning(lines, None)
        if begins is not None and any(end for _, end in _columns(lines, begins, tables, known=False)):
            return begins
    return None


def in_reading_order(lines: Sequence[Line], tables: Sequence[Box], known: float) -> list[Line]:
    """The lines of a page, those of two columns one column after the other.

    tables: their boxes: columns end above one that takes up the width of both
    known: where the right column of some page begins; one like it needs fewer lines to be believed
    """
    begins = _likely_beginning(lines, known)
    if begins is None:
        return list(lines)
    found: list[Line] = []
    for run, end in _columns(lines, begins, tables, known=begins == known):
        rows = [_row(line, begins) for line in run[:end]]
        found += _column([row.left for row in rows], run[0].page, 1)
        found += _column([row.right for row in rows], run[0].page, 2)
        found += run[end:]
    return found


def _columns(lines: Sequence[Line], begins: float, tables: Iterable[Box], known: bool) -> Iterator[tuple[Sequence[Line], int]]:
    """(lines one below the other, how many of them are those of two columns)"""
    across = sorted((y0 + y1) / 2 for x0, y0, x1, y1 in tables if x0 < begins - _SAME_X < x1)
    for run in _runs(lines, begins, across):
        rows = [_row(line, begins) for line in run]
        end = _end(rows, begins, last=run[-1] is lines[-1])
        parted = not _crosses(run[0], begins) and _are_columns(rows[:end], begins, known)
        yield run, end if parted else 0


def _column(parts: Iterable[Sequence[Char]], page: int, column: int) -> list[Line]:
    return [replace(line, column=column) for line in text_lines((c for chars in parts for c in chars), page)]


def _likely_beginning(lines: Sequence[Line], known: float | None) -> float | None:
    """Where most lines begin that have a gap, or nothing, to their left in the middle of the text."""
    if not lines:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + share * (right - left) for share in _BEGINS)
    starts: list[float] = []
    for line in lines:
        chars = line.chars
        first = bisect_left(chars, low, key=lambda c: c.x0)
        for k in range(first, len(chars)):
            if chars[k].x0 > high:
                break
            if k == 0 or chars[k].x0 - chars[k - 1].x1 > _GUTTER * line.size:
                starts.append(chars[k].x0)
    if known is not None and any(abs(x - known) <= _SAME_X for x in starts):
        return known
    places = Counter(round(x) for x in starts)
    near = max(places, key=lambda x: places[x - 1] + places[x] + places[x + 1], default=0)
    begins = [x for x in starts if abs(x - near) <= 1.5 * _SAME_X]
    return min(begins) if len(begins) >= _FEWEST_LINES else None


def _crosses(line: Line, begins: float) -> bool:
    """True for a line with a character in the gutter."""
    k = bisect_left(line.chars, begins - _SAME_X, key=lambda c: c.x0)
    return k > 0 and line.chars[k - 1].x1 > begins - (_GUTTER - 0.3) * line.size


def _runs(lines: Sequence[Line], begins: float, across: Sequence[float]) -> Iterator[list[Line]]:
    """Lines that leave the gutter free, and those that do not, as far as nothing stands between them."""

    def key(line: Line) -> tuple[bool, int]:
        return _crosses(line, begins), bisect_left(across, line.middle)

    for _, run in groupby(lines, key=key):
        yield list(run)


def _row(line: Line, begins: float) -> _Row:
    k = bisect_left(line.chars, begins - _SAME_X, key=lambda c: c.x0)
    return _Row(line.chars[:k], line.chars[k:], line.size)


def _end(rows: Sequence[_Row], begins: float, last: bool) -> int:
    """How many rows belong to the columns: below both, the lines at the left can be those of text over the whole width."""
    end = max((i + 1 for i, row in enumerate(rows) if row.right), default=0)
    if last:
        return len(rows)
    left = min((row.left[0].x0 for row in rows if row.left), default=0.0)
    while end < len(rows) and (_is_full(rows[end].left, left, begins) or rows[end].left[-1].text in _SENTENCE_ENDS):
        end += 1
    return end


def _is_full(chars: Sequence[Char], left: float, right: float) -> bool:
    return chars[-1].x1 - left > _FULL * (right - left)


def _are_columns(rows: Sequence[_Row], begins: float, known: bool) -> bool:
    lefts, rights = [row.left for row in rows if row.left], [row.right for row in rows if row.right]
    if min(len(lefts), len(rights)) < (_FEWEST_IF_KNOWN if known else _FEWEST_LINES):
        return False
    if known:
        return True
    size = rows[0].size
    left = min(chars[0].x0 for chars in lefts)
    widths = [max(chars[-1].x1 for chars in lefts) - left, max(chars[-1].x1 for chars in rights) - begins]
    if min(widths) < max(_NARROWEST * size, _ALIKE * max(widths)):
        return False
    return _is_prose(lefts, left, left + widths[0]) and _is_prose(rights, begins, begins + widths[1])


def _is_prose(lines: Sequence[Sequence[Char]], left: float, right: float) -> bool:
    full = sum(_is_full(chars, left, right) for chars in lines)
    sentences = sum(c.text in _SENTENCE_ENDS for chars in lines for c in chars)
    return full >= _MOSTLY * len(lines) and sentences >= _FEWEST_SENTENCES
