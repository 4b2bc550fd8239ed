"""Each way in which a proposal can fail to stand on the page, beside the one that does."""

from dataclasses import replace
from typing import Any

import pytest

from audit.claims.grammar import read_paragraphs
from audit.claims.numerals import document_numerals
from audit.facts import document_facts
from audit.pipeline import understand
from audit.proposals.candidates import Question, questions
from audit.proposals.equations import equations_of
from audit.proposals.grounding import GroundedClaim, grounded
from audit.proposals.labels import labels_of
from audit.proposals.passage import Grounds, Ungrounded
from audit.proposals.schema import ProposedClaim
from audit.reading.document import Document, Paragraph


@pytest.fixture(scope="module")
def grounds(wordings: Document) -> Grounds:
    facts = document_facts(wordings)
    understood = understand(wordings, facts)
    return Grounds(labels_of(understood.statements), understood.index.funds, facts.year, final_accounts=False)


def question(text: str, grounds: Grounds, heading: str = "") -> Question:
    """The question about a text under a heading, every figure of the tables on offer, all numbers open."""
    paragraphs = [Paragraph(t, t, tuple((1, (0.0, 0.0, 1.0, 1.0)) for _ in t)) for t in (heading, text) if t]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), grounds.year)
    (asked,) = questions(read[-1:], frozenset(n.mention for n in read[-1].numerals), grounds.labels)
    return replace(asked, offered={f"F{n}": labelled for n, labelled in enumerate(grounds.labels.figures)})


def figure(grounds: Grounds, value: str, period: str = "current", column: str = "") -> str:
    """The id of the first figure that prints the value."""
    return next(
        f"F{n}"
        for n, labelled in enumerate(grounds.labels.figures)
        if labelled.figure.number.text == value and labelled.figure.period == period and column in labelled.figure.column_label
    )


def claim(kind: str, item: str, quote: str, **operands: tuple[str | None, str | None]) -> ProposedClaim:
    listed: list[dict[str, Any]] = [{"role": r, "number": number, "figure": f} for r, (number, f) in operands.items()]
    return ProposedClaim.model_validate({"quote": quote, "kind": kind, "item": item, "operands": listed})


def reason(proposed: ProposedClaim, asked: Question, grounds: Grounds) -> str:
    with pytest.raises(Ungrounded) as dropped:
        grounded(proposed, asked, grounds)
    return dropped.value.reason


AMOUNT = "行政运行这一项，今年列的钱一共是812.40万元"


def test_amount(grounds: Grounds) -> None:
    found = grounded(
        claim("amount", "行政运行", AMOUNT, current=("812.40", figure(grounds, "812.40"))), question(AMOUNT, grounds), grounds
    )
    operand = found.operands["current"]
    assert operand.mention is not None and operand.mention.text == "812.40万元"
    assert operand.figure is not None and operand.figure.item == "行政运行"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"quote": "行政运行今年列了812.40万元"}, "quote"),
        ({"quote": ""}, "quote"),
        ({"number": "12.40"}, "number"),
        ({"number": "812.4"}, "number"),
        ({"number": "812"}, "number"),
        ({"number": "八百万"}, "number"),
        ({"figure": "F999"}, "figure"),
        ({"figure": "812.40"}, "figure"),
        ({"figure": "F0"}, "label"),
        ({"item": "其他档案事务支出"}, "item"),
        ({"item": "支出"}, "item"),
        ({"item": ""}, "item"),
        ({"role": "prior"}, "role"),
        ({"role": "planned"}, "role"),
        ({"role": "delta"}, "role"),
        ({"role": "whatever"}, "role"),
    ],
)
def test_amount_dropped(changed: dict[str, Any], expected: str, grounds: Grounds) -> None:
    said = {
        "quote": AMOUNT,
        "item": "行政运行",
        "number": "812.40",
        "figure": figure(grounds, "812.40"),
        "role": "current",
    } | changed
    proposed = claim("amount", said["item"], said["quote"], **{said["role"]: (said["number"], said["figure"])})
    assert reason(proposed, question(AMOUNT, grounds), grounds) == expected


