"""A small budget of our own, as printed and as scanned."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pymupdf

TEXT = ["　　2024年支出预算为1,234.56万元，其中：基本支出734.56", "万元，项目支出550.00万元。", "　　公务接待费预算为3.20万元。"]
ROWS = [("科目", "合计", "基本支出", "项目支出"), ("行政运行", "734.56", "734.56", ""), ("信息化建设", "500.00", "", "500.00")]
ROWS.append(("合计", "1,234.56", "734.56", "500.00"))
TITLE, UNIT = "部门支出总体情况表", "单位：万元"
COLUMNS = (72, 200, 310, 420, 523)


def printed() -> pymupdf.Document:
    """A page of text and a table."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    font, writer = pymupdf.Font("cjk"), pymupdf.TextWriter(page.rect)
    for i, line in enumerate(TEXT):
        writer.append((72 + 14 * (len(line) - len(line.lstrip("　"))), 100 + 24 * i), line.lstrip("　"), font=font, fontsize=14)
    writer.append((230, 220), TITLE, font=font, fontsize=16)
    writer.append((455, 244), UNIT, font=font, fontsize=11)
    for r, row in enumerate(ROWS):
        for left, right, text in zip(COLUMNS, COLUMNS[1:], row, strict=False):
            x = left + 6 if not text[:1].isdigit() else right - 6 - font.text_length(text, 11)
            writer.append((x, 266 + 22 * r), text, font=font, fontsize=11)
    writer.write_text(page)
    for x in COLUMNS:
        page.draw_line((x, 250), (x, 250 + 22 * len(ROWS)), width=0.7)
    for r in range(len(ROWS) + 1):
        page.draw_line((COLUMNS[0], 250 + 22 * r), (COLUMNS[-1], 250 + 22 * r), width=0.7)
    return pdf


Picture = Callable[[Any], Any]


def scan(pdf: pymupdf.Document, change: Picture | None = None, tilt: float = 0.6, turn: int = 0) -> pymupdf.Document:
    """The first page as a picture, laid on the scanner askew by `tilt` and turned clockwise by `turn` degrees."""
    page = pdf[0]
    pixels = page.get_pixmap(dpi=150)
    image: Any = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()
    image = change(image) if change else image
    matrix = cv2.getRotationMatrix2D((pixels.width / 2, pixels.height / 2), tilt, 1.0)
    image = cv2.warpAffine(image, matrix, (pixels.width, pixels.height), borderValue=(255, 255, 255))
    image = np.ascontiguousarray(np.rot90(image, -turn // 90))
    width, height = (842, 595) if turn in (90, 270) else (595, 842)
    made = pymupdf.open()
    # OpenCV counts colours from blue
    jpeg = cv2.imencode(".jpg", image[..., ::-1])[1].tobytes()
    made.new_page(width=width, height=height).insert_image((0, 0, width, height), stream=jpeg)
    return made
