"""三公经费 with its parts in the head, in the rows, and in two periods."""

from audit.checks.three_public import three_public, three_public_basic
from tests.drawn_tables import broken, drawn, relations, understood

IN_HEAD = """
单位名称 | “三公”经费 | < | < | < | < | 会议费 | 培训费
^ | 合计 | 因公出国（境）费用 | 公务接待费 | 公务用车购置和运行费 | < | ^ | ^
^ | ^ | ^ | ^ | 公务用车购置费 | 公务用车运行费 | ^ | ^
---
合计 | {total} | | 2.24 | 23.10 | | 1.33 | 1.92
江湾市体育局 | 25.34 | | 2.24 | 23.10 | | 1.33 | 1.92
"""
IN_ROWS = """
项目 | 上年预算数 | 本年预算数
---
“三公”经费合计 | 5.00 | 6.00
1.因公出国（境）费 | |
2.公务接待费 | 2.00 | 2.00
3.公务用车购置及运行维护费 | {vehicles} | 4.00
其中：（1）公务用车购置费 | 0.00 | 0.00
（2）公务用车运行维护费 | 3.00 | 4.00
会议费 | 1.00 | 1.00
"""
ACCOUNTS = """
预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
合计 | 因公出国费 | 公务用车购置及运行费 | < | < | 公务接待费 | 合计 | 因公出国费 | 公务用车购置及运行费 | < | < | 公务接待费
^ | ^ | 小计 | 购置费 | 运行费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
---
9.00 | 1.00 | 5.00 | | 5.00 | 3.00 | {total} | 0.00 | 4.00 | 0.00 | 4.00 | 2.50
"""
BY_TURNS = """
财政拨款“三公”经费 | < | < | < | < | < | < | < | < | <
合计 | < | 公务用车购置及运行维护费 | < | < | < | < | < | 公务接待费 | <
^ | ^ | 小计 | < | 公务用车购置费 | < | 公务用车运行维护费 | < | ^ | ^
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数
---
7.00 | {total} | 5.00 | 4.00 | 0.00 | 0.00 | 5.00 | 4.00 | 2.00 | 1.50
"""


WITH_COUNTS = """
项目 | 行次 | 年初预算数 | 决算统计数
---
一、“三公”经费支出 | 1 | — | —
（一）支出合计 | 2 | 12.00 | {total}
1．因公出国（境）费 | 3 | |
2．公务用车购置及运行维护费 | 4 | 7.00 | 6.00
（1）公务用车购置费 | 5 | 0.00 | 0.00
（2）公务用车运行维护费 | 6 | 7.00 | 6.00
3．公务接待费 | 7 | 5.00 | 3.50
（二）相关统计数 | 11 | — | —
1．因公出国（境）团组数（个） | 12 | — | 2
4．公务用车保有量（辆） | 15 | — | 3
二、机关运行经费 | 19 | — | —
（一）行政单位 | 20 | — | 56.30
"""


def test_parts_in_the_head_without_meetings_and_training() -> None:
    right = relations(three_public, drawn("“三公”经费、会议费、培训费支出情况表", IN_HEAD.format(total="25.34")))
    assert right == ["= 三公经费合计 25.34: 2.24 + 23.10"] * 2
    wrong = broken(three_public, drawn("“三公”经费、会议费、培训费支出情况表", IN_HEAD.format(total="28.59")))
    assert wrong == ["≠ 三公经费合计 28.59: 2.24 + 23.10"]


def test_parts_in_the_rows() -> None:
    right = relations(three_public, drawn("“三公”经费支出表", IN_ROWS.format(vehicles="3.00")))
    assert len(right) == 4 and all(shown.startswith("=") for shown in right)
    assert broken(three_public, drawn("“三公”经费支出表", IN_ROWS.format(vehicles="3.30"))) == [
        "≠ 三公经费合计 5.00: 2.00 + 3.30",
        "≠ 公务用车购置及运行维护费 3.30: 0.00 + 3.00",
    ]


