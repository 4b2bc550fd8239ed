"""Text of a document that tries to be markup, a formula, a command of the terminal or the end of a line harms no view."""

import ast
import json
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf
import pytest
from rich.console import Console

from audit.findings import Evidence, NumberStatus, Report, ReportedTable
from audit.output import file_sha256
from audit.pipeline import Audited, audited_file
from audit.reading.document import Cell, Table
from audit.report.annotated import highlights, note
from audit.report.table_workbook import tables_workbook
from audit.report.terminal import Outcome, print_overview, print_report
from audit.report.views import FORMATS, report_files
from audit.report.wrapping import is_formula

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "attribute": "\"' onmouseover=alert(1) x='",
    "formula": '=HYPERLINK("http://example.org","点我")',
    "plus": "+1+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "full width": "＝1+1",
    "direction": "甲\u202e乙\u2066丙\u200f丁\x00",
    "terminal": "\x1b[31m甲\x1b]0;title\x07\x1b[2J\r乙\x08",
    "console": "[bold red]甲[/bold red][link=file:///etc/passwd]乙[/link] :smile: [/nothing]",
    "template": "{{ 7*7 }}{% raw %}</svg><img src=x onerror=alert(1)>",
    "long": "长" * 10_000,
    "surrogate": "半\ud83d",
}
FORBIDDEN = set("\u202e\u2066\u200f\x00\x1b\x07\x08\r")


@pytest.fixture(params=HOSTILE.values(), ids=list(HOSTILE))
def hostile(request: pytest.FixtureRequest, sample_report: Report, tmp_path: Path) -> tuple[Report, Path, str]:
    """A report whose every text of the document is the hostile one, and the PDF it is about."""
    text = request.param
    pdf = pymupdf.open()
    pdf.new_page(width=300, height=300).insert_text((50, 100), "1,339.03")
    source = tmp_path / "source.pdf"
    pdf.save(source)
    box = (50.0, 88.0, 100.0, 104.0)
    operand = Evidence(table=text, page=1, row=text, column=text, value=text, quote=None, boxes=[box], place=text, file=text)
    told = {name: text for name in ("stated", "expected", "formula", "message")} | {"evidence": [operand]}
    findings = []
    for finding in sample_report.findings:
        quoted = {"quote": text, "page": 1, "boxes": [box], "file": text}
        claim = finding.claim and finding.claim.model_copy(update=quoted)
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


@pytest.fixture
def files(hostile: tuple[Report, Path, str]) -> dict[str, bytes]:
    report, source, _ = hostile
    files = report_files(Audited(report, {}), source, list(FORMATS))
    assert set(files) == set(FORMATS.values())
    return files


def test_html_has_no_tag_attribute_or_link_of_the_document(files: dict[str, bytes]) -> None:
    _check_html(files["report.html"].decode("utf-8"))


def test_workbook_computes_nothing_of_the_document(files: dict[str, bytes]) -> None:
    _check_workbook(files["workpaper.xlsx"])


