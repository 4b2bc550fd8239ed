"""The checks: each states the relations that ought to hold; none decides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audit.checks import amounts, changes, completion, counts, jointly, parts, repeats, residue, shares
from audit.checks.equation import Equation, Remark
from audit.claims.grammar import ReadParagraph
from audit.claims.link import FigureIndex
from audit.claims.model import Claim
from audit.statements.model import Statement


@dataclass(frozen=True, eq=False)
class Understanding:
    """What checks work on: the document's statements, its read paragraphs and claims, and the index between them."""

    statements: Sequence[Statement]
    paragraphs: Sequence[ReadParagraph]
    claims: Sequence[Claim]
    index: FigureIndex


TABLE_CHECKS: tuple[Callable[[Sequence[Statement]], Iterator[Equation | Remark]], ...] = ()


def check_all(understood: Understanding) -> Iterator[Equation | Remark]:
    """Everything that any check has to say about a document, in a fixed order."""
    statements, paragraphs, claims, index = understood.statements, understood.paragraphs, understood.claims, understood.index
    yield from amounts.amount_vs_table(claims, index)
    yield from repeats.repeated_amount(claims)
    yield from changes.change_amount(claims, index)
    yield from changes.change_rate(claims, index)
    yield from jointly.changes_of_lines(claims, index)
    yield from shares.share(claims, index)
    yield from completion.completion(claims, index)
    yield from parts.parts(claims)
    yield from counts.counted_list(paragraphs)
    yield from counts.count_parts(paragraphs)
    yield from counts.count_rate(paragraphs)
    yield from counts.form_counts(paragraphs, statements)
    yield from residue.residue(paragraphs)
    for check in TABLE_CHECKS:
        yield from check(statements)
