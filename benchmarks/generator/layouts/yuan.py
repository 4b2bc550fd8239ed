"""Tables first, in whole 元 on landscape pages, codes in three columns; then a narrative in 万元."""

from dataclasses import replace
from functools import partial
from random import Random

from .. import functional
from ..budget import Budget
from ..classification import CLASSES
from ..disclosure import Row, Table
from ..draw import random_budget
from ..extras import three_public_items
from ..grids import Sheet, blanks, label, side_by_side, text
from ..layout import Layout
from ..printing import ordinal

SHEET = Sheet(
    unit="元",
    decimals=0,
    codes="parts",
    economic_codes="parts",
    function_heads=(("项目", (("功能分类科目编码", ("类", "款", "项")), "功能分类科目名称")),),
    economic_heads=(("项目", (("经济分类科目编码", ("类", "款")), "经济分类科目名称")),),
    total_last=True,
    total_merged=True,
)
# The last table is printed in another unit than the rest.
SMALL = Sheet()
MEASURES = ("合计", "基本支出", "项目支出")
EMPTY = "注：本部门没有此项预算，本表为空表。"


def tables(budget: Budget, rng: Random) -> list[Table]:
    # half of the documents print the 角 and 分 that no budget has
    sheet = replace(SHEET, decimals=rng.choice((0, 2)))
    year = f"{budget.year}年部门"
    general = budget.lines("general")
    made = [
        _balance(sheet, budget, f"{year}财务收支预算总表"),
        functional.income_by_function(
            sheet,
            f"{year}收入预算总表",
            budget,
            ["财政拨款收入"],
            ["事业收入", "事业单位经营收入", "其他收入"],
        ),
        functional.function_table(
            sheet, f"{year}支出预算总表", "expenditure", budget.lines(), [("支出预算", MEASURES)], landscape=True
        ),
        _appropriation(sheet, budget, f"{year}财政拨款收支预算总表"),
        functional.function_table(
            sheet, f"{year}一般公共预算支出功能分类预算表", "general", general, [("一般公共预算支出", MEASURES)], landscape=True
        ),
        functional.function_table(
            sheet,
            f"{year}政府性基金预算支出功能分类预算表",
            "fund",
            budget.lines("fund"),
            [("政府性基金预算支出", MEASURES)],
            landscape=True,
        ),
        functional.function_table(
            sheet,
            f"{year}国有资本经营预算支出功能分类预算表",
            "capital",
            [],
            [("国有资本经营预算支出", MEASURES)],
            landscape=True,
        ),
        functional.basic_table(
            sheet,
            f"{year}一般公共预算基本支出经济分类预算表",
            budget,
            [("一般公共预算基本支出", ("合计", "人员经费", "公用经费"))],
            landscape=True,
        ),
        _three_public(budget, f"{year}“三公”经费和机关运行经费预算表"),
    ]
    repeats = rng.randrange(3) > 0
    for number, table in enumerate(made, 1):
        table.label = f"公开{number:02}表"
        table.repeats = repeats
        if table.rows[-1][0] is not None and not any(cell is not None and cell.key for row in table.rows for cell in row):
            table.note = EMPTY
        # a page may be left with nothing but the total on it
        if len(table.rows) > 60 and rng.randrange(2):
            table.split = len(table.rows) - 1
    return made


def _balance(sheet: Sheet, budget: Budget, title: str) -> Table:
    figure = sheet.figure
    total, general, fund = (budget.total(fund).current for fund in ("", "general", "fund"))
    left: list[Row] = [
        [text("一、财政拨款收入"), figure(total, "balance/income/appropriation")],
        [text("1.一般公共预算资金", 1), figure(general, "balance/income/0")],
        [text("2.政府性基金", 1), figure(fund, "balance/income/1")],
        [text("3.国有资本经营预算", 1), text("")],
        [text("二、事业收入"), text("")],
        [text("三、事业单位经营收入"), text("")],
        [text("四、其他收入"), text("")],
    ]
    right: list[Row] = [
        [text(f"{ordinal(n)}、{CLASSES[code]}"), figure(budget.total("", code).current, f"balance/{code}")]
        for n, code in enumerate(budget.codes(3), 1)
    ]
    rows = [*side_by_side(left, right), blanks(4)]
    rows.append(
        [
            label("收入总计"),
            figure(total, "balance/income"),
            label("支出总计"),
            figure(total, "balance/expenditure"),
        ]
    )
    heads = (("本年收入", ("项目", "预算数")), ("本年支出", ("项目", "预算数")))
    return sheet.table(title, (9, 5, 9, 5), heads, rows, landscape=True)


def _appropriation(sheet: Sheet, budget: Budget, title: str) -> Table:
    figure = sheet.figure
    funds = {"total": "", "general": "general", "fund": "fund"}
    totals = {name: budget.total(fund).current for name, fund in funds.items()}
    left: list[Row] = [
        [text("一、一般公共预算资金"), figure(totals["general"], "appropriation/income/general")],
        [text("二、政府性基金"), figure(totals["fund"], "appropriation/income/fund")],
        [text("三、国有资本经营预算"), text("")],
    ]
    right: list[Row] = []
    for n, code in enumerate(budget.codes(3), 1):
        amounts = {name: budget.total(fund, code).current for name, fund in funds.items()}
        cells = [figure(value, f"appropriation/{code}/{name}") for name, value in amounts.items()]
        right.append([text(f"{ordinal(n)}、{CLASSES[code]}"), *cells, text("")])
    rows = side_by_side(left, right)
    rows.append(
        [
            label("收入总计"),
            figure(totals["total"], "appropriation/income/total"),
            label("支出总计"),
            *(figure(value, f"appropriation/total/{name}") for name, value in totals.items()),
            text(""),
        ]
    )
    funds_heads = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    heads = (("财政拨款收入", ("项目", "预算数")), ("财政拨款支出", ("项目", *funds_heads)))
    return sheet.table(title, (8, 5, 10, 5, 5, 5, 5), heads, rows, landscape=True)


def _three_public(budget: Budget, title: str) -> Table:
    items = three_public_items(budget)
    order = ("sum", "abroad", "reception", "vehicles", "purchase", "running")
    row: Row = [SMALL.figure(items[item].current, f"three/total/{item}") for item in order]
    row.append(SMALL.figure(budget.operation_total.current, "operation/total/total"))
    vehicles = ("公务用车购置及运行费", ("小计", "购置费", "运行费"))
    heads = (("“三公”经费预算数", ("合计", "因公出国（境）费", "公务接待费", vehicles)), "机关运行经费预算数")
    return SMALL.table(title, (1,) * 7, heads, [row], landscape=True)


LAYOUT = Layout("yuan", partial(random_budget, wide=True), tables, unit="元")
