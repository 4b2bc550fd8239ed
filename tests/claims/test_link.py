"""Claims ↔ tables: scope first, then item, then period; nothing where any of them isn't certain."""

from collections.abc import Sequence

import pytest

from audit.checks import Understanding
from audit.claims.link import agreed_figure, empty_row, linked_figures, namesakes
from audit.facts import document_facts
from audit.pipeline import understand
from audit.reading.document import Table
from tests import made_budget
from tests.understood import document, paragraph, table


def links(*texts: str, tables: Sequence[Table] | None = None) -> list[str]:
    """Each linked operand of the text as `token: title row (column)`, the printings of one amount joined by a comma."""
    paragraphs = [paragraph("示例县教育局2024年部门预算", kind="heading")]
    paragraphs += [paragraph(text.removeprefix("#"), kind="heading" if text.startswith("#") else "text") for text in texts]
    made = document(paragraphs, made_budget.tables() if tables is None else tables)
    understood = understand(made, document_facts(made))
    found = []
    for claim in understood.claims:
        for operand in claim.operands:
            figures = linked_figures(claim, operand.role, understood.index)
            if figures:
                where = ", ".join(f"{f.table.title} {f.row_label} ({f.column_label})" for f in figures)
                found.append(f"{operand.mention.text}: {where}")
    return found


GENERAL = "#三、一般公共预算支出情况"


def test_whose_money_decides_the_table() -> None:
    assert links("#二、收支预算总体情况", "基本支出380.00万元。") == ["380.00万元: 部门支出预算总表 合计 (基本支出)"]
    assert links(GENERAL, "基本支出380.00万元。") == [
        "380.00万元: 一般公共预算支出预算表 合计 (基本支出), 一般公共预算基本支出预算表 合计 (合计)"
    ]


def test_the_value_never_decides() -> None:
    assert links(GENERAL, "项目支出999.99万元。") == ["999.99万元: 一般公共预算支出预算表 合计 (项目支出)"]


def test_money_that_no_table_prints() -> None:
    assert links("#五、政府性基金预算情况", "项目支出120.00万元。") == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）300.00万元。", "2050202 小学教育"),
        ("教育（205类）普通教育（02款）小学教育（02项）300.00万元。", "2050202 小学教育"),
        ("2050202小学教育：2024年预算数300.00万元。", "2050202 小学教育"),
        ("（二）普通教育（款）小学教育（项）300.00万元。", "2050202 小学教育"),
        ("教育支出300.00万元。", "205 教育支出"),
        ("社会保障和就业（类）支出300.00万元。", "208 社会保障和就业支出"),
        ("住房公积金300.00万元。", "2210201 住房公积金"),
    ],
)
def test_items_by_path_code_and_name(text: str, row: str) -> None:
    assert links(GENERAL, text) == [f"300.00万元: 一般公共预算支出预算表 {row} (本年预算数/小计)"]


def test_a_path_that_stands_elsewhere_in_the_table() -> None:
    assert links(GENERAL, "卫生健康支出（类）普通教育（款）小学教育（项）300.00万元。") == []


def test_a_name_that_two_items_bear() -> None:
    rows = ["| 合计 | 30.00", "201 | 公共服务支出 | 10.00", "20106 | 财政事务 | 10.00", "2010601 | 行政运行 | 10.00"]
    rows += ["208 | 保障支出 | 20.00", "20801 | 管理事务 | 20.00", "2080101 | 行政运行 | 20.00"]
    twice = table("一般公共预算支出表", ["科目编码 | 科目名称 | 合计"], rows)
    assert links(GENERAL, "行政运行30.00万元。", tables=[twice]) == []


def test_periods() -> None:
    (prior, current) = links(GENERAL, "小学教育2024年预算300.00万元，比2023年预算数290.00万元增加。")[::-1]
    assert prior.endswith("小学教育 (上年预算数)")
    assert current.endswith("小学教育 (本年预算数/小计)")


def test_execution_of_last_year_has_a_column_of_its_own() -> None:
    assert links(GENERAL, "小学教育300.00万元，比2023年执行数288.00万元增加。")[1:] == []


