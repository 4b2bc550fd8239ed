"""What a page prints around its content: page numbers, running heads and feet, watermarks. Found and taken away."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from audit.reading.lines import Line, text_lines
from audit.reading.page import PageContent

# Heads and feet stand in this outer part of the page's height, at the same height to within these points.
_ZONE = 0.12
_SAME_PLACE = 3.0
_FEWEST_PAGES = 3
_LARGE = 1.8

_DASHES = r"[-—–―─~～·•]"
_NUMERAL = r"[\d一二三四五六七八九十百]{1,4}"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}+\d{{1,4}}{_DASHES}+|{_DASHES}*第{_NUMERAL}页(?:[/，,]?[（(]?共{_NUMERAL}页[）)]?)?{_DASHES}*"
    r"|\d{1,4}/\d{1,4}|(?i:page)\d{1,4}(?:(?i:of)\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
# What varies in a head that holds the page number.
_VARYING = re.compile(rf"第{_NUMERAL}页|共{_NUMERAL}页|{_DASHES}+\d{{1,4}}{_DASHES}+|\d{{1,4}}/\d{{1,4}}$")
_OUTER_NUMBER = re.compile(r"^\d{1,4}(?!\d|年)|\d{1,4}$")
# A table's own lines can be repeated at the top of each of its pages; they are content.
_TABLE_LINE = re.compile(r"表(?:[（(].*[）)])?$|表[\d一二三四五六七八九十]|(?:单位|部门|机构)(?:名称)?[:：]|^公开\d|^附[件表录]")


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """A line in the outer zone of its page; `distance` is measured from the edge that it is near to."""

    line: Line
    page: int
    top: bool
    distance: float
    text: str
    fenced: bool  # a ruled line stands between it and the edge: it belongs to a table


def without_furniture(pages: Sequence[PageContent]) -> list[PageContent]:
    """The same pages without page numbers, running heads and feet, and upright watermarks."""
    edges = [edge for page in pages for edge in _edges(page)]
    repeated = _repeated(edges)
    offsets = Counter(int(e.text) - e.page for e in edges if _BARE_NUMBER.fullmatch(e.text))
    dropped = {id(c) for line in _watermarks(pages) for c in line.chars}
    content_begins: set[tuple[int, bool]] = set()
    for edge in sorted(edges, key=lambda e: e.distance):
        if (edge.page, edge.top) in content_begins:
            continue  # what lies further in is content too
        if id(edge) in repeated or _is_page_number(edge, offsets, len(pages)):
            dropped.update(id(c) for c in edge.line.chars)
        else:
            content_begins.add((edge.page, edge.top))
    return [replace(page, chars=[c for c in page.chars if id(c) not in dropped]) for page in pages]


def _edges(page: PageContent) -> list[_Edge]:
    depth = _ZONE * page.height
    heads = text_lines((c for c in page.chars if c.y1 < depth), page.number)
    feet = text_lines((c for c in page.chars if c.y0 > page.height - depth), page.number)
    return [
        *(_Edge(line, page.number, True, line.middle, line.text, _fenced(line, page, True)) for line in heads),
        *(_Edge(line, page.number, False, page.height - line.middle, line.text, _fenced(line, page, False)) for line in feet),
    ]


def _fenced(line: Line, page: PageContent, top: bool) -> bool:
    return any(
        (rule.y0 < line.middle if top else rule.y1 > line.middle) and rule.x0 < line.x1 and rule.x1 > line.x0
        for rule in page.rules
    )


def _is_page_number(edge: _Edge, offsets: Counter[int], pages: int) -> bool:
    if _PAGE_NUMBER.fullmatch(edge.text):
        return True
    if edge.fenced or not _BARE_NUMBER.fullmatch(edge.text):
        return False
    # a lone number may be content; a page number counts on from page to page
    offset = int(edge.text) - edge.page
    return offsets[offset] > 1 or (pages == 1 and offset == 0)


def _repeated(edges: Iterable[_Edge]) -> set[int]:
    """The ids of edges whose text stands at the same height on several pages."""
    alike: defaultdict[tuple[str, bool], list[_Edge]] = defaultdict(list)
    for edge in edges:
        if not edge.fenced and not _TABLE_LINE.search(edge.text) and edge.line.wide_gaps <= 1:
            for text in {edge.text, _masked(edge)}:
                alike[text, edge.top].append(edge)
    return {id(edge) for group in alike.values() for edge in _on_several_pages(group)}


def _on_several_pages(alike: Iterable[_Edge]) -> Iterator[_Edge]:
    """Those that stand at the same height on several pages."""
    ordered = sorted(alike, key=lambda e: e.distance)
    near: Counter[int] = Counter()
    first = end = 0
    for edge in ordered:
        while end < len(ordered) and ordered[end].distance - edge.distance < _SAME_PLACE:
            near[ordered[end].page] += 1
            end += 1
        while edge.distance - ordered[first].distance >= _SAME_PLACE:
            near[ordered[first].page] -= 1
            first += 1
        near += Counter()  # drops the pages left behind
        if len(near) >= _FEWEST_PAGES:
            yield edge


def _masked(edge: _Edge) -> str:
    """The text with its page number made the same on all pages."""
    return _OUTER_NUMBER.sub(lambda match: f"#{int(match.group()) - edge.page}", _VARYING.sub("#", edge.text))


def _watermarks(pages: Sequence[PageContent]) -> list[Line]:
    """Lines in large type that stand at one place of most pages."""
    places: defaultdict[tuple[str, int, int], list[Line]] = defaultdict(list)
    for page in pages:
        if not page.chars:
            continue
        large = _LARGE * median(c.size for c in page.chars)
        for line in text_lines((c for c in page.chars if c.size > large), page.number):
            places[line.text, round(line.x0 / _SAME_PLACE), round(line.middle / _SAME_PLACE)].append(line)
    return [line for lines in places.values() if len(lines) >= max(_FEWEST_PAGES, len(pages) / 2) for line in lines]
