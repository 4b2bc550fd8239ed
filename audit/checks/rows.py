"""Totals and their parts along the rows: what merged heads and the law's divisions of expenditure say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.checks.equation import Equation, Strength
from audit.checks.sums import NO_AMOUNTS, columns_in, only_if_mostly_held, sum_of_columns
from audit.statements.labels import compact, is_total
from audit.statements.model import Column, Statement

_DIVISION = re.compile(r"基本支出|项目支出|人员|公用|上缴上级|经营支出|附属单位|货物|工程|服务")
_NESTED = (
    ({"basic"}, {"personnel", "public"}),
    ({"appropriation"}, {"general", "fund", "capital"}),
)
_FUNDS = frozenset({"general", "fund", "capital", "appropriation"})
_PARTIAL = re.compile(r"^其中")


def row_sums(statements: Sequence[Statement]) -> Iterator[Equation]:
    """Along every row, the column 合计 (小计, 总计) equals the sum of its sister columns under the same head.

    合计 = 基本支出 + 项目支出, 基本支出 = 人员经费 + 公用经费, 合计 = the sources of income, 总计 = the funds. Sisters no form
    defines as parts make the sum a candidate; so does a head marked 其中. Columns of different periods never add up.

    Right: 合计 806.34, 基本支出 783.24, 项目支出 23.10.
    Wrong: 合计 860.34 with the same two.
    Source: the heads of the tables; 《预算法》 and the forms of 财预〔2016〕143号 divide expenditure so.
    """
    for statement in statements:
        if statement.role == "three_public":
            continue
        filled = {figure.column for figure in statement.figures}
        for section in sorted({column.section for column in statement.columns}):
            columns = [c for c in columns_in(statement, section) if c.measure not in NO_AMOUNTS | {"delta"}]
            for period in dict.fromkeys(column.period for column in columns):
                root = _tree([c for c in columns if c.period == period])
                for relation in _relations(root, statement.fund):
                    equations = list(_along_rows(statement, relation, filled))
                    yield from only_if_mostly_held(equations, f"{statement.name} {relation.total.index}")


@dataclass(frozen=True)
class _Relation:
    total: Column
    parts: tuple[Column, ...]
    partial: bool
    fund: str


@dataclass
class _Node:
    """A head with its own column, if it has one, and the heads under it."""

    own: list[Column] = field(default_factory=list)
    under: dict[str, "_Node"] = field(default_factory=dict)


def _tree(columns: Sequence[Column]) -> _Node:
    root = _Node()
    for column in columns:
        node = root
        for name in column.subject:
            node = node.under.setdefault(compact(name), _Node())
        node.own.append(column)
    return root


def _relations(node: _Node, fund: str) -> Iterator[_Relation]:
    for child in node.under.values():
        yield from _relations(child, fund)
    total = _total(node)
    if total is None:
        groups = [child for name, child in node.under.items() if not is_total(name)]
        yield from _nested([c for child in groups for c in child.own], fund)
        return
    parts: list[Column] = []
    partial = False
    for name, child in node.under.items():
        if child.own == [total]:
            continue
        partial = partial or bool(_PARTIAL.match(name))
        parts += _representatives(child)
    inner = [column for relation in _nested(parts, fund) for column in relation.parts]
    yield from _nested(parts, fund)
    if parts:
        yield _Relation(total, tuple(c for c in parts if c not in inner), partial, fund)


def _total(node: _Node) -> Column | None:
    """The one column that totals a node: its 合计, or its own where it heads columns of its own (金额 over its sources)."""
    totals = [child for name, child in node.under.items() if is_total(name)]
    if totals:
        # several columns of one name, or columns under a 合计, are a head that was misread
        return totals[0].own[0] if len(totals) == 1 and len(totals[0].own) == 1 and not totals[0].under else None
    return node.own[0] if len(node.own) == 1 and node.under else None


def _representatives(node: _Node) -> list[Column]:
    total = _total(node)
    if total is not None:
        return [total]
    return node.own + [column for child in node.under.values() for column in _representatives(child)]


def _nested(columns: Sequence[Column], fund: str) -> Iterator[_Relation]:
    """Wholes and parts that stand side by side under one head: 基本支出 | 人员经费 | 公用经费."""
    for wholes, parts in _NESTED:
        key = _measure if wholes == {"basic"} else _fund
        whole = [column for column in columns if key(column) in wholes]
        inner = [column for column in columns if key(column) in parts]
        if len(whole) == 1 and len(inner) > 1 and len({key(c) for c in inner}) == len(inner):
            yield _Relation(whole[0], tuple(inner), False, fund)


def _measure(column: Column) -> str:
    return column.measure


def _fund(column: Column) -> str:
    return column.fund if column.measure == "total" else ""


def _along_rows(statement: Statement, relation: _Relation, filled: set[int]) -> Iterator[Equation]:
    parts = [column for column in relation.parts if column.index in filled]
    known = all(_known(column, relation.fund) for column in parts) and not relation.partial
    strength: Strength = "prescribed" if known else "candidate"
    group = f"{statement.name} {relation.total.index}"
    for line in statement.lines:
        by_column = {figure.column: figure for figure in line.figures}
        total = by_column.get(relation.total.index)
        yield from sum_of_columns("row_sums", "columns", total, [by_column.get(c.index) for c in parts], strength, group)


def _known(column: Column, fund: str) -> bool:
    """Whether a form defines the column as a part: a division of expenditure, a fund or a source of income."""
    if column.measure == "total":
        return column.fund != fund or column.fund in _FUNDS
    return column.measure in ("basic", "project", "personnel", "public") or bool(_DIVISION.search(column.measure))