def test_parts_of_a_narrower_whole_are_not_the_units() -> None:
    assert links("机关运行经费60.00万元，其中：会议费1.80万元，培训费2.50万元。") == ["60.00万元: 机关运行经费表 合计 (合计)"]
    assert links("会议费1.80万元，培训费2.50万元。") == [
        "1.80万元: “三公”经费支出预算表 会议费 (本年预算数)",
        "2.50万元: “三公”经费支出预算表 培训费 (本年预算数)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "教育支出400.00万元，其中：基本支出290.00万元，项目支出110.00万元。",
        "教育支出400.00万元，基本支出290.00万元，项目支出110.00万元。",
        "教育支出：400.00万元。其中基本支出290.00万元，项目支出110.00万元。",
    ],
)
def test_divisions_of_an_item_are_its_own_columns(text: str) -> None:
    assert links(GENERAL, text) == [
        "400.00万元: 一般公共预算支出预算表 205 教育支出 (本年预算数/小计)",
        "290.00万元: 一般公共预算支出预算表 205 教育支出 (基本支出)",
        "110.00万元: 一般公共预算支出预算表 205 教育支出 (项目支出)",
    ]


def test_items_of_project_expenditure() -> None:
    assert links(GENERAL, "项目支出120.00万元，其中：教育支出110.00万元，校舍维修改造90.00万元。")[1:] == [
        "110.00万元: 一般公共预算支出预算表 205 教育支出 (项目支出)",
        "90.00万元: 项目支出预算表 校舍维修改造 (合计)",
    ]


def test_items_of_basic_expenditure_may_be_economic_classes() -> None:
    assert links(GENERAL, "基本支出380.00万元，其中：住房公积金15.00万元。")[1:] == []


def test_narrowed_topics_and_what_stands_beside_them() -> None:
    assert links(GENERAL, "下属单位项目支出40.00万元，基本支出80.00万元。") == []


def test_a_projects_whole_amount() -> None:
    assert links("校舍维修改造90.00万元。") == ["90.00万元: 项目支出预算表 校舍维修改造 (合计)"]


def test_parts_of_a_vehicle_row() -> None:
    assert links("公务用车运行维护费6.00万元。") == ["6.00万元: “三公”经费支出预算表 公务用车运行费 (本年预算数)"]


def test_names_too_short_to_be_certain() -> None:
    assert links(GENERAL, "教育400.00万元。") == []


def test_a_topic_without_scope_only_where_all_printings_agree() -> None:
    assert links("基本支出380.00万元。") != []
    other = table("部门支出预算总表", ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"], ["| 合计 | 400.00 | 381.00 | 19.00"])
    assert links("基本支出380.00万元。", tables=[made_budget.general(), other]) == []


def understood(text: str, tables: Sequence[Table]) -> Understanding:
    made = document([paragraph("示例县教育局2024年部门预算", kind="heading"), paragraph(text)], tables)
    return understand(made, document_facts(made))


def test_one_figure_where_its_printings_agree() -> None:
    known = understood("一般公共预算基本支出380.00万元。", made_budget.tables())
    figure = agreed_figure(known.claims[0], "current", known.index)
    assert figure is not None
    assert figure.number.amount == 3800000


def test_no_figure_where_they_do_not() -> None:
    rows = [" | 合计 | 381.00 | 320.00 | 60.00"]
    other = table("一般公共预算基本支出预算表", ["科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费"], rows)
    known = understood("一般公共预算基本支出380.00万元。", [made_budget.general(), other])
    assert len(linked_figures(known.claims[0], "current", known.index)) == 2
    assert agreed_figure(known.claims[0], "current", known.index) is None


def test_an_empty_row() -> None:
    known = understood("事业收入0万元。", made_budget.tables())
    assert empty_row(known.claims[0], known.index) == "部门收支预算总表"
    assert empty_row(understood("经营收入0万元。", made_budget.tables()).claims[0], known.index) is None


def test_namesakes_are_of_every_fund_and_period() -> None:
    known = understood("一般公共预算项目支出120.00万元。", made_budget.tables())
    assert {(f.fund, f.period) for f in namesakes(known.claims[0], known.index)} >= {("general", "current"), ("all", "current")}
    known = understood("教育支出400.00万元。", made_budget.tables())
    assert {f.period for f in namesakes(known.claims[0], known.index)} == {"current", "prior"}
