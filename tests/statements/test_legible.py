"""Tables that were not read as they stand say nothing about the document."""

import pytest

from audit.checks.empty_tables import empty_tables
from audit.checks.hierarchy import code_sums, total_rows
from audit.checks.performance import form_funds
from audit.facts import Facts
from audit.statements.legible import is_misread
from tests.drawn_tables import drawn, relations, understood

_CODES = """
    科目编码 | 科目名称 | 合计 | 基本支出
    -
    210 | 卫生健康支出 | 3,024.00 | 3,024.00
    21011 | 行政事业单位医疗 | 3,024.00 | 3,024.00
    2101101 | 行政单位医疗 | 1,424.00 | 1,424.00
    {rest}
"""


def test_rows_in_one_cell_make_no_sum_wrong() -> None:
    table = drawn(
        "一般公共预算支出表", _CODES.format(rest="210110221201 | 事业单位医疗城乡社区支出 | 1,600.009,000.00 | 1,600.000.00")
    )
    assert is_misread(understood(table)[0])
    assert relations(code_sums, table) == relations(total_rows, table) == []
    assert [f.number.text for f in understood(table)[0].figures][-1] == "1,424.00"


def test_the_same_table_read_well_adds_up() -> None:
    table = drawn("一般公共预算支出表", _CODES.format(rest="2101102 | 事业单位医疗 | 1,600.00 | 1,600.00"))
    assert not is_misread(understood(table)[0])
    assert "= 行政事业单位医疗 3,024.00: 1,424.00 + 1,600.00" in relations(code_sums, table)


@pytest.mark.parametrize(
    "text", ["1,234,567.89", "2024.01.01-2024.12.31", "34.42%", "1,600.00（其中：基本支出1,000.00）", "10.00 20.00"]
)
def test_what_one_cell_can_hold(text: str) -> None:
    assert not is_misread(understood(drawn("部门收支总表", f"项目 | 金额\n-\n一般公共预算 | {text}"))[0])


@pytest.mark.parametrize(
    ("head", "misread"),
    [
        ("小计基本支出 | 项目支出", True),
        ("基本支出项目支出小计基本支出项目支出 | 合计", True),
        ("预算数决算数 | 合计", True),
        ("基本支出决算数 | 项目支出决算数", False),
        ("人员经费小计 | 公用经费小计", False),
        ("基本支出、项目支出合计 | 基本支出", False),
        ("因公出国公务接待 | （境）费", True),
        ("公务用车购置及运行费小计购置费运行费 | 合计", True),
        ("年初预算 | 数", True),
        ("公务用车购置及运行费公务 | 接待费", True),
        ("财政拨款收上级补助收科目名称入 | 合计", True),
        ("支出功能分类科目名称 | 合计", False),
        ("公务接待费 | 会议费、培训费", False),
        ("行次年初预算数 | 决算数", True),
        ("行次 | 决算数", False),
        ("公务用车购置及运行维护费 | 公务用车购置费", False),
        ("因公出国（境）费、公务接待费 | 数量", False),
        ("额度 | 费用", False),
    ],
)
def test_names_of_columns(head: str, misread: bool) -> None:
    (statement,) = understood(drawn("一般公共预算支出表", f"科目 | {head}\n-\n合计 | 10.00 | 6.00"))
    assert is_misread(statement) == misread
    assert bool(statement.figures) != misread


def test_two_items_in_one_label() -> None:
    rows = "（1）公务接待费 | 1.00\n（2）公务用车运行维护费会议费 | 3.00\n培训费 | 2.00"
    (statement,) = understood(drawn("“三公”经费支出表", f"项目 | 预算数\n-\n{rows}"))
    assert is_misread(statement) and not statement.figures


@pytest.mark.parametrize(
    "text", ["61.201,594.27", "10.0020.00", "1,600.009,000.00", "1,601,4241,601,424", "351.84302", "104.6230201"]
)
def test_two_amounts_in_one_cell(text: str) -> None:
    assert is_misread(understood(drawn("部门收支总表", f"项目 | 金额\n-\n支出总计 | {text}"))[0])


def test_a_row_parted_from_its_number() -> None:
    rows = "一、本年支出 | 9.00\n（一）一般公共服务支出 | 6.00\n（二） | \n住房保障支出 | 3.00"
    assert is_misread(understood(drawn("财政拨款收支总表", f"项目 | 合计\n-\n{rows}"))[0])
    numbered = "一、 | 本年支出 | 9.00\n（一） | 一般公共服务支出 | 6.00\n（二） | 住房保障支出 | 3.00"
    assert not is_misread(understood(drawn("财政拨款收支总表", f"序号 | 项目 | 合计\n-\n{numbered}"))[0])


