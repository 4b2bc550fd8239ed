"""Texts and grids in the order of a document without pages → its paragraphs and tables.

What Word, Excel and web pages share: captions are found in the texts before a grid, heads by the rules that pages follow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from audit.reading.captions import CONTINUED, Caption, caption_before, caption_row, is_note, unit_in
from audit.reading.document import Cell, Paragraph, Table
from audit.reading.heads import head_rows, is_form
from audit.reading.lattice import Area, Grid
from audit.reading.plain import plain_cell, plain_paragraph
from audit.reading.sections import Draft, kinds

_MARK = re.compile(r"[\[〔]?\d{1,2}[\]〕]?|[*①-⑳]")
# A grid of more cells is no table that anybody printed.
MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph as the file holds it; `listed` in its table of contents."""

    text: str
    place: str
    centred: bool = False
    large: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its place in the grid (from 0) and how many rows and columns it takes."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: str


@dataclass(frozen=True, eq=False)
class TextGrid:
    """A table as the file holds it. Cells are in reading order and do not overlap; positions without one are blank."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]


Block = Text | TextGrid


@dataclass(eq=False)
class _Piece:
    """A grid without its caption rows, texts in the first position of their cells; `head` counts its head rows.

    apart: running text stands between it and the grid before
    """

    caption: Caption
    cells: list[GridCell]
    texts: list[list[str]]
    apart: bool
    head: int = 0
    noted: bool = False

    @property
    def grid(self) -> Grid:
        """The grid with rows and columns of one point each."""
        height, width = len(self.texts), len(self.texts[0])
        areas = tuple(Area(c.row, c.column, c.row_span, c.column_span) for c in self.cells)
        return Grid(tuple(map(float, range(width + 1))), tuple(map(float, range(height + 1))), areas)


@dataclass(slots=True)
class _Flow:
    """What is read so far: texts with how many tables stand before them, and the pieces of each table."""

    texts: list[tuple[Text, int]] = field(default_factory=list)
    wholes: list[list[_Piece]] = field(default_factory=list)


def read_flow(blocks: Iterable[Block], warnings: list[str]) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
    """(paragraphs, tables) of a document; what is left out because no disclosure has so much is told in `warnings`."""
    flow = _Flow()
    waiting: list[Text] = []
    for block in blocks:
        if isinstance(block, TextGrid) and block.rows * block.columns > MOST_CELLS:
            warnings.append(f"{block.cells[0].place} 起的表格超过 {MOST_CELLS} 个单元格，未审计")
        elif isinstance(block, TextGrid):
            waiting = _take_grid(flow, block, waiting)
        elif _ends_table(flow, waiting, block):
            flow.wholes[-1][-1].caption.notes.append(plain_cell(block.text))
            flow.wholes[-1][-1].noted = True
        elif block.text.strip():
            waiting.append(block)
    flow.texts += [(text, len(flow.wholes)) for text in waiting]
    return tuple(_paragraphs(flow.texts)), tuple(map(_table, flow.wholes))


def _ends_table(flow: _Flow, waiting: Sequence[Text], text: Text) -> bool:
    """True for a footnote that follows a table."""
    return bool(flow.wholes) and not waiting and is_note(text.text)


def _take_grid(flow: _Flow, grid: TextGrid, before: list[Text]) -> list[Text]:
    """Adds a grid with the texts before it that are no caption; what of it is text only waits for the next one."""
    texts = _texts(grid)
    filled = [cell for cell in grid.cells if cell.text.strip()]
    width = max((sum(1 for text in row if text) for row in texts), default=0)
    if width < 2:
        # a frame around text
        return [*before, *(Text(cell.text, cell.place) for cell in filled)]
    caption, taken = caption_before([(_line(text), text.centred) for text in before])
    kept = before[: len(before) - taken]
    piece = _without_caption_rows(_Piece(caption, list(grid.cells), texts, apart=bool(kept)))
    piece.head = head_rows(piece.grid, piece.texts, is_form(piece.texts, caption.title))
    flow.texts += [(text, len(flow.wholes)) for text in kept]
    if flow.wholes and _continues(flow.wholes[-1], piece):
        flow.wholes[-1].append(piece)
    else:
        flow.wholes.append([piece])
    return []


def _line(text: Text) -> str:
    """The text with single spaces, and tabs and wide gaps as they are: they part what stands at both ends of a line."""
    return "\t".join(
        plain_cell(part)
        for part in text.text.replace("\u3000", "  ").replace("\xa0", " ").replace("   ", "\t").split("\t")
        if part.strip()
    )


def _texts(grid: TextGrid) -> list[list[str]]:
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        texts[cell.row][cell.column] = plain_cell(cell.text)
    return texts


def _without_caption_rows(piece: _Piece) -> _Piece:
    """The piece without the title, unit line and footnotes that its grid holds as rows; they go to the caption."""
    rows = _cells_by_row(piece.cells, len(piece.texts))
    tall = [any(cell.row_span > 1 for cell in row) for row in rows]
    first, end = 0, len(rows)
    while end - first > 1 and not tall[first]:
        filled, wide = [text for text in piece.texts[first] if text], len(rows[first]) == 1
        if not (caption_row(piece.caption, filled, wide) if filled else wide):
            break
        first += 1
    while end - first > 1:
        filled, wide = [text for text in piece.texts[end - 1] if text], len(rows[end - 1]) == 1
        if not wide or (filled and not is_note(filled[0])):
            break
        piece.caption.notes += filled
        end -= 1
    piece.cells = [
        replace(c, row=c.row - first, row_span=min(c.row_span, end - c.row)) for c in piece.cells if first <= c.row < end
    ]
    piece.texts = piece.texts[first:end]
    return piece


def _cells_by_row(cells: Iterable[GridCell], count: int) -> list[list[GridCell]]:
    rows: list[list[GridCell]] = [[] for _ in range(count)]
    for cell in cells:
        rows[cell.row].append(cell)
    return rows


def _continues(whole: Sequence[_Piece], piece: _Piece) -> bool:
    """True for a part of a table that a writer cut in two: nothing between them, the same columns, no title of its own."""
    start = whole[0]
    if piece.apart or len(piece.texts[0]) != len(start.texts[0]):
        return False
    title = CONTINUED.sub("", piece.caption.title)
    marked = title != piece.caption.title
    repeats = _repeated_head(start, piece) > 0
    if (title and title != start.caption.title) or (piece.caption.label and piece.caption.label != start.caption.label):
        return False
    if marked:
        return True
    if title or piece.caption.notes or whole[-1].noted:
        return False
    return repeats or piece.head == 0


def _repeated_head(start: _Piece, piece: _Piece) -> int:
    """How many leading rows of `piece` say only what the head of `start` says."""
    heads = [[text for text in row if text] for row in start.texts[: start.head]]
    count = 0
    for row in piece.texts[: start.head]:
        if [text for text in row if text] not in heads:
            break
        count += 1
    return count if any(any(row) for row in piece.texts[:count]) else 0


def _table(whole: Sequence[_Piece]) -> Table:
    start = whole[0]
    rows: list[tuple[Cell, ...]] = []
    for piece in whole:
        rows.extend(_rows(piece)[_repeated_head(start, piece) if piece is not start else 0 :])
    head = tuple(rows[: start.head])
    body = _without_repeats(head, rows[start.head :])
    units = {unit for row in head for cell in row if (unit := unit_in(cell.text))}
    unit = next((piece.caption.unit for piece in whole if piece.caption.unit), "")
    notes = dict.fromkeys(note for piece in whole for note in piece.caption.notes)
    return Table(
        start.caption.title,
        start.caption.label,
        unit or (units.pop() if len(units) == 1 else ""),
        (),
        head,
        tuple(body),
        "\n".join(notes),
    )


def _without_repeats(head: Sequence[Sequence[Cell]], rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows without those that say the whole head again, as writers set it at the top of each page."""
    texts = [[cell.text for cell in row] for row in rows]
    wanted = [[cell.text for cell in row] for row in head]
    kept: list[tuple[Cell, ...]] = []
    k = 0
    while k < len(rows):
        if wanted and texts[k : k + len(wanted)] == wanted:
            k += len(wanted)
        else:
            kept.append(rows[k])
            k += 1
    return kept


