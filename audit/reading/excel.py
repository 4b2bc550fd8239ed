"""An Excel workbook (.xlsx) → Document: each visible sheet's texts and tables, numbers as their cells print them."""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from audit.reading.captions import is_caption, is_note
from audit.reading.document import Document, Paragraph, Table, UnreadableSource
from audit.reading.flow import MOST_CELLS, Block, GridCell, Text, TextGrid, read_flow
from audit.reading.heads import is_value
from audit.reading.number_formats import shown
from audit.reading.package import MALFORMED, MalformedSource, checked_package
from audit.reading.plain import plain_cell

SHEETS = "xl/worksheets/"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# No table is wider; a sheet can have 16,384 columns, all of them styled.
_MOST_COLUMNS = 300
_MOST_MERGES = 50_000
_LONG_TEXT = 40
_NAMED_TABLE = re.compile(r"表|明细|目录|汇总|[\u4e00-\u9fff]{4}")

Place = tuple[int, int]


@dataclass(slots=True)
class _Value:
    text: str
    bordered: bool
    centred: bool


@dataclass(frozen=True)
class _Structure:
    """What a sheet's markup says beside its values: merged ranges by first cell, hidden rows and columns (from 1).

    filled: the last row with a value; a careless click can give a million rows below it a style
    """

    merges: dict[Place, Place]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    uncomputed: int
    filled: int


@dataclass
class _Sheet:
    """One sheet: its filled cells by row and column (from 1)."""

    name: str
    structure: _Structure
    rows: dict[int, dict[int, _Value]] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{get_column_letter(column)}{row}"


def excel_document(data: bytes, path: Path) -> Document:
    """The texts and tables of a .xlsx; raises UnreadableSource, one line in Chinese, where it cannot be read.

    Formulas count as what was computed when the file was saved. Hidden sheets are left out and told; hidden rows and columns
    take part, since totals count them, and are told.
    """
    package = checked_package(data, path, streamed=SHEETS)
    warnings: list[str] = []
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    try:
        with package:
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            for sheet in _sheets(book, package, warnings):
                texts, found = read_flow(_blocks(sheet), warnings)
                paragraphs += texts
                tables += _named(found, sheet.name)
            book.close()
    except (*MALFORMED, InvalidFileException) as error:
        raise MalformedSource(f"{path}：Excel 文件已损坏，无法读取") from error
    if not paragraphs and not tables:
        raise UnreadableSource(f"{path}：Excel 文件中没有内容")
    return Document(str(path), sha256(data).hexdigest(), (), tuple(paragraphs), tuple(tables), tuple(warnings))


def _sheets(book: Any, package: zipfile.ZipFile, warnings: list[str]) -> Iterator[_Sheet]:
    """The sheets in view, in order."""
    for worksheet in book.worksheets:
        if worksheet.sheet_state != "visible":
            warnings.append(f"工作表“{worksheet.title}”已隐藏，未审计")
            continue
        with package.open(worksheet._worksheet_path) as part:
            structure = _structure(part)
        sheet = _Sheet(worksheet.title, structure)
        # what the file says of its own size can be wrong
        worksheet.reset_dimensions()
        if _fill(sheet, worksheet):
            warnings += _told(sheet)
            yield sheet
        else:
            warnings.append(f"工作表“{worksheet.title}”超过 {MOST_CELLS} 个有内容的单元格，未审计")


def _fill(sheet: _Sheet, worksheet: Any) -> bool:
    """Reads the filled cells; False where there are more than any table has."""
    left = MOST_CELLS
    if not sheet.structure.filled:
        return True
    for row in worksheet.iter_rows(max_row=sheet.structure.filled, max_col=_MOST_COLUMNS):
        for cell in row:
            if cell.value is None or not (text := shown(cell.value, cell.number_format)).strip():
                continue
            border = cell.border
            bordered = any(side is not None and side.style for side in (border.left, border.right, border.bottom))
            centred = cell.alignment.horizontal in ("center", "centerContinuous")
            sheet.rows.setdefault(cell.row, {})[cell.column] = _Value(text, bordered, centred)
            left -= 1
        if left < 0:
            return False
    return True


def _structure(part: Any) -> _Structure:
    merges: dict[Place, Place] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    uncomputed = row = filled = 0
    tags = [f"{_MAIN}{name}" for name in ("row", "col", "mergeCell")]
    for _, element in etree.iterparse(part, tag=tags, resolve_entities=False):
        match element.tag.removeprefix(_MAIN):
            case "row":
                row = int(element.get("r", row + 1))
                cells = [cell for cell in element if len(cell)]
                filled = row if cells else filled
                uncomputed += sum(map(_is_uncomputed, cells))
                if element.get("hidden") in ("1", "true"):
                    rows.add(row)
            case "col" if element.get("hidden") in ("1", "true"):
                columns.update(range(int(element.get("min")), min(int(element.get("max")), _MOST_COLUMNS) + 1))
            case "mergeCell" if len(merges) < _MOST_MERGES:
                left, top, right, bottom = (side or 1 for side in range_boundaries(element.get("ref")))
                merges[top, left] = (bottom, min(right, _MOST_COLUMNS))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return _Structure(merges, frozenset(rows), frozenset(columns), uncomputed, filled)


