"""Pages printed as pictures, read by OCR: a budget of our own, set, scanned askew and read again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from audit.pipeline import audit_file
from audit.reading import Document, read_document

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")
cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

from tests.reading.scans import ROWS, TITLE, Picture, printed, scan  # noqa: E402


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield


def read(pdf: pymupdf.Document, folder: Path) -> Document:
    path = folder / "扫描.pdf"
    path.write_bytes(pdf.tobytes())
    return read_document(path)


def grid(document: Document) -> list[tuple[str, ...]]:
    (table,) = document.tables
    return [tuple(cell.text for cell in row) for row in (*table.head, *table.rows)]


def test_a_scan_yields_what_the_text_layer_does(tmp_path: Path) -> None:
    scanned, plain = read(scan(printed()), tmp_path), read(printed(), tmp_path)
    assert grid(scanned) == grid(plain) == ROWS
    assert (scanned.tables[0].title, scanned.tables[0].unit) == (TITLE, "万元")
    assert [p.text for p in scanned.paragraphs] == [p.text for p in plain.paragraphs]
    assert scanned.warnings == ("第 1 页由 OCR 识别，所列数据请与原件核对",)
    assert plain.warnings == () and plain.tables[0].scan is None


def test_boxes_are_where_the_picture_shows_the_text(tmp_path: Path) -> None:
    tilt = 1.5
    scanned, plain = read(scan(printed(), tilt=tilt), tmp_path), read(printed(), tmp_path)
    turn = cv2.getRotationMatrix2D((595 / 2, 842 / 2), tilt, 1.0)
    for row, plain_row in zip(scanned.tables[0].rows, plain.tables[0].rows, strict=True):
        for cell, other in zip(row, plain_row, strict=True):
            assert cell.box is not None and other.box is not None
            there = turn @ ((other.box[0] + other.box[2]) / 2, (other.box[1] + other.box[3]) / 2, 1)
            here = ((cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2)
            assert abs(here[0] - there[0]) < 3 and abs(here[1] - there[1]) < 3


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_scanned_sideways(turn: int, tmp_path: Path) -> None:
    document = read(scan(printed(), turn=turn), tmp_path)
    assert grid(document) == ROWS
    assert document.page_sizes == ((842.0, 595.0),)


def stamped(image: Any) -> Any:
    ink = image.copy()
    cv2.circle(ink, (900, 590), 85, (225, 40, 45), 5)
    cv2.line(ink, (840, 590), (960, 590), (225, 40, 45), 12)
    return np.minimum(image, ink)


def noisy(image: Any) -> Any:
    grey = np.random.default_rng(1).normal(-30, 14, image.shape[:2])[..., None]
    return np.clip(image + grey, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("change", [stamped, noisy])
def test_a_seal_over_figures_and_dirty_paper(change: Picture, tmp_path: Path) -> None:
    assert grid(read(scan(printed(), change), tmp_path)) == ROWS


def test_text_without_a_meaning_is_read_from_its_picture(tmp_path: Path) -> None:
    pdf = pymupdf.open(stream=printed().tobytes())
    for xref in range(1, pdf.xref_length()):
        if "/ToUnicode" in pdf.xref_object(xref):
            pdf.xref_set_key(xref, "ToUnicode", "null")
    assert grid(read(pdf, tmp_path)) == ROWS


def test_only_the_pages_without_text_are_scans(tmp_path: Path) -> None:
    pdf = printed()
    pdf.insert_pdf(scan(printed()))
    document = read(pdf, tmp_path)
    assert document.warnings == ("第 2 页由 OCR 识别，所列数据请与原件核对",)
    assert {table.pages for table in document.tables} == {(1,), (2,)}
    scans = [table.scan for table in document.tables if table.scan]
    assert scans and all(list(found.pages) == [2] for found in scans)


def test_a_picture_without_text_is_told(tmp_path: Path) -> None:
    pdf = printed()
    blank = np.full((400, 300, 3), 200, np.uint8)
    pdf.new_page().insert_image((0, 0, 595, 842), stream=cv2.imencode(".png", blank)[1].tobytes())
    assert read(pdf, tmp_path).warnings == ("第 2 页没有文字层（扫描或图片），未审计",)


def test_a_page_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = scan(printed())
    first = read(pdf, tmp_path)
    monkeypatch.setattr("audit.reading.ocr.text_boxes", lambda grey: pytest.fail("read again"))
    again = read(pdf, tmp_path)
    assert grid(again) == grid(first)
    assert [p.places for p in again.paragraphs] == [p.places for p in first.paragraphs]


def test_a_breach_that_two_readings_show_is_an_error(tmp_path: Path) -> None:
    read(scan(printed()), tmp_path)
    report = audit_file(tmp_path / "扫描.pdf")
    assert {(f.stated, f.expected, f.severity) for f in report.contradicted} == {("550.00万元", "500.00万元", "error")}
    assert any("OCR" in note for note in report.document.notes)
