"""Cuttings of the source's pages around what findings are about: the figure at fault framed red, what it is held
against blue.

A picture shows one page in strips: the head of the table (from the page where it begins), and the lines that matter with
their neighbours. The page is rendered in grey and the frames lie over it as SVG, so that pictures stay small and frames
sharp at any size.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pymupdf

from audit.findings import Box, Finding, Report, ReportedTable
from audit.reading.page import PageContent
from audit.report.selection import faults
from audit.report.shown import shown_content

Role = Literal["fault", "evidence", "sentence"]
# the strongest word about a place decides
_ROLES: tuple[Role, ...] = ("fault", "evidence", "sentence")

# In points: room above and below a frame, beside the text, between strips; parts nearer than _NEAR are one strip.
_ABOVE = 20.0
_BESIDE = 14.0
_GAP = 10.0
_NEAR = 28.0
# In pixels: per point, and the longest side of a strip.
_SCALE = 2.0
_LONGEST = 1800
_JPEG_QUALITY = 70
# CSS pixels per point: text of a page a little larger than the text around the picture
_ZOOM = 1.25

_STYLES: dict[Role, str] = {
    "fault": 'fill="#d32f2f" fill-opacity=".13" stroke="#c62828" stroke-width="1.6"',
    "evidence": 'fill="#1565c0" fill-opacity=".09" stroke="#1558b0" stroke-width="1.2"',
    "sentence": 'fill="#d32f2f" fill-opacity=".06"',
}


@dataclass(frozen=True)
class Mark:
    """A frame, in points from the upper left corner of its strip."""

    role: Role
    box: Box


@dataclass(frozen=True)
class Strip:
    """A part of a page. `image` is a PNG or JPEG, `width` and `height` are in points."""

    image: bytes
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Picture:
    """Strips of one page, from top to bottom; above them, where the table goes on there, its head from `head_page`.

    `file` is given where the disclosure has several.
    """

    page: int
    strips: tuple[Strip, ...]
    head_page: int | None = None
    file: str | None = None

    @property
    def shows_fault(self) -> bool:
        return any(mark.role == "fault" for strip in self.strips for mark in strip.marks)

    @property
    def svg(self) -> str:
        """The picture as one SVG element, to stand in an HTML page."""
        width = max(strip.width for strip in self.strips)
        parts: list[str] = []
        top = 0.0
        for strip in self.strips:
            if parts:
                middle = top - _GAP / 2
                parts.append(f'<path d="M0 {middle:g}H{width:g}" stroke="#888" stroke-dasharray="4 4"/>')
            parts.append(f'<g transform="translate(0 {top:g})">{_image(strip)}{"".join(map(_frame, strip.marks))}</g>')
            top += strip.height + _GAP
        return (
            f'<svg viewBox="0 0 {width:g} {top - _GAP:g}" role="img" '
            f'aria-label="第 {self.page} 页截图" style="width:{_ZOOM * width:.0f}px;max-width:100%;background:#fff">'
            f"{''.join(parts)}</svg>"
        )


def opened_source(path: Path, digest: str) -> pymupdf.Document | None:
    """The PDF that was audited, opened again; None where it cannot be, or where `path` now holds something else."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if sha256(data).hexdigest() != digest:
        return None
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase):
        return None
    # whatever it is told, MuPDF opens what it knows
    return pdf if pdf.is_pdf else None


def finding_pictures(pdf: pymupdf.Document, report: Report, findings: Sequence[Finding]) -> list[Picture]:
    """A picture of each page on which the figures of `findings` stand, the one with a figure at fault first.

    A page that cannot be rendered is left out.
    """
    marks = [mark for finding in findings for mark in _marks(finding) if pymupdf.Rect(mark[1]).get_area() > 0]
    by_page: dict[int, dict[Box, Role]] = defaultdict(dict)
    for page, box, role in sorted(marks, key=lambda mark: _ROLES.index(mark[2])):
        by_page[page].setdefault(box, role)
    pictures: list[Picture] = []
    for number, boxes in by_page.items():
        try:
            pictures.append(_picture(pdf, number, boxes, _heads(report.tables, number, boxes)))
        except pymupdf.mupdf.FzErrorBase:
            continue
    return pictures


def _marks(finding: Finding) -> Iterator[tuple[int, Box, Role]]:
    claim, wrong = finding.claim, faults(finding)
    if claim is not None and claim.page is not None:
        role: Role = "sentence" if wrong else "fault"
        yield from ((claim.page, box, role) for box in claim.boxes)
    for operand in finding.evidence:
        if operand.page is not None:
            role = "fault" if operand in wrong else "evidence"
            # beside the digits, not on them; a cell has room of its own
            room = 1.2 if operand.table is None else 0.0
            yield from ((operand.page, (x0 - room, y0, x1 + room, y1), role) for x0, y0, x1, y1 in operand.boxes)


