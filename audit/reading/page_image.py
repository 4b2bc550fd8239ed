"""A page without usable text → its picture: grey, straight and upright, with stamps taken off, and the ink on it."""

from dataclasses import dataclass

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

DPI = 200
_POINT = 72
# Some scans measure a point for each pixel. The longest side of a picture is that of an A3 page.
_LONGEST = 3400
# Seals are about 40 mm across; in points.
_SEAL = (50.0, 200.0)
_RED = 40
# Wider than any stroke of body text, lower than any shaded row; in pixels.
_STROKE = 25
# Paper is this much lighter than ink, at least and at most.
_INK = (0.6, 0.88)
# In degrees: no page is scanned more askew, and less makes no difference.
_MOST_TILT = 6.0
_LEAST_TILT = 0.04
_POINTS = 40_000


@dataclass(frozen=True)
class PageImage:
    """`grey` is the page turned by `tilt` degrees clockwise about its middle, so that lines of text run level, and then by
    `turn` degrees (0, 90, 180, 270) clockwise, so that they read from left to right. `scale` is pixels for each point.
    """

    grey: Grey
    scale: float
    tilt: float = 0.0
    turn: int = 0

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.grey.shape
        return width / self.scale, height / self.scale

    def turned(self, degrees: int) -> "PageImage":
        """The page turned further clockwise, by a multiple of 90 degrees."""
        grey = np.ascontiguousarray(np.rot90(self.grey, -degrees // 90))
        return PageImage(grey, self.scale, self.tilt, (self.turn + degrees) % 360)


def rendered(page: pymupdf.Page, dpi: int = DPI) -> PageImage:
    """The page in unrotated page space, without red stamps, as it was put on the scanner."""
    page.set_rotation(0)
    scale = min(dpi / _POINT, dpi / DPI * _LONGEST / max(page.rect.width, page.rect.height))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    # MuPDF keeps the picture it has unpacked, for a page that is not drawn again
    pymupdf.TOOLS.store_shrink(100)
    colours = np.frombuffer(pixels.samples_mv, np.uint8).reshape(pixels.height, pixels.width, 3)
    return PageImage(_without_stamps(colours, scale), scale)


def _without_stamps(colours: NDArray[np.uint8], scale: float) -> Grey:
    """Grey, but where a round seal is: there as red light sees it, which leaves black print alone."""
    grey: Grey = np.array(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
    red: Grey = colours[..., 0]
    excess = cv2.subtract(red, cv2.max(colours[..., 1], colours[..., 2]))
    stained = (excess > _RED).astype(np.uint8)
    if not stained.any():
        return grey
    gap = round(6 * scale) | 1
    joined = cv2.morphologyEx(stained, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    around = cv2.dilate(stained, np.ones((5, 5), np.uint8)) > 0
    smallest, largest = _SEAL[0] * scale, _SEAL[1] * scale
    for x, y, width, height, _ in stats[1:]:
        if smallest <= min(width, height) and max(width, height) <= largest:
            place = np.s_[y : y + height, x : x + width]
            # as much lighter as makes its own red paper
            usual = float(np.median(red[place][stained[place] > 0]))
            lifted = np.minimum(red[place] * (255 / max(usual, 1.0)), 255).astype(np.uint8)
            grey[place] = np.where(around[place], lifted, grey[place])
    return grey


def straightened(image: PageImage, tilt: float | None = None) -> PageImage:
    """The page with its lines of text and its rules level: turned by `tilt` degrees clockwise, found out where it is None."""
    tilt = _tilt(ink(image.grey)) if tilt is None else tilt
    if abs(tilt) < _LEAST_TILT:
        return image
    height, width = image.grey.shape
    # OpenCV counts angles against the clock
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -tilt, 1.0)
    grey = cv2.warpAffine(image.grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return PageImage(np.asarray(grey, np.uint8), image.scale, tilt, image.turn)


def ink(grey: Grey, fine: bool = False) -> Mask:
    """Where the page is clearly darker than the paper, or the shading, around; `fine`: lines of one pixel and dust, too."""
    smooth = grey if fine else cv2.medianBlur(grey, 3)
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    share = smooth.astype(np.float32) / np.maximum(paper, 1)
    usual = float(np.median(share))
    noise = 1.5 * float(np.median(np.abs(share - usual)))
    least, most = _INK
    return np.asarray(share < min(max(usual - 5 * noise, least), most), np.bool_)


def _tilt(dark: Mask) -> float:
    """Degrees clockwise that make the page's lines level: those at which its rows and columns of ink are most distinct."""
    y, x = np.nonzero(dark)
    if not len(x):
        return 0.0
    chosen = np.random.default_rng(0).choice(len(x), min(len(x), _POINTS), replace=False)
    height, width = dark.shape
    points = np.stack((x[chosen] - width / 2, y[chosen] - height / 2)).astype(np.float32)
    best = 0.0
    for reach, step in ((_MOST_TILT, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_distinctness(points, angle), -abs(angle))))
    return best


def _distinctness(points: NDArray[np.float32], angle: float) -> int:
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    x, y = points
    total = 0
    for along in (x * cosine - y * sine, x * sine + y * cosine):
        places = np.floor(along / 2).astype(np.int64)
        total += int((np.bincount(places - places.min()) ** 2).sum())
    return total
