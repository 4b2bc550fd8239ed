"""A document with one misprint, and what its report makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from audit.findings import Box, Finding, Report
from audit.pipeline import audit_document
from audit.reading.document import Document, Paragraph
from benchmarks.misprints.changes import CAUSES, tells_cause
from benchmarks.misprints.places import CellPlace, Place, TextPlace

T = TypeVar("T")
# a page and a box on it
Spot = tuple[int, Box]


@dataclass(frozen=True)
class Outcome:
    """What is told of a document where `place` prints `token`.

    found: a contradiction cites the misprint; blamed: as the figure at fault; ticked: the misprint is told as verified
    explained: with the cause that it has; None where no cause can be told
    false: contradictions that do not cite it at all; causes: root causes of all that is told
    reached: a relation verified the figure before it was misprinted
    """

    place: Place
    change: str
    token: str
    found: bool
    blamed: bool
    explained: bool | None
    ticked: bool
    reached: bool
    false: int
    causes: int


def outcome(document: Document, place: Place, change: str, token: str, before: Report) -> Outcome:
    """`before` is the report on the document as it is."""
    changed, spot = _misprinted(document, place, change, token)
    report = audit_document(changed)
    known = {finding.id for finding in before.contradicted}
    told = [finding for finding in report.contradicted if finding.id not in known]
    citing = [finding for finding in told if _cites(finding, spot)]
    status = _status(report, place, spot)
    named = status == "contradicted" and CAUSES[change] in {finding.cause for finding in citing}
    new = {finding.id for finding in told}
    return Outcome(
        place,
        change,
        token,
        found=bool(citing),
        blamed=status == "contradicted",
        explained=named if tells_cause(place, change, token) else None,
        ticked=status == "verified",
        reached=_status(before, place, _spot(document, place)) == "verified",
        false=len(told) - len(citing),
        causes=sum(bool(new.intersection(cause.findings)) for cause in report.root_causes),
    )


def _misprinted(document: Document, place: Place, change: str, token: str) -> tuple[Document, Spot]:
    if isinstance(place, CellPlace):
        table = document.tables[place.table]
        row = list(table.rows[place.row])
        row[place.column] = replace(row[place.column], text=token)
        new = replace(table, rows=_with(table.rows, place.row, tuple(row)))
        return replace(document, tables=_with(document.tables, place.table, new)), _spot(document, place)
    start, end = place.start, place.end
    if change == "sign":
        assert place.direction is not None
        start, end = place.direction
    paragraph = _rewritten(document.paragraphs[place.paragraph], start, end, token)
    grown = len(token) - (end - start)
    begin = place.start + grown if change == "sign" else place.start
    spot = paragraph.boxes(begin, place.end + grown)[0]
    return replace(document, paragraphs=_with(document.paragraphs, place.paragraph, paragraph)), spot


def _with(entries: tuple[T, ...], index: int, entry: T) -> tuple[T, ...]:
    return (*entries[:index], entry, *entries[index + 1 :])


def _rewritten(paragraph: Paragraph, start: int, end: int, token: str) -> Paragraph:
    """The paragraph with other words at a place; each new character stands where the one in its stead stood."""
    places = paragraph.places[start:end]
    stretched = tuple(places[min(i * len(places) // len(token), len(places) - 1)] for i in range(len(token)))
    return replace(
        paragraph,
        text=paragraph.text[:start] + token + paragraph.text[end:],
        raw=paragraph.raw[:start] + token + paragraph.raw[end:],
        places=(*paragraph.places[:start], *stretched, *paragraph.places[end:]),
    )


def _spot(document: Document, place: Place) -> Spot:
    if isinstance(place, TextPlace):
        return document.paragraphs[place.paragraph].boxes(place.start, place.end)[0]
    cell = document.tables[place.table].rows[place.row][place.column]
    assert cell.box is not None and cell.page is not None
    return cell.page, cell.box


def _cites(finding: Finding, spot: Spot) -> bool:
    return any(evidence.page == spot[0] and _holds(box, spot[1]) for evidence in finding.evidence for box in evidence.boxes)


def _holds(box: Box, other: Box) -> bool:
    """A number's box holds its unit too."""
    return box[0] <= other[0] and box[1] <= other[1] and box[2] >= other[2] and box[3] >= other[3]


def _status(report: Report, place: Place, spot: Spot) -> str | None:
    if isinstance(place, CellPlace):
        statuses: Sequence[Sequence[str | None]] = report.tables[place.table].statuses
        return statuses[place.row][place.column]
    return next((n.status for n in report.numbers if n.page == spot[0] and n.box and _holds(n.box, spot[1])), None)
