"""Hairlines under the rows and shaded heads; codes stand before the names in one column; totals last."""

from random import Random

from .. import extras, functional, summaries
from ..budget import Budget
from ..disclosure import Table
from ..draw import random_budget
from ..forms import Forms
from ..grids import Sheet
from ..layout import Layout
from ..narrative import wording
from ..printing import ordinal

SHEET = Sheet(
    zero="0.00",
    separators=False,
    codes="inside",
    economic_codes="bracket",
    function_heads=("支出功能分类",),
    economic_heads=("部门预算支出经济分类",),
    total_last=True,
)
MEASURES = ("合计", "基本支出", "项目支出")


def tables(budget: Budget, rng: Random) -> list[Table]:
    this_years = [(f"{budget.year}年预算", MEASURES)]
    numbered = [
        summaries.balance(SHEET, "收支预算总表", budget, all_classes=False),
        summaries.income_by_source(SHEET, "收入预算总表", budget),
        functional.function_table(SHEET, "支出预算总表", "expenditure", budget.lines(), this_years),
        summaries.appropriation(SHEET, "财政拨款收支预算总表", budget, with_capital=True),
        functional.function_table(SHEET, "一般公共预算支出表", "general", budget.lines("general"), this_years),
        functional.basic_table(
            SHEET, "一般公共预算基本支出表", budget, [(f"{budget.year}年基本支出", ("合计", "人员经费", "公用经费"))]
        ),
        extras.three_public_across(SHEET, "“三公”经费、会议费和培训费预算表", budget),
        functional.function_table(SHEET, "政府性基金预算支出表", "fund", budget.lines("fund"), this_years),
        functional.function_table(SHEET, "国有资本经营预算支出表", "capital", [], this_years),
        extras.operation(SHEET, "机关运行经费预算表", budget),
        extras.procurement(SHEET, "政府采购预算表", budget),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"（{ordinal(number)}）"
    repeats = rng.randrange(2) == 0
    for table in numbered:
        table.repeats = repeats
    words = wording("hairline")
    return [*numbered, *Forms(SHEET, words["indicators"], words["unit_indicators"]).project_forms(budget)]


LAYOUT = Layout("hairline", random_budget, tables)
