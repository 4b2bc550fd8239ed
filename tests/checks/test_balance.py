"""Summaries: running totals, two sides, carry-over."""

import pytest

from audit.checks.balance import balance, carry_over
from tests.drawn_tables import broken, drawn, relations

ACCOUNTS = """
收入 | < | < | 支出 | < | <
项目 | 行次 | 决算数 | 项目 | 行次 | 决算数
栏次 | | 1 | 栏次 | | 2
---
一、一般公共预算财政拨款收入 | 1 | 80.00 | 一、教育支出 | 8 | 60.00
二、事业收入 | 2 | 5.00 | 二、住房保障支出 | 9 | 22.00
本年收入合计 | 3 | {year} | 本年支出合计 | 10 | 82.00
使用非财政拨款结余 | 4 | | 结余分配 | 11 | 1.00
年初结转和结余 | 5 | 4.00 | 年末结转和结余 | 12 | 6.00
总计 | 6 | {income} | 总计 | 13 | {expenditure}
"""


def accounts(year: str = "85.00", income: str = "89.00", expenditure: str = "89.00") -> str:
    return ACCOUNTS.format(year=year, income=income, expenditure=expenditure)


def test_both_sides_run_down_to_one_total() -> None:
    assert relations(balance, drawn("收入支出决算总表", accounts())) == [
        "= 本年收入合计 85.00: 80.00 + 5.00",
        "= 总计 89.00: 85.00 + 4.00",
        "= 本年支出合计 82.00: 60.00 + 22.00",
        "= 总计 89.00: 82.00 + 1.00 + 6.00",
        "= 总计 89.00: 89.00",
    ]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"year": "58.00"}, ["≠ 本年收入合计 58.00: 80.00 + 5.00", "≠ 总计 89.00: 58.00 + 4.00"]),
        ({"expenditure": "98.00"}, ["≠ 总计 98.00: 82.00 + 1.00 + 6.00", "≠ 总计 98.00: 89.00"]),
    ],
)
def test_a_wrong_total_breaks_what_rests_on_it(wrong: dict[str, str], expected: list[str]) -> None:
    assert broken(balance, drawn("收入支出决算总表", accounts(**wrong))) == expected


def test_a_blank_subtotal_stands_for_the_items_above_it() -> None:
    text = """
    收入 | < | 支出 | <
    项目 | 预算数 | 项目 | 合计
    ---
    一、本年收入 | | 一、本年支出 |
    （一）一般公共预算财政拨款 | 9.00 | （一）教育支出 | 6.00
    （二）政府性基金预算财政拨款 | | （二）住房保障支出 | 3.00
    二、上年结转 | | 二、结转下年 |
    收 入 总 计 | 9.00 | 支 出 总 计 | {end}
    """
    assert relations(balance, drawn("财政拨款收支总体情况表", text.format(end="9.00"))) == [
        "= 收入总计 9.00: 9.00",
        "= 支出总计 9.00: 6.00 + 3.00",
        "= 支出总计 9.00: 9.00",
    ]
    assert broken(balance, drawn("财政拨款收支总体情况表", text.format(end="6.00")))


def test_a_list_of_income_with_unnumbered_and_placeholder_rows() -> None:
    text = """
    项目 | 预算数
    ** | 1
    ---
    一、一般公共预算财政拨款收入 | 9.00
    经费拨款 |
    二、政府性基金预算财政拨款收入 | 2.00
    …… |
    本年收入合计 | {year}
    三、上年结转 | 1.00
    收入合计 | 12.00
    """
    assert relations(balance, drawn("单位收入总体情况表", text.format(year="11.00"))) == [
        "= 本年收入合计 11.00: 9.00 + 2.00",
        "= 收入合计 12.00: 11.00 + 1.00",
    ]
    assert len(broken(balance, drawn("单位收入总体情况表", text.format(year="10.00")))) == 2


def test_sub_items_of_income_do_not_count_twice() -> None:
    table = drawn(
        "部门财务收支预算总表",
        """
        本年收入 | < | 本年支出 | <
        项目 | 预算数 | 项目 | 预算数
        ---
        一、财政拨款收入 | 900 | 一、教育支出 | 950
        1.一般公共预算资金 | 900 | |
        2.政府性基金 | | |
        二、事业收入 | 50 | |
        收入总计 | 950 | 支出总计 | 950
        """,
        unit="元",
    )
    assert "= 收入总计 950: 900 + 50" in relations(balance, table)


def test_an_unknown_row_makes_the_sum_a_candidate() -> None:
    table = drawn("收入总表", "项目|预算数\n---\n财政拨款收入|9.00\n调整数|1.00\n收入总计|9.00")
    assert relations(balance, table) == ["?≠ 收入总计 9.00: 9.00 + 1.00"]


def test_a_row_without_a_number_may_stand_beside_the_numbered_ones() -> None:
    text = "项目|预算数\n---\n一、财政拨款收入|9.00\n上级补助收入|1.00\n二、其他收入|2.00\n收入总计|{total}"
    assert relations(balance, drawn("收入总表", text.format(total="11.00"))) == ["= 收入总计 11.00: 9.00 + 2.00"]
    assert relations(balance, drawn("收入总表", text.format(total="12.00"))) == ["?= 收入总计 12.00: 9.00 + 2.00 + 1.00"]
    assert broken(balance, drawn("收入总表", text.format(total="21.00"))) == ["≠ 收入总计 21.00: 9.00 + 2.00"]


FUNDS = """
收入 | < | 支出 | < | < | <
项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
---
一、一般公共预算财政拨款 | 9.00 | 一、教育支出 | 11.00 | {general} | 2.00
二、政府性基金预算财政拨款 | 2.00 | | | |
本年收入合计 | 11.00 | 本年支出合计 | 11.00 | {general} | 2.00
年初财政拨款结转和结余 | {carried} | 年末财政拨款结转和结余 | | |
总计 | 11.00 | 总计 | 11.00 | {general} | 2.00
"""


def test_each_fund_balances_where_nothing_was_carried_over() -> None:
    right = drawn("财政拨款收支总表", FUNDS.format(general="9.00", carried=""))
    assert "= 财政拨款收支总表 2.00: 2.00" in relations(balance, right)
    wrong = drawn("财政拨款收支总表", FUNDS.format(general="8.00", carried=""))
    assert "≠ 财政拨款收支总表 8.00: 9.00" in broken(balance, wrong)


def test_carry_over_that_no_fund_is_named_for_leaves_the_funds_alone() -> None:
    table = drawn("财政拨款收支总表", FUNDS.format(general="8.00", carried="0.50"))
    assert not any("财政拨款收支总表" in shown for shown in relations(balance, table))


def test_stock_and_flow_of_a_fund() -> None:
    text = """
    项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
    科目编码 | 科目名称 | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
    ---
     | 合计 | 2.00 | 9.00 | 8.00 | | 8.00 | {end}
    212 | 城乡社区支出 | 2.00 | 9.00 | 8.00 | | 8.00 | 3.00
    """
    title = "政府性基金预算财政拨款收入支出决算表"
    assert relations(carry_over, drawn(title, text.format(end="3.00"))) == ["= 年末结转和结余 3.00: 2.00 + 9.00 - 8.00"] * 2
    assert broken(carry_over, drawn(title, text.format(end="13.00"))) == ["≠ 年末结转和结余 13.00: 2.00 + 9.00 - 8.00"]
    assert relations(carry_over, drawn(title, text.format(end=""))) == ["= 年末结转和结余 3.00: 2.00 + 9.00 - 8.00"]
