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
