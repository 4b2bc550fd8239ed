"""All tables of a document as one workbook, a sheet each, printed as the document prints them."""

import math
import re
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from audit.numbers import Number, cell_number, printed_decimals
from audit.reading.captions import is_organisation
from audit.reading.document import Cell, Table
from audit.report.sheets import BOLD, HEAD_FILL, THIN, set_page
from audit.report.wrapping import is_formula, plain
from audit.statements.read import read_statements

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Excel computes with fifteen digits; a longer number keeps all of its own as text.
_MOST_DIGITS = 15
# Widths in characters: a Chinese one is two wide.
_NARROWEST, _WIDEST = 8, 44
_TITLE_SIZE, _TITLE_SCALE = 14, 1.4
_LINE_HEIGHT = 15.0
_FIRST_ROW = 3

Row = Sequence[Cell]


def tables_workbook(tables: Sequence[Table], source: str) -> bytes:
    """The content of `<stem>.tables.xlsx`; `source` names the document at the foot of each printed page.

    Merged cells are merged, amounts are numbers with the decimals printed, everything else is text: codes, ordinals,
    cells with a unit of their own. No text is ever a formula.
    """
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    used: set[str] = set()
    for number, (table, statement) in enumerate(zip(tables, read_statements(tables), strict=True), start=1):
        sheet = book.create_sheet(_sheet_name(table.title or table.label or f"表格{number}", used))
        _fill(sheet, table, {(figure.row, figure.column) for figure in statement.figures})
        set_page(sheet, f"{source}　{_pages(table)}")
    if not tables:
        _put(book.create_sheet("无表格").cell(1, 1), "文件中没有读到表格")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet_name(title: str, used: set[str]) -> str:
    """A name that Excel takes: 31 characters, none of `[]:*?/\\`, no quote at either end, told from the others by a number."""
    base = _shortened(_FORBIDDEN.sub("_", plain(title)).strip("' "), _LONGEST_NAME).strip("' ") or "表格"
    name, number = base, 1
    # History is Excel's own
    while name.casefold() in used or name.casefold() == "history":
        number += 1
        name = _shortened(base, _LONGEST_NAME - len(f"({number})")) + f"({number})"
    used.add(name.casefold())
    return name


def _shortened(text: str, most: int) -> str:
    """Excel counts a rare ideograph as two characters."""
    while len(text.encode("utf-16-le", "surrogatepass")) > 2 * most:
        text = text[:-1]
    return text


def _fill(sheet: Worksheet, table: Table, figures: set[tuple[int, int]]) -> None:
    notes = table.note.splitlines()
    organisation = next((note for note in notes if is_organisation(note)), "")
    width = max(table.width, 1)
    _put(sheet.cell(1, 1), " ".join(filter(None, (table.label, table.title))))
    sheet.cell(1, 1).font = Font(bold=True, size=_TITLE_SIZE)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.row_dimensions[1].height = 28
    unit = f"单位：{table.unit}" if table.unit else ""
    _put(sheet.cell(2, 1), organisation if width > 1 else " ".join(filter(None, (organisation, unit))))
    if unit and width > 1:
        _put(sheet.cell(2, width), unit)
        sheet.cell(2, width).alignment = Alignment(horizontal="right")
    body = _FIRST_ROW + len(table.head)
    _put_rows(sheet, table.head, _FIRST_ROW, set(), head=True)
    _put_rows(sheet, table.rows, body, figures, head=False)
    after = body + len(table.rows)
    total = _set_widths(sheet, table)
    for row, note in enumerate((note for note in notes if note != organisation), start=after):
        _put(sheet.cell(row, 1), note)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * math.ceil(cell_len(note) / (total - 1))
    sheet.freeze_panes = f"A{body}"
    if table.head:
        sheet.print_title_rows = f"{_FIRST_ROW}:{body - 1}"


