from collections.abc import Callable, Sequence

import pymupdf
import pytest

from audit.reading.furniture import without_furniture
from audit.reading.page import page_content

Typeset = Callable[..., pymupdf.Document]

BODY = "　　本年收入预算为八百万元。"


def pages(typeset: Typeset, head: Sequence[str] = (), foot: Sequence[str] = (), body: str = BODY) -> list[str]:
    """The text left on pages with these heads and feet."""
    sheets = [
        (head[i] if head else "") + "\n" * 5 + body + "\n" * 35 + (foot[i] if foot else "")
        for i in range(max(len(head), len(foot)))
    ]
    # the first line of a page must not be blank to keep its place
    pdf = typeset(*("　" + sheet for sheet in sheets))
    return ["".join(c.text for c in page.chars).strip() for page in without_furniture([page_content(p) for p in pdf.pages()])]


@pytest.mark.parametrize(
    "numbers",
    [
        ["— 1 —", "— 2 —"],
        ["- 1 -", "- 2 -"],
        ["27", "28"],
        ["第1页 共2页", "第2页 共2页"],
        ["第一页", "第二页"],
        ["1/2", "2/2"],
        ["－１－", "－２－"],
        ["Page 1 of 2", "Page 2 of 2"],
    ],
)
@pytest.mark.parametrize("at_top", [False, True])
def test_page_numbers_are_removed(typeset: Typeset, numbers: list[str], at_top: bool) -> None:
    left = pages(typeset, head=numbers) if at_top else pages(typeset, foot=numbers)
    assert left == [BODY.strip("　")] * 2


def test_a_lone_number_that_does_not_count_on_stays(typeset: Typeset) -> None:
    assert [text.removeprefix(BODY.strip("　")) for text in pages(typeset, foot=["160", "12"])] == ["160", "12"]


def test_running_heads_are_removed_with_the_page_number_in_them(typeset: Typeset) -> None:
    heads = [f"某局2024年部门预算　　　　　　　第{i}页" for i in (1, 2, 3)]
    assert pages(typeset, head=heads) == [BODY.strip("　")] * 3


def test_a_running_head_with_a_bare_page_number_is_removed(typeset: Typeset) -> None:
    assert pages(typeset, head=[f"某局部门预算　　{i}" for i in (7, 8, 9)]) == [BODY.strip("　")] * 3


def test_heads_and_feet_of_printed_web_pages_are_removed(typeset: Typeset) -> None:
    feet = [f"http://www.example.gov.cn/a.html　　　　　　　　　{i}/3" for i in (1, 2, 3)]
    assert pages(typeset, head=["11/24/26, 6:55 PM　　　　某局"] * 3, foot=feet) == [BODY.strip("　")] * 3


def test_a_head_on_two_pages_stays(typeset: Typeset) -> None:
    assert all("某局" in text for text in pages(typeset, head=["某局2024年部门预算"] * 2))


def test_numbers_of_tables_that_count_like_pages_stay(typeset: Typeset) -> None:
    assert all("表" in text for text in pages(typeset, head=["表1", "表2", "表3"]))


@pytest.mark.parametrize("line", ["单位：万元", "项目支出绩效目标表", "公开03表", "部门：某局", "附件2"])
def test_lines_of_a_table_repeated_on_its_pages_stay(typeset: Typeset, line: str) -> None:
    assert all(line in text for text in pages(typeset, head=[line] * 3))


def test_the_head_row_of_a_table_at_the_top_of_its_pages_stays(typeset: Typeset) -> None:
    pdf = typeset(*["　科目名称　　合计"] * 3)
    for page in pdf.pages():
        page.draw_line((72, 70), (300, 70))
    assert all(page.chars for page in without_furniture([page_content(p) for p in pdf.pages()]))


def test_a_watermark_in_large_type_is_removed_and_a_large_title_stays(typeset: Typeset) -> None:
    pdf = typeset(*[BODY] * 3)
    font = pymupdf.Font("cjk")
    for page in pdf.pages():
        writer = pymupdf.TextWriter(page.rect)
        writer.append((150, 84), "信息公开", font=font, fontsize=60)
        if page.number == 0:
            writer.append((150, 300), "预算公开", font=font, fontsize=30)
        writer.write_text(page)
    left = ["".join(c.text for c in page.chars) for page in without_furniture([page_content(p) for p in pdf.pages()])]
    assert [("信息公开" in text, "预算公开" in text) for text in left] == [(False, True), (False, False), (False, False)]


def test_an_oblique_watermark_is_not_read(typeset: Typeset) -> None:
    pdf = typeset(BODY)
    writer = pymupdf.TextWriter(pdf[0].rect)
    writer.append((150, 400), "信息公开", font=pymupdf.Font("cjk"), fontsize=40)
    writer.write_text(pdf[0], morph=(pymupdf.Point(150, 400), pymupdf.Matrix(30)))
    assert "".join(c.text for c in page_content(pdf[0]).chars) == BODY.strip("　")
