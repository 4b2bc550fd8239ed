"""The source with its findings as annotations: highlights with notes, and bookmarks to the contradictions.

What the source holds stays as it is: annotations and bookmarks are appended to the file, so that the first bytes of the
result are the source, except where its structure is broken and PyMuPDF had to repair it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pymupdf

from audit.findings import Box, Finding, Report
from audit.reading.pdf import BROKEN
from audit.report.outline import Bookmark, append_outline
from audit.report.pictures import opened_source
from audit.report.places import number_places
from audit.report.selection import at_fault, causes_by_severity, reminders
from audit.report.words import SEVERITIES, amount_words, cause_words, check_words
from audit.report.wrapping import plain, shortened

Shade = Literal["contradicted", "reminder", "verified"]
_COLOURS: dict[Shade, tuple[float, float, float]] = {
    "contradicted": (0.95, 0.25, 0.2),
    "reminder": (1.0, 0.65, 0.1),
    "verified": (0.35, 0.8, 0.5),
}
_OPACITY: dict[Shade, float] = {"contradicted": 0.5, "reminder": 0.5, "verified": 0.22}
_SUBJECTS: dict[Shade, str] = {"contradicted": "矛盾", "reminder": "提醒", "verified": "相符"}
AUTHOR = "audit 核查"
# columns of a line, findings of a note: a note is no place for a cell of ten thousand characters
_LONGEST = 600
_MOST_FINDINGS = 8
# points of a note's window beside the page's edge
_NOTE = (220.0, 150.0)


@dataclass(frozen=True)
class Highlight:
    """One annotation: the boxes of one page that it covers and the findings that its note tells."""

    page: int
    boxes: tuple[Box, ...]
    shade: Shade
    findings: tuple[Finding, ...]


def annotated_pdf(report: Report, source: Path) -> bytes | None:
    """The content of `annotated.pdf`; None where `source` is no PDF, no longer what was audited, or too broken to be written."""
    opened = opened_source(source, report.document.sha256)
    if opened is None:
        return None
    opened.close()
    with TemporaryDirectory(prefix="audit-") as scratch:
        # MuPDF appends to files only
        copy = Path(scratch, "annotated.pdf")
        copy.write_bytes(source.read_bytes())
        try:
            with pymupdf.open(copy) as pdf:
                _annotate(pdf, report)
                if not pdf.can_save_incrementally():
                    return bytes(pdf.tobytes(garbage=0, deflate=True))
                pdf.saveIncr()
        except BROKEN:
            return None
        return copy.read_bytes()


def highlights(report: Report) -> list[Highlight]:
    """What is highlighted, the gravest first: of one place only the gravest word is said."""
    taken: set[tuple[int, Box]] = set()
    chosen: list[Highlight] = []
    for highlight in (*_contradictions(report), *_reminders(report), *_by_status(report, "verified")):
        places = {(highlight.page, box) for box in highlight.boxes}
        if not places <= taken:
            taken |= places
            chosen.append(highlight)
    return chosen


def _contradictions(report: Report) -> Iterator[Highlight]:
    """One for each figure at fault with all that is found about it, then the other printings of a disagreement."""
    by_id = {finding.id: finding for finding in report.findings}
    causes = causes_by_severity(report)
    yield from _by_place([by_id[identity] for cause in causes for identity in cause.findings], "contradicted")
    yield from _by_status(report, "contradicted")


def _reminders(report: Report) -> Iterator[Highlight]:
    yield from _by_place(reminders(report), "reminder")


def _by_place(findings: Iterable[Finding], shade: Shade) -> Iterator[Highlight]:
    grouped: dict[tuple[int, tuple[Box, ...]], list[Finding]] = defaultdict(list)
    for finding in findings:
        if (place := _place(finding)) is not None:
            grouped[place].append(finding)
    for (page, boxes), members in grouped.items():
        yield Highlight(page, boxes, shade, tuple(members))


def _by_status(report: Report, status: Literal["contradicted", "verified"]) -> Iterator[Highlight]:
    for place in number_places(report):
        if place.status == status:
            yield Highlight(place.page, (place.box,), status, tuple(f for f in place.findings if f.verdict == status))


def _place(finding: Finding) -> tuple[int, tuple[Box, ...]] | None:
    """Page and boxes of what to look at: the figure at fault, else the sentence, else the first operand that has any."""
    for part in (at_fault(finding), finding.claim, *finding.evidence):
        if part is not None and part.page is not None and part.boxes:
            return part.page, tuple(part.boxes)
    return None


def note(highlight: Highlight) -> str:
    """The text (Chinese) of the note that opens on a highlight."""
    return note_text(highlight.shade, highlight.findings)


def note_text(shade: Shade, findings: Sequence[Finding]) -> str:
    """What a note or comment (Chinese) tells of findings about one place."""
    told = findings[:_MOST_FINDINGS]
    lines = [line for finding in told for line in (_detail(finding) if shade == "contradicted" else _line(finding))]
    left = len(findings) - len(told)
    return "\n".join(lines + [f"另有 {left} 项核对"] * bool(left))


def _detail(finding: Finding) -> Iterator[str]:
    yield f"【{SEVERITIES[finding.severity]}】{check_words(finding.check)}（编号 {finding.id}）"
    if finding.stated is not None:
        yield f"所写：{_short(finding.stated)}"
    if finding.expected is not None:
        yield f"应为：{_short(finding.expected)}"
    if finding.difference is not None:
        yield f"差额：{amount_words(finding.difference)}"
    if finding.formula is not None:
        yield f"算式：{_short(finding.formula)}"
    yield f"原因：{cause_words(finding.cause)}"
    yield f"说明：{_short(finding.message)}"


def _line(finding: Finding) -> Iterator[str]:
    yield f"{check_words(finding.check)}：{_short(finding.message)}"


def _short(text: str) -> str:
    return shortened(plain(text), _LONGEST)


def _annotate(pdf: pymupdf.Document, report: Report) -> None:
    by_page: dict[int, list[Highlight]] = defaultdict(list)
    for highlight in highlights(report):
        by_page[highlight.page].append(highlight)
    bookmarks: list[Bookmark] = []
    for number, members in sorted(by_page.items()):
        page = pdf[number - 1]
        for highlight in members:
            xref = _highlight(page, highlight)
            if highlight.shade == "contradicted" and highlight.findings:
                bookmarks.append(Bookmark(_bookmark_title(highlight), page.xref, _top(pdf, xref)))
    if bookmarks:
        append_outline(pdf, f"核查发现的矛盾（{len(bookmarks)} 处）", bookmarks)


def _highlight(page: pymupdf.Page, highlight: Highlight) -> int:
    """Put one highlight on its page; the xref of the annotation."""
    shade = highlight.shade
    # boxes are in unrotated page space, as PyMuPDF wants them whatever the page's rotation
    annotation = page.add_highlight_annot([_quad(box) for box in highlight.boxes])
    annotation.set_colors(stroke=_COLOURS[shade])
    annotation.set_opacity(_OPACITY[shade])
    annotation.set_info(title=AUTHOR, subject=_SUBJECTS[shade], content=note(highlight))
    if shade != "verified":
        _, y0, x1, _ = highlight.boxes[0]
        annotation.set_popup(pymupdf.Rect(x1 + 10, y0, x1 + 10 + _NOTE[0], y0 + _NOTE[1]))
    annotation.update()
    return int(annotation.xref)


def _quad(box: Box) -> pymupdf.Quad:
    """The box as a line of text along its longer side: MuPDF rounds the ends by the height of the line."""
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        return pymupdf.Quad((x0, y0), (x1, y0), (x0, y1), (x1, y1))
    return pymupdf.Quad((x0, y1), (x0, y0), (x1, y1), (x1, y0))


def _top(pdf: pymupdf.Document, annotation: int) -> float:
    """The upper edge of an annotation in the coordinates of the file, which count from below."""
    _, rect = pdf.xref_get_key(annotation, "Rect")
    return max(float(part) for part in rect.strip("[]").split()[1::2])


def _bookmark_title(highlight: Highlight) -> str:
    finding = highlight.findings[0]
    expected = f"，应为 {plain(finding.expected)}" if finding.expected else ""
    stated = plain(finding.stated or "") or check_words(finding.check)
    return shortened(f"第 {highlight.page} 页　{stated}{expected}（{cause_words(finding.cause)}）", 120)
