"""The checks: each states the relations that ought to hold; none decides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audit.checks import (
    amounts,
    assets,
    balance,
    changes,
    completion,
    counts,
    crosstable,
    direction,
    hierarchy,
    item_names,
    jointly,
    parts,
    performance,
    reasons,
    repeats,
    residue,
    rows,
    shares,
    targets,
    three_public,
    unaccounted,
    unchanged,
    year_on_year,
)
from audit.checks.equation import Equation, Remark
from audit.claims.grammar import ReadParagraph
from audit.claims.link import FigureIndex
from audit.claims.model import Claim
from audit.statements.model import Statement

Told = Iterator[Equation | Remark] | Iterator[Equation] | Iterator[Remark]

# Within tables and between them.
TABLE_CHECKS: tuple[Callable[[Sequence[Statement]], Told], ...] = (
    hierarchy.code_sums,
    hierarchy.total_rows,
    hierarchy.numbered_items,
    rows.row_sums,
    balance.balance,
    balance.carry_over,
    three_public.three_public,
    year_on_year.year_on_year,
    year_on_year.execution_rates,
    crosstable.same_figure,
    crosstable.one_fund,
    crosstable.project_list,
    crosstable.operation_items,
    performance.form_funds,
    performance.cost_indicators,
    performance.unit_form,
    performance.project_forms,
)
# Claims of the narrative against the tables.
LINKED_CHECKS: tuple[Callable[[Sequence[Claim], FigureIndex], Told], ...] = (
    amounts.amount_vs_table,
    changes.change_amount,
    changes.change_rate,
    jointly.changes_of_lines,
    shares.share,
    completion.completion,
)
# Claims of the narrative among themselves.
CLAIM_CHECKS: tuple[Callable[[Sequence[Claim]], Told], ...] = (repeats.repeated_amount, parts.parts)
# The text as it stands.
TEXT_CHECKS: tuple[Callable[[Sequence[ReadParagraph]], Told], ...] = (
    counts.counted_list,
    counts.count_parts,
    counts.count_rate,
    targets.more_projects,
    direction.direction,
    reasons.reason_direction,
    residue.residue,
)


@dataclass(frozen=True, eq=False)
class Understanding:
    """What checks work on: the document's statements, its read paragraphs and claims, and the index between them."""

    statements: Sequence[Statement]
    paragraphs: Sequence[ReadParagraph]
    claims: Sequence[Claim]
    index: FigureIndex


def check_all(understood: Understanding) -> list[Equation | Remark]:
    """Everything that any check has to say about a document, in a fixed order."""
    told = list(_relations(understood))
    touched = frozenset(id(operand) for word in told for operand in word.operands)
    return [*told, *unaccounted.unaccounted(understood.paragraphs, touched)]


def _relations(understood: Understanding) -> Told:
    for of_claims in CLAIM_CHECKS:
        yield from of_claims(understood.claims)
    for linked in LINKED_CHECKS:
        yield from linked(understood.claims, understood.index)
    for of_text in TEXT_CHECKS:
        yield from of_text(understood.paragraphs)
    yield from targets.targets(understood.paragraphs, understood.statements)
    yield from unchanged.unchanged(understood.paragraphs, understood.index)
    yield from item_names.item_names(understood.claims, understood.statements)
    yield from assets.planned_assets(understood.paragraphs, understood.claims, understood.statements)
    for of_tables in TABLE_CHECKS:
        yield from of_tables(understood.statements)
