"""Pages → tables, whole over their pages, and the regions of the pages that they take up."""

from collections.abc import Sequence
from itertools import pairwise

from audit.reading.captions import Caption, caption_above, unit_in
from audit.reading.document import Box, Cell, Table
from audit.reading.lattice import SAME_X
from audit.reading.page import PageContent
from audit.reading.pieces import PagePieces, Piece, page_pieces
from audit.reading.stitch import Whole, stitched

Regions = dict[int, list[Box]]


def read_tables(pages: Sequence[PageContent]) -> tuple[list[Table], Regions]:
    """(tables in reading order, the boxes of each page that belong to tables: grids, captions and footnotes).

    Expects pages without running heads and page numbers (`without_furniture`). Boxes are in unrotated page space,
    pages count from 1.
    """
    by_number = {page.number: page for page in pages}
    found: list[PagePieces] = []
    for page in pages:
        found.append(page_pieces(page, found[-1] if found else None))
    carried = _carry_captions(found)
    pieces = [piece for on_page in found for piece in on_page.pieces]
    tables = [_table(whole, by_number) for whole in stitched(pieces)]
    places = [*carried, *((p.page, box) for p in pieces for box in (p.box, *p.caption.boxes))]
    regions: Regions = {}
    for number, box in places:
        regions.setdefault(number, []).append(by_number[number].page_box(box))
    return tables, regions


def _carry_captions(found: Sequence[PagePieces]) -> list[tuple[int, Box]]:
    """Completes captions that begin at the foot of the page before their table; (page, box) of the lines taken."""
    taken: list[tuple[int, Box]] = []
    for before, here in pairwise(found):
        piece = here.pieces[0] if here.pieces else None
        if piece is None or not piece.first or here.page != before.page + 1 or not before.tail:
            continue
        mine = piece.caption
        left, _, right, _ = piece.box
        carried = caption_above(before.tail, (left, before.tail[-1].y1, right, before.tail[-1].y1))
        if (mine.title and carried.title) or not (carried.title or (mine.title and carried.label)):
            continue
        mine.title_box = mine.title_box if mine.title else None
        mine.title, mine.label = mine.title or carried.title, mine.label or carried.label
        mine.unit = mine.unit or carried.unit
        mine.notes = [*carried.notes, *mine.notes]
        taken += [(before.page, box) for box in carried.boxes]
    return taken


def _table(whole: Whole, pages: dict[int, PageContent]) -> Table:
    start = whole.pieces[0]
    xs = _columns(whole)
    rows: list[tuple[Cell, ...]] = []
    for piece, repeated, broken in zip(whole.pieces, whole.repeated, whole.broken, strict=True):
        more = _cells(piece, pages, xs)[repeated:]
        if broken:
            for cell, rest in zip(rows[-1], more.pop(0), strict=True):
                cell.text += rest.text
        rows.extend(more)
    caption = _joined([piece.caption for piece in whole.pieces])
    head = tuple(rows[: start.head])
    units = {unit for row in head for cell in row if (unit := unit_in(cell.text))}
    unit = caption.unit or (units.pop() if len(units) == 1 else "")
    title_box = caption.title_box and pages[start.page].page_box(caption.title_box)
    return Table(
        caption.title,
        caption.label,
        unit,
        tuple(sorted(page for piece in whole.pieces for page in piece.pages)),
        head,
        tuple(rows[start.head :]),
        "\n".join(caption.notes),
        title_box,
    )


def _columns(whole: Whole) -> tuple[float, ...]:
    """The borders of the whole table's columns: those of all pieces, which can merge different ones.

    Pieces with equally many columns have the same ones, whatever their widths.
    """
    if len({piece.grid.columns for piece in whole.pieces}) == 1:
        return whole.pieces[0].grid.xs
    found: list[float] = []
    for x in sorted(x for piece in whole.pieces for x in piece.grid.xs):
        if not found or x - found[-1] > SAME_X:
            found.append(x)
    return tuple(found)


def _cells(piece: Piece, pages: dict[int, PageContent], xs: tuple[float, ...]) -> list[tuple[Cell, ...]]:
    grid = piece.grid
    if len(grid.xs) == len(xs):
        column = list(range(len(xs)))
    else:
        column = [min(range(len(xs)), key=lambda j: abs(xs[j] - x)) for x in grid.xs]
    rows = [[Cell(page=piece.page, covered=True) for _ in range(len(xs) - 1)] for _ in range(grid.rows)]
    texts = piece.rows
    for area in grid.areas:
        first, end = column[area.column], column[area.column + area.column_span]
        if first < end:
            page, box = piece.place(area)
            text = texts[area.row][area.column]
            rows[area.row][first] = Cell(text, page, pages[page].page_box(box), area.row_span, end - first)
    return [tuple(row) for row in rows]


def _joined(captions: Sequence[Caption]) -> Caption:
    first = captions[0]
    notes = list(dict.fromkeys(note for caption in captions for note in caption.notes))
    unit = next((caption.unit for caption in captions if caption.unit), "")
    return Caption(first.title, first.label, unit, notes, first.title_box)
