"""Three-line tables without verticals, a dash for nothing, items under each other in the table of 三公."""

from random import Random

from .. import extras, functional, summaries
from ..budget import Budget
from ..disclosure import Table
from ..draw import random_budget
from ..forms import Forms
from ..grids import Sheet
from ..layout import Layout
from ..narrative import wording

SHEET = Sheet(
    zero="-",
    function_heads=("科目代码", "科目名称"),
    economic_heads=("科目代码", "科目名称"),
    indents=True,
)
MEASURES = ("合计", "基本支出", "项目支出")


def tables(budget: Budget, rng: Random) -> list[Table]:
    year, last = f"{budget.year}年预算数", f"{budget.year - 1}年预算数"
    general = "一般公共预算支出情况表"
    numbered = [
        summaries.balance(SHEET, "部门收支总体情况表", budget, all_classes=False, heads=("项目", "金额")),
        functional.income_by_function(
            SHEET,
            "部门收入总体情况表",
            budget,
            ["一般公共预算", "政府性基金预算"],
            ["财政专户管理资金", "单位资金"],
        ),
        functional.function_table(SHEET, "部门支出总体情况表", "expenditure", budget.lines(), MEASURES),
        summaries.appropriation(SHEET, "财政拨款收支总体情况表", budget),
        functional.general_with_prior(SHEET, general, budget, year, last)
        if rng.randrange(2) == 0
        else functional.function_table(SHEET, general, "general", budget.lines("general"), [(year, MEASURES)]),
        functional.basic_table(SHEET, "一般公共预算基本支出情况表", budget, [(year, ("合计", "人员经费", "公用经费"))]),
        extras.three_public_down(
            SHEET,
            "“三公”经费、会议费、培训费支出情况表",
            budget,
            this_year="本年预算数",
            last_year="上年预算数" if rng.randrange(2) == 0 else "",
        ),
        functional.function_table(SHEET, "政府性基金预算支出情况表", "fund", budget.lines("fund"), MEASURES),
        extras.projects(SHEET, "项目支出情况表", budget),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"附表{number}"
    for table in numbered[-3:]:
        # short tables go under one another where the page allows it
        table.place = "here" if rng.randrange(2) == 0 else "page"
    words = wording("threeline")
    return [*numbered, *Forms(SHEET, words["indicators"], words["unit_indicators"]).of(budget)]


LAYOUT = Layout("threeline", random_budget, tables)
