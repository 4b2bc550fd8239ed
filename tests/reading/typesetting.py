"""Lines of running text printed at places of a page, and how they are read."""

from collections.abc import Sequence

import pymupdf

from audit.reading.document import Box, Paragraph
from audit.reading.page import page_content
from audit.reading.text import paragraphs

FONT = pymupdf.Font("cjk")
SIZE = 12.0


def column(*texts: str, width: int = 18) -> list[str]:
    """The lines of paragraphs, so many characters wide, the first one of each indented."""
    lines: list[str] = []
    for text in texts:
        text = "　　" + text
        lines += [text[i : i + width] for i in range(0, len(text), width)]
    return lines


def set_lines(page: pymupdf.Page, lines: Sequence[str], x: float, y: float, size: float = SIZE) -> float:
    """Prints lines one below the other; returns where the next one would stand."""
    writer = pymupdf.TextWriter(page.rect)
    for line in lines:
        printed = line.lstrip("　")
        if printed:
            writer.append((x + size * (len(line) - len(printed)), y), printed, font=FONT, fontsize=size)
        y += 1.5 * size
    writer.write_text(page)
    return y


def set_labels(page: pymupdf.Page, labels: Sequence[tuple[float, float, str]], size: float = 9) -> None:
    """Prints each text at its (x, y)."""
    writer = pymupdf.TextWriter(page.rect)
    for x, y, text in labels:
        writer.append((x, y), text, font=FONT, fontsize=size)
    writer.write_text(page)


def read(pdf: pymupdf.Document, regions: dict[int, Sequence[Box]] | None = None) -> list[Paragraph]:
    return paragraphs([page_content(page) for page in pdf.pages()], regions or {})


def texts(pdf: pymupdf.Document, regions: dict[int, Sequence[Box]] | None = None) -> list[str]:
    return [paragraph.text for paragraph in read(pdf, regions)]
