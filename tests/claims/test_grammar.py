"""The roles of numbers and the subjects they belong to."""

import pytest

from audit.claims.grammar import read_paragraphs
from audit.claims.model import Claim
from audit.claims.numerals import document_numerals
from tests.understood import paragraph


def claims(*texts: str, year: int = 2024) -> list[Claim]:
    paragraphs = [paragraph(t) for t in texts]
    return [c for p in read_paragraphs(paragraphs, document_numerals(paragraphs), year) for c in p.claims]


def roles(claim: Claim) -> dict[str, str]:
    return {o.role: ("-" if o.sign < 0 else "?" if o.sign == 0 else "") + o.mention.text for o in claim.operands}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "基本支出790.03万元，比2023年预算减少10.74万元，下降1.35%。",
            {"current": "790.03万元", "delta": "-10.74万元", "rate": "-1.35%"},
        ),
        (
            "会议费预算2.03万元，较2023年的1.99万元增加0.04万元（增长2.02%）。",
            {"current": "2.03万元", "prior": "1.99万元", "delta": "0.04万元", "rate": "2.02%"},
        ),
        (
            "培训费3.36万元，上年预算为3.35万元，本年增加0.01万元，增长幅度为0.35%。",
            {"current": "3.36万元", "prior": "3.35万元", "delta": "0.01万元", "rate": "0.35%"},
        ),
        (
            "机关运行经费60.21万元，较上年增长10.53%，增加5.74万元。",
            {"current": "60.21万元", "rate": "10.53%", "delta": "5.74万元"},
        ),
        (
            "三公经费预算8.36万元，与2023年相比，减少0.36万元，降幅4.13%。",
            {"current": "8.36万元", "delta": "-0.36万元", "rate": "-4.13%"},
        ),
        ("会议费0万元，较2023年预算增加（减少）0万元，增长（下降）0%。", {"current": "0万元", "delta": "?0万元", "rate": "?0%"}),
        (
            "行政单位离退休（项）。年初预算为452.40万元，支出决算为446.11万元，完成年初预算的98.61%。",
            {"planned": "452.40万元", "executed": "446.11万元", "completion": "98.61%"},
        ),
    ],
)
def test_roles_of_one_subject(text: str, expected: dict[str, str]) -> None:
    assert [roles(c) for c in claims(text)] == [expected]


def test_a_list_breaks_down_what_stands_before_it() -> None:
    whole, basic, project = claims("2024年支出预算1339.03万元。其中：基本支出790.03万元，占59%；项目支出549万元，占41%。")
    assert basic.whole is whole and project.whole is whole
    assert (whole.subject.topic, basic.subject.topic, project.subject.topic) == ("expenditure", "basic", "project")
    assert roles(project) == {"current": "549万元", "share": "41%"}


def test_reasons_claim_nothing() -> None:
    (claim,) = claims("项目支出549万元，比上年增加189万元，主要原因是房屋修缮增加120万元，增长60%。")
    assert roles(claim) == {"current": "549万元", "delta": "189万元"}


def test_the_function_path_outlives_its_sentence() -> None:
    (claim,) = claims("1.教育支出（类）普通教育（款）小学教育（项）。主要用于人员支出。年初预算为5.00万元，支出决算为4.00万元。")
    assert claim.subject.path == ("教育支出", "普通教育", "小学教育")


def test_the_section_says_whose_money_it_is() -> None:
    (claim,) = claims("四、一般公共预算支出情况", "（一）基本支出", "2024年基本支出790.03万元。")
    assert (claim.subject.topic, claim.fund) == ("basic", "general")


def test_this_years_number_is_not_last_years() -> None:
    prior, current = (claims("2023年为3.86万元。")[0], claims("2024年为3.86万元。")[0])
    assert set(prior.by_role) == {"prior"} and set(current.by_role) == {"current"}


def test_explanations_of_terms_claim_nothing() -> None:
    texts = [paragraph("基本支出：指为保障机构运转安排的支出，占100%，共5万元。", kind="terms")]
    assert read_paragraphs(texts, document_numerals(texts), 2024)[0].claims == ()
