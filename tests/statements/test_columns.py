"""Heads understood: sections, measures, funds, periods, units."""

from audit.reading.document import Table
from audit.statements.columns import head_paths
from audit.statements.model import Column
from tests.drawn_tables import drawn, understood


def columns(table: Table, *others: Table) -> tuple[Column, ...]:
    return understood(table, *others)[0].columns


def keys(table: Table, *others: Table) -> list[tuple[str, str, str]]:
    return [column.key for column in columns(table, *others)]


def test_heads_over_three_levels_without_ordinals() -> None:
    table = drawn(
        "“三公”经费支出情况表",
        "单位名称|“三公”经费|<|<\n^|合计|公务用车购置和运行费|<\n^|^|购置费|运行费\n**|1|2|3\n---\n合计|3.00|1.00|2.00",
    )
    assert [column.head for column in columns(table)] == [
        ("“三公”经费", "合计"),
        ("“三公”经费", "公务用车购置和运行费", "购置费"),
        ("“三公”经费", "公务用车购置和运行费", "运行费"),
    ]


def test_a_head_without_lines_shows_no_spans() -> None:
    table = drawn("收支总表", "收入| |支出| \n项目|预算数|项目|预算数\n---\n财政拨款|1.00|教育支出|1.00")
    assert head_paths(table.head) == [("收入", "项目"), ("收入", "预算数"), ("支出", "项目"), ("支出", "预算数")]


def test_two_sides_with_line_numbers() -> None:
    (statement,) = understood(
        drawn(
            "收入支出决算总表",
            "收入|<|<|支出|<|<\n项目|行次|决算数|项目|行次|决算数\n---\n事业收入|1|2.00|教育支出|9|3.00",
        )
    )
    assert [(f.side, f.item, f.number.text) for f in statement.figures] == [
        ("income", "事业收入", "2.00"),
        ("expenditure", "教育支出", "3.00"),
    ]


def test_line_numbers_below_a_head_that_was_read_with_theirs() -> None:
    (statement,) = understood(
        drawn("收支总表", "项目|收入行次|决算数|项目|支出行次|支出决算数\n---\n事业收入|1|2.00|教育支出|9|3.00")
    )
    assert [f.number.text for f in statement.figures] == ["2.00", "3.00"]


def test_sides_that_only_their_totals_name() -> None:
    (statement,) = understood(
        drawn("收支总表", "项目|金额|项目|金额\n---\n事业收入|2.00|教育支出|2.00\n收入总计|2.00|支出总计|2.00")
    )
    assert [f.side for f in statement.figures] == ["income", "expenditure"] * 2


def test_remarks_between_figures_start_no_second_side() -> None:
    (statement,) = understood(drawn("采购明细表", "采购项目|数量|采购方式|金额\n---\n电脑|3|公开招标|5.00\n桌椅|2|询价|4.00"))
    assert {f.item for f in statement.figures} == {"电脑", "桌椅"}
    assert statement.figures[0].number.exact and not statement.figures[0].number.is_money


def test_funds_and_divisions() -> None:
    table = drawn(
        "财政拨款支出表",
        """
        单位名称 | 总计 | 一般公共预算支出 | < | < | 国有资本经营预算支出
        ^ | ^ | 合计 | 基本支出 | 项目支出 | ^
        ---
        江湾市体育局 | 9.00 | 8.00 | 5.00 | 3.00 | 1.00
        """,
    )
    assert keys(table) == [
        ("total", "appropriation", "current"),
        ("total", "general", "current"),
        ("basic", "general", "current"),
        ("project", "general", "current"),
        ("total", "capital", "current"),
    ]


def test_sources_of_income_are_funds_of_their_own() -> None:
    table = drawn(
        "收入预算总表", "科目名称|合计|一般公共预算|事业收入|上年结转|<\n^|^|^|^|一般公共预算|政府性基金\n---\n教育支出|9|5|1|2|1"
    )
    assert [fund for _, fund, _ in keys(table)] == ["all", "general", "事业", "上年结转", "上年结转"]


