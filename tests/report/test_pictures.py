from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pymupdf
import pytest

from audit.findings import Box, ClaimQuote, Evidence, Finding, Report, ReportedTable
from audit.report.pictures import Mark, Picture, Strip, finding_pictures, opened_source

SENTENCE = "项目支出549万元，增长34.42%。"


def operand(value: str, box: Box, page: int = 1) -> Evidence:
    return Evidence(table=None, page=page, row=None, column=None, value=value, quote=None, boxes=[box])


def finding(stated: str, *operands: Evidence, claim: ClaimQuote | None = None) -> Finding:
    return Finding(
        id="000000000001",
        check="change_rate",
        verdict="contradicted",
        severity="error",
        stated=stated,
        expected=None,
        difference=None,
        formula=None,
        cause=None,
        message="不符",
        read_by="grammar",
        claim=claim,
        evidence=list(operands),
    )


def box_of(pdf: pymupdf.Document, text: str, page: int = 0) -> Box:
    (found,) = pdf[page].search_for(text)
    x0, y0, x1, y1 = found
    return (x0, y0, x1, y1)


def ink(strip: Strip) -> Iterator[tuple[float, float]]:
    """The dark pixels of a strip, in points."""
    pixels = pymupdf.Pixmap(strip.image)
    scale = pixels.width / strip.width
    for y in range(pixels.height):
        for x in range(pixels.width):
            if pixels.pixel(x, y)[0] < 100:
                yield x / scale, y / scale


def frames(picture: Picture, role: str) -> list[Mark]:
    return [mark for strip in picture.strips for mark in strip.marks if mark.role == role]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_frame_lies_on_the_figure_and_the_text_stands_upright(rotation: int, direction: int, sample_report: Report) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.insert_text((300, 400), "1,339.03", fontsize=20, rotate=direction)
    page.set_rotation(rotation)
    (word,) = page.get_text("words")
    box = word[:4]
    (picture,) = finding_pictures(pdf, sample_report, [finding("1,339.03", operand("1,339.03", box))])
    (strip,) = picture.strips
    (mark,) = strip.marks
    dark = list(ink(strip))
    assert len(dark) > 100
    x0, y0, x1, y1 = mark.box
    assert all(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in dark)
    # eight characters side by side, and what hangs lowest is the tail of the comma, the second of them
    assert x1 - x0 > 2.5 * (y1 - y0)
    lowest = max(y for _, y in dark)
    assert all(x < (x0 + x1) / 2 for x, y in dark if y == lowest)


def test_only_the_lines_around_are_shown(typeset: Callable[..., pymupdf.Document], sample_report: Report) -> None:
    pdf = typeset("\n".join(["甲乙丙丁戊己庚辛"] * 15 + [SENTENCE] + ["甲乙丙丁戊己庚辛"] * 15))
    (picture,) = finding_pictures(pdf, sample_report, [finding("34.42%", operand("34.42%", box_of(pdf, "34.42%")))])
    (strip,) = picture.strips
    assert strip.height < 60


def test_roles_of_frames(typeset: Callable[..., pymupdf.Document], sample_report: Report) -> None:
    pdf = typeset(SENTENCE)
    claim = ClaimQuote(quote=SENTENCE, page=1, boxes=[box_of(pdf, SENTENCE)])
    wrong, right = operand("34.42%", box_of(pdf, "34.42%")), operand("549万元", box_of(pdf, "549万元"))
    (picture,) = finding_pictures(pdf, sample_report, [finding("34.42%", wrong, right, claim=claim)])
    (fault,), (evidence,), (sentence,) = (frames(picture, role) for role in ("fault", "evidence", "sentence"))
    assert sentence.box[0] < evidence.box[0] < evidence.box[2] < fault.box[0] < sentence.box[2]
    # the wide tint must not cover the frames
    assert picture.svg.index('class="sentence"') < picture.svg.index('class="evidence"') < picture.svg.index('class="fault"')


def test_sentence_is_at_fault_where_no_operand_is(typeset: Callable[..., pymupdf.Document], sample_report: Report) -> None:
    pdf = typeset(SENTENCE)
    claim = ClaimQuote(quote=SENTENCE, page=1, boxes=[box_of(pdf, SENTENCE)])
    (picture,) = finding_pictures(pdf, sample_report, [finding("增加（减少）", claim=claim)])
    assert len(frames(picture, "fault")) == 1


