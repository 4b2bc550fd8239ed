"""PDF pages with tables, drawn from text that shows them, in the ways that producers draw tables.

Cells are parted by `|`, head and rows by a line of dashes; `<` goes on with the cell to the left, `^` with the one above.
A line break within a cell is written `\\`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf

SIZE = 9.0
_PADDING = 3.0
_FIGURE = re.compile(r"[-+]?[\d,]+(\.\d+)?%?|[-—]")
_FONT = pymupdf.Font("cjk")
_Point = tuple[float, float]
_Box = tuple[float, float, float, float]
_Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Style:
    """How a table is drawn.

    lines: "all", "rows" (horizontal only), "three" (above, below the head, at the foot), "none", "columns" (no lines
        between the rows of the body), "inner" (no line at the left and right side), "under" (one below each row), "head"
        (the head's cells alone), "lowest" (as "three", but below the cells of the head's last row only), "frame" (the head's
        cells, and one line around the whole)
    pen: "line", "cells" (each cell's own border), "fill" (thin rectangles), "dashes", "dots", "double", "polygon",
        "path" (the dashes of a line as outlines of one path)
    shade: a grey head; ground: the colour of all cells; stripes: every other row of the body; foot: the last line is drawn
    figures: where they stand in their cells; leading: of wrapped lines, in characters; padding: above and below a row's text
    """

    lines: str = "all"
    pen: str = "line"
    shade: bool = False
    colour: tuple[float, float, float] = (0, 0, 0)
    padding: float = _PADDING
    leading: float = 1.2
    stripes: bool = False
    ground: tuple[float, float, float] | None = None
    foot: bool = True
    figures: str = "right"


@dataclass(frozen=True)
class Drawn:
    """A table to be drawn; `grid` with the marks for merged cells, `head` counts its head rows."""

    grid: list[list[str]]
    head: int

    @property
    def texts(self) -> list[list[str]]:
        return [["" if text in ("<", "^") else text.replace("\\", "") for text in row] for row in self.grid]


def table(text: str) -> Drawn:
    lines = [line.strip() for line in text.strip().splitlines()]
    split = next((i for i, line in enumerate(lines) if set(line) == {"-"}), 0)
    grid = [[cell.strip() for cell in line.split("|")] for line in lines if set(line) != {"-"}]
    return Drawn(grid, split)


class Sheet:
    """A page being drawn from top to bottom; `y` is where the next thing goes."""

    def __init__(self, page: pymupdf.Page, left: float = 60, top: float = 60) -> None:
        self.page = page
        self.left = left
        self.y = top

    def line(self, text: str, align: str = "left", size: float = SIZE, width: float = 475) -> None:
        """One line of text over the width of the page's tables."""
        self._text(text, (self.left, self.y, self.left + width, self.y + 1.6 * size), align, size)
        self.y += 1.6 * size

    def table(self, drawn: Drawn, widths: Sequence[float], style: Style = Style()) -> tuple[float, float, float, float]:
        """Draws the table and returns its box."""
        grid = drawn.grid
        xs = [self.left]
        for width in widths:
            xs.append(xs[-1] + width)
        spans = _spans(grid)
        wrapped = {at: self._wrapped(grid[at[0]][at[1]], xs[at[1] + span[1]] - xs[at[1]], style) for at, span in spans.items()}
        ys = [self.y]
        for i in range(len(grid)):
            most = max((len(lines) for (r, c), lines in wrapped.items() if r == i and spans[r, c][0] == 1), default=1)
            ys.append(ys[-1] + (1 + (most - 1) * style.leading) * SIZE + 2 * style.padding)
        # what is drawn is set down at once: each stroke alone would be a stream of its own, and cost a millisecond
        shape = self.page.new_shape()
        if style.shade and drawn.head:
            _fill(shape, (xs[0], ys[0], xs[-1], ys[drawn.head]), (0.85, 0.85, 0.85))
        if style.ground:
            self.page.draw_rect((xs[0], ys[0], xs[-1], ys[-1]), color=None, fill=style.ground)
        if style.stripes:
            for r in range(drawn.head, len(grid), 2):
                _fill(shape, (xs[0], ys[r], xs[-1], ys[r + 1]), (0.9, 0.9, 0.9))
        for (r, c), (rows, columns) in spans.items():
            box = (xs[c], ys[r], xs[c + columns], ys[r + rows])
            self._cell(wrapped[r, c], box, "centre" if r < drawn.head or _spread(grid[r][c]) else "", style)
            _borders(shape, box, (r, c, rows, columns), drawn, len(xs) - 1, style)
        shape.commit(overlay=False)
        self.y = ys[-1] + 6
        return (xs[0], ys[0], xs[-1], ys[-1])

    def _wrapped(self, text: str, width: float, style: Style) -> list[str]:
        lines = [""]
        for part in text.split("\\"):
            lines.append("")
            for char in part:
                if _FONT.text_length(lines[-1] + char, SIZE) > width - 2 * _PADDING and not _FIGURE.fullmatch(part):
                    lines.append("")
                lines[-1] += char
        return lines[2:] if not lines[1] and len(lines) > 2 else lines[1:]

    def _cell(self, lines: list[str], box: tuple[float, float, float, float], align: str, style: Style) -> None:
        height = (1 + (len(lines) - 1) * style.leading) * SIZE
        y = (box[1] + box[3] - height) / 2
        align = align or (style.figures if _FIGURE.fullmatch("".join(lines)) else "left")
        for text in lines:
            self._text(text, (box[0] + _PADDING, y, box[2] - _PADDING, y + SIZE), align, SIZE)
            y += style.leading * SIZE

    def _text(self, text: str, box: tuple[float, float, float, float], align: str, size: float) -> None:
        if not text.strip():
            return
        length = _FONT.text_length(text, size)
        x = {"left": box[0], "right": box[2] - length, "centre": (box[0] + box[2] - length) / 2}[align]
        writer = pymupdf.TextWriter(self.page.rect)
        writer.append((x, (box[1] + box[3]) / 2 + 0.38 * size), text, font=_FONT, fontsize=size)
        writer.write_text(self.page)


def _borders(shape: pymupdf.Shape, box: _Box, at: tuple[int, int, int, int], drawn: Drawn, columns: int, style: Style) -> None:
    x0, y0, x1, y1 = box
    r, c, rows, width = at
    last = len(drawn.grid)
    top = r == 0 or style.lines in ("all", "rows", "inner") or (style.lines == "columns" and r <= drawn.head)
    bottom = (r + rows == last and style.foot) or (r + rows == drawn.head and style.lines == "three")
    top = top or (r == drawn.head and style.lines == "three")
    bottom = bottom or (r == drawn.head - 1 and style.lines == "lowest")
    sides = style.lines in ("all", "columns", "inner")
    if style.lines == "under":
        top, bottom = False, True
    if style.lines == "head":
        top = bottom = sides = r < drawn.head
    if style.lines == "frame":
        top, sides = r <= drawn.head, r < drawn.head
        if not sides and c == 0:
            _rule(shape, (x0, y0), (x0, y1), style)
        if not sides and c + width == columns:
            _rule(shape, (x1, y0), (x1, y1), style)
    if style.lines == "none":
        return
    if top:
        _rule(shape, (x0, y0), (x1, y0), style)
    if bottom:
        _rule(shape, (x0, y1), (x1, y1), style)
    if sides and (c > 0 or style.lines != "inner"):
        _rule(shape, (x0, y0), (x0, y1), style)
    if sides and c + width == columns and style.lines != "inner":
        _rule(shape, (x1, y0), (x1, y1), style)


def _rule(shape: pymupdf.Shape, start: _Point, end: _Point, style: Style) -> None:
    flat = start[1] == end[1]
    if style.pen == "fill":
        _fill(shape, _thick(start, end, 0.35), style.colour)
    elif style.pen == "polygon":
        (x0, y0, x1, y1) = _thick(start, end, 0.35)
        shape.draw_polyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        shape.finish(color=None, fill=style.colour, closePath=True)
    elif style.pen == "dashes":
        _line(shape, start, end, style.colour, 0.5, "[3 2] 0")
    elif style.pen in ("strokes", "dots", "path"):  # dashes and dots drawn one by one
        step, drawn = (2.0, 0.6) if style.pen == "dots" else (5.0, 3.0)
        low, high = (start[0], end[0]) if flat else (start[1], end[1])
        while low < high:
            stop = min(low + drawn, high)
            box = (low, start[1] - 0.3, stop, start[1] + 0.3) if flat else (start[0] - 0.3, low, start[0] + 0.3, stop)
            if style.pen == "path":
                x0, y0, x1, y1 = box
                shape.draw_polyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
            else:
                _fill(shape, box, style.colour)
            low += step
        if style.pen == "path":
            shape.finish(color=None, fill=style.colour, closePath=True)
    elif style.pen == "double":
        for shift in (-0.9, 0.9):
            a = (start[0], start[1] + shift) if flat else (start[0] + shift, start[1])
            b = (end[0], end[1] + shift) if flat else (end[0] + shift, end[1])
            _line(shape, a, b, style.colour, 0.4)
    else:
        _line(shape, start, end, style.colour, 0.25)


def _fill(shape: pymupdf.Shape, box: _Box, colour: _Colour) -> None:
    shape.draw_rect(box)
    shape.finish(color=None, fill=colour)


def _line(shape: pymupdf.Shape, start: _Point, end: _Point, colour: _Colour, width: float, dashes: str | None = None) -> None:
    shape.draw_line(start, end)
    shape.finish(color=colour, width=width, dashes=dashes, closePath=False)


def _thick(start: tuple[float, float], end: tuple[float, float], half: float) -> tuple[float, float, float, float]:
    if start[1] == end[1]:
        return (start[0], start[1] - half, end[0], end[1] + half)
    return (start[0] - half, start[1], end[0] + half, end[1])


def _spread(text: str) -> bool:
    return text.replace(" ", "").replace("\u3000", "").endswith(("合计", "总计"))


def _spans(grid: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            columns = rows = 1
            while c + columns < len(row) and row[c + columns] == "<":
                columns += 1
            while r + rows < len(grid) and grid[r + rows][c] == "^":
                rows += 1
            spans[r, c] = (rows, columns)
    return spans
