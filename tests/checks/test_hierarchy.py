"""Totals and items down the rows."""

from audit.checks.hierarchy import code_sums, numbered_items, total_rows
from tests.drawn_tables import broken, drawn, relations

BY_FUNCTION = """
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
---
 | 合计 | {total} | 87.00 | 33.00
205 | 教育支出 | 100.00 | 70.00 | 30.00
20502 | 普通教育 | {middle} | 70.00 | 30.00
2050201 | 学前教育 | 40.00 | 30.00 | 10.00
2050202 | 小学教育 | {item} | 40.00 | 20.00
221 | 住房保障支出 | 20.00 | 17.00 | 3.00
22102 | 住房改革支出 | 20.00 | 17.00 | 3.00
2210201 | 住房公积金 | 20.00 | 17.00 | 3.00
"""


def by_function(total: str = "120.00", middle: str = "100.00", item: str = "60.00") -> str:
    return BY_FUNCTION.format(total=total, middle=middle, item=item)


def test_consistent_codes_add_up_in_every_column() -> None:
    found = relations(code_sums, drawn("支出总表", by_function()))
    assert "= 普通教育 100.00: 40.00 + 60.00" in found
    assert "= 普通教育 30.00: 10.00 + 20.00" in found
    assert len(found) == 12 and all(shown.startswith("=") for shown in found)


def test_a_wrong_subtotal_breaks_with_its_items_and_its_class() -> None:
    assert broken(code_sums, drawn("支出总表", by_function(middle="106.00"))) == [
        "≠ 教育支出 100.00: 106.00",
        "≠ 普通教育 106.00: 40.00 + 60.00",
    ]


def test_rounding_tails_of_many_items_are_consistent() -> None:
    # each of three amounts stands for ±0.005
    rows = "205|教育支出|10.02\n20501|管理|3.33\n20502|普通|3.33\n20503|职业|3.34"
    table = drawn("支出总表", f"科目编码|科目名称|合计\n---\n{rows}")
    assert relations(code_sums, table) == ["= 教育支出 10.02: 3.33 + 3.33 + 3.34"]


def test_a_blank_item_is_zero_and_a_blank_class_states_nothing() -> None:
    table = drawn(
        "支出总表", "科目编码|科目名称|基本支出|项目支出\n---\n205|教育支出|5.00|\n20501|管理|5.00|1.00\n20502|普通||2.00"
    )
    assert relations(code_sums, table) == ["= 教育支出 5.00: 5.00"]


def test_codes_in_three_columns_with_a_lost_zero() -> None:
    table = drawn(
        "基本支出表", "类|款|科目名称|合计\n---\n301||工资福利支出|9.00\n301|01|基本工资|4.00\n301|2|津贴补贴|5.00\n合计|<|<|9.00"
    )
    assert relations(code_sums, table) == ["= 工资福利支出 9.00: 4.00 + 5.00"]
    assert relations(total_rows, table) == ["= 合计 9.00: 9.00"]


def test_a_total_that_bears_a_code_is_no_item_of_its_class() -> None:
    rows = "205|教育支出|10.00\n20501|管理|4.00\n20502|普通|6.00\n20503|合计|10.00"
    table = drawn("支出总表", f"科目编码|科目名称|合计\n---\n{rows}")
    assert "= 合计 10.00: 10.00" in relations(total_rows, table)


def test_codes_in_the_name() -> None:
    table = drawn("支出表", "科目|合计\n---\n[205]教育支出|9.00\n[20501]教育管理事务|4.00\n20502 普通教育|6.00")
    assert broken(code_sums, table) == ["≠ 教育支出 9.00: 4.00 + 6.00"]


def test_codes_of_several_organisations_are_only_candidates() -> None:
    table = drawn(
        "支出总表",
        """
        科目编码 | 单位名称（科目名称） | 合计
        ---
         | 合计 | 14.00
        205 | 教育支出 | 9.00
        20501 | 教育管理事务 | 9.00
        205 | 教育支出 | 5.00
        20501 | 教育管理事务 | 4.00
        """,
    )
    assert relations(code_sums, table) == ["?= 教育支出 9.00: 9.00", "?≠ 教育支出 5.00: 4.00"]
    assert relations(total_rows, table) == ["?= 合计 14.00: 9.00 + 5.00"]


def test_a_total_stands_first_or_last() -> None:
    first = drawn("支出总表", by_function())
    last = drawn("支出总表", "科目编码|科目名称|合计\n---\n205|教育支出|100.00\n221|住房保障支出|20.00\n合计|<|120.00")
    assert "= 合计 120.00: 100.00 + 20.00" in relations(total_rows, first)
    assert relations(total_rows, last) == ["= 合计 120.00: 100.00 + 20.00"]
    assert broken(total_rows, drawn("支出总表", by_function(total="210.00"))) == ["≠ 合计 210.00: 100.00 + 20.00"]


def test_an_item_without_a_code_makes_the_total_a_candidate() -> None:
    table = drawn("支出总表", "科目编码|科目名称|合计\n---\n|合计|8.00\n205|教育支出|5.00\n|其他支出|3.00")
    assert relations(total_rows, table) == ["?≠ 合计 8.00: 5.00"]


