"""Relations between numbers made of plain words, for tests of what is judged from them."""

from collections.abc import Sequence

from audit.checks.equation import Equation, Printed, Term
from audit.claims.model import Mention
from audit.claims.numerals import document_numerals
from audit.numbers import cell_number
from audit.statements.model import Figure
from audit.verdicts.causes import Cause, Context
from audit.verdicts.judge import Judgement, judge
from tests.understood import paragraph, table

NOTHING_ELSE = Context({}, {})


def mentioned(token: str, word: str = "为") -> Mention:
    """`189万元`, `34.42%` as a number of the narrative after a word, where two decimals are usual."""
    (_, mention) = (n.mention for n in document_numerals([paragraph(f"共0.25万元，{word}{token}。")])[0])
    return mention


def cell(text: str, row: str = "行", column: str = "金额", title: str = "表") -> Figure:
    """A figure of a table in 万元."""
    made = table(title, [f"项目 | {column}"], [f"{row} | {text}"])
    number = cell_number(text, "万元")
    assert number is not None
    return Figure(made, 0, 1, made.rows[0][1], number, row, "", (), "", "total", "all", "current", row, column)


def total(stated: Printed, *parts: Printed, check: str = "parts", kind: str = "sum", **more: str) -> Equation:
    terms = tuple(Term(part, "部分") for part in parts)
    return Equation(check, kind, Term(stated, "合计"), terms, (), **more)  # type: ignore[arg-type]


def equal(stated: Printed, other: Printed, check: str = "amount_vs_table") -> Equation:
    return Equation(check, "current", Term(stated, "正文"), (Term(other, "表"),))


def rate_of_change(rate: Printed, delta: Printed, current: Printed, sign: int = 1) -> Equation:
    base = (Term(current, "本年数"), Term(delta, "增减额", -sign))
    return Equation("change_rate", "rate_of_change", Term(rate, "增长率", sign), (Term(delta, "增减额", sign),), base)


def share(stated: Printed, part: Printed, whole: Printed) -> Equation:
    return Equation("share", "share", Term(stated, "占比"), (Term(part, "部分"),), (Term(whole, "总额"),))


def judged(*equations: Equation, context: Context = NOTHING_ELSE) -> list[Judgement]:
    return judge(equations, context)


def verdicts(judgements: Sequence[Judgement]) -> list[str]:
    return [f"{j.verdict} {j.severity}" if j.severity != "info" else j.verdict for j in judgements]


def cause_name(judgement: Judgement) -> str | None:
    cause: Cause | None = judgement.root.cause if judgement.root else None
    return cause.name if cause else None
