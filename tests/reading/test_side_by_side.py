from collections.abc import Sequence

import pymupdf
import pytest

from tests.reading.typesetting import column, set_lines, texts

LEFT, RIGHT = 72.0, 312.0

INCOME = "本年收入预算为八百万元，比上年增加三十万元，主要原因是人员经费和项目经费都有所增加；"
SPENDING = "本年支出预算为八百万元，其中基本支出为五百万元，项目支出为三百万元，与上年基本持平。"
CARS = "公务用车运行维护费为五万元，公务接待费为二万元，均比上年减少，原因是厉行节约、压减一般性支出。"
ONE, OTHER = (INCOME, SPENDING, CARS), (CARS, INCOME, SPENDING)


def columns(left: Sequence[str], right: Sequence[str], lower: float = 0, above: str = "", below: str = "") -> pymupdf.Document:
    """A page with two columns, the right one lower by so many points, between lines over the whole width."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    y = set_lines(page, column(above, width=38) if above else [], LEFT, 84)
    end = max(set_lines(page, left, LEFT, y), set_lines(page, right, RIGHT, y + lower))
    set_lines(page, column(below, width=38) if below else [], LEFT, end)
    return pdf


@pytest.mark.parametrize("lower", [0, 5, 9])
def test_two_columns_are_read_one_after_the_other_whatever_the_height_of_their_lines(lower: float) -> None:
    pdf = columns(column(*ONE), column(*OTHER), lower)
    assert texts(pdf) == [*ONE, *OTHER]


def test_a_sentence_goes_on_in_the_right_column_and_on_the_next_page() -> None:
    lines = column(INCOME, SPENDING, CARS, INCOME, SPENDING, CARS, INCOME, SPENDING, CARS)
    pdf = columns(lines[:7], lines[7:14])
    pdf.insert_pdf(columns(lines[14:21], lines[21:]))
    assert texts(pdf) == [INCOME, SPENDING, CARS] * 3


def test_text_over_the_whole_width_stays_above_and_below_its_columns() -> None:
    long = "根据预算法和上级部门关于预算公开的规定，现将本部门本年度的预算收支情况和有关事项向社会公开如下。"
    pdf = columns(column(*ONE), column(*OTHER), above=long, below=long)
    assert texts(pdf) == [long, *ONE, *OTHER, long]


def test_a_heading_below_both_columns_is_no_part_of_the_left_one() -> None:
    long = "根据预算法和上级部门关于预算公开的规定，现将本部门本年度的预算收支情况和有关事项向社会公开如下。"
    pdf = columns(column(*ONE), column(*OTHER)[:6])
    set_lines(pdf[0], ["　　二、其他事项", *column(long, width=38)], LEFT, 84 + 18 * 9)
    found = texts(pdf)
    assert found[-2:] == ["二、其他事项", long]


def test_a_few_lines_on_the_next_page_are_two_columns_too() -> None:
    pdf = columns(column(*ONE), column(*OTHER))
    pdf.insert_pdf(columns(column(INCOME), column(SPENDING)))
    assert texts(pdf)[-2:] == [INCOME, SPENDING]


def test_columns_end_above_a_table_over_their_width() -> None:
    pdf = columns(column(*ONE), column(*OTHER))
    set_lines(pdf[0], column(*OTHER), LEFT, 400)
    set_lines(pdf[0], column(*ONE), RIGHT, 400)
    assert texts(pdf, {1: [(60.0, 260.0, 540.0, 370.0)]}) == [*ONE, *OTHER, *OTHER, *ONE]


NAMES = ["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出", "其他支出", "债务利息支出", "合计"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (NAMES, ["800.00", "500.00", "300.00", "12.00", "5.00", "3.00", "1620.00"]),
        ([f"{name}……………3" for name in NAMES], [f"{name}……………9" for name in NAMES]),
        ([f"{name}。" for name in NAMES], ["某县水务局办公室。", "张某。", "李某。", "王某。", "赵某。", "钱某。", "二月一日。"]),
        (column(INCOME)[:2], column(SPENDING)[:2]),
    ],
    ids=["figures at a tab", "contents in two columns", "signatures", "two short blocks"],
)
def test_what_stands_side_by_side_and_is_no_prose_stays_line_by_line(left: list[str], right: list[str]) -> None:
    found = texts(columns(left, right))
    assert len(found) == len(left)
    assert all(found[i].startswith(left[i].lstrip("　")) and found[i].endswith(right[i].lstrip("　")) for i in range(len(left)))


def test_narrow_labels_beside_long_texts_are_no_columns() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    set_lines(page, ["办公室。", "", "", "规划科。", "", "", "建设科。", "监督科。", "财务科。"], LEFT, 84)
    set_lines(page, column(INCOME, SPENDING, CARS), 280, 84)
    assert texts(pdf)[0].startswith("办公室。本年收入")


def test_a_page_of_headings_is_in_two_columns_where_another_page_clearly_is() -> None:
    headings = [f"　　{number}、部门概况" for number in "一二三四五六七八"]
    pdf = columns(headings, column(*ONE))
    assert texts(pdf)[0].startswith("一、部门概况本年")  # alone, it could be a table
    pdf.insert_pdf(columns(column(*OTHER), column(*ONE)))
    assert texts(pdf) == [*(heading.strip("　") for heading in headings), *ONE, *OTHER, *ONE]


def test_lines_at_another_place_stay_as_they_are_on_a_later_page() -> None:
    pdf = columns(column(*ONE), column(*OTHER))
    page = pdf.new_page(width=595, height=842)
    for x, parts in ((LEFT, ["负责人：张某", "填表人：李某"]), (RIGHT + 30, ["审核人：王某", "联系人：赵某"])):
        set_lines(page, parts, x, 84)
    assert texts(pdf)[-2:] == ["负责人：张某审核人：王某", "填表人：李某联系人：赵某"]
