"""The Excel source with its findings: cells filled, comments on what is contradicted or ought to be looked at.

The copy holds the values that were checked in place of the formulas behind them, so nothing in it computes, links or runs.
"""

import zipfile
from io import BytesIO

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from audit.findings import Report
from audit.reading.excel import SHEETS
from audit.report.annotated import AUTHOR, Shade, note_text
from audit.report.marks import marks

# A sheet larger than this holds a million styled rows, each a hundred times as large in memory.
_MOST_BYTES = 20_000_000
_FILLS: dict[Shade, PatternFill] = {
    "contradicted": PatternFill("solid", fgColor="F8B4AD"),
    "reminder": PatternFill("solid", fgColor="FFE2A8"),
    "verified": PatternFill("solid", fgColor="DDF2E3"),
}
# Pixels.
_WIDTH, _LINE = 360, 22


def annotated_excel(report: Report, file: str | None, content: bytes) -> bytes | None:
    """The content of the annotated .xlsx, None where a sheet is too large; `file` as in `annotated_word`."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        if any(part.file_size > _MOST_BYTES for part in package.infolist() if part.filename.startswith(SHEETS)):
            return None
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
    for mark in marks(report, file):
        name, _, reference = mark.place.rpartition("!")
        if name not in book.sheetnames:
            continue
        cell = book[name][reference]
        if isinstance(cell, MergedCell):
            continue
        cell.fill = _FILLS[mark.shade]
        if mark.findings:
            text = note_text(mark.shade, mark.findings)
            former = f"{cell.comment.text}\n\n" if cell.comment else ""
            lines = former.count("\n") + sum(1 + len(line) // 26 for line in text.split("\n"))
            cell.comment = Comment(former + text, AUTHOR, height=min(_LINE * (lines + 1), 600), width=_WIDTH)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
