"""A disclosure before it is typeset: paragraphs of pieces and tables of cells, each figure knowing what it is.

Planting an error replaces one piece or the text of one cell, so truth can say exactly what changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


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
    """`style` is title, heading, subheading or body."""

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
    """A cell of a table; `key` names the figure it prints (`general/2080505/total`) and is unique in the disclosure."""

    text: str = ""
    key: str = ""
    rowspan: int = 1
    colspan: int = 1
    align: str = "left"


# None stands where a merged cell covers the position.
Row = list[Cell | None]


@dataclass
class Table:
    """`kind` is table or form; `widths` are relative. `labels` says how many leading columns name a row."""

    title: str
    label: str
    kind: str
    unit: str
    widths: tuple[int, ...]
    head: list[Row]
    rows: list[Row]
    note: str = ""
    landscape: bool = False
    labels: int = 1


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
    layout: str
    year: int
    kind: str
    unit: str
    organization: str
    narrative: list[Paragraph]
    tables: list[Table]
    planted: list[Planted] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, int, int, Cell]]:
        """(table, row, column, cell) of every cell below the heads that prints a figure."""
        for t, table in enumerate(self.tables):
            for r, row in enumerate(table.rows):
                for c, cell in enumerate(row):
                    if cell is not None and cell.key:
                        yield t, r, c, cell
