"""Boxes of text in a picture → the pictures of single lines in them, cut at rules and wide gaps; their ink."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from audit.reading.document import Box
from audit.reading.page import Rule
from audit.reading.page_image import Mask

# In points: no rule crosses a line of text, and words of a cell stand nearer than columns.
_AT_EDGE = 1.5
_SPECK = 0.5
# Of a line's height.
_WIDE_GAP = 1.6
_STACKED = 2.2
_CLOSE = 0.7
_LOW, _HIGH = 0.6, 1.5
_PART = 0.3


@dataclass(frozen=True)
class Spots:
    """The connected pieces of ink outside rules: a row of `boxes` (x0, y0, x1, y1) for each, in pixels."""

    boxes: NDArray[np.float64]

    def within(self, box: Box) -> NDArray[np.float64]:
        """Those whose middle lies in the box."""
        x0, y0, x1, y1 = box
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        return self.boxes[(x > x0) & (x < x1) & (y > y0) & (y < y1)]


def spots(dark: Mask, ruled: Mask, scale: float) -> Spots:
    """The pieces of ink of a page, dust left out."""
    band = cv2.dilate(ruled.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    _, _, stats, _ = cv2.connectedComponentsWithStats((dark & ~band).astype(np.uint8))
    x, y, width, height, area = stats[1:].T.astype(np.float64)
    found = np.stack((x, y, x + width, y + height), axis=1)
    smallest = _SPECK * scale
    return Spots(found[(area >= smallest * smallest) & (np.maximum(width, height) >= 2 * smallest)])


def hull(pieces: NDArray[np.float64]) -> Box:
    """The box around pieces of ink."""
    x0, y0 = pieces[:, :2].min(axis=0)
    x1, y1 = pieces[:, 2:].max(axis=0)
    return (float(x0), float(y0), float(x1), float(y1))


def lines_of(boxes: Sequence[Box], rules: Iterable[Rule], found: Spots, scale: float) -> list[Box]:
    """The boxes cut where a rule crosses them and where their text leaves a wide gap, those without ink left out."""
    rules = list(rules)
    upright = [r for r in rules if r.x0 == r.x1]
    flat = [r for r in rules if r.y0 == r.y1]
    edge = _AT_EDGE * scale
    cut: list[Box] = []
    for box in boxes:
        rows = _cut(box, sorted(r.y0 for r in flat if min(r.x1, box[2]) - max(r.x0, box[0]) > 0.6 * (box[2] - box[0])), 1, edge)
        for row in rows:
            height = row[3] - row[1]
            at = sorted(r.x0 for r in upright if min(r.y1, row[3]) - max(r.y0, row[1]) > 0.6 * height)
            cut += _cut(row, at, 0, edge)
    return [piece for box in cut for piece in _parted(box, found)]


def _cut(box: Box, at: Sequence[float], axis: int, edge: float) -> list[Box]:
    """The box cut at places along an axis (0: x, 1: y); what is too thin for text falls away."""
    low, high = box[axis], box[axis + 2]
    places = [low, *(place for place in at if low < place < high), high]
    pieces = []
    for start, end in pairwise(places):
        if end - start > 3 * edge:
            pieces.append((start, box[1], end, box[3]) if axis == 0 else (box[0], start, box[2], end))
    return pieces


def _parted(box: Box, found: Spots) -> list[Box]:
    """The box as parts between which there is no ink for more than a few characters."""
    inside = found.within(box)
    if not len(inside):
        return []
    widest = _WIDE_GAP * (box[3] - box[1])
    order = inside[np.argsort(inside[:, 0])]
    parts: list[Box] = []
    start, end = 0, order[0, 2]
    for k in range(1, len(order)):
        if order[k, 0] - end > widest:
            parts.append(_around(order[start:k], box))
            start = k
        end = max(end, order[k, 2])
    return [*parts, _around(order[start:], box)]


def _around(pieces: NDArray[np.float64], box: Box) -> Box:
    """The part of the box that holds the pieces, with some room beside."""
    x0, _, x1, _ = hull(pieces)
    room = 0.15 * (box[3] - box[1])
    return (max(x0 - room, box[0]), box[1], min(x1 + room, box[2]), box[3])


def overlooked(boxes: Sequence[Box], found: Spots, usual: float) -> list[Box]:
    """Boxes of ink as high as text that stands in no box: single digits escape the engine. `usual`: height of a digit."""
    pieces = found.boxes
    free = np.ones(len(pieces), np.bool_)
    x, y = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
    for x0, y0, x1, y1 in boxes:
        free &= ~((x > x0) & (x < x1) & (y > y0) & (y < y1))
    free &= pieces[:, 3] - pieces[:, 1] > _PART * usual
    groups: list[Box] = []
    for x0, y0, x1, y1 in pieces[free][np.argsort(pieces[free][:, 0])].tolist():
        for k, group in enumerate(groups):
            if x0 - group[2] < _CLOSE * usual and min(y1, group[3]) - max(y0, group[1]) > -0.2 * usual:
                groups[k] = (group[0], min(y0, group[1]), max(x1, group[2]), max(y1, group[3]))
                break
        else:
            groups.append((x0, y0, x1, y1))
    room = 0.25 * usual
    return [(x0 - room, y0 - room, x1 + room, y1 + room) for x0, y0, x1, y1 in groups if _LOW * usual < y1 - y0 < _HIGH * usual]


def is_stacked(box: Box, usual: float) -> bool:
    """Whether the box holds characters one below the other. `usual`: height of a line."""
    height, width = box[3] - box[1], box[2] - box[0]
    return height > _STACKED * usual and height > 1.5 * width


def stacked(box: Box, found: Spots) -> list[Box]:
    """The boxes of characters that stand one below the other."""
    inside = found.within(box)
    order = inside[np.argsort(inside[:, 1])]
    if not len(order):
        return []
    x0, _, x1, _ = hull(order)
    em = x1 - x0
    rows: list[list[float]] = []
    for _, y0, _, y1 in order.tolist():
        # parts of one character overlap, or stand near and make no more than a square
        if rows and (y0 < rows[-1][1] or y1 - rows[-1][0] <= 1.05 * em):
            rows[-1][1] = max(rows[-1][1], y1)
        else:
            rows.append([y0, y1])
    room = 0.1 * em
    return [(x0 - room, y0 - room, x1 + room, y1 + room) for y0, y1 in rows]
