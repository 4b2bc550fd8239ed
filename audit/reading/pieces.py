"""A page → the pieces of tables on it, each with the caption around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audit.reading.captions import Caption, caption_above, caption_row, is_note, notes_below
from audit.reading.cells import placed
from audit.reading.cutting import Sheet
from audit.reading.document import Box
from audit.reading.lattice import Area, Grid, Line, connected, joined_halves, merged_lines, missing_ends, ruled_grid, same_sides
from audit.reading.openends import with_body
from audit.reading.page import PageContent
from audit.reading.shaded import shaded_grids, shaded_head_edges, with_stripes
from audit.reading.tokens import TextLine, cell_text, text_lines, tokens
from audit.reading.unruled import is_column, is_open_table, plain_grids, rule_grids, with_loose


@dataclass(slots=True)
class Piece:
    """The part of a table on one page. `first` and `last`: nothing stands above or below it on its page but its own
    caption and footnotes; `noted`: it has footnotes; `alone`: no other stands on its page.
    `above` and `below` are the lines of text up to the next piece.

    `raw` is the sheet as ruled, `sheet` the one with all borders drawn; `head` counts its leading head rows.
    """

    page: int
    sheet: Sheet
    caption: Caption
    first: bool
    last: bool
    noted: bool
    box: Box
    above: list[TextLine] = field(default_factory=list)
    below: list[TextLine] = field(default_factory=list)
    alone: bool = False
    head: int = 0
    raw: Sheet = field(init=False)

    def __post_init__(self) -> None:
        self.raw = self.sheet

    @property
    def grid(self) -> Grid:
        return self.sheet.grid

    @property
    def pages(self) -> tuple[int, ...]:
        return (self.page,)

    def place(self, area: Area) -> tuple[int, Box]:
        """The page and box of an area."""
        return self.page, self.grid.area_box(area)

    @property
    def rows(self) -> list[list[str]]:
        return self.sheet.rows


@dataclass(slots=True)
class PagePieces:
    """The pieces on one page from top to bottom, and the lines of text below the last of them."""

    page: int
    pieces: list[Piece]
    tail: list[TextLine]


def page_pieces(page: PageContent, before: PagePieces | None = None) -> PagePieces:
    """The pieces of tables on a page from which page numbers and running heads are removed; `before`: the last page."""
    ending = before.pieces[-1] if before and before.pieces else None
    sheets, lines = _sheets(page, ending.sheet if ending and ending.last else None)
    pieces: list[Piece] = []
    bottom = 0.0
    for index, sheet in enumerate(sheets):
        box = sheet.grid.box
        following = sheets[index + 1].grid.ys[0] if index + 1 < len(sheets) else page.height
        above = [line for line in lines if bottom - 1 < line.y0 and line.y1 < box[1] + 3]
        below = [line for line in lines if box[3] - 3 < line.y0 and line.y1 < following]
        caption = caption_above(above, box)
        notes, boxes = notes_below(below, box)
        first = index == 0 and len(caption.boxes) == len(above)
        last = index + 1 == len(sheets) and len(boxes) == len(below)
        caption.notes += notes
        caption.boxes += boxes
        bottom = max([box[3], *(b[3] for b in boxes)])
        sheet, alone = _without_caption_rows(sheet, caption), len(sheets) == 1
        pieces.append(Piece(page.number, sheet, caption, first, last, bool(notes), box, above, below, alone))
    return PagePieces(page.number, pieces, [line for line in lines if line.y0 > bottom - 1])


def _sheets(page: PageContent, before: Sheet | None) -> tuple[list[Sheet], list[TextLine]]:
    """(the tables of a page from top to bottom, the lines of text outside them); `before` ends the page before."""
    horizontal, vertical = merged_lines(page.rules)
    rest = tokens(page.chars)
    lines = text_lines(rest)
    ending = before.grid if before else None
    known = before.all_phrases if before and (before.open or before.unclosed) else []
    horizontal += missing_ends(horizontal, vertical, ending)
    found: list[Sheet] = []
    boxes: list[Box] = []
    for grid in _ruled_grids(horizontal, vertical, lines):
        headed = with_stripes(grid, page.fills) if grid.columns > 1 else grid
        grid = with_body(headed, lines, known)
        boxes.append(grid.box)
        bars = grid.columns == 1 and not is_column(grid, lines)
        if len(grid.areas) == 1 or (bars and not is_open_table(grid, lines, ending)):  # frames around text, charts
            continue
        inside, outside = placed(grid, rest)
        named = any(held for area, held in zip(grid.areas, inside, strict=True) if area.row == 0)
        if named or (any(inside) and ending is not None and same_sides(grid, ending)):  # a chart's top row is blank
            rest = outside
            found.append(Sheet(grid, inside, open=bars, unclosed=grid is not headed))
    lines = text_lines(rest)
    if len(horizontal) > 1 or (horizontal and ending):
        for grid in rule_grids([*horizontal, *shaded_head_edges(page.fills, horizontal)], lines, boxes, ending, known):
            grid = with_stripes(grid, page.fills)
            inside, rest = placed(grid, rest)
            if any(inside):
                found.append(Sheet(grid, inside, open=True))
        lines = text_lines(rest)
    for grid in shaded_grids(page.fills, lines, [*boxes, *(sheet.grid.box for sheet in found)], ending):
        inside, rest = placed(grid, rest)
        found.append(Sheet(grid, inside, open=grid.columns == 1, unclosed=True))
        lines = text_lines(rest)
    for grid in plain_grids(lines, known, ending):
        inside, rest = placed(grid, rest)
        goes_on = before is not None and not before.plain and same_sides(grid, before.grid)
        found.append(Sheet(grid, inside, open=True, plain=not goes_on))
    return sorted(found, key=lambda sheet: (sheet.grid.ys[0], sheet.grid.xs[0])), text_lines(rest)


def _ruled_grids(horizontal: list[Line], vertical: list[Line], lines: Sequence[TextLine]) -> list[Grid]:
    """The grids of connected lines, from top to bottom."""
    groups = connected(horizontal, vertical)
    tied = {id(line) for hs, _ in groups for line in hs}
    loose = [line for line in horizontal if id(line) not in tied]
    grids = [ruled_grid(with_loose(hs, loose, lines) if loose else hs, vs) for hs, vs in groups]
    return joined_halves(sorted((g for g in grids if g is not None), key=lambda g: (g.ys[0], g.xs[0])))


def _without_caption_rows(sheet: Sheet, caption: Caption) -> Sheet:
    """The sheet without the title, unit line and footnotes that some tables hold as rows; they go to the caption.

    A blank strip without columns at its top or foot is no row either.
    """
    grid = sheet.grid
    if sheet.open or grid.columns < 2:
        return sheet
    first, end = 0, grid.rows
    while end - first > 1 and (_row(sheet, first) == ([], True) or caption_row(caption, *_row(sheet, first))):
        first += 1
    while end - first > 1:
        texts, wide = _row(sheet, end - 1)
        if not wide or (texts and not is_note(texts[0])):
            break
        caption.notes += texts
        end -= 1
    if end - first == grid.rows:
        return sheet
    kept = [k for k, area in enumerate(grid.areas) if first <= area.row and area.row + area.row_span <= end]
    areas = tuple(replace(grid.areas[k], row=grid.areas[k].row - first) for k in kept)
    return Sheet(Grid(grid.xs, grid.ys[first : end + 1], areas), [sheet.inside[k] for k in kept], unclosed=sheet.unclosed)


def _row(sheet: Sheet, i: int) -> tuple[list[str], bool]:
    """(the texts of a row that no merged cell of another row reaches into, whether one cell is all of it)."""
    areas = [k for k, area in enumerate(sheet.grid.areas) if area.row <= i < area.row + area.row_span]
    if any(sheet.grid.areas[k].row_span > 1 for k in areas):
        return [], False
    return [cell_text(sheet.inside[k]) for k in areas if sheet.inside[k]], len(areas) == 1
