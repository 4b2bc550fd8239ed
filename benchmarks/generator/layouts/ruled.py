"""Narrative first, then a numbered series of ruled tables in 万元."""

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

SHEET = Sheet(note="说明：没有数据的栏目留空。")
MEASURES = ("合计", "基本支出", "项目支出")


def tables(budget: Budget, rng: Random) -> list[Table]:
    """The tables of a disclosure; half of them print last year's figures in the general public budget table."""
    this_years = [("本年预算支出", MEASURES)]
    general = "一般公共预算支出预算表"
    numbered = [
        summaries.balance(SHEET, "部门收支预算总表", budget, all_classes=True),
        summaries.income_by_source(SHEET, "部门收入预算总表", budget),
        functional.function_table(SHEET, "部门支出预算总表", "expenditure", budget.lines(), this_years),
        summaries.appropriation(SHEET, "财政拨款收支预算总表", budget),
        summaries.appropriation_by_unit(SHEET, "财政拨款支出预算表", budget),
        functional.general_with_prior(SHEET, general, budget, f"{budget.year}年预算数", f"{budget.year - 1}年预算数")
        if rng.randrange(2) == 0
        else functional.function_table(SHEET, general, "general", budget.lines("general"), this_years),
        functional.basic_table(SHEET, "一般公共预算基本支出预算表", budget, [("基本支出", ("合计", "人员经费", "公用经费"))]),
        extras.three_public_across(SHEET, "一般公共预算“三公”经费、会议费和培训费预算表", budget),
        extras.operation(SHEET, "机关运行经费预算表", budget),
        functional.function_table(SHEET, "政府性基金预算支出预算表", "fund", budget.lines("fund"), this_years),
        functional.function_table(SHEET, "国有资本经营预算支出预算表", "capital", [], this_years),
        extras.projects(SHEET, "项目支出预算明细表", budget),
        extras.procurement(SHEET, "政府采购预算表", budget),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"表{ordinal(number)}"
    words = wording("ruled")
    return [*numbered, *Forms(SHEET, words["indicators"], words["unit_indicators"]).of(budget)]


LAYOUT = Layout("ruled", random_budget, tables)
