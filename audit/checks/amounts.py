"""Amounts of the narrative against the tables."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.checks.equation import Equation, Remark, Strength, Term
from audit.claims.bases import basis_kind
from audit.claims.link import FigureIndex, empty_row, linked_figures, projects_total
from audit.claims.model import Claim, Mention
from audit.numbers import Number, cell_number
from audit.statements.model import Figure

# So many amounts are not all taken from the wrong column by mistake.
_FEWEST_SWAPPED = 3
_TABLE_ROLES = ("current", "executed", "planned", "prior")


def amount_vs_table(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    """An amount that names an item of a table is the figure printed there, in the scope that the text speaks of.

    Where one amount after the other is the figure of the same other column of its row, and none is that of its own, the
    columns are named otherwise than the text names them: then only the amounts that agree are told.

    Right: 正文「行政运行（项）875.33万元」, 表六 2080101 行政运行 合计 875.33; 「教育支出0万元」 beside an empty row.
    Wrong: 正文「人员经费4896.98万元」, 一般公共预算财政拨款基本支出决算表 人员经费合计 4884.09.
    Source: 《地方预决算公开操作规程》（财预〔2016〕143号）: narrative and tables disclose the same figures.
    """
    found = list(_amounts(claims, index))
    swapped = _swapped_columns([e for e in found if isinstance(e, Equation)])
    for word in found:
        yield replace(word, strength="candidate", group="columns") if isinstance(word, Equation) and id(word) in swapped else word


def _amounts(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    told: set[int] = set()
    for claim in claims:
        for role in _TABLE_ROLES:
            mention = claim.number(role)
            if mention is None or mention.number.approximate or id(mention) in told:
                continue
            told.add(id(mention))
            figures = linked_figures(claim, role, index)
            if figures:
                figure = _closest(mention, figures)
                terms = (Term(figure, figure.where),)
                yield Equation("amount_vs_table", role, Term(mention, "正文"), terms, (), *_certainty(role, mention, figure))
            elif role == "current" and (same := projects_total(claim, index)) is not None:
                terms = (Term(same, same.where),)
                yield Equation("amount_vs_table", "of_projects", Term(mention, "正文"), terms, (), "candidate", "projects")
            elif role == "current" and not mention.number.value and (title := empty_row(claim, index)):
                message = f"正文 {mention.text} 与《{title}》{claim.subject.name}为空一致"
                yield Remark("amount_vs_table", "empty_row", "verified", "info", message, (mention,))


def _certainty(role: str, mention: Mention, figure: Figure) -> tuple[Strength, str]:
    """Last year has a budget, its execution and accounts: only where text and column name the same kind are they one figure."""
    if role != "prior":
        return "prescribed", ""
    told = basis_kind(mention.paragraph.text[max(0, mention.start - 12) : mention.start])
    printed = basis_kind(figure.column_label)
    return ("prescribed", "") if told and told == printed else ("candidate", f"{told}→{printed}")


def _closest(mention: Mention, figures: Sequence[Figure]) -> Figure:
    """Of several printings of one amount, the one that agrees; that printings differ is the tables' own finding."""
    return next((f for f in figures if f.number.interval.meets(mention.number.interval)), figures[0])


def _swapped_columns(equations: Sequence[Equation]) -> set[int]:
    """The ids of equations that break because each states what the same other column prints in the row of its figure."""
    broken: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    held: set[tuple[int, int, int]] = set()
    for equation in equations:
        figure, stated = equation.terms[0].printed, equation.stated.interval
        if not isinstance(figure, Figure):
            continue
        for column, number in _numbers_beside(figure):
            columns = (id(figure.table), figure.column, column)
            same = number.interval.meets(stated)
            if same and equation.holds is False:
                broken[columns].append(id(equation))
            elif equation.holds and not same:
                held.add(columns)
    return {at for columns, found in broken.items() if len(found) >= _FEWEST_SWAPPED and columns not in held for at in found}


def _numbers_beside(figure: Figure) -> Iterator[tuple[int, Number]]:
    """The other numbers of its row, by column, but for zeros."""
    for column, cell in enumerate(figure.table.rows[figure.row]):
        number = cell_number(cell.text, figure.number.unit)
        if column != figure.column and number is not None and number.value:
            yield column, number