def _rows(piece: _Piece) -> list[tuple[Cell, ...]]:
    rows = [[Cell() for _ in row] for row in piece.texts]
    for cell in piece.cells:
        for r in range(cell.row, min(cell.row + cell.row_span, len(rows))):
            for c in range(cell.column, min(cell.column + cell.column_span, len(rows[r]))):
                rows[r][c] = Cell(covered=True)
        text = piece.texts[cell.row][cell.column]
        rows[cell.row][cell.column] = Cell(text, None, None, cell.row_span, cell.column_span, False, cell.place)
    return [tuple(row) for row in rows]


def _paragraphs(texts: Sequence[tuple[Text, int]]) -> Iterator[Paragraph]:
    found = [(text, tables, *plain_paragraph(text.text)) for text, tables in texts]
    found = [part for part in found if part[2]]
    before = [0, *(tables for _, tables, _, _ in found)]
    drafts = [
        Draft(plain, text.centred, text.large, tables > before[place]) for place, (text, tables, plain, _) in enumerate(found)
    ]
    for (text, _, plain, raw), kind in zip(found, kinds(drafts), strict=True):
        yield Paragraph(plain, raw, (), "contents" if text.listed else kind, text.place)


def is_mark(raised: str, before: str) -> bool:
    """True for raised text that refers to a note; before: the character that it follows, since square metres are none."""
    return _MARK.fullmatch(raised.strip()) is not None and not (before.isascii() and before.isalpha())
