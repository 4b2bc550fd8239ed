"""Where a report's numbers stand: every numeral of the narrative and every numeric cell, with its status and findings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from audit.findings import Box, Finding, Report, Status


@dataclass(frozen=True)
class Place:
    """A printed number: where it stands, what became of it, and the findings it takes part in, in the report's order."""

    page: int
    box: Box
    text: str
    status: Status
    findings: tuple[Finding, ...]


def number_places(report: Report) -> Iterator[Place]:
    """The numerals of the narrative, then the numeric cells of the tables; those that have a box."""
    by_id = {finding.id: finding for finding in report.findings}
    for number in report.numbers:
        if number.page is not None and number.box is not None:
            members = tuple(by_id[identity] for identity in number.findings if identity in by_id)
            yield Place(number.page, number.box, number.text, number.status, members)
    at = _findings_at(report)
    for table in report.tables:
        for page, texts, boxes, statuses in zip(table.row_pages, table.rows, table.boxes, table.statuses, strict=True):
            for text, box, status in zip(texts, boxes, statuses, strict=True):
                if page is not None and box is not None and status is not None:
                    yield Place(page, box, text, status, tuple(at.get((page, box), ())))


def _findings_at(report: Report) -> dict[tuple[int, Box], list[Finding]]:
    """The findings with an operand in the table cell at a place."""
    found: dict[tuple[int, Box], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        for operand in finding.evidence:
            if operand.table is not None and operand.page is not None:
                for box in operand.boxes:
                    if finding not in (at := found[operand.page, box])[-1:]:
                        at.append(finding)
    return found