def test_two_periods_one_after_the_other() -> None:
    right = relations(three_public, drawn("财政拨款“三公”经费支出决算表", ACCOUNTS.format(total="6.50")))
    assert len(right) == 4 and all(shown.startswith("=") for shown in right)
    assert broken(three_public, drawn("财政拨款“三公”经费支出决算表", ACCOUNTS.format(total="9.00"))) == [
        "≠ 三公经费合计 9.00: 0.00 + 2.50 + 4.00"
    ]


def test_two_periods_by_turns() -> None:
    right = relations(three_public, drawn("财政拨款“三公”经费支出决算表", BY_TURNS.format(total="5.50")))
    assert right == [
        "= 三公经费合计 7.00: 2.00 + 5.00",
        "= 公务用车购置及运行维护费 5.00: 0.00 + 5.00",
        "= 三公经费合计 5.50: 1.50 + 4.00",
        "= 公务用车购置及运行维护费 4.00: 0.00 + 4.00",
    ]
    assert broken(three_public, drawn("财政拨款“三公”经费支出决算表", BY_TURNS.format(total="7.00")))


def test_a_head_whose_periods_are_mixed_up_states_nothing() -> None:
    head = "预算数|决算数|预算数|预算数\n合计|因公出国（境）费|公务接待费|公务用车运行费"
    table = drawn("“三公”经费支出决算表", f"{head}\n---\n9.00|1.00|2.00|3.00")
    assert relations(three_public, table) == []


def test_an_empty_table_and_other_columns_state_nothing() -> None:
    empty = drawn("“三公”经费支出表", IN_HEAD.replace("25.34", "").replace("2.24", "").replace("23.10", "").format(total=""))
    assert relations(three_public, empty) == []
    with_operation = drawn(
        "“三公”经费和机关运行经费预算表",
        "“三公”经费预算数|<|<|机关运行经费预算数\n合计|公务接待费|公务用车运行费|^\n---\n3.00|1.00|2.00|171.01",
    )
    assert relations(three_public, with_operation) == ["= 三公经费合计 3.00: 1.00 + 2.00"]


BASIC = """
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
---
| 合计 | 100.00 | 80.00 | 20.00
30217 | 公务接待费 | {reception} | | {reception}
30231 | 公务用车运行维护费 | {running} | | {running}
"""


def remarks(reception: str, running: str, unit: str = "万元") -> list[tuple[str, str | None]]:
    basic = drawn("一般公共预算财政拨款基本支出决算表", BASIC.format(reception=reception, running=running), unit)
    whole = drawn("财政拨款“三公”经费支出决算表", ACCOUNTS.format(total="6.50"))
    return [(remark.verdict, remark.stated) for remark in three_public_basic(understood(basic, whole))]


def test_basic_expenditure_holds_no_more_than_the_three_public_table() -> None:
    assert remarks("2.50", "4.00") == []
    assert remarks("25,000", "39,999", unit="元") == []
    assert remarks("8.31", "4.00") == [("contradicted", "8.31")]


def test_running_costs_may_be_those_of_special_vehicles() -> None:
    assert remarks("1.10", "81.11") == [("unverifiable", "81.11")]


def test_what_was_planned_is_not_what_was_spent() -> None:
    # 3.00 of reception was planned, 2.50 spent
    assert remarks("2.80", "4.00") == [("contradicted", "2.80")]
    basic = drawn("一般公共预算财政拨款基本支出决算表", BASIC.format(reception="8.31", running="0.00"))
    assert list(three_public_basic(understood(basic))) == []


def test_a_dash_heads_the_rows_below_it_and_counts_are_no_parts() -> None:
    title = "“三公”经费、行政参公单位机关运行经费情况表"
    right = relations(three_public, drawn(title, WITH_COUNTS.format(total="9.50")))
    assert right == [
        "= 支出合计 12.00: 5.00 + 7.00",
        "= 公务用车购置及运行维护费 7.00: 0.00 + 7.00",
        "= 支出合计 9.50: 3.50 + 6.00",
        "= 公务用车购置及运行维护费 6.00: 0.00 + 6.00",
    ]
    assert broken(three_public, drawn(title, WITH_COUNTS.format(total="9.90"))) == ["≠ 支出合计 9.90: 3.50 + 6.00"]
