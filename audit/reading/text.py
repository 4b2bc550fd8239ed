"""Lines of running text → paragraphs, whole over line, page and table breaks."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from statistics import median

from audit.reading.document import Box, Paragraph
from audit.reading.joining import joins_of
from audit.reading.lines import Line, text_lines
from audit.reading.page import Char, PageContent, printed
from audit.reading.sections import Draft, kinds
from audit.reading.side_by_side import in_reading_order

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
    lines: list[Line] = []
    tables: list[tuple[int, float]] = []
    right_column: float | None = None
    for page in pages:
        boxes = [page.turned_box(box) for box in regions.get(page.number, ())]
        on_page, right_column = in_reading_order(text_lines(_outside(page.chars, boxes), page.number), boxes, right_column)
        lines += on_page
        tables += sorted((page.number, (y0 + y1) / 2) for _, y0, _, y1 in boxes)
    if not lines:
        return []
    joins = joins_of(lines, pages)
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
    by_number = {page.number: page for page in pages}
    found = [_text_and_places(group, by_number) for group in groups]
    drafts = [
        Draft(text, joins.centred(group[-1]), group[0].size > 1.15 * body, interrupted)
        for group, (text, _, _), interrupted in zip(groups, found, after_table, strict=True)
    ]
    return [Paragraph(text, raw, tuple(places), kind) for (text, raw, places), kind in zip(found, kinds(drafts), strict=True)]


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
