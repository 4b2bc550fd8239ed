"""One figure in two tables."""

from audit.checks.crosstable import one_fund, operation_items, project_list, same_figure
from audit.reading.document import Table
from tests.drawn_tables import broken, drawn, relations

BALANCE = """
收入 | < | 支出 | <
项目 | 预算数 | 项目 | 预算数
---
一、一般公共预算财政拨款收入 | {general} | 一、教育支出 | {education}
二、政府性基金预算财政拨款收入 | {fund} | 二、体育支出 | 1.00
三、事业收入 | | 三、城乡社区支出 | {fund}
| | 四、住房保障支出 | 2.00
本年收入合计 | {year} | 本年支出合计 | {year}
四、上年结转 | {carried} | 五、结转下年 | {carried}
收入总计 | {grand} | 支出总计 | {grand}
"""
EXPENDITURE = """
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
---
 | 合计 | {total} | 8.00 | {project}
205 | 教育支出 | 9.00 | 6.00 | 3.00
20502 | 普通教育 | 9.00 | 6.00 | 3.00
2050202 | 小学教育 | {item} | 6.00 | 3.00
207 | 体育支出 | 1.00 | | 1.00
221 | 住房保障支出 | 2.00 | 2.00 |
{fund}
"""
FUND_ROW = "212 | 城乡社区支出 | 4.00 | | 4.00"


def balance(education: str = "9.00", fund: str = "", carried: str = "", general: str = "12.00") -> Table:
    year, grand = ("16.00", "17.00") if fund else ("12.00", "12.50" if carried else "12.00")
    text = BALANCE.format(education=education, fund=fund, carried=carried, year=year, grand=grand, general=general)
    return drawn("部门收支总表", text, page=1)


def expenditure(total: str = "12.00", item: str = "9.00", fund: bool = False) -> Table:
    project = "8.00" if fund else "4.00"
    return drawn(
        "部门支出总表", EXPENDITURE.format(total=total, item=item, project=project, fund=FUND_ROW if fund else ""), page=3
    )


def general(item: str = "9.00") -> Table:
    return drawn("一般公共预算支出表", EXPENDITURE.format(total="12.00", item=item, project="4.00", fund=""), page=4)


def test_classes_and_total_of_the_summary_are_those_of_the_expenditure_table() -> None:
    assert relations(same_figure, balance(), expenditure()) == [
        "= 部门支出总表 9.00: 9.00",
        "= 部门支出总表 1.00: 1.00",
        "= 部门支出总表 2.00: 2.00",
        "= 部门支出总表 12.00: 12.00",
    ]
    assert broken(same_figure, balance(education="90.00"), expenditure()) == ["≠ 部门支出总表 9.00: 90.00"]


def test_amounts_in_another_unit_are_compared_by_intervals() -> None:
    in_yuan = drawn("部门支出总表", "科目编码|科目名称|合计\n---\n|合计|120,049.00\n205|教育支出|89,951.00", unit="元")
    found = relations(same_figure, balance(), in_yuan)
    assert found == ["= 部门支出总表 89,951.00: 9.00", "= 部门支出总表 120,049.00: 12.00"]


def test_tables_that_disagree_in_most_figures_differ_in_scope() -> None:
    rows = "|合计|50.00\n205|教育支出|40.00\n207|体育支出|9.00\n221|住房保障支出|1.00"
    other = drawn("部门支出总表", f"科目编码|科目名称|合计\n---\n{rows}")
    assert broken(same_figure, balance(), other) == []
    assert len(relations(same_figure, balance(), other)) == 4


def test_the_basic_table_totals_what_the_general_budget_calls_basic() -> None:
    text = "科目编码|科目名称|合计|人员经费|公用经费\n---\n|合计|{total}|5.00|3.00\n301|工资福利支出|5.00|5.00|"
    right = drawn("一般公共预算基本支出表", text.format(total="8.00"), page=5)
    assert relations(same_figure, general(), right) == ["= 一般公共预算基本支出表 8.00: 8.00"]
    wrong = drawn("一般公共预算基本支出表", text.format(total="8.80"), page=5)
    assert broken(same_figure, general(), wrong) == ["≠ 一般公共预算基本支出表 8.80: 8.00"]


def test_all_funds_and_one_fund_are_not_the_same_figure() -> None:
    assert relations(same_figure, expenditure(fund=True, total="16.00"), general()) == []


def test_where_income_is_one_fund_its_table_is_a_candidate_for_every_row() -> None:
    found = relations(one_fund, balance(), expenditure(), general(item="9.90"))
    assert "?= 一般公共预算支出表 6.00: 6.00" in found
    assert "?≠ 一般公共预算支出表 9.90: 9.00" in found


