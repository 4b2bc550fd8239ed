"""Shares of the narrative: 占R%, 占…的R%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.checks.equation import Equation, Printed, Remark, Strength, Term
from audit.claims.link import FigureIndex, agreed_figure
from audit.claims.model import Claim, Mention
from audit.claims.subjects import Subject, comparable, subject_of
from audit.numbers import HUNDRED

_FAMILIES = (
    frozenset({"expenditure", "grand_expenditure", "year_expenditure", "both"}),
    frozenset({"income", "grand_income", "year_income", "both"}),
)
# 占年初预算的120% tells a completion, which may pass 100 %
_PLAN = re.compile(r"预算|计划|年初|上年")
_FIRMS = re.compile("中小(?=企业)|小微(?=企业)|小型和微型(?=企业)")
_SMALL_FIRMS = re.compile(r"(?:专门)?(?:面向|预留给?|授予)中小企业")
# What is told of no fund divides the money of all.
_DIVIDE_ALL = frozenset({"basic", "project"})
_THREE_PUBLIC_PARTS = frozenset({"abroad", "vehicles", "reception"})
_WHOLES = frozenset().union(*_FAMILIES)


def share(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation | Remark]:
    """A share is the part over the whole it names, or over the amount that its list breaks down.

    Right: 「支出预算1339.03万元。其中：基本支出790.03万元，占59%」 (59.0002 %).
    Wrong: 「住房保障支出76.92万元，占2.5%」 of 1479.86万元 (5.2 %); any share over 100 %.
    """
    for position, claim in enumerate(claims):
        stated, part = claim.number("share"), claim.amount
        if stated is not None and part is None and not stated.number.approximate:
            yield from _of_tables(claim, stated, claims[:position], index)
        if stated is None or part is None or stated.number.approximate or part.number.approximate:
            continue
        wholes = [w for w in _wholes(claim, claims[:position], index) if w is not part]
        if wholes:
            yield _of_one(stated, Term(part, claim.subject.name), wholes)
        elif (told := _told_before(claim, claims[:position])) is not None:
            terms, base = (Term(part, claim.subject.name),), (Term(told, "总额"),)
            yield Equation("share", "told_before", Term(stated, "占比"), terms, base, "candidate", stated.paragraph.text)
        elif not part.number.value and not stated.number.value:
            message = f"金额为 0，占比 {stated.text} 与之相符"
            yield Remark("share", "nothing", "verified", "info", message, (stated,), stated.text, witnesses=(part,))
        elif stated.number.value > HUNDRED and not _PLAN.search(claim.whole_name):
            message = f"占比 {stated.text} 超过 100%，部分不可能大于总体"
            yield Remark("share", "impossible", "contradicted", "error", message, (stated,))


def _of_tables(claim: Claim, stated: Mention, before: Sequence[Claim], index: FigureIndex) -> Iterator[Equation]:
    """A share told without its amount, which the tables print: a guess until the others of its paragraph bear it out."""
    whole = _whole(claim, before, index)
    fund = claim.fund or ("all" if claim.subject.topic in _DIVIDE_ALL else "")
    part = agreed_figure(replace(claim, fund=fund, whole=None), "current", index)
    if part is not None and whole is not None and part is not whole and claim.subject.topic:
        terms, base = (Term(part, claim.subject.name),), (Term(whole, "总额"),)
        yield Equation("share", "of_tables", Term(stated, "占比"), terms, base, "candidate", stated.paragraph.text)


def _told_before(claim: Claim, before: Sequence[Claim]) -> Mention | None:
    """The total that its paragraph tells before it, whatever words lead over to the list (各类支出为：…).

    That the list breaks it down is a guess until the shares beside it bear it out.
    """
    named = _named_whole(claim.whole_name)
    if named is not None and named.topic in _WHOLES:
        # the tables disagree about it, or don't print it
        told = [c for c in before if _same_family(named.topic, c.subject.topic) and c.fund == (named.fund or claim.fund)]
        return told[-1].amount if told else None
    if claim.subject.topic or claim.whole_name:
        return None
    here = [c for c in before if c.first.paragraph is claim.first.paragraph and c.subject.topic in _WHOLES]
    return here[-1].amount if here else None


def _of_one(stated: Mention, part: Term, wholes: Sequence[Printed]) -> Equation:
    """The share of the whole that it fits; where several may be meant, a misfit of all of them is no contradiction."""
    strength: Strength = "prescribed" if len(wholes) == 1 else "candidate"
    equations = [
        Equation("share", "share", Term(stated, "占比"), (part,), (Term(whole, "总额"),), strength, stated.paragraph.text)
        for whole in wholes
    ]
    return next((e for e in equations if e.holds), equations[0])


def _wholes(claim: Claim, before: Sequence[Claim], index: FigureIndex) -> list[Printed]:
    """What the share may be taken of: 其中 after a list goes on about its last part or about all of it."""
    whole = _whole(claim, before, index)
    parent = claim.whole
    other = parent.whole.amount if parent is not None and parent.whole is not None and not claim.whole_name else None
    if claim.whole_name and parent is not None and parent.subject.topic == "three_public":
        # 公务接待费…占总支出的24%, told of what 三公 consists of
        other = parent.amount
    if parent is not None and other is None and not claim.whole_name:
        other = _nearer(claim, parent, before)
    return [w for w in dict.fromkeys((whole, other)) if w is not None]


def _nearer(claim: Claim, parent: Claim, before: Sequence[Claim]) -> Mention | None:
    """The total of the claim's own fund that its paragraph tells before it, where its list goes on about another paragraph's."""
    here = claim.first.paragraph
    if parent.first.paragraph is here:
        return None
    told = [c for c in before if c.first.paragraph is here and c.subject.topic in _WHOLES and c.fund == claim.fund]
    return told[-1].amount if told else None


def _whole(claim: Claim, before: Sequence[Claim], index: FigureIndex) -> Printed | None:
    parent = claim.whole
    named = _named_whole(claim.whole_name) or _implied_whole(claim, before)
    if named is None:
        return parent.amount if parent is not None and not claim.whole_name else None
    if parent is not None and parent.amount is not None and _same_whole(named, parent.subject):
        return parent.amount
    if not named.topic:
        here = [c for c in before if c.first.paragraph is claim.first.paragraph and _same_whole(named, c.subject)]
        return here[-1].amount if here else None
    if named.topic in ("procurement", "three_public"):
        return next((c.amount for c in reversed(before) if c.subject.topic == named.topic and c.amount), None)
    return agreed_figure(Claim(named, (), named.fund or ("all" if named.topic in _WHOLES else claim.fund)), "current", index)


def _named_whole(name: str) -> Subject | None:
    """占总支出的, 占比 and 占支出 alike: the words between 占 and 的, if they name anything."""
    cleaned = re.sub(r"^(?:本部门|本单位|全部|全年)", "", name)
    return subject_of(cleaned) if len(cleaned) >= 2 and cleaned != "比" else None


def _implied_whole(claim: Claim, before: Sequence[Claim]) -> Subject | None:
    """公务接待费…占R% takes its share of 三公经费, wherever that is told; 面向中小企业…占R% of what is procured."""
    if claim.whole is not None or claim.whole_name:
        return None
    if claim.subject.topic in _THREE_PUBLIC_PARTS:
        return Subject("三公经费", "three_public")
    after_procurement = bool(before) and before[-1].subject.topic.startswith("procurement")
    if _SMALL_FIRMS.match(claim.subject.name) and after_procurement and before[-1].first.paragraph is claim.first.paragraph:
        return Subject("政府采购", "procurement")
    return None


def _same_whole(named: Subject, told: Subject) -> bool:
    """Whether the whole that a share names is what was told: the same summary, or much the same words."""
    if named.topic or told.topic:
        return _same_family(named.topic, told.topic)
    names = comparable(named.name), comparable(told.name)
    firms = [set(_FIRMS.findall(name)) for name in names]
    return firms[0] == firms[1] if any(firms) else names[0] in names[1] or names[1] in names[0]


def _same_family(named: str, parent: str) -> bool:
    return named == parent or any(named in family and parent in family for family in _FAMILIES)
