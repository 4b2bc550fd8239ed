"""One PDF page as characters, ruled lines and fills, turned so that its text reads from left to right."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from math import cos, radians, sin
from typing import Any

import pymupdf

from audit.reading.document import Box
from audit.reading.glyphs import normalized

# Clipped text is not on paper. Without CID_FOR_UNKNOWN_UNICODE a glyph of unknown meaning is U+FFFD, not a random
# character that may happen to be a digit.
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CLIP
# Rules and fills at least this light are invisible on paper.
_WHITE = 0.97
_THIN = 3.0
# A dotted rule has dots of this size, this far apart.
_DOT = 1.6
# Characters have more strokes than the corners of a border, and shorter ones than the lines of a chart.
_FEWEST_OF_OUTLINE = 5
_LONGEST_OF_OUTLINE = 20.0
_SLANTED = 0.5
_DOT_GAP = 4.5
_FEWEST_DOTS = 8
# White rules show where more than this share of them border a shaded cell, and where they are more than a head's own.
_MOSTLY = 0.6
_FEWEST_WHITE = 20
_MOST_SHADES = 500_000
_NARROW = 2.5
# More points than any page is high.
_COLUMN = 1 << 20
# Of an ideograph, above the baseline.
_ASCENT = 0.88


@dataclass(slots=True)
class Char:
    """A printed character: `text` is its plain form (`glyphs.normalized`), `raw` as in the file."""

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
    """`chars` in file order, upright and drawn once; `rules` visible, unmerged; `fills` the shaded rectangles.

    All coordinates are of the page as it is read: where the text of a page runs up, down or upside down in the
    file (/Rotate, a table set sideways), it is turned by `turn` degrees clockwise, and `width` and `height` are
    those of the turned page. `page_box` gives the place in unrotated page space, which is what a Document holds.
    A scanned page is read straight: turned by `tilt` degrees clockwise about its middle before anything else. `unsure`
    are the places of digits that may be others.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]
    fills: list[Box] = field(default_factory=list)
    turn: int = 0
    tilt: float = 0.0
    unsure: list[Box] = field(default_factory=list)

    def page_box(self, box: Box) -> Box:
        x0, y0, x1, y1 = box
        if self.turn == 90:
            box = (y0, self.width - x1, y1, self.width - x0)
        elif self.turn == 180:
            box = (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        elif self.turn == 270:
            box = (self.height - y1, x0, self.height - y0, x1)
        return _tilted(box, -self.tilt, *self.size) if self.tilt else box

    def turned_box(self, box: Box) -> Box:
        """The inverse of `page_box`."""
        return _turned(_tilted(box, self.tilt, *self.size) if self.tilt else box, self.turn, *self.size)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in unrotated page space."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


@cache
def printed(char: str) -> str:
    """The character as seen on paper: an ideograph where the file has the radical of the same shape."""
    return normalized(char) if "\u2e80" <= char <= "\u2fdf" else char


def page_content(page: pymupdf.Page, ruled: bool = True) -> PageContent:
    """The content of a page; without its drawings where `ruled` is False."""
    width, height = page.cropbox.width, page.cropbox.height
    lines = _text_lines(page)
    # without text, a page is as upright as its file says
    turn = _turn(lines) if lines else page.rotation % 360
    rules, fills = _strokes_and_fills(page, turn, width, height) if ruled else ([], [])
    if turn in (90, 270):
        width, height = height, width
    return PageContent(page.number + 1, width, height, _chars(lines, turn, width, height), rules, fills, turn)


def _text_lines(page: pymupdf.Page) -> list[dict[str, Any]]:
    return [
        line
        for block in page.get_text("rawdict", flags=_FLAGS)["blocks"]
        for line in block.get("lines", ())
        if min(abs(line["dir"][0]), abs(line["dir"][1])) <= 0.1  # the rest are oblique watermarks
    ]


def _turn(lines: list[dict[str, Any]]) -> int:
    """Degrees clockwise that bring most of the page's characters upright."""
    votes: Counter[int] = Counter()
    for line in lines:
        dx, dy = line["dir"]
        upright = line["wmode"] == 1 or dx > 0.9
        angle = 0 if upright else 90 if dy < -0.9 else 270 if dy > 0.9 else 180
        votes[angle] += sum(len(span["chars"]) for span in line["spans"])
    return votes.most_common(1)[0][0] if votes else 0


def _turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of the unturned page (`width` × `height`) on the turned one: the inverse of PageContent.page_box."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return (height - y1, x0, height - y0, x1)
    if turn == 180:
        return (width - x1, height - y1, width - x0, height - y0)
    if turn == 270:
        return (y0, width - x1, y1, width - x0)
    return box


def _tilted(box: Box, degrees: float, width: float, height: float) -> Box:
    """The box where its middle comes to lie when the page is turned clockwise about its own."""
    x0, y0, x1, y1 = box
    x, y = (x0 + x1 - width) / 2, (y0 + y1 - height) / 2
    sine, cosine = sin(radians(degrees)), cos(radians(degrees))
    right, down = x * cosine - y * sine - x, x * sine + y * cosine - y
    return (x0 + right, y0 + down, x1 + right, y1 + down)


def _chars(lines: list[dict[str, Any]], turn: int, width: float, height: float) -> list[Char]:
    if turn in (90, 270):
        width, height = height, width
    chars: list[Char] = []
    # by character, a number for each square point in which it stands
    drawn: dict[str, set[int]] = {}
    for line in lines:
        direction = line["dir"] if line["wmode"] == 0 else None
        upright = not turn and direction is not None and direction[0] > 0.9
        for span in line["spans"]:
            size = span["size"]
            if size <= 0:  # prints nothing
                continue
            above, below = _ASCENT * size, (1 - _ASCENT) * size
            for c in span["chars"]:
                raw = c["c"]
                text = _plain(raw)
                if not text or c["synthetic"]:  # spaces that MuPDF sees in gaps are not in the file
                    continue
                if upright:  # as below, and nearly every character
                    x0, _, x1, _ = c["bbox"]
                    y = c["origin"][1]
                    y0, y1 = y - above, y + below
                else:
                    box = _em_box(c["bbox"], c["origin"], direction, above, below)
                    x0, y0, x1, y1 = _turned(box, turn, width, height) if turn else box
                if text != " ":
                    places = drawn.get(raw)
                    if places is None:
                        places = drawn[raw] = set()
                    # a point or comma stands as near to the next one as fake bold moves a wider character
                    place = int(x0 if x1 - x0 > _NARROW else 2 * x0) * _COLUMN + int(y0)
                    # fake bold draws a character twice, a fraction of a point apart
                    if (
                        place in places
                        or place - 1 in places
                        or place + 1 in places
                        or place - _COLUMN in places
                        or place + _COLUMN in places
                    ):
                        continue
                    places.add(place)
                chars.append(Char(text, raw, x0, y0, x1, y1, size))
    return chars


@cache
def _plain(raw: str) -> str:
    """The plain form of a character; one space for any space, nothing for what is in the file and not on paper."""
    if raw.isspace():
        return " "
    return "" if unicodedata.category(raw) in ("Cc", "Cf") else normalized(raw)


def _em_box(box: Box, origin: tuple[float, float], direction: tuple[float, float] | None, above: float, below: float) -> Box:
    """The character's box along its line, its em square across: fonts disagree about ascenders by half an em."""
    if direction is None:  # set vertically
        return box
    x0, y0, x1, y1 = box
    x, y = origin
    if abs(direction[0]) > abs(direction[1]):
        return (x0, y - above, x1, y + below) if direction[0] > 0 else (x0, y - below, x1, y + above)
    return (x - above, y0, x + below, y1) if direction[1] < 0 else (x - below, y0, x + above, y1)


def _strokes_and_fills(page: pymupdf.Page, turn: int, width: float, height: float) -> tuple[list[Rule], list[Box]]:
    rules: list[Rule] = []
    white: list[Rule] = []
    fills: list[Box] = []
    dots: list[Box] = []
    for drawing in page.get_cdrawings():
        stroke, fill = drawing.get("color"), drawing.get("fill")
        stroked = "s" in drawing["type"] and _visible(stroke, drawing.get("stroke_opacity"))
        filled = "f" in drawing["type"] and _visible(fill, drawing.get("fill_opacity"))
        if not stroked and not filled:
            white += [rule for box, _ in _shapes(drawing["items"]) for rule in _rule(_turned(box, turn, width, height), _THIN)]
            continue
        thickness = drawing.get("width") or 0.0
        for box, is_line in _shapes(drawing["items"]) if not _outlines_text(drawing) else ():
            box = _turned(box, turn, width, height)
            if max(box[2] - box[0], box[3] - box[1]) <= _DOT:
                dots.append(box)
            elif is_line:
                if stroked:
                    rules.extend(_rule(box, max(_THIN, thickness)))
            elif min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                rules.extend(_rule(box, _THIN))
            else:
                if stroked:
                    rules.extend(box_edges(box))
                if filled:
                    fills.append(box)
    # beside others, white ones part nothing
    shown = _on_shade(white, fills) if len(white) > 2 * len(rules) else []
    return [*rules, *shown, *_dotted(dots)], fills


def _on_shade(white: list[Rule], fills: list[Box]) -> list[Rule]:
    """White rules, which show where cells are shaded: all of them where most border one that is."""
    if not fills or len(white) < _FEWEST_WHITE or len(white) * len(fills) > _MOST_SHADES:
        return []
    shown = 0
    for rule in white:
        x, y, across = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2, rule.y0 == rule.y1
        sides = [(x, y - _THIN), (x, y + _THIN)] if across else [(x - _THIN, y), (x + _THIN, y)]
        shown += any(x0 < a < x1 and y0 < b < y1 for a, b in sides for x0, y0, x1, y1 in fills)
    return white if shown > _MOSTLY * len(white) else []


def _dotted(dots: list[Box]) -> Iterator[Rule]:
    """The rules that rows and columns of dots make."""
    if len(dots) < _FEWEST_DOTS:
        return
    places = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in dots]
    for y, x0, x1 in _dot_runs((y, x) for x, y in places):
        yield Rule(x0, y, x1, y)
    for x, y0, y1 in _dot_runs(places):
        yield Rule(x, y0, x, y1)


