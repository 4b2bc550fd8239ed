"""Summaries that run down to a grand total, and what must balance in them."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Strength, Term
from audit.checks.sums import Slot, equality, figures_by_slot, slots, sum_of_items
from audit.statements.model import Column, Figure, Line, Statement
from audit.statements.scope import source_of

_ROLES = frozenset({"balance", "appropriation", "income"})
_CARRIED = re.compile(r"结转|结余|结余分配|弥补|动用|调入|提取|分配")
_INNER_TOTAL = re.compile(r"小计$")
_OPENING = re.compile(r"^(?:年初|上年).*(?:结转|结余)")
_CLOSING = re.compile(r"^(?:年末|年终|结转下年).*(?:结转|结余|年)?")
_FUNDS = ("general", "fund", "capital")


def balance(statements: Sequence[Statement]) -> Iterator[Equation]:
    """In a summary, 本年收入合计 is the sum of the income items, 收入总计 adds what was carried over, and both sides end alike.

    本年支出合计 and 支出总计 likewise. A blank subtotal stands for the items above it, since some forms leave 一、本年收入 blank.
    A part that is neither numbered nor carry-over makes the sum a candidate, and so does a row without a number among numbered
    ones where the total holds only with it.

    Right: 本年收入合计 800.91, 年初结转和结余 37.77, 总计 838.68; 本年支出合计 832.50, 年末结转和结余 6.18, 总计 838.68.
    Wrong: 收入总计 2,109.65 beside 支出总计 2,019.65.
    Source: 财政部 accounts form 收入支出决算总表; budget forms 收支预算总表, 财政拨款收支总表.
    """
    for statement in statements:
        if statement.role not in _ROLES or any(line.code for line in statement.lines):
            continue
        slot_of = slots(statement)
        ends: dict[str, Line] = {}
        for section in sorted({line.section for line in statement.lines}):
            indices = [i for i, line in enumerate(statement.lines) if line.section == section]
            yield from _running_totals(statement, indices, slot_of)
            last = next((line for i in reversed(indices) if (line := statement.lines[i]).total and line.figures), None)
            if last is not None and last.side:
                if last.side == "expenditure" and "income" in ends:
                    yield from _both_sides(ends["income"], last, statement)
                ends.setdefault(last.side, last)
        if statement.role == "appropriation" and "expenditure" in ends:
            yield from _funds_balance(statement, ends["expenditure"])


def carry_over(statements: Sequence[Statement]) -> Iterator[Equation]:
    """Where a row prints them all: 年末结转和结余 = 年初结转和结余 + 本年收入 − 本年支出.

    Right: 年初 37.77, 收入 779.03, 支出 810.62, 年末 6.18.
    Wrong: 年末 61.80 with the same three.
    Source: 财政部 accounts forms 政府性基金预算财政拨款收入支出决算表 and 国有资本经营预算财政拨款收入支出决算表.
    """
    for statement in statements:
        columns = _flow_columns(statement.columns)
        if columns is None:
            continue
        for line in statement.lines:
            by_column = {figure.column: figure for figure in line.figures}
            opening, income, expenditure, closing = (by_column.get(column.index) for column in columns)
            parts = [(opening, 1), (income, 1), (expenditure, -1)]
            terms = tuple(Term(f, f.column_label.split("/")[0], sign) for f, sign in parts if f is not None)
            if closing is not None and terms:
                yield Equation("carry_over", "flow", Term(closing, closing.column_label.split("/")[0]), terms)


def _flow_columns(columns: Sequence[Column]) -> tuple[Column, Column, Column, Column] | None:
    """(年初结转, 本年收入, 本年支出, 年末结转) where a table has each of them once."""
    wanted = (
        [c for c in columns if "/" not in c.measure and _OPENING.match(c.measure)],
        [c for c in columns if re.fullmatch(r"(?:本年|当年)?收入(?:合计)?", c.measure)],
        [c for c in columns if c.measure == "total" and any("支出" in node for node in c.head)],
        [c for c in columns if "/" not in c.measure and re.match(r"(?:年末|年终|结转下年)", c.measure)],
    )
    if any(len(found) != 1 for found in wanted):
        return None
    return wanted[0][0], wanted[1][0], wanted[2][0], wanted[3][0]


def _running_totals(statement: Statement, indices: Sequence[int], slot_of: dict[int, Slot]) -> Iterator[Equation]:
    """Each total of a section from the total before it and the outermost items between; a first row that is a total
    from the items after it."""
    lines = statement.lines
    totals = [i for i in indices if lines[i].total]
    top = [i for i in indices if lines[i].item and lines[i].parent < 0 and not lines[i].total and not lines[i].partial]
    for k, index in enumerate(totals):
        before = totals[k - 1] if k else -1
        between = [i for i in top if before < i < index]
        if not k and not between and len(totals) == 1:
            between = [i for i in top if i > index]
        known = all(lines[i].level or _CARRIED.search(lines[i].item) for i in between)
        inner = bool(k) and (bool(_INNER_TOTAL.search(lines[before].item)) or bool(_INNER_TOTAL.search(lines[index].item)))
        strength: Strength = "prescribed" if known and not inner else "candidate"
        parts = ([before] if k else []) + between
        if k and not between:  # two totals with nothing between them: 本年收入合计 and 收入总计 without carry-over
            strength = "candidate"
        for slot, total in figures_by_slot(lines[index], slot_of).items():
            figures = [figure for part in parts for figure in _expanded(statement, part, slot, slot_of, top, totals)]
            group = f"{statement.name} {lines[index].side}"
            found = sum_of_items("balance", "running_total", total, figures, strength, group)
            if found and not found[0].holds:
                unnumbered = _unnumbered(statement, between, slot, slot_of)
                wider = sum_of_items("balance", "running_total", total, [*figures, *unnumbered], "candidate", group)
                found = wider if unnumbered and wider[0].holds else found
            yield from found


def _expanded(
    statement: Statement, index: int, slot: Slot, slot_of: dict[int, Slot], top: Sequence[int], totals: Sequence[int]
) -> list[Figure]:
    """The figure of a line, or where it is blank those of the lines it stands for."""
    line = statement.lines[index]
    figure = figures_by_slot(line, slot_of).get(slot)
    if figure is not None:
        return [figure]
    if line.total:
        before = max((t for t in totals if t < index), default=-1)
        under = ([before] if before >= 0 else []) + [i for i in top if before < i < index]
    else:
        under = [i for i in statement.children.get(index, ()) if statement.lines[i].level]
    return [f for i in under for f in _expanded(statement, i, slot, slot_of, top, totals)]


def _unnumbered(statement: Statement, above: Sequence[int], slot: Slot, slot_of: dict[int, Slot]) -> list[Figure]:
    """The figures of rows without a number, which may be part of the numbered row above them or stand beside it."""
    lines = [statement.lines[i] for index in above for i in statement.children.get(index, ())]
    return [f for line in lines if not line.level and (f := figures_by_slot(line, slot_of).get(slot)) is not None]


def _both_sides(income: Line, expenditure: Line, statement: Statement) -> Iterator[Equation]:
    keys = statement.column_at
    for figure in expenditure.figures:
        for other in income.figures:
            if keys[figure.column].key == keys[other.column].key and keys[figure.column].measure == "total":
                terms = (Term(other, other.item),)
                yield Equation("balance", "sides", Term(figure, figure.item), terms)


def _funds_balance(statement: Statement, end: Line) -> Iterator[Equation]:
    """By fund: 支出总计 = this year's appropriation of the fund + what was carried over of it, where the form shows both."""
    income = [line for line in statement.lines if line.side == "income" and line.figures and not line.total]
    carried = [line for line in income if _OPENING.match(line.item) or _under_carry(statement, line)]
    nonzero = any(f.number.value for line in carried for f in line.figures)
    for figure in end.figures:
        if figure.fund not in _FUNDS or figure.measure != "total":
            continue
        of_fund = [line for line in income if source_of(line.item) == figure.fund]
        new = [f for line in of_fund if line not in carried for f in line.figures if f.period == figure.period]
        old = [f for line in of_fund if line in carried for f in line.figures if f.period == figure.period]
        if len(new) == 1 and (not nonzero or old):
            if old or nonzero:
                yield from sum_of_items("balance", "fund", figure, [*new, *old], "prescribed")
            else:
                yield equality("balance", "fund", figure, new[0], "prescribed")


def _under_carry(statement: Statement, line: Line) -> bool:
    return line.parent >= 0 and bool(_CARRIED.search(statement.lines[line.parent].item))
