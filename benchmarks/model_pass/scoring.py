"""What a pass over a document of known truth found, and what grounding let go."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.checks.equation import Equation, Printed
from audit.claims.model import Mention
from audit.pipeline import Audited
from audit.proposals.labels import core
from audit.proposals.propose import Weighed
from audit.statements.model import Figure
from audit.verdicts.judge import Judgement
from benchmarks.model_pass.cases import Case, Paragraph, Truth

_SAME = {"executed": "current"}


@dataclass
class Tally:
    """Counts over all paragraphs.

    claims, found: claims of the truth, and those of which at least one relation was verified or contradicted
    links, links_right: numbers that were tied to a cell, and those whose cell is the true one
    planted, caught: numbers that are wrong on purpose, and those that a contradiction names
    false_alarms: right numbers that a contradiction names
    false_ticks: relations called verified that a wrong number stands in
    proposed, proposed_right: what the model said, and what of it is true
    kept_wrong: untrue proposals that grounding let pass
    dropped, dropped_wrong: by reason, and those of them that are untrue: where letting go was right
    """

    paragraphs: int = 0
    claims: int = 0
    found: int = 0
    links: int = 0
    links_right: int = 0
    planted: int = 0
    caught: int = 0
    false_alarms: int = 0
    false_ticks: int = 0
    proposed: int = 0
    proposed_right: int = 0
    kept_wrong: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    dropped_wrong: Counter[str] = field(default_factory=Counter)


def add(tally: Tally, case: Case, audited: Audited) -> None:
    """Adds what the model pass did for one document; without a model, what the rules did."""
    weighed = audited.proposals.weighed if audited.proposals else []
    definite = [j for j in _told(audited) if j.verdict != "unverifiable"]
    for paragraph in case.paragraphs:
        own = [j for j in definite if any(m.paragraph.text == paragraph.text for m in _mentions(j.equation))]
        _add_relations(tally, paragraph, own)
        _add_proposals(tally, paragraph, [w for w in weighed if w.question.read.paragraph.text == paragraph.text])


def _told(audited: Audited) -> Sequence[Judgement]:
    if audited.proposals:
        return audited.proposals.judgements
    verdicts = {finding.id: finding for finding in audited.report.findings}
    return [
        Judgement(equation, verdicts[identity].verdict, verdicts[identity].severity)
        for identity, equation in audited.equations.items()
    ]


def _add_relations(tally: Tally, paragraph: Paragraph, told: Sequence[Judgement]) -> None:
    tally.paragraphs += 1
    tally.claims += len(paragraph.claims)
    tally.planted += len(paragraph.wrong)
    numbers = {mention.text for judgement in told for mention in _mentions(judgement.equation)}
    tally.found += sum(any(number in numbers for number, _ in truth.operands.values()) for truth in paragraph.claims)
    named = {j.root.culprit.text for j in told if j.root is not None and isinstance(j.root.culprit, Mention)}
    tally.caught += len(named & paragraph.wrong)
    # a cell of these tables is never wrong: a contradiction that names one is false too
    cells = {id(j.root.culprit) for j in told if j.root is not None and isinstance(j.root.culprit, Figure)}
    tally.false_alarms += len(named - paragraph.wrong) + len(cells)
    cells_of = {number: cell for truth in paragraph.claims for number, cell in truth.operands.values() if number}
    named_only = [cell for truth in paragraph.claims for number, cell in truth.operands.values() if number is None]
    for judgement in told:
        printed = {mention.text for mention in _mentions(judgement.equation)}
        tally.false_ticks += judgement.verdict == "verified" and bool(printed & paragraph.wrong)
        for number, figure in _links(judgement.equation):
            tally.links += 1
            meant = [cells_of.get(number)] if number is not None else named_only
            tally.links_right += any(_is_cell(figure, cell) for cell in meant)


def _add_proposals(tally: Tally, paragraph: Paragraph, weighed: Sequence[Weighed]) -> None:
    for proposal in weighed:
        right = any(_agrees(proposal, truth) for truth in paragraph.claims)
        tally.proposed += 1
        tally.proposed_right += right
        if proposal.reason is None:
            tally.kept_wrong += not right
        else:
            tally.dropped[proposal.reason] += 1
            tally.dropped_wrong[proposal.reason] += not right


def _agrees(proposal: Weighed, truth: Truth) -> bool:
    """Whether everything that was proposed is so; it may say less than the truth."""
    claim = proposal.claim
    if claim.kind != truth.kind or core(claim.item) != core(truth.item):
        return False
    # what was spent this year is this year's amount
    said = {_SAME.get(role, role): told for role, told in truth.operands.items()} if truth.kind == "amount" else truth.operands
    for operand in claim.operands:
        role = _SAME.get(operand.role, operand.role) if truth.kind == "amount" else operand.role
        number, cell = said.get(role, (None, None))
        if operand.number is not None and (number is None or operand.number not in (number, number.rstrip("%万元"))):
            return False
        if operand.figure is not None:
            offered = proposal.question.offered.get(operand.figure)
            if offered is None or not _is_cell(offered.figure, cell):
                return False
    return bool(claim.operands)


def _is_cell(figure: Figure, cell: tuple[str, str] | None) -> bool:
    """The cell itself, or another that prints the same item's same amount."""
    if cell is None:
        return False
    row, column = cell
    own = figure.row_label.split()[-1] if figure.row_label else figure.item
    printed_column = figure.column_label.split("/")[-1]
    both_totals = printed_column.endswith(("合计", "决算数")) and column.endswith(("合计", "决算数"))
    return own == row and (printed_column == column or both_totals)


def _mentions(equation: Equation) -> Iterator[Mention]:
    yield from (operand for operand in equation.operands if isinstance(operand, Mention))


def _links(equation: Equation) -> Iterator[tuple[str | None, Figure]]:
    """(number of the text, cell): an amount and its cell, or a cell that stands for a part or a whole."""
    stated = equation.stated.printed
    others: list[Printed] = [term.printed for term in (*equation.terms, *equation.denominator)]
    for printed in others:
        if isinstance(printed, Figure):
            yield (stated.text if isinstance(stated, Mention) and not equation.denominator else None), printed
