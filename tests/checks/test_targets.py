"""Numbers of projects and indicators with performance targets, against the forms that are printed."""

from audit.checks.equation import Equation
from audit.checks.targets import more_projects, targets
from audit.claims.grammar import ReadParagraph, read_paragraphs
from audit.claims.numerals import document_numerals
from audit.reading.document import Table
from audit.statements.read import read_statements
from tests.drawn_tables import drawn
from tests.understood import paragraph

FORM = """
项目名称 | {name} | < | < | <
项目资金（万元） | 年度资金总额： | < | {total} | <
^ | 其中：当年财政拨款 | < | {total} | <
^ | 上年结转资金 | < | | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 成本指标 | 经济成本指标 | 投入成本 | {total} 万
^ | 产出指标 | 数量指标 | 完成数量 | 2
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%
"""


def form(name: str, total: str) -> Table:
    return drawn("2024年项目支出绩效目标表", FORM.format(name=name, total=total), unit="", page=9)


FORMS = [form("场馆维修", "12"), form("健身器材", "8"), form("青少年训练", "5")]


def read(*texts: str) -> list[ReadParagraph]:
    paragraphs = [paragraph(text) for text in texts]
    return read_paragraphs(paragraphs, document_numerals(paragraphs), 2024)


def told(*texts: str, forms: list[Table] = FORMS) -> list[str]:
    found = []
    for word in targets(read(*texts), read_statements(forms, "万元", {})):
        if isinstance(word, Equation):
            found.append(f"{'=' if word.holds else '≠'} {word.stated.printed.number.text}")
        else:
            found.append(f"{word.verdict} {word.stated or word.operands[0].number.text} {word.expected or ''}".strip())
    return found


def test_their_number_and_their_money() -> None:
    assert told("2024年纳入绩效目标管理的项目3个，涉及预算资金25.00万元。") == ["verified 3", "= 25.00"]
    assert told("2024年纳入绩效目标管理的项目3个，涉及预算资金52.00万元。") == ["verified 3", "≠ 52.00"]
    assert told("2024年编报绩效目标的项目共3个，对应资金25.00元。") == ["verified 3", "≠ 25.00"]
    assert told("2024年对3个项目设置了绩效目标，涉及资金25.00万元。") == ["verified 3", "= 25.00"]


def test_another_number_is_wrong_where_the_money_is_that_of_the_forms() -> None:
    assert told("2024年纳入绩效目标管理的项目5个，金额25.00万元。") == ["contradicted 5个 3个"]


def test_not_every_form_need_be_disclosed() -> None:
    assert told("2024年纳入绩效目标管理的项目5个，金额90.00万元。") == []
    assert told("2024年纳入绩效目标管理的项目5个。") == []


def test_another_number_is_wrong_where_list_and_forms_name_the_same_projects() -> None:
    rows = "序号 | 项目名称 | 金额\n-----\n| 合计 | 25.00\n1 | 场馆维修 | 12.00\n2 | 健身器材 | 8.00\n3 | 青少年训练 | 5.00"
    listing = drawn("项目支出表", rows, page=8)
    said = "2024年纳入绩效目标管理的项目{}个。"
    assert told(said.format(4), forms=[listing, *FORMS]) == ["contradicted 4个 3个"]
    assert told(said.format(3), forms=[listing, *FORMS]) == ["verified 3"]
    longer = drawn("项目支出表", rows + "\n4 | 党建 | 1.00", page=8)
    assert told(said.format(4), forms=[longer, *FORMS]) == []


def test_money_of_evaluated_projects_is_what_was_spent_or_planned() -> None:
    heads = "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数"
    evaluated = [
        drawn(
            "2024年项目支出绩效自评表", f"项目名称 | {name} | < | < | <\n{heads}\n^ | 年度资金总额 | {a} | {b} | {c}", unit="万元"
        )
        for name, a, b, c in (("甲项目", "10.00", "12.00", "11.00"), ("乙项目", "20.00", "20.00", "19.00"))
    ]
    said = "组织对2024年度{}个项目开展绩效自评，涉及资金{}万元。"
    assert told(said.format(2, "30.00"), forms=evaluated) == ["verified 2", "= 30.00"]
    assert told(said.format(2, "32.00"), forms=evaluated) == ["verified 2", "= 32.00"]
    assert told(said.format(2, "300.00"), forms=evaluated) == ["verified 2", "≠ 300.00"]
    assert told(said.format(3, "300.00"), forms=evaluated) == []


def test_another_year_and_other_projects() -> None:
    assert told("2023年纳入绩效目标管理的项目5个，金额25.00万元。") == []
    assert told("2024年安排项目5个，金额25.00万元。") == []


def test_a_single_form_tells_nothing() -> None:
    assert told("2024年纳入绩效目标管理的项目5个，金额12.00万元。", forms=FORMS[:1]) == []


def test_indicators() -> None:
    assert told("设置二级指标共9个。") == ["verified 9"]
    assert told("设置二级指标共7个。") == []


def test_growth_by_new_projects() -> None:
    texts = ("2024年纳入绩效目标管理的项目10个。", "比上年增加预算项目1个，增长率{rate}%。")
    (equation,) = more_projects(read(texts[0], texts[1].format(rate=11)))
    assert equation.holds
    (equation,) = more_projects(read(texts[0], texts[1].format(rate=10)))
    assert not equation.holds
    assert list(more_projects(read(texts[1].format(rate=11)))) == []
