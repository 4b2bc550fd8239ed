"""Characters of a page → its lines of running text, from top to bottom; the order in the file counts for nothing."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from audit.reading.page import Char

# Characters of one line can differ in font, and so in the height of their boxes, by less than half their size.
_SAME_LINE = 0.5
# Characters this much larger than the page's text are a watermark's or a title's: no line mixes the two.
_LARGE = 1.8
# A gap this wide (in characters) parts columns, not words.
_COLUMN_GAP = 3.0


# A page, or a column of it: 0 where text goes over the whole width, 1 and 2 for the left and right one of two.
Area = tuple[int, int]


@dataclass(slots=True)
class Line:
    """Printed characters (no spaces) of one line, from left to right."""

    page: int
    chars: list[Char]
    size: float
    column: int = 0

    @property
    def area(self) -> Area:
        return (self.page, self.column)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @property
    def y0(self) -> float:
        return min(c.y0 for c in self.chars)

    @property
    def y1(self) -> float:
        return max(c.y1 for c in self.chars)

    @property
    def middle(self) -> float:
        return self.chars[0].middle

    @property
    def text(self) -> str:
        """The normalised characters without any space."""
        return "".join([c.text for c in self.chars])

    @property
    def wide_gaps(self) -> int:
        """How many gaps part columns: a line that has any does not read on from the one before."""
        widest = _COLUMN_GAP * self.size
        count = 0
        end = inf
        for char in self.chars:
            if char.x0 - end > widest:
                count += 1
            end = char.x1
        return count

    @property
    def mixed(self) -> bool:
        """True when its characters are not all of one size."""
        size = self.size
        return any([c.size != size for c in self.chars])  # a list is quicker than a generator


def text_lines(chars: Iterable[Char], page: int) -> list[Line]:
    """The lines that the characters form, from top to bottom."""
    printed = [c for c in chars if not c.text.isspace()]
    if not printed:
        return []
    large = _LARGE * _median([c.size for c in printed])
    common = [c for c in printed if c.size <= large]
    lines = _grouped(common, page)
    if len(common) < len(printed):
        lines += _grouped([c for c in printed if c.size > large], page)
        lines.sort(key=lambda line: line.middle)
    return lines


def _grouped(chars: Sequence[Char], page: int) -> list[Line]:
    groups: list[list[Char]] = []
    end = -inf
    for char in sorted(chars, key=lambda c: c.y0 + c.y1):
        middle = (char.y0 + char.y1) / 2
        if middle > end:
            groups.append([])
            end = middle + _SAME_LINE * char.size
        groups[-1].append(char)
    lines = []
    for group in groups:
        group.sort(key=lambda c: c.x0)
        lines.append(Line(page, group, _median([c.size for c in group])))
    return lines


def _median(sizes: list[float]) -> float:
    """Nearly all lines are of one size."""
    return sizes[0] if sizes.count(sizes[0]) == len(sizes) else median(sizes)


def body_size(sizes: Sequence[tuple[float, int]]) -> float:
    """The size of type of most characters, from (size, characters); 0 without any."""
    ordered = sorted(sizes)
    total = 0
    ends = [total := total + count for _, count in ordered]
    return ordered[bisect_left(ends, total / 2)][0] if ordered else 0.0
