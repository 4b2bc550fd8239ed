from pathlib import Path

import pymupdf
import pytest

from audit.report.shown import shown_content

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")
pytest.importorskip("cv2")

from tests.reading.scans import printed, scan


def test_a_page_scanned_sideways_is_shown_upright(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_CACHE", str(tmp_path))
    content = shown_content(scan(printed(), turn=90, tilt=-1.0)[0])
    assert (content.turn, content.tilt) == (270, 0.0)
    assert (round(content.width), round(content.height)) == (595, 842)
    # from the left of its text to the right, as on the page before it was scanned
    assert 65 < min(c.x0 for c in content.chars) < 80 and 490 < max(c.x1 for c in content.chars) < 530


def test_a_page_with_text_is_shown_as_it_is() -> None:
    content = shown_content(printed()[0])
    assert content.turn == 0 and content.chars


def test_a_picture_without_text_is_shown_as_its_file_turns_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.report.shown.ocr_installed", lambda: False)
    page = pymupdf.open().new_page(width=842, height=595)
    page.set_rotation(90)
    assert shown_content(page).turn == 90
