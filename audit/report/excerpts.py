"""What stands in for pictures where a source has no pages: the rows of its tables that matter, below their head."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.findings import Finding, Report, ReportedTable
from audit.report.selection import faults

_MOST_ROWS = 12


@dataclass(frozen=True)
class Excerpt:
    """Rows of one table; `rows` hold (text, "fault", "evidence" or "") for each cell, and None where rows are left out."""

    file: str | None
    title: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, str], ...] | None, ...]


def excerpts(report: Report, findings: Sequence[Finding]) -> list[Excerpt]:
    """An excerpt of each table without a page that figures of the findings stand in, those at fault marked as such."""
    roles: dict[tuple[str | None, str | None], str] = {}
    for finding in findings:
        wrong = faults(finding)
        for operand in finding.evidence:
            if operand.table is not None and operand.place is not None:
                place = (operand.file, operand.place)
                roles[place] = "fault" if operand in wrong else roles.get(place, "evidence")
    found = (_excerpt(table, roles) for table in report.tables if table.places)
    return [excerpt for excerpt in found if excerpt is not None]


def _excerpt(table: ReportedTable, roles: dict[tuple[str | None, str | None], str]) -> Excerpt | None:
    rows: list[tuple[tuple[str, str], ...] | None] = []
    last = -1
    for number, (texts, places) in enumerate(zip(table.rows, table.places, strict=True)):
        marked = [roles.get((table.file, place), "") for place in places]
        if not any(marked):
            continue
        if len(rows) >= _MOST_ROWS:
            rows.append(None)
            break
        rows += [None] * (number > last + 1) + [tuple(zip(texts, marked, strict=True))]
        last = number
    if not rows:
        return None
    rows += [None] * (last + 1 < len(table.rows) and rows[-1] is not None)
    return Excerpt(table.file, table.title, tuple(map(tuple, table.head)), tuple(rows))
