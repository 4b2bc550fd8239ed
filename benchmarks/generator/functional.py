"""Tables by function and by economic class: expenditure, general public budget, funds, income by function, basic expenditure."""

from collections.abc import Sequence
from decimal import Decimal

from .budget import Budget, Change, FunctionLine, total_of
from .disclosure import Cell, Row, Table
from .economics import ECONOMIC_CLASSES
from .grids import Head, Sheet, Value, function_groups
from .printing import rounded

CURRENT: dict[str, Value] = {
    "total": lambda line: line.total.current,
    "basic": lambda line: line.basic.current,
    "project": lambda line: line.project.current,
}
AMOUNTS: tuple[Head, ...] = ("合计", "基本支出", "项目支出")


def widths(sheet: Sheet, amounts: int, economic: bool = False) -> tuple[int, ...]:
    """Relative widths of a table with code, name and amount columns."""
    names = {"column": (5, 12), "parts": (3, 3, 11) if economic else (3, 3, 3, 11)}
    codes = sheet.economic_codes if economic else sheet.codes
    return (*names.get(codes, (14,)), *([5] * amounts))


def function_table(
    sheet: Sheet,
    title: str,
    name: str,
    lines: Sequence[FunctionLine],
    heads: Sequence[Head],
    columns: dict[str, Value] = CURRENT,
    *,
    landscape: bool = False,
) -> Table:
    """A table with a row for each code in use, or the empty form where there are no lines."""
    rows = sheet.function_rows(name, lines, columns) if lines else sheet.empty_rows(len(columns))
    labels = len(rows[0]) - len(columns)
    return sheet.table(
        title, widths(sheet, len(columns)), (*sheet.function_heads, *heads), rows, landscape=landscape, labels=labels
    )


def general_with_prior(sheet: Sheet, title: str, budget: Budget, this_year: str, last_year: str) -> Table:
    """The general public budget beside last year's, with the change and its rate."""
    columns: dict[str, Value] = {"prior": lambda line: line.total.prior} | CURRENT | {"delta": lambda line: line.total.delta}
    lines = budget.lines("general")
    heads = (last_year, (this_year, ("小计", "基本支出", "项目支出")), "增减额", "增减比例（%）")
    rows = sheet.function_rows("general", lines, columns)
    changes = [total_of(line.total for line in members) for _, members in function_groups(lines)]
    rates: list[Row] = [[_rate(sheet, change)] for change in changes]
    rates = sheet.with_total([_rate(sheet, budget.total("general"))], rates)
    rows = [[*row, *rate] for row, rate in zip(rows, rates, strict=True)]
    labels = len(rows[0]) - len(columns) - 1
    return sheet.table(title, widths(sheet, 6), (*sheet.function_heads, *heads), rows, landscape=True, labels=labels)


def _rate(sheet: Sheet, change: Change) -> Cell:
    rate = f"{rounded(100 * change.delta / change.prior, 2):f}" if change.prior and change.delta else sheet.zero
    return Cell(rate, align="right")


def basic_table(sheet: Sheet, title: str, budget: Budget, heads: Sequence[Head], *, landscape: bool = False) -> Table:
    """Basic expenditure by economic class, personnel beside public."""

    def row(labels: Row, prefix: str, key: str) -> Row:
        lines = [line for line in budget.economic if line.code.startswith(prefix)]
        personnel = sum((line.amount for line in lines if line.is_personnel), Decimal(0))
        total = budget.economic_total(prefix)
        values = {"total": total, "personnel": personnel, "public": total - personnel}
        return [*labels, *(sheet.figure(value, f"basic/{key}/{column}") for column, value in values.items())]

    rows: list[Row] = []
    for category in budget.economic_classes:
        rows.append(row(sheet.names(category, ECONOMIC_CLASSES[category], economic=True), category, category))
        members = [line for line in budget.economic if line.code.startswith(category)]
        rows += [row(sheet.names(line.code, line.name, economic=True), line.code, line.code) for line in members]
    total = row(sheet.total_names(economic=True), "", "total")
    all_heads = (*sheet.economic_heads, *heads)
    size = widths(sheet, 3, economic=True)
    return sheet.table(title, size, all_heads, sheet.with_total(total, rows), landscape=landscape, labels=len(size) - 3)


def income_by_function(
    sheet: Sheet, title: str, budget: Budget, sources: Sequence[Head], empty: Sequence[Head], *, total: Head = "合计"
) -> Table:
    """Income of each item by source: `sources` are the heads of general budget and fund, or of both in one."""
    columns: dict[str, Value] = {"total": lambda line: line.income}
    if len(sources) == 1:
        columns["appropriation"] = columns["total"]
    else:
        columns["general"] = lambda line: line.income if line.fund == "general" else Decimal(0)
        columns["fund"] = lambda line: line.income if line.fund == "fund" else Decimal(0)
    rows = [[*row, *sheet.nothing(len(empty))] for row in sheet.function_rows("income", budget.lines(), columns)]
    amounts = len(columns) + len(empty)
    heads = (*sheet.function_heads, total, *sources, *empty)
    return sheet.table(title, widths(sheet, amounts), heads, rows, landscape=True, labels=len(rows[0]) - amounts)
