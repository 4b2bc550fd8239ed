"""Amounts of the narrative that break another one down: 总计T，其中：a、b、c."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from audit.checks.equation import Equation, Remark, Strength, Term
from audit.claims.model import Claim, Mention
from audit.claims.subjects import holds

# What law or form says a whole consists of; each entry is complete.
COMPLETE = {
    "procurement": (("procurement_goods", "procurement_works", "procurement_services"),),
    "basic": (("personnel", "public"),),
    "expenditure": (("basic", "project"),),
    "year_expenditure": (("basic", "project"),),
    "three_public": (("abroad", "vehicles", "reception"),),
    "vehicles": (("vehicle_purchase", "vehicle_running"),),
}
_SPANS_PARAGRAPHS = ("basic", "three_public", "vehicles")


def parts(claims: Sequence[Claim]) -> Iterator[Equation]:
    """A whole equals the parts it consists of by law or form; a list after 其中 or 包括 adds up if it is complete.

    A list that falls short can be partial on purpose: it is told as verified where it adds up, and else left alone.

    Right: 「政府采购预算37.32万元，其中：货物11.47万元，工程19.94万元，服务5.91万元」.
    Wrong: the same with 工程19.49万元.
    """
    parts_of: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.whole is not None:
            parts_of[id(claim.whole)].append(claim)
    for position, claim in enumerate(claims):
        if claim.amount is None or claim.amount.number.approximate:
            continue
        listed = parts_of[id(claim)]
        complete = complete_parts(claim, listed, _tells_amount) or complete_parts(
            claim, followers(claim, claims, position + 1), _tells_amount
        )
        if complete:
            yield _sum(claim.amount, _amounts(complete), "complete")
        elif len(amounts := _amounts(listed)) >= 2:
            yield _sum(claim.amount, amounts, "listed")


def part_exceeds(claims: Sequence[Claim]) -> Iterator[Remark]:
    """What is told as a part of an amount, in its own sentence, is no more than that amount.

    After a list, 其中 may go on about all of it: only the first amount of a sentence is held against its parts.

    Right: 「面向中小企业预留180.00万元，其中面向小微企业预留126.00万元」.
    Wrong: the same with 216.00万元.
    Severity: warning.
    """
    first: dict[tuple[int, int], Claim] = {}
    for claim in claims:
        if claim.amount is not None:
            text = claim.amount.paragraph.text
            first.setdefault((id(claim.amount.paragraph), text.rfind("。", 0, claim.amount.start)), claim)
    for claim in claims:
        whole, part = claim.whole.amount if claim.whole is not None else None, claim.amount
        if claim.whole is None or whole is None or part is None or whole.number.approximate or part.number.approximate:
            continue
        roles = [next(r for r in ("current", "executed") if c.number(r) is c.amount) for c in (claim.whole, claim)]
        sentence = (id(part.paragraph), part.paragraph.text.rfind("。", 0, part.start))
        told = first.get(sentence) is claim.whole and whole.end <= part.start and roles[0] == roles[1]
        held = not claim.subject.topic or holds(claim.whole.subject, claim.subject)
        if told and held and part.number.interval.low > whole.number.interval.high >= 0:
            message = f"{claim.subject.name or '部分'} {part.text} 大于所属的{claim.whole.subject.name or '总额'} {whole.text}"
            yield Remark("part_exceeds", "part", "contradicted", "warning", message, (part,), part.text, witnesses=(whole,))


def _sum(whole: Mention, amounts: Sequence[tuple[str, Mention]], kind: str) -> Equation:
    terms = tuple(Term(mention, name) for name, mention in amounts)
    strength: Strength = "prescribed" if kind == "complete" else "candidate"
    return Equation("parts", kind, Term(whole, "合计"), terms, (), strength, whole.quote)


def _tells_amount(claim: Claim) -> bool:
    return claim.amount is not None


def followers(claim: Claim, claims: Sequence[Claim], start: int) -> list[Claim]:
    """The claims after one that may break it down over several paragraphs (人员经费 …。公用经费 …)."""
    if claim.subject.topic not in _SPANS_PARAGRAPHS:
        return []
    found: list[Claim] = []
    for other in (claims[k] for k in range(start, len(claims))):
        if other.subject.topic == claim.subject.topic or len(found) > 12:
            break
        if other.within == claim.within and (other.whole is None or other.whole is claim):
            found.append(other)
    return found


def complete_parts(claim: Claim, others: Sequence[Claim], tells: Callable[[Claim], bool]) -> list[Claim]:
    """Of the other claims that tell what is asked for, one for each part that law or form says the claim's item consists of.

    None where one is missing or told twice; two comparisons of one amount are two claims of one part.
    """
    by_topic: dict[str, list[Claim]] = defaultdict(list)
    for other in others:
        known = by_topic[other.subject.topic]
        told = other.amount is not None and any(other.amount is one.amount for one in known)
        if other.fund == claim.fund and tells(other) and not told:
            known.append(other)
    for topics in COMPLETE.get(claim.subject.topic, ()):
        if all(len(by_topic[topic]) == 1 for topic in topics):
            return [by_topic[topic][0] for topic in topics]
    return []


def _amounts(claims: Sequence[Claim]) -> list[tuple[str, Mention]]:
    """Names and amounts, once each: two comparisons of one amount are two claims."""
    return list({id(c.amount): (c.subject.name, c.amount) for c in claims if c.amount is not None}.values())
