"""What each table says, keyed so that the same figure in two tables has the same key."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.checks.hierarchy import grand_total
from audit.checks.sums import leaves_under
from audit.statements.lines import repeats_codes
from audit.statements.model import Figure, Line, Statement
from audit.statements.scope import source_of

_MEASURES = frozenset({"total", "basic", "project", "personnel", "public"})
_ONE_SIDED = frozenset({"expenditure", "general", "fund", "capital", "appropriation_expenditure"})
_SUMMARIES = frozenset({"balance", "appropriation"})
_CARRIED = re.compile(r"结转|结余")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure and what it states: `about` is "expenditure", "income" or "economic" (by economic class); `what` a code,
    "total", a source of income, "year" or "grand" (本年收入合计, 收入总计)."""

    statement: Statement
    figure: Figure
    about: str
    what: str
    measure: str
    fund: str
    period: str

    @property
    def leaves(self) -> int:
        """How many items the figure sums up in its table."""
        return leaves_under(self.statement, self.statement.line_at[self.figure.row, self.figure.column])

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.about, self.what, self.measure, self.fund, self.period)


def facts_of(statements: Sequence[Statement]) -> list[Fact]:
    """The facts of all statements but performance forms; a key that one table states twice is left out for it."""
    classes = class_codes(statements)
    facts: list[Fact] = []
    for statement in statements:
        own = list(_facts(statement, classes))
        times = Counter(fact.key for fact in own)
        facts += [fact for fact in own if times[fact.key] == 1]
    return facts


def class_codes(statements: Sequence[Statement]) -> dict[str, str]:
    """The codes of 类 by name, as the coded tables of the document print them."""
    codes: dict[str, str] = {}
    for statement in statements:
        for line in statement.lines:
            if len(line.code) == 3 and line.code.startswith("2"):
                codes[class_name(line.item)] = line.code
    return codes


def class_name(item: str) -> str:
    return item.removesuffix("支出")


def _facts(statement: Statement, classes: dict[str, str]) -> Iterator[Fact]:
    if statement.role in _ONE_SIDED:
        yield from _expenditure(statement, statement.lines, grand_total(statement.lines), classes)
    elif statement.role in _SUMMARIES:
        spent = _by_class([line for line in statement.lines if line.side == "expenditure"], classes)
        yield from _expenditure(statement, spent, year_total(spent), classes)
        yield from _income_lines(statement, [line for line in statement.lines if line.side == "income"])
    elif statement.role == "income" and any(line.code for line in statement.lines):
        yield from _income_columns(statement)
    elif statement.role == "income":
        yield from _income_lines(statement, statement.lines)
    elif statement.role == "basic":
        yield from _basic(statement)


def _by_class(lines: Sequence[Line], classes: dict[str, str]) -> list[Line]:
    """The lines of the half that lists expenditure by function, where another lists it by economic class as well."""
    sections = list(dict.fromkeys(line.section for line in lines))
    listed = [s for s in sections if any(line.section == s and class_name(line.item) in classes for line in lines)]
    chosen = (listed or sections)[:1]
    return [line for line in lines if line.section in chosen]


def _expenditure(statement: Statement, lines: Sequence[Line], total: Line | None, classes: dict[str, str]) -> Iterator[Fact]:
    repeated = repeats_codes([line.code for line in lines if line.code])
    for line in lines:
        if line is total:
            what = "total"
        elif line.code:
            what = "" if repeated or not line.code.startswith("2") else line.code
        else:
            what = "" if line.total else classes.get(class_name(line.item), "")
        if what:
            for figure in line.figures:
                if figure.measure in _MEASURES:
                    yield Fact(statement, figure, "expenditure", what, figure.measure, figure.fund, figure.period)


def year_total(lines: Sequence[Line]) -> Line | None:
    """The line of this year's total: 本年支出合计, 一、本年支出, or the grand total where nothing is carried over."""
    printed = [line for line in lines if line.figures]
    for pattern in (r"(?:本年|当年)(?:收入|支出)(?:合计|小计|总计)", r"(?:本年|当年)(?:收入|支出)"):
        if found := [line for line in printed if re.fullmatch(pattern, line.item)]:
            return found[0] if len(found) == 1 else None
    totals = [line for line in printed if line.total]
    return totals[-1] if totals and not carried_amounts(lines) else None


def carried_amounts(lines: Sequence[Line]) -> list[Figure]:
    """The figures of carried-over money that are not zero."""
    return [f for line in lines if _CARRIED.search(line.item) for f in line.figures if f.number.value != 0]


def _income_lines(statement: Statement, lines: Sequence[Line]) -> Iterator[Fact]:
    year = year_total(lines)
    totals = [line for line in lines if line.total and line.figures]
    for line in lines:
        names: list[str] = []
        if line is year:
            names.append("appropriation" if statement.role == "appropriation" else "year")
        if totals and line is totals[-1] and (line is not year or len(totals) == 1):
            names.append("grand")
        if not line.total and line is not year and not line.partial and not _under_carry(statement, line):
            names.append(source_of(line.item))
        for what in filter(None, names):
            for figure in line.figures:
                if figure.measure == "total":
                    scope = statement.fund if what in ("grand", "上年结转") else "all"
                    yield Fact(statement, figure, "income", what, "total", scope, figure.period)


def _under_carry(statement: Statement, line: Line) -> bool:
    return line.parent >= 0 and bool(_CARRIED.search(statement.lines[line.parent].item))


def _income_columns(statement: Statement) -> Iterator[Fact]:
    total = grand_total(statement.lines)
    carries = any(column.fund == "上年结转" for column in statement.columns)
    for figure in total.figures if total else ():
        if figure.measure == "total":
            what = ("grand" if carries else "year") if figure.fund == "all" else figure.fund
            yield Fact(statement, figure, "income", what, "total", "all", figure.period)


def _basic(statement: Statement) -> Iterator[Fact]:
    total = grand_total([line for line in statement.lines if not re.search(r"人员|公用", line.item)])
    repeated = repeats_codes([line.code for line in statement.lines if line.code])
    for line in statement.lines:
        for figure in line.figures:
            if figure.measure not in _MEASURES:
                continue
            if line.code and not repeated:
                yield Fact(statement, figure, "economic", line.code, figure.measure, figure.fund, figure.period)
            elif line is total or (line.total and re.search(r"人员|公用", line.item)):
                measure = "basic" if figure.measure == "total" else figure.measure
                if line is not total:
                    measure = "personnel" if "人员" in line.item else "public"
                yield Fact(statement, figure, "expenditure", "total", measure, figure.fund, figure.period)
