"""One PDF page as characters and ruled lines, in unrotated page space."""

import unicodedata
from dataclasses import dataclass
from typing import Any

import pymupdf

from audit.reading.document import Box

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
# Rules and fills at least this light are invisible on paper.
_WHITE = 0.97
_THIN = 3.0


@dataclass(slots=True)
class Char:
    """A printed character: `text` normalised to one character (NFKC, radicals unified), `raw` as in the file."""

    text: str
    raw: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float

    @property
    def box(self) -> Box:
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Rule:
    """A ruled line, horizontal (y0 == y1) or vertical (x0 == x1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """`chars` in file order, upright and drawn once; `rules` visible, unmerged."""

    number: int
    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]


def normalized(char: str) -> str:
    """NFKC of one character where that is one character too, and a plain ideograph for a CJK radical (⽬ → 目)."""
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


def page_content(page: pymupdf.Page) -> PageContent:
    width, height = page.cropbox.width, page.cropbox.height
    return PageContent(page.number + 1, width, height, _chars(page), _rules(page))


def _chars(page: pymupdf.Page) -> list[Char]:
    chars: list[Char] = []
    seen: set[tuple[str, int, int]] = set()
    for block in page.get_text("rawdict", flags=_FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            if abs(line["dir"][1]) > 0.1 and abs(line["dir"][0]) > 0.1:  # an oblique watermark
                continue
            for span in line["spans"]:
                size = span["size"]
                for c in span["chars"]:
                    x0, y0, x1, y1 = c["bbox"]
                    # fake bold draws a character twice, a fraction of a point apart
                    key = (c["c"], round(x0 / 1.5), round(y0 / 1.5))
                    if key in seen and not c["c"].isspace():
                        continue
                    seen.add(key)
                    chars.append(Char(normalized(c["c"]), c["c"], x0, y0, x1, y1, size))
    return chars


def _rules(page: pymupdf.Page) -> list[Rule]:
    rules: list[Rule] = []
    for drawing in page.get_cdrawings():
        stroke, fill = drawing.get("color"), drawing.get("fill")
        stroked = "s" in drawing["type"] and stroke is not None and not _invisible(stroke)
        filled = "f" in drawing["type"] and fill is not None and not _invisible(fill)
        for item in drawing["items"]:
            rules.extend(_item_rules(item, stroked, filled))
    return rules


def _invisible(color: tuple[float, ...]) -> bool:
    return min(color) >= _WHITE


def _item_rules(item: tuple[Any, ...], stroked: bool, filled: bool) -> list[Rule]:
    if item[0] == "l" and stroked:
        (x0, y0), (x1, y1) = item[1], item[2]
        if abs(y1 - y0) <= 1 < abs(x1 - x0):
            return [Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)]
        if abs(x1 - x0) <= 1 < abs(y1 - y0):
            return [Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))]
    if item[0] in ("re", "qu"):
        x0, y0, x1, y1 = item[1] if item[0] == "re" else pymupdf.Quad(item[1]).rect
        width, height = x1 - x0, y1 - y0
        if filled and height <= _THIN < width:
            return [Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
        if filled and width <= _THIN < height:
            return [Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
        if stroked or (filled and min(width, height) > _THIN):
            edges = [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
            return edges if stroked else []
    return []
