"""Pictures of a disclosure of several files, and of one that came in an archive."""

import zipfile
from pathlib import Path

import pymupdf
import pytest

from audit.findings import Report
from audit.pipeline import audited_together
from audit.report.html import html_report
from audit.report.pictured import pictured_pdfs
from audit.report.sheet_pictures import page_pictures

GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The golden document as two: its narrative, and its tables from page 6 on."""
    folder = tmp_path_factory.mktemp("pair")
    files = folder / "说明.pdf", folder / "附表.pdf"
    with pymupdf.open(GOLDEN) as whole:
        for path, (first, last) in zip(files, ((0, 4), (5, whole.page_count - 1)), strict=True):
            with pymupdf.open() as part:
                part.insert_pdf(whole, from_page=first, to_page=last)
                part.save(path)
    return files


@pytest.fixture(scope="module")
def joint(pair: tuple[Path, Path]) -> Report:
    return audited_together(list(pair)).report


def test_each_picture_is_cut_from_its_file_and_names_it(joint: Report, pair: tuple[Path, Path]) -> None:
    with pictured_pdfs(joint, pair) as pictured:
        assert [each.file for each in pictured] == ["说明.pdf", "附表.pdf"]
        wrong = next(finding for finding in joint.contradicted if finding.stated == "180 万")
        (picture,) = [picture for each in pictured for picture in each.of_findings([wrong])]
        assert (picture.file, picture.page, picture.shows_fault) == ("附表.pdf", 15, True)
        sheets = [sheet for each in pictured for sheet in each.of_pages()]
    assert [(s.file, s.page) for s in sheets if s.contradicted] == [("说明.pdf", 2), ("说明.pdf", 3), ("附表.pdf", 15)]
    page = html_report(joint, pair)
    assert "<figcaption>附表.pdf 第 15 页</figcaption>" in page
    assert "说明.pdf 第 2 页　正文" in page


def test_a_file_that_changed_costs_the_other_no_pictures(joint: Report, pair: tuple[Path, Path], tmp_path: Path) -> None:
    changed = tmp_path / pair[1].name
    changed.write_bytes(pair[1].read_bytes() + b"\n% changed")
    with pictured_pdfs(joint, (pair[0], changed)) as pictured:
        assert [each.file for each in pictured] == ["说明.pdf"]


def test_one_pdf_in_an_archive_has_pictures(tmp_path: Path) -> None:
    archive = tmp_path / "公开.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(GOLDEN, "预算/公开.pdf")
    report = audited_together([archive]).report
    assert 'class="fault"' in html_report(report, archive)


def test_a_source_without_pages_says_why_it_has_no_pictures(sample_report: Report) -> None:
    document = sample_report.document.model_copy(update={"pages": None})
    page = html_report(sample_report.model_copy(update={"document": document}), None)
    assert "不分页" in page and "无法打开" not in page
    assert '<label hidden>页 <input name="page"' in page


def test_a_page_without_extent_has_no_image_and_costs_the_others_nothing(sample_report: Report) -> None:
    pdf = pymupdf.open()
    for _ in range(2):
        pdf.new_page()
    pdf.xref_set_key(pdf.page_xref(0), "UserUnit", "0")
    with pymupdf.open(stream=pdf.tobytes()) as broken:
        assert broken[0].rect.is_empty
        assert ["<image" in picture.svg for picture in page_pictures(broken, sample_report)] == [False, True]
