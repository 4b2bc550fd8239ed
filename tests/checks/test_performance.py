"""Performance forms: funds, cost indicators, the unit's form, forms against tables."""

from audit.checks.performance import cost_indicators, form_funds, project_forms, unit_form
from audit.reading.document import Table
from tests.drawn_tables import broken, drawn, relations

FORM = """
项目名称 | {name} | < | < | <
主管部门及代码 | [131]江湾市体育局 | < | 实施单位 | 江湾市体校
项目资金（万元） | 年度资金总额： | < | {total} | <
^ | 其中：当年财政拨款 | < | {new} | <
^ | 上年结转资金 | < | {old} | <
^ | 其他资金 | < | | <
总体目标 | 目标1：完成2处场馆维修，投入12万元。 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 成本指标 | 经济成本指标 | 维修投入成本 | {cost}
^ | 产出指标 | 数量指标 | 维修场馆数 | 2
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%
"""
UNIT = """
部门（单位）名称 | 江湾市体育局 | < | < | <
预算情况（万元） | 按支出类型分 | 预算金额 | 按来源类型分 | 预算金额
^ | 人员经费 | 5.00 | 当年财政拨款 | 12
^ | 公用经费 | 3.00 | 上年结转资金 |
^ | 基本支出合计 | 8.00 | 其他资金 |
^ | 项目支出 | {project} | |
^ | 支出预算合计 | 12.00 | 收入预算合计 | 12
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 部门管理 | 资金投入 | 预算执行率 | 95
"""


def form(name: str = "场馆维修", total: str = "12", new: str = "10", old: str = "2", cost: str = "12 万") -> Table:
    return drawn("项目支出绩效目标表", FORM.format(name=name, total=total, new=new, old=old, cost=cost), unit="", page=9)


def test_a_forms_funds_add_up() -> None:
    assert relations(form_funds, form()) == ["= 年度资金总额 12: 10 + 2"]
    assert broken(form_funds, form(total="21")) == ["≠ 年度资金总额 21: 10 + 2"]
    assert relations(form_funds, form(new="", old="")) == []


def test_funds_under_other_names_are_candidates() -> None:
    table = drawn(
        "项目绩效目标表",
        """
        项目名称 | 场馆维修 | <
        项目资金（万元） | 年度资金总额 | 12
        ^ | 中央资金 | 9
        ^ | 其中：财政拨款 | 9
        绩效指标 | 一级指标 | 指标值
        """,
    )
    assert relations(form_funds, table) == ["?≠ 年度资金总额 12: 9 + 9"]


def test_one_row_of_funds_need_not_be_all() -> None:
    text = "项目名称|场馆维修|<\n项目资金（万元）|年度资金总额|12\n^|其中：财政拨款|9\n绩效指标|一级指标|指标值"
    assert relations(form_funds, drawn("项目绩效目标表", text)) == ["?≠ 年度资金总额 12: 9"]


def test_each_column_of_a_self_assessment_adds_up() -> None:
    text = """
    项目名称 | 场馆维修 | < | < | < | < | <
    项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分
    ^ | 年度资金总额 | 12.00 | 13.00 | {executed} | 10 | 9.50
    ^ | 其中：当年财政拨款 | 12.00 | 13.00 | 12.50 | — | —
    ^ | 其他资金 | | | | — | —
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分
    """
    assert relations(form_funds, drawn("项目支出绩效自评表", text.format(executed="12.50"))) == [
        "= 年度资金总额 12.00: 12.00",
        "= 年度资金总额 13.00: 13.00",
        "= 年度资金总额 12.50: 12.50",
    ]
    assert broken(form_funds, drawn("项目支出绩效自评表", text.format(executed="15.20"))) == ["≠ 年度资金总额 15.20: 12.50"]


def test_a_single_cost_indicator_is_a_candidate_for_the_forms_amount() -> None:
    assert relations(cost_indicators, form()) == ["?= 年度资金总额 12: 12万"]
    assert relations(cost_indicators, form(cost="180万")) == ["?≠ 年度资金总额 12: 180万"]
    # a target and a count are no amounts
    assert relations(cost_indicators, form(cost="≤12万元")) == []
    assert relations(cost_indicators, form(cost="12")) == []


def expenditure(project: str = "4.00") -> Table:
    return drawn(
        "部门支出总表", f"科目编码|科目名称|合计|基本支出|项目支出\n---\n|合计|12.00|8.00|{project}\n205|教育支出|12.00|8.00|4.00"
    )


def test_what_is_called_the_whole_cost_is_the_forms_amount() -> None:
    def costs(name: str, cost: str) -> Table:
        text = FORM.format(name="场馆维修", total="12", new="10", old="2", cost=cost).replace("维修投入成本", name)
        return drawn("项目支出绩效目标表", text, unit="", page=9)

    assert relations(cost_indicators, costs("项目总成本", "12 万")) == ["= 年度资金总额 12: 12万"]
    assert relations(cost_indicators, costs("项目总成本", "21 万")) == ["≠ 年度资金总额 12: 21万"]
    assert relations(cost_indicators, costs("每次活动总成本", "3 万")) == ["?≠ 年度资金总额 12: 3万"]


def test_the_units_form_adds_up_and_repeats_the_tables() -> None:
    right = relations(unit_form, expenditure(), drawn("单位整体支出绩效目标表", UNIT.format(project="4.00"), unit=""))
    assert right == [
        "= 基本支出合计 8.00: 5.00 + 3.00",
        "= 支出预算合计 12.00: 8.00 + 4.00",
        "= 收入预算合计 12: 12",
        "= 收入预算合计 12: 12.00",
        "= 单位整体支出绩效目标表 12.00: 12.00",
        "= 单位整体支出绩效目标表 8.00: 8.00",
        "= 单位整体支出绩效目标表 4.00: 4.00",
    ]
    assert broken(unit_form, expenditure(), drawn("单位整体支出绩效目标表", UNIT.format(project="14.00"), unit="")) == [
        "≠ 支出预算合计 12.00: 8.00 + 14.00",
        "≠ 单位整体支出绩效目标表 14.00: 4.00",
    ]


def test_personnel_of_all_funds_is_not_that_of_the_general_budget() -> None:
    rows = "|合计|7.00|4.00|3.00\n301|工资福利支出|4.00|4.00|"
    basic = drawn("一般公共预算基本支出表", f"科目编码|科目名称|合计|人员经费|公用经费\n---\n{rows}")
    assert broken(unit_form, expenditure(), basic, drawn("单位整体支出绩效目标表", UNIT.format(project="4.00"), unit="")) == []


def test_forms_and_the_list_of_projects_are_candidates() -> None:
    listing = drawn("项目支出表", "序号|项目名称|金额\n---\n1|场馆维修|12.00\n2|训练补助|3.00\n|合计|15.00", page=5)
    forms = [form(), form(name="训练补助", total="3.3", new="3.3", old="")]
    assert relations(project_forms, listing, *forms) == ["?= 项目支出绩效目标表 12: 12.00", "?≠ 项目支出绩效目标表 3.3: 3.00"]


def test_all_forms_together_are_a_candidate_for_the_project_expenditure() -> None:
    forms = [form(total="3", new="3", old=""), form(name="训练补助", total="1", new="1", old="")]
    assert relations(project_forms, expenditure(), *forms) == ["?= 项目支出 4.00: 3 + 1"]
    assert relations(project_forms, expenditure(), forms[0]) == []
