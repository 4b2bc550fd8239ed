"""Columns that compare two periods or relate two amounts: 增减额, 增减%, 执行率."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Term
from audit.checks.sums import columns_in
from audit.statements.labels import is_total
from audit.statements.model import Column, Figure, Statement

# 为上年的% is current ÷ prior, 减少额 counts down: neither is a change as defined here
_OTHER = re.compile(r"为上年|占|减少(?!%|率)|下降")


def year_on_year(statements: Sequence[Statement]) -> Iterator[Equation]:
    """A column 增减额 is this year less last year, 增减% the same over last year.

    Right: 上年 400.00, 本年 420.00, 增减额 20.00, 增减% 5.00.
    Wrong: 增减% 4.76 (divided by this year's figure).
    Source: the heads of the table.
    """
    for statement in statements:
        for section in sorted({column.section for column in statement.columns}):
            columns = columns_in(statement, section)
            for column in columns:
                if column.measure not in ("delta", "rate") or any(_OTHER.search(node) for node in column.head[-1:]):
                    continue
                current = _column(columns, column, "current")
                prior = _column(columns, column, "prior") or _column(columns, column, "prior_executed")
                if current and prior:
                    yield from _changes(statement, column, current, prior)


def execution_rates(statements: Sequence[Statement]) -> Iterator[Equation]:
    """A column or cell 执行率 is the amount executed over the whole year's budget, or the initial one where no other is printed.

    Right: 全年预算数 37.21, 全年执行数 32.87, 执行率 88.34% or 88.33%.
    Wrong: 全年预算数 30.00, 全年执行数 30.00, 执行率 104.06%.
    Source: the form 项目支出绩效自评表 of 财政部《项目支出绩效评价管理办法》(财预〔2020〕10号).
    """
    for statement in statements:
        for rate in statement.figures:
            if rate.measure != "completion":
                continue
            beside = [f for f in statement.figures if f.row == rate.row and f.item == rate.item and f.measure == "total"]
            executed = [f for f in beside if f.period == "current"]
            base = [f for f in beside if f.period == "adjusted"] or [f for f in beside if f.period == "planned"]
            if len(executed) == 1 and len(base) == 1:
                terms = (Term(executed[0], "全年执行数"),)
                yield Equation("execution_rates", "rate", Term(rate, "执行率"), terms, (Term(base[0], "预算数"),))


def _column(columns: Sequence[Column], compared: Column, period: str) -> Column | None:
    """The one column of the period that a column of changes is about: of its division, if the head names one."""
    divisions = [c.measure for c in columns if c.measure in ("basic", "project", "personnel", "public")]
    nodes = "".join(node for node in compared.subject if not is_total(node))
    wanted = next((m for m, word in _WORDS if word in nodes and m in divisions), "total")
    found = [c for c in columns if c.period == period and c.measure == wanted and c.fund == compared.fund]
    return found[0] if len(found) == 1 else None


_WORDS = (("basic", "基本支出"), ("project", "项目支出"), ("personnel", "人员经费"), ("public", "公用经费"))


def _changes(statement: Statement, column: Column, current: Column, prior: Column) -> Iterator[Equation]:
    for line in statement.lines:
        by_column: dict[int, Figure] = {figure.column: figure for figure in line.figures}
        stated, this, last = (by_column.get(c.index) for c in (column, current, prior))
        if stated is None or (this is None and last is None):
            continue
        terms = tuple(Term(f, name, sign) for f, name, sign in ((this, "本年", 1), (last, "上年", -1)) if f is not None)
        if column.measure == "delta":
            yield Equation("year_on_year", "delta", Term(stated, "增减额"), terms)
        elif last is not None:
            yield Equation("year_on_year", "rate", Term(stated, "增减率"), terms, (Term(last, "上年"),))
