from collections.abc import Sequence

import pymupdf
import pytest

from tests.reading.typesetting import column, set_labels, set_lines, texts

BODY = "本年收入预算为八百万元，其中财政拨款收入五百万元、事业收入二百万元、其他收入一百万元，均与上年持平。"
LINES = column(BODY, width=38)
FOOT = 700.0


def pages(notes: Sequence[tuple[float, str]], size: float = 9, above: Sequence[str] = ()) -> pymupdf.Document:
    """Two pages: a sentence goes on over their break, below notes of (x, text) at the foot of the first one."""
    pdf = pymupdf.open()
    sheet = pdf.new_page(width=595, height=842)
    set_lines(sheet, [*column(BODY, BODY, width=38), *above, LINES[0]], 72, 84)
    set_labels(sheet, [(x, FOOT + 15 * k, text) for k, (x, text) in enumerate(notes)], size)
    set_lines(pdf.new_page(width=595, height=842), [*LINES[1:], *column(BODY, width=38)], 72, 84)
    return pdf


NOTE, OTHER = "收入包括上年结转。", "二〇二四年数。"


@pytest.mark.parametrize("mark", ["①", "[1]", "〔1〕", "*", "注："])
def test_a_sentence_goes_on_over_the_page_below_a_footnote(mark: str) -> None:
    assert texts(pages([(72, mark + NOTE)])) == [BODY, BODY, BODY, mark + NOTE, BODY]


def test_the_number_of_a_footnote_is_not_read_with_it() -> None:
    pdf = pages([])
    set_labels(pdf[0], [(72, FOOT, "1"), (80, FOOT, "2024" + NOTE), (72, FOOT + 15, "2"), (80, FOOT + 15, OTHER)])
    assert texts(pdf) == [BODY, BODY, BODY, "2024" + NOTE, OTHER, BODY]


def test_a_footnote_of_two_lines_is_one_paragraph() -> None:
    long = column(BODY, width=50)[0].strip("　")
    assert texts(pages([(90, "①" + long), (72, "表内数字四舍五入。")]))[3] == "①" + long + "表内数字四舍五入。"


@pytest.mark.parametrize(("size", "text"), [(12, "①" + NOTE), (9, NOTE)], ids=["as large as the text", "without a mark"])
def test_other_lines_at_the_foot_of_a_page_are_no_footnotes(size: float, text: str) -> None:
    assert texts(pages([(72, text)], size))[2:] == [LINES[0].strip("　"), text, LINES[1], BODY]


@pytest.mark.parametrize(
    ("before", "mark", "after", "read_as"),
    [
        ("增加178.26", "2", "万元", "增加178.26万元"),
        ("收入1,339.03万元", "1", "，比上年增加", "收入1,339.03万元，比上年增加"),
        ("收入1,339.03万元", "[1]", "，比上年增加", "收入1,339.03万元，比上年增加"),
        ("面积120.5m", "2", "，比上年增加", "面积120.5m2，比上年增加"),
    ],
)
def test_a_raised_mark_is_no_digit_of_the_number_before_it(before: str, mark: str, after: str, read_as: str) -> None:
    assert texts(raised(before, mark, after, 7, 5)) == [read_as]


@pytest.mark.parametrize(("size", "up"), [(12, 0), (10.5, 1), (7, 0)], ids=["same type", "a little smaller", "not raised"])
def test_digits_that_are_not_raised_count(size: float, up: float) -> None:
    assert texts(raised("增加178.2", "6", "万元", size, up)) == ["增加178.26万元"]


def raised(before: str, mark: str, after: str, size: float, up: float) -> pymupdf.Document:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    font = pymupdf.Font("cjk")
    writer = pymupdf.TextWriter(page.rect)
    _, (x, y) = writer.append((72, 100), before, font=font, fontsize=12)
    _, (x, _) = writer.append((x, y - up), mark, font=font, fontsize=size)
    writer.append((x, y), after, font=font, fontsize=12)
    writer.write_text(page)
    return pdf
