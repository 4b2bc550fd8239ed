"""Lines of running text → paragraphs, whole over line, page and table breaks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from audit.reading.document import Box, Paragraph
from audit.reading.lines import Line, text_lines
from audit.reading.page import Char, PageContent, printed
from audit.reading.sections import LEADERS, Draft, begins_item, kinds

# Lengths are in characters (em). A first line is indented by two; up to this much is still at the margin.
_INDENT = 1.2
_CENTRED = 2.5
_SLACK = 0.5
_EARLY = 3.0
_DEEPEST = 6.0
# A page whose lines end this much before those of other pages of its size holds a list, not narrower text.
_NARROWER = 4.0
_FEWEST_LINES = 8
# Lines this many times further apart than usual do not read on; where no indent shows a paragraph, less will do.
_WIDE_PITCH = 2.2
_SPACED_PITCH = 1.25
# Between digits: a wider gap than a stray space parts two numbers.
_STRAY_SPACE = 0.7
_ANY_SPACE = 0.15

_SENTENCE_ENDS = frozenset("。！？；：!?;:")
_GOES_ON = frozenset("，、,（《“—")
_CLOSING = frozenset("”’」』》〉）)】〕]")
_NOT_FIRST = frozenset("，。、；：！？,.;:!?%‰") | _CLOSING
_NOT_LAST = frozenset("“‘「『《〈（(【〔[")
_UNITS = frozenset("元万亿年月日个项")
_NUMERIC = frozenset("0123456789.,%‰+-")
_DIGIT_OR_MARK = frozenset("0123456789.,%‰")


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


def paragraphs(pages: Sequence[PageContent], regions: Mapping[int, Sequence[Box]]) -> list[Paragraph]:
    """The paragraphs in reading order; `regions` holds the boxes, by page, that tables and their captions take up.

    Expects pages without running heads and page numbers (`without_furniture`). Boxes, those of the characters too,
    are in unrotated page space.
    """
    lines: list[Line] = []
    tables: list[tuple[int, float]] = []
    for page in pages:
        boxes = [page.turned_box(box) for box in regions.get(page.number, ())]
        lines += text_lines(_outside(page.chars, boxes), page.number)
        tables += sorted((page.number, (y0 + y1) / 2) for _, y0, _, y1 in boxes)
    if not lines:
        return []
    margins = _margins_by_page(lines, pages)
    joins = _Joins(margins, _pitches(lines), _indents_first_lines(lines, margins))
    groups: list[list[Line]] = []
    after_table: list[bool] = []
    last: Line | None = None
    for line in lines:
        table_between = last is not None and _between(tables, last, line)
        if last is not None and joins.reads_on(last, line, table_between):
            groups[-1].append(line)
        else:
            groups.append([line])
            after_table.append(table_between)
        last = line
    body = median(line.size for line in lines)
    on_page = {page.number: page for page in pages}
    found = [_text_and_places(group, on_page) for group in groups]
    drafts = [
        Draft(text, margins[group[0].page].centred(group[-1]), group[0].size > 1.15 * body, interrupted)
        for group, (text, _, _), interrupted in zip(groups, found, after_table, strict=True)
    ]
    return [Paragraph(text, raw, tuple(places), kind) for (text, raw, places), kind in zip(found, kinds(drafts), strict=True)]


def _outside(chars: Iterable[Char], boxes: Sequence[Box]) -> list[Char]:
    outside = list(chars)
    for x0, y0, x1, y1 in boxes:
        outside = [c for c in outside if not (y0 <= c.middle <= y1 and x0 <= (c.x0 + c.x1) / 2 <= x1)]
    return outside


def _between(tables: Sequence[tuple[int, float]], before: Line, after: Line) -> bool:
    """True when a table stands between two lines."""
    return bisect_right(tables, (before.page, before.middle)) < bisect_right(tables, (after.page, after.middle))


def _margins_by_page(lines: Sequence[Line], pages: Sequence[PageContent]) -> dict[int, _Margins]:
    shapes = {page.number: (round(page.width), round(page.height)) for page in pages}
    by_shape: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    by_page: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_shape[shapes[line.page]].append(line)
        by_page[line.page].append(line)
    common = {shape: _margins(group, shape[0]) for shape, group in by_shape.items()}
    found: dict[int, _Margins] = {}
    for number, group in by_page.items():
        usual = common[shapes[number]]
        own = _margins(group, shapes[number][0]) if len(group) >= _FEWEST_LINES else usual
        is_list = own.right < usual.right - _NARROWER * usual.size
        found[number] = _Margins(own.left, usual.right, own.size) if is_list else own
    return found


def _margins(lines: Sequence[Line], width: float) -> _Margins:
    """The outermost positions at which several lines begin and end; a single line can stand anywhere.

    Text takes up at least half of the room that equal margins leave: lines that end before are all short.
    """
    size = median(line.size for line in lines)
    others = max(1, len(lines) // 50)
    lefts = sorted(line.x0 for line in lines)
    rights = sorted((line.x1 for line in lines), reverse=True)
    left = next((x for x, near in zip(lefts, lefts[others:], strict=False) if near - x <= 0.3 * size), lefts[0])
    right = next((x for x, near in zip(rights, rights[others:], strict=False) if x - near <= size), rights[0])
    return _Margins(left, max(right, left + 0.5 * (width - 2 * left)), size)


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    """The distance between lines of one paragraph, by page."""
    steps: defaultdict[int, list[float]] = defaultdict(list)
    for before, after in pairwise(lines):
        if before.page == after.page:
            steps[before.page].append(after.middle - before.middle)
    # headings and single lines stand further apart
    return {page: sorted(distances)[len(distances) // 5] for page, distances in steps.items()}


def _indents_first_lines(lines: Sequence[Line], margins: Mapping[int, _Margins]) -> bool:
    """True when the document shows the beginning of a paragraph by indenting it."""
    votes = 0
    any_indent = False
    for before, after in pairwise(lines):
        m = margins[before.page]
        any_indent = any_indent or _INDENT < margins[after.page].indent(after) < 4
        if before.page == after.page and _ends_sentence(before) and m.right - before.x1 > 3 * m.size:
            votes += 1 if _INDENT < m.indent(after) < 4 else -1 if m.indent(after) <= _INDENT else 0
    return votes > 0 or (votes == 0 and any_indent)


@dataclass(frozen=True, slots=True)
class _Joins:
    """Decides which lines read on, from the margins and pitches of the pages and the document's habit."""

    margins: Mapping[int, _Margins]
    pitches: Mapping[int, float]
    indents_first_lines: bool

    def reads_on(self, before: Line, line: Line, table_between: bool) -> bool:
        """True when `line` continues the paragraph that `before` belongs to."""
        if max(before.size, line.size) > 1.15 * min(before.size, line.size):
            return False
        if before.wide_gaps or line.wide_gaps or LEADERS.search(before.text):
            return False
        ours, theirs = self.margins[line.page], self.margins[before.page]
        ends_sentence = _ends_sentence(before)
        new_item = begins_item(line.text)
        needed = _first_word(line) + _SLACK * before.size
        if ours.centred(line):
            # the rest of a title that did not fit one line
            room = theirs.right - theirs.left - (before.x1 - before.x0)
            return not ends_sentence and not new_item and room < needed
        indent = ours.indent(line)
        room = theirs.right - before.x1
        if indent > _INDENT:
            goes_on = before.chars[-1].text in _GOES_ON or abs(indent - 2) > 0.5
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
        return before.page == line.page and line.middle - before.middle > factor * self.pitches[line.page]


