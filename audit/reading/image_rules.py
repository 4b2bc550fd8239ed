"""The picture of a page → its ruled lines, in pixels."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from audit.reading.page import Rule
from audit.reading.page_image import Grey, Mask

# In points. Strokes of body text are shorter; a frame is larger than the largest character.
_SHORTEST = 18.0
_THICKEST = 3.0
_THIN = 1.0
_SMALLEST_FRAME = 60.0
# In pixels: how far lines are from touching at most, and how far their grey edges reach.
_NEAR = 5
_EDGE = 2


@dataclass(frozen=True)
class Ruling:
    """`rules` in pixels of the picture; `mask` the pixels that are theirs."""

    rules: list[Rule]
    mask: Mask


def ruling(dark: Mask, fine: Mask, scale: float) -> Ruling:
    """The ruled lines in the ink of a straight page, and in its `fine` ink, which has more of thin lines and of dirt.

    scale: pixels for each point
    """
    bridged = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    thin = fine.astype(np.uint8)
    length, thickest = round(_SHORTEST * scale), _THICKEST * scale
    flat = _runs(np.asarray(bridged, np.uint8), (length, 1), thickest) | _runs(thin, (2 * length, 1), _THIN * scale)
    upright = _runs(np.asarray(bridged, np.uint8), (1, length), thickest) | _runs(thin, (1, 2 * length), _THIN * scale)
    both = _in_frames(flat | upright, _SMALLEST_FRAME * scale)
    flat, upright = flat & both, upright & both
    rules = [Rule(x, y + h / 2, x + w, y + h / 2) for x, y, w, h in _boxes(flat)]
    rules += [Rule(x + w / 2, y, x + w / 2, y + h) for x, y, w, h in _boxes(upright)]
    return Ruling(rules, both.astype(np.bool_))


def without_rules(grey: Grey, found: Ruling) -> Grey:
    """The picture with its rules painted over, so that none is read as a stroke."""
    band = cv2.dilate(found.mask.astype(np.uint8), np.ones((2 * _EDGE + 1, 2 * _EDGE + 1), np.uint8))
    paper = cv2.dilate(grey, np.ones((4 * _EDGE + 3, 4 * _EDGE + 3), np.uint8))
    return np.where(band > 0, paper, grey)


def _runs(mask: NDArray[np.uint8], size: tuple[int, int], thickest: float) -> NDArray[np.uint8]:
    """The pixels in straight runs of ink at least as long as `size`, bars and dark fills left out."""
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    thick = stats[:, cv2.CC_STAT_AREA] / np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = thick <= thickest
    kept[0] = False
    return np.asarray(kept[labels], np.uint8)


def _in_frames(lines: NDArray[np.uint8], smallest: float) -> NDArray[np.uint8]:
    """The lines of groups that touch one another and are larger than a character."""
    joined = cv2.dilate(lines, np.ones((_NEAR, _NEAR), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= smallest
    kept[0] = False
    return np.asarray(kept[labels] & (lines > 0), np.uint8)


def _boxes(lines: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:]]