def _dot_runs(places: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float, float]]:
    """(across, first, last) of dots in a line; places are (across, along) the line."""
    lines: dict[int, list[float]] = {}
    for across, along in places:
        lines.setdefault(round(across), []).append(along)
    for across, line in lines.items():
        line.sort()
        start = 0
        for k in range(1, len(line) + 1):
            if k == len(line) or line[k] - line[k - 1] > _DOT_GAP:
                if k - start >= _FEWEST_DOTS:
                    yield across, line[start], line[k - 1]
                start = k


def _visible(color: tuple[float, ...] | None, opacity: float | None) -> bool:
    return color is not None and min(color) < _WHITE and (opacity is None or opacity > 0.05)


def _shapes(items: list[tuple[Any, ...]]) -> Iterator[tuple[Box, bool]]:
    """The boxes of a path's lines (True) and rectangles (False); curves bound no cell."""
    outline = _rectangle(items)
    if outline is not None:
        yield outline, False
        return
    outlines = [_rectangle(piece) for piece in _subpaths(items)] if len(items) > 5 and items[0][0] == "l" else []
    if outlines and None not in outlines:  # the dashes of a border, drawn as one path
        yield from ((box, False) for box in outlines if box is not None)
        return
    for item in items:
        if item[0] == "l":
            (x0, y0), (x1, y1) = item[1], item[2]
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), True
        elif item[0] == "re":
            x0, y0, x1, y1 = item[1]
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), False
        elif item[0] == "qu":
            yield tuple(pymupdf.Quad(item[1]).rect), False


