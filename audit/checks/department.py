"""A department's tables against those of all its units together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from audit.checks.equation import Equation, Term
from audit.claims.subjects import comparable
from audit.statements.labels import is_total
from audit.statements.model import Figure, Statement

# Money from the treasury reaches each unit once; of other money, units may pay each other, which the department leaves out.
_FROM_TREASURY = frozenset({"appropriation", "appropriation_expenditure", "general", "basic", "three_public", "fund", "capital"})
_OF_ALL_FUNDS = frozenset({"balance", "income", "expenditure"})
_PAID_AMONG_UNITS = ("附属单位", "上缴上级", "上级补助")
_MEASURES = frozenset({"total", "basic", "project", "personnel", "public"})
_SUPPORT = 4
_SUPPORT_SHARE = Decimal("0.8")

# role, fund, measure, side: what one total stands for
_Column = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class Unit:
    """A unit of the department: its name, and the statements of its own disclosure of the year and kind."""

    name: str
    statements: Sequence[Statement]


def department_totals(statements: Sequence[Statement], units: Sequence[Unit]) -> Iterator[Equation]:
    """What a department prints is the sum of what its units print, row by row, in the tables of one kind.

    Asked only where every unit that the department lists has its disclosure beside it. Of each column, either the total
    agrees and of the rows at least four and four fifths, or all of at least four rows agree and the total alone does not:
    otherwise a unit is missing, or the figures are of another day, and nothing is said. Tables of all funds are left alone
    where units pay each other.

    Right: 2080101 行政运行 of the department 300.00, of its two units 200.00 and 100.00.
    Wrong: 310.00 beside the same, where the totals and the other rows agree.
    """
    own, others = _Printed(statements), [_Printed(unit.statements) for unit in units]
    names = [unit.name for unit in units]
    roles = _FROM_TREASURY if any(printed.paid_among_units for printed in (own, *others)) else _FROM_TREASURY | _OF_ALL_FUNDS
    columns: dict[_Column, list[Equation]] = defaultdict(list)
    for (column, item), figure in own.figures.items():
        if column[0] in roles and (there := _of_units(column, item, others)) is not None:
            terms = tuple(Term(part, name) for part, name in zip(there, names, strict=True) if part is not None)
            if terms:
                equation = Equation(
                    "department_totals", "sum", Term(figure, figure.row_label), terms, (), "candidate", " ".join(column)
                )
                columns[column].append(equation)
    for equations in columns.values():
        yield from equations if _certain(equations) else ()


class _Printed:
    """The figures of a year in the tables of a disclosure, by column and item; those printed twice differently left out."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements

    @cached_property
    def figures(self) -> Mapping[tuple[_Column, str], Figure]:
        found: dict[tuple[_Column, str], list[Figure]] = defaultdict(list)
        for statement in self.statements:
            for figure in statement.figures:
                if figure.period == "current" and figure.measure in _MEASURES and figure.number.is_money:
                    column = (statement.role, figure.fund, figure.measure, figure.side)
                    found[column, figure.code or comparable(figure.item)].append(figure)
        return {key: same[0] for key, same in found.items() if len({figure.number.amount for figure in same}) == 1}

    @cached_property
    def code_lengths(self) -> Mapping[_Column, frozenset[int]]:
        lengths: dict[_Column, set[int]] = defaultdict(set)
        for (column, item), figure in self.figures.items():
            if figure.code:
                lengths[column].add(len(item))
        return {column: frozenset(found) for column, found in lengths.items()}

    @cached_property
    def paid_among_units(self) -> bool:
        return any(
            figure.number.amount != 0 and any(word in figure.item + figure.column_label for word in _PAID_AMONG_UNITS)
            for statement in self.statements
            for figure in statement.figures
        )


def _of_units(column: _Column, item: str, units: Sequence[_Printed]) -> list[Figure | None] | None:
    """What each unit prints, None for nothing; None where it is not certain that a unit has nothing.

    A code that a unit does not print is nothing where its table has codes of that length; a name may be spelled otherwise.
    """
    there = [unit.figures.get((column, item)) for unit in units]
    for unit, figure in zip(units, there, strict=True):
        if figure is None and not (item.isdigit() and len(item) in unit.code_lengths.get(column, ())):
            return None
    return there


def _certain(equations: Sequence[Equation]) -> bool:
    totals = [e for e in equations if _is_total(e)]
    rows = [e for e in equations if not _is_total(e) and e.counts_as_support]
    holding = sum(e.holds is True for e in rows)
    if all(e.holds for e in equations):
        return True
    if totals and all(e.holds for e in totals):
        return holding >= _SUPPORT and holding >= _SUPPORT_SHARE * len(rows)
    return len(rows) >= _SUPPORT and holding == len(rows)


def _is_total(equation: Equation) -> bool:
    figure = equation.stated.printed
    return isinstance(figure, Figure) and is_total(figure.item)
