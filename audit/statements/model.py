"""Statements: tables understood as typed figures. Knows budgets, not PDFs."""

from dataclasses import dataclass
from functools import cached_property

from audit.numbers import Number
from audit.reading.document import Box, Cell, Table

# The roles a statement can have; a table is recognised by its title and its column heads, never by its number.
ROLES = (
    "balance",  # 收支总体情况表, 收入支出决算总表: all funds, income against expenditure
    "income",  # 收入总表
    "expenditure",  # 支出总表: all funds, by function
    "appropriation",  # 财政拨款收支总表
    "appropriation_expenditure",  # 财政拨款支出表
    "general",  # 一般公共预算支出表, by function
    "basic",  # 一般公共预算基本支出表, by economic class
    "three_public",  # 三公经费
    "operation",  # 机关运行经费
    "fund",  # 政府性基金
    "capital",  # 国有资本经营
    "projects",  # 项目支出 (a list of projects)
    "procurement",  # 政府采购
    "performance",  # 绩效目标表, 绩效自评表
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures, understood from the heads above it.

    section: which half of a two-sided grid it belongs to, from 0
    head: head cells from top to leaf, as printed, ordinals left out
    subject: the head without what names the section or the period: columns of one period form a tree by it
    measure, fund, period: as in `Figure`
    unit: the unit of its numbers ("%" for rates, "" for counts and scores)
    """

    index: int
    section: int
    head: tuple[str, ...]
    subject: tuple[str, ...]
    measure: str
    fund: str
    period: str
    unit: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes columns of two sections or two tables comparable."""
        return (self.measure, self.fund, self.period)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A number printed in a table, with what it is about.

    item: the account item named by the row (by the column, where items stand in the head: 三公 tables), cleaned of
        code, ordinal, 其中 and quotation marks (`行政运行`, `合计`, `三公经费合计`)
    code: its classification code, digits only (`2080101`, `30201`), or ""
    path: names of the rows above it in the hierarchy, outermost first, without the item itself; in a performance
        form, the project's name first; in tables with items in the head, the row's name unless it is a total
    side: "income", "expenditure" or "" in one-sided tables
    measure: what the column holds: "total" (合计, 预算数, 金额, 决算数 …: the whole of the item), "basic", "project",
        "personnel", "public", "delta", "rate", "completion" (执行率), "share", or the column's own head for anything else;
        measure, fund and period are "unknown" where two columns of a half have the same head
    fund: whose money: "all", "appropriation" (财政拨款), "general", "fund", "capital", or another source's name
    period: "current", "prior" (上年), "prior_executed" (上年执行数 in a budget), "planned" (年初预算数 beside 决算数),
        "adjusted" (全年预算数)
    """

    table: Table
    row: int
    column: int
    cell: Cell
    number: Number
    item: str
    code: str
    path: tuple[str, ...]
    side: str
    measure: str
    fund: str
    period: str
    row_label: str
    column_label: str

    @property
    def page(self) -> int | None:
        return self.cell.page

    @property
    def place(self) -> str:
        """Where it stands in a source without pages."""
        return self.cell.place

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def where(self) -> str:
        """How messages call it: 《一般公共预算支出表》2080101 行政运行（合计）."""
        column = f"（{self.column_label}）" if self.column_label else ""
        return f"{self.table.source}《{self.table.title}》{self.row_label}{column}"

    @property
    def boxes(self) -> list[Box]:
        return [self.cell.box] if self.cell.box else []


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One row of one section: what its label cells name, its place in the hierarchy, and its figures.

    level: 0 without numbering, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 5 for ①
    ordinal: the number in that numbering, 0 without
    parent: index in `Statement.lines` of the line it is part of, by code or numbering; -1 at the top
    partial: marked 其中, so it and its like need not add up
    total: 合计, 总计, 小计 and their compounds
    """

    row: int
    section: int
    item: str
    code: str
    level: int
    ordinal: int
    parent: int
    partial: bool
    total: bool
    side: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, eq=False)
class Statement:
    """A table with its role and its figures in reading order. `fund` is the scope of the table as a whole.

    `columns` and `lines` hold its structure; they are empty for performance forms, whose cells label each other.
    """

    table: Table
    role: str
    fund: str
    figures: tuple[Figure, ...]
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """Title and place, to tell statements of one title apart."""
        return f"{self.table.file}{self.table.title}@{self.table.page or self.table.place}"

    @cached_property
    def by_position(self) -> dict[tuple[int, int], Figure]:
        return {(f.row, f.column): f for f in self.figures}

    @cached_property
    def line_at(self) -> dict[tuple[int, int], int]:
        """The index of the line that the figure at a position belongs to."""
        return {(f.row, f.column): index for index, line in enumerate(self.lines) for f in line.figures}

    @cached_property
    def column_at(self) -> dict[int, Column]:
        return {column.index: column for column in self.columns}

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Indices of the lines under each line; under -1 those at the top."""
        under: dict[int, list[int]] = {}
        for index, line in enumerate(self.lines):
            under.setdefault(line.parent, []).append(index)
        return under

    def find(self, **wanted: str) -> list[Figure]:
        """Figures whose attributes equal the wanted ones: find(item="合计", measure="basic")."""
        return [f for f in self.figures if all(getattr(f, name) == value for name, value in wanted.items())]
