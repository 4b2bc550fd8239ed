"""Totals and their items down the rows of one table: by code, by numbering, by list."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Strength
from audit.checks.sums import Slot, figures_by_slot, leaves_under, only_if_mostly_held, slots, sum_of_items, unless_rounding
from audit.statements.labels import compact
from audit.statements.lines import is_organisation, repeats_codes
from audit.statements.model import Line, Statement

_PERSONNEL_TOTAL = re.compile(r"人员(?:经费|支出)?(?:合计|小计|总计)")
_PUBLIC_TOTAL = re.compile(r"公用(?:经费|支出)?(?:合计|小计|总计)")
_PERSONNEL_CLASSES = ("301", "303")
_FUND_ITEM = re.compile(r"^(?:一般公共预算|政府性基金|国有资本)")
_BY_FUNCTION = frozenset({"expenditure", "general", "fund", "capital", "income"})
_TWO_SIDED = frozenset({"balance", "appropriation"})


def code_sums(statements: Sequence[Statement]) -> Iterator[Equation]:
    """A classification item equals the sum of the items under it, in every column: 类 = Σ款, 款 = Σ项, 301 = Σ 301xx.

    The codes say what is under what (2080105 under 20801 under 208); the next level printed counts where one is left out.

    Right: 20801 900.33 above 2080101 875.33, 2080105 20.00 and 2080108 5.00.
    Wrong: 20801 909.33 above the same three.
    Source: 政府收支分类科目 (its codes nest by digits); 财政部《地方预决算公开操作规程》(财预〔2016〕143号): by function to 项,
    by economic class to 款.
    """
    for statement in statements:
        codes = [line.code for line in statement.lines if line.code]
        strength: Strength = "candidate" if repeats_codes(codes) else "prescribed"
        slot_of = slots(statement)
        equations: list[Equation] = []
        for index, children in sorted(statement.children.items()):
            if index < 0 or not statement.lines[index].code:
                continue
            items = sorted((line for i in children if (line := statement.lines[i]).code), key=lambda line: line.code)
            if items and not any(item.partial for item in items):
                found = _sums("code_sums", "code", statement.lines[index], items, slot_of, strength, statement.name)
                equations += [unless_rounding(equation, leaves_under(statement, index)) for equation in found]
        yield from only_if_mostly_held(equations, statement.name)


def total_rows(statements: Sequence[Statement]) -> Iterator[Equation]:
    """The 合计 row of a table equals the sum of its outermost items, whether it stands first or last.

    In tables by code these are the items under no other; 人员经费合计 takes 301 and 303, 公用经费合计 the other classes, and
    both together make the 合计. In numbered lists (序号) it is every row; a list of organisations, which may hold a
    department and its units, is only a candidate.

    Right: 合计 1,339.03 with 208 1,046.39, 210 42.64 and 213 250.00.
    Wrong: 合计 1,393.03 with the same three.
    Source: the tables themselves; the accounts form 一般公共预算财政拨款基本支出决算表 for 人员经费合计 and 公用经费合计.
    """
    for statement in statements:
        if any(line.code for line in statement.lines):
            yield from _coded_totals(statement)
        elif statement.role not in _TWO_SIDED:
            yield from _list_totals(statement)


def numbered_items(statements: Sequence[Statement]) -> Iterator[Equation]:
    """An item numbered 一、 equals the sum of its （一）, （二） …; carry-over equals the sum of its funds.

    Items marked 其中 need not be complete and assert nothing; a single sub-item, or a table of no known form, is a candidate.

    Right: 一、本年收入 120.00 above （一）一般公共预算拨款 100.00 and （二）政府性基金预算拨款 20.00.
    Wrong: 一、本年收入 210.00 above the same two.
    Source: the numbering of the tables.
    """
    for statement in statements:
        if statement.role == "three_public":
            continue
        slot_of = slots(statement)
        for index, children in sorted(statement.children.items()):
            if index < 0 or statement.lines[index].code:
                continue
            parent = statement.lines[index]
            items = [statement.lines[i] for i in children]
            numbered = [item for item in items if item.level]
            funds = [item for item in items if not item.level and _FUND_ITEM.match(item.item)]
            if any(item.partial for item in items):
                continue
            if numbered:
                complete = len(numbered) > 1 and [item.ordinal for item in numbered] == list(range(1, len(numbered) + 1))
                strength: Strength = "prescribed" if complete and statement.role != "unknown" else "candidate"
                yield from _sums("numbered_items", "numbered", parent, numbered, slot_of, strength, statement.name)
            elif len(funds) > 1:
                yield from _sums("numbered_items", "funds", parent, funds, slot_of, "prescribed")


def _sums(
    check: str, kind: str, total: Line, items: Sequence[Line], slot_of: dict[int, Slot], strength: Strength, group: str = ""
) -> Iterator[Equation]:
    parts = [figures_by_slot(item, slot_of) for item in items]
    for slot, figure in figures_by_slot(total, slot_of).items():
        yield from sum_of_items(check, kind, figure, [part.get(slot) for part in parts], strength, group)


def _coded_totals(statement: Statement) -> Iterator[Equation]:
    roots = [line for line in statement.lines if line.code and line.parent < 0]
    if len({line.code[0] for line in roots}) > 1:  # by function and by economic class in one table: two totals in one
        return
    slot_of = slots(statement)
    personnel = [line for line in statement.lines if line.total and _PERSONNEL_TOTAL.search(line.item)]
    public = [line for line in statement.lines if line.total and _PUBLIC_TOTAL.search(line.item)]
    if roots[0].code.startswith("3") and len(personnel) <= 1 and len(public) <= 1:
        for lines, wanted in ((personnel, True), (public, False)):
            items = [line for line in roots if line.code.startswith(_PERSONNEL_CLASSES) == wanted]
            for line in lines:
                yield from _sums("total_rows", "class_total", line, items, slot_of, "prescribed")
    total = grand_total([line for line in statement.lines if line not in personnel and line not in public])
    if total is None:
        return
    if len(personnel) == 1 and len(public) == 1:
        yield from _sums("total_rows", "personnel_public", total, [*personnel, *public], slot_of, "prescribed")
    repeated = repeats_codes([line.code for line in statement.lines if line.code])
    strays = any(_is_stray(line) for line in statement.lines)
    strength: Strength = "candidate" if repeated or strays else "prescribed"
    leaves = leaves_under(statement, statement.lines.index(total))
    for equation in _sums("total_rows", "total", total, roots, slot_of, strength, statement.name):
        yield unless_rounding(equation, leaves)


def _is_stray(line: Line) -> bool:
    """An item without a code among coded ones: it may belong to the total, or not."""
    return bool(line.figures and not line.code and not line.total and not line.partial and not is_organisation(line.item))


def grand_total(lines: Sequence[Line]) -> Line | None:
    """The one row that totals a table; None where there is none or more than one could be meant."""
    printed = [line for line in lines if line.total and line.figures]
    if len(printed) > 1:
        printed = [line for line in printed if re.fullmatch(r"(?:支出|收入)?总计|合计", line.item)]
    return printed[0] if len(printed) == 1 else None


def _list_totals(statement: Statement) -> Iterator[Equation]:
    if any(line.level or line.section for line in statement.lines if line.item):
        return
    total = grand_total(statement.lines)
    items = [line for line in statement.lines if line.item and line.figures and not line.total and not line.partial]
    if total is None or not items or max(Counter(line.item for line in items).values()) > 1:
        return
    if len(items) > 1 and statement.role in _BY_FUNCTION:  # names without codes nest, and nothing says how
        return
    numbered = _is_numbered(statement, items)
    purchases = statement.role == "procurement" and all(re.search(r"货物|工程|服务", line.item) for line in items)
    complete = len(items) == 1 or purchases or (numbered and not any(is_organisation(line.item) for line in items))
    strength: Strength = "prescribed" if complete else "candidate"
    yield from _sums("total_rows", "list", total, items, slots(statement), strength, statement.name)


def _is_numbered(statement: Statement, items: Sequence[Line]) -> bool:
    """Whether every item has a number in a column 序号; rows without one are headings of others, or may be."""
    table = statement.table
    columns = [c for c in range(table.width) if any(compact(row[c].text) == "序号" for row in table.head)]
    return len(columns) == 1 and all(compact(table.rows[item.row][columns[0]].text).isdigit() for item in items)
