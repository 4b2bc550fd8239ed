"""A disclosure before it is typeset: paragraphs of pieces and tables of cells, each figure knowing what it is.

Planting an error replaces one piece or the text of one cell, so truth can say exactly what changed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True)
class Figure:
    """A number of the narrative.

    text: the token as printed, its unit included (`34.42%`, `189万元`)
    kind: amount, delta, rate, share, completion or count, as in the samples' truth
    value: 元, percent or pieces, before rounding
    decimals: the precision it is to be read with
    relations: keys of what it has to agree with; `cell:KEY` is a table cell, any other key joins figures of the narrative
    status: consistent, consistent_jointly or unverifiable
    change: (current, prior) in 元, of a rate of change
    bounds: what its operands, as printed, allow a rate, share or completion to be, in percent
    """

    text: str
    kind: str
    value: Decimal
    unit: str
    decimals: int
    relations: frozenset[str] = frozenset()
    status: str = "consistent"
    change: tuple[Decimal, Decimal] | None = None
    bounds: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Direction:
    """The word that says which way the amount right after it moved; `pair` is the word for more and the word for less."""

    pair: tuple[str, str]
    up: bool
    relations: frozenset[str]

    @property
    def text(self) -> str:
        return self.pair[0] if self.up else self.pair[1]


Piece = str | Figure | Direction


@dataclass
class Paragraph:
    """`style` is title, part, heading, subheading, contents or body."""

    style: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    def figures(self) -> Iterator[tuple[int, int, Figure]]:
        """(index of the piece, where its text starts in the paragraph, the figure)."""
        start = 0
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, Figure):
                yield index, start, piece
            start += len(piece if isinstance(piece, str) else piece.text)


@dataclass
class Cell:
    """A cell of a table; `key` names the figure it prints (`general/2080505/total`) and is unique in the disclosure.

    `text` holds line breaks where they are meant, `level` indents it.
    """

    text: str = ""
    key: str = ""
    rowspan: int = 1
    colspan: int = 1
    align: str = "left"
    level: int = 0


# None stands where a merged cell covers the position.
Row = list[Cell | None]


@dataclass
class Table:
    """`kind` is table or form; `widths` are relative.

    place: where it begins: "page" (a page of its own), "here" (under what stands before it), "turned" (a page of its own,
        set sideways), "next" (its title ends the page before)
    split: index of the row that begins another page, if one is forced to
    repeats: the head is printed again on each page
    wraps: amounts longer than this are broken over two lines, unless 0
    """

    title: str
    label: str
    kind: str
    unit: str
    widths: tuple[int, ...]
    head: list[Row]
    rows: list[Row]
    note: str = ""
    landscape: bool = False
    place: str = "page"
    split: int | None = None
    repeats: bool = True
    wraps: int = 0


@dataclass
class Planted:
    """An error put in: `piece` is (paragraph, piece) for the narrative, `cell` is (table, row, column) elsewhere."""

    kind: str
    where: str
    stated: str
    correct: str
    cause: str
    piece: tuple[int, int] | None = None
    cell: tuple[int, int, int] | None = None
    relations: frozenset[str] = frozenset()


@dataclass
class Disclosure:
    """`parts` are its paragraphs and tables in the order of the pages; errors count the two apart.

    variant: 0 or 1, where the pages of a layout can look in two ways
    """

    layout: str
    year: int
    kind: str
    unit: str
    organization: str
    parts: list[Paragraph | Table]
    variant: int = 0
    planted: list[Planted] = field(default_factory=list)

    @cached_property
    def narrative(self) -> list[Paragraph]:
        return [part for part in self.parts if isinstance(part, Paragraph)]

    @cached_property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    def cells(self) -> Iterator[tuple[int, int, int, Cell]]:
        """(table, row, column, cell) of every cell below the heads that prints a figure."""
        for t, table in enumerate(self.tables):
            for r, row in enumerate(table.rows):
                for c, cell in enumerate(row):
                    if cell is not None and cell.key:
                        yield t, r, c, cell


def settle(disclosure: Disclosure) -> None:
    """Marks the figures that nothing in the document can confirm: no cell and no other figure has their relations."""
    figures = [figure for paragraph in disclosure.narrative for _, _, figure in paragraph.figures()]
    used = Counter(relation for figure in figures for relation in figure.relations)
    for paragraph in disclosure.narrative:
        for n, _, figure in list(paragraph.figures()):
            if not any(relation.startswith("cell:") or used[relation] > 1 for relation in figure.relations):
                paragraph.pieces[n] = replace(figure, status="unverifiable")
