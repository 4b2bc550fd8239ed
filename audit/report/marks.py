"""What is marked in an annotated copy of a source without pages: by place, the gravest word of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audit.findings import ClaimQuote, Evidence, Finding, Report, Status
from audit.report.annotated import Shade
from audit.report.selection import causes_by_severity, reminders, spot_of


@dataclass(frozen=True)
class Mark:
    """A cell, or a text within a paragraph, and what its comment tells; `quote` is the sentence that holds `text`.

    nth: which printing of `text` in its paragraph is meant, of how many; None where the quote tells
    """

    place: str
    text: str
    quote: str
    is_cell: bool
    shade: Shade
    findings: tuple[Finding, ...] = ()
    nth: tuple[int, int] | None = None


def marks(report: Report, file: str | None) -> list[Mark]:
    """The marks of one file of a disclosure (None where there is but one), the gravest first."""
    taken: set[tuple[str, str, tuple[int, int] | None]] = set()
    chosen: list[Mark] = []
    for mark in (*_told(report, file), *_by_status(report, file)):
        key = (mark.place, "" if mark.is_cell else mark.text, mark.nth)
        if key not in taken:
            taken.add(key)
            chosen.append(mark)
    return chosen


def _told(report: Report, file: str | None) -> Iterator[Mark]:
    """Contradictions, then reminders: one mark for each place with all that is found about it."""
    by_id = {finding.id: finding for finding in report.findings}
    contradicted = [by_id[identity] for cause in causes_by_severity(report) for identity in cause.findings]
    yield from _grouped(contradicted, "contradicted", file)
    yield from _grouped(reminders(report), "reminder", file)


def _grouped(findings: Iterable[Finding], shade: Shade, file: str | None) -> Iterator[Mark]:
    spots: dict[tuple[str, str], list[tuple[Evidence | ClaimQuote, Finding]]] = defaultdict(list)
    for finding in findings:
        spot = spot_of(finding)
        if spot is not None and spot.place is not None and spot.file == file:
            spots[spot.place, _text(spot, finding)].append((spot, finding))
    for (place, text), members in spots.items():
        spot = members[0][0]
        is_cell = isinstance(spot, Evidence) and spot.table is not None
        yield Mark(place, text, _quote(spot), is_cell, shade, tuple(finding for _, finding in members))


def _text(spot: Evidence | ClaimQuote, finding: Finding) -> str:
    return spot.value if isinstance(spot, Evidence) else finding.stated or ""


def _quote(spot: Evidence | ClaimQuote) -> str:
    return spot.quote or ""


def _by_status(report: Report, file: str | None) -> Iterator[Mark]:
    """Other printings of what is at fault, then what is verified, without a comment."""
    shades: dict[Status, Shade] = {"contradicted": "contradicted", "verified": "verified"}
    printings: dict[tuple[str, str], list[Status]] = defaultdict(list)
    for number in report.numbers:
        if number.place is not None and number.file == file:
            printings[number.place, number.text].append(number.status)
    for wanted, shade in shades.items():
        for (place, text), found in printings.items():
            for nth, status in enumerate(found):
                if status == wanted:
                    yield Mark(place, text, "", False, shade, nth=(nth, len(found)))
        for table in report.tables:
            if table.file != file:
                continue
            for places, statuses in zip(table.places, table.statuses, strict=bool(table.places)):
                for place, said in zip(places, statuses, strict=True):
                    if said == wanted and place:
                        yield Mark(place, "", "", True, shade)
