"""Whether the figure a model named is the one the text speaks of.

Its label must be the claim's item, which stands beside the number as a whole phrase, no other item coming between; period
and fund must be those that the words or headings give; and all printings that answer to that must agree, since a tick on
the wrong figure is the worst error of all.
"""

from collections.abc import Sequence

from audit.claims.model import Mention
from audit.claims.subjects import fund_in
from audit.proposals.labels import named_in, occurrences
from audit.proposals.passage import Passage, Ungrounded
from audit.proposals.schema import ProposedClaim, ProposedOperand
from audit.statements.model import Figure

# role of an amount → which amount the words before it must announce
AMOUNT_PERIODS = {
    "current": "current",
    "executed": "current",
    "part": "current",
    "whole": "current",
    "prior": "prior",
    "planned": "planned",
}
_FIGURE_PERIODS = {"current": ("current",), "prior": ("prior", "prior_executed"), "planned": ("planned", "adjusted")}
_NUMBERING = "第一二三四五六七八九十部分、.．（）() 0123456789"


def figure_for(operand: ProposedOperand, mention: Mention | None, claim: ProposedClaim, passage: Passage) -> Figure | None:
    """The figure the operand names, None if it names none; raises Ungrounded."""
    if operand.figure is None:
        return None
    offered = passage.question.offered.get(operand.figure)
    if offered is None:
        raise Ungrounded("figure")
    if operand.role not in AMOUNT_PERIODS:
        raise Ungrounded("role")
    # the whole of a share has a name of its own, which must stand in the quote
    names = offered.names if operand.role == "whole" else (claim.item,)
    item = next((name for name in names if operand.role != "whole" or named_in(name, claim.quote)), "")
    answering = passage.grounds.labels.answering_to(item)
    if offered not in answering:
        raise Ungrounded("label")
    if mention is not None:
        _check_item(item, mention, operand.role, passage)
    elif not named_in(item, claim.quote):
        raise Ungrounded("item")
    return _in_scope(offered.figure, [labelled.figure for labelled in answering], operand.role, _funds(mention, claim, passage))


def _check_item(item: str, mention: Mention, role: str, passage: Passage) -> None:
    begin = _item_end(item, mention, passage)
    between = [m for m in passage.numbers if m.number.is_money and begin <= m.start < mention.start]
    if any(passage.period(m) == AMOUNT_PERIODS[role] for m in between) or not passage.runs_on(begin, mention.start, item):
        raise Ungrounded("item")


def _item_end(item: str, mention: Mention, passage: Passage) -> int:
    """Where the number's own words begin: behind the item in its sentence, or at the clause or paragraph it opens."""
    start = passage.sentence_start(mention)
    before = [end for begin, end in occurrences(item, passage.text) if start <= begin and end <= mention.start]
    if before:
        return before[-1]
    if _right_behind(item, mention, passage):
        return mention.start - len(passage.words_before(mention))
    if passage.headings and named_in(item, passage.headings[-1].lstrip(_NUMBERING)):
        return 0
    raise Ungrounded("item")


def _right_behind(item: str, mention: Mention, passage: Passage) -> bool:
    """安排875.33万元用于行政运行: named in the same clause."""
    clause = passage.text[mention.end :]
    clause = clause[: min((clause.index(mark) for mark in "，,。；;、（(" if mark in clause), default=len(clause))]
    return not any(c.isdigit() for c in clause) and named_in(item, clause)


def _funds(mention: Mention | None, claim: ProposedClaim, passage: Passage) -> tuple[str, ...]:
    """The funds that the words up to the number, or else the headings, can mean, the likeliest first; empty where they
    don't say, or say two.

    Without 政府性基金 and 国有资本经营, 财政拨款 and the general public budget are the same money.
    """
    words = passage.text[mention.sentence[0] : mention.start] if mention is not None else claim.quote
    told = {fund for clause in words.split("，") if (fund := fund_in(clause))} or {passage.question.read.section.fund}
    fund = told.pop() if len(told) == 1 else ""
    public = ("general", "appropriation")
    if fund in public and not passage.grounds.funds & {"fund", "capital"}:
        return (fund, *(other for other in public if other != fund))
    return (fund,) if fund else ()


def _in_scope(chosen: Figure, answering: Sequence[Figure], role: str, funds: Sequence[str]) -> Figure:
    readings = [f for f in answering if f.period in _FIGURE_PERIODS[AMOUNT_PERIODS[role]]]
    if funds:
        readings = next((own for fund in funds if (own := [f for f in readings if f.fund == fund])), [])
    if chosen not in readings:
        raise Ungrounded("period")
    if any(not f.number.interval.meets(chosen.number.interval) for f in readings):
        raise Ungrounded("ambiguous")
    return chosen
