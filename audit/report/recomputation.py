"""Equations as spreadsheet formulas: what a working paper lets the auditor compute anew.

Every operand stands in a row of its own, its printed value in one column and half a unit of its last place in another,
both in the unit printed; formulas refer to these cells, in the unit of the stated number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from audit.checks.equation import Equation, Printed, Term

# Bounds of a ratio are taken over the corners of its operands' intervals; a formula over more of them is too long to read.
_MOST_CORNERS = 4
# Spreadsheets count in binary; no printed figure is finer than this.
TOLERANCE = "1E-6"


@dataclass(frozen=True)
class Recomputation:
    """Formulas without `=`: the value expected of the stated number and the lowest and highest it may print."""

    expected: str
    lowest: str
    highest: str


def recomputation(equation: Equation, rows: Sequence[int], value: str, half: str) -> Recomputation | None:
    """The formulas over operands in `rows` (as in `equation.operands`), columns `value` and `half`.

    None where no ratio can be formed, or one over too many operands.
    """
    if equation.holds is None:
        return None
    row_of = {id(operand): row for operand, row in zip(equation.operands, rows, strict=True)}
    cells = {key: f"{value}{row}" for key, row in row_of.items()}
    stated = equation.stated
    halves = f"{half}{row_of[id(stated.printed)]}"
    if not equation.denominator:
        expected = _sum(equation.terms, cells, stated)
        widths = "+".join(
            [halves, *(_scaled(f"{half}{row_of[id(t.printed)]}", t.printed, stated.printed) for t in equation.terms)]
        )
        return Recomputation(expected, f"{expected}-({widths})", f"{expected}+({widths})")
    free = [key for operand in equation.operands if (key := id(operand)) != id(stated.printed)]
    if len(free) > _MOST_CORNERS:
        return None
    corners = [
        _ratio(equation, cells | {key: f"({cells[key]}{sign}{half}{row_of[key]})" for key, sign in zip(free, signs, strict=True)})
        for signs in product("-+", repeat=len(free))
    ]
    return Recomputation(_ratio(equation, cells), f"MIN({','.join(corners)})-{halves}", f"MAX({','.join(corners)})+{halves}")


def _ratio(equation: Equation, cells: Mapping[int, str]) -> str:
    sign = "-" if equation.stated.factor < 0 else ""
    # numerator and denominator are in one unit, whichever; what an average divides by counts pieces, so that one is 元
    base = equation.denominator[0]
    times = equation.times / equation.stated.printed.number.factor
    multiplied, divided = (f"{times:f}*", "") if times > 1 else ("", f"/{1 / times:f}" if times < 1 else "")
    numerator, denominator = (_sum(terms, cells, base, turned=False) for terms in (equation.terms, equation.denominator))
    return f"{sign}{multiplied}({numerator})/({denominator}){divided}"


def _sum(terms: Sequence[Term], cells: Mapping[int, str], stated: Term, turned: bool = True) -> str:
    """Σ terms in the unit of `stated`; `SUM` over a range where they stand one below another with nothing to convert."""
    parts = []
    for term in terms:
        factor = term.factor * (stated.factor if turned else 1)
        parts.append(("-" if factor < 0 else "+") + _scaled(cells[id(term.printed)], term.printed, stated.printed))
    plain = [part[1:] for part in parts]
    if len(parts) > 2 and all(part[0] == "+" for part in parts) and _consecutive(plain):
        return f"SUM({plain[0]}:{plain[-1]})"
    return "".join(parts).removeprefix("+")


def _consecutive(cells: Sequence[str]) -> bool:
    rows = [cell[1:] for cell in cells]
    return all(row.isdigit() for row in rows) and [int(row) for row in rows] == list(
        range(int(rows[0]), int(rows[0]) + len(rows))
    )


def _scaled(cell: str, printed: Printed, target: Printed) -> str:
    ratio = printed.number.factor / target.number.factor
    if ratio == 1:
        return cell
    return f"{cell}*{ratio:f}" if ratio > 1 else f"{cell}/{1 / ratio:f}"
