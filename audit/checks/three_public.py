"""The three public expenses (三公经费) in their own table."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.checks.equation import Equation, Remark, Term
from audit.statements.labels import counts_pieces
from audit.statements.model import Figure, Statement

# The first pattern that a name fits says which part it is.
_PARTS = (
    ("abroad", re.compile(r"出国")),
    ("vehicles", re.compile(r"(?:公务用车|公车|车辆)购置.*运行|购置及运行|购置和运行")),
    ("purchase", re.compile(r"(?:公务用车|公车|车辆).*购置|^购置")),
    ("running", re.compile(r"(?:公务用车|公车|车辆).*运行|^运行")),
    ("reception", re.compile(r"^公务接待费?用?(?:合计|小计)?$|^接待费$")),
    ("total", re.compile(r"三公.*(?:合计|小计|总计|总额)|三公经费(?:支出|预算|决算)?数?$|^(?:支出)?(?:合计|总计)$")),
)
# The economic classes of basic expenditure that are three-public expenses by definition (政府收支分类科目, 支出经济分类).
_CLASSES = {"30212": "abroad", "30217": "reception", "30231": "running", "31013": "purchase"}
# Of special vehicles, which are no 公务用车, running costs may be booked under the same class.
_CERTAIN = ("abroad", "reception")


def three_public(statements: Sequence[Statement]) -> Iterator[Equation]:
    """三公经费合计 = 因公出国（境）费 + 公务接待费 + 公务用车购置及运行费, and the last = 购置费 + 运行费.

    会议费 and 培训费 stand beside and are no part of it. Holds for each row of a table with the parts in its head, and for each
    column of one with the parts in its rows.

    Right: 合计 25.34, 公务接待费 2.24, 购置费 23.10, 运行费 blank, with 会议费 1.33 beside.
    Wrong: 公务用车购置及运行维护费 17.26, 购置费 0.00, 运行费 12.76.
    Source: 财政部《地方预决算公开操作规程》(财预〔2016〕143号), which prescribes the table and its division.
    """
    for statement in statements:
        if statement.role != "three_public" or not _in_order([column.period for column in statement.columns]):
            continue
        groups: dict[tuple[object, ...], dict[str, Figure]] = {}
        for figure in statement.figures:
            part = part_of(figure)
            # a dash heads the rows below it, one of which is the total: 一、“三公”经费支出 —
            if part == "total" and not any(c.isdigit() for c in figure.number.text):
                continue
            if part and figure.measure == "total":
                key = (figure.path, figure.row, figure.period) if _in_head(statement) else (figure.column,)
                groups.setdefault(key, {}).setdefault(part, figure)
        for parts in groups.values():
            yield from _relations(parts)


def three_public_basic(statements: Sequence[Statement]) -> Iterator[Remark]:
    """因公出国（境）费, 公务接待费, 公务用车购置 and 公务用车运行维护费 in the table of basic expenditure (基本支出) are no more
    than the same expense in the three-public table, which counts basic and project expenditure alike.

    Which of the two tables is wrong is not for the document to say. Of vehicles it is unverifiable, since what special
    vehicles cost may stand under the same class.

    Right: 30217 公务接待费 1.35 in the table of basic expenditure, 公务接待费 1.80 in the three-public table.
    Wrong: 30217 公务接待费 8.31 in the table of basic expenditure, 公务接待费 0.30 in the three-public table.
    Severity: warning.
    Source: 财政部《政府收支分类科目》, 支出经济分类 30212, 30217, 30231, 31013.
    """
    whole: dict[str, Figure] = {}
    for statement in statements:
        if statement.role == "three_public":
            for figure in statement.figures:
                part = part_of(figure)
                if part and (figure.measure, figure.period) == ("total", "current"):
                    whole[part] = max(whole.get(part, figure), figure, key=lambda f: f.number.amount)
    for statement in statements:
        for figure in statement.figures if statement.role == "basic" else ():
            total = whole.get(_CLASSES.get(figure.code, ""))
            if total is None or (figure.measure, figure.period) != ("total", "current"):
                continue
            if figure.number.interval.low > total.number.interval.high:
                certain = _CLASSES[figure.code] in _CERTAIN
                message = (
                    f"基本支出中的{figure.item}（{figure.where} {figure.cell.text}）"
                    f"大于“三公”经费中的同一项（{total.where} {total.cell.text}）"
                )
                yield Remark(
                    "three_public_basic",
                    figure.code,
                    "contradicted" if certain else "unverifiable",
                    "warning",
                    message,
                    (figure, total),
                    stated=figure.cell.text,
                )


def part_of(figure: Figure) -> str:
    """Which part of 三公经费 a figure is: "total", "abroad", "reception", "vehicles", "purchase", "running" or ""."""
    if counts_pieces(figure.item):
        return ""
    return next((name for name, pattern in _PARTS if pattern.search(figure.item)), "")


def _in_order(periods: Sequence[str]) -> bool:
    """Whether periods come one after the other (预算数 …, 决算数 …) or by turns; anything else is a head that was misread."""
    changes = sum(a != b for a, b in pairwise(periods))
    return changes < len(set(periods)) or changes == len(periods) - 1


def _in_head(statement: Statement) -> bool:
    return any("出国" in node or "接待" in node for column in statement.columns for node in column.head)


def _relations(parts: dict[str, Figure]) -> Iterator[Equation]:
    vehicles = [parts["vehicles"]] if "vehicles" in parts else [parts[p] for p in ("purchase", "running") if p in parts]
    others = [parts[p] for p in ("abroad", "reception") if p in parts]
    if "total" in parts and (others or vehicles):
        yield _sum("total", parts["total"], [*others, *vehicles])
    inner = [parts[p] for p in ("purchase", "running") if p in parts]
    if "vehicles" in parts and inner:
        yield _sum("vehicles", parts["vehicles"], inner)


def _sum(kind: str, total: Figure, parts: Sequence[Figure]) -> Equation:
    return Equation("three_public", kind, Term(total, total.item), tuple(Term(part, part.item) for part in parts))
