"""Tables read as statements: roles, figures, hierarchy."""

from decimal import Decimal

import pytest

from audit.reading.document import Table
from audit.statements.model import Statement
from audit.statements.read import read_statements
from tests.drawn_tables import drawn, understood


@pytest.mark.parametrize(
    ("title", "role", "fund"),
    [
        ("单位收支总体情况表", "balance", "all"),
        ("收入支出决算总表", "balance", "all"),
        ("部门收入预算总表", "income", "all"),
        ("2025年部门支出预算总表", "expenditure", "all"),
        ("财政拨款收支总体情况表", "appropriation", "appropriation"),
        ("财政拨款收入支出决算总表", "appropriation", "appropriation"),
        ("财政拨款支出表", "appropriation_expenditure", "appropriation"),
        ("一般公共预算支出功能分类预算表", "general", "general"),
        ("一般公共预算财政拨款支出决算表", "general", "general"),
        ("一般公共预算基本支出部门预算经济分类预算表", "basic", "general"),
        ("一般公共预算财政拨款“三公”经费、会议费、培训费支出情况表", "three_public", "general"),
        ("“三公”经费和机关运行经费预算表", "three_public", "appropriation"),
        ("一般公共预算财政拨款机关运行经费表", "operation", "general"),
        ("政府性基金预算财政拨款收入支出决算表", "fund", "fund"),
        ("国有资本经营预算支出表", "capital", "capital"),
        ("项目支出预算明细表", "projects", "all"),
        ("政府采购预算表", "procurement", "all"),
        ("国有资产占用情况表", "unknown", "all"),
    ],
)
def test_the_title_tells_the_role(title: str, role: str, fund: str) -> None:
    (statement,) = understood(drawn(title, "项目|金额\n---\n教育支出|1.00"))
    assert (statement.role, statement.fund) == (role, fund)


def test_a_table_without_a_title_is_known_by_its_heads_or_not_at_all() -> None:
    public = drawn("", "合计|因公出国（境）费|公务接待费\n---\n2.00|1.00|1.00")
    form = drawn("", "项目名称|场馆维修\n年度资金总额|12")
    other = drawn("", "科目名称|合计|基本支出\n---\n教育支出|2.00|2.00")
    assert [s.role for s in understood(public, form, other)] == ["three_public", "performance", "unknown"]


def test_a_figure_says_what_it_is_about() -> None:
    (statement,) = understood(
        drawn(
            "一般公共预算支出表",
            """
            科目编码 | 科目名称 | 一般公共预算支出 | <
            ^ | ^ | 合计 | 基本支出
            ** | ** | 1 | 2
            ---
            208 | 社会保障和就业支出 | 9.00 | 5.00
            20801 | 人力资源和社会保障管理事务 | 9.00 | 5.00
            2080101 | 行政运行 | 9.00 | 5.00
            """,
        )
    )
    figure = statement.find(item="行政运行", measure="basic")[0]
    assert (figure.row, figure.column, figure.number.text, figure.number.unit) == (2, 3, "5.00", "万元")
    assert (figure.code, figure.path) == ("2080101", ("社会保障和就业支出", "人力资源和社会保障管理事务"))
    assert (figure.fund, figure.period, figure.side) == ("general", "current", "")
    assert (figure.row_label, figure.column_label) == ("2080101 行政运行", "一般公共预算支出/基本支出")
    assert statement.by_position[2, 3] is figure


def test_items_in_the_head() -> None:
    (statement,) = understood(
        drawn(
            "“三公”经费支出表",
            """
            单位名称 | “三公”经费 | < | < | <
            ^ | 合计 | 公务接待费 | 公务用车购置及运行费 | <
            ^ | ^ | ^ | 小计 | 购置费
            ---
            合计 | 5.00 | 1.00 | 4.00 | 4.00
            江湾市体育局 | 5.00 | 1.00 | 4.00 | 4.00
            """,
        )
    )
    first, second = statement.figures[:4], statement.figures[4:]
    assert [f.item for f in first] == ["三公经费合计", "公务接待费", "公务用车购置及运行费", "公务用车购置费"]
    assert {f.measure for f in first} == {"total"} and {f.path for f in first} == {()}
    assert {f.path for f in second} == {("江湾市体育局",)}


def test_periods_in_the_rows_of_a_table_with_items_in_the_head() -> None:
    (statement,) = understood(
        drawn(
            "2024年“三公”经费支出表", "年度|合计|因公出国费|公务接待费\n---\n2023年预算数|3.00|1.00|2.00\n2024年预算数|2.00||2.00"
        )
    )
    assert [(f.period, f.number.text) for f in statement.find(item="三公经费合计")] == [("prior", "3.00"), ("current", "2.00")]


