"""Grounded claims → equations, of the same form as those of the checks."""

from collections.abc import Iterator
from typing import NamedTuple

from audit.checks.equation import Equation, Printed, Strength, Term
from audit.proposals.figures import AMOUNT_PERIODS
from audit.proposals.grounding import GroundedClaim, GroundedOperand
from audit.statements.model import Figure

CHECKS = ("proposed_amount", "proposed_change", "proposed_share", "proposed_completion")


def equations_of(claim: GroundedClaim) -> list[Equation]:
    """What the claim says, if it has the operands to say it: links to figures first, then the relation of its kind."""
    found = [*_amounts(claim)]
    match claim.kind:
        case "change":
            found += _changes(claim)
        case "share":
            found += _ratio(claim, "share", "part", "whole", "占比")
        case "completion":
            found += _ratio(claim, "completion", "executed", "planned", "完成率")
    return found


def _amounts(claim: GroundedClaim) -> Iterator[Equation]:
    for role, operand in claim.operands.items():
        if operand.mention is not None and operand.figure is not None:
            figure = Term(operand.figure, _name(operand.figure))
            yield Equation("proposed_amount", AMOUNT_PERIODS[role], Term(operand.mention, "正文"), (figure,))


def _changes(claim: GroundedClaim) -> Iterator[Equation]:
    current, prior = _printed(claim, "current"), _printed(claim, "prior")
    delta, rate = claim.operands.get("delta"), claim.operands.get("rate")
    change = _term(delta, "增减额") if delta else None
    strength, group = _support(prior)
    if change is not None and current is not None and prior is not None:
        terms = (Term(current, "本年数"), Term(prior, "上年数", -1))
        yield Equation("proposed_change", "change", change, terms, (), strength, group)
    stated = _term(rate, "增减率") if rate else None
    if stated is None:
        return
    if change is not None and current is not None:
        base = (Term(current, "本年数"), Term(change.printed, "增减额", -change.factor))
        yield Equation("proposed_change", "rate_of_change", stated, (change,), base)
    elif change is not None and prior is not None:
        yield Equation("proposed_change", "rate_on_prior", stated, (change,), (Term(prior, "上年数"),), strength, group)
    elif current is not None and prior is not None:
        terms = (Term(current, "本年数"), Term(prior, "上年数", -1))
        yield Equation("proposed_change", "rate_of_amounts", stated, terms, (Term(prior, "上年数"),), strength, group)


def _ratio(claim: GroundedClaim, role: str, part: str, whole: str, name: str) -> Iterator[Equation]:
    stated, numerator, base = claim.operands.get(role), _printed(claim, part), _printed(claim, whole)
    if stated is None or numerator is None or base is None or numerator is base:
        return
    # which whole a list breaks down is the model's guess where no table and no wording settles it
    guessed = role == "share" and claim.operands[whole].figure is None
    support = _Support("candidate", "whole") if guessed else _support(base)
    numerator_name, base_name = ("部分", "总额") if role == "share" else ("决算数", "预算数")
    terms, bases = (Term(numerator, numerator_name),), (Term(base, base_name),)
    yield Equation(f"proposed_{role}", role, Term(_printed_of(stated), name), terms, bases, *support)


class _Support(NamedTuple):
    strength: Strength = "prescribed"
    group: str = ""


def _support(base: Printed | None) -> _Support:
    """A base that only a table prints is a guess until it holds elsewhere in the document."""
    return _Support("candidate", base.column_label) if isinstance(base, Figure) and base.period != "current" else _Support()


def _printed(claim: GroundedClaim, role: str) -> Printed | None:
    """The number as the text prints it, else as the table does."""
    operand = claim.operands.get(role)
    return _printed_of(operand) if operand else None


def _printed_of(operand: GroundedOperand) -> Printed:
    printed = operand.mention or operand.figure
    assert printed is not None, "grounding lets no operand pass without a number"
    return printed


def _term(operand: GroundedOperand, name: str) -> Term:
    return Term(_printed_of(operand), name, operand.sign)


def _name(figure: Figure) -> str:
    return f"《{figure.table.title}》{figure.row_label}（{figure.column_label}）"
