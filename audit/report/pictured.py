"""The PDFs that pictures are cut from: those of a disclosure that are still what was audited."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pymupdf

from audit.findings import DisclosedFile, Finding, Report
from audit.reading.archive import Member
from audit.reading.document import UnreadableSource
from audit.reading.together import members_of
from audit.report.annotated_copies import is_unchanged, report_of
from audit.report.pictures import Picture, finding_pictures, opened_source
from audit.report.sheet_pictures import PagePicture, page_pictures


@dataclass(frozen=True)
class Pictured:
    """One PDF, open, and the report as far as it is about it; `file` is its name where the disclosure has several files."""

    pdf: pymupdf.Document
    report: Report
    file: str | None

    def of_findings(self, findings: Sequence[Finding]) -> list[Picture]:
        """A picture of each page of this file on which figures of the findings stand."""
        ids = [finding.id for finding in findings]
        own = [finding for finding in self.report.findings if finding.id in ids]
        return [replace(picture, file=self.file) for picture in finding_pictures(self.pdf, self.report, own)]

    def of_pages(self, share: int = 1) -> list[PagePicture]:
        """Its pages; `share` is the number of PDFs that are shown."""
        return [replace(picture, file=self.file) for picture in page_pictures(self.pdf, self.report, share)]


@contextmanager
def pictured_pdfs(report: Report, sources: Sequence[Path]) -> Iterator[list[Pictured]]:
    """The PDFs of the report's sources in their order, closed again in the end; none for what has changed or has no pages."""
    with ExitStack() as stack:
        try:
            members = stack.enter_context(members_of(sources)) if sources else []
            wanted = list(_wanted(report, sources, members))
        except (UnreadableSource, OSError):
            wanted = []
        found = []
        for path, digest, file in wanted:
            if (pdf := opened_source(path, digest)) is not None:
                stack.callback(pdf.close)
                found.append(Pictured(pdf, report_of(report, file) if file else report, file.source if file else None))
        yield found


def _wanted(
    report: Report, sources: Sequence[Path], members: Sequence[Member]
) -> Iterator[tuple[Path, str, DisclosedFile | None]]:
    """Path and hash of each file that was audited, and the file of the disclosure that it is where there are several."""
    files = {file.source: file for file in report.document.files}
    if files:
        yield from ((m.path, files[m.name].sha256, files[m.name]) for m in members if m.name in files)
    elif len(members) == 1 and is_unchanged(report, sources):
        # the hash of a ZIP is not that of the PDF in it
        yield members[0].path, sha256(members[0].path.read_bytes()).hexdigest(), None
