"""A unit's report: small tables sharing pages, heads over three levels, codes above names, amounts broken over lines,
a table set sideways, forms with labels that run downwards."""

from itertools import pairwise
from random import Random

from .. import extras, functional, summaries
from ..budget import Budget
from ..disclosure import Table
from ..draw import random_unit_budget
from ..forms import Forms
from ..grids import Head, Sheet, Value
from ..layout import Layout
from ..narrative import wording

SHEET = Sheet(
    zero="0.00",
    codes="above",
    economic_codes="column",
    function_heads=("功能分类科目编码及名称",),
    economic_heads=("科目编码", "经济分类科目名称"),
    total_merged=True,
)
SPLIT: tuple[Head, ...] = ("合计", ("基本支出", ("小计", "人员经费", "公用经费")), "项目支出")
# More characters than this do not fit on one line of a narrow cell.
WRAPS = 6


def tables(budget: Budget, rng: Random) -> list[Table]:
    columns: dict[str, Value] = {
        "total": lambda line: line.total.current,
        "basic": lambda line: line.basic.current,
        "personnel": lambda line: line.basic.current - budget.public_of(line),
        "public": budget.public_of,
        "project": lambda line: line.project.current,
    }
    general = budget.lines("general")
    appropriation = summaries.appropriation(SHEET, "财政拨款收支预算总表", budget)
    appropriation.place = "turned"
    numbered = [
        summaries.balance(SHEET, "单位收支预算总表", budget, all_classes=False, heads=("项目名称", "金额")),
        functional.income_by_function(
            SHEET, "单位收入预算表", budget, ["一般公共预算拨款收入", "政府性基金预算拨款收入"], ["事业收入", "其他收入"]
        ),
        functional.function_table(SHEET, "单位支出预算表", "expenditure", budget.lines(), [("本年支出", SPLIT)], columns),
        appropriation,
        functional.function_table(SHEET, "一般公共预算支出预算表", "general", general, [("一般公共预算支出", SPLIT)], columns),
        functional.basic_table(
            SHEET, "一般公共预算基本支出预算表", budget, [("本年一般公共预算基本支出", ("合计", "人员经费", "公用经费"))]
        ),
        functional.function_table(SHEET, "政府性基金预算支出预算表", "fund", budget.lines("fund"), SPLIT, columns),
        extras.three_public_down(
            SHEET,
            "“三公”经费支出预算表",
            budget,
            this_year=f"{budget.year}年预算数",
            last_year=f"{budget.year - 1}年预算数",
            more=False,
        ),
        extras.procurement(SHEET, "政府采购预算表", budget),
        summaries.empty_table(SHEET, "国有资本经营预算支出预算表", ("合计", "基本支出", "项目支出"), "备注：本单位无此项预算。"),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"预算公开表{number}"
    numbered[0].place = "next"
    for before, table in pairwise(numbered):
        if table.title.startswith(("政府采购", "国有资本")) and not before.landscape:
            table.place = "here"
    _narrow(numbered[1])
    words = wording("dense")
    forms = Forms(
        SHEET,
        words["indicators"],
        words["unit_indicators"],
        titles=("单位整体支出绩效目标申报表", "项目支出绩效目标申报表"),
        organization="单位名称",
        vertical=True,
        suffix="万元" if rng.randrange(2) == 0 else " 万",
    )
    return [*numbered, *forms.of(budget)]


def _narrow(table: Table) -> None:
    """Squeezes the amounts of a table into narrow columns, so that long ones go over two lines."""
    table.landscape = False
    table.widths = (14, *([3] * (len(table.widths) - 1)))
    table.wraps = WRAPS


LAYOUT = Layout("dense", random_unit_budget, tables)
