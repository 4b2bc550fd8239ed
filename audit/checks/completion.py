"""Completion told in the narrative: 年初预算为B，支出决算为A，完成年初预算的R%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.checks.equation import Equation, Printed, Remark, Strength, Term
from audit.claims.bases import of_this_year
from audit.claims.link import FigureIndex, agreed_figure
from audit.claims.model import Claim, Mention
from audit.statements.model import Figure


def completion(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    """A completion rate is the execution over the budget it names: 年初预算 is not 全年预算.

    Right: 「年初预算为452.40万元，支出决算为446.11万元，完成年初预算的98.61%」.
    Wrong: 「年初预算为10210.34万元，支出决算为9746.50万元，完成年初预算的95.45%」 (95.457: cut, not rounded).
    """
    for position, claim in enumerate(claims):
        stated, executed = claim.number("completion"), claim.number("executed") or claim.number("current")
        if stated is not None and executed is None and not stated.number.approximate:
            yield from _of_tables(claim, stated, index)
        if stated is None or executed is None or stated.number.approximate:
            continue
        planned = _planned(claim, claims[:position], index)
        if (planned is None or not planned.number.value) and not executed.number.value and not stated.number.value:
            message = f"决算数为 0，完成率 {stated.text} 与之相符"
            yield Remark("completion", "nothing", "verified", "info", message, (stated,), stated.text, witnesses=(executed,))
        if planned is None:
            continue
        if not planned.number.value:
            if stated.number.value:
                yield Remark(
                    "completion", "zero_base", "unverifiable", "warning", f"预算数为 0，完成率 {stated.text} 没有可比的基数",
                    (stated, planned), stated=stated.text, cause="zero_base",
                )  # fmt: skip
            continue
        terms = (Term(executed, "决算数"),)
        yield Equation("completion", "completion", Term(stated, "完成率"), terms, (Term(planned, "预算数"),), *_support(planned))


def _of_tables(claim: Claim, stated: Mention, index: FigureIndex) -> Iterator[Equation]:
    """A rate told without its two amounts, of an item of which the tables print both: a guess until others bear it out."""
    of_all = replace(claim, fund=claim.fund or "all")
    executed, planned = agreed_figure(of_all, "current", index), agreed_figure(of_all, "planned", index)
    if claim.subject.topic and executed is not None and planned is not None and planned.number.value:
        terms, base = (Term(executed, "决算数"),), (Term(planned, "预算数"),)
        yield Equation("completion", "of_tables", Term(stated, "完成率"), terms, base, "candidate", "rates")


def _planned(claim: Claim, before: Sequence[Claim], index: FigureIndex) -> Printed | None:
    """The budget that the rate is of; where the one beside it is of another kind, the item's budget of the kind it names."""
    # 与年初预算数4800万元相比，增加200万元，完成年初预算的104.17%
    mention = claim.number("planned") or (claim.number("prior") if of_this_year(claim.basis) else None)
    rate = claim.number("completion")
    if mention is None:
        return agreed_figure(claim, "planned", index)
    kind = _kind(rate) if rate is not None else ""
    if not kind or _kind(mention) in ("", kind):
        return mention
    others = [
        other
        for c in before
        if c.subject == claim.subject and c.first.paragraph is claim.first.paragraph and (other := c.number("planned"))
    ]
    return next((other for other in reversed(others) if _kind(other) == kind), None)


def _kind(mention: Mention) -> str:
    """年初 or 全年, whichever the words right before a number name."""
    words = mention.paragraph.text[max(0, mention.start - 9) : mention.start]
    named = re.findall("年初|全年|调整", words)
    return "" if not named else "年初" if named[-1] == "年初" else "全年"


def _support(planned: Printed) -> tuple[Strength, str]:
    """A budget that only a table prints is a guess until it holds elsewhere in the document."""
    return ("candidate", planned.column_label) if isinstance(planned, Figure) else ("prescribed", "")
