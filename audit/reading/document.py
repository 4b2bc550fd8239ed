"""What every reader yields and everything after reading works on: pages, paragraphs and tables with their boxes.

Coordinates are PDF points in unrotated page space; pages count from 1. Word, Excel and web sources have no pages: there
`page` is None, nothing has a box, and `place` names where a text stands (段落12, 表格3!C5, 预算02表!C7), each once in its
file. Nothing here knows about budgets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Cell:
    """One position of a table's grid. A merged cell's text stands in its first position; the others are `covered`."""

    text: str = ""
    page: int | None = None
    box: Box | None = None
    row_span: int = 1
    column_span: int = 1
    covered: bool = False
    place: str = ""


class LookAgain(Protocol):
    """A second reading of a part of a page, independent of the first."""

    def __call__(self, page: int, box: Box, beside: float = 0.0) -> str:
        """What is printed in the box, and as many points to its left and right; "" where nothing is or can be read."""


@dataclass(frozen=True, eq=False)
class Scan:
    """The pages of a file whose text OCR has read in their picture, each with the places of the digits it is unsure of."""

    pages: Mapping[int, tuple[Box, ...]]
    look_again: LookAgain


@dataclass(frozen=True, eq=False)
class Table:
    """One table, whole over all its pages, repeated heads dropped.

    `head` and `rows` are rectangular grids of equal width. `title` is the printed title without its number
    (收支总体情况表), `label` the number (表一, 公开01表), `unit` the printed unit (万元, 元) or "".
    `note` holds the organisation line and footnotes, joined by newlines. `source` is "" for tables of the document under
    audit, else what to call the document they stand in (上年文件 2023.pdf). `file` is the file of a disclosure that is
    given as several, else "". `pages` is empty for sources without pages. `scan` tells which pages of its file OCR has read.
    `cut`: rows of it were not read as such and stand among the paragraphs.
    """

    title: str
    label: str
    unit: str
    pages: tuple[int, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    title_box: Box | None = None
    source: str = ""
    file: str = ""
    scan: Scan | None = None
    cut: bool = False

    @property
    def page(self) -> int | None:
        return self.pages[0] if self.pages else None

    @property
    def place(self) -> str:
        """Where its first cell stands, in sources without pages."""
        return next((cell.place for row in (*self.head, *self.rows) for cell in row if cell.place), "")

    @property
    def width(self) -> int:
        grid = self.rows or self.head
        return len(grid[0]) if grid else 0


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph of running text, whole over line and page breaks.

    `text` is normalised (half-width digits and punctuation marks of numbers, no soft breaks, no spaces beside
    CJK characters); `raw` is what is printed, character for character of the same length; `places` gives page
    and box of each character, empty for sources without pages. `kind` is "text", "heading", "contents" (a table of
    contents line), "terms" (a paragraph of 名词解释, which defines and claims nothing) or "chart" (a label of a drawn
    chart). `file` and `scan` as in `Table`.
    """

    text: str
    raw: str
    places: tuple[tuple[int, Box], ...] = ()
    kind: str = "text"
    place: str = ""
    file: str = ""
    scan: Scan | None = None

    @property
    def page(self) -> int | None:
        return self.page_at(0)

    def page_at(self, position: int) -> int | None:
        """The page on which text[position] stands."""
        return self.places[position][0] if self.places else None

    def boxes(self, start: int, end: int) -> list[tuple[int, Box]]:
        """One (page, box) for each line that text[start:end] touches, in reading order."""
        merged: list[tuple[int, Box]] = []
        for page, box in self.places[start:end]:
            if merged and merged[-1][0] == page and _same_line(last := merged[-1][1], box):
                merged[-1] = (page, _around(last, box))
            else:
                merged.append((page, box))
        return merged


def _same_line(a: Box, b: Box) -> bool:
    if a[1] == b[1] and a[3] == b[3]:  # as nearly always
        return b[0] >= a[0] - 1
    if min(a[3], b[3]) - max(a[1], b[1]) > 0.5 * min(a[3] - a[1], b[3] - b[1]):
        return b[0] >= a[0] - 1
    # text set sideways runs up or down
    beside = min(a[2], b[2]) - max(a[0], b[0]) > 0.5 * min(a[2] - a[0], b[2] - b[0])
    return beside and max(a[1], b[1]) - min(a[3], b[3]) < 0.2 * (b[2] - b[0])


def _around(a: Box, b: Box) -> Box:
    if a[1] == b[1] and a[3] == b[3]:
        return (a[0] if a[0] < b[0] else b[0], a[1], a[2] if a[2] > b[2] else b[2], a[3])
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One of the files of a disclosure: its name, content and, where it has pages, how many."""

    name: str
    sha256: str
    pages: int | None


@dataclass(frozen=True, eq=False)
class Document:
    """A source read once. `page_sizes` are (width, height) in points, none for sources without pages.

    `warnings` are told in the report (Chinese). `files` are those of a disclosure given as several, else empty; `sha256`
    is then made of theirs.
    """

    path: str
    sha256: str
    page_sizes: tuple[tuple[float, float], ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = field(default=())
    files: tuple[SourceFile, ...] = ()

    @property
    def pages(self) -> int | None:
        return len(self.page_sizes) or None


class UnreadableSource(Exception):
    """A source that cannot be audited; the message (Chinese) names the file and the cause."""
