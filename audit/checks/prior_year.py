"""This year's document against last year's: 上年 figures, implied bases, 年初预算 of the accounts against the budget."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audit.checks.equation import Equation, Printed, Remark, Term
from audit.claims.bases import of_this_year
from audit.claims.link import FigureIndex, agreed_figure
from audit.claims.model import Claim
from audit.claims.subjects import comparable
from audit.statements.model import Figure, Statement

_EXPENDITURE_ROLES = ("general", "expenditure", "fund", "capital", "basic")


@dataclass(frozen=True, eq=False)
class OtherYear:
    """Another document of the unit: which base of this document its figures answer to.

    base: "prior" (last year's document of the same kind) or "planned" (this year's budget beside these accounts)
    kind: 预算 or 决算, as sentences and heads name it
    """

    base: str
    kind: str
    statements: Sequence[Statement]
    index: FigureIndex


def base_of(year: int | None, kind: str, other_year: int | None, other_kind: str) -> str | None:
    """ "prior" or "planned" where the other document is comparable with this one, else None."""
    if year is None or other_year is None:
        return None
    if kind == other_kind and other_year == year - 1:
        return "prior"
    return "planned" if (kind, other_kind) == ("final_accounts", "budget") and other_year == year else None


def other_year(statements: Sequence[Statement], claims: Sequence[Claim], other: OtherYear) -> Iterator[Equation | Remark]:
    """What this document says of another period is what the document of that period printed.

    Items are matched by code, else by name; figures of the other document may have been revised since, so a breach needs
    support: it is told as a contradiction only where most of the like agree.

    Right: 「比2023年预算增加189万元」 for 549万元, and 360.00 in the 2023 budget.
    Wrong: the same with 365.00 there.
    """
    yield from _columns(statements, other)
    yield from _sentences(claims, other)
    yield from _renamed(statements, other)


def _columns(statements: Sequence[Statement], other: OtherYear) -> Iterator[Equation]:
    """The table's own column of the other period against the other document's table, row by row."""
    printed = {key: figure for s in other.statements for figure in s.figures if (key := _key(s, figure, "current"))}
    for statement in statements:
        for figure in statement.figures:
            key = _key(statement, figure, other.base)
            there = printed.get(key) if key else None
            if there is not None and _same_kind(figure.column_label, other.kind):
                group = f"{statement.role} {figure.measure}"
                yield _equation("column", figure, figure.row_label, there, group)


def _key(statement: Statement, figure: Figure, period: str) -> tuple[str, ...] | None:
    if figure.period != period or statement.role == "performance":
        return None
    return (statement.role, figure.fund, figure.measure, figure.side, figure.code or comparable(figure.item))


def _sentences(claims: Sequence[Claim], other: OtherYear) -> Iterator[Equation]:
    """The amount a sentence compares with, printed or implied by its change, against the other document."""
    for claim in claims:
        if other.base == "prior" and (of_this_year(claim.basis) or not _same_kind(claim.basis or "上年", other.kind)):
            continue
        there = agreed_figure(replace(claim, operands=()), "current", other.index)
        if there is None:
            continue
        told = claim.number("prior" if other.base == "prior" else "planned")
        delta, amount = claim.by_role.get("delta"), claim.amount
        if told is not None and not told.number.approximate:
            yield _equation("told_base", told, claim.subject.name, there, "told")
        elif other.base == "prior" and delta is not None and delta.sign and amount is not None:
            terms = (Term(amount, "本年数"), Term(there, there.where, -1))
            stated = Term(delta.mention, "增减额", delta.sign)
            yield Equation("other_year", "implied_base", stated, terms, (), "candidate", "implied")


def _equation(kind: str, stated: Printed, name: str, there: Figure, group: str) -> Equation:
    return Equation("other_year", kind, Term(stated, name), (Term(there, there.where),), (), "candidate", group)


def _same_kind(words: str, kind: str) -> bool:
    """执行数 is neither a budget nor accounts; words that name no kind are of the document's own."""
    named = re.findall(r"执行|决算|预算", words)
    return not named or (kind in named and "执行" not in named)


def _renamed(statements: Sequence[Statement], other: OtherYear) -> Iterator[Remark]:
    """Codes whose item bears another name in the other document: said, since nothing else would match them."""
    before = {f.code: f for s in other.statements if s.role in _EXPENDITURE_ROLES for f in s.figures if f.code}
    told: set[str] = set()
    for statement in statements:
        for figure in statement.figures:
            there = before.get(figure.code)
            if there is None or statement.role not in _EXPENDITURE_ROLES or figure.code in told:
                continue
            if comparable(there.item) != comparable(figure.item):
                told.add(figure.code)
                message = f"科目 {figure.code} 本文件称“{figure.item}”，{there.table.source}称“{there.item}”"
                yield Remark("other_year", "renamed", "unverifiable", "info", message, (figure, there), cause="name")
