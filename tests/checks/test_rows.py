"""Totals and parts along the rows."""

from audit.checks.rows import row_sums
from tests.drawn_tables import broken, drawn, relations


def test_divisions_of_expenditure() -> None:
    head = "科目编码|科目名称|合计|基本支出|项目支出|上缴上级支出"
    text = head + "\n---\n205|教育支出|{total}|6.00|4.00|\n206|科学技术支出|3.00||3.00|"
    assert relations(row_sums, drawn("支出总表", text.format(total="10.00"))) == [
        "= 合计 10.00: 6.00 + 4.00",
        "= 合计 3.00: 3.00",
    ]
    assert broken(row_sums, drawn("支出总表", text.format(total="11.00"))) == ["≠ 合计 11.00: 6.00 + 4.00"]


def test_merged_heads_over_three_levels() -> None:
    table = drawn(
        "财政拨款支出表",
        """
        单位名称 | 总计 | 一般公共预算支出 | < | < | 政府性基金预算支出 | < | <
        ^ | ^ | 合计 | 基本支出 | < | 合计 | 基本支出 | 项目支出
        ^ | ^ | ^ | 人员经费 | 公用经费 | ^ | ^ | ^
        ** | 1 | 2 | 3 | 4 | 5 | 6 | 7
        ---
        江湾市体育局 | 12.00 | 9.00 | 5.00 | 4.00 | 3.00 | | 3.00
        """,
    )
    assert sorted(relations(row_sums, table)) == [
        "= 合计 3.00: 3.00",
        "= 合计 9.00: 5.00 + 4.00",
        "= 总计 12.00: 9.00 + 3.00",
    ]


def test_sources_of_income() -> None:
    text = """
    科目名称 | 合计 | 本年收入 | < | < | 上年结转
    ^ | ^ | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 事业收入 | ^
    ---
    教育支出 | {total} | 5.00 | 2.00 | 1.00 | 0.50
    """
    assert relations(row_sums, drawn("收入总表", text.format(total="8.50"))) == ["= 合计 8.50: 5.00 + 2.00 + 1.00 + 0.50"]
    assert broken(row_sums, drawn("收入总表", text.format(total="5.80")))


def test_columns_of_other_periods_are_no_parts() -> None:
    table = drawn(
        "一般公共预算财政拨款支出决算表",
        """
        项目 | < | 年初预算数 | 本年决算数 | < | < | 上年决算数
        科目编码 | 科目名称 | ^ | 小计 | 基本支出 | 项目支出 | ^
        ---
        205 | 教育支出 | 11.00 | 10.00 | 6.00 | 4.00 | 9.00
        """,
    )
    assert relations(row_sums, table) == ["= 小计 10.00: 6.00 + 4.00"]


def test_wholes_and_parts_side_by_side_under_one_head() -> None:
    text = "科目编码|科目名称|合计|基本支出|人员经费|公用经费|项目支出\n---\n205|教育支出|10.00|6.00|{personnel}|2.00|4.00"
    assert relations(row_sums, drawn("支出总表", text.format(personnel="4.00"))) == [
        "= 基本支出 6.00: 4.00 + 2.00",
        "= 合计 10.00: 6.00 + 4.00",
    ]
    assert broken(row_sums, drawn("支出总表", text.format(personnel="4.40"))) == ["≠ 基本支出 6.00: 4.40 + 2.00"]


def test_an_amount_over_its_sources() -> None:
    table = drawn("项目支出表", "序号|项目名称|金额|当年财政拨款|上年结转|其他资金\n---\n1|校舍维修|9.00|5.00|3.00|1.10")
    assert broken(row_sums, table) == ["≠ 金额 9.00: 5.00 + 3.00 + 1.10"]


def test_a_column_that_no_form_defines_makes_a_candidate() -> None:
    table = drawn("支出总表", "科目名称|支出合计|基本支出|项目支出|上年结转\n---\n教育支出|10.00|6.00|4.00|1.00")
    assert relations(row_sums, table) == ["?≠ 支出合计 10.00: 6.00 + 4.00 + 1.00"]
    blank = drawn("支出总表", "科目名称|支出合计|基本支出|项目支出|上年结转\n---\n教育支出|10.00|6.00|4.10|")
    assert broken(row_sums, blank) == ["≠ 支出合计 10.00: 6.00 + 4.10"]


def test_heads_marked_as_partial_make_a_candidate() -> None:
    table = drawn("支出总表", "科目名称|合计|其中：基本支出|其中：项目支出\n---\n教育支出|10.00|6.00|3.00")
    assert relations(row_sums, table) == ["?≠ 合计 10.00: 6.00 + 3.00"]


def test_a_blank_total_and_blank_parts_state_nothing() -> None:
    table = drawn("支出总表", "科目名称|合计|基本支出|项目支出\n---\n教育支出||6.00|4.00\n科学技术支出|5.00||")
    assert relations(row_sums, table) == []


def test_a_relation_that_breaks_in_most_rows_was_misread() -> None:
    rows = "\n".join(f"项目{n}|9.00|1.00|2.00" for n in range(4))
    table = drawn("支出总表", f"科目名称|合计|基本支出|项目支出\n---\n{rows}")
    assert broken(row_sums, table) == []
    assert len(relations(row_sums, table)) == 4


def test_rates_changes_and_doubled_heads_do_not_add_up() -> None:
    changes = drawn("支出总表", "科目名称|合计|基本支出|项目支出|增减额|增减%\n---\n教育支出|10.00|6.00|4.00|1.00|11.11")
    assert relations(row_sums, changes) == ["= 合计 10.00: 6.00 + 4.00"]
    doubled = drawn("支出总表", "科目名称|合计|基本支出|合计|基本支出\n---\n教育支出|10.00|6.00|4.00|1.00")
    assert relations(row_sums, doubled) == []
