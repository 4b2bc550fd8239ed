from collections.abc import Callable, Sequence

import pymupdf
import pytest

from audit.reading.document import Box, Paragraph
from audit.reading.furniture import without_furniture
from audit.reading.page import page_content
from audit.reading.text import paragraphs

Typeset = Callable[..., pymupdf.Document]


def read(pdf: pymupdf.Document, regions: dict[int, Sequence[Box]] | None = None) -> list[Paragraph]:
    return paragraphs(without_furniture([page_content(page) for page in pdf.pages()]), regions or {})


def texts(pdf: pymupdf.Document, regions: dict[int, Sequence[Box]] | None = None) -> list[str]:
    return [p.text for p in read(pdf, regions)]


def test_paragraphs_are_joined_over_lines_and_parted_at_indents(typeset: Typeset) -> None:
    pdf = typeset(
        """
　　一、收支情况
　　本年收入预算为八百万元，比上年增加三十万
元，主要原因是项目增加。
　　本年支出预算为八百万元，其中基本支出五百
万元。
"""
    )
    assert texts(pdf) == [
        "一、收支情况",
        "本年收入预算为八百万元，比上年增加三十万元，主要原因是项目增加。",
        "本年支出预算为八百万元，其中基本支出五百万元。",
    ]


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [
        ("我局本年共有收入合计2", "024年安排", "收入合计2024年安排"),
        ("我局本年比上年增长8.", "41%，因", "比上年增长8.41%，因"),
        ("我局本年收入为1,339.", "03万元，", "收入为1,339.03万元，"),
        ("我局本年收入为1,33", "9.03万元", "收入为1,339.03万元"),
        ("我局按照标准GB/T", "33190公开", "标准GB/T 33190公开"),
    ],
)
def test_a_number_split_by_the_line_break_is_whole_again(typeset: Typeset, end: str, beginning: str, joined: str) -> None:
    first = "　　按照预算管理规定，" + end
    # the line above shows how far the text reaches
    width = "　　" + "本" * 18 + "\n" + "本" * 3 + "。\n"
    text = texts(typeset(width + first + "\n" + beginning + "本级安排。"))[-1]
    assert joined in text


def test_places_give_page_and_box_of_each_part(typeset: Typeset) -> None:
    filler = "　　本年收入预算为八百万元，比上年增加三十万\n元。\n"
    page = filler + "　　按照规定编制的预算，本年支出合计为1,339."
    paragraph = read(typeset(page, "03万元，较上年有所增加。"))[-1]
    start = paragraph.text.index("1,339.03")
    boxes = paragraph.boxes(start, start + len("1,339.03"))
    assert [page for page, _ in boxes] == [1, 2]
    assert boxes[0][1][0] > 290  # at the end of a line
    assert boxes[1][1][0] == pytest.approx(72, abs=1)  # at the margin of the next page
    assert len(paragraph.text) == len(paragraph.raw) == len(paragraph.places)


def test_a_sentence_goes_on_after_a_page_break_without_page_numbers_and_running_heads(typeset: Typeset) -> None:
    def page(text: str, number: int) -> str:
        return "　　　　某局预算公开\n\n\n\n" + text + "\n" * 36 + f"　　　　　　　　　　— {number} —"

    pdf = typeset(
        page("　　本年收入预算为八百万元，比上年增加三十万\n元。\n　　本年支出预算为八百万元，其中基本支出为五", 1),
        page("百万元，项目支出三百万元。", 2),
        page("　　本年没有安排政府性基金预算。", 3),
    )
    assert texts(pdf) == [
        "本年收入预算为八百万元，比上年增加三十万元。",
        "本年支出预算为八百万元，其中基本支出为五百万元，项目支出三百万元。",
        "本年没有安排政府性基金预算。",
    ]


def with_table_between(typeset: Typeset, before: str, after: str) -> list[str]:
    filler = "　　本年收入预算为八百万元，比上年增加三十万\n元。\n"
    pdf = typeset(filler + before + "\n\n项目　　金额\n收入　　800.00\n\n" + after)
    top = 84 + 18 * (2 + before.count("\n") + 1)
    return texts(pdf, {1: [(60, top, 500, top + 50)]})[1:]


