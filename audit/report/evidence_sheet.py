"""审计取证单: all contradictions of one document on a form to be signed, with the source's hash and the program's version."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from audit import __version__
from audit.findings import Finding, Report
from audit.report.selection import causes_by_severity, causes_of_errors, spot_of
from audit.report.words import KINDS, SEVERITIES, amount_words, cause_words, check_words, originals, spot_words, where_words
from audit.report.wrapping import plain, shortened

_FONT = "仿宋"
# columns of one text: a cell of ten thousand characters is no evidence
_LONGEST = 1000
# What the figures are held against; cited by name and number, not by article.
_GROUNDS = (
    "《中华人民共和国预算法》",
    "《地方预决算公开操作规程》（财预〔2016〕143号）",
    "被审计单位公开的文件本身：同一数字在表格与正文各处、合计与其构成、增减率与其基数应当相符",
)


def evidence_sheet(report: Report) -> bytes:
    """The content of `evidence.docx`."""
    form = docx.Document()
    _set_page(form)
    heading = form.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = heading.add_run("审计取证单")
    title.bold, title.font.size = True, Pt(20)
    table = form.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    table.autofit = False
    document = report.document
    year = f"{document.year} 年{KINDS.get(document.kind, '')}" if document.year else ""
    _row(table, "被审计单位", document.organization or "")
    _row(table, "事项", f"{year}公开文件数据核查（{document.title or document.source}）")
    _fill(_row(table, "摘要", _summary(report)), _told(report))
    _row(table, "依据", "\n".join(_GROUNDS))
    _row(table, "原件", "\n".join(f"{name}\nSHA-256：{digest}" for name, digest in originals(document)))
    _row(table, "核查程序", f"audit {__version__}；编号为核查结论的编号，见 report.json")
    _row(table, "被审计单位意见", "\n\n（签章）　　　　　　年　　月　　日")
    for pair in (("编制人", "编制日期"), ("复核人", "复核日期")):
        signed = table.add_row()
        # room to sign
        signed.height, cells = Cm(1.1), signed.cells
        for place, name in zip((0, 2), pair, strict=True):
            _write(cells[place], name, bold=True)
    for row in table.rows:
        for cell, width in zip(row.cells, (2.8, 5.4, 2.8, 5.4), strict=True):
            cell.width = Cm(width)
    content = BytesIO()
    form.save(content)
    return content.getvalue()


def _summary(report: Report) -> str:
    score = report.score
    return (
        f"核查发现错误 {score.errors} 处（{len(causes_of_errors(report))} 个原因），警告 {score.warnings} 处，"
        f"差额合计 {amount_words(score.difference)}。"
    )


def _told(report: Report) -> Iterator[tuple[str, bool]]:
    """The lines of the contradictions, by root cause, and whether a line is a heading."""
    by_id = {finding.id: finding for finding in report.findings}
    for number, cause in enumerate(causes_by_severity(report), start=1):
        yield f"{number}. {cause_words(cause.cause)}：{_short(cause.message)}", True
        for place, finding in enumerate((by_id[identity] for identity in cause.findings), start=1):
            for line in _finding(f"（{place}）", finding):
                yield line, False


def _finding(ordinal: str, finding: Finding) -> Iterator[str]:
    spot = spot_of(finding)
    where = " ".join(part for part in (where_words(spot) if spot else "", _short(spot_words(spot))) if part)
    yield f"{ordinal}{where}【{SEVERITIES[finding.severity]}】{check_words(finding.check)}，编号 {finding.id}"
    if finding.claim:
        yield f"原文：“{_short(finding.claim.quote)}”"
    figures = {
        "所写": finding.stated,
        "应为": finding.expected,
        "差额": finding.difference and amount_words(finding.difference),
    }
    if told := "，".join(f"{name} {_short(value)}" for name, value in figures.items() if value):
        yield told
    if finding.formula:
        yield f"算式：{_short(finding.formula)}"


def _row(table: Any, name: str, text: str) -> Any:
    """A row of a name and a cell over the other three columns; that cell."""
    cells = table.add_row().cells
    _write(cells[0], name, bold=True)
    wide = cells[1].merge(cells[3])
    _write(wide, text)
    return wide


def _fill(cell: Any, lines: Iterator[tuple[str, bool]]) -> None:
    for line, bold in lines:
        _style(cell.add_paragraph().add_run(plain(line)), bold)


def _write(cell: Any, text: str, bold: bool = False) -> None:
    first, *others = text.split("\n")
    _style(cell.paragraphs[0].add_run(plain(first)), bold)
    for line in others:
        _style(cell.add_paragraph().add_run(plain(line)), bold)


def _style(run: Any, bold: bool) -> None:
    run.bold = bold


def _short(text: str) -> str:
    return shortened(plain(text), _LONGEST)


def _set_page(form: Any) -> None:
    """A4, a Chinese font for Chinese characters, the page number below."""
    section = form.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2)
    style = form.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
