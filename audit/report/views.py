"""The views of a report that `audit run` can write: format → the name of its file and what makes its content."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.findings import Report

# format → file
FORMATS = {"json": "report.json", "html": "report.html", "pdf": "annotated.pdf"}


def report_files(report: "Report", source: Path, formats: Sequence[str]) -> dict[str, bytes]:
    """The files of a report by name; a view that `source` does not allow (annotations of what is no PDF) is missing."""
    contents = ((FORMATS[name], _content(name, report, source)) for name in formats)
    return {name: content for name, content in contents if content is not None}


def _content(name: str, report: "Report", source: Path) -> bytes | None:
    # each view brings a library of its own, loaded where that view is wanted
    match name:
        case "html":
            from audit.report.html import report_html

            return report_html(report, source)
        case "pdf":
            from audit.report.annotated import annotated_pdf

            return annotated_pdf(report, source)
        case _:
            from audit.report.json_file import report_json

            return report_json(report)
