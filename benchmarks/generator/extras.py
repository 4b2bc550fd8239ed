"""The smaller tables: 三公, agency operation, projects, procurement."""

from collections.abc import Sequence
from decimal import Decimal

from .budget import Budget, Change
from .disclosure import Row, Table
from .grids import Head, Sheet, label, text

THREE_ROWS = (
    ("“三公”经费合计", "sum"),
    ("1.因公出国（境）费", "abroad"),
    ("2.公务接待费", "reception"),
    ("3.公务用车购置及运行维护费", "vehicles"),
    ("其中：（1）公务用车购置费", "purchase"),
    ("（2）公务用车运行维护费", "running"),
)


def three_public_items(budget: Budget) -> dict[str, Change]:
    three = budget.three_public
    return {
        "sum": three.total,
        "abroad": three.abroad,
        "vehicles": three.vehicles,
        "purchase": three.purchase,
        "running": three.running,
        "reception": three.reception,
        "meeting": budget.meeting,
        "training": budget.training,
    }


def three_public_across(sheet: Sheet, title: str, budget: Budget) -> Table:
    """One row for each unit, the items side by side, with 会议费 and 培训费."""
    rows: list[Row] = [
        [name, *(sheet.figure(change.current, f"three/{key}/{item}") for item, change in three_public_items(budget).items())]
        for name, key in ((label("合计"), "total"), (text(budget.organization), "unit"))
    ]
    vehicles = ("公务用车购置及运行维护费", ("小计", "购置费", "运行维护费"))
    heads: Sequence[Head] = (
        "单位名称",
        ("“三公”经费", ("合计", "因公出国（境）费", vehicles, "公务接待费")),
        "会议费",
        "培训费",
    )
    return sheet.table(title, (8, 4, 4, 4, 4, 4, 4, 4, 4), heads, rows, landscape=True)


def three_public_down(
    sheet: Sheet, title: str, budget: Budget, *, this_year: str, last_year: str = "", more: bool = True
) -> Table:
    """One row for each item, this year beside last year where `last_year` names it; `more` adds 会议费 and 培训费."""
    items = three_public_items(budget)
    names = (*THREE_ROWS, *((("会议费", "meeting"), ("培训费", "training")) if more else ()))
    rows: list[Row] = []
    for name, item in names:
        cells: Row = [text(name), *([sheet.figure(items[item].prior, f"three/prior/{item}")] if last_year else [])]
        rows.append([*cells, sheet.figure(items[item].current, f"three/total/{item}")])
    heads = ("项目", *((last_year,) if last_year else ()), this_year)
    return sheet.table(title, (12, *([5] * (len(heads) - 1))), heads, rows)


def operation(sheet: Sheet, title: str, budget: Budget) -> Table:
    def row(number: str, name: Row, key: str, basic: Decimal, project: Decimal) -> Row:
        values = {"total": basic + project, "basic": basic, "project": project}
        return [label(number), *name, *(sheet.figure(value, f"operation/{key}/{column}") for column, value in values.items())]

    lines = budget.operation
    basic = sum((line.basic for line in lines), Decimal(0))
    project = sum((line.project for line in lines), Decimal(0))
    rows = [
        row(str(n), [text(f"{line.code} {line.name}")], line.code, line.basic, line.project) for n, line in enumerate(lines, 1)
    ]
    total = row("", [label(sheet.total)], "total", basic, project)
    heads = ("序号", "经济分类科目", "合计", "基本支出", "项目支出")
    return sheet.table(title, (3, 12, 5, 5, 5), heads, sheet.with_total(total, rows))


def projects(sheet: Sheet, title: str, budget: Budget) -> Table:
    total = sum((project.amount for project in budget.projects), Decimal(0))
    rows: list[Row] = [
        [label(str(n)), text(project.name), label(project.code), sheet.figure(project.amount, f"projects/{n - 1}/amount")]
        for n, project in enumerate(budget.projects, 1)
    ]
    total_row: Row = [label(""), label(sheet.total), text(""), sheet.figure(total, "projects/total/amount")]
    return sheet.table(title, (2, 14, 5, 5), ("序号", "项目名称", "功能科目编码", "预算数"), sheet.with_total(total_row, rows))


def procurement(sheet: Sheet, title: str, budget: Budget) -> Table:
    bought = budget.procurement
    values = {"total": bought.total, "goods": bought.goods, "works": bought.works, "services": bought.services}
    rows: list[Row] = [
        [name, *(sheet.figure(value, f"procurement/{key}/{column}") for column, value in values.items())]
        for name, key in ((label("合计"), "total"), (text(budget.organization), "unit"))
    ]
    return sheet.table(title, (8, 4, 4, 4, 4), ("单位名称", "采购预算合计", "货物", "工程", "服务"), rows)
