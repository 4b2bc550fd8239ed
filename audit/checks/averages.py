"""Averages of the narrative over what they divide: 人均100元, 车均运行维护费2.10万元."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.checks.equation import Equation, Term
from audit.claims.averages import average_told
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim, Mention
from audit.claims.roles import other_year
from audit.facts import Facts
from audit.statements.model import Statement

# The counts that each kind of average divides by, for the costs it is told of.
_UNITS = {
    "person": ("人", "人次"),
    "batch": ("批", "批次"),
    "vehicle": ("辆",),
}
_COSTS = {
    "person": ("reception", "training", "meeting"),
    "batch": ("reception",),
    "vehicle": ("vehicle_running", "vehicle_purchase"),
}
# What is part of a count, or a change of it, divides nothing.
# The sentence of an average begins no further than this after what it divides by.
_NEAR = 80
_BOUGHT = re.compile(r"(?:购置|购入|更新|新购)[^，。；\d]*$")
_NOT_ALL = re.compile(r"(?:其中|外宾|外事|增加|减少|多|少|编制)[^，。；、]*$")


def averages(paragraphs: Sequence[ReadParagraph], _statements: Sequence[Statement], facts: Facts) -> Iterator[Equation]:
    """An average is the cost told before it over the number of people, batches or vehicles told beside it.

    Only where its paragraph tells one such cost and one such number; a cost that it names may be told elsewhere.

    Right: 「公务接待费1.92万元，接待12批次、96人次，人均200元」, 「公务用车运行维护费10.50万元，保有量5辆，车均2.10万元」.
    Wrong: the same with 人均220元.
    """
    everywhere = [claim for read in paragraphs for claim in read.claims]
    for read in paragraphs:
        for numeral in read.numerals:
            mention = numeral.mention
            told = average_told(_clause_before(mention)) if numeral.kind == "amount" else None
            clause = _clause_before(mention)
            if told is None or "同期" in clause or other_year(clause, facts.year):
                continue
            cost = _cost(read, mention, told.topic, _COSTS[told.per]) or _told_elsewhere(read, everywhere, told.topic)
            if cost is None or cost.amount is None:
                continue
            number = _number(read, mention, _UNITS[told.per], cost.subject.topic)
            if number is None:
                continue
            terms, base = (Term(cost.amount, cost.subject.name),), (Term(number, "数量"),)
            yield Equation("averages", told.per, Term(mention, "平均"), terms, base, times=Decimal(1))


def _clause_before(mention: Mention) -> str:
    text = mention.paragraph.text[: mention.start]
    return text[max(text.rfind(mark) for mark in "，。；（、") + 1 :]


def _cost(read: ReadParagraph, average: Mention, named: str, usual: Sequence[str]) -> Claim | None:
    """The cost that the paragraph tells before the average: the one named, or else the last if no other amount follows it."""
    topics = (named,) if named else usual
    costs = [c for c in read.claims if c.subject.topic in topics and c.amount is not None and c.amount.end <= average.start]
    if not costs or any(c.amount is not costs[-1].amount for c in costs):
        return None
    cost = costs[-1]
    own = {id(o.mention) for c in read.claims if c.amount is cost.amount for o in c.operands}
    assert cost.amount is not None
    between = [n.mention for n in read.numerals if n.kind == "amount" and cost.amount.start <= n.mention.start < average.start]
    others = [m for m in between if id(m) not in own and average_told(_clause_before(m)) is None]
    return None if others and not named else cost


def _told_elsewhere(read: ReadParagraph, claims: Sequence[Claim], topic: str) -> Claim | None:
    """The cost that an average names, where its own paragraph tells none and all others the same."""
    costs = [c for c in claims if topic and c.subject.topic == topic and c.amount is not None]
    amounts = {c.amount.number.amount for c in costs if c.amount is not None}
    here = any(c.first.paragraph is read.paragraph for c in costs)
    return costs[0] if len(amounts) == 1 and not here else None


def _number(read: ReadParagraph, average: Mention, units: Sequence[str], topic: str) -> Mention | None:
    """The one count of these units that the paragraph tells before the average: of the vehicles held, or of those bought."""
    counts = [
        n.mention
        for n in read.numerals
        if n.kind == "count" and n.mention.number.unit in units and n.mention.number.value and n.mention.end <= average.start
    ]
    if topic.startswith("vehicle"):
        bought = topic == "vehicle_purchase"
        counts = [m for m in counts if bool(_BOUGHT.search(m.paragraph.text[: m.start])) == bought]
    whole = [m for m in counts if not _NOT_ALL.search(m.paragraph.text[: m.start])]
    alone = len(counts) == len(whole) == 1
    return whole[0] if alone and average.sentence[0] - whole[0].end < _NEAR else None
