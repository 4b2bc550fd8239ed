"""How checks over tables build their sums."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from audit.checks.equation import Equation, Strength, Term
from audit.numbers import interval_sum
from audit.statements.model import Column, Figure, Line, Statement

# A relation that breaks in most of this many instances or more is not what the form means, or the table was misread.
_ENOUGH = 3
_UNIT = Decimal(10**4)
# Ratios and prices do not add up.
NO_AMOUNTS = frozenset({"rate", "completion", "share", "单价"})
Slot = tuple[str, str, str, tuple[str, ...], int]


def sum_of_items(
    check: str, kind: str, total: Figure | None, parts: Sequence[Figure | None], strength: Strength, group: str = ""
) -> list[Equation]:
    """[total = Σ parts], each part named by its row; none where the total or all parts are blank (a blank part is zero)."""
    terms = tuple(Term(part, part.item or part.row_label) for part in parts if part is not None)
    if total is None or not _can_be_sum(total, terms):
        return []
    return [Equation(check, kind, Term(total, total.item or total.row_label), terms, strength=strength, group=group)]


def sum_of_columns(
    check: str, kind: str, total: Figure | None, parts: Sequence[Figure | None], strength: Strength, group: str = ""
) -> list[Equation]:
    """The same, each part named by its column."""
    terms = tuple(Term(part, _leaf(part)) for part in parts if part is not None)
    if total is None or not _can_be_sum(total, terms):
        return []
    return [Equation(check, kind, Term(total, _leaf(total)), terms, strength=strength, group=group)]


def _can_be_sum(total: Figure, terms: Sequence[Term]) -> bool:
    """Whether there is anything to add up; a dash for a total of amounts says 不适用, not zero."""
    dash = not any(c.isdigit() for c in total.number.text)
    return bool(terms) and not (dash and any(term.printed.number.value for term in terms))


def equality(check: str, kind: str, stated: Figure, other: Figure, strength: Strength, group: str = "") -> Equation:
    """Two printings of one figure, each named by its table."""
    terms = (Term(other, other.table.title or other.row_label),)
    return Equation(check, kind, Term(stated, stated.table.title or stated.row_label), terms, strength=strength, group=group)


def only_if_mostly_held(equations: Sequence[Equation], group: str) -> list[Equation]:
    """The equations of one relation; as candidates of `group` where most of them break, but for a unit."""
    broken = [equation for equation in equations if equation.counts_as_support and equation.holds is False]
    counting = sum(equation.counts_as_support for equation in equations)
    if counting >= _ENOUGH and 2 * len(broken) > counting and not _by_a_unit(broken):
        return [replace(equation, strength="candidate", group=group) for equation in equations]
    return list(equations)


def _by_a_unit(broken: Sequence[Equation]) -> bool:
    """Whether most state one other figure, all ten thousand times too large or all too small: 元 for 万元."""
    pairs = [(e.stated.interval, e.terms[0].interval) for e in broken if len(e.terms) == 1]
    too_small = sum(stated.scaled(_UNIT).meets(other) for stated, other in pairs)
    too_large = sum(stated.meets(other.scaled(_UNIT)) for stated, other in pairs)
    return 2 * max(too_small, too_large) > len(broken)


def unless_rounding(equation: Equation, leaves: int) -> Equation:
    """The equation; as a candidate without support where a total over so many rounded items explains the difference.

    Each of k items printed to d decimals can be half a unit off, and so can their sum by k halves.
    """
    if equation.holds is not False:
        return equation
    half = max(operand.number.half_unit for operand in equation.operands)
    sides = (equation.stated.interval.middle, interval_sum(term.interval for term in equation.terms).middle)
    explained = abs(sides[0] - sides[1]) <= (leaves + 1) * half
    return replace(equation, strength="candidate", group="尾差") if explained else equation


def leaves_under(statement: Statement, index: int) -> int:
    """How many items without items of their own a line sums up: itself where it has none, all of the table for a total."""
    if statement.lines[index].total:
        top = [i for i in statement.children.get(-1, ()) if not statement.lines[i].total and statement.lines[i].figures]
        return sum(leaves_under(statement, i) for i in top)
    under = [child for child in statement.children.get(index, ()) if not statement.lines[child].total]
    return sum(leaves_under(statement, child) for child in under) if under else 1


def slots(statement: Statement) -> dict[int, Slot]:
    """For each column of amounts what it holds, equal for the columns of two sections that continue each other."""
    found: dict[int, Slot] = {}
    seen: dict[tuple[int, str, str, str, tuple[str, ...]], int] = {}
    for column in statement.columns:
        if column.measure in NO_AMOUNTS or column.unit == "%":
            continue
        key = (column.section, *column.key, column.subject)
        seen[key] = seen.get(key, 0) + 1
        found[column.index] = (*column.key, column.subject, seen[key])
    return found


def figures_by_slot(line: Line, slot_of: dict[int, Slot]) -> dict[Slot, Figure]:
    return {slot_of[f.column]: f for f in line.figures if f.column in slot_of}


def columns_in(statement: Statement, section: int) -> list[Column]:
    return [column for column in statement.columns if column.section == section]


def _leaf(figure: Figure) -> str:
    return figure.column_label.rsplit("/", 1)[-1] or figure.item