def _ends_sentence(line: Line) -> bool:
    return next((c.text for c in reversed(line.chars) if c.text not in _CLOSING), "") in _SENTENCE_ENDS


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line: had it fitted, the line before would hold it."""
    chars = line.chars
    end = 1
    while end < len(chars) and _inseparable(chars[end - 1], chars[end], _ANY_SPACE * line.size):
        end += 1
    return chars[end - 1].x1 - chars[0].x0


def _inseparable(left: Char, right: Char, space: float) -> bool:
    if left.text in _NOT_LAST or right.text in _NOT_FIRST:
        return True
    # some programs keep a number and its unit together
    return _in_word(left) and (right.text in _UNITS or (_in_word(right) and right.x0 - left.x1 < space))


def _in_word(char: Char) -> bool:
    return char.text.isascii() and (char.text.isalnum() or char.text in ".,%/+-")


def _text_and_places(lines: Sequence[Line], pages: Mapping[int, PageContent]) -> tuple[str, str, list[tuple[int, Box]]]:
    """Normalised text, printed text and the place of each character, of lines joined to a paragraph."""
    text: list[str] = []
    raw: list[str] = []
    places: list[tuple[int, Box]] = []
    last: Char | None = None
    for line in lines:
        page = pages[line.page]
        new_line = True
        for i, char in enumerate(line.chars):
            if last is not None and char.text < "\x80" and last.text < "\x80":
                gap = _ANY_SPACE if new_line else (char.x0 - last.x1) / line.size
                if gap >= _ANY_SPACE and is_spaced(text, [c.text for c in line.chars[i : i + 20]], gap):
                    text.append(" ")
                    raw.append(" ")
                    places.append(places[-1])
            text.append(char.text)
            raw.append(printed(char.raw))
            places.append((page.number, page.page_box(char.box) if page.turn or page.tilt else char.box))
            last, new_line = char, False
    return "".join(text), "".join(raw), places


def is_spaced(before: Sequence[str], following: Sequence[str], gap: float) -> bool:
    """True when a space is meant between two half-width characters with a gap (in em), or a line break, between them."""
    left, right = before[-1], following[0]
    if not (left in _NUMERIC and right in _NUMERIC):
        return (left.isalnum() or left in _NUMERIC) and (right.isalnum() or right in _NUMERIC)
    if right in "%‰":
        return gap > 1.1
    start = "".join(takewhile(_DIGIT_OR_MARK.__contains__, reversed(before[-20:])))[::-1]
    rest = "".join(takewhile("0123456789.,".__contains__, following))
    return (
        gap > _STRAY_SPACE
        or left in "%‰"
        or right in "+-"
        or ("." in start and "." in rest)
        or (len(start) == len(before) and start.endswith("."))
        or (len(start) == len(rest) == 4 and start.isdigit() and rest.isdigit())
    )
