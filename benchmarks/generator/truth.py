"""The finished PDF read back, and truth JSON in the form of the samples'.

Text is looked up in the pages without white space; what cannot be found there has been set wrongly, and raises.
"""

import re
from bisect import bisect_right
from typing import Any

import pymupdf

from .disclosure import Disclosure, Figure, Paragraph, Planted, Row, Table
from .typeset import BOTTOM_MARGIN, TOP_MARGIN


class PageText:
    """All body text of a PDF in one string without white space, with a cursor that only moves forward.

    Page numbers, running heads and watermarks (set at a slant) are left out.
    """

    def __init__(self, pdf: bytes) -> None:
        self.starts: list[int] = []
        self.text = ""
        self.cursor = 0
        with pymupdf.open(stream=pdf) as document:
            for page in document:
                # pages set sideways have neither head nor foot
                clip = pymupdf.Rect(0, TOP_MARGIN, page.rect.width, page.rect.height - BOTTOM_MARGIN)
                body = page.get_text("dict", clip=pymupdf.INFINITE_RECT() if page.rotation else clip)
                self.starts.append(len(self.text))
                for line in (line for block in body["blocks"] for line in block.get("lines", ())):
                    if max(map(abs, line["dir"])) > 0.99:
                        self.text += _compact("".join(span["text"] for span in line["spans"]))

    @property
    def pages(self) -> int:
        return len(self.starts)

    def page_of(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def find(self, text: str) -> int:
        """Where the text stands, from the cursor on; the cursor moves behind it."""
        wanted = _compact(text)
        position = self.text.find(wanted, self.cursor)
        if position < 0:
            raise ValueError(f"not in the PDF after page {self.page_of(self.cursor)}: {text}")
        self.cursor = position + len(wanted)
        return position


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def truth_of(disclosure: Disclosure, pdf: bytes, doc: str) -> dict[str, Any]:
    """What the document says and what is wrong in it; keys as in the samples' truth."""
    pages = PageText(pdf)
    positions: list[int] = []
    tables: list[dict[str, Any]] = []
    for part in disclosure.parts:
        if isinstance(part, Paragraph):
            positions.append(pages.find(part.text))
        else:
            tables.append(_table(part, pages))
    claims, indexes = _claims(disclosure, pages, positions)
    planted = [_planted(doc, n, entry, disclosure, claims, indexes, tables) for n, entry in enumerate(disclosure.planted, 1)]
    return {
        "doc": doc,
        "layout": disclosure.layout,
        "year": disclosure.year,
        "kind": disclosure.kind,
        "unit": disclosure.unit,
        "organization": disclosure.organization,
        "pages": pages.pages,
        "planted": planted,
        "claims": claims,
        "tables": tables,
    }


def _claims(
    disclosure: Disclosure, pages: PageText, positions: list[int]
) -> tuple[list[dict[str, Any]], dict[tuple[int, int], int]]:
    """Every figure of the narrative, and the index of the claim at each (paragraph, piece)."""
    claims: list[dict[str, Any]] = []
    indexes: dict[tuple[int, int], int] = {}
    broken = frozenset(
        relation
        for entry in disclosure.planted
        for relation in entry.relations
        if (entry.where == "narrative") != relation.startswith("cell:")
    )
    wrong = {entry.piece for entry in disclosure.planted}
    for p, (paragraph, position) in enumerate(zip(disclosure.narrative, positions, strict=True)):
        for n, start, figure in paragraph.figures():
            page = pages.page_of(position + len(_compact(paragraph.text[:start])))
            indexes[p, n] = len(claims)
            affected = (p, n) not in wrong and bool(figure.relations & broken)
            # a direction word at fault condemns the change it stands before
            status = "contradicted" if (p, n - 1) in wrong and figure.kind == "delta" else figure.status
            claims.append(_claim(figure, quoted(paragraph, start), page, status, affected and status != "contradicted"))
    return claims, indexes


def _claim(figure: Figure, quote: str, page: int, status: str, affected: bool) -> dict[str, Any]:
    return {
        "quote": quote,
        "page": page,
        "stated": figure.text,
        "kind": figure.kind,
        "status": status,
        "unit": "元" if re.search(r"[^万亿]元$", figure.text) else figure.unit,
        "dec": figure.decimals,
        "affected": affected,
    }


def quoted(paragraph: Paragraph, start: int) -> str:
    """The clause around a position with its neighbours, within its sentence."""
    text = paragraph.text
    sentence = max(text.rfind("。", 0, start) + 1, 0)
    end = text.find("。", start)
    end = len(text) if end < 0 else end
    cuts = [sentence, *(match.end() for match in re.finditer("[，；]", text[:end]) if match.end() > sentence), end]
    clause = bisect_right(cuts, start) - 1
    return text[cuts[max(clause - 1, 0)] : cuts[min(clause + 2, len(cuts) - 1)]].strip("，；。")


def _grid(rows: list[Row]) -> list[list[str]]:
    return [["" if cell is None else _compact(cell.text) for cell in row] for row in rows]


def _table(table: Table, pages: PageText) -> dict[str, Any]:
    start = pages.page_of(pages.find(table.title))
    row_pages: list[int] = []
    for row in table.rows:
        # a cell merged over rows is drawn with the last of them, so it says nothing about its first row
        cells = [cell for cell in row if cell is not None and cell.text and cell.rowspan == 1]
        positions = [pages.find(cell.text) for cell in cells]
        row_pages.append(pages.page_of(positions[0]) if positions else (row_pages or [start])[-1])
    return {
        "title": table.title,
        "label": table.label,
        "kind": table.kind,
        "page": start,
        "pages": sorted({start, *row_pages}),
        "header": _grid(table.head),
        "rows": _grid(table.rows),
        "row_pages": row_pages,
        "covered": [[r, c] for r, row in enumerate(table.rows) for c, cell in enumerate(row) if cell is None],
    }


def _planted(
    doc: str,
    number: int,
    entry: Planted,
    disclosure: Disclosure,
    claims: list[dict[str, Any]],
    indexes: dict[tuple[int, int], int],
    tables: list[dict[str, Any]],
) -> dict[str, Any]:
    told: dict[str, Any] = {"id": f"{doc}-p{number}", "kind": entry.kind, "where": entry.where}
    said = {"stated": entry.stated, "correct": entry.correct, "cause": entry.cause}
    if entry.piece is not None:
        paragraph, piece = entry.piece
        # a planted direction word is found through the amount after it
        claim = indexes[entry.piece] if entry.piece in indexes else indexes[paragraph, piece + 1]
        return told | {"page": claims[claim]["page"]} | said | {"quote": claims[claim]["quote"], "claim": claim}
    assert entry.cell is not None
    t, r, c = entry.cell
    table = disclosure.tables[t]
    where = {
        "table": table.title,
        "table_index": t,
        "row": _row_label(table.rows[r], c),
        "column": _column(table, c),
        "cell": [t, r, c],
    }
    return told | {"page": tables[t]["row_pages"][r]} | said | where


def _row_label(row: Row, c: int) -> str:
    """The texts to the left of a figure's cell, back to the figure before them (the other side of a two-sided table)."""
    left = [cell for cell in row[:c] if cell is not None]
    while left and left[-1].key:
        left.pop()
    labels: list[str] = []
    while left and not left[-1].key:
        labels.insert(0, left.pop().text)
    return " ".join(filter(None, labels))


def _column(table: Table, c: int) -> str:
    """Head cells from top to leaf, joined by `/`; a cell counts for every column it spans."""
    path: list[str] = []
    for row in table.head:
        for first, cell in enumerate(row):
            if cell is not None and first <= c < first + cell.colspan and cell.text not in path:
                path.append(cell.text)
    return "/".join(path)
