"""RapidOCR as two functions: where text stands in a picture, and what pictures of single lines say."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from audit.reading.document import Box
from audit.reading.page_image import DPI, Grey

# What is read here is read the same way by the same version only.
ENGINE = f"rapidocr {version('rapidocr')}"
# Text is found as well, and eight times as fast, in pictures of fewer pixels than it takes to read it.
_FINDING_DPI = 120
_LARGEST = 10_000


@dataclass(frozen=True)
class Reading:
    """What a picture of a line says: its characters, where the middle of each stands (0 the left edge, 1 the right) and
    how sure the engine is of it (0 to 1).
    """

    text: str
    middles: tuple[float, ...]
    sureness: tuple[float, ...]

    @property
    def score(self) -> float:
        return sum(self.sureness) / len(self.sureness) if self.sureness else 0.0


def text_boxes(grey: Grey, dpi: float = DPI) -> list[Box]:
    """The boxes, in pixels, of the lines of text in a level picture, from top to bottom."""
    factor = min(1.0, _FINDING_DPI / dpi)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found: Any = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    corners = np.asarray(found.boxes) / factor
    low, high = corners.min(axis=1), corners.max(axis=1)
    return [(float(x0), float(y0), float(x1), float(y1)) for (x0, y0), (x1, y1) in zip(low, high, strict=True)]


def readings(lines: Sequence[Grey]) -> list[Reading]:
    """What each picture of one line of text says."""
    if not lines:
        return []
    engine: Any = _engine()
    engine.update_params(return_word_box=True)
    found: Any = engine.recognize_txt([cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines])
    return [_reading(text, words) for text, words in zip(found.txts, found.word_results, strict=True)]


def _reading(text: str, words: Any) -> Reading:
    """The engine gives the columns of printed characters only, grouped; a space stands between its neighbours."""
    columns = iter([column for word in words.word_cols or () for column in word])
    places = [None if char.isspace() else next(columns) + 0.5 for char in text]
    middles: list[float] = []
    for i, place in enumerate(places):
        if place is None:
            before = middles[-1] if middles else 0.0
            after = next((p for p in places[i + 1 :] if p is not None), before)
            place = (before + after) / 2
        middles.append(place)
    width = words.line_txt_len or 1.0
    return Reading(text, tuple(min(m / width, 1.0) for m in middles), tuple(words.confs[: len(text)]))


@cache
def _engine() -> RapidOCR:
    threads = int(os.environ.get("OMP_NUM_THREADS") or min(os.cpu_count() or 1, 4))
    cv2.setNumThreads(threads)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Global.max_side_len": _LARGEST,
            # lines of one width only would share a batch without waste
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
