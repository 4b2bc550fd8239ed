"""Changes told in the narrative: 比上年增加189万元，增长34.42%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.checks.equation import Equation, Printed, Remark, Strength, Term
from audit.claims.bases import basis_kind, of_this_year, same_basis
from audit.claims.link import FigureIndex, agreed_figure, linked_figures
from audit.claims.model import Claim, Operand
from audit.claims.roles import tells_difference
from audit.statements.model import Figure


def change_amount(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation]:
    """A change is this period's amount minus the one it is compared with, in the direction told.

    Right: 「较上年预算数1519.93万元增加17.43万元」 with 1537.36万元 this year.
    Wrong: 「较2023年的1000万元增加23.48万元」 with 1032.48万元 this year (32.48).
    """
    for claim in claims:
        amount, delta, prior = _current(claim, index), claim.by_role.get("delta"), prior_of(claim, index)
        if amount is None or delta is None or prior is None or not delta.sign:
            continue
        if amount.number.approximate or delta.mention.number.approximate:
            continue
        terms = (Term(amount, "本年数"), Term(prior, _base_name(claim), -1))
        stated = Term(delta.mention, "增减额", delta.sign)
        kind, strength, group = _relation("change", claim, prior)
        change = Equation("change_amount", kind, stated, terms, (), strength, group)
        yield replace(change, strength="prescribed") if _turned(change) else change


def _turned(change: Equation) -> bool:
    """The very amount in the other direction leaves no doubt about the base."""
    stated = change.stated
    return bool(stated.amount) and change.expected is not None and not change.holds and change.expected.meets(-stated.interval)


def change_rate(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    """A rate is the change over last year's figure, which is this year's minus the change.

    On a base of zero no rate can be verified: that is told as unverifiable, severity warning.

    Right: 549万元, 增加189万元, 增长52.50% (189 ÷ 360).
    Wrong: 549万元, 增加189万元, 增长34.42% (189 ÷ 549: divided by this year's figure, and cut).
    """
    for claim in claims:
        rate = claim.by_role.get("rate")
        if rate is None or not rate.sign or rate.mention.number.approximate:
            continue
        prior, amount = prior_of(claim, index), _current(claim, index)
        if _no_change(claim) and (amount is None or not amount.number.value):
            told = (rate.mention, claim.by_role["delta"].mention)
            yield Remark(
                "change_rate",
                "no_change",
                "verified",
                "info",
                f"增减额与增减率 {rate.mention.text} 均为 0",
                told,
                rate.mention.text,
            )
            continue
        if prior is not None and not prior.number.value:
            if rate.mention.number.value:
                yield _zero_base(rate, prior)
            continue
        yield from _rate_equations(claim, rate, amount, prior)


def _no_change(claim: Claim) -> bool:
    """Whether the change and its rate are both told as nothing: 增加0万元，增长0%."""
    told = [claim.by_role.get(role) for role in ("delta", "rate")]
    return all(operand is not None and operand.sign and not operand.mention.number.value for operand in told)


def _rate_equations(claim: Claim, rate: Operand, amount: Printed | None, prior: Printed | None) -> Iterator[Equation | Remark]:
    if _unsigned_fall(rate, amount, prior):
        rate = replace(rate, sign=-1)
    stated = Term(rate.mention, "增长率" if rate.sign > 0 else "下降率", rate.sign)
    delta = claim.by_role.get("delta")
    if delta is not None and delta.sign and amount is not None:
        change = Term(delta.mention, "增减额", delta.sign)
        if amount.number.amount == delta.mention.number.amount * delta.sign and amount.number.value:
            yield _zero_base(rate, delta.mention)
            return
        base = (Term(amount, "本年数"), Term(delta.mention, "增减额", -delta.sign))
        yield Equation("change_rate", "rate_of_change", stated, (change,), base, *_scope(claim))
    elif delta is not None and delta.sign and prior is not None:
        change = Term(delta.mention, "增减额", delta.sign)
        kind, strength, group = _relation("rate_on_prior", claim, prior)
        yield Equation("change_rate", kind, stated, (change,), (Term(prior, _base_name(claim)),), strength, group)
    elif amount is not None and prior is not None:
        change_terms = (Term(amount, "本年数"), Term(prior, _base_name(claim), -1))
        kind, strength, group = _relation("rate_of_amounts", claim, prior)
        yield Equation("change_rate", kind, stated, change_terms, (Term(prior, _base_name(claim)),), strength, group)


def _unsigned_fall(rate: Operand, amount: Printed | None, prior: Printed | None) -> bool:
    """差异率8.57% of less than was planned: a difference may be told without its sign."""
    before = rate.mention.paragraph.text[: rate.mention.start]
    falls = amount is not None and prior is not None and amount.number.amount < prior.number.amount
    return falls and rate.mention.number.value > 0 and tells_difference(before)


def _current(claim: Claim, index: FigureIndex) -> Printed | None:
    """This period's amount as the sentence prints it, else as the tables do."""
    return claim.amount or agreed_figure(claim, "current", index)


def prior_of(claim: Claim, index: FigureIndex) -> Printed | None:
    """The amount that a change is measured against: as the sentence prints it, else as the tables do in a column of its kind.

    It is last year's, or 年初预算 where the sentence compares with that.
    """
    mention = claim.number("prior") or (claim.number("planned") if of_this_year(claim.basis) else None)
    if mention is not None or of_this_year(claim.basis):
        return mention
    figures = [f for f in linked_figures(claim, "prior", index) if same_basis(claim.basis, f.column_label)]
    agree = all(f.number.interval.meets(figures[0].number.interval) for f in figures)
    return figures[0] if figures and agree else None


def _base_name(claim: Claim) -> str:
    return "预算数" if of_this_year(claim.basis) else "上年数"


def _relation(kind: str, claim: Claim, prior: Printed) -> tuple[str, Strength, str]:
    """(kind, strength, group): a base that only a table prints is certain where the sentence names that kind of base.

    A bare 上年 is a guess until it holds elsewhere in the document, and so is an amount of another kind in the sentence:
    上年执行数500万元，比上年预算增加189万元.
    """
    told = basis_kind(claim.basis)
    if not isinstance(prior, Figure):
        printed = basis_kind(re.split(r"[，。；：（]", prior.paragraph.text[: prior.start])[-1])
        return (kind, "candidate", f"{told}→{printed}") if told and printed and told != printed else (kind, *_scope(claim))
    printed = basis_kind(prior.column_label)
    strength: Strength = "prescribed" if told and told == printed else "candidate"
    return "on_table_prior", strength, f"{told}→{printed}"


def _scope(claim: Claim) -> tuple[Strength, str]:
    """A change in 同口径 leaves out what is new or gone, so that the printed amounts need not fit it."""
    return ("candidate", "同口径") if "口径" in claim.basis else ("prescribed", "")


def _zero_base(rate: Operand, base: Printed) -> Remark:
    return Remark(
        "change_rate",
        "zero_base",
        "unverifiable",
        "warning",
        f"上年数为 0，增减率 {rate.mention.text} 没有可比的基数",
        (rate.mention, base),
        stated=rate.mention.text,
        cause="zero_base",
    )