def test_periods_of_final_accounts() -> None:
    table = drawn(
        "一般公共预算财政拨款支出决算表",
        "科目名称|年初预算数|全年预算数|本年决算数|<|上年决算数\n^|^|^|小计|基本支出|^\n---\n教育支出|1.00|2.00|3.00|3.00|4.00",
    )
    assert keys(table) == [
        ("total", "general", "planned"),
        ("total", "general", "adjusted"),
        ("total", "general", "current"),
        ("basic", "general", "current"),
        ("total", "general", "prior"),
    ]


def test_periods_of_budgets_come_from_the_years_or_the_words() -> None:
    years = drawn("支出总表", "科目名称|2023年预算数|2024年预算数|增减额|增减%\n---\n教育支出|1.00|2.00|1.00|100.00")
    assert [(c.measure, c.period, c.unit) for c in columns(years)] == [
        ("total", "prior", "万元"),
        ("total", "current", "万元"),
        ("delta", "current", "万元"),
        ("rate", "current", "%"),
    ]
    words = drawn("支出总表", "科目名称|上年预算数|上年执行数|本年预算数\n---\n教育支出|1.00|2.00|3.00")
    assert [column.period for column in columns(words)] == ["prior", "prior_executed", "current"]
    titled = drawn("2025年支出总表", "科目名称|2024年预算数\n---\n教育支出|1.00")
    assert [column.period for column in columns(titled)] == ["prior"]


def test_a_unit_in_the_head_stands_before_the_tables() -> None:
    table = drawn("支出总表", "科目名称|金额（元）|占比（%）|车辆（辆）\n---\n教育支出|1.00|50.00|2", unit="万元")
    assert [(c.unit, c.measure) for c in columns(table)][:2] == [("元", "total"), ("%", "share")]
    assert columns(table)[2].unit == ""


def test_stocks_and_flows_are_measures_of_their_own() -> None:
    table = drawn(
        "政府性基金预算财政拨款收入支出决算表",
        """
        科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | < | 年末结转和结余
        ^ | ^ | ^ | 小计 | 基本支出 | ^
        ---
        城乡社区支出 | 1.00 | 2.00 | 2.00 | 2.00 | 1.00
        """,
    )
    assert [measure for measure, _, _ in keys(table)] == ["年初结转和结余", "本年收入", "total", "basic", "年末结转和结余"]


def test_columns_of_codes_without_a_head_hold_no_figures() -> None:
    (statement,) = understood(drawn("支出总表", "|<|支出合计\n---\n205|教育支出|9.00\n20502|普通教育|9.00"))
    assert [(f.code, f.item, f.number.text) for f in statement.figures] == [
        ("205", "教育支出", "9.00"),
        ("20502", "普通教育", "9.00"),
    ]


def test_parts_of_a_division_are_not_the_division() -> None:
    table = drawn("支出总表", "科目名称|合计|基本支出|<|<\n^|^|小计|工资福利支出|人员经费\n---\n教育支出|9.00|9.00|5.00|4.00")
    assert [measure for measure, _, _ in keys(table)] == ["total", "basic", "基本支出/工资福利支出", "personnel"]


def test_two_columns_of_one_head_tell_nothing() -> None:
    (statement,) = understood(drawn("支出总表", "科目名称|合计|基本支出|合计|基本支出\n---\n教育支出|9.00|5.00|4.00|1.00"))
    assert {(f.measure, f.fund, f.period) for f in statement.figures} == {("unknown", "unknown", "unknown")}


def test_the_project_names_its_row_not_its_owner() -> None:
    (statement,) = understood(
        drawn("项目支出表", "项目类别|项目名称|单位名称|合计\n---\n合计|<|<|9.00\n特定目标类|文化活动|江湾市文化局|9.00")
    )
    assert [(f.item, f.row_label) for f in statement.figures] == [
        ("合计", "合计"),
        ("文化活动", "特定目标类 文化活动 江湾市文化局"),
    ]
