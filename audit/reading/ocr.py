"""A page that prints its text as a picture → the same PageContent that a page with a text layer yields, by OCR.

Everything after it is the same: rules of the picture bound the cells, characters stand in their boxes.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import pymupdf

from audit.reading.document import Box
from audit.reading.glyphs import normalized
from audit.reading.image_rules import Ruling, ruling, without_rules
from audit.reading.ocr_cache import remembered
from audit.reading.ocr_engine import ENGINE, Reading, readings, text_boxes
from audit.reading.ocr_lines import Spots, hull, is_stacked, lines_of, overlooked, spots, stacked
from audit.reading.ocr_text import as_printed
from audit.reading.page import Char, PageContent, Rule
from audit.reading.page_image import Grey, PageImage, ink, rendered, straightened

# Changes where a picture is read otherwise than before.
_READER = b"6"
# A line that the engine is less sure of is a smudge; one that it did not find itself has to be clearer.
_LEAST = 0.5
_LEAST_OVERLOOKED = 0.8
# Digits read rightly are hardly ever less sure.
_SURE = 0.9
# Upright text is read with more than this; of so many lines it is tried.
_UPRIGHT = 0.85
_TRIED = 8
# Of an em: the height of ideographs and of digits, the width of half-width characters, the widest gap within a word.
_IDEOGRAPH = 1.0
_DIGIT = 0.75
_HALF = 0.5
_WORD_GAP = 0.75
# Sizes of one page this near are one size, badly measured.
_SAME_SIZE = 1.14
# So many ideographs in a row show their size; the box of a line is this many times its size.
_ENOUGH = 5
_LOOSE = 1.3
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60、。“”‘’—…]")
_TAIL = frozenset("，。、；：！？）》】〕”’")
_LEADING = frozenset("（《【〔“‘")

# The characters of a line from left to right, with how sure the engine is of each.
Line = list[tuple[Char, float]]


def scanned_page(page: pymupdf.Page) -> PageContent:
    """What the picture of a page says. Turns the page to where /Rotate is 0."""
    rotation = page.rotation
    image = rendered(page).turned(rotation)
    found = remembered(picture_key(image), lambda: _found(image))
    width, height = page.rect.width, page.rect.height
    if found["turn"] in (90, 270):
        width, height = height, width
    chars = [Char(*char) for char in found["chars"]]
    rules = [Rule(*rule) for rule in found["rules"]]
    unsure = [(x0, y0, x1, y1) for x0, y0, x1, y1 in found["unsure"]]
    return PageContent(page.number + 1, width, height, chars, rules, turn=found["turn"], tilt=found["tilt"], unsure=unsure)


def picture_key(image: PageImage) -> bytes:
    """What is read in a picture, by this version, depends on this alone."""
    return b"|".join((_READER, ENGINE.encode(), repr((image.grey.shape, image.turn)).encode(), image.grey.tobytes()))


def _found(image: PageImage) -> dict[str, Any]:
    """What there is on a page, as plain data, in points."""
    image = straightened(image)
    boxes = text_boxes(image.grey)
    image, boxes = _upright(image, boxes)
    lines: list[Line] = []
    rules: list[Rule] = []
    if boxes:
        dark = ink(image.grey)
        ruled = ruling(dark, ink(image.grey, fine=True), image.scale)
        pieces = spots(dark, ruled.mask, image.scale)
        lines = _lines(without_rules(image.grey, ruled), boxes, ruled, pieces, image.scale)
        rules = [_scaled(rule, image.scale) for rule in ruled.rules]
    return {
        "turn": image.turn,
        "tilt": round(image.tilt, 3),
        "chars": [(c.text, c.raw, *(round(v, 2) for v in (*c.box, c.size))) for line in lines for c, _ in line],
        "unsure": [[round(v, 2) for v in c.box] for line in lines for c, sure in line if c.text.isdigit() and sure < _SURE],
        "rules": [tuple(round(v, 2) for v in (r.x0, r.y0, r.x1, r.y1)) for r in rules],
    }


def _upright(image: PageImage, boxes: list[Box]) -> tuple[PageImage, list[Box]]:
    """Image and boxes turned so that the text can be read; tried only where it can't be as it is."""
    across = sum(_area(b) for b in boxes if b[2] - b[0] > 1.5 * (b[3] - b[1]))
    down = sum(_area(b) for b in boxes if b[3] - b[1] > 1.5 * (b[2] - b[0]))
    turn = 90 if down > across else 0
    if boxes and _score(image, boxes, turn) < _UPRIGHT:
        turn = max((turn, turn + 180), key=lambda degrees: _score(image, boxes, degrees))
    height, width = image.grey.shape
    return image.turned(turn), [_turned_box(box, turn, width, height) for box in boxes]


