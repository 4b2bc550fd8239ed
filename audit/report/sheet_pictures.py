"""Whole pages with every numeral and numeric cell framed by what became of it: coverage as a picture."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf
from markupsafe import Markup, escape

from audit.findings import Report
from audit.reading.page import PageContent
from audit.report.places import Place, number_places
from audit.report.shown import shown_content
from audit.report.words import STATUSES
from audit.report.wrapping import plain, shortened

# pixels per point, and the size that all pages may take together before the rest is shown without an image
_SCALE = 1.15
_JPEG_QUALITY = 45
_MOST_BYTES = 1_600_000
_MOST_PIXELS = 1600
# bytes of a page of text as PNG, at most
_LARGE = 150_000
_LONGEST = 60


@dataclass(frozen=True)
class PagePicture:
    """A page as one SVG element and how many places on it are at fault."""

    page: int
    svg: Markup
    contradicted: int
    file: str | None = None


def page_pictures(pdf: pymupdf.Document, report: Report, share: int = 1) -> list[PagePicture]:
    """A picture of each page; one that cannot be rendered, or comes after too many others, has frames alone.

    share: among how many PDFs of a disclosure the bytes of pictures are shared out
    """
    by_page: dict[int, list[Place]] = defaultdict(list)
    for place in number_places(report):
        by_page[place.page].append(place)
    pictures = []
    left = _MOST_BYTES // share
    for index in range(pdf.page_count):
        page, places = pdf[index], by_page[index + 1]
        content = shown_content(page)
        image = _image(page, content) if left > 0 else b""
        left -= len(image)
        pictures.append(PagePicture(index + 1, _svg(content, image, places), sum(p.status == "contradicted" for p in places)))
    return pictures


def _image(page: pymupdf.Page, content: PageContent) -> bytes:
    """The page in grey, upright whatever the file says."""
    scale = min(_SCALE, _MOST_PIXELS / max(content.width, content.height))
    try:
        page.set_rotation(content.turn)
        pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, annots=False)
        image: bytes = pixels.tobytes("png")
    except pymupdf.mupdf.FzErrorBase:
        return b""
    # a photograph (a seal, a scan) is smaller as JPEG, text as PNG
    return image if len(image) < _LARGE else bytes(pixels.tobytes("jpeg", jpg_quality=_JPEG_QUALITY))


def _svg(content: PageContent, image: bytes, places: Sequence[Place]) -> Markup:
    width, height = content.width, content.height
    frames = Markup("").join(_frame(content, place) for place in places)
    return Markup(
        '<svg class="sheet" viewBox="0 0 {w:g} {h:g}" role="group" aria-label="第 {n} 页">{image}{frames}</svg>'
    ).format(w=width, h=height, n=content.number, image=_embedded(image, width, height), frames=frames)


def _embedded(image: bytes, width: float, height: float) -> Markup:
    if not image:
        return Markup("")
    kind = "png" if image.startswith(b"\x89PNG") else "jpeg"
    data = b64encode(image).decode("ascii")
    return Markup('<image width="{:g}" height="{:g}" href="data:image/{};base64,{}"/>').format(width, height, kind, Markup(data))


def _frame(content: PageContent, place: Place) -> Markup:
    x0, y0, x1, y1 = content.turned_box(place.box)
    # the finding that gave the place its status first: that is where a click leads
    findings = sorted(place.findings, key=lambda finding: finding.verdict != place.status)
    title = f"{shortened(plain(place.text), _LONGEST)}　{STATUSES[place.status]}" + (f"，{len(findings)} 项" if findings else "")
    frame = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>').format(
        place.status, x0, y0, x1 - x0, y1 - y0, title
    )
    if not findings:
        return frame
    ids = " ".join(finding.id for finding in findings)
    return Markup('<a href="#f-{}" data-findings="{}" aria-label="{}">{}</a>').format(findings[0].id, ids, escape(title), frame)
