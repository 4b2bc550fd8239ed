"""annotated.pdf: highlights on the figures, notes that tell the finding, bookmarks; the source as it was."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pymupdf
import pytest

from audit.findings import Box, Evidence, Report
from audit.pipeline import audit_file
from audit.report.annotated import annotated_pdf

GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"


@pytest.fixture(scope="module")
def golden() -> Report:
    return audit_file(GOLDEN)


@pytest.fixture(scope="module")
def annotated(golden: Report) -> pymupdf.Document:
    return pymupdf.open(stream=annotated_pdf(golden, GOLDEN), filetype="pdf")


def notes(pdf: pymupdf.Document, subject: str) -> list[tuple[int, pymupdf.Rect, str]]:
    """(page, place, note) of the annotations of one subject."""
    return [
        (page.number + 1, annotation.rect, annotation.info["content"])
        for page in map(pdf.load_page, range(pdf.page_count))
        for annotation in page.annots()
        if annotation.info["subject"] == subject
    ]


def test_source_is_the_beginning_of_the_result(golden: Report) -> None:
    content = annotated_pdf(golden, GOLDEN)
    assert content is not None
    assert content.startswith(GOLDEN.read_bytes())


def test_each_figure_at_fault_has_a_note_that_tells_the_finding(golden: Report, annotated: pymupdf.Document) -> None:
    told = notes(annotated, "矛盾")
    assert len(told) == len(golden.contradicted)
    for finding in golden.contradicted:
        ((page, place),) = ((page, place) for page, place, note in told if finding.id in note)
        assert finding.stated is not None and finding.stated in annotated[page - 1].get_textbox(place)
    (note,) = (note for _, _, note in told if "所写：34.42%" in note)
    for words in ("应为：52.50%", "189万元 ÷ (549万元 − 189万元)", "基数用错", "本年数"):
        assert words in note


def test_colours_follow_the_status(annotated: pymupdf.Document) -> None:
    colours: dict[str, set[tuple[float, ...]]] = {}
    for page in map(annotated.load_page, range(annotated.page_count)):
        for annotation in page.annots():
            colours.setdefault(annotation.info["subject"], set()).add(tuple(annotation.colors["stroke"]))
    (red,), (orange,), (green,) = (colours[subject] for subject in ("矛盾", "提醒", "相符"))
    assert red[0] > 0.9 and red[1] < 0.5
    assert orange[0] > 0.9 and 0.5 < orange[1] < 0.8
    assert green[1] > green[0] and green[1] > green[2]


def test_verified_figures_are_highlighted_with_their_relation(golden: Report, annotated: pymupdf.Document) -> None:
    told = notes(annotated, "相符")
    counts = golden.coverage
    assert len(told) <= counts.numbers.verified + counts.cells.verified
    assert len(told) > 0.9 * (counts.numbers.verified + counts.cells.verified)
    assert all("一致" in note or "相符" in note for _, _, note in told if note)


def test_bookmarks_lead_to_the_contradictions(golden: Report, annotated: pymupdf.Document) -> None:
    head, *entries = annotated.get_toc()[-1 - len(golden.contradicted) :]
    assert head[0] == 1 and "5 处" in head[1]
    assert [page for _, _, page in entries] == sorted(page for page, _, _ in notes(annotated, "矛盾"))
    assert any("34.42%，应为 52.50%（基数用错）" in title for _, title, _ in entries)


def report_on(path: Path, sample_report: Report, box: Box) -> Report:
    """A report whose one contradiction is about the number printed in `box` of the first page."""
    operand = Evidence(table=None, page=1, row=None, column=None, value="1,339.03", quote=None, boxes=[box])
    finding = sample_report.findings[3].model_copy(update={"evidence": [operand]})
    facts = sample_report.document.model_copy(update={"sha256": sha256(path.read_bytes()).hexdigest()})
    cause = sample_report.root_causes[0].model_copy(update={"findings": [finding.id]})
    update = {"findings": [finding], "root_causes": [cause], "numbers": [], "tables": [], "document": facts}
    return sample_report.model_copy(update=update)


def reddish(pdf: pymupdf.Document) -> list[tuple[int, int]]:
    pixels = pdf[0].get_pixmap()
    width, samples = pixels.width, pixels.samples
    spots = (n for n in range(0, len(samples), 3) if samples[n] > 200 and samples[n + 1] < 190)
    return [(n // 3 % width, n // 3 // width) for n in spots]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_highlight_lies_on_the_figure_as_seen(rotation: int, direction: int, sample_report: Report, tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=300, height=420)
    page.insert_text((150, 200), "1,339.03", fontsize=14, rotate=direction)
    page.set_cropbox(pymupdf.Rect(10, 20, 300, 420))
    page.set_rotation(rotation)
    (word,) = page.get_text("words")
    seen = pymupdf.Rect(word[:4]) * page.rotation_matrix
    path = tmp_path / "turned.pdf"
    pdf.save(path)
    x0, y0, x1, y1 = word[:4]
    content = annotated_pdf(report_on(path, sample_report, (x0, y0, x1, y1)), path)
    spots = reddish(pymupdf.open(stream=content, filetype="pdf"))
    assert len(spots) > 0.5 * seen.get_area()
    room = pymupdf.Rect(seen.x0 - 5, seen.y0 - 5, seen.x1 + 5, seen.y1 + 5)
    assert all(room.contains(pymupdf.Point(spot)) for spot in spots)


def test_earlier_outline_stays_as_it_is(typeset: Callable[..., pymupdf.Document], sample_report: Report, tmp_path: Path) -> None:
    pdf = typeset("第一部分", "第二部分 1,339.03")
    pdf.set_toc([[1, "第一部分", 1], [2, "概况", 1], [1, "第二部分", 2]])
    path = tmp_path / "outlined.pdf"
    pdf.save(path)
    content = annotated_pdf(report_on(path, sample_report, (72, 70, 120, 90)), path)
    toc = pymupdf.open(stream=content, filetype="pdf").get_toc()
    assert toc[:3] == [[1, "第一部分", 1], [2, "概况", 1], [1, "第二部分", 2]]
    assert [level for level, _, _ in toc[3:]] == [1, 2]


def test_changed_or_missing_source_is_not_annotated(golden: Report, tmp_path: Path) -> None:
    other = tmp_path / "source.pdf"
    assert annotated_pdf(golden, other) is None
    other.write_bytes(GOLDEN.read_bytes() + b"\n")
    assert annotated_pdf(golden, other) is None


def test_repaired_source_is_annotated(golden: Report, tmp_path: Path) -> None:
    broken = tmp_path / "source.pdf"
    data = GOLDEN.read_bytes()
    broken.write_bytes(data[: data.rindex(b"startxref")])
    facts = golden.document.model_copy(update={"sha256": sha256(broken.read_bytes()).hexdigest()})
    content = annotated_pdf(golden.model_copy(update={"document": facts}), broken)
    assert len(notes(pymupdf.open(stream=content, filetype="pdf"), "矛盾")) == 5
