"""A table printed in another unit than it says: all its figures are wrong by one factor, and one thing is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.checks.equation import Equation, Term
from audit.numbers import Interval, interval_sum
from audit.reading.document import Table
from audit.statements.model import Figure

_FACTORS = (Decimal(10**4), Decimal(1).scaleb(-4))
# So many figures have to be mended, fewer where the table's own sums bear them out, and so large a part of the equations.
_FEWEST, _FEWEST_SOUND, _LEAST = 4, 2, Decimal("0.6")


@dataclass(frozen=True, eq=False)
class WrongUnit:
    """A table whose figures, multiplied by `factor`, mend the equations."""

    table: Table
    factor: Decimal
    mended: tuple[Equation, ...]

    @property
    def is_printed(self) -> bool:
        """Whether the table says what unit it is in; else it is the reader who took it for another."""
        heads = "".join(cell.text for row in self.table.head for cell in row)
        return bool(self.table.unit) or "元" in heads

    @property
    def explanation(self) -> str:
        printed = f"所印单位{self.table.unit}" if self.table.unit else "所印单位"
        return f"《{self.table.title}》整表数字与{printed}不合：乘以 {'10000' if self.factor > 1 else '0.0001'} 后与其他各处相符"

    def figure_of(self, equation: Equation) -> Figure:
        """The figure of the table that an equation rests on, the stated one if it is the table's."""
        return next(o for o in equation.operands if isinstance(o, Figure) and o.table is self.table)


def wrong_units(equations: Sequence[Equation]) -> Iterator[WrongUnit]:
    """The tables in question, the one first that mends most; none of their equations is told twice."""
    across: dict[int, list[Equation]] = defaultdict(list)
    tables: dict[int, Table] = {}
    within = [e for e in equations if not e.holds and len(_tables(e)) == 1 and all(isinstance(o, Figure) for o in e.operands)]
    unsound = {id(operand) for equation in within for operand in equation.operands}
    for equation in equations:
        for table in _tables_across(equation):
            tables[id(table)] = table
            across[id(table)].append(equation)
    left = {id(e) for e in equations if not e.holds}
    while left:
        found = max(
            (_mended(tables[key], across[key], left, unsound) for key in tables), key=lambda w: len(w.mended), default=None
        )
        if found is None or not found.mended:
            return
        yield found
        left -= {id(e) for e in found.mended}


def _tables(equation: Equation) -> dict[int, Table]:
    return {id(o.table): o.table for o in equation.operands if isinstance(o, Figure)}


def _tables_across(equation: Equation) -> list[Table]:
    """The tables of an equation between amounts of money that are printed in more than one place."""
    if equation.denominator or not equation.counts_as_support or not all(o.number.is_money for o in equation.operands):
        return []
    tables = _tables(equation)
    elsewhere = any(not isinstance(o, Figure) for o in equation.operands)
    return list(tables.values()) if len(tables) > 1 or elsewhere else []


def _mended(table: Table, across: Sequence[Equation], left: set[int], unsound: set[int]) -> WrongUnit:
    broken = [e for e in across if id(e) in left]
    for factor in _FACTORS:
        found = WrongUnit(table, factor, tuple(e for e in broken if _holds_scaled(e, table, factor)))
        figures = {id(found.figure_of(e)) for e in found.mended}
        enough = len(figures) >= _FEWEST or len(figures - unsound) >= _FEWEST_SOUND
        if enough and len(found.mended) >= _LEAST * len(across):
            return found
    return WrongUnit(table, _FACTORS[0], ())


def _holds_scaled(equation: Equation, table: Table, factor: Decimal) -> bool:
    return _scaled((equation.stated,), table, factor).meets(_scaled(equation.terms, table, factor))


def _scaled(terms: Iterable[Term], table: Table, factor: Decimal) -> Interval:
    return interval_sum(
        term.interval.scaled(factor) if isinstance(term.printed, Figure) and term.printed.table is table else term.interval
        for term in terms
    )
