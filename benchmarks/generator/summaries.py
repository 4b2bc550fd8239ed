"""Summaries of income and expenditure."""

from collections.abc import Sequence
from decimal import Decimal

from .budget import Budget
from .classification import CLASSES, function_name
from .disclosure import Row, Table
from .economics import INCOME_SOURCES
from .grids import Sheet, label, side_by_side, text
from .printing import ordinal

FUNDS = ("", "general", "fund")


def sources(budget: Budget) -> list[tuple[str, Decimal]]:
    values = {INCOME_SOURCES[0]: budget.total("general").current, INCOME_SOURCES[1]: budget.total("fund").current}
    return [(name, values.get(name, Decimal(0))) for name in INCOME_SOURCES]


def balance(sheet: Sheet, title: str, budget: Budget, *, all_classes: bool, heads: Sequence[str] = ("项目", "预算数")) -> Table:
    """Income by source beside expenditure by class, with the totals of both; `all_classes` prints the empty ones too."""
    total = budget.total().current
    classes = list(CLASSES) if all_classes else budget.codes(3)
    left: list[Row] = [
        [text(f"{ordinal(n)}、{name}"), sheet.figure(value, f"balance/income/{n - 1}")]
        for n, (name, value) in enumerate(sources(budget), 1)
    ]
    right: list[Row] = [
        [text(f"{ordinal(n)}、{CLASSES[code]}"), sheet.figure(budget.total("", code).current, f"balance/{code}")]
        for n, code in enumerate(classes, 1)
    ]
    rows = side_by_side(left, right)
    rows.append(
        [
            label("本年收入合计"),
            sheet.figure(total, "balance/current_income"),
            label("本年支出合计"),
            sheet.figure(total, "balance/current_expenditure"),
        ]
    )
    carried = (f"{ordinal(len(left) + 1)}、上年结转结余", f"{ordinal(len(right) + 1)}、年终结转结余")
    rows.append([text(carried[0]), *sheet.nothing(1), text(carried[1]), *sheet.nothing(1)])
    totals = (sheet.figure(total, "balance/income"), sheet.figure(total, "balance/expenditure"))
    rows.append([label("收入总计"), totals[0], label("支出总计"), totals[1]])
    return sheet.table(title, (9, 4, 9, 4), (("收入", heads), ("支出", heads)), rows)


def income_by_source(sheet: Sheet, title: str, budget: Budget) -> Table:
    rows: list[Row] = [
        [text(f"{ordinal(n)}、{name}"), sheet.figure(value, f"income/{n - 1}")]
        for n, (name, value) in enumerate(sources(budget), 1)
    ]
    total = budget.total().current
    rows.append([label("本年收入合计"), sheet.figure(total, "income/current")])
    rows.append([text(f"{ordinal(len(rows))}、上年结转结余"), *sheet.nothing(1)])
    rows.append([label("收入总计"), sheet.figure(total, "income/total")])
    return sheet.table(title, (3, 1), ("收入项目", "预算数"), rows)


def appropriation(sheet: Sheet, title: str, budget: Budget, *, with_capital: bool = False) -> Table:
    """Appropriation income beside expenditure by class and fund."""
    total = {fund: budget.total(fund).current for fund in FUNDS}
    capital = sheet.nothing(1) if with_capital else []
    left: list[Row] = [
        [text("一、本年收入"), sheet.figure(total[""], "appropriation/income/current")],
        [text("（一）一般公共预算拨款"), sheet.figure(total["general"], "appropriation/income/general")],
        [text("（二）政府性基金预算拨款"), sheet.figure(total["fund"], "appropriation/income/fund")],
        [text("（三）国有资本经营预算拨款"), *sheet.nothing(1)],
        [text("二、上年结转"), *sheet.nothing(1)],
    ]

    def amounts(row: str, prefix: str = "") -> Row:
        values = {fund: budget.total(fund, prefix).current for fund in FUNDS}
        return [*(sheet.figure(value, f"appropriation/{row}/{fund or 'total'}") for fund, value in values.items()), *capital]

    right: list[Row] = [[text("一、本年支出"), *amounts("current")]]
    for n, code in enumerate(budget.codes(3), 1):
        right.append([text(f"（{ordinal(n)}）{function_name(code)}"), *amounts(code, code)])
    right.append([text("二、结转下年"), *sheet.nothing(3), *capital])
    rows = side_by_side(left, right)
    rows.append(
        [
            label("收入总计"),
            sheet.figure(total[""], "appropriation/income/total"),
            label("支出总计"),
            *amounts("total"),
        ]
    )
    funds = ("合计", "一般公共预算", "政府性基金预算", *(("国有资本经营预算",) if with_capital else ()))
    heads = (("收入", ("项目", "预算数")), ("支出", ("项目", *funds)))
    return sheet.table(title, (9, 5, 10, *([5] * len(funds))), heads, rows, landscape=True)


def appropriation_by_unit(sheet: Sheet, title: str, budget: Budget) -> Table:
    def amounts(key: str) -> Row:
        cells: Row = [sheet.figure(budget.total().current, f"unit/{key}/total")]
        for fund in ("general", "fund"):
            measures = {"total": budget.total(fund), "basic": budget.basic(fund), "project": budget.project(fund)}
            cells += [sheet.figure(change.current, f"unit/{key}/{fund}/{measure}") for measure, change in measures.items()]
        return cells

    measures = ("小计", "基本支出", "项目支出")
    heads = ("单位名称", "合计", ("一般公共预算支出", measures), ("政府性基金预算支出", measures))
    rows = [[label("合计"), *amounts("total")], [text(budget.organization), *amounts("unit")]]
    return sheet.table(title, (8, 4, 4, 4, 4, 4, 4, 4), heads, rows, landscape=True)


def empty_table(sheet: Sheet, title: str, amounts: Sequence[str], note: str | None = None) -> Table:
    """A table of functions without data."""
    rows = sheet.empty_rows(len(amounts))
    labels = len(rows[0]) - len(amounts)
    size = (*([5] * (labels - 1)), 12, *([5] * len(amounts)))
    return sheet.table(title, size, (*sheet.function_heads, *amounts), rows, labels=labels, note=note)
