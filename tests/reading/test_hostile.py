"""Files of a size that no disclosure has end in bounded time, and the report says what of them was left out.

The limits of time are an order of magnitude above what is needed, and as much below what anything quadratic takes.
"""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.reading import Document, UnreadableSource, read_document
from audit.reading import pdf as reading
from tests.reading import hostile
from tests.reading.hostile import within


def read(pdf: pymupdf.Document, folder: Path) -> Document:
    path = folder / "文件.pdf"
    path.write_bytes(pdf.tobytes(deflate=True))
    return read_document(path)


def audited(pdf: pymupdf.Document, folder: Path) -> tuple[Document, Report]:
    document = read(pdf, folder)
    return document, audit_document(document)


def printed(document: Document) -> str:
    return "".join(paragraph.text for paragraph in document.paragraphs)


def test_a_page_of_100_000_drawings_is_read_without_them(tmp_path: Path) -> None:
    pdf = hostile.drawings(100_000)
    with within(5):
        document, report = audited(pdf, tmp_path)
    assert printed(document) == "本年支出预算为100.00万元，比上年增加10.00万元。"
    assert report.document.notes == ["第 1 页的内容过多，未读取表格线"]


def test_thousands_of_rules_that_bound_nothing(tmp_path: Path) -> None:
    pdf = hostile.stubs(9_800)
    with within(15):
        document = read(pdf, tmp_path)
    assert document.tables == () and "100.00万元" in printed(document)


def test_a_grid_of_a_million_cells_is_no_table(tmp_path: Path) -> None:
    pdf = hostile.grid(1000, 1000, filled=20)
    with within(5):
        document = read(pdf, tmp_path)
    assert document.tables == () and document.warnings == ("第 1 页的图形过多，未读取表格线",)


def test_a_grid_of_ten_thousand_cells_is_one(tmp_path: Path) -> None:
    pdf = hostile.grid(100, 100)
    with within(10):
        document, report = audited(pdf, tmp_path)
    [table] = document.tables
    assert {cell.text for row in (*table.head, *table.rows) for cell in row} == {"1"}
    assert (len(table.head) + len(table.rows), table.width) == (100, 100)
    assert report.document.notes == []


def test_squares_within_squares_are_cut_into_cells(tmp_path: Path) -> None:
    pdf = hostile.nested(100)
    with within(10):
        document, _ = audited(pdf, tmp_path)
    [table] = document.tables
    cells = [cell for row in (*table.head, *table.rows) for cell in row]
    assert sum(cell.row_span * cell.column_span for cell in cells if not cell.covered) == len(cells)
    assert sum(cell.text.count("1") for cell in cells) == 100


def test_2000_pages_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    pdf = hostile.pages(2000)
    with within(15):
        document, report = audited(pdf, tmp_path)
    assert document.pages == 2000
    assert "1999号项目支出预算为2099.00万元" in printed(document)
    assert "某某局2024年单位预算" not in printed(document)
    assert report.document.notes == []
    pdf.new_page()
    with pytest.raises(UnreadableSource, match="共 2001 页，超过 2000 页的上限"):
        read(pdf, tmp_path)


def test_a_page_of_50_000_words_is_read_whole(tmp_path: Path) -> None:
    pdf = hostile.words(50_000)
    with within(20):
        document, report = audited(pdf, tmp_path)
    assert printed(document).count("经费") == 2 * 50_000 // 3
    assert report.document.notes == []


def test_a_page_of_too_many_characters_is_told_and_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_CONTENT", 10_000)
    monkeypatch.setattr(reading, "_MOST_CHARS", 3_000)
    pdf = hostile.words(2_000)
    with pytest.raises(UnreadableSource, match="每页的文字超过 3000 字的上限"):
        read(pdf, tmp_path)
    hostile.page_with(pdf, [(72, 100, "本年支出预算为100.00万元。")])
    document = read(pdf, tmp_path)
    assert printed(document) == "本年支出预算为100.00万元。"
    assert document.warnings == ("第 1 页的文字过多，未审计",)


def test_a_table_of_5000_rows_is_one_table_and_its_one_error_is_found(tmp_path: Path) -> None:
    pdf = hostile.table(5000, spoilt=2500)
    with within(20):
        document, report = audited(pdf, tmp_path)
    [table] = document.tables
    assert (len(table.rows), len(table.pages)) == (5000, 125)
    assert report.coverage.cells.contradicted == 1
    assert [f.evidence[0].row for f in report.contradicted] == ["2012500 第2500项支出"]


def listed(count: int) -> str:
    return "本年支出包括：" + "、".join(f"第{i}项{i}.50万元" for i in range(count)) + "。"


def changed(count: int) -> str:
    return "，".join(f"比上年增加{i}.50万元，增长{i % 90}.5%" for i in range(count // 2)) + "。"


def shared(count: int) -> str:
    parts = "；".join(f"第{i}项{i}.50万元，占{i % 90}.5%" for i in range(count // 2))
    return f"本年收入1000.00万元，其中：{parts}。"


def in_sentences(count: int) -> str:
    return "".join(f"2023年办公费支出{i}.50万元，比上年增加{i % 7}.10万元，增长{i % 90}.5%。" for i in range(count // 3))


@pytest.mark.parametrize("text", [listed, changed, shared, in_sentences])
def test_a_paragraph_of_3000_numbers(text: Callable[[int], str], tmp_path: Path) -> None:
    pdf = hostile.paragraph(text(3000))
    with within(20):
        document, report = audited(pdf, tmp_path)
    assert len(document.paragraphs) == 1
    assert len([n for n in report.numbers if n.kind in ("amount", "rate")]) == 3000 + (text is shared)
    assert max(len(f.claim.quote) for f in report.findings if f.claim) <= 450


def test_a_number_as_long_as_a_page(tmp_path: Path) -> None:
    pdf = hostile.paragraph("本年支出" + "1" * 15_000 + "万元。")
    with within(5):
        _, report = audited(pdf, tmp_path)
    # no amount has so many digits
    assert [(n.kind, len(n.text)) for n in report.numbers] == [("other", 15_002)]
