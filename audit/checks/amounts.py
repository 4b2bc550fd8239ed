"""Amounts of the narrative against the tables."""

from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Remark, Strength, Term
from audit.claims.bases import basis_kind
from audit.claims.link import FigureIndex, empty_row, linked_figures, projects_total
from audit.claims.model import Claim, Mention
from audit.statements.model import Figure

_TABLE_ROLES = ("current", "executed", "planned", "prior")


def amount_vs_table(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    """An amount that names an item of a table is the figure printed there, in the scope that the text speaks of.

    Right: 正文「行政运行（项）875.33万元」, 表六 2080101 行政运行 合计 875.33; 「教育支出0万元」 beside an empty row.
    Wrong: 正文「人员经费4896.98万元」, 一般公共预算财政拨款基本支出决算表 人员经费合计 4884.09.
    Source: 《地方预决算公开操作规程》（财预〔2016〕143号）: narrative and tables disclose the same figures.
    """
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
