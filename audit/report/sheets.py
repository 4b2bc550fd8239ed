"""Sheets of a workbook: texts that cannot be formulas, heads that stay in view, filters, and pages for the printer."""

import math
from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from audit.report.wrapping import inert, plain

HEAD_FILL = PatternFill("solid", fgColor="E8ECF2")
_EDGE = Side("thin", color="C9CED6")
THIN = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# An Excel cell takes 32,767 characters, and shows hardly more than these.
_LONGEST = 2000
# In points; Excel takes no higher row. The fonts that stand in for the office's own are wider.
_LINE, _HIGHEST = 15.0, 400.0
_WIDER = 1.1
_TOP = Alignment(vertical="top")


def cell_text(text: str) -> str:
    """`text` on one line and of a readable length, such that no spreadsheet takes it for a formula."""
    line = plain(text)
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    return inert(line)


def set_heads(sheet: Worksheet, row: int, heads: Mapping[str, float], frozen: str = "A") -> None:
    """Heads with the widths of their columns; they and the columns left of `frozen` stay in view and on each page."""
    for number, (head, width) in enumerate(heads.items(), start=1):
        cell = sheet.cell(row, number, head)
        cell.font, cell.fill, cell.border = BOLD, HEAD_FILL, THIN
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"{frozen}{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def fit_rows(sheet: Worksheet, first: int) -> None:
    """Rows from `first` as high as their wrapped texts need: office programs do not agree on doing so by themselves."""
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)]
    for number, row in enumerate(sheet.iter_rows(min_row=first), start=first):
        wrapped = [(str(cell.value), width) for cell, width in zip(row, widths, strict=True) if cell.alignment.wrap_text]
        lines = max((math.ceil(_WIDER * cell_len(text) / (width - 1)) for text, width in wrapped), default=1)
        if lines > 1:
            sheet.row_dimensions[number].height = min(_LINE * lines, _HIGHEST)
            for cell in row:
                cell.alignment = cell.alignment + _TOP


def add_filter(sheet: Worksheet, head_row: int, columns: int) -> None:
    sheet.auto_filter.ref = f"A{head_row}:{get_column_letter(columns)}{max(sheet.max_row, head_row + 1)}"


def set_page(sheet: Worksheet, footer: str) -> None:
    """A4 across, as wide as the page, numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    # & begins a code of header and footer
    left = _HeaderFooterPart(cell_text(footer).replace("&", "&&"))
    sheet.oddFooter = HeaderFooterItem(left=left, right=_HeaderFooterPart("第 &P 页，共 &N 页"))


def put(sheet: Worksheet, row: int, values: list[Any], wrapped: bool = True) -> None:
    """A row of values from the first column; texts are made harmless, formulas are put by the caller."""
    for number, value in enumerate(values, start=1):
        if value is None:
            continue
        cell = sheet.cell(row, number, cell_text(value) if isinstance(value, str) else value)
        if wrapped:
            cell.alignment = WRAPPED
