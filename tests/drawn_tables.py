"""Tables drawn as text, so that a test shows what it is about.

Cells are parted by `|`, head and rows by a line of dashes; `<` goes on with the cell to the left, `^` with the one above.
"""

from collections.abc import Callable, Iterator, Sequence

from audit.checks.equation import Equation
from audit.reading.document import Cell, Table
from audit.statements.model import Statement
from audit.statements.read import read_statements


def drawn(title: str, text: str, unit: str = "万元", page: int = 1) -> Table:
    lines = [line.strip() for line in text.strip().splitlines()]
    split = next((i for i, line in enumerate(lines) if set(line) == {"-"}), -1)
    grid = [[cell.strip() for cell in line.split("|")] for i, line in enumerate(lines) if i != split]
    cells = [[Cell(text if text not in ("<", "^") else "", page, covered=text in ("<", "^")) for text in row] for row in grid]
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            while c + cells[r][c].column_span < len(row) and row[c + cells[r][c].column_span] == "<":
                cells[r][c].column_span += 1
            while r + cells[r][c].row_span < len(grid) and grid[r + cells[r][c].row_span][c] == "^":
                cells[r][c].row_span += 1
    rows = [tuple(row) for row in cells]
    return Table(title, "", unit, (page,), tuple(rows[: max(split, 0)]), tuple(rows[max(split, 0) :]))


def understood(*tables: Table) -> list[Statement]:
    return read_statements(tables)


Check = Callable[[Sequence[Statement]], Iterator[Equation]]


def relations(check: Check, *tables: Table) -> list[str]:
    """Every relation that the check states, as `= 合计 10.00: 6.00 + 4.00`; ≠ where it breaks, ? before a candidate."""
    return [_shown(equation) for equation in check(understood(*tables))]


def broken(check: Check, *tables: Table) -> list[str]:
    """The prescribed relations that break."""
    return [shown for shown in relations(check, *tables) if shown.startswith("≠")]


def _shown(equation: Equation) -> str:
    sign = "=" if equation.holds else "≠"
    mark = "?" if equation.strength == "candidate" else ""
    signs = [" - " if term.factor < 0 else " + " if index else "" for index, term in enumerate(equation.terms)]
    terms = "".join(sign + term.printed.number.text for sign, term in zip(signs, equation.terms, strict=True))
    base = f" ÷ {' '.join(term.printed.number.text for term in equation.denominator)}" if equation.denominator else ""
    return f"{mark}{sign} {equation.stated.name} {equation.stated.printed.number.text}: {terms}{base}"