def test_page_with_the_figure_at_fault_comes_first(typeset: Callable[..., pymupdf.Document], sample_report: Report) -> None:
    pdf = typeset("549.00", "34.42%", "360.00")
    operands = [operand(value, box_of(pdf, value, n), page=n + 1) for n, value in enumerate(["549.00", "34.42%", "360.00"])]
    pictures = finding_pictures(pdf, sample_report, [finding("34.42%", *operands)])
    assert [picture.page for picture in pictures] == [2, 1, 3]


def test_head_of_the_table_is_shown_with_a_cell_far_below(
    typeset: Callable[..., pymupdf.Document], sample_report: Report
) -> None:
    lines = ["基本支出", *[f"{n}.00" for n in range(100, 130)]]
    pdf = typeset("\n".join(lines))
    boxes = [box_of(pdf, line) for line in lines]
    table = ReportedTable(
        title="支出总表",
        label="",
        unit="万元",
        page=1,
        pages=[1],
        head=[["基本支出"]],
        rows=[[line] for line in lines[1:]],
        row_pages=[1] * 30,
        head_boxes=[[boxes[0]]],
        boxes=[[box] for box in boxes[1:]],
    )
    report = sample_report.model_copy(update={"tables": [table]})
    cell = operand("125.00", boxes[26]).model_copy(update={"table": "支出总表"})
    (picture,) = finding_pictures(pdf, report, [finding("125.00", cell)])
    head, row = picture.strips
    assert not head.marks
    assert len(row.marks) == 1
    assert sum(1 for _ in ink(head)) > 50
    (without,) = finding_pictures(pdf, sample_report, [finding("125.00", cell)])
    assert len(without.strips) == 1


def test_a_table_that_goes_on_brings_its_head_from_the_page_where_it_begins(
    typeset: Callable[..., pymupdf.Document], sample_report: Report
) -> None:
    pdf = typeset("　　基本支出\n　　100.00", "　　125.00\n注：本表反映支出情况。")
    head, cell = box_of(pdf, "基本支出"), box_of(pdf, "125.00", 1)
    table = ReportedTable(
        title="支出总表", label="", unit="万元", page=1, pages=[1, 2], head=[["基本支出"]], rows=[["100.00"], ["125.00"]],
        row_pages=[1, 2], head_boxes=[[head]], boxes=[[box_of(pdf, "100.00")], [cell]],
    )  # fmt: skip
    report = sample_report.model_copy(update={"tables": [table]})
    wrong = operand("125.00", cell, page=2).model_copy(update={"table": "支出总表"})
    (picture,) = finding_pictures(pdf, report, [finding("125.00", wrong)])
    above, row = picture.strips
    assert (picture.page, picture.head_page) == (2, 1)
    assert sum(1 for _ in ink(above)) > 50
    (mark,) = row.marks
    # both begin at the same margin: the head stands over its column
    assert abs(min(x for x, _ in ink(above)) - mark.box[0]) < 3


def test_every_printing_of_a_wrong_name_is_at_fault_but_one_operand_of_a_relation(
    typeset: Callable[..., pymupdf.Document], sample_report: Report
) -> None:
    pdf = typeset("甲乙局", "甲乙局")
    names = [operand("甲乙局", box_of(pdf, "甲乙局", n), page=n + 1) for n in range(2)]
    told = finding("甲乙局", *names)
    assert [len(frames(p, "fault")) for p in finding_pictures(pdf, sample_report, [told])] == [1, 1]
    relation = told.model_copy(update={"formula": "甲 = 乙"})
    assert [len(frames(p, "fault")) for p in finding_pictures(pdf, sample_report, [relation])] == [1, 0]


def test_source_is_opened_only_as_audited(typeset: Callable[..., pymupdf.Document], tmp_path: Path) -> None:
    path = tmp_path / "预算.pdf"
    path.write_bytes(typeset(SENTENCE).tobytes())
    digest = sha256(path.read_bytes()).hexdigest()
    opened = opened_source(path, digest)
    assert opened is not None
    assert opened.page_count == 1

    path.write_bytes(typeset("改过").tobytes())
    assert opened_source(path, digest) is None
    path.unlink()
    assert opened_source(path, digest) is None
    path.write_bytes(b"%PDF-1.7 nothing")
    assert opened_source(path, sha256(b"%PDF-1.7 nothing").hexdigest()) is None
