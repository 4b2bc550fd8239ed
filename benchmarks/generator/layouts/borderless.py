"""Tables without any rule under their unit lines, names set in by level, 总计 on top."""

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
    codes="spaced",
    economic_codes="spaced",
    function_heads=("功能分类科目",),
    economic_heads=("经济分类科目",),
    total="总计",
    indents=True,
)
MEASURES = ("合计", "基本支出", "项目支出")


def tables(budget: Budget, rng: Random) -> list[Table]:
    numbered = [
        summaries.balance(SHEET, "部门收支总表", budget, all_classes=rng.randrange(2) == 0),
        functional.income_by_function(
            SHEET, "部门收入总表", budget, ["一般公共预算拨款", "政府性基金拨款"], ["事业收入", "其他收入"]
        ),
        functional.function_table(SHEET, "部门支出总表", "expenditure", budget.lines(), MEASURES),
        summaries.appropriation(SHEET, "财政拨款收支总表", budget),
        functional.function_table(SHEET, "一般公共预算支出表", "general", budget.lines("general"), MEASURES),
        functional.basic_table(SHEET, "一般公共预算基本支出表", budget, ("合计", "人员经费", "公用经费")),
        extras.three_public_down(
            SHEET,
            "“三公”经费支出表",
            budget,
            this_year=f"{budget.year}年预算",
            last_year=f"{budget.year - 1}年预算" if rng.randrange(2) == 0 else "",
            more=False,
        ),
        functional.function_table(SHEET, "政府性基金预算支出表", "fund", budget.lines("fund"), MEASURES),
        extras.projects(SHEET, "项目支出表", budget),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"附件1-{number}"
    words = wording("borderless")
    return [*numbered, *Forms(SHEET, words["indicators"], words["unit_indicators"]).of(budget)]


LAYOUT = Layout("borderless", random_budget, tables)
