"""How many cells of a table, as its truth gives them, a reader got right.

A reader's rows are aligned with the true ones in order, by dynamic programming over all rows that it found on the table's
pages: a table that goes on over pages may be one table for the reader or several, and repeated heads do no harm. Cells
that a merged one covers, and empty ones, are not counted. White space and the width of characters make no difference.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

Row = Sequence[str]


class Found(NamedTuple):
    """A table as a reader found it: the pages it stands on (from 1) and its rows."""

    pages: tuple[int, ...]
    rows: list[list[str]]


class Cells(NamedTuple):
    right: int
    total: int

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 0.0


def cells_right(truth: dict[str, Any], found: Sequence[Found]) -> Cells:
    """(cells found where they belong, cells with text) over all tables of a truth."""
    right = total = 0
    for table in truth["tables"]:
        first, last = min(table["pages"]), max(table["pages"])
        rows = [[plain(text) for text in row] for row in table["rows"]]
        for row, column in table["covered"]:
            rows[row][column] = ""
        on_pages = [row for f in found if any(first <= page <= last for page in f.pages) for row in f.rows]
        right += _aligned(rows, [[plain(text) for text in row] for row in on_pages])
        total += sum(bool(text) for row in rows for text in row)
    return Cells(right, total)


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _aligned(true: Sequence[Row], read: Sequence[Row]) -> int:
    """The most cells that match when rows are paired in order."""
    best = [0] * (len(read) + 1)
    contents = [set(row) - {""} for row in read]
    for row in true:
        mine = set(row) - {""}
        above, best = best, best[:]
        for j, other in enumerate(read):
            matching = _matching(row, other) if mine & contents[j] else 0
            best[j + 1] = max(best[j], above[j + 1], above[j] + matching)
    return best[-1]


def _matching(true: Row, read: Row) -> int:
    """Cells at their places; where the rows differ in width, the longest common run of cells in order."""
    if len(true) == len(read):
        return sum(bool(a) and a == b for a, b in zip(true, read, strict=True))
    best = [0] * (len(read) + 1)
    for a in filter(None, true):
        above, best = best, best[:]
        for j, b in enumerate(read):
            best[j + 1] = max(best[j], above[j + 1], above[j] + (a == b))
    return best[-1]
