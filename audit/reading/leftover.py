"""Which tables have rows left among the running text: nothing adds up in those, whatever the document says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from audit.reading.document import Paragraph, Table
from audit.reading.page import PageContent

_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d\d(?!\d|%)")
_PROSE = re.compile("[。；，：]|[注说]明?：|资料来源")
_LONGEST_ROW = 60
# So many lines without an amount stand amid what is left of a table (labels, a head), no more.
_FURTHEST = 40

_Place = tuple[int, float]


def with_leftovers(tables: Sequence[Table], paragraphs: Sequence[Paragraph], pages: Mapping[int, PageContent]) -> list[Table]:
    """The tables, those marked `cut` that lines like rows of a table follow, or precede where they have no title.

    Lines like rows are short, have amounts and no mark of a sentence; two amounts, or two such lines, are enough.
    """
    told = [(_place(p, pages), p) for p in paragraphs if p.places]
    spans = [_span(table, pages) for table in tables]
    found: list[Table] = []
    for table, span in zip(tables, spans, strict=True):
        if span is None:
            found.append(table)
            continue
        top, foot = span
        following = min((s[0] for s in spans if s is not None and s[0] > top), default=(len(pages) + 1, 0.0))
        preceding = max((s[1] for s in spans if s is not None and s[0] < top), default=(0, 0.0))
        below = [p for place, p in told if foot < place < following]
        above = [] if table.title else [p for place, p in reversed(told) if preceding < place < top]
        found.append(replace(table, cut=True) if _are_rows(below) or _are_rows(above) else table)
    return found


def _span(table: Table, pages: Mapping[int, PageContent]) -> tuple[_Place, _Place] | None:
    """Where a table begins and ends: pages and heights."""
    boxes = [(c.page, pages[c.page].turned_box(c.box)) for row in (*table.head, *table.rows) for c in row if c.page and c.box]
    if not boxes:
        return None
    return min((page, box[1]) for page, box in boxes), max((page, box[3] - 1) for page, box in boxes)


def _place(paragraph: Paragraph, pages: Mapping[int, PageContent]) -> _Place:
    page, box = paragraph.places[0]
    return page, pages[page].turned_box(box)[1]


def _are_rows(lines: Sequence[Paragraph]) -> bool:
    rows = takewhile(_may_be_row, lines[:_FURTHEST])
    amounts = [len(_AMOUNT.findall(row.text)) for row in rows]
    return max(amounts, default=0) > 1 or sum(map(bool, amounts)) > 1


def _may_be_row(line: Paragraph) -> bool:
    return len(line.text) <= _LONGEST_ROW and _PROSE.search(line.text) is None