def _outlines_text(drawing: dict[str, Any]) -> bool:
    """True for the outlines of characters, stroked to make them bold: many short lines, slanted or curved or in a small box."""
    items, (left, top, right, bottom) = drawing["items"], drawing["rect"]
    if len(items) <= _FEWEST_OF_OUTLINE or "s" not in drawing["type"]:
        return False
    bent: bool = max(right - left, bottom - top) < _LONGEST_OF_OUTLINE
    for item in items:
        if item[0] == "l":
            (x0, y0), (x1, y1) = item[1], item[2]
        elif item[0] == "c":
            (x0, y0), (x1, y1) = item[1], item[4]
        else:
            x0, y0, x1, y1 = item[1] if item[0] == "re" else pymupdf.Quad(item[1]).rect
        across, along = sorted((abs(x1 - x0), abs(y1 - y0)))
        if along > _LONGEST_OF_OUTLINE:
            return False
        bent = bent or item[0] == "c" or (item[0] == "l" and across > _SLANTED)
    return bent


def _subpaths(items: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The runs of a path's lines that join each other."""
    start = 0
    for k in range(1, len(items) + 1):
        if k == len(items) or items[k][0] != "l" or items[k][1] != items[k - 1][2]:
            yield items[start:k]
            start = k


def _rectangle(items: list[tuple[Any, ...]]) -> Box | None:
    """The box of a path of four lines along its four sides."""
    if len(items) not in (3, 4) or any(item[0] != "l" for item in items):
        return None
    points = [point for item in items for point in item[1:3]]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    on_corner = all(
        min(x - box[0], box[2] - x) <= 0.5 and min(y - box[1], box[3] - y) <= 0.5 for x, y in zip(xs, ys, strict=True)
    )
    corners = {(x - box[0] > box[2] - x, y - box[1] > box[3] - y) for x, y in zip(xs, ys, strict=True)}
    return box if on_corner and len(corners) == 4 else None


def _rule(box: Box, thickest: float) -> list[Rule]:
    """The rule that a thin box is; specks and slanted lines are none."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= thickest and x1 - x0 > y1 - y0:
        middle = (y0 + y1) / 2
        return [Rule(x0, middle, x1, middle)]
    if x1 - x0 <= thickest and y1 - y0 > x1 - x0:
        middle = (x0 + x1) / 2
        return [Rule(middle, y0, middle, y1)]
    return []


def box_edges(box: Box) -> list[Rule]:
    x0, y0, x1, y1 = box
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