def test_evidence_sheet_is_text_alone(files: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(BytesIO(files["evidence.docx"]))
    assert not any(part for part in archive.namelist() if "activeX" in part or "vba" in part)
    # what a field or a link would be; the form's own field is the page number of the footer
    body = archive.read("word/document.xml").decode("utf-8")
    assert not any(mark in body for mark in ("w:fldSimple", "w:instrText", "w:hyperlink"))
    words = "".join(node.text or "" for node in docx.Document(BytesIO(files["evidence.docx"])).element.body.iter())
    assert not set(words) & FORBIDDEN


def test_annotated_pdf_has_notes_and_no_actions(files: dict[str, bytes], hostile: tuple[Report, Path, str]) -> None:
    report, _, text = hostile
    pdf = pymupdf.open(stream=files["annotated.pdf"], filetype="pdf")
    page = pdf[0]
    annotations = list(page.annots())
    assert annotations and all(annotation.type[1] == "Highlight" for annotation in annotations)
    assert all(len(note(highlight)) < 20_000 for highlight in highlights(report))
    assert not page.get_links()
    assert not any(kind in pdf.xref_object(n) for n in range(1, pdf.xref_length()) for kind in ("/JavaScript", "/Launch", "/URI"))
    if len(text) < 100 and text.isprintable():
        assert any(text in annotation.info["content"] for annotation in annotations)


def test_json_says_what_the_document_says(files: dict[str, bytes], hostile: tuple[Report, Path, str]) -> None:
    """Programs get the text as it is; half a surrogate pair, which is no character of UTF-8, as an escape."""
    assert json.loads(files["report.json"].decode("utf-8"))["document"]["title"] == hostile[2]


@pytest.mark.parametrize("colour", [True, False])
def test_terminal_is_steered_by_nothing_of_the_document(hostile: tuple[Report, Path, str], colour: bool) -> None:
    report, _, text = hostile
    stream = StringIO()
    system = "standard" if colour else None
    console = Console(file=stream, width=80, highlight=False, markup=False, emoji=False, color_system=system)  # type: ignore[arg-type]
    name = Path(text.replace("\x00", "").replace("/", "_")[:80])
    print_report(console, Outcome(name, report, [name]))
    print_overview(console, [Outcome(name, report), Outcome(name, None)])
    shown = stream.getvalue()
    if colour:
        # the colours of the program itself, and nothing else that begins with ESC
        shown = _without_colours(shown)
    assert not set(shown) & FORBIDDEN
    assert shown.replace("\n", "").replace("　", "").isprintable()
    if len(text) < 100 and text.isprintable():
        assert text.replace(" ", "") in shown.replace(" ", "").replace("\n", "")


def test_tables_are_written_as_text(hostile: tuple[Report, Path, str]) -> None:
    text = hostile[2].encode("utf-8", "replace").decode("utf-8")
    table = Table(text, text, text, (1,), ((Cell(text, 1),),), ((Cell(text, 1),),))
    cells = [c for row in openpyxl.load_workbook(BytesIO(tables_workbook([table], text))).worksheets[0].iter_rows() for c in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and is_formula(cell.value))


def test_desk_of_the_notebook_shows_text(hostile: tuple[Report, Path, str], tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    from audit.review import Desk

    report, source, text = hostile
    desk = Desk(source, Audited(report, {}), tmp_path / "source.review.json")
    desk.reviewer.value, desk.note.value = "<b onclick=x>张三</b>", text.encode("utf-8", "replace").decode("utf-8")
    desk.accept.click()
    for widget in (desk.view, desk.told, desk.progress, desk.lost):
        _check_markup(widget.value)


def test_tables_of_the_notebook_show_text(hostile: tuple[Report, Path, str]) -> None:
    pandas = pytest.importorskip("pandas")
    shown = _function_of_notebook("shown", pandas)
    text = hostile[2].encode("utf-8", "replace").decode("utf-8")
    _check_markup(
        shown(pandas.DataFrame({"说明": [text]})).to_html(), tags={"table", "thead", "tbody", "tr", "th", "td", "style"}
    )


def test_hostile_pdf_from_file_to_views(typeset: Callable[..., pymupdf.Document], tmp_path: Path) -> None:
    source = tmp_path / "hostile.pdf"
    lines = "\n".join(text for text in HOSTILE.values() if text.isprintable() and len(text) < 100)
    markup = HOSTILE["markup"]
    typeset(f"某某局2024年单位预算公开\n{lines}\n项目支出549万元，比上年增加189万元，增长34.42%。{markup}").save(source)
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


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)


def _tags(page: str) -> Tags:
    parsed = Tags()
    parsed.feed(page)
    return parsed


def _check_html(page: str) -> None:
    assert page.count("<script") == page.count("</script") == 1
    parsed = _tags(page)
    assert "img" not in parsed.tags and not any(name.startswith("on") for name, _ in parsed.attributes)
    assert all((value or "").startswith(("#", "data:image/")) for name, value in parsed.attributes if name in ("href", "src"))
    assert not set(page) & (FORBIDDEN - {"\r"})


def _check_markup(page: str, tags: set[str] | None = None) -> None:
    """HTML that a notebook shows: our own tags, no handlers, no links but pictures within."""
    parsed = _tags(page)
    allowed = tags or {"h4", "table", "tr", "th", "td", "p", "ul", "li", "svg", "g", "image", "rect", "path"}
    assert set(parsed.tags) <= allowed
    assert not any(name.startswith("on") for name, _ in parsed.attributes)
    assert all((value or "").startswith("data:image/") for name, value in parsed.attributes if name in ("href", "src"))


def _check_workbook(content: bytes) -> None:
    cells = [c for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets for row in sheet.iter_rows() for c in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert not any(text.startswith(("=", "+", "-", "@", "＝")) or len(text) > 32_767 for text in texts)
    assert not set("".join(texts)) & FORBIDDEN


def _without_colours(shown: str) -> str:
    return "".join(_outside_colours(shown))


def _outside_colours(shown: str) -> Iterator[str]:
    first, *others = shown.split("\x1b[")
    yield first
    for part in others:
        codes, end, rest = part.partition("m")
        assert end and set(codes) <= set("0123456789;"), f"no colour: {part[:20]!r}"
        yield rest


def _function_of_notebook(name: str, pandas: Any) -> Any:
    """A function that a cell of the notebook defines, with the constants beside it; the cell itself is not run."""
    cells = json.loads((ROOT / "notebooks/review.ipynb").read_text("utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if f"def {name}(" in "".join(cell["source"]))
    kept: list[ast.stmt] = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict))
    ]
    namespace: dict[str, Any] = {"pd": pandas}
    exec(compile(ast.Module(kept, []), "notebook", "exec"), namespace)
    return namespace[name]
