"""A PDF whose text tries to be markup, a formula, or the end of a line does no harm in any view."""

import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest

from audit.findings import Evidence, NumberStatus, Report, ReportedTable
from audit.output import file_sha256
from audit.pipeline import Audited, audited_file
from audit.report.annotated import highlights, note
from audit.report.views import FORMATS, report_files

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.org","点我")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "甲\u202e乙\u2066丙\x00\x1b[31m",
    "{{ 7*7 }}</svg><img src=x onerror=alert(1)>",
    "长" * 10_000,
    "半\ud83d",
)
ROWS = "\n".join(text for text in HOSTILE if text.isprintable() and len(text) < 100)


@pytest.fixture(params=HOSTILE, ids=["markup", "formula", "command", "direction", "template", "long", "surrogate"])
def hostile(request: pytest.FixtureRequest, sample_report: Report, tmp_path: Path) -> tuple[Report, Path, str]:
    """A report whose every text of the document is the hostile one, and the PDF it is about."""
    text = request.param
    pdf = pymupdf.open()
    pdf.new_page(width=300, height=300).insert_text((50, 100), "1,339.03")
    source = tmp_path / "source.pdf"
    pdf.save(source)
    box = (50.0, 88.0, 100.0, 104.0)
    operand = Evidence(table=text, page=1, row=text, column=text, value=text, quote=None, boxes=[box])
    told = {name: text for name in ("stated", "expected", "formula", "message")} | {"evidence": [operand]}
    findings = []
    for finding in sample_report.findings:
        claim = finding.claim and finding.claim.model_copy(update={"quote": text, "page": 1, "boxes": [box]})
        findings.append(finding.model_copy(update={**told, "claim": claim}))
    table = ReportedTable(
        title=text, label=text, unit=text, page=1, pages=[1], head=[[text]], rows=[[text]], row_pages=[1],
        head_boxes=[[box]], boxes=[[box]], statuses=[["contradicted"]],
    )  # fmt: skip
    number = NumberStatus(page=1, box=box, text=text, status="verified", kind="amount", findings=[findings[-1].id])
    facts = {name: text for name in ("source", "title", "organization", "unit")} | {"notes": [text]}
    document = sample_report.document.model_copy(update={**facts, "sha256": file_sha256(source)})
    causes = [cause.model_copy(update={"message": text}) for cause in sample_report.root_causes]
    update = {"findings": findings, "root_causes": causes, "document": document, "tables": [table], "numbers": [number]}
    return sample_report.model_copy(update=update), source, text


def test_no_view_is_harmed(hostile: tuple[Report, Path, str]) -> None:
    report, source, text = hostile
    files = report_files(Audited(report, {}), source, list(FORMATS))
    assert set(files) == set(FORMATS.values())
    _check_html(files["report.html"].decode("utf-8"))
    _check_workbook(files["workpaper.xlsx"])
    for part in zipfile.ZipFile(BytesIO(files["evidence.docx"])).namelist():
        assert "activeX" not in part and "vba" not in part
    words = "".join(node.text or "" for node in docx.Document(BytesIO(files["evidence.docx"])).element.body.iter())
    assert not set(words) & set("\u202e\u2066\x00\x1b")
    pdf = pymupdf.open(stream=files["annotated.pdf"], filetype="pdf")
    page = pdf[0]
    annotations = list(page.annots())
    assert annotations and all(annotation.type[1] == "Highlight" for annotation in annotations)
    assert all(len(note(highlight)) < 20_000 for highlight in highlights(report))
    assert not page.get_links()
    if len(text) < 100 and text.isprintable():
        assert any(text in annotation.info["content"] for annotation in annotations)


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)


def _check_html(page: str) -> None:
    assert page.count("<script") == page.count("</script") == 1
    parsed = Tags()
    parsed.feed(page)
    assert "img" not in parsed.tags and not any(name.startswith("on") for name, _ in parsed.attributes)
    assert all((value or "").startswith(("#", "data:image/")) for name, value in parsed.attributes if name in ("href", "src"))
    assert "\u202e" not in page and "\x1b" not in page and "\x00" not in page


def _check_workbook(content: bytes) -> None:
    cells = [c for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets for row in sheet.iter_rows() for c in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert not any(text.startswith(("=", "+", "-", "@")) or len(text) > 32_767 for text in texts)
    assert not set("".join(texts)) & set("\u202e\u2066\x00\x1b")


def test_hostile_pdf_from_file_to_views(typeset: Callable[..., pymupdf.Document], tmp_path: Path) -> None:
    source = tmp_path / "hostile.pdf"
    typeset(f"某某局2024年单位预算公开\n{ROWS}\n项目支出549万元，比上年增加189万元，增长34.42%。{HOSTILE[0]}").save(source)
    audited = audited_file(source)
    files = report_files(audited, source, list(FORMATS))
    assert "34.42%" in files["report.html"].decode("utf-8")
    _check_html(files["report.html"].decode("utf-8"))
    sheets = openpyxl.load_workbook(BytesIO(files["workpaper.xlsx"]))
    formulas = [
        (sheet.title, cell.coordinate) for sheet in sheets.worksheets for row in sheet for cell in row if cell.data_type == "f"
    ]
    assert formulas
    assert {title for title, _ in formulas} == {"勾稽核对"}
    assert {place[0] for _, place in formulas} <= set("JKLMN")
