"""The views of a report that `audit run` can write: format → the name of its file and what makes its content."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.pipeline import Audited

# format → file
FORMATS = {
    "json": "report.json",
    "html": "report.html",
    "xlsx": "workpaper.xlsx",
    "pdf": "annotated.pdf",
    "docx": "evidence.docx",
}


def report_files(
    audited: "Audited", source: Path, formats: Sequence[str], materiality: Decimal | None = None
) -> dict[str, bytes]:
    """The files of a report by name; a view that `source` does not allow (annotations of what is no PDF) is missing."""
    contents = ((FORMATS[name], _content(name, audited, source, materiality)) for name in formats)
    return {name: content for name, content in contents if content is not None}


def _content(name: str, audited: "Audited", source: Path, materiality: Decimal | None) -> bytes | None:
    # each view brings a library of its own, loaded where that view is wanted
    match name:
        case "html":
            from audit.report.html import report_html

            return report_html(audited.report, source, materiality)
        case "xlsx":
            from audit.report.workpaper import workpaper

            return workpaper(audited.report, audited.equations)
        case "pdf":
            from audit.report.annotated import annotated_pdf

            return annotated_pdf(audited.report, source)
        case "docx":
            from audit.report.evidence_sheet import evidence_sheet

            return evidence_sheet(audited.report)
        case _:
            from audit.report.json_file import report_json

            return report_json(audited.report)