def test_blanks_are_no_figures_and_dashes_are_exact_zeros() -> None:
    (statement,) = understood(drawn("支出总表", "科目名称|合计|基本支出|项目支出\n---\n教育支出|1.00||—"))
    assert [(f.number.text, f.number.exact) for f in statement.figures] == [("1.00", False), ("—", True)]


def test_a_table_without_data_has_no_figures() -> None:
    (statement,) = understood(drawn("政府性基金预算支出情况表", "项目|预算数\n---\n总计|\n……|"))
    assert statement.figures == ()


def test_the_unit_of_tables_that_print_none() -> None:
    table = drawn("支出总表", "科目名称|合计\n---\n教育支出|1.00", unit="")
    assert read_statements([table], "元")[0].figures[0].number.unit == "元"


def test_numbering_and_carry_over_nest() -> None:
    (statement,) = understood(
        drawn(
            "财政拨款收入支出决算总表",
            """
            项目 | 决算数
            ---
            一、财政拨款收入 | 9.00
            1.一般公共预算资金 | 8.00
            2.政府性基金 | 1.00
            二、事业收入 | 1.00
            本年收入合计 | 10.00
            年初结转和结余 | 3.00
            一、一般公共预算财政拨款 | 2.00
            二、政府性基金预算财政拨款 | 1.00
            总计 | 13.00
            """,
        )
    )
    assert [line.parent for line in statement.lines] == [-1, 0, 0, -1, -1, -1, 5, 5, -1]


def test_numbering_that_goes_on_after_carry_over_is_not_part_of_it() -> None:
    (statement,) = understood(
        drawn("收入总表", "项目|预算数\n---\n一、财政拨款收入|9.00\n上年结转|3.00\n二、其他收入|1.00\n收入总计|13.00")
    )
    assert [line.parent for line in statement.lines] == [-1, -1, -1, -1]


FORM = """
项目名称 | 场馆维修 | < | <
项目资金（万元） | | 年初预算数 | 执行率
^ | 年度资金总额： | {amount} | 88.35%
年度总体目标 | 投入 | 30 | 完成
绩效指标 | 一级指标 | 三级指标 | 指标值
^ | 成本指标 | 投入成本 | 180 万
^ | 产出指标 | 维修场馆数 | 2
"""


def form(amount: str = "12") -> Table:
    return drawn("2023年度项目支出绩效自评表", FORM.format(amount=amount), unit="")


def test_a_form_yields_amounts_of_its_funds_and_costs_but_no_targets() -> None:
    (statement,) = understood(form(), drawn("收入支出决算总表", "项目|决算数\n---\n收入|1.00"))[:1]
    assert [(f.item, f.number.text, f.number.unit, f.measure) for f in statement.figures] == [
        ("年度资金总额", "12", "万元", "total"),
        ("年度资金总额", "88.35%", "%", "completion"),
        ("投入成本", "180万", "万元", "total"),
    ]
    total, _, cost = statement.figures
    assert (total.path, total.period, total.row_label) == (("场馆维修", "项目资金（万元）"), "planned", "年度资金总额：")
    assert cost.path == ("场馆维修", "绩效指标", "成本指标")


def test_amounts_in_forms_are_read_with_the_documents_precision() -> None:
    coarse = read_statements([form()])[0].figures[0].number
    fine = read_statements([form()], form_decimals={"万元": 2})[0].figures[0].number
    assert (coarse.half_unit, fine.half_unit) == (Decimal(5000), Decimal(50))


def test_a_list_of_projects_with_their_targets_is_no_single_project() -> None:
    rows = "场馆维修|12.00|产出指标|3\n训练补助|5.00|产出指标|90"
    table = drawn("项目支出绩效目标表", f"项目名称|预算数|一级指标|指标值\n---\n{rows}")
    (statement,) = understood(table)
    assert [(f.item, f.path, f.number.text) for f in statement.figures] == [("场馆维修", (), "12.00"), ("训练补助", (), "5.00")]


def named(title: str, names: str) -> Table:
    return drawn(title, "功能分类科目|合计\n---\n" + "\n".join(f"{name}|1.00" for name in names.split()))


def codes(statement: Statement) -> list[str]:
    return [line.code for line in statement.lines]


def test_names_take_codes_in_order_or_not_at_all() -> None:
    coded = drawn(
        "一般公共预算支出表",
        "科目编码|科目名称|合计\n---\n205|教育支出|2.00\n20501|行政运行|2.00\n206|科学技术支出|1.00\n20601|行政运行|1.00",
    )
    whole = named("单位支出总体情况表", "总计 教育支出 行政运行 科学技术支出 行政运行")
    assert codes(understood(coded, whole)[1]) == ["", "205", "20501", "206", "20601"]
    other = named("单位支出总体情况表", "总计 教育支出 图书馆 科学技术支出")
    assert codes(understood(coded, other)[1]) == ["", "", "", ""]