def test_a_table_that_could_not_be_read_is_not_called_empty() -> None:
    blank = drawn("政府性基金预算支出表", "科目名称 | 合计\n-\n | ")
    jumbled = drawn("政府性基金预算支出表", "科目名称 | 合计\n-\n城乡社区支出其他支出 | 1,600.009,000.00")
    facts = Facts(year=2024, kind="budget", organization="", title="", unit="万元")
    assert [remark.check for remark in empty_tables((), understood(blank), facts)] == ["empty_tables"]
    assert not list(empty_tables((), understood(jumbled), facts))


def test_figures_beside_the_names_of_their_columns() -> None:
    table = drawn(
        "项目支出绩效自评表",
        """
        项目名称 | 送戏下乡补助 | < | < | <
        | 年初预算数 | 全年预算数 | | 全年执行数
        年度资金总额 | | 28.55 | 37.21 | 32.87
        """,
    )
    assert is_misread(understood(table)[0])
    assert understood(table)[0].figures == ()


def test_names_of_several_columns_in_one_cell() -> None:
    table = drawn(
        "项目支出绩效自评表",
        "项目名称主管部门 | 送戏下乡补助文化局 | 全年预算数 | 全年执行数分值\n年度资金总额 | 28.55 | 37.21 | 10",
    )
    assert is_misread(understood(table)[0])
    assert understood(table)[0].figures == ()


@pytest.mark.parametrize(
    "form",
    [
        "项目名称 | 送戏下乡补助 | < | < | < | <\n | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 执行率（B/A） | 得分\n"
        "年度资金总额 | 28.55 | 37.21 | 32.87 | 88.33% | 8.84",
        "项目名称 | 送戏下乡补助 | < | < | < | <\n | 年初预算数 | 全年预算数 | < | 全年执行数 | 得分\n"
        "年度资金总额 | 28.55 | | 37.21 | 32.87 | —",
        "项目名称 | 送戏下乡补助 | < | <\n | 年初预算数 | 全年预算数 | 全年执行数\n年度资金总额 | | 37.21 | 32.87",
    ],
    ids=["one below the other", "below a name of two columns", "one left blank"],
)
def test_figures_below_the_names_of_their_columns(form: str) -> None:
    (statement,) = understood(drawn("项目支出绩效自评表", form))
    assert statement.role == "performance" and not is_misread(statement)
    assert statement.figures


def test_a_form_torn_from_the_names_of_its_columns() -> None:
    (torn,) = understood(
        drawn(
            "项目支出绩效自评表",
            """
        年度资金总额 | 94.72 | 94.72 | 83.53 | 10
        其中：财政拨款 | 94.72 | 94.72 | 83.53 | —
        """,
        )
    )
    assert torn.role == "performance" and torn.figures == ()
    (whole,) = understood(
        drawn(
            "项目支出绩效目标表",
            """
        年度资金总额 | 94.72 | < | <
        其中：财政拨款 | 94.72 | < | <
        人员经费 | 3.00 | 公用经费 | 5.00
        """,
        )
    )
    assert [f.number.text for f in whole.figures] == ["94.72", "94.72", "3.00", "5.00"]


def test_rates_never_add_up_however_their_head_was_read() -> None:
    table = drawn(
        "一般公共预算支出表",
        """
        科目编码 | 科目名称 | 预算数 | 增减比例（%） | <
        -
        208 | 社会保障和就业支出 | 63.23 | | -9.98
        20805 | 行政事业单位养老支出 | 63.23 | | -9.98
        2080505 | 机关事业单位基本养老保险缴费支出 | 60.00 | | -14.88
        2080506 | 机关事业单位职业年金缴费支出 | 3.23 | | 4.00
        """,
    )
    assert relations(code_sums, table) == [
        "= 社会保障和就业支出 63.23: 63.23",
        "= 行政事业单位养老支出 63.23: 60.00 + 3.23",
    ]


def test_a_table_that_only_goes_on_from_another_is_not_summed() -> None:
    rest = drawn("", "---\n4 | 秸秆综合利用项目 | 26.43\n8 | 土地承包档案管理项目 | 26.86\n | 合计 | 775.36")
    assert is_misread(understood(rest)[0]) and not relations(total_rows, rest)


def test_what_is_carried_over_is_not_all_that_a_project_has() -> None:
    rows = "年度资金总额 | 200.00\n{part} | 77.00\n其他资金 | \n绩效目标 | 按期完成"
    carried, granted = (drawn("项目支出绩效目标表", rows.format(part=part)) for part in ("上年结转资金", "当年财政拨款"))
    assert relations(form_funds, carried) == ["?≠ 年度资金总额 200.00: 77.00"]
    assert relations(form_funds, granted) == ["≠ 年度资金总额 200.00: 77.00"]
