"""Whether what a model proposed stands on the page: each claim is grounded whole or dropped with a reason, never mended.

The quote is a stretch of the text it was shown, every number a whole numeral of that quote, every figure one of those on
offer. Words decide role and sign: a number after 占 is a share and no rate, one without a direction word is no change.
Numbers of one claim stand in one sentence, with no other item and no stranger between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.claims.model import Mention
from audit.proposals.candidates import Question
from audit.proposals.figures import AMOUNT_PERIODS, check_item, figure_for
from audit.proposals.labels import stands_in
from audit.proposals.passage import Grounds, Passage, Ungrounded
from audit.proposals.schema import ROLES, ProposedClaim, ProposedOperand
from audit.proposals.words import direction, is_completion, is_share
from audit.statements.model import Figure

_RATES = frozenset({"rate", "share", "completion"})


@dataclass(frozen=True, eq=False)
class GroundedOperand:
    """A number of the text, a figure of a table, or a number and the figure it stands for; `sign` is its direction word's."""

    mention: Mention | None
    figure: Figure | None
    sign: int = 1


@dataclass(frozen=True, eq=False)
class GroundedClaim:
    kind: str
    operands: Mapping[str, GroundedOperand]


def grounded(claim: ProposedClaim, question: Question, grounds: Grounds) -> GroundedClaim:
    """The claim with its numbers and figures found; raises Ungrounded."""
    passage = Passage(question, grounds)
    start = _quoted_from(claim.quote, question)
    _check_form(claim, passage)
    mentions = {o.role: _number(o, passage, start, start + len(claim.quote)) for o in claim.operands}
    for role, mention in mentions.items():
        if mention is not None:
            _check_role(role, mention, passage)
    own = sorted((m for role, m in mentions.items() if m is not None and role != "whole"), key=lambda m: m.start)
    _check_together(own, claim.item, passage)
    if claim.kind == "share" and own and own[-1] is not mentions.get("share"):
        raise Ungrounded("apart")
    if own and own[0].number.is_money:
        check_item(claim.item, own[0], passage)
    return GroundedClaim(
        claim.kind,
        {
            o.role: GroundedOperand(mentions[o.role], figure_for(o, mentions, claim, passage), _sign(o.role, mentions, passage))
            for o in claim.operands
        },
    )


def _quoted_from(quote: str, question: Question) -> int:
    if not quote.strip() or question.text.count(quote) != 1:
        raise Ungrounded("quote")
    return question.start + question.text.index(quote)


def _check_form(claim: ProposedClaim, passage: Passage) -> None:
    roles = [operand.role for operand in claim.operands]
    if not set(roles) <= set(ROLES[claim.kind]):
        raise Ungrounded("role")
    if not roles or len(set(roles)) < len(roles):
        raise Ungrounded("incomplete")
    if not any(stands_in(claim.item, text) for text in (passage.text, *passage.headings)):
        raise Ungrounded("item")


def _number(operand: ProposedOperand, passage: Passage, start: int, end: int) -> Mention | None:
    """The one numeral of the quote that prints the operand's number; None where only a figure is named."""
    if operand.number is None:
        if operand.figure is None or operand.role not in AMOUNT_PERIODS:
            raise Ungrounded("number")
        return None
    wanted = "".join(operand.number.split())
    kind = "rate" if operand.role in _RATES else "amount"
    inside = [n.mention for n in passage.numerals if n.kind == kind and start <= n.mention.start and n.mention.end <= end]
    found = [mention for mention in inside if wanted in _printings(mention)]
    if len(found) != 1:
        raise Ungrounded("number")
    if found[0].number.approximate:
        raise Ungrounded("approximate")
    return found[0]


def _printings(mention: Mention) -> tuple[str, str]:
    """With its unit and without."""
    return "".join(mention.paragraph.text[mention.start : mention.end].split()), mention.number.text


def _check_role(role: str, mention: Mention, passage: Passage) -> None:
    words = passage.words_before(mention)
    if role == "share":
        fits = is_share(words)
    elif role == "rate":
        fits = not is_share(words)
    elif role == "completion":
        fits = is_completion(words, passage.text[mention.sentence[0] : mention.start])
    elif role == "delta":
        fits = direction(words) is not None
    else:
        told = passage.period(mention)
        if role == "planned" and told == "current" and passage.grounds.final_accounts and "预算" in words:
            # in final accounts a 预算 without more is the one that was executed
            told = "planned"
        fits = told == AMOUNT_PERIODS[role]
    if not fits:
        raise Ungrounded("role")


def _sign(role: str, mentions: Mapping[str, Mention | None], passage: Passage) -> int:
    """Of a change or its rate; 「增加189万元（52.5%）」 gives the rate the direction of the change right before it."""
    mention, delta = mentions[role], mentions.get("delta")
    if role not in ("delta", "rate") or mention is None:
        return 1
    words = passage.words_before(mention)
    sign = direction(words)
    if sign is None and delta is not None and delta.end <= mention.start:
        right_behind = passage.text[delta.end : mention.start] == words and not words.strip("，,、（( 或即约")
        sign = direction(passage.words_before(delta)) if right_behind else None
    if sign is None:
        raise Ungrounded("direction")
    return sign


def _check_together(mentions: Sequence[Mention], item: str, passage: Passage) -> None:
    if len(mentions) < 2:
        return
    first, last = mentions[0].start, mentions[-1].end
    strangers = [m for m in passage.numbers if first < m.start < last and m not in mentions]
    if not passage.runs_on(first, last, item) or not all(is_share(passage.words_before(m)) for m in strangers):
        raise Ungrounded("apart")