def _score(image: PageImage, boxes: Sequence[Box], degrees: int) -> float:
    """How sure the engine is of the longest lines when the page is turned by so much."""
    longest = sorted(boxes, key=_area, reverse=True)[:_TRIED]
    crops = [np.ascontiguousarray(np.rot90(cropped(image.grey, box), -degrees // 90)) for box in longest]
    return float(np.mean([reading.score for reading in readings(crops)]))


def _turned_box(box: Box, degrees: int, width: int, height: int) -> Box:
    x0, y0, x1, y1 = box
    for _ in range(degrees // 90):
        x0, y0, x1, y1, width, height = height - y1, x0, height - y0, x1, height, width
    return (x0, y0, x1, y1)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def cropped(grey: Grey, box: Box) -> Grey:
    """The part of a picture in a box, at least a pixel of it."""
    height, width = grey.shape
    x0, y0 = max(int(box[0]), 0), max(int(box[1]), 0)
    x1, y1 = min(int(np.ceil(box[2])), width), min(int(np.ceil(box[3])), height)
    return grey[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def _lines(grey: Grey, boxes: Sequence[Box], found: Ruling, pieces: Spots, scale: float) -> list[Line]:
    usual = median(box[3] - box[1] for box in boxes)
    lines = lines_of([box for box in boxes if not is_stacked(box, usual)], found.rules, pieces, scale)
    columns = lines_of([box for box in boxes if is_stacked(box, usual)], found.rules, pieces, scale)
    columns_chars = [box for column in columns for box in (stacked(column, pieces) if is_stacked(column, usual) else [column])]
    lines += columns_chars
    said = [(box, reading, _LEAST) for box, reading in zip(lines, readings([cropped(grey, box) for box in lines]), strict=True)]
    heights = [_height(box, reading, pieces) for box, reading, _ in said]
    digit = median([h for h in heights if h] or [_DIGIT * usual])
    missed = overlooked([*boxes, *lines], pieces, digit)
    more = readings([cropped(grey, box) for box in missed])
    said += [(box, reading, _LEAST_OVERLOOKED) for box, reading in zip(missed, more, strict=True)]
    placed = [(box, reading) for box, reading, least in said if reading.text.strip() and reading.score >= least]
    measured = [_size(box, reading, pieces) for box, reading in placed]
    sizes = _sizes(measured, [len(reading.text) for _, reading in placed])
    return [_line(box, reading, size, pieces, scale) for (box, reading), size in zip(placed, sizes, strict=True)]


def _height(box: Box, reading: Reading, pieces: Spots) -> float:
    """The height of the digits of a line of digits; 0 for other lines."""
    if not re.fullmatch(r"[\d.,]+", reading.text):
        return 0.0
    inside = pieces.within(box)
    return float((inside[:, 3] - inside[:, 1]).max()) if len(inside) else 0.0


def _size(box: Box, reading: Reading, pieces: Spots) -> float:
    """The size of a line's type in pixels: the distance of its ideographs, where there are some in a row, else from its ink."""
    run = max(_IDEOGRAPHS.finditer(reading.text), key=lambda match: len(match[0]), default=None)
    if run is not None and len(run[0]) >= _ENOUGH:
        first, last = run.start(), run.end() - 1
        return (reading.middles[last] - reading.middles[first]) * (box[2] - box[0]) / (last - first)
    inside = pieces.within(box)
    if not len(inside):
        return (box[3] - box[1]) / _LOOSE
    _, y0, _, y1 = hull(inside)
    if run is not None:
        return (y1 - y0) / _IDEOGRAPH
    tallest = float((inside[:, 3] - inside[:, 1]).max())
    return tallest / _DIGIT if any(char.isalnum() for char in reading.text) else (box[3] - box[1]) / _LOOSE


def _sizes(measured: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """The sizes, those that hardly differ from the one that most characters have made equal to it, and so on."""
    left = sorted(zip(measured, lengths, strict=True))
    usual: dict[float, float] = {}
    while left:
        total, count = sum(n for _, n in left), 0
        middle = left[-1][0]
        for size, n in left:
            count += n
            if 2 * count >= total:
                middle = size
                break
        near = {size for size, _ in left if middle / _SAME_SIZE <= size <= middle * _SAME_SIZE}
        usual |= dict.fromkeys(near, middle)
        left = [(size, n) for size, n in left if size not in near]
    return [usual[size] for size in measured]


def _line(box: Box, reading: Reading, size: float, pieces: Spots, scale: float) -> Line:
    """The characters of a line side by side between the first ink and the last, in points."""
    text = as_printed(reading.text)
    x0, x1 = box[0], box[2]
    middles = [x0 + place * (x1 - x0) for place in reading.middles]
    widths = [size if _WIDE.match(char) else _HALF * size for char in text]
    edges = [(middle - width / 2, middle + width / 2) for middle, width in zip(middles, widths, strict=True)]
    printed = [i for i, char in enumerate(text) if not char.isspace()]
    for i, k in pairwise(printed):
        gap = edges[k][0] - edges[i][1]
        if k == i + 1 and gap < _WORD_GAP * size:
            border = (edges[i][1] + edges[k][0]) / 2
            edges[i], edges[k] = (edges[i][0], border), (border, edges[k][1])
    inside = pieces.within(box)
    left, top, right, bottom = hull(inside) if len(inside) else box
    first, last = printed[0], printed[-1]
    edges[first] = (min(left, edges[first][1] - 1), edges[first][1])
    edges[last] = (edges[last][0], max(right, edges[last][0] + 1))
    if text[first] in _LEADING:
        edges[first] = (min(edges[first][0], edges[first][1] - size), edges[first][1])
    if text[last] in _TAIL:
        edges[last] = (edges[last][0], max(edges[last][1], edges[last][0] + size))
    tall = inside[inside[:, 3] - inside[:, 1] > 0.5 * (bottom - top)] if len(inside) else inside
    middle = (top + bottom) / 2 if not len(tall) else (hull(tall)[1] + hull(tall)[3]) / 2
    y0, y1 = (middle - size / 2) / scale, (middle + size / 2) / scale
    chars = [
        Char(" " if raw.isspace() else normalized(raw), raw, left / scale, y0, right / scale, y1, size / scale)
        for raw, (left, right) in zip(text, edges, strict=True)
    ]
    return list(zip(chars, reading.sureness, strict=True))


def _scaled(rule: Rule, scale: float) -> Rule:
    return Rule(rule.x0 / scale, rule.y0 / scale, rule.x1 / scale, rule.y1 / scale)
