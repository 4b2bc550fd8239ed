"""Final accounts: numbered lines and columns, totals first, money carried over the turn of the year."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from .. import functional, summaries
from ..accounts_narrative import AccountsNarrator
from ..budget import Budget, Change, ThreePublic
from ..classification import CLASSES
from ..disclosure import Row, Table
from ..draw import random_accounts
from ..economics import ECONOMIC_CLASSES
from ..forms import Forms
from ..grids import Head, Sheet, blanks, label, side_by_side, text
from ..layout import Layout
from ..narrative import wording
from ..printing import ordinal

HEADS: tuple[Head, ...] = (("项目", ("功能分类科目编码", "科目名称")),)
SHEET = Sheet(zero="0.00", function_heads=HEADS, ordinals=True)
SOURCES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
# Columns of expenditure that no office here has.
OTHER = ("上缴上级支出", "经营支出", "对附属单位补助支出")
THREE_ITEMS = ("sum", "abroad", "vehicles", "purchase", "running", "reception")


def tables(budget: Budget, rng: Random) -> list[Table]:
    general = budget.lines("general")
    spent = functional.CURRENT
    expenditure = functional.function_table(
        SHEET, "支出决算表", "expenditure", budget.lines(), ["本年支出合计", "基本支出", "项目支出"], landscape=True
    )
    _widen(expenditure, OTHER)
    if rng.randrange(2) == 0:
        heads: list[Head] = ["年初预算数", ("本年决算数", ("小计", "基本支出", "项目支出"))]
        columns = {"planned": lambda line: line.planned} | spent
    else:
        heads, columns = [("本年支出", ("小计", "基本支出", "项目支出"))], spent
    made = [
        _balance(budget),
        functional.income_by_function(SHEET, "收入决算表", budget, ["财政拨款收入"], SOURCES[3:], total="本年收入合计"),
        expenditure,
        _appropriation(budget),
        functional.function_table(SHEET, "一般公共预算财政拨款支出决算表", "general", general, heads, columns),
        _basic(budget),
        _three_public(budget),
        _fund(budget),
        summaries.empty_table(
            SHEET,
            "国有资本经营预算财政拨款支出决算表",
            ("合计", "基本支出", "项目支出"),
            "注：本部门当年没有国有资本经营预算财政拨款支出，本表无数据。",
        ),
    ]
    for number, table in enumerate(made, 1):
        table.label = f"公开{number:02}表"
    words = wording("accounts")
    return [*made, *Forms(SHEET, words["indicators"], ()).self_evaluations(budget)]


def _widen(table: Table, heads: tuple[str, ...]) -> None:
    """Adds columns without data on the right."""
    first = len(table.head[-1]) + 1 - 2
    table.head[0] += [label(name, rowspan=len(table.head) - 1) for name in heads]
    for row in table.head[1:-1]:
        row += [None] * len(heads)
    table.head[-1] += [label(str(first + n)) for n in range(len(heads))]
    for row in table.rows:
        row += SHEET.nothing(len(heads))
    table.widths += (5,) * len(heads)


def _numbered(rows: list[Row], first: int) -> list[Row]:
    """The rows with 行次 after the first cell."""
    return [[row[0], label(str(n)), *row[1:]] for n, row in enumerate(rows, first)]


def _ordinals(heads: Sequence[str], first: int) -> Row:
    """The row that numbers the columns of a two-sided table: 栏次 and nothing under 项目 and 行次."""
    cells: Row = []
    number = first
    for head in heads:
        if head in ("项目", "行次"):
            cells.append(label("栏次" if head == "项目" else ""))
        else:
            cells.append(label(str(number)))
            number += 1
    return cells


def _balance(budget: Budget) -> Table:
    def amounts(key: str, planned: Decimal, spent: Decimal) -> Row:
        return [SHEET.figure(planned, f"planned/{key}"), SHEET.figure(spent, f"balance/{key}")]

    planned, income = budget.planned(), budget.income()
    brought, left, spent = budget.carried_in(), budget.carried_out(), budget.total().current
    by_fund = {0: "general", 1: "fund"}
    sides: list[list[Row]] = [[], []]
    for n, name in enumerate(SOURCES):
        values = (budget.planned(by_fund[n]), budget.income(by_fund[n])) if n in by_fund else (Decimal(0), Decimal(0))
        sides[0].append([text(f"{ordinal(n + 1)}、{name}"), *amounts(f"income/{n}", *values)])
    for n, (code, name) in enumerate(CLASSES.items(), 1):
        values = (budget.planned("", code), budget.total("", code).current)
        sides[1].append([text(f"{ordinal(n)}、{name}"), *amounts(code, *values)])
    sides[0] += [[text(""), *blanks(2)] for _ in range(len(sides[1]) - len(sides[0]))]
    sides[0] += [
        [label("本年收入合计"), *amounts("current_income", planned, income)],
        [text("使用非财政拨款结余"), *SHEET.nothing(2)],
        [text("年初结转和结余"), *amounts("brought", Decimal(0), brought)],
        [label("总计"), *amounts("income", planned, income + brought)],
    ]
    sides[1] += [
        [label("本年支出合计"), *amounts("current_expenditure", planned, spent)],
        [text("结余分配"), *SHEET.nothing(2)],
        [text("年末结转和结余"), *amounts("left", Decimal(0), left)],
        [label("总计"), *amounts("expenditure", planned, spent + left)],
    ]
    rows = side_by_side(_numbered(sides[0], 1), _numbered(sides[1], len(sides[0]) + 1))
    names = ("项目", "行次", "年初预算数", "决算数")
    table = SHEET.table("收入支出决算总表", (9, 2, 5, 5, 9, 2, 5, 5), (("收入", names), ("支出", names)), rows)
    table.head.append([*_ordinals(names, 1), *_ordinals(names, 3)])
    return table


def _appropriation(budget: Budget) -> Table:
    funds = {"total": "", "general": "general", "fund": "fund"}

    def amounts(key: str, values: dict[str, Decimal]) -> Row:
        cells = [SHEET.figure(value, f"appropriation/{key}/{name}") for name, value in values.items()]
        return [*cells, *SHEET.nothing(1)]

    def by_fund(value: str) -> dict[str, Decimal]:
        spent = {name: budget.total(fund).current for name, fund in funds.items()}
        left = {name: budget.carried_out(fund) for name, fund in funds.items()}
        return {"spent": spent, "left": left, "all": {name: spent[name] + left[name] for name in funds}}[value]

    income, brought = budget.income(), budget.carried_in()
    left: list[Row] = [
        [text("一、一般公共预算财政拨款"), SHEET.figure(budget.income("general"), "appropriation/income/general")],
        [text("二、政府性基金预算财政拨款"), SHEET.figure(budget.income("fund"), "appropriation/income/fund")],
        [text("三、国有资本经营预算财政拨款"), *SHEET.nothing(1)],
    ]
    right: list[Row] = []
    for n, code in enumerate(budget.codes(3), 1):
        values = {name: budget.total(fund, code).current for name, fund in funds.items()}
        right.append([text(f"{ordinal(n)}、{CLASSES[code]}"), *amounts(code, values)])
    left += [blanks(2) for _ in range(len(right) - len(left))]
    right += [blanks(5) for _ in range(len(left) - len(right))]
    left += [
        [label("本年收入合计"), SHEET.figure(income, "appropriation/income/current")],
        [text("年初财政拨款结转和结余"), SHEET.figure(brought, "appropriation/income/brought")],
        [label("总计"), SHEET.figure(income + brought, "appropriation/income/total")],
    ]
    right += [
        [label("本年支出合计"), *amounts("current", by_fund("spent"))],
        [text("年末财政拨款结转和结余"), *amounts("left", by_fund("left"))],
        [label("总计"), *amounts("total", by_fund("all"))],
    ]
    rows = side_by_side(_numbered(left, 1), _numbered(right, len(left) + 1))
    names = ("项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    heads = (("收入", ("项目", "行次", "金额")), ("支出", names))
    table = SHEET.table("财政拨款收入支出决算总表", (9, 2, 5, 9, 2, 5, 5, 5, 5), heads, rows, landscape=True)
    table.head.append([*_ordinals(("项目", "行次", "金额"), 1), *_ordinals(names, 2)])
    return table


def _basic(budget: Budget) -> Table:
    """Economic items in three groups of columns: 人员经费, and 公用经费 in two."""

    def rows_of(*categories: str) -> list[Row]:
        rows: list[Row] = []
        for category in categories:
            total = budget.economic_total(category)
            if total:
                rows.append([text(category), text(ECONOMIC_CLASSES[category]), SHEET.figure(total, f"basic/{category}/total")])
            for line in (line for line in budget.economic if line.code.startswith(category)):
                rows.append([text(line.code), text(line.name, 1), SHEET.figure(line.amount, f"basic/{line.code}/total")])
        return rows

    public = rows_of("302", "310")
    half = (len(public) + 1) // 2
    rows = side_by_side(rows_of("301", "303"), public[:half], public[half:])
    personnel, total = SHEET.figure(budget.personnel, "basic/total/personnel"), SHEET.figure(budget.public, "basic/total/public")
    rows.append([label("人员经费合计", colspan=2), None, personnel, label("公用经费合计", colspan=5), *([None] * 4), total])
    names = ("科目编码", "科目名称", "决算数")
    heads = (("人员经费", names), ("公用经费", (*names, *names)))
    return SHEET.table("一般公共预算财政拨款基本支出决算表", (4, 8, 4) * 3, heads, rows, landscape=True)


def _three_public(budget: Budget) -> Table:
    def row(three: ThreePublic, key: str) -> Row:
        items: dict[str, Change] = {
            "sum": three.total,
            "abroad": three.abroad,
            "vehicles": three.vehicles,
            "purchase": three.purchase,
            "running": three.running,
            "reception": three.reception,
        }
        return [SHEET.figure(items[item].current, f"three/{key}/{item}") for item in THREE_ITEMS]

    vehicles = ("公务用车购置及运行维护费", ("小计", "公务用车购置费", "公务用车运行维护费"))
    items = ("合计", "因公出国（境）费", vehicles, "公务接待费")
    cells = [*row(budget.planned_three_public, "planned"), *row(budget.three_public, "total")]
    table = SHEET.table(
        "财政拨款“三公”经费支出决算表", (4,) * 12, (("预算数", items), ("决算数", items)), [cells], landscape=True
    )
    table.head.append([label(str(n)) for n in range(1, 13)])
    return table


def _fund(budget: Budget) -> Table:
    heads: list[Head] = ["年初结转和结余", "本年收入", ("本年支出", ("小计", "基本支出", "项目支出")), "年末结转和结余"]
    columns = {
        "brought": lambda line: line.carried_in,
        "income": lambda line: line.income,
        **functional.CURRENT,
        "left": lambda line: line.carried_out,
    }
    title = "政府性基金预算财政拨款收入支出决算表"
    table = functional.function_table(SHEET, title, "fund", budget.lines("fund"), heads, columns, landscape=True)
    if not budget.lines("fund"):
        table.note = "注：本部门当年没有政府性基金预算财政拨款收支，本表无数据。"
    return table


LAYOUT = Layout("accounts", random_accounts, tables, AccountsNarrator, kind="final_accounts")
