"""How a layout prints its tables, and the heads, rows and cells they are built from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from .budget import FunctionLine
from .classification import function_name
from .disclosure import Cell, Row, Table
from .printing import UNITS, rounded, trimmed

# The text of a head, or a text and the heads under it.
Head: TypeAlias = "str | tuple[str, Sequence[Head]]"
Codes = Literal["column", "parts", "inside", "spaced", "bracket", "above"]
Value = Callable[[FunctionLine], Decimal]


def text(value: str, level: int = 0) -> Cell:
    return Cell(value, level=level)


def label(value: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(value, rowspan=rowspan, colspan=colspan, align="center")


def blanks(number: int) -> Row:
    return [text("") for _ in range(number)]


def head_rows(heads: Sequence[Head]) -> list[Row]:
    """Heads as rows of merged cells; a head without others under it reaches down to the last row."""

    def depth(entry: Head) -> int:
        return 1 if isinstance(entry, str) else 1 + max(map(depth, entry[1]))

    def place(entry: Head, level: int) -> int:
        """Sets one head and returns the number of its columns."""
        if isinstance(entry, str):
            rows[level].append(label(entry, rowspan=len(rows) - level))
            for row in rows[level + 1 :]:
                row.append(None)
            return 1
        at = len(rows[level])
        rows[level].append(None)
        width = sum(place(under, level + 1) for under in entry[1])
        rows[level][at] = label(entry[0], colspan=width)
        rows[level] += [None] * (width - 1)
        return width

    rows: list[Row] = [[] for _ in range(max(map(depth, heads)))]
    for entry in heads:
        place(entry, 0)
    return rows


def side_by_side(*sides: list[Row]) -> list[Row]:
    """Several lists of rows in one grid, the shorter ones filled up with blanks."""

    def row(rows: list[Row], n: int) -> Row:
        return rows[n] if n < len(rows) else blanks(len(rows[0]))

    return [[cell for rows in sides for cell in row(rows, n)] for n in range(max(map(len, sides)))]


@dataclass(frozen=True)
class Sheet:
    """How the tables of a layout are printed.

    zero: what stands for nothing
    codes, economic_codes: where the codes of functional and economic items stand: in a column of their own, in parts
        (类 款 项), before the name (as they are, with a space, in brackets) or on the line above it
    function_heads, economic_heads: the heads of these columns
    total: what the total row is called; total_last: where it stands; total_merged: its label spans codes and names
    ordinals: a row that numbers the columns ends each head
    indents: names of lower levels are set in
    """

    unit: str = "万元"
    decimals: int = 2
    separators: bool = True
    zero: str = ""
    codes: Codes = "column"
    economic_codes: Codes = "column"
    function_heads: tuple[Head, ...] = (("功能分类科目", ("编码", "名称")),)
    economic_heads: tuple[Head, ...] = (("经济分类科目", ("编码", "名称")),)
    total: str = "合计"
    total_last: bool = False
    total_merged: bool = False
    ordinals: bool = False
    indents: bool = False
    note: str = ""

    def number(self, value: Decimal) -> str:
        number = rounded(value / UNITS[self.unit], self.decimals)
        return f"{number:,f}" if self.separators else f"{number:f}"

    def figure(self, value: Decimal, key: str) -> Cell:
        return Cell(self.number(value) if value else self.zero, key, align="right")

    def nothing(self, columns: int) -> Row:
        return [Cell(self.zero, align="right") for _ in range(columns)]

    def form_amount(self, value: Decimal) -> str:
        return trimmed(rounded(value / UNITS[self.unit], self.decimals))

    def names(self, code: str, name: str, economic: bool = False) -> Row:
        """The label cells of a row."""
        codes = self.economic_codes if economic else self.codes
        level = (len(code) - 3) // 2 if self.indents else 0
        match codes:
            case "column":
                return [text(code), text(name, level)]
            case "parts":
                ends = (3, 5) if economic else (3, 5, 7)
                return [*(label(code[max(end - 2, 0) if end > 3 else 0 : end]) for end in ends), text(name, level)]
            case "above":
                return [text(f"{code}\n{name}", level)]
            case "bracket":
                return [text(f"[{code}]{name}", level)]
            case "spaced":
                return [text(f"{code} {name}", level)]
            case "inside":
                return [text(code + name, level)]

    def total_names(self, economic: bool = False) -> Row:
        width = len(self.names("", "", economic))
        if self.total_merged and width > 1:
            return [label(self.total, colspan=width), *([None] * (width - 1))]
        return [*blanks(width - 1), label(self.total)]

    def with_total(self, total: Row, rows: list[Row]) -> list[Row]:
        return [*rows, total] if self.total_last else [total, *rows]

    def function_rows(self, name: str, lines: Sequence[FunctionLine], columns: dict[str, Value]) -> list[Row]:
        """A row for the total and one for each 类, 款 and 项, a column for each value; keys are `name/code/column`."""

        def row(labels: Row, key: str, members: Sequence[FunctionLine]) -> Row:
            sums = {column: sum((value(line) for line in members), Decimal(0)) for column, value in columns.items()}
            return [*labels, *(self.figure(value, f"{name}/{key}/{column}") for column, value in sums.items())]

        rows = [row(self.names(code, function_name(code)), code, members) for code, members in function_groups(lines)]
        return self.with_total(row(self.total_names(), "total", lines), rows)

    def empty_rows(self, columns: int, economic: bool = False) -> list[Row]:
        """What stands in a table without data: the total's label and a blank row."""
        labels = self.total_names(economic)
        return self.with_total([*labels, *blanks(columns)], [blanks(len(labels) + columns)])

    def table(
        self,
        title: str,
        widths: Sequence[int],
        heads: Sequence[Head],
        rows: list[Row],
        *,
        landscape: bool = False,
        labels: int = 0,
        note: str | None = None,
    ) -> Table:
        """A table; `labels` is the number of columns under 栏次 where the head ends in a row that numbers the columns."""
        grid = head_rows(heads)
        if self.ordinals and labels:
            width = len(grid[0])
            merged: Row = [label("栏次", colspan=labels), *([None] * (labels - 1))]
            grid.append([*merged, *(label(str(n)) for n in range(1, width - labels + 1))])
        note = self.note if note is None else note
        return Table(title, "", "table", self.unit, tuple(widths), grid, rows, note, landscape)


def function_groups(lines: Sequence[FunctionLine]) -> list[tuple[str, list[FunctionLine]]]:
    """Each code in use at the three levels, in the order of rows, with the lines behind it."""
    groups: dict[str, list[FunctionLine]] = {}
    for line in sorted(lines, key=lambda line: line.code):
        for length in (3, 5, 7):
            groups.setdefault(line.code[:length], []).append(line)
    # a 类 stands before its first 款, a 款 before its first 项
    return sorted(groups.items())
