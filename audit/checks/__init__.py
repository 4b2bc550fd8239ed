"""The checks: each states the relations that ought to hold; none decides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audit.checks import (
    amounts,
    assets,
    averages,
    balance,
    change_parts,
    changes,
    completion,
    contents_tables,
    copied_reason,
    counts,
    counts_vs_table,
    crosstable,
    department,
    direction,
    empty_tables,
    hierarchy,
    item_names,
    jointly,
    listed_items,
    multiples,
    organization_name,
    parts,
    performance,
    prior_year,
    reasons,
    repeats,
    required_sections,
    required_tables,
    residue,
    rows,
    said_empty,
    shares,
    targets,
    three_public,
    three_public_reasons,
    unaccounted,
    unchanged,
    unit_or_department,
    year_on_year,
    years,
)
from audit.checks.equation import Equation, Remark
from audit.claims.grammar import ReadParagraph
from audit.claims.link import FigureIndex
from audit.claims.model import Claim
from audit.facts import Facts
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
    three_public.three_public_basic,
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
    unit_or_department.unit_or_department,
    said_empty.said_empty,
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
CLAIM_CHECKS: tuple[Callable[[Sequence[Claim]], Told], ...] = (
    repeats.repeated_amount,
    parts.parts,
    parts.part_exceeds,
    change_parts.change_parts,
)
# The text as it stands.
TEXT_CHECKS: tuple[Callable[[Sequence[ReadParagraph]], Told], ...] = (
    counts.counted_list,
    counts.count_parts,
    counts.count_rate,
    targets.more_projects,
    change_parts.change_reasons,
    direction.direction,
    reasons.reason_direction,
    copied_reason.copied_reason,
    residue.residue,
)
# The text against the tables as they stand.
TEXT_AND_TABLE_CHECKS: tuple[Callable[[Sequence[ReadParagraph], Sequence[Statement]], Told], ...] = (
    targets.targets,
    listed_items.listed_items,
)
# The document against what it is: its year, its organisation.
DOCUMENT_CHECKS: tuple[Callable[[Sequence[ReadParagraph], Sequence[Statement], Facts], Told], ...] = (
    averages.averages,
    counts_vs_table.counts_vs_table,
    years.years,
    organization_name.organization_name,
)
# What has to be disclosed and is not; off with --no-completeness.
COMPLETENESS_CHECKS: tuple[Callable[[Sequence[ReadParagraph], Sequence[Statement], Facts], Told], ...] = (
    required_tables.required_tables,
    required_sections.required_sections,
    contents_tables.contents_tables,
    empty_tables.empty_tables,
    three_public_reasons.three_public_reasons,
)
# Everything: a finding's `check` is the name of one of these functions, or of one that repeats it over what a model proposed.
CHECKS: tuple[Callable[..., Told], ...] = (
    *CLAIM_CHECKS,
    *LINKED_CHECKS,
    unchanged.unchanged,
    multiples.multiples,
    item_names.item_names,
    *TEXT_CHECKS,
    *TEXT_AND_TABLE_CHECKS,
    assets.planned_assets,
    *TABLE_CHECKS,
    prior_year.other_year,
    department.department_totals,
    *DOCUMENT_CHECKS,
    *COMPLETENESS_CHECKS,
    unaccounted.unaccounted,
)


@dataclass(frozen=True, eq=False)
class Understanding:
    """What checks work on: the document's statements, its read paragraphs and claims, and the index between them."""

    statements: Sequence[Statement]
    paragraphs: Sequence[ReadParagraph]
    claims: Sequence[Claim]
    index: FigureIndex


def check_all(understood: Understanding, facts: Facts, completeness: bool = True) -> list[Equation | Remark]:
    """Everything that any check has to say about a document, in a fixed order."""
    told = list(_relations(understood, facts, (*DOCUMENT_CHECKS, *(COMPLETENESS_CHECKS if completeness else ()))))
    touched = frozenset(id(operand) for word in told for operand in word.operands)
    return [*told, *unaccounted.unaccounted(understood.paragraphs, touched)]


def _relations(
    understood: Understanding, facts: Facts, of_document: Sequence[Callable[..., Told]]
) -> Iterator[Equation | Remark]:
    paragraphs, statements, claims = understood.paragraphs, understood.statements, understood.claims
    for of_claims in CLAIM_CHECKS:
        yield from of_claims(claims)
    for linked in LINKED_CHECKS:
        yield from linked(claims, understood.index)
    for of_text in TEXT_CHECKS:
        yield from of_text(paragraphs)
    for of_both in TEXT_AND_TABLE_CHECKS:
        yield from of_both(paragraphs, statements)
    yield from unchanged.unchanged(paragraphs, understood.index)
    yield from multiples.multiples(paragraphs, understood.index)
    yield from item_names.item_names(claims, statements)
    yield from assets.planned_assets(paragraphs, claims, statements)
    for of_tables in TABLE_CHECKS:
        yield from of_tables(statements)
    for check in of_document:
        yield from check(paragraphs, statements, facts)
