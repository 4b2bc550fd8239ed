"""Every numeral of a text: its kind, unit, precision."""

from decimal import Decimal

import pytest

from audit.claims.numerals import chinese_value, document_numerals, sentence_spans
from tests.understood import paragraph


def kinds(text: str) -> list[tuple[str, str]]:
    return [(n.mention.text, n.kind) for n in document_numerals([paragraph(text)])[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年预算549万元，增长34.42%", [("2024", "year"), ("549万元", "amount"), ("34.42%", "rate")]),
        ("（财预〔2016〕143号）", [("2016", "document"), ("143", "document")]),
        ("民发【2017】89号文", [("2017", "document"), ("89", "document")]),
        ("2024年2月27日", [("2024", "date"), ("2", "date"), ("27", "date")]),
        ("1-6月执行12.5万元", [("1", "date"), ("6", "date"), ("12.5万元", "amount")]),
        ("3.公务接待费2万元", [("3", "section"), ("2万元", "amount")]),
        ("单价100万元以上的设备4台（套）", [("100万元", "threshold"), ("4台（套）", "count")]),
        ("满意度≥98%，完成率达到95%以上", [("98%", "threshold"), ("95%", "threshold")]),
        ("拟采购固定资产约5.7万元", [("5.7万元", "threshold")]),
        ("咨询电话：0930-6210000", [("0930", "phone"), ("6210000", "phone")]),
        ("（208类）（01款）", [("208", "code"), ("01", "code")]),
        ("2080101行政运行30.5万元", [("2080101", "code"), ("30.5万元", "amount")]),
        ("项目1：贷款贴息250万元", [("1", "ordinal"), ("250万元", "amount")]),
        ("占比提高2个百分点", [("2个百分点", "points")]),
        ("办公用房550平方米", [("550平方米", "count")]),
        ("共安排十二个项目", [("十二个", "count")]),
        ("增长13.95。", [("13.95", "other")]),
    ],
)
def test_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_about_is_approximate() -> None:
    (found,) = document_numerals([paragraph("固定资产约359.21万元，近2辆，余5万余元")])
    assert [n.mention.number.approximate for n in found] == [True, True, True]


def test_amounts_have_the_narratives_usual_precision_and_rates_their_own() -> None:
    texts = ["培训费4万元，下降25%。", "会议费2.55万元。", "接待费1.20万元。", "差旅费0.5万元。", "机关运行经费3亿元。"]
    found = [n.mention.number for numerals in document_numerals([paragraph(t) for t in texts]) for n in numerals]
    assert [(n.text, n.decimals) for n in found] == [("4", 2), ("25", 0), ("2.55", 2), ("1.20", 2), ("0.5", 2), ("3", 0)]


def test_ties_of_precision_go_to_the_finer_one() -> None:
    found = document_numerals([paragraph("甲1.5万元，乙2.25万元，丙3万元。")])[0]
    assert found[-1].mention.number.decimals == 2


def test_counts_are_exact_and_signs_are_read() -> None:
    (found,) = document_numerals([paragraph("车辆3辆，增减额为-12.5万元")])
    assert found[0].mention.number.half_unit == 0
    assert found[1].mention.number.value == Decimal("-12.5")


def test_chinese_values() -> None:
    assert [chinese_value(t) for t in ("十", "十二", "二十", "二十三", "两", "九")] == [10, 12, 20, 23, 2, 9]


def test_sentences_end_at_their_marks() -> None:
    text = "甲5万元；乙6万元。丙"
    assert [text[a:b] for a, b in sentence_spans(text)] == ["甲5万元；", "乙6万元。", "丙"]
