"""A second reading of parts of scanned pages: at another resolution, and of that part alone."""

from functools import lru_cache

import numpy as np
import pymupdf
from numpy.typing import NDArray

from audit.reading.document import Box
from audit.reading.image_rules import ruling, without_rules
from audit.reading.ocr import cropped, picture_key, scanned_page
from audit.reading.ocr_cache import remembered
from audit.reading.ocr_engine import readings
from audit.reading.ocr_lines import Spots, hull, spots
from audit.reading.ocr_text import as_printed
from audit.reading.page import PageContent
from audit.reading.page_image import Grey, ink, rendered, straightened

_DPI = 300
# Pieces of a line overlap in height; a line lower than this share of the highest is dust.
_LOW = 0.35
_ROOM = 0.18
_LEAST = 0.6


class SecondLook:
    """Reads parts of the pages of one PDF anew (`LookAgain`)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._page = lru_cache(maxsize=2)(self._uncached_page)
        self._picture = lru_cache(maxsize=1)(self._uncached_picture)

    def __call__(self, page: int, box: Box, beside: float = 0.0) -> str:
        """What is printed in the box (points, unrotated page space), its lines joined."""
        content, key = self._page(page)
        x0, y0, x1, y1 = content.turned_box(box)
        place = (round(x0 - beside, 1), round(y0, 1), round(x1 + beside, 1), round(y1, 1))
        text: str = remembered(key + repr((_DPI, place)).encode(), lambda: self._read(page, place))
        return text

    def _uncached_page(self, number: int) -> tuple[PageContent, bytes]:
        with pymupdf.open(stream=self._data, filetype="pdf") as pdf:
            page = pdf[number - 1]
            key = picture_key(rendered(page).turned(page.rotation))
            return scanned_page(page), key

    def _uncached_picture(self, number: int) -> tuple[Grey, Spots, float]:
        content, _ = self._page(number)
        with pymupdf.open(stream=self._data, filetype="pdf") as pdf:
            image = straightened(rendered(pdf[number - 1], _DPI).turned(content.turn), content.tilt)
        dark = ink(image.grey)
        found = ruling(dark, ink(image.grey, fine=True), image.scale)
        return without_rules(image.grey, found), spots(dark, found.mask, image.scale), image.scale

    def _read(self, number: int, place: Box) -> str:
        grey, pieces, scale = self._picture(number)
        x0, y0, x1, y1 = (value * scale for value in place)
        said = readings([cropped(grey, line) for line in _lines(pieces.within((x0, y0, x1, y1)))])
        return "".join(as_printed(reading.text) for reading in said if reading.score >= _LEAST)


def _lines(pieces: NDArray[np.float64]) -> list[Box]:
    """The boxes of the lines that pieces of ink form, with some room around, from top to bottom."""
    rows: list[list[NDArray[np.float64]]] = []
    bottom = 0.0
    for piece in pieces[np.argsort(pieces[:, 1])]:
        if rows and piece[1] < bottom:
            rows[-1].append(piece)
        else:
            rows.append([piece])
        bottom = max(bottom, float(piece[3]))
    boxes = [hull(np.array(row)) for row in rows]
    highest = max((y1 - y0 for _, y0, _, y1 in boxes), default=0.0)
    boxes = [box for box in boxes if box[3] - box[1] > _LOW * highest]
    return [(x0 - room, y0 - room, x1 + room, y1 + room) for x0, y0, x1, y1 in boxes for room in [_ROOM * (y1 - y0)]]
