"""Which numerals of the narrative can claim anything, and what they stand for."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.numerals import Numeral, chinese_value, document_numerals, sentence_spans, usual_decimals
from audit.numbers import Interval, Number
from tests.understood import paragraph


def numerals(*texts: str) -> list[Numeral]:
    return [n for found in document_numerals([paragraph(text) for text in texts]) for n in found]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(n.mention.text, n.kind) for n in numerals(text)]


def claiming(text: str) -> list[str]:
    return [f"{n.mention.text} {n.kind}" for n in numerals(text) if n.can_claim]


@pytest.mark.parametrize(
    "text",
    [
        "2024年1-6月开展了评估。",
        "截至2024年12月31日。",
        "2023-2024年、2024.1.1-2024.12.31、12月底。",
        "依据财预〔2017〕89号、财教【2017】8号、沪财（2019）12号文执行。",
        "根据第14条、第2号令和财预〔2016〕143号文件。",
        "1.主要职能。",
        "（2）内设机构。",
        "2.1.3其他说明。",
        "2080101行政运行、208类社会保障和就业支出、（20805款）。",
        "201-01-05科目。",
        "联系电话：0930-1234567，邮编731100。",
        "传真：12345678，手机13812345678。",
        "项目1：道路养护；附件3、图2：说明。",
        "“1+3”制度、5G、24小时、GB18030。",
        "增长13.95。",
        "力争产值翻3倍，容量是原有系统2倍。",
        "出口300亿美元，采购10万台设备，惠及3万人。",
    ],
)
def test_numbers_that_claim_nothing(text: str) -> None:
    assert claiming(text) == []


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("单价100万元以上设备。", "100万元"),
        ("单价50万元（含）以上通用设备。", "50万元"),
        ("金额不超过20万元。", "20万元"),
        ("满意度≥98%。", "98%"),
        ("合格率达到95%以上。", "95%"),
        ("及时率不低于90%。", "90%"),
        ("成本控制在3%以内。", "3%"),
        ("2024年拟采购固定资产约5.7万元。", "5.7万元"),
        ("预计收入30万元。", "30万元"),
        ("计划征收12.50万元。", "12.50万元"),
        ("每人每年1.2万元。", "1.2万元"),
    ],
)
def test_thresholds_targets_and_plans(text: str, threshold: str) -> None:
    assert (threshold, "threshold") in kinds(text)
    assert claiming(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入1,339.03万元。", "1,339.03万元 amount"),
        ("收入1339元、1.2亿元。", "1339元 amount, 1.2亿元 amount"),
        ("收入5千元、3万，2亿。", "5千元 amount, 3万 amount, 2亿 amount"),
        ("增长52.50%，提高3.5个百分点，死亡率12‰。", "52.50% rate, 3.5个百分点 points, 12‰ rate"),
        ("3.5个百分点的增幅。", "3.5个百分点 points"),
        ("12.50万元用于修缮。", "12.50万元 amount"),
        ("车辆3辆，26人次，设备2台（套）。", "3辆 count, 26人次 count, 2台（套） count"),
        ("面积8013平方米、5亩。", "8013平方米 count, 5亩 count"),
        ("共十个科室、二十三个项目、两个单位、十二名干部。", "十个 count, 二十三个 count, 两个 count, 十二名 count"),
        ("第三个、每个、一个百分点、五个方面。", ""),
    ],
)
def test_numbers_that_can_claim(text: str, expected: str) -> None:
    assert ", ".join(claiming(text)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("增长-5%。", "-5"),
        ("增加额为－0.15万元。", "-0.15"),
        ("同比−2.5%。", "-2.5"),
        ("结余：-3万元。", "-3"),
        ("A-5万元。", "-5"),
        ("预算-5万元。", "5"),
        ("2-3个。", "3"),
    ],
)
def test_a_dash_is_a_minus_only_where_a_value_is_told(text: str, value: str) -> None:
    assert numerals(text)[-1].mention.number.value == Decimal(value)


@pytest.mark.parametrize("text", ["约5.7万元。", "近5.7万元。", "超过5.7万元。", "逾5.7万元。", "5.7万元左右。", "5.7万元余。"])
def test_approximations(text: str) -> None:
    (numeral,) = numerals(text)
    assert numeral.mention.number.approximate


def test_a_plain_amount_is_no_approximation() -> None:
    assert not numerals("支出5.7万元。")[0].mention.number.approximate


def test_parts_of_a_number_with_spaces_claim_nothing() -> None:
    assert claiming("支出1 200 000.00元。") == []


def test_amounts_take_the_usual_precision_of_their_unit() -> None:
    found = numerals("收入1339.03万元，支出549万元，贷款1.2亿元。", "增加10.74万元，共计9038516.2元，另有3元，增长5%。")
    intervals = {n.mention.text: n.mention.number.interval for n in found}
    assert intervals["549万元"] == Interval(Decimal(5489950), Decimal(5490050))
    assert intervals["3元"] == Interval(Decimal("2.95"), Decimal("3.05"))
    assert intervals["1.2亿元"] == Interval(Decimal(115000000), Decimal(125000000))
    assert intervals["5%"] == Interval(Decimal("4.5"), Decimal("5.5"))


def test_ties_of_precision_go_to_the_larger() -> None:
    assert usual_decimals([Number("1.5", Decimal("1.5"), 1, "万元"), Number("1.25", Decimal("1.25"), 2, "万元")]) == {"万元": 2}


def test_without_a_point_anywhere_amounts_are_whole() -> None:
    assert usual_decimals([Number("549", Decimal(549), 0, "万元"), Number("1.5", Decimal("1.5"), 1, "亿元")]) == {}


def test_counts_and_bare_zeros_are_exact() -> None:
    exact = {n.mention.text: n.mention.number.exact for n in numerals("车辆3辆，金额0万元，实际0.00万元，占0%，面积8.5亩。")}
    assert exact == {"3辆": True, "0万元": True, "0.00万元": False, "0%": False, "8.5亩": False}


def test_the_token_and_its_sentence_are_quoted_as_printed() -> None:
    mention = numerals("收入５４９万元。支出189万元；结余0万元。".replace("５４９", "549"))[1].mention
    assert mention.text == "189万元"
    assert mention.quote == "支出189万元；"


def test_sentences_end_at_stops_and_semicolons() -> None:
    text = "甲。乙；丙！丁"
    assert [text[slice(*span)] for span in sentence_spans(text)] == ["甲。", "乙；", "丙！", "丁"]


@given(st.integers(1, 99))
def test_chinese_numerals(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert chinese_value(text) == value


def test_two_is_also_written_liang() -> None:
    assert chinese_value("两") == 2


@given(st.text(alphabet="1234567890.,，万亿元%个年月日约-—（）〔〕号第项目增长占的为、。； \n", max_size=60))
def test_any_text_is_read_without_failing_and_in_order(text: str) -> None:
    found = numerals(text)
    starts = [n.mention.start for n in found]
    assert starts == sorted(starts)
    assert all(n.mention.sentence[0] <= n.mention.start < n.mention.sentence[1] for n in found)
    assert all(a.mention.end <= b.mention.start for a, b in pairwise(found))


def test_silent_kinds_are_told_apart() -> None:
    text = "3.据财预〔2016〕143号，2024年2月27日，2024年的2080101行政运行；项目1：咨询电话：0930-6210000。"
    found = dict(kinds(text))
    expected = {"3": "section", "143": "document", "27": "date", "2080101": "code", "1": "ordinal", "6210000": "phone"}
    assert {token: found[token] for token in expected} == expected
    assert ("2024", "year") in kinds(text)
    assert ("2024", "date") in kinds(text)


def test_endless_digits_are_no_amount() -> None:
    (numeral,) = document_numerals([paragraph(f"支出{'9' * 40}万元。")])[0]
    assert numeral.kind == "other"


def test_a_rate_of_work_done_is_a_claim_beside_its_two_counts_only() -> None:
    assert dict(kinds("绩效目标公开率为100%。"))["100%"] == "indicator"
    assert dict(kinds("设定目标10个，公开9个，公开率为90%。"))["90%"] == "rate"
    assert dict(kinds("项目支出549万元，增长率为5%。"))["5%"] == "rate"


def test_ranges_are_no_amounts() -> None:
    assert dict(kinds("每套1.20-1.50万元。"))["1.50万元"] == "threshold"


def test_how_many_times_a_rate_is_in_percent() -> None:
    (times,) = numerals("比上年增长1.5倍。")
    assert (times.kind, times.mention.text, times.mention.number.amount) == ("rate", "1.5倍", Decimal(150))
    assert times.mention.number.interval == Interval(Decimal(145), Decimal(155))


@pytest.mark.parametrize("text", ["增长1倍。", "增长1.2倍多。", "增长近2.5倍。"])
def test_a_growth_of_roughly_so_many_times_is_approximate(text: str) -> None:
    assert [n.mention.number.approximate for n in numerals(text)] == [True]


def test_an_average_is_as_precise_as_it_is_printed() -> None:
    found = numerals("公务用车运行维护费10.48万元，平均每辆2.1万元，其他3万元。")
    assert [n.mention.number.decimals for n in found] == [2, 1, 2]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1亿5000万元", 150000000), ("2亿零30.5万元", 200305000), ("3千万元", 30000000), ("5亿元", 500000000)],
)
def test_amounts_in_several_units(text: str, amount: int) -> None:
    (found,) = numerals(f"收入总计{text}。")
    assert (found.mention.text, found.mention.number.amount) == (text, Decimal(amount))


def test_a_series_of_amounts_prints_its_unit_once() -> None:
    found = numerals("收支总计各是4125.49，4143.91万元，分别占40.5、59.5%，3.1、其他1万元。")
    assert [(n.mention.text, n.mention.number.unit, n.kind) for n in found if n.mention.number.is_money] == [
        ("4125.49", "万元", "amount"),
        ("4143.91万元", "万元", "amount"),
        ("1万元", "万元", "amount"),
    ]