@pytest.mark.parametrize(
    ("text", "item", "number", "value", "expected"),
    [
        # beside the number stands another item, a part of the item, or something the tables don't know
        ("行政运行812.40万元，其他档案事务支出118.00万元。", "行政运行", "118.00", "812.40", "item"),
        ("行政运行，其中车辆保险5.00万元。", "行政运行", "5.00", "812.40", "item"),
        ("公务接待费方面，食堂补贴1.20万元。", "公务接待费", "1.20", "2.40", "item"),
        ("行政运行安排顺利，由于市里另给5.00万元。", "行政运行", "5.00", "812.40", "item"),
        ("今年安排812.40万元，行政运行有保障。", "行政运行", "812.40", "812.40", "item"),
        ("国内公务接待费2.10万元。", "公务接待费", "2.10", "2.40", "item"),
        ("一般公共服务支出（类）档案事务（款）档案修复（项）6.00万元。", "档案事务", "6.00", "920.40", "item"),
        # a change, a share and an approximate number are no amounts of an item
        ("行政运行比上年增加5.00万元。", "行政运行", "5.00", "812.40", "role"),
        ("行政运行约812.40万元。", "行政运行", "812.40", "812.40", "approximate"),
        ("行政运行占预算的76%。", "行政运行", "76%", "812.40", "number"),
        # the same number twice, or a threshold
        ("行政运行812.40万元，实际812.40万元。", "行政运行", "812.40", "812.40", "number"),
        ("行政运行单价812.40万元以上的设备1台，共3.00万元。", "行政运行", "812.40", "812.40", "number"),
        # another year
        ("2019年公务接待费3.10万元。", "公务接待费", "3.10", "2.40", "role"),
        # printed under this name for last year: which is meant is not certain
        ("公务接待费为3.00万元。", "公务接待费", "3.00", "2.40", "ambiguous"),
    ],
)
def test_wrong_item(text: str, item: str, number: str, value: str, expected: str, grounds: Grounds) -> None:
    proposed = claim("amount", item, text, current=(number, figure(grounds, value)))
    assert reason(proposed, question(text, grounds), grounds) == expected


@pytest.mark.parametrize(
    "text",
    ["今年安排812.40万元用于行政运行。", "行政运行（项）2025年预算812.40万元。", "今年给行政运行列了812.40万元。"],
)
def test_item_beside_the_number(text: str, grounds: Grounds) -> None:
    proposed = claim("amount", "行政运行", text, current=("812.40", figure(grounds, "812.40")))
    assert grounded(proposed, question(text, grounds), grounds).operands["current"].figure is not None


def test_item_in_the_heading(grounds: Grounds) -> None:
    text = "今年定为2.40万元。"
    proposed = claim("amount", "公务接待费", text, current=("2.40", figure(grounds, "2.40")))
    assert grounded(proposed, question(text, grounds, "（二）公务接待费"), grounds)
    assert reason(proposed, question(text, grounds, "（二）公务接待费、会议费"), grounds) == "item"
    assert reason(proposed, question("车辆保险今年定为2.40万元。", grounds, "（二）公务接待费"), grounds) == "item"


def test_period_of_the_figure(grounds: Grounds) -> None:
    text = "公务接待费去年是3.00万元。"
    right, wrong = figure(grounds, "3.00", "prior"), figure(grounds, "2.40")
    assert grounded(claim("amount", "公务接待费", text, prior=("3.00", right)), question(text, grounds), grounds)
    assert reason(claim("amount", "公务接待费", text, prior=("3.00", wrong)), question(text, grounds), grounds) == "period"


CHANGE = "人员经费从去年的840.20万元涨到861.75万元，多了21.55万元，涨幅2.56%"


def change(quote: str, item: str, **operands: str) -> ProposedClaim:
    return claim("change", item, quote, **{role: (number, None) for role, number in operands.items()})


def checks(found: GroundedClaim) -> set[tuple[str, bool | None]]:
    return {(equation.kind, equation.holds) for equation in equations_of(found)}


def test_change(grounds: Grounds) -> None:
    proposed = change(CHANGE, "人员经费", prior="840.20", current="861.75", delta="21.55", rate="2.56%")
    found = grounded(proposed, question(CHANGE, grounds), grounds)
    assert checks(found) == {("change", True), ("rate_of_change", True)}
    assert found.operands["delta"].sign == found.operands["rate"].sign == 1


def test_direction_comes_from_the_words(grounds: Grounds) -> None:
    text = "人员经费从去年的840.20万元变为861.75万元，少了21.55万元，降幅2.56%"
    proposed = change(text, "人员经费", prior="840.20", current="861.75", delta="21.55", rate="2.56%")
    found = grounded(proposed, question(text, grounds), grounds)
    assert found.operands["delta"].sign == -1
    assert ("change", False) in checks(found)