def test_a_sentence_goes_on_after_a_table(typeset: Typeset) -> None:
    found = with_table_between(typeset, "　　本年支出预算为八百万元，其中基本支出为五", "百万元，项目支出三百万元。")
    assert found == ["本年支出预算为八百万元，其中基本支出为五百万元，项目支出三百万元。"]


def test_a_finished_sentence_does_not_go_on_after_a_table(typeset: Typeset) -> None:
    found = with_table_between(typeset, "　　本年支出预算为八百万元，其中基本支出多。", "注：本表含上年结转。")
    assert found == ["本年支出预算为八百万元，其中基本支出多。", "注：本表含上年结转。"]


def test_a_bracket_at_the_margin_is_no_numbering(typeset: Typeset) -> None:
    pdf = typeset(
        """
　　本年收入预算为八百万元，比上年增加三十万
元，主要原因是项目增加。
　　1.社会保障和就业支出（208类）人社管理事务
（01款）行政运行（01项），本年预算60万元。
"""
    )
    assert texts(pdf)[1] == "1.社会保障和就业支出（208类）人社管理事务（01款）行政运行（01项），本年预算60万元。"


def test_text_without_indents_is_parted_at_short_lines_and_numbering(typeset: Typeset) -> None:
    pdf = typeset(
        """
本年收入预算为八百万元，比上年增加三十万元，
主要原因是项目增加。
本年支出预算为八百万元，比上年增加三十万元。
一、基本支出为五百万元，与上年持平。
二、项目支出为三百万元，比上年增加三十万元，
主要原因是新增项目。
"""
    )
    assert texts(pdf) == [
        "本年收入预算为八百万元，比上年增加三十万元，主要原因是项目增加。",
        "本年支出预算为八百万元，比上年增加三十万元。",
        "一、基本支出为五百万元，与上年持平。",
        "二、项目支出为三百万元，比上年增加三十万元，主要原因是新增项目。",
    ]


def test_a_title_over_two_lines_is_one_and_a_signature_two(typeset: Typeset) -> None:
    pdf = typeset(
        """
　　　　某某市人力资源和社会保障
　　　　　　　　局预算公开

　　本年收入预算为八百万元，比上年增加三十万
元，主要原因是项目增加。
　　　　　　　　　　　　　　　　　某某市教育局
　　　　　　　　　　　　　　　　2024年2月1日
"""
    )
    found = texts(pdf)
    assert found[-2:] == ["某某市教育局", "2024年2月1日"]
    assert found[0].startswith("某某市人力资源和社会保障")


def test_characters_become_plain_and_the_printed_ones_are_kept(typeset: Typeset) -> None:
    paragraph = read(typeset("　　２０２４年增长８．５％，①其中（二）项１２㎡。"))[0]
    assert paragraph.text == "2024年增长8.5%，①其中（二）项12㎡。"
    assert paragraph.raw == "２０２４年增长８．５％，①其中（二）项１２㎡。"


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("收入 1 339.03 万元", "收入1339.03万元"),
        ("占 100 %，", "占100%，"),
        ("2024 年预算", "2024年预算"),
        ("收入　　800.00　　　900.00", "收入800.00 900.00"),
        ("收入800.00 900.00", "收入800.00 900.00"),
        ("占59% 41%", "占59% 41%"),
        ("2023 2024年度", "2023 2024年度"),
        ("1. 2024年预算", "1. 2024年预算"),
        ("项目 Budget Report 2024", "项目Budget Report 2024"),
    ],
)
def test_stray_spaces_vanish_and_numbers_of_two_columns_stay_two(typeset: Typeset, printed: str, read_as: str) -> None:
    assert texts(typeset(printed)) == [read_as]


def test_reading_order_is_that_of_the_page_not_of_the_file() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    font = pymupdf.Font("cjk")
    writer = pymupdf.TextWriter(page.rect)
    for x, y, text in [(72, 120, "乙。"), (108, 100, "万元。"), (72, 100, "一百二"), (72, 140, "丙。")]:
        writer.append((x, y), text, font=font, fontsize=12)
    writer.write_text(page)
    assert texts(pdf) == ["一百二万元。", "乙。", "丙。"]


