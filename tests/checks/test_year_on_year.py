"""Columns that compare periods, and execution rates."""

from audit.checks.year_on_year import execution_rates, year_on_year
from tests.drawn_tables import broken, drawn, relations


def test_changes_and_their_rates() -> None:
    text = "科目编码|科目名称|2023年预算数|2024年预算数|增减额|增减%\n---\n205|教育支出|400.00|420.00|{delta}|{rate}"
    assert relations(year_on_year, drawn("2024年一般公共预算支出表", text.format(delta="20.00", rate="5.00"))) == [
        "= 增减额 20.00: 420.00 - 400.00",
        "= 增减率 5.00: 420.00 - 400.00 ÷ 400.00",
    ]
    assert broken(year_on_year, drawn("2024年一般公共预算支出表", text.format(delta="20.00", rate="4.76"))) == [
        "≠ 增减率 4.76: 420.00 - 400.00 ÷ 400.00"
    ]
    assert broken(year_on_year, drawn("2024年一般公共预算支出表", text.format(delta="-20.00", rate="5.00")))


def test_the_total_is_compared_where_this_year_is_divided() -> None:
    table = drawn(
        "一般公共预算支出表",
        """
        科目名称 | 2023年执行数 | 2024年预算数 | < | < | 比上年增减 | <
        ^ | ^ | 小计 | 基本支出 | 项目支出 | 增减额 | 增减%
        ---
        教育支出 | 8.00 | 10.00 | 6.00 | 4.00 | 2.00 | 25.00
        """,
    )
    assert relations(year_on_year, table) == ["= 增减额 2.00: 10.00 - 8.00", "= 增减率 25.00: 10.00 - 8.00 ÷ 8.00"]


def test_a_share_of_last_year_is_no_change() -> None:
    table = drawn("支出表", "科目名称|上年预算数|本年预算数|为上年的增减%\n---\n教育支出|8.00|10.00|125.00")
    assert relations(year_on_year, table) == []


def test_new_and_ended_items() -> None:
    table = drawn("支出表", "科目名称|上年预算数|本年预算数|增减额\n---\n教育支出||10.00|10.00\n体育|4.00||-4.00")
    assert relations(year_on_year, table) == ["= 增减额 10.00: 10.00", "= 增减额 -4.00:  - 4.00"]


def test_execution_rates_rest_on_the_whole_years_budget() -> None:
    text = "序号|项目名称|年初预算数|全年预算数|全年执行数|执行率%\n---\n1|校舍维修|30.00|40.00|30.00|{rate}"
    title = "2023年度项目支出决算执行情况表"
    assert relations(execution_rates, drawn(title, text.format(rate="75.00"))) == ["= 执行率 75.00: 30.00 ÷ 40.00"]
    assert broken(execution_rates, drawn(title, text.format(rate="100.00"))) == ["≠ 执行率 100.00: 30.00 ÷ 40.00"]
