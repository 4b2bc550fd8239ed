"""What checks yield: equations over printed numbers, and remarks where no arithmetic is involved.

A check never decides: it states which relation ought to hold between which printed numbers. `audit.verdicts`
evaluates every equation in interval arithmetic, finds causes and groups what one wrong figure breaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Literal

from audit.claims.model import Mention
from audit.numbers import HUNDRED, ZERO, Interval, interval_sum
from audit.statements.model import Figure

Printed = Figure | Mention
Strength = Literal["prescribed", "candidate"]
# Ratios are evaluated at every corner of their operands' intervals; none of the checks needs more than a few.
_MOST_CORNERS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A printed number times `factor` (+1 or −1) in a sum, with the name that formula and message give it."""

    printed: Printed
    name: str
    factor: int = 1

    @property
    def interval(self) -> Interval:
        interval = self.printed.number.interval
        return interval if self.factor == 1 else -interval

    @property
    def amount(self) -> Decimal:
        return self.printed.number.amount * self.factor


@dataclass(frozen=True, eq=False)
class Equation:
    """`stated` ought to equal Σ terms, or Σ terms ÷ Σ denominator × `times` where `denominator` is given.

    check: name of the check that asserts it (the catalogue's key)
    kind: which relation of that check, part of the finding's id
    stated: the total, rate, share or copy that the others determine; its factor is the sign that a direction word gives
    terms: the parts, or the numerator of a ratio
    denominator: empty for sums and equalities; a number may stand in both (增减额 ÷ (本年数 − 增减额))
    strength: "prescribed" by law or form, or "candidate": asserted only with support among the equations of one `kind`
        and `group`
    group: where a candidate finds its support (a table and its columns, say)
    times: 100 for rates and shares, 1 for averages
    """

    check: str
    kind: str
    stated: Term
    terms: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    strength: Strength = "prescribed"
    group: str = ""
    times: Decimal = HUNDRED

    @cached_property
    def operands(self) -> tuple[Printed, ...]:
        """Every printed number it rests on, once each, the stated one first."""
        seen: dict[int, Printed] = {}
        for term in (self.stated, *self.terms, *self.denominator):
            seen.setdefault(id(term.printed), term.printed)
        return tuple(seen.values())

    @cached_property
    def expected(self) -> Interval | None:
        """What the other operands make of `stated`, its factor applied; None where the base may be zero."""
        if not self.denominator:
            return interval_sum(term.interval for term in self.terms)
        if ZERO in interval_sum(term.interval for term in self.denominator):
            return None
        return _hull([self._ratio(corner) for corner in self._corners(without=self.stated.printed)])

    @cached_property
    def expected_amount(self) -> Decimal | None:
        """The same from the numbers exactly as printed."""
        return self._ratio({}) if self.denominator else sum((term.amount for term in self.terms), ZERO)

    @cached_property
    def holds(self) -> bool | None:
        """Whether the intervals meet; None where no ratio can be formed."""
        return None if self.expected is None else self.expected.meets(self.stated.interval)

    @property
    def counts_as_support(self) -> bool:
        """An instance speaks for a relation only if at least two of its operands are not zero."""
        return sum(operand.number.value != 0 for operand in self.operands) >= 2

    def required(self, printed: Printed) -> Interval | None:
        """The interval `printed` must meet for the equation to hold with all its other operands as printed.

        None where it may drop out or the base may be zero. Every equation is linear in each of its operands.
        """
        if printed is self.stated.printed:
            return None if self.expected is None else self.expected.scaled(Decimal(self.stated.factor))
        if not self.denominator:
            mine = self._terms_of[id(printed)]
            assert self.expected is not None
            own = interval_sum(term.interval for term in mine)
            rest = Interval(self.expected.low - own.low, self.expected.high - own.high)
            return (self.stated.interval - rest).scaled(Decimal(mine[0].factor))
        lines = [self._line(corner, printed) for corner in self._corners(without=printed)]
        # where the slope can vanish within the operands' intervals, what is required is no interval
        if not (all(slope > 0 for slope, _ in lines) or all(slope < 0 for slope, _ in lines)):
            return None
        return _hull([-constant / slope for slope, constant in lines])

    @cached_property
    def _terms_of(self) -> dict[int, list[Term]]:
        found: dict[int, list[Term]] = {}
        for term in self.terms:
            found.setdefault(id(term.printed), []).append(term)
        return found

    def _corners(self, without: Printed) -> list[dict[int, Decimal]]:
        others = [operand for operand in self.operands if operand is not without]
        if len(others) > _MOST_CORNERS:
            raise ValueError(f"{self.check}: a ratio over {len(others)} operands")
        ends = [(i.low, i.high) if i.low != i.high else (i.low,) for i in (o.number.interval for o in others)]
        ids = [id(other) for other in others]
        return [dict(zip(ids, corner, strict=True)) for corner in product(*ends)]

    def _ratio(self, values: Mapping[int, Decimal]) -> Decimal | None:
        base = _value(self.denominator, values)
        return None if base == 0 else self.times * _value(self.terms, values) / base

    def _line(self, values: dict[int, Decimal], unknown: Printed) -> tuple[Decimal, Decimal]:
        """Slope and constant of stated·Σdenominator − times·Σterms, which is linear in the unknown and zero where it holds."""

        def residual(x: Decimal) -> Decimal:
            at = values | {id(unknown): x}
            return _value((self.stated,), at) * _value(self.denominator, at) - self.times * _value(self.terms, at)

        constant = residual(ZERO)
        return residual(Decimal(1)) - constant, constant


def _value(terms: tuple[Term, ...], values: Mapping[int, Decimal]) -> Decimal:
    return sum((values.get(id(t.printed), t.printed.number.amount) * t.factor for t in terms), ZERO)


def _hull(points: list[Decimal | None]) -> Interval | None:
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        return None
    return Interval(min(known), max(known))


@dataclass(frozen=True, eq=False)
class Remark:
    """A finding without an equation: template residue, a rate on a zero base, a soft conflict, names that differ.

    operands: what it is about; witnesses: printed numbers that it rests on and says nothing about
    """

    check: str
    kind: str
    verdict: Literal["verified", "contradicted", "unverifiable"]
    severity: Literal["error", "warning", "info"]
    message: str
    operands: tuple[Printed, ...]
    stated: str | None = None
    expected: str | None = None
    cause: str | None = None
    witnesses: tuple[Printed, ...] = ()