def test_personnel_and_public_totals_over_three_columns_of_items() -> None:
    text = """
    人员经费 | < | < | 公用经费 | < | < | < | < | <
    科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
    ---
    301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 7.00 | 30216 | 培训费 | 4.00
    30101 | 基本工资 | 9.00 | 30201 | 办公费 | 3.00 | 310 | 资本性支出 | 2.00
    303 | 对个人和家庭的补助 | 1.00 | | | | 31002 | 办公设备购置 | 2.00
    人员经费合计 | < | 10.00 | 公用经费合计 | < | < | < | < | {public}
    """
    right = drawn("一般公共预算财政拨款基本支出决算表", text.format(public="9.00"))
    assert "= 商品和服务支出 7.00: 3.00 + 4.00" in relations(code_sums, right)
    assert relations(total_rows, right) == ["= 人员经费合计 10.00: 9.00 + 1.00", "= 公用经费合计 9.00: 7.00 + 2.00"]
    wrong = drawn("一般公共预算财政拨款基本支出决算表", text.format(public="90.00"))
    assert broken(total_rows, wrong) == ["≠ 公用经费合计 90.00: 7.00 + 2.00"]


def test_names_alone_take_the_codes_of_the_coded_table() -> None:
    names = "功能分类科目|合计\n---\n总计|120.00\n教育支出|100.00\n普通教育|100.00\n学前教育|40.00\n小学教育|66.00\n"
    assert broken(code_sums, drawn("单位支出总体情况表", names), drawn("一般公共预算支出表", by_function())) == [
        "≠ 普通教育 100.00: 40.00 + 66.00"
    ]
    assert relations(code_sums, drawn("单位支出总体情况表", names)) == []
    assert relations(total_rows, drawn("单位支出总体情况表", names)) == []


def test_a_unit_and_itself_repeated_is_no_sum() -> None:
    table = drawn("培训费支出情况表", "单位名称|培训费\n---\n合计|4.00\n江湾市体育局|4.00\n江湾市体育局|4.00")
    assert relations(total_rows, table) == []


def test_a_numbered_list_adds_up_and_a_list_of_organisations_is_a_candidate() -> None:
    projects = drawn("项目支出表", "序号|项目名称|金额\n---\n1|校舍维修|3.00\n2|设备更新|4.00\n|合计|8.00")
    assert broken(total_rows, projects) == ["≠ 合计 8.00: 3.00 + 4.00"]
    units = drawn("财政拨款支出表", "单位名称|总计\n---\n合计|7.00\n江湾市体育局|7.00\n江湾市体育局本级|3.00\n江湾市体校|4.00")
    assert relations(total_rows, units) == ["?≠ 合计 7.00: 7.00 + 3.00 + 4.00"]


def test_prices_and_dashes_are_no_sums() -> None:
    table = drawn("采购明细表", "序号|项目名称|单价|金额\n---\n1|电脑|0.50|5.00\n2|桌椅|0.10|4.00\n|合计|—|9.00")
    assert relations(total_rows, table) == ["= 合计 9.00: 5.00 + 4.00"]


def test_numbering_nests() -> None:
    text = "项目|预算数\n---\n一、本年收入|{whole}\n（一）一般公共预算拨款|5.00\n（二）政府性基金预算拨款|2.00\n二、上年结转|1.00"
    assert relations(numbered_items, drawn("财政拨款收支总表", text.format(whole="7.00"))) == ["= 本年收入 7.00: 5.00 + 2.00"]
    assert broken(numbered_items, drawn("财政拨款收支总表", text.format(whole="17.00"))) == ["≠ 本年收入 17.00: 5.00 + 2.00"]


def test_marked_and_single_sub_items_need_not_be_complete() -> None:
    marked = drawn("收入总表", "项目|预算数\n---\n一、财政拨款收入|7.00\n其中：（一）经费拨款|5.00\n二、事业收入|1.00")
    assert relations(numbered_items, marked) == []
    single = drawn("收入总表", "项目|预算数\n---\n一、事业收入|7.00\n（一）教育收费|5.00\n二、其他收入|1.00")
    assert relations(numbered_items, single) == ["?≠ 事业收入 7.00: 5.00"]


def test_carry_over_is_the_sum_of_its_funds() -> None:
    text = """
    项目 | 金额
    ---
    一、一般公共预算财政拨款 | 8.00
    本年收入合计 | 8.00
    年初财政拨款结转和结余 | {whole}
    一般公共预算财政拨款 | 1.00
    政府性基金预算财政拨款 | 0.50
    总计 | 9.50
    """
    assert relations(numbered_items, drawn("财政拨款收入支出决算总表", text.format(whole="1.50"))) == [
        "= 年初财政拨款结转和结余 1.50: 1.00 + 0.50"
    ]
    assert broken(numbered_items, drawn("财政拨款收入支出决算总表", text.format(whole="5.10")))


def test_tails_that_rounded_items_explain_are_no_breach() -> None:
    # 类 and 款 printed from sums of 元: off by up to half a unit for each item below
    rows = "205|教育支出|{whole}\n20501|管理|3.34\n20502|普通|6.66\n2050201|学前|3.33\n2050202|小学|3.33"
    text = f"科目编码|科目名称|合计\n---\n{rows}"
    assert "= 教育支出 10.01: 3.34 + 6.66" in relations(code_sums, drawn("支出总表", text.format(whole="10.01")))
    assert "?≠ 教育支出 10.02: 3.34 + 6.66" in relations(code_sums, drawn("支出总表", text.format(whole="10.02")))
    assert broken(code_sums, drawn("支出总表", text.format(whole="10.05"))) == ["≠ 教育支出 10.05: 3.34 + 6.66"]


def test_a_row_without_a_number_may_head_numbered_ones() -> None:
    text = "序号|项目名称|金额\n---\n{kind}|运转类项目|3.00\n1|校舍维修|3.00\n2|设备更新|4.00\n|合计|7.00"
    assert relations(total_rows, drawn("项目支出表", text.format(kind=""))) == ["?≠ 合计 7.00: 3.00 + 3.00 + 4.00"]
    assert broken(total_rows, drawn("项目支出表", text.format(kind="3")))
