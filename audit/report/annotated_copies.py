"""Copies of the sources with their findings in them: a PDF with highlights, Word and Excel with comments."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from audit.findings import ClaimQuote, DisclosedFile, Evidence, Report
from audit.reading.archive import Member
from audit.reading.document import UnreadableSource
from audit.reading.package import MALFORMED
from audit.reading.sources import office_file
from audit.reading.together import joint_sha256, members_of
from audit.report.annotated import annotated_pdf

NAME = "annotated"


def annotated_copies(report: Report, sources: Sequence[Path]) -> dict[str, bytes]:
    """The copies by name: annotated.pdf (.docx, .xlsx), with the file's name in it where a disclosure has several.

    A source that is a web page, or no longer what was audited, has none.
    """
    copies: dict[str, bytes] = {}
    try:
        with members_of(sources) as members:
            if report.document.files:
                by_name = {member.name: member for member in members}
                for file in report.document.files:
                    if file.source in by_name and (made := _copy(report_of(report, file), file.source, by_name[file.source])):
                        copies[f"{NAME}-{Path(file.source).stem}.{made[0]}"] = made[1]
            elif len(members) == 1 and is_unchanged(report, sources) and (made := _copy(report, None, members[0])):
                copies[f"{NAME}.{made[0]}"] = made[1]
    except (UnreadableSource, OSError):
        return copies
    return copies


def is_unchanged(report: Report, sources: Sequence[Path]) -> bool:
    """Whether the sources still are what was audited; of a folder it is not asked."""
    contents = [sha256(source.read_bytes()).hexdigest() for source in sources if source.is_file()]
    return not contents or joint_sha256(contents) == report.document.sha256


def _copy(report: Report, file: str | None, member: Member) -> tuple[str, bytes] | None:
    """(suffix, content) of the copy of one file."""
    data = member.path.read_bytes()
    if file is not None and sha256(data).hexdigest() != report.document.sha256:
        return None
    if report.document.pages is not None:
        pdf = annotated_pdf(report.model_copy(update={"document": _with_content(report, data)}), member.path)
        return ("pdf", pdf) if pdf is not None else None
    office = office_file(data, member.path)
    try:
        return _office_copy(report, file, *office) if office is not None else None
    except MALFORMED:
        # read it could be, as LibreOffice understands it or without what breaks the rules
        return None


def _office_copy(report: Report, file: str | None, form: str, content: bytes) -> tuple[str, bytes] | None:
    if form == "docx":
        from audit.report.annotated_word import annotated_word

        return form, annotated_word(report, file, content)
    from audit.report.annotated_excel import annotated_excel

    book = annotated_excel(report, file, content)
    return (form, book) if book is not None else None


def _with_content(report: Report, data: bytes) -> object:
    """The facts with the hash of the PDF itself: that of a ZIP is another."""
    return report.document.model_copy(update={"sha256": sha256(data).hexdigest()})


def report_of(report: Report, file: DisclosedFile) -> Report:
    """The report as that of one of its files: what stands in another one has no page and no place."""

    def here(part: Evidence | ClaimQuote) -> Evidence | ClaimQuote:
        return part if part.file == file.source else part.model_copy(update={"page": None, "boxes": [], "place": None})

    findings = [
        finding.model_copy(
            update={"claim": here(finding.claim) if finding.claim else None, "evidence": list(map(here, finding.evidence))}
        )
        for finding in report.findings
    ]
    added = {
        "document": report.document.model_copy(update={"sha256": file.sha256, "pages": file.pages}),
        "findings": findings,
        "numbers": [number for number in report.numbers if number.file == file.source],
        "tables": [table for table in report.tables if table.file == file.source],
    }
    return report.model_copy(update=added)
