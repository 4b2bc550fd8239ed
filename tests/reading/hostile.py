"""PDFs of a size that no disclosure has, made by the thousand: what a reader meets when a file is broken or malicious."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache

import pymupdf

A4 = (595.0, 842.0)
_FONT = pymupdf.Font("cjk")
Text = tuple[float, float, str]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Seconds of the processor, whatever else the machine does."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def page_with(pdf: pymupdf.Document, texts: Iterable[Text], size: float = 10, area: tuple[float, float] = A4) -> pymupdf.Page:
    """A new page that prints each text with its baseline beginning at (x, y)."""
    page = pdf.new_page(width=area[0], height=area[1])
    writer = pymupdf.TextWriter(page.rect)
    for x, y, text in texts:
        writer.append((x, y), text, font=_FONT, fontsize=size)
    writer.write_text(page)
    return page


def draw(page: pymupdf.Page, operators: Iterable[str]) -> None:
    """Adds drawing operators; y runs up from the foot of the page."""
    pdf = page.parent
    xref = pdf.get_new_xref()
    pdf.update_object(xref, "<<>>")
    pdf.update_stream(xref, "\n".join(["0.3 w", *operators]).encode())
    contents = " ".join(f"{x} 0 R" for x in (*page.get_contents(), xref))
    pdf.xref_set_key(page.xref, "Contents", f"[{contents}]")


def lines(page: pymupdf.Page, xs: Iterable[float], ys: Iterable[float]) -> None:
    """Rules the page: each x from the first to the last y, each y from the first to the last x."""
    height = page.rect.height
    x, y = sorted(xs), [height - y for y in sorted(ys)]
    draw(page, [*(f"{a} {y[0]} m {a} {y[-1]} l S" for a in x), *(f"{x[0]} {b} m {x[-1]} {b} l S" for b in y)])


def drawings(count: int) -> pymupdf.Document:
    """A sentence on a page with so many strokes."""
    pdf = pymupdf.open()
    page = page_with(pdf, [(72, 100, "本年支出预算为100.00万元，比上年增加10.00万元。")])
    draw(page, (f"{i % 500} {i % 700} m {i % 500 + 20} {i % 700} l S" for i in range(count)))
    return pdf


def stubs(count: int) -> pymupdf.Document:
    """A page with so many short rules, half of them upright, most of which touch none of the others."""
    pdf = pymupdf.open()
    page = page_with(pdf, [(72, 100, "本年支出预算为100.00万元。")])
    flat = (f"{20 + i % 46 * 12} {20 + i // 46 * 4} m {26 + i % 46 * 12} {20 + i // 46 * 4} l S" for i in range(count // 2))
    upright = (
        f"{20 + i % 140 * 4} {20 + i // 140 * 12} m {20 + i % 140 * 4} {26 + i // 140 * 12} l S" for i in range(count // 2)
    )
    draw(page, [*flat, *upright])
    return pdf


def pages(count: int) -> pymupdf.Document:
    """So many pages with a running head, a page number and two lines."""
    pdf = pymupdf.open()
    for n in range(count):
        amounts = f"{n}号项目支出预算为{n + 100}.00万元，比上年增加10.00万元。"
        page_with(
            pdf, [(72, 40, "某某局2024年单位预算"), (290, 820, f"{n + 1}"), (94, 100, amounts), (72, 118, "主要是业务增加。")]
        )
    return pdf


def words(count: int) -> pymupdf.Document:
    """A page of so many words in type of one point."""
    pdf = pymupdf.open()
    page_with(
        pdf,
        ((20, 20 + 3.0 * i, " ".join("经费" if (i + j) % 3 else f"{j}" for j in range(250))) for i in range(count // 250)),
        size=1,
    )
    return pdf


def paragraph(text: str) -> pymupdf.Document:
    """One paragraph on one page as long as it takes, in full lines."""
    pdf = pymupdf.open()
    rows = [""]
    width = 12.0
    for char in text:
        advance = _advance(char)
        if width + advance > 1100:
            rows.append("")
            width = 0
        rows[-1] += char
        width += advance
    texts = ((50 if i else 62, 50 + 9.0 * i, row) for i, row in enumerate(rows))
    page_with(pdf, texts, size=6, area=(1200, 100 + 9.0 * len(rows)))
    return pdf


@cache
def _advance(char: str) -> float:
    return float(_FONT.text_length(char, 6))


def table(rows: int, spoilt: int | None = None) -> pymupdf.Document:
    """A table of so many rows under their total, forty to a page; the figure of row `spoilt` is wrong."""
    pdf = pymupdf.open()
    xs = (50.0, 130.0, 330.0, 400.0, 470.0, 540.0)
    parts = [(Decimal(i * 7 % 90) + Decimal("1.25"), Decimal(i * 3 % 50) + Decimal("0.5")) for i in range(1, rows)]
    total = (sum(a for a, _ in parts), sum(b for _, b in parts))
    printed = [("", "合计", *total), *((f"{2010000 + i}", f"第{i}项支出", a, b) for i, (a, b) in enumerate(parts, 1))]
    for first in range(0, rows, 40):
        here = printed[first : first + 40]
        texts: list[Text] = []
        if first == 0:
            texts += [(230, 60, "一般公共预算支出表"), (480, 80, "单位：万元")]
            texts += [
                (x + 3, 103, head) for x, head in zip(xs, ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), strict=False)
            ]
        for j, (code, name, basic, project) in enumerate(here):
            y = 121 + 18.0 * j
            wrong = 9 if first + j == spoilt else 0
            figures = (f"{basic + project:.2f}", f"{basic + wrong:.2f}", f"{project:.2f}")
            texts += [(x + 3, y, text) for x, text in zip(xs, (code, name, *figures), strict=False) if text]
        page = page_with(pdf, texts, size=8)
        lines(page, xs, [90 + 18.0 * k for k in range(first > 0, len(here) + 2)])
    return pdf


def nested(depth: int) -> pymupdf.Document:
    """A grid of squares within squares: every row and column of it ends in a cell merged in another way."""
    pdf = pymupdf.open()
    side = 8.0 * 2 * depth
    page = page_with(pdf, ((22 + 8.0 * k, 47 + 8.0 * k, "1") for k in range(depth)), size=5, area=(side + 60, side + 80))
    height = page.rect.height
    squares = (f"{20 + 8 * k} {height - 40 - side + 8 * k} {side - 16 * k} {side - 16 * k} re S" for k in range(depth))
    middle = (
        f"20 {height - 40 - side / 2} m {20 + side} {height - 40 - side / 2} l S",
        f"{20 + side / 2} {height - 40} m {20 + side / 2} {height - 40 - side} l S",
    )
    draw(page, [*squares, *middle])
    return pdf


def grid(columns: int, rows: int, filled: int | None = None) -> pymupdf.Document:
    """A ruled grid with a digit in every cell, or in the first ones only."""
    pdf = pymupdf.open()
    cells = range(columns * rows if filled is None else filled)
    texts = ((21 + 6.0 * (k % columns), 45 + 6.0 * (k // columns), "1") for k in cells)
    page = page_with(pdf, texts, size=4, area=(40 + 6.0 * columns, 60 + 6.0 * rows))
    lines(page, [20 + 6.0 * i for i in range(columns + 1)], [40 + 6.0 * i for i in range(rows + 1)])
    return pdf
