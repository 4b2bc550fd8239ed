"""Tables → statements: roles, columns, lines and typed figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.numbers import Number, cell_number
from audit.reading.document import Table
from audit.statements.columns import Section, read_sections
from audit.statements.forms import read_form
from audit.statements.labels import compact, is_total
from audit.statements.legible import has_jumbled_head, is_jumbled_form, lacks_rows
from audit.statements.lines import DraftLine, nest, read_lines
from audit.statements.model import Column, Figure, Line, Statement
from audit.statements.names import codes_by_name
from audit.statements.roles import scopes_of
from audit.statements.scope import Scope, is_period, period_in

_HEAD_ITEMS = {"three_public": ("出国", "接待", "公务用车"), "procurement": ("货物", "工程", "服务")}
_NO_TOTALS = frozenset({"rate", "delta", "share", "completion", "unknown"})
_HEAD_TOTALS = {"three_public": "三公经费合计", "procurement": "政府采购合计"}


def read_statements(
    tables: Sequence[Table], fallback_unit: str = "", form_decimals: Mapping[str, int] | None = None
) -> list[Statement]:
    """One statement for each table, in order.

    fallback_unit: the unit of money of tables that print none
    form_decimals: for each unit the least number of decimals that amounts in performance forms are read with, since
        writers drop trailing zeros there
    """
    scopes = scopes_of(tables)
    sections = [
        read_sections(table, scope, table.unit or fallback_unit) if scope.role != "performance" else ()
        for table, scope in zip(tables, scopes, strict=True)
    ]
    drafts = [read_lines(t, parts) for t, parts in zip(tables, sections, strict=True)]
    codes_by_name([scope.role for scope in scopes], drafts)
    statements = []
    for table, scope, parts, lines in zip(tables, scopes, sections, drafts, strict=True):
        if scope.role == "performance":
            figures = read_form(table, table.unit or fallback_unit, form_decimals or {}, scope)
            figures = () if is_jumbled_form(table) else figures
            statements.append(Statement(table, scope.role, scope.fund, figures))
        else:
            nest(lines, len(parts))
            statements.append(_statement(table, scope, parts, lines))
    return statements


def _statement(table: Table, scope: Scope, sections: Sequence[Section], drafts: Sequence[DraftLine]) -> Statement:
    columns = tuple(column for section in sections for column in section.columns)
    items_in_head = any(word in "".join(c.subject) for c in columns for word in _HEAD_ITEMS.get(scope.role, ()))
    figures = _figures(table, scope, sections, drafts, items_in_head)
    lines = tuple(
        Line(
            row=draft.row,
            section=draft.section,
            item=draft.item,
            code=draft.code,
            level=draft.label.level,
            ordinal=draft.label.ordinal,
            parent=draft.parent,
            partial=draft.label.partial,
            total=draft.label.total,
            side=draft.side,
            figures=tuple(figures[index]),
        )
        for index, draft in enumerate(drafts)
    )
    ordered = sorted((f for line in lines for f in line.figures), key=lambda f: (f.row, f.column))
    if has_jumbled_head(table):
        return Statement(table, scope.role, scope.fund, (), columns)
    # without all its lines, nothing in a table adds up
    return Statement(table, scope.role, scope.fund, tuple(ordered), columns, () if lacks_rows(table) else lines)


def _figures(
    table: Table, scope: Scope, sections: Sequence[Section], drafts: Sequence[DraftLine], items_in_head: bool
) -> list[list[Figure]]:
    """The figures of each line. A number whose own label is blank belongs to the nearest label left of it in its row
    that has no figure yet (公用经费合计 under a label that spans two columns of items)."""
    figures: list[list[Figure]] = [[] for _ in drafts]
    width = len(sections)
    for start in range(0, len(drafts), width):
        row = drafts[start : start + width]
        for offset, draft in enumerate(row):
            cells = table.rows[draft.row]
            numbers = [
                (c, n)
                for c in sections[offset].columns
                if (n := number_in(cells[c.index].text, "" if draft.label.counts else c.unit)) is not None
            ]
            owner = offset
            if numbers and not draft.item and not draft.code:
                free = [k for k in range(offset) if row[k].item and not figures[start + k]]
                owner = free[-1] if free else offset
            for column, number in numbers:
                figures[start + owner].append(_figure(table, scope, row[owner], column, number, items_in_head))
    return figures


def number_in(text: str, unit: str) -> Number | None:
    """The number of a cell; whole numbers of what is counted are exact."""
    number = cell_number(text, unit)
    if number is not None and not number.unit and not number.decimals:
        return replace(number, exact=True)
    return number


def _figure(table: Table, scope: Scope, line: DraftLine, column: Column, number: Number, items_in_head: bool) -> Figure:
    item, path, measure, period = line.item, line.path, column.measure, column.period
    if items_in_head:
        if line.item and is_period(line.item):
            period = period_in(line.item, scope) or period
        item = head_item(column, scope.role)
        path = () if line.label.total or not line.item else (line.item,)
        measure = "total" if measure not in _NO_TOTALS else measure
    return Figure(
        table=table,
        row=line.row,
        column=column.index,
        cell=table.rows[line.row][column.index],
        number=number,
        item=item,
        code=line.code,
        path=path,
        side=line.side,
        measure=measure,
        fund=column.fund,
        period=period,
        row_label=line.printed,
        column_label="/".join(column.head),
    )


def head_item(column: Column, role: str) -> str:
    """The item that a column's head names: 公务用车购置及运行费 for its 小计, 公务用车购置费 for 购置费 under it."""
    nodes = [compact(node) for node in column.subject]
    if not nodes or (len(nodes) == 1 and is_total(nodes[0]) and len(nodes[0]) <= 3):
        return _HEAD_TOTALS[role]
    leaf = nodes[-1]
    if len(nodes) == 1:
        return leaf
    parent = nodes[-2]
    if is_total(leaf):
        return parent if "公务用车" in parent else _HEAD_TOTALS[role]
    return f"公务用车{leaf}" if "公务用车" in parent and "公务用车" not in leaf else leaf