def _put_rows(sheet: Worksheet, rows: Sequence[Row], first: int, figures: set[tuple[int, int]], head: bool) -> None:
    merged: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            target = sheet.cell(first + r, c + 1)
            target.border = THIN
            if (r, c) in merged:
                continue
            number = None if head else _number(cell.text, (r, c) in figures)
            if number is not None:
                _put_number(target, number)
            else:
                _put(target, cell.text)
                target.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if head else None)
            if head:
                target.font, target.fill = BOLD, HEAD_FILL
            span = _span(rows, r, c, merged)
            if len(span) > 1:
                merged |= span
                bottom, right = max(span)
                sheet.merge_cells(start_row=first + r, end_row=first + bottom, start_column=c + 1, end_column=right + 1)


def _span(rows: Sequence[Row], r: int, c: int, merged: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The positions a merged cell takes up; the cell alone where others hold something or reach in."""
    cell = rows[r][c]
    bottom, right = min(r + cell.row_span, len(rows)), min(c + cell.column_span, len(rows[r]))
    span = {(i, j) for i in range(r, bottom) for j in range(c, right)}
    free = all((i, j) == (r, c) or (rows[i][j].covered and not rows[i][j].text) for i, j in span)
    return span if free and not span & merged else {(r, c)}


def _number(text: str, is_figure: bool) -> Number | None:
    """The amount or rate that a cell is; None for text, among it codes and ordinals, which are digits only, and targets."""
    number = cell_number(text, "")
    if number is None or number.unit not in ("", "%") or not any(char.isdigit() for char in text):
        return None
    if not (is_figure or "." in number.text or "," in number.text):
        return None
    return number if sum(char.isdigit() for char in number.text) <= _MOST_DIGITS else None


def _put_number(target: SheetCell | MergedCell, number: Number) -> None:
    assert isinstance(target, SheetCell)
    decimals = "." + "0" * printed_decimals(number.text.rstrip("%")) if "." in number.text else ""
    whole = "#,##0" if "," in number.text or "，" in number.text else "0"
    target.value = number.value / 100 if number.unit else number.value
    target.number_format = whole + decimals + number.unit
    target.alignment = Alignment(horizontal="right", vertical="center")


def _put(target: SheetCell | MergedCell, text: str) -> None:
    """Text as it is; what begins like a formula is marked as text, also for whoever edits it."""
    line = plain(text)
    if not line or isinstance(target, MergedCell):
        return
    target.value = line
    if is_formula(line):
        target.data_type = "s"
        target.quotePrefix = True


def _set_widths(sheet: Worksheet, table: Table) -> float:
    """Columns as wide as what stands in them alone, up to a limit; rows as high as their longest text then needs.

    Returns the width of the whole, at least that of its title.
    """
    widths = [float(_NARROWEST)] * max(table.width, 1)
    for rows, most in ((table.head, 16), (table.rows, _WIDEST)):
        for row in rows:
            for c, cell in enumerate(row):
                if cell.column_span == 1 and not cell.covered:
                    widths[c] = max(widths[c], min(cell_len(cell.text) + 3, most))
    widths[0] += max(0.0, _TITLE_SCALE * cell_len(table.label + table.title) + 3 - sum(widths))
    for c, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(c + 1)].width = width
    for r, row in enumerate((*table.head, *table.rows)):
        lines = max((_lines(cell, sum(widths[c : c + cell.column_span])) for c, cell in enumerate(row)), default=1)
        if lines > 1:
            sheet.row_dimensions[_FIRST_ROW + r].height = _LINE_HEIGHT * lines
    return sum(widths)


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell's text takes; one over several rows has room of its own."""
    return 1 if cell.row_span > 1 else math.ceil(cell_len(cell.text) / max(width - 1, 1))


def _pages(table: Table) -> str:
    if not table.pages:
        return table.place
    first, last = min(table.pages), max(table.pages)
    return f"原文第 {first}–{last} 页" if first < last else f"原文第 {first} 页"
