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
    "performance",  # 绩效目标表
    "unknown",
)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A number printed in a table, with what it is about.

    item: the account item named by the row, cleaned of code, ordinal and 其中： (`行政运行`, `合计`)
    code: its classification code, digits only (`2080101`, `30201`), or ""
    path: names of the rows above it in the hierarchy, outermost first, without the item itself
    side: "income", "expenditure" or "" in one-sided tables
    measure: what the column holds: "total" (合计, 预算数, 金额, 决算数 …: the whole of the item), "basic", "project",
        "personnel", "public", "delta", "rate", or the column's own head for anything else
    fund: whose money: "all", "appropriation" (财政拨款), "general", "fund", "capital", or another source's head
    period: "current", "prior" (上年), "planned" (年初预算数 beside 决算数)
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
    def page(self) -> int:
        return self.cell.page

    @property
    def boxes(self) -> list[Box]:
        return [self.cell.box] if self.cell.box else []


@dataclass(frozen=True, eq=False)
class Statement:
    """A table with its role and its figures in reading order. `fund` is the scope of the table as a whole."""

    table: Table
    role: str
    fund: str
    figures: tuple[Figure, ...]

    @cached_property
    def by_position(self) -> dict[tuple[int, int], Figure]:
        return {(f.row, f.column): f for f in self.figures}

    def find(self, **wanted: str) -> list[Figure]:
        """Figures whose attributes equal the wanted ones: find(item="合计", measure="basic")."""
        return [f for f in self.figures if all(getattr(f, name) == value for name, value in wanted.items())]
