"""What checks yield: equations over printed numbers, and remarks where no arithmetic is involved.

A check never decides: it states which relation ought to hold between which printed numbers. `audit.verdicts`
evaluates every equation in interval arithmetic, finds causes and groups what one wrong figure breaks.
"""

from dataclasses import dataclass
from typing import Literal

from audit.claims.model import Mention
from audit.numbers import Number
from audit.statements.model import Figure

Printed = Figure | Mention
Strength = Literal["prescribed", "candidate"]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A printed number times `factor` (+1 or −1) in a sum, with the name the formula and message give it.

    `number` is the printed number, unless the relation reads it otherwise (a sign, a precision)."""

    printed: Printed
    name: str
    factor: int = 1


@dataclass(frozen=True, eq=False)
class Equation:
    """`stated` ought to equal Σ terms, or (Σ numerator) ÷ (Σ denominator) × 100 where `denominator` is given.

    check: name of the check that asserts it (the catalogue's key)
    kind: which relation of that check, part of the finding's id
    stated: the total, rate, share or copy that the others determine
    terms: the parts, or the numerator of a ratio
    denominator: empty for sums and equalities
    strength: "prescribed" by law or form, or "candidate": asserted only with support among equations of one `kind`
        and `group`
    group: what a candidate must find its support in (a table and its columns, say)
    blank_terms: blank cells that count as zero by the form; told in the formula only
    """

    check: str
    kind: str
    stated: Term
    terms: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    strength: Strength = "prescribed"
    group: str = ""

    @property
    def operands(self) -> tuple[Term, ...]:
        """Every printed number it rests on, once each, the stated one first."""
        seen: dict[int, Term] = {}
        for term in (self.stated, *self.terms, *self.denominator):
            seen.setdefault(id(term.printed), term)
        return tuple(seen.values())


@dataclass(frozen=True, eq=False)
class Remark:
    """A finding without an equation: template residue, a rate on a zero base, a soft conflict, names that differ."""

    check: str
    kind: str
    verdict: Literal["verified", "contradicted", "unverifiable"]
    severity: Literal["error", "warning", "info"]
    message: str
    operands: tuple[Printed, ...]
    claim: Mention | None = None
    stated: str | None = None
    expected: str | None = None
    cause: str | None = None


def number_of(printed: Printed) -> Number:
    return printed.number