def test_text_set_sideways_is_read_and_its_boxes_are_those_of_the_page(typeset: Typeset) -> None:
    upright = read(typeset("　　本年收入一百万元。"))[0]
    pdf = pymupdf.open()
    page = pdf.new_page(width=842, height=595)
    page.show_pdf_page(page.rect, typeset("　　本年收入一百万元。"), 0, rotate=90)
    sideways = read(pdf)[0]
    assert sideways.text == upright.text
    [(_, (x0, y0, x1, y1))] = sideways.boxes(0, 4)
    assert y1 - y0 > 2.5 * (x1 - x0)  # runs along the height of the page
    assert min(x0, y0) >= 0 and x1 <= 842 and y1 <= 595


@pytest.mark.parametrize(
    ("number", "parted"),
    [("2.3“三公”经费", True), ("2.3.1机关运行经费", True), ("3.58万元是上年结转。", False), ("12.5个百分点。", False)],
)
def test_a_section_begins_below_a_sentence_that_fills_its_line(typeset: Typeset, number: str, parted: bool) -> None:
    full = "本年支出" + "本" * 15 + "。"
    found = texts(typeset(f"{full}\n{number}\n{full}\n"))
    assert (number in found) == parted


PROSE = """
　　本年收入预算为八百万元，比上年增加三十万元，
主要原因是项目增加。
"""


@pytest.mark.parametrize(
    "lines",
    [
        ["　　1.负责编制预算，组织预算执行和决算，监督预算", "　　执行情况，并向社会公开。"],
        ["1.负责编制预算，组织预算执行和决算，监督全县预", "　　算执行情况，并向社会公开。"],
        ["　　　　1.负责编制预算，组织预算执行和决算，监督", "　　预算执行情况，按规定向社会公开预算，接受各方面监", "　　督。"],
    ],
    ids=["as a whole", "hanging from its number", "its first line further"],
)
def test_a_paragraph_that_is_set_in_is_whole(typeset: Typeset, lines: list[str]) -> None:
    assert texts(typeset(PROSE + "\n".join(lines) + PROSE))[1] == "".join(line.strip("　") for line in lines)


def test_where_first_lines_stand_at_the_margin_the_others_hang_from_them(typeset: Typeset) -> None:
    paragraph = "本年收入预算为八百万元，比上年增加三十万元，主\n　　要原因是项目增加并且提高标准较多所以各项相应\n　　增加。\n"
    assert texts(typeset(paragraph * 3)) == [paragraph.replace("　", "").replace("\n", "")] * 3


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("本年收入预算为八百万元，比上年增加", "本年支出预算为八百万元。"),
        ("关于某某市本年度部门预算收支总体情况的说明", "本年支出预算为八百万元。"),
        ("本年收入预算为八百万元，比上年增加三十万元，", "2.本年支出预算为八百万元。"),
        ("本年收入预算为八百万元，比上年增加三十万元。", "本年支出预算为八百万元。"),
    ],
    ids=["the upper line is not full", "the upper line is a title", "an item begins", "the sentence has ended"],
)
def test_two_indented_lines_are_two_paragraphs(typeset: Typeset, upper: str, lower: str) -> None:
    assert texts(typeset(PROSE + f"　　{upper}\n　　{lower}" + PROSE))[1:3] == [upper, lower]


def test_cells_that_overlap_do_not_bring_lines_closer(typeset: Typeset) -> None:
    width = "　　" + "本" * 18 + "\n" + "本" * 3 + "。\n"
    pdf = typeset(width + "　　本年绩效自评项目共十个，其中项目支出\n9个，自评覆盖率为百分之百。\n")
    font = pymupdf.Font("cjk")
    writer = pymupdf.TextWriter(pdf[0].rect)
    for row in range(12):  # labels of two lines beside their figures, without any rule
        writer.append((100, 400 + 20 * row), "机关事业", font=font, fontsize=9)
        writer.append((300, 405 + 20 * row), "无", font=font, fontsize=9)
        writer.append((100, 410 + 20 * row), "单位养老", font=font, fontsize=9)
    writer.write_text(pdf[0])
    assert texts(pdf)[1] == "本年绩效自评项目共十个，其中项目支出9个，自评覆盖率为百分之百。"
