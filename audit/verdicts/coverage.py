"""What became of every number: numerals of the narrative and cells of the tables, and the score."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from audit.checks.equation import Printed
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.findings import Coverage, Finding, NumberStatus, Score, Status, StatusCounts
from audit.numbers import cell_number, decimal_text
from audit.reading.document import Table
from audit.statements.model import Figure

# The strongest word about a number decides: at fault, then ticked by some relation, then looked at in vain.
_ORDER: tuple[Status, ...] = ("contradicted", "verified", "unverifiable")


class Ledger:
    """Which findings touch which printed number, and with what outcome for that number.

    A number that takes part in a contradiction without being at fault is unverifiable by it: another relation may tick it.
    """

    def __init__(self) -> None:
        self._narrative: dict[tuple[int, int, int], list[tuple[Status, str]]] = defaultdict(list)
        self._cells: dict[tuple[int, int, int], list[tuple[Status, str]]] = defaultdict(list)

    def enter(self, operands: Iterable[Printed], finding: Finding, culprit: Printed | None) -> None:
        for operand in operands:
            status: Status = finding.verdict
            if finding.verdict == "contradicted" and culprit is not None and operand is not culprit:
                status = "unverifiable"
            book, key = self._page_of(operand)
            book[key].append((status, finding.id))

    def _page_of(self, operand: Printed) -> tuple[dict[tuple[int, int, int], list[tuple[Status, str]]], tuple[int, int, int]]:
        if isinstance(operand, Figure):
            return self._cells, (id(operand.table), operand.row, operand.column)
        return self._narrative, (id(operand.paragraph), operand.start, operand.end)

    def of_mention(self, mention: Mention) -> list[tuple[Status, str]]:
        return self._narrative.get((id(mention.paragraph), mention.start, mention.end), [])

    def of_cell(self, table: Table, row: int, column: int) -> list[tuple[Status, str]]:
        return self._cells.get((id(table), row, column), [])


def open_numbers(paragraphs: Sequence[ReadParagraph], ledger: Ledger, findings: Sequence[Finding]) -> frozenset[Mention]:
    """Amounts and rates of running text that no relation reached: all that is said of them is that they are unaccounted."""
    unread = {finding.id for finding in findings if finding.check == "unaccounted"}
    return frozenset(
        numeral.mention
        for read in paragraphs
        if read.paragraph.kind in ("text", "heading")
        for numeral in read.numerals
        if numeral.kind in ("amount", "rate") and all(identity in unread for _, identity in ledger.of_mention(numeral.mention))
    )


def settled_numbers(
    paragraphs: Sequence[ReadParagraph], ledger: Ledger, open_numbers: Collection[Mention]
) -> dict[Mention, Status]:
    """Amounts and rates of running text that relations have spoken of, with their strongest word."""
    return {
        numeral.mention: status
        for read in paragraphs
        if read.paragraph.kind in ("text", "heading")
        for numeral in read.numerals
        if numeral.kind in ("amount", "rate")
        and numeral.mention not in open_numbers
        and (status := _strongest(ledger.of_mention(numeral.mention))) is not None
    }


def number_statuses(paragraphs: Sequence[ReadParagraph], ledger: Ledger) -> list[NumberStatus]:
    """One entry for each numeral of the narrative, in reading order."""
    statuses = []
    for read in paragraphs:
        for numeral in read.numerals:
            entries = ledger.of_mention(numeral.mention)
            status: Status = _strongest(entries) or ("unverifiable" if numeral.kind in ("amount", "rate") else "no_claim")
            if read.paragraph.kind in ("terms", "contents", "chart") and not entries:
                status = "no_claim"
            boxes = numeral.mention.boxes
            statuses.append(
                NumberStatus(
                    page=numeral.mention.page,
                    place=numeral.mention.place or None,
                    file=numeral.mention.file or None,
                    box=boxes[0] if boxes else None,
                    text=numeral.mention.text,
                    status=status,
                    kind=numeral.kind,
                    findings=sorted({identity for _, identity in entries}),
                )
            )
    return statuses


def cell_statuses(table: Table, figures: Iterable[Figure], ledger: Ledger) -> list[list[Status | None]]:
    """For each cell of the table's rows its status, None for cells that hold no number."""
    known = {(f.row, f.column) for f in figures}
    return [
        [_cell_status(table, r, c, cell.text, known, ledger) for c, cell in enumerate(row)] for r, row in enumerate(table.rows)
    ]


def _cell_status(table: Table, row: int, column: int, text: str, known: set[tuple[int, int]], ledger: Ledger) -> Status | None:
    strongest = _strongest(ledger.of_cell(table, row, column))
    if strongest is not None:
        return strongest
    if (row, column) in known:
        return "unverifiable"
    return "no_claim" if cell_number(text, "") is not None else None


def _strongest(entries: Sequence[tuple[Status, str]]) -> Status | None:
    said = {status for status, _ in entries}
    return next((status for status in _ORDER if status in said), None)


def coverage_of(numbers: Sequence[NumberStatus], cells: Sequence[Sequence[Sequence[Status | None]]]) -> Coverage:
    return Coverage(
        numbers=_counts(n.status for n in numbers),
        cells=_counts(s for table in cells for row in table for s in row if s is not None),
    )


def _counts(statuses: Iterable[Status]) -> StatusCounts:
    tally: dict[Status, int] = dict.fromkeys(("verified", "contradicted", "unverifiable", "no_claim"), 0)
    for status in statuses:
        tally[status] += 1
    return StatusCounts(**tally)


def score_of(findings: Sequence[Finding], difference: Decimal) -> Score:
    """100·V / (V + 20·E + 5·W), rounded down; W counts contradicted warnings. Null without a verified claim."""
    verified = sum(f.verdict == "verified" for f in findings)
    errors = sum(f.verdict == "contradicted" and f.severity == "error" for f in findings)
    warnings = sum(f.verdict == "contradicted" and f.severity == "warning" for f in findings)
    value = 100 * verified // (verified + 20 * errors + 5 * warnings) if verified else None
    unverifiable = sum(f.verdict == "unverifiable" for f in findings)
    return Score(
        value=value,
        verified=verified,
        errors=errors,
        warnings=warnings,
        unverifiable=unverifiable,
        difference=decimal_text(difference, 2),
    )