def _heads(tables: Iterable[ReportedTable], page: int, marked: Iterable[Box]) -> list[tuple[int, Box]]:
    """The heads, with their pages, of the tables that hold a marked cell of this page."""
    cells = set(marked)
    heads = []
    for table in tables:
        on_page = {box for number, row in zip(table.row_pages, table.boxes, strict=True) if number == page for box in row}
        head = [box for row in table.head_boxes for box in row if box is not None]
        if head and table.page is not None and on_page & cells:
            heads.append((table.page, _hull(head)))
    return heads


def _picture(pdf: pymupdf.Document, number: int, boxes: dict[Box, Role], heads: Sequence[tuple[int, Box]]) -> Picture:
    page = pdf[number - 1]
    content = shown_content(page)
    marks = [Mark(role, content.turned_box(box)) for box, role in boxes.items()]
    wanted = [_span(content, mark.box) for mark in marks]
    wanted += [(box[1] - 2, box[3] + 2) for home, head in heads if home == number for box in (content.turned_box(head),)]
    left, right = _sides(content, [mark.box for mark in marks])
    # upright whatever the file says, so that text set sideways can be read
    page.set_rotation(content.turn)
    areas = [(left, max(top, 0.0), right, min(bottom, content.height)) for top, bottom in _joined(wanted)]
    strips = [_strip(page, area, marks) for area in areas]
    for home, head in heads:
        if home != number:
            return Picture(number, (_head_strip(pdf[home - 1], head, left, right), *strips), home)
    return Picture(number, tuple(strips))


def _head_strip(page: pymupdf.Page, head: Box, left: float, right: float) -> Strip:
    """The head of a table that goes on on another page, cut from `left` to `right` as that page is: columns stay in line."""
    content = shown_content(page)
    x0, top, x1, bottom = content.turned_box(head)
    page.set_rotation(content.turn)
    return _strip(page, (min(left, x0 - 2), top - 2, max(right, x1 + 2), bottom + 2), ())


def _span(content: PageContent, box: Box) -> tuple[float, float]:
    """From above a box to below it, without cutting through a line of text beside it."""
    # commas and brackets reach below the boxes of their characters
    lines = [(char.y0 - 0.15 * char.size, char.y1 + 0.2 * char.size) for char in content.chars]
    top, bottom = box[1] - _ABOVE, box[3] + _ABOVE
    while cut := [line[1] for line in lines if line[0] < top < line[1]]:
        top = max(cut)
    while cut := [line[0] for line in lines if line[0] < bottom < line[1]]:
        bottom = min(cut)
    return min(top, box[1] - 2), max(bottom, box[3] + 2)


def _sides(content: PageContent, boxes: Iterable[Box]) -> tuple[float, float]:
    """From the left of the page's text to its right."""
    hull = _hull([*(char.box for char in content.chars), *boxes])
    return max(hull[0] - _BESIDE, 0.0), min(hull[2] + _BESIDE, content.width)


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for top, bottom in sorted(spans):
        if joined and top - joined[-1][1] < _NEAR:
            joined[-1] = (joined[-1][0], max(joined[-1][1], bottom))
        else:
            joined.append((top, bottom))
    return joined


def _strip(page: pymupdf.Page, area: Box, marks: Iterable[Mark]) -> Strip:
    left, top, right, bottom = area
    width, height = right - left, bottom - top
    scale = min(_SCALE, _LONGEST / max(width, height))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=area, colorspace=pymupdf.csGRAY)
    # a photograph (a seal, a scan) is smaller as JPEG, text as PNG
    image = min(pixels.tobytes("png"), pixels.tobytes("jpeg", jpg_quality=_JPEG_QUALITY), key=len)
    inside = (mark for mark in marks if top <= (mark.box[1] + mark.box[3]) / 2 <= bottom)
    moved = (Mark(m.role, (m.box[0] - left, m.box[1] - top, m.box[2] - left, m.box[3] - top)) for m in inside)
    return Strip(image, width, height, tuple(sorted(moved, key=lambda mark: _ROLES.index(mark.role), reverse=True)))


def _hull(boxes: Sequence[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _image(strip: Strip) -> str:
    kind = "png" if strip.image.startswith(b"\x89PNG") else "jpeg"
    data = b64encode(strip.image).decode("ascii")
    return f'<image width="{strip.width:g}" height="{strip.height:g}" href="data:image/{kind};base64,{data}"/>'


def _frame(mark: Mark) -> str:
    x0, y0, x1, y1 = mark.box
    size = f'x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"'
    return f'<rect class="{mark.role}" {size} rx="1.5" {_STYLES[mark.role]}/>'