def _is_uncomputed(cell: Any) -> bool:
    """True for a formula without the value that the program which saved the file should have computed."""
    value = cell.find(f"{_MAIN}v")
    return cell.find(f"{_MAIN}f") is not None and (value is None or value.text is None) and cell.get("t") != "str"


def _told(sheet: _Sheet) -> Iterator[str]:
    rows = sorted(sheet.structure.hidden_rows & sheet.rows.keys())
    if rows:
        yield f"工作表“{sheet.name}”有隐藏的行（第 {_runs(rows)} 行），已一并核对"
    columns = sorted(sheet.structure.hidden_columns & {column for row in sheet.rows.values() for column in row})
    if columns:
        letters = "、".join(map(get_column_letter, columns))
        yield f"工作表“{sheet.name}”有隐藏的列（{letters} 列），已一并核对"
    if sheet.structure.uncomputed:
        missing = f"有 {sheet.structure.uncomputed} 个公式没有保存计算结果，按空白读取"
        yield f"工作表“{sheet.name}”{missing}；请用 Excel 打开并保存后再核查"


def _runs(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _named(tables: Iterable[Table], name: str) -> Iterator[Table]:
    """The tables; where the first has no title, the sheet's name is one, if it is no mere Sheet1."""
    for place, table in enumerate(tables):
        untitled = place == 0 and not table.title and _NAMED_TABLE.search(name)
        yield replace(table, title=plain_cell(name)) if untitled else table


def _blocks(sheet: _Sheet) -> Iterator[Block]:
    """The rows of a sheet as lines of text and grids: borders tell them apart, or the texts where nothing is bordered."""
    ruled = any(value.bordered for row in sheet.rows.values() for value in row.values())
    grid: list[int] = []
    for number, row in sorted(sheet.rows.items()):
        texts = [value.text for _, value in sorted(row.items())]
        inside = any(value.bordered for value in row.values()) if ruled else _is_row(texts, begun=bool(grid))
        if grid and (not inside or _begins_table(sheet, grid, number, texts)):
            yield _grid(sheet, grid)
            grid = []
        if inside:
            grid.append(number)
        else:
            yield _line(sheet, number)
    if grid:
        yield _grid(sheet, grid)


def _is_row(texts: list[str], begun: bool) -> bool:
    """Whether the texts are a table's row and no line of text; `begun`: rows of a table stand before it."""
    if all(is_caption(text) or is_note(text) for text in texts):
        return False
    if len(texts) > 1:
        return True
    return begun and not (len(texts[0]) > _LONG_TEXT and "。" in texts[0])


def _begins_table(sheet: _Sheet, grid: list[int], number: int, texts: list[str]) -> bool:
    """Whether a row begins another table: a title of its own, or a head below a blank row."""
    if len(texts) == 1 and is_caption(texts[0]) and not is_value(texts[0]):
        (column,) = sheet.rows[number]
        _, right = sheet.structure.merges.get((number, column), (number, column))
        return right > column
    has_figures = any(is_value(value.text) for r in grid for value in sheet.rows[r].values())
    return number - grid[-1] > 1 and has_figures and len(texts) > 1 and not any(map(is_value, texts))


def _line(sheet: _Sheet, number: int) -> Text:
    row = sorted(sheet.rows[number].items())
    column, first = row[0]
    alone = len(row) == 1
    return Text("\t".join(value.text for _, value in row), sheet.place(number, column), alone and first.centred)


def _grid(sheet: _Sheet, numbers: list[int]) -> TextGrid:
    """The rows as a grid of the columns between the first and the last that are filled; blank rows are left out."""
    index = {number: i for i, number in enumerate(numbers)}
    filled = [column for number in numbers for column in sheet.rows[number]]
    left, right = min(filled), max(filled)
    if len(numbers) * (right - left + 1) > MOST_CELLS:
        # told by whoever takes the grid
        return TextGrid(len(numbers), right - left + 1, (GridCell(0, 0, 1, 1, "", sheet.place(numbers[0], left)),))
    covered: set[Place] = set()
    spans: dict[Place, Place] = {}
    for (top, first), (bottom, last) in sheet.structure.merges.items():
        # a merge of a sheet's whole height has few rows that are filled
        rows = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        columns = range(max(first, left), min(last, right) + 1)
        if rows and len(columns) and rows[0] == top and first >= left:
            spans[index[top], first] = (len(rows), len(columns))
            covered |= {(index[r], c) for r in rows for c in columns} - {(index[top], first)}
    cells: list[GridCell] = []
    for number in numbers:
        for column in range(left, right + 1):
            if (index[number], column) in covered:
                continue
            value = sheet.rows[number].get(column)
            row_span, column_span = spans.get((index[number], column), (1, 1))
            text = value.text if value else ""
            place = sheet.place(number, column)
            cells.append(GridCell(index[number], column - left, row_span, column_span, text, place))
    return TextGrid(len(numbers), right - left + 1, tuple(cells))
