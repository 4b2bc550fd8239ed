"""Which lines of running text read on from which: by the margins, the pitch of the lines and the habit of the document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from audit.reading.lines import Area, Line
from audit.reading.page import Char, PageContent
from audit.reading.sections import LEADERS, begins_item

# Lengths are in characters (em). A first line is indented by two; up to this much is still at the margin.
_INDENT = 1.2
_CENTRED = 2.5
_SLACK = 0.5
_EARLY = 3.0
_DEEPEST = 6.0
_SAME_X = 0.3
# A page whose lines end this much before those of other pages of its size holds a list, not narrower text.
_NARROWER = 4.0
_FEWEST_LINES = 8
# Lines this many times further apart than usual do not read on; where no indent shows a paragraph, less will do.
_WIDE_PITCH = 2.2
_SPACED_PITCH = 1.25
# A gap between two characters of one word is narrower.
_WORD_SPACE = 0.15

_SENTENCE_ENDS = frozenset("。！？；：!?;:")
_WITHIN_SENTENCE = frozenset("，。；")
_GOES_ON = frozenset("，、,（《“—")
_CLOSING = frozenset("”’」』》〉）)】〕]")
_NOT_FIRST = frozenset("，。、；：！？,.;:!?%‰") | _CLOSING
_NOT_LAST = frozenset("“‘「『《〈（(【〔[")
_UNITS = frozenset("元万亿年月日个项")


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the text of a page begins and ends, and the size of its type."""

    left: float
    right: float
    size: float

    def indent(self, line: Line) -> float:
        return (line.x0 - self.left) / self.size

    def centred(self, line: Line) -> bool:
        before, after = line.x0 - self.left, self.right - line.x1
        return min(before, after) > _CENTRED * self.size and abs(before - after) < 2 * self.size


def _margins_by_area(lines: Sequence[Line], pages: Sequence[PageContent]) -> dict[Area, _Margins]:
    shapes = {page.number: (round(page.width), round(page.height)) for page in pages}
    by_shape: defaultdict[tuple[int, int, int], list[Line]] = defaultdict(list)
    by_area: defaultdict[Area, list[Line]] = defaultdict(list)
    for line in lines:
        by_shape[(*shapes[line.page], line.column)].append(line)
        by_area[line.area].append(line)
    # a column of two is known by being filled
    common = {shape: _margins(group, 0 if shape[2] else shape[0]) for shape, group in by_shape.items()}
    found: dict[Area, _Margins] = {}
    for (number, column), group in by_area.items():
        shape = (*shapes[number], column)
        usual = common[shape]
        own = _margins(group, 0 if column else shape[0]) if len(group) >= _FEWEST_LINES else usual
        is_list = own.right < usual.right - _NARROWER * usual.size
        found[number, column] = _Margins(own.left, usual.right, own.size) if is_list else own
    return found


