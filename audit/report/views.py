"""The views of a report that `audit run` can write: format → the name of its file and what makes its content."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.findings import Report
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
    audited: "Audited", source: Path | Sequence[Path], formats: Sequence[str], materiality: Decimal | None = None
) -> dict[str, bytes]:
    """The files of a report by name; `source` is the path, or the paths, that it was made from.

    The annotated copy bears the suffix of its source, one for each file of a disclosure that has several; a source that
    allows none (a web page) has none.
    """
    sources = [source] if isinstance(source, Path) else source
    files: dict[str, bytes] = {}
    for name in formats:
        if name == "pdf":
            from audit.report.annotated_copies import annotated_copies

            files |= annotated_copies(audited.report, sources)
        else:
            files[FORMATS[name]] = _content(name, audited, sources, materiality)
    return files


def _content(name: str, audited: "Audited", sources: Sequence[Path], materiality: Decimal | None) -> bytes:
    # each view brings a library of its own, loaded where that view is wanted
    match name:
        case "html":
            from audit.report.html import report_html

            return report_html(audited.report, sources, materiality)
        case "xlsx":
            from audit.report.workpaper import workpaper

            return workpaper(audited.report, audited.equations)
        case "docx":
            from audit.report.evidence_sheet import evidence_sheet

            return evidence_sheet(audited.report)
        case _:
            from audit.report.json_file import report_json

            return report_json(audited.report)


def names_of_files(report: "Report") -> set[str]:
    """The names that a report on this disclosure can have written: those left from an earlier one go."""
    copies = [f"annotated-{Path(file.source).stem}" for file in report.document.files] + ["annotated"]
    return {*FORMATS.values(), *(f"{name}.{suffix}" for name in copies for suffix in ("pdf", "docx", "xlsx"))}
