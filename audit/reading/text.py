"""Lines of running text → paragraphs, whole over line, page and table breaks."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median

from audit.reading.charts import chart_lines, labels_apart
from audit.reading.document import Box, Paragraph
from audit.reading.footnotes import foot_of_page, without_marks
from audit.reading.joining import Joins, joins_of
from audit.reading.lines import Line, body_size, text_lines
from audit.reading.page import Char, PageContent, printed
from audit.reading.sections import Draft, kinds
from audit.reading.side_by_side import in_reading_order, right_column

# Between digits: a wider gap than a stray space parts two numbers.
_STRAY_SPACE = 0.7
_ANY_SPACE = 0.15

_NUMERIC = frozenset("0123456789.,%‰+-")
_DIGIT_OR_MARK = frozenset("0123456789.,%‰")


def paragraphs(pages: Sequence[PageContent], regions: Mapping[int, Sequence[Box]]) -> list[Paragraph]:
    """The paragraphs in reading order; `regions` holds the boxes, by page, that tables and their captions take up.

    Expects pages without running heads and page numbers (`without_furniture`). Boxes, those of the characters too,
    are in unrotated page space.
    """
    on_pages = [_page_text(page, regions.get(page.number, ())) for page in pages]
    begins = right_column((on_page.lines, on_page.tables) for on_page in on_pages)
    if begins is not None:
        on_pages = [replace(p, lines=in_reading_order(p.lines, p.tables, begins)) for p in on_pages]
    groups, joins = _groups(on_pages, pages)
    if not groups:
        return []
    body = median(line.size for group in groups for line in group.lines)
    by_number = {page.number: page for page in pages}
    found = [_text_and_places(group.lines, by_number) for group in groups]
    drafts = [
        Draft(text, joins.centred(group.lines[-1]), group.lines[0].size > 1.15 * body, group.after_table)
        for group, (text, _, _) in zip(groups, found, strict=True)
        if not group.aside
    ]
    told = iter(kinds(drafts))
    return [
        Paragraph(text, raw, tuple(places), group.aside or next(told))
        for group, (text, raw, places) in zip(groups, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _PageText:
    """The lines of a page without its footnotes, the lines of each of these, and the boxes of tables."""

    number: int
    lines: list[Line]
    notes: list[list[Line]]
    tables: list[Box]


def _page_text(page: PageContent, regions: Sequence[Box]) -> _PageText:
    boxes = [page.turned_box(box) for box in regions]
    lines = text_lines(_outside(page.chars, boxes), page.number)
    notes = foot_of_page(lines)
    above = [part for line in lines[: len(lines) - sum(map(len, notes))] for part in _plain_parts(line)]
    return _PageText(page.number, above, notes, boxes)


@dataclass(slots=True)
class _Group:
    """The lines of a paragraph; `aside` is the kind of one that stands amid the text and belongs not to it, else ""."""

    lines: list[Line]
    aside: str = ""
    after_table: bool = False


def _groups(on_pages: Sequence[_PageText], pages: Sequence[PageContent]) -> tuple[list[_Group], Joins]:
    """(the paragraphs, how lines of text read on)"""
    lines = [line for on_page in on_pages for line in on_page.lines]
    joins = joins_of(lines, pages)
    size = body_size([(line.size, len(line.chars)) for line in lines])
    labels = {id(line) for on_page in on_pages for chart in chart_lines(on_page.lines, joins, size) for line in chart}
    if labels:  # they say nothing about the margins of the text
        joins = joins_of([line for line in lines if id(line) not in labels], pages)
    tables = sorted((on_page.number, (y0 + y1) / 2) for on_page in on_pages for _, y0, _, y1 in on_page.tables)
    groups: list[_Group] = []
    text: _Group | None = None
    interrupted = False
    for on_page in on_pages:
        for line in on_page.lines:
            if id(line) in labels:
                groups.append(_Group([line], "chart"))
                interrupted = True
                continue
            table_between = text is not None and _between(tables, text.lines[-1], line)
            if text is not None and joins.reads_on(text.lines[-1], line, table_between or interrupted):
                text.lines.append(line)
            else:
                text = _Group([line], after_table=table_between)
                groups.append(text)
            interrupted = False
        groups += [_Group(note, "text") for note in on_page.notes]
    return groups, joins


def _plain_parts(line: Line) -> list[Line]:
    """The line without marks of footnotes, and parted from the label of a chart beside it."""
    if not line.mixed:
        return [line]
    return [part for with_marks in labels_apart(line) if (part := without_marks(with_marks))]


def _outside(chars: Iterable[Char], boxes: Sequence[Box]) -> list[Char]:
    outside = list(chars)
    # the high ones first: few characters are left to be held against the others
    for x0, y0, x1, y1 in sorted(boxes, key=lambda box: box[1] - box[3]):
        outside = [c for c in outside if not (y0 <= (c.y0 + c.y1) / 2 <= y1 and x0 <= (c.x0 + c.x1) / 2 <= x1)]
    return outside


def _between(tables: Sequence[tuple[int, float]], before: Line, after: Line) -> bool:
    """True when a table stands between two lines."""
    return bisect_right(tables, (before.page, before.middle)) < bisect_right(tables, (after.page, after.middle))


def _text_and_places(lines: Sequence[Line], pages: Mapping[int, PageContent]) -> tuple[str, str, list[tuple[int, Box]]]:
    """Normalised text, printed text and the place of each character, of lines joined to a paragraph."""
    text: list[str] = []
    raw: list[str] = []
    places: list[tuple[int, Box]] = []
    last: Char | None = None
    for line in lines:
        page, chars = pages[line.page], line.chars
        turned = page.turn or page.tilt
        start = 0
        for end in (*_gaps_before(line, last), len(chars)):
            part = chars[start:end]
            text += [c.text for c in part]
            raw += [printed(c.raw) for c in part]
            places += [(page.number, page.page_box(c.box) if turned else (c.x0, c.y0, c.x1, c.y1)) for c in part]
            gap = (chars[end].x0 - chars[end - 1].x1) / line.size if 0 < end < len(chars) else _ANY_SPACE
            if end < len(chars) and is_spaced(text, [c.text for c in chars[end : end + 20]], gap):
                text.append(" ")
                raw.append(" ")
                places.append(places[-1])
            start = end
        last = chars[-1]
    return "".join(text), "".join(raw), places


def _gaps_before(line: Line, last: Char | None) -> Iterator[int]:
    """Where two half-width characters of a line have a gap between them, or the line's end; `last` ends the line before."""
    left = last
    least = _ANY_SPACE * line.size
    for k, char in enumerate(line.chars):
        if left is not None and char.text < "\x80" and left.text < "\x80" and (k == 0 or char.x0 - left.x1 >= least):
            yield k
        left = char


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
