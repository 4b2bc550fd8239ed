"""Pages → tables, whole over their pages, and the regions of the pages that they take up."""

from collections.abc import Sequence

from audit.reading.captions import Caption, PAGE_NUMBER, caption_above, notes_below, unit_in
from audit.reading.cells import placed
from audit.reading.document import Box, Cell, Table
from audit.reading.cutting import Sheet
from audit.reading.lattice import grids, merged_lines
from audit.reading.page import PageContent
from audit.reading.stitch import Piece, Whole, stitched
from audit.reading.tokens import TextLine, Token, text_lines, tokens
from audit.reading.unruled import plain_grids, rule_grids

Regions = dict[int, list[Box]]


def read_tables(pages: Sequence[PageContent]) -> tuple[list[Table], Regions]:
    """(tables in reading order, the boxes of each page that belong to tables: grids, captions and footnotes).

    Boxes are in unrotated page space, pages count from 1.
    """
    pieces: list[Piece] = []
    by_number = {page.number: page for page in pages}
    for page in pages:
        pieces.extend(_page_pieces(page))
    tables = [_table(whole, by_number) for whole in stitched(pieces)]
    regions: Regions = {}
    for piece in pieces:
        page = by_number[piece.page]
        boxes = [piece.grid.box, *piece.caption.boxes]
        regions.setdefault(piece.page, []).extend(page.page_box(box) for box in boxes)
    return tables, regions


def document_tables(pages: Sequence[PageContent]) -> list[Table]:
    """The tables of a document in reading order."""
    return read_tables(pages)[0]


def _page_pieces(page: PageContent) -> list[Piece]:
    found, lines = _sheets(page)
    pieces: list[Piece] = []
    bottom = 0.0
    for index, sheet in enumerate(found):
        box = sheet.grid.box
        following = found[index + 1].grid.ys[0] if index + 1 < len(found) else page.height
        above = [line for line in lines if bottom - 1 < line.y0 and line.y1 < box[1] + 3]
        below = [line for line in lines if box[3] - 3 < line.y0 and line.y1 < following]
        caption = caption_above(above, box)
        notes, boxes = notes_below(below, box)
        first = index == 0 and len(caption.boxes) == len(above)
        last = index + 1 == len(found) and len(boxes) == len(below)
        caption.notes += notes
        caption.boxes += boxes
        bottom = max([box[3], *(b[3] for b in boxes)])
        pieces.append(Piece(page.number, sheet, caption, first, last))
    return pieces


def _sheets(page: PageContent) -> tuple[list[Sheet], list[TextLine]]:
    """(the tables of a page from top to bottom, the lines of text outside them)."""
    horizontal, vertical = merged_lines(page.rules)
    rest = tokens(page.chars)
    found: list[Sheet] = []
    for grid in grids(horizontal, vertical):
        if len(grid.areas) > 1:
            inside, rest = placed(grid, rest)
            if any(inside):
                found.append(Sheet(grid, inside))
    lines = _content_lines(rest, page)
    if len(horizontal) > 1:
        boxes = [sheet.grid.box for sheet in found]
        for grid in rule_grids(horizontal, lines, boxes):
            inside, rest = placed(grid, rest)
            if any(inside):
                found.append(Sheet(grid, inside, open=True))
        lines = _content_lines(rest, page)
    for grid in plain_grids(lines):
        inside, rest = placed(grid, rest)
        found.append(Sheet(grid, inside, open=True))
    return sorted(found, key=lambda sheet: (sheet.grid.ys[0], sheet.grid.xs[0])), _content_lines(rest, page)


def _content_lines(found: list[Token], page: PageContent) -> list[TextLine]:
    return [line for line in text_lines(found) if not _is_furniture(line, page)]


def _is_furniture(line: TextLine, page: PageContent) -> bool:
    """True for page numbers, in the top or bottom margin."""
    margin = 0.1 * page.height
    return (line.y1 < margin or line.y0 > page.height - margin) and PAGE_NUMBER.match(line.text) is not None


def _table(whole: Whole, pages: dict[int, PageContent]) -> Table:
    start = whole.pieces[0]
    xs = _columns(whole)
    rows: list[tuple[Cell, ...]] = []
    for piece, repeated in zip(whole.pieces, whole.repeated, strict=True):
        rows.extend(_cells(piece, pages[piece.page], xs)[repeated:])
    caption = _joined([piece.caption for piece in whole.pieces])
    head = tuple(rows[: start.head])
    unit = caption.unit or next((u for row in head for cell in row if (u := unit_in(cell.text))), "")
    title_box = caption.title_box and pages[start.page].page_box(caption.title_box)
    return Table(
        caption.title,
        caption.label,
        unit,
        tuple(piece.page for piece in whole.pieces),
        head,
        tuple(rows[start.head :]),
        "\n".join(caption.notes),
        title_box,
    )


def _columns(whole: Whole) -> tuple[float, ...]:
    """The borders of the whole table's columns: those of the piece that has most."""
    return max((piece.grid.xs for piece in whole.pieces), key=len)


def _cells(piece: Piece, page: PageContent, xs: tuple[float, ...]) -> list[tuple[Cell, ...]]:
    grid = piece.grid
    if len(grid.xs) == len(xs):
        column = list(range(len(xs)))
    else:
        column = [min(range(len(xs)), key=lambda j: abs(xs[j] - x)) for x in grid.xs]
    rows = [[Cell(page=piece.page, covered=True) for _ in range(len(xs) - 1)] for _ in range(grid.rows)]
    for area, text in zip(grid.areas, piece.texts, strict=True):
        first, end = column[area.column], column[area.column + area.column_span]
        if first < end:
            rows[area.row][first] = Cell(text, piece.page, page.page_box(grid.area_box(area)), area.row_span, end - first)
    return [tuple(row) for row in rows]


def _joined(captions: Sequence[Caption]) -> Caption:
    first = captions[0]
    notes = list(dict.fromkeys(note for caption in captions for note in caption.notes))
    unit = next((caption.unit for caption in captions if caption.unit), "")
    return Caption(first.title, first.label, unit, notes, first.title_box)