def _margins(lines: Sequence[Line], width: float) -> _Margins:
    """The outermost positions at which several lines begin and end; a single line can stand anywhere.

    Text takes up at least half of the room that equal margins leave on a page of `width`: lines that end before are all short.
    """
    size = median(line.size for line in lines)
    others = max(1, len(lines) // 50)
    lefts = sorted(line.x0 for line in lines)
    rights = sorted((line.x1 for line in lines), reverse=True)
    left = next((x for x, near in zip(lefts, lefts[others:], strict=False) if near - x <= 0.3 * size), lefts[0])
    right = next((x for x, near in zip(rights, rights[others:], strict=False) if x - near <= size), rights[0])
    return _Margins(left, max(right, left + 0.5 * (width - 2 * left)), size)


def _pitches(lines: Sequence[Line]) -> dict[Area, float]:
    """The distance between lines of one paragraph."""
    steps: defaultdict[Area, list[float]] = defaultdict(list)
    for before, after in pairwise(lines):
        step = after.middle - before.middle
        # what stands closer overlaps: cells beside each other
        if before.area == after.area and step >= min(before.size, after.size):
            steps[before.area].append(step)
    # headings and single lines stand further apart
    return {area: sorted(distances)[len(distances) // 5] for area, distances in steps.items()}


def _indents_first_lines(lines: Sequence[Line], margins: Mapping[Area, _Margins]) -> bool:
    """True when the document shows the beginning of a paragraph by indenting it."""
    votes = 0
    any_indent = False
    for before, after in pairwise(lines):
        m = margins[before.area]
        any_indent = any_indent or _INDENT < margins[after.area].indent(after) < 4
        if before.area == after.area and _ends_sentence(before) and m.right - before.x1 > 3 * m.size:
            votes += 1 if _INDENT < m.indent(after) < 4 else -1 if m.indent(after) <= _INDENT else 0
    return votes > 0 or (votes == 0 and any_indent)


@dataclass(frozen=True, slots=True)
class Joins:
    """Decides which lines read on, from the margins and pitches of the pages and the document's habit."""

    margins: Mapping[Area, _Margins]
    pitches: Mapping[Area, float]
    indents_first_lines: bool

    def centred(self, line: Line) -> bool:
        """True for a line in the middle of its page or column."""
        return self.margins[line.area].centred(line)

    def indent(self, line: Line) -> float:
        """How far from the margin the line begins, in characters."""
        return self.margins[line.area].indent(line)

    def reads_on(self, before: Line, line: Line, table_between: bool) -> bool:
        """True when `line` continues the paragraph that `before` belongs to."""
        if max(before.size, line.size) > 1.15 * min(before.size, line.size):
            return False
        if before.wide_gaps or line.wide_gaps or LEADERS.search(before.text):
            return False
        ours, theirs = self.margins[line.area], self.margins[before.area]
        ends_sentence = _ends_sentence(before)
        new_item = begins_item(line.text)
        needed = _first_word(line) + _SLACK * before.size
        if ours.centred(line):
            # the rest of a title that did not fit one line
            room = theirs.right - theirs.left - (before.x1 - before.x0)
            is_title = not any(c.text in _WITHIN_SENTENCE for c in before.chars)
            return is_title and not ends_sentence and not new_item and room < needed
        indent = ours.indent(line)
        room = theirs.right - before.x1
        if indent > _INDENT:
            goes_on = before.chars[-1].text in _GOES_ON or abs(indent - 2) > 0.5 or _is_set_in(before, line)
            # where first lines stand at the margin, the others hang from them
            goes_on = goes_on or not self.indents_first_lines
            return room < needed and goes_on and not ends_sentence and not new_item and indent < _DEEPEST
        if self._far_apart(before, line) and not table_between:
            return False
        if ends_sentence:
            reads_on = self.indents_first_lines and before.chars[-1].text != "。"
            return room < needed and not table_between and (not new_item or reads_on)
        if self.indents_first_lines:
            # nothing begins at the margin, so that a line may end early by a little
            return room < needed + (0 if new_item else _EARLY * before.size)
        return room < needed and not new_item

    def _far_apart(self, before: Line, line: Line) -> bool:
        factor = _WIDE_PITCH if self.indents_first_lines else _SPACED_PITCH
        return before.area == line.area and line.middle - before.middle > factor * self.pitches.get(line.area, inf)


def _is_set_in(before: Line, line: Line) -> bool:
    """True for a line of a paragraph that is set in as a whole, its first line perhaps further, or hangs from its number."""
    further = (line.x0 - before.x0) / line.size
    goes_on = abs(further) <= _SAME_X or abs(further + 2) <= _SAME_X or (further > 0 and begins_item(before.text))
    return goes_on and any(c.text in _WITHIN_SENTENCE for c in before.chars)


def _ends_sentence(line: Line) -> bool:
    return next((c.text for c in reversed(line.chars) if c.text not in _CLOSING), "") in _SENTENCE_ENDS


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line: had it fitted, the line before would hold it."""
    chars = line.chars
    end = 1
    while end < len(chars) and _inseparable(chars[end - 1], chars[end], _WORD_SPACE * line.size):
        end += 1
    return chars[end - 1].x1 - chars[0].x0


def _inseparable(left: Char, right: Char, space: float) -> bool:
    if left.text in _NOT_LAST or right.text in _NOT_FIRST:
        return True
    # some programs keep a number and its unit together
    return _in_word(left) and (right.text in _UNITS or (_in_word(right) and right.x0 - left.x1 < space))


def _in_word(char: Char) -> bool:
    return char.text.isascii() and (char.text.isalnum() or char.text in ".,%/+-")


def joins_of(lines: Sequence[Line], pages: Sequence[PageContent]) -> Joins:
    """What the lines of a document, at least one, show about how they read on."""
    margins = _margins_by_area(lines, pages)
    return Joins(margins, _pitches(lines), _indents_first_lines(lines, margins))
