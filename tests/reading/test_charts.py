from collections.abc import Sequence

import pymupdf
import pytest

from audit.pipeline import audit_document
from audit.reading import Document
from tests.reading.typesetting import column, read, set_labels, set_lines, texts

SENTENCE = "本年收入预算为八百万元，其中财政拨款收入五百万元、事业收入二百万元、其他收入一百万元，均与上年持平。"
OTHER = "本年没有安排政府性基金预算，也没有安排国有资本经营预算，相关表格均为空表并已经公开。"
LINES = column(SENTENCE, width=38)
HEIGHT = 84 + 3 * 18

PIE = [
    (250, 30, "图1收入决算结构"),
    (340, 60, "财政拨款收入，62.50%"),
    (330, 95, "事业收入，25.00%"),
    (130, 110, "其他收入，12.50%"),
]
BARS = [
    *((90 + 5 * (value < 1000), 30 + 25 * k, str(value)) for k, value in enumerate((1000, 800, 600, 400, 200))),
    (180, 52, "500.00"),
    (290, 118, "200.00"),
    (400, 128, "100.00"),
    (160, 155, "财政拨款收入"),
    (280, 155, "事业收入"),
    (390, 155, "其他收入"),
]
BARS_THAT_LIE = [
    *((x, 30 + 25 * k, name) for k, (x, name) in enumerate([(100, "财政拨款收入"), (118, "事业收入"), (82, "上级补助等收入")])),
    (330, 33, "500.00"),
    (240, 58, "200.00"),
    *((150 + 40 * k, 120, str(200 * k)) for k in range(5)),
]
SLICES_IN_TWO_LINES = [(150, 40, "财政拨款收入"), (158, 52, "500.00;62.50%"), (330, 66, "事业收入"), (322, 78, "200.00;25.00%")]
CHARTS = {"a pie": PIE, "bars": BARS, "bars that lie": BARS_THAT_LIE, "labels of two lines": SLICES_IN_TWO_LINES}


def page(
    labels: Sequence[tuple[float, float, str]], above: Sequence[str], below: Sequence[str], height: float = 180
) -> pymupdf.Document:
    """A page with labels between two parts of its text."""
    pdf = pymupdf.open()
    sheet = pdf.new_page(width=595, height=842)
    y = set_lines(sheet, [*column(OTHER, width=38), *above], 72, 84)
    set_labels(sheet, [(x, y + down, text) for x, down, text in labels])
    set_lines(sheet, below, 72, y + height)
    return pdf


@pytest.mark.parametrize("labels", CHARTS.values(), ids=CHARTS)
def test_a_sentence_goes_on_below_a_chart_that_cuts_it(labels: list[tuple[float, float, str]]) -> None:
    found = read(page(labels, LINES[:1], LINES[1:]))
    assert [p.text for p in found if p.kind == "text"] == [OTHER, SENTENCE]
    assert {p.kind for p in found} == {"text", "chart"}


@pytest.mark.parametrize("labels", CHARTS.values(), ids=CHARTS)
def test_labels_between_two_paragraphs_are_a_chart_s(labels: list[tuple[float, float, str]]) -> None:
    found = read(page(labels, LINES, LINES))
    assert [p.text for p in found if p.kind == "text"] == [OTHER, SENTENCE, SENTENCE]
    assert "".join(p.text for p in found if p.kind == "chart").count("收入") == sum("收入" in text for _, _, text in labels)


def test_the_name_of_a_chart_in_the_middle_does_not_go_on_with_the_sentence_above() -> None:
    pdf = page([], LINES[:1], LINES[1:])
    set_labels(pdf[0], [(200, HEIGHT + 40, "收入决算结构图（单位：万元）")], size=12)
    assert any(text.startswith("收入决算结构图") for text in texts(pdf))


def test_a_sentence_goes_on_over_the_page_below_a_chart() -> None:
    pdf = page(PIE, LINES[:1], [])
    set_lines(pdf.new_page(width=595, height=842), LINES[1:] + column(OTHER, width=38), 72, 84)
    assert [p.text for p in read(pdf) if p.kind == "text"] == [OTHER, SENTENCE, OTHER]


def test_a_label_beside_the_text_that_runs_around_its_chart_is_not_in_the_sentence() -> None:
    pdf = page([(330, 0, "事业收入，25.00%")], ["　　本年收入预算为八百万元，占全部预算的"], [])
    assert texts(pdf)[1:] == ["本年收入预算为八百万元，占全部预算的", "事业收入，25.00%"]


def test_figures_of_a_chart_are_no_claims() -> None:
    paragraphs = tuple(read(page([*PIE, (130, 130, "上级补助收入，75.00%")], LINES, LINES)))
    report = audit_document(Document("预算.pdf", "", ((595, 842),), paragraphs, ()))
    assert {number.status for number in report.numbers if number.text.endswith("%")} == {"no_claim"}
    assert not any("75.00%" in finding.message for finding in report.findings)


ROWS = ["工资福利支出", "商品和服务支出", "资本性支出"]


@pytest.mark.parametrize(
    "labels",
    [
        [(150, 30 + 15 * k, f"{name}{k + 1}00.00万元") for k, name in enumerate(ROWS)],
        [label for k, name in enumerate(ROWS) for label in ((120, 30 + 15 * k, name), (300, 30 + 15 * k, f"{k + 1}00.00"))],
        [(300, 30, "某县水务局"), (306, 48, "2024年2月1日")],
        [(180, 30, "某县水务局"), (150, 48, "2024年部门预算"), (130, 66, "公开说明及公开表格")],
        [(150, 30, "收入比上年增加12.50%，"), (130, 48, "支出比上年增加12.50%。")],
        [(96, 30, "一、收入12.50%"), (120, 48, "二、支出12.50%"), (110, 66, "三、结转12.50%")],
    ],
    ids=["a list", "a table without rules", "a signature", "a title", "small print", "numbered items"],
)
def test_what_is_no_chart_stays_text(labels: list[tuple[float, float, str]]) -> None:
    assert "chart" not in {p.kind for p in read(page(labels, LINES, LINES))}


def test_text_does_not_go_on_below_what_is_no_chart() -> None:
    pdf = page([(300, 30, "某县水务局"), (306, 48, "2024年2月1日")], LINES[:1], LINES[1:])
    assert SENTENCE not in texts(pdf)