def test_other_funds_and_carry_over_keep_the_tables_apart() -> None:
    with_fund = balance(fund="4.00", carried="1.00")
    assert relations(one_fund, with_fund, expenditure(fund=True, total="16.00"), general()) == []
    assert relations(one_fund, balance(carried="0.50"), expenditure(), general()) == []
    # a general appropriation that isn't the whole income shows money the table's reader missed
    assert relations(one_fund, balance(general="11.00"), expenditure(), general()) == []


def test_income_by_function_follows_expenditure_only_without_carry_over() -> None:
    rows = "|合计|12.00|12.00\n205|教育支出|9.00|9.00\n207|体育支出|1.10|1.10"
    income = drawn("部门收入总表", f"科目编码|科目名称|合计|一般公共预算\n---\n{rows}", page=2)
    found = relations(one_fund, balance(), income, expenditure())
    assert "?= 部门收入总表 9.00: 9.00" in found or "?= 部门支出总表 9.00: 9.00" in found
    assert any(shown.startswith("?≠") and "1.10" in shown for shown in found)
    assert relations(one_fund, balance(carried="0.50"), income, expenditure()) == []


def test_income_by_source() -> None:
    text = "科目编码|科目名称|合计|一般公共预算|政府性基金预算\n---\n|合计|{total}|12.00|\n205|教育支出|9.00|9.00|"
    assert relations(same_figure, balance(), drawn("部门收入总表", text.format(total="12.00"), page=2)) == [
        "= 部门收入总表 12.00: 12.00",
        "= 部门收入总表 12.00: 12.00",
    ]
    wrong = drawn("部门收入总表", text.format(total="21.00"), page=2)
    assert broken(same_figure, balance(), wrong) == ["≠ 部门收入总表 21.00: 12.00"]


def test_the_list_of_projects_adds_up_to_the_project_expenditure() -> None:
    text = "序号|项目名称|功能科目编码|金额\n---\n1|校舍维修|2050202|2.00\n2|设备更新|2050202|{second}\n|合计||{total}"
    right = drawn("项目支出表", text.format(second="1.00", total="4.00"), page=9)
    assert relations(project_list, expenditure(), right) == ["= 项目支出表 4.00: 4.00", "?= 小学教育 3.00: 2.00 + 1.00"]
    wrong = drawn("项目支出表", text.format(second="1.00", total="4.40"), page=9)
    assert broken(project_list, expenditure(), wrong) == ["≠ 项目支出表 4.40: 4.00"]


def test_a_choice_of_projects_need_not_add_up() -> None:
    chosen = drawn("重点项目支出表", "序号|项目名称|金额\n---\n1|校舍维修|2.00\n|合计|2.00", page=9)
    assert relations(project_list, expenditure(), chosen) == ["?≠ 重点项目支出表 2.00: 4.00"]
    # and with two amounts of 项目支出 in the document nothing says which is meant
    full = drawn("项目支出表", "序号|项目名称|金额\n---\n1|校舍维修|4.00\n|合计|4.00", page=9)
    assert broken(project_list, expenditure(fund=True, total="16.00"), general(), full) == []


def test_items_of_operation_are_candidates_against_the_basic_table() -> None:
    rows = "302|商品和服务支出|9.00\n30201|办公费|8.00\n30202|印刷费|1.00"
    basic = drawn("一般公共预算基本支出表", f"科目编码|科目名称|合计\n---\n{rows}")
    rows = "1|[30201]办公费|9.00|8.00|1.00\n2|[30202]印刷费|3.00|3.00|"
    operation = drawn("机关运行经费表", f"序号|项目|合计|基本支出|项目支出\n---\n{rows}", page=2)
    assert relations(operation_items, basic, operation) == ["?= 机关运行经费表 8.00: 8.00", "?≠ 机关运行经费表 3.00: 1.00"]


def test_tails_of_rounded_items_between_tables_are_no_breach() -> None:
    rows = (
        "|合计|{total}\n205|教育支出|9.00\n2050201|学前教育|4.00\n2050202|小学教育|5.00\n207|体育支出|1.00\n221|住房保障支出|2.00"
    )
    close = drawn("部门支出总表", f"科目编码|科目名称|合计\n---\n{rows.format(total='12.02')}", page=3)
    assert "?≠ 部门支出总表 12.02: 12.00" in relations(same_figure, balance(), close)
    far = drawn("部门支出总表", f"科目编码|科目名称|合计\n---\n{rows.format(total='12.20')}", page=3)
    assert broken(same_figure, balance(), far) == ["≠ 部门支出总表 12.20: 12.00"]