def test_rate_in_brackets_takes_the_direction_before(grounds: Grounds) -> None:
    text = "公用经费今年95.25万元，比去年多了5.25万元（5.83%）。"
    proposed = change(text, "公用经费", current="95.25", delta="5.25", rate="5.83%")
    assert checks(grounded(proposed, question(text, grounds), grounds)) == {("rate_of_change", True)}


@pytest.mark.parametrize(
    ("text", "item", "operands", "expected"),
    [
        (CHANGE, "人员经费", {"prior": "861.75", "current": "840.20", "delta": "21.55"}, "role"),
        (CHANGE, "人员经费", {"current": "21.55", "delta": "861.75", "rate": "2.56%"}, "role"),
        ("公用经费95.25万元，占基本支出的9.95%。", "公用经费", {"current": "95.25", "rate": "9.95%"}, "role"),
        (
            "公用经费95.25万元，增加（减少）5.25万元，增长（下降）5.83%。",
            "公用经费",
            {"current": "95.25", "delta": "5.25"},
            "role",
        ),
        ("公用经费95.25万元，去年90.00万元，变动5.83%。", "公用经费", {"current": "95.25", "rate": "5.83%"}, "apart"),
        ("公用经费95.25万元，变动5.83%。", "公用经费", {"current": "95.25", "rate": "5.83%"}, "direction"),
        (
            "公用经费95.25万元，公务接待费增加0.60万元。",
            "公用经费",
            {"current": "95.25", "delta": "0.60"},
            "apart",
        ),
        ("公用经费95.25万元。比去年增加5.25万元。", "公用经费", {"current": "95.25", "delta": "5.25"}, "apart"),
    ],
)
def test_change_dropped(text: str, item: str, operands: dict[str, str], expected: str, grounds: Grounds) -> None:
    assert reason(change(text, item, **operands), question(text, grounds), grounds) == expected


SHARE = "在全部支出里，基本支出的分量是89.86%"


def test_share_of_figures(grounds: Grounds) -> None:
    part, whole = figure(grounds, "957.00", column="基本支出"), figure(grounds, "1,065.00")
    proposed = claim("share", "基本支出", SHARE, part=(None, part), whole=(None, whole), share=("89.86%", None))
    assert checks(grounded(proposed, question(SHARE, grounds), grounds)) == {("share", True)}
    swapped = claim("share", "基本支出", SHARE, part=(None, whole), whole=(None, part), share=("89.86%", None))
    assert reason(swapped, question(SHARE, grounds), grounds) == "label"


def test_whole_that_has_a_number_of_its_own(grounds: Grounds) -> None:
    """In a list, the neighbour is not the whole."""
    text = "卫生健康支出48.00万元，占4.51%，社会保障和就业支出96.60万元，占9.07%。"
    whole = figure(grounds, "48.00")
    proposed = claim("share", "社会保障和就业支出", text, part=("96.60", None), whole=(None, whole), share=("9.07%", None))
    assert reason(proposed, question(text, grounds), grounds) == "label"


def test_change_is_no_share(grounds: Grounds) -> None:
    text = "公用经费今年95.25万元，去年90.00万元，增长5.83%。"
    proposed = claim("share", "公用经费", text, part=("95.25", None), whole=("90.00", None), share=("5.83%", None))
    assert reason(proposed, question(text, grounds), grounds) == "role"


@pytest.mark.parametrize(
    ("kind", "operands", "expected"),
    [
        ("amount", {}, "incomplete"),
        ("amount", {"rate": ("2.56%", None)}, "role"),
        ("share", {"delta": ("21.55", None)}, "role"),
        ("change", {"rate": (None, "F1")}, "number"),
        ("change", {"delta": ("21.55", "F1")}, "role"),
    ],
)
def test_form(kind: str, operands: dict[str, tuple[str | None, str | None]], expected: str, grounds: Grounds) -> None:
    assert reason(claim(kind, "人员经费", CHANGE, **operands), question(CHANGE, grounds), grounds) == expected


def test_a_role_twice(grounds: Grounds) -> None:
    once = {"role": "current", "number": "861.75", "figure": None}
    proposed = ProposedClaim.model_validate({"quote": CHANGE, "kind": "change", "item": "人员经费", "operands": [once, once]})
    assert reason(proposed, question(CHANGE, grounds), grounds) == "incomplete"
