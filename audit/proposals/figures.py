"""Whether the figure a model named is the one the text speaks of.

Its label must be the claim's item, which stands beside the number as a whole phrase, no other item coming between; period
and fund must be those that the words or headings give; and all printings that answer to that must agree, since a tick on
the wrong figure is the worst error of all.
"""

import re
from collections.abc import Mapping, Sequence

from audit.claims.model import Mention
from audit.claims.subjects import fund_in
from audit.proposals.labels import EVERYWHERE, core, named_in, occurrences
from audit.proposals.passage import Passage, Ungrounded
from audit.proposals.schema import ProposedClaim, ProposedOperand
from audit.proposals.words import is_filler
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
_LEVEL = re.compile(r"[\u4e00-\u9fff][（(]\d*[款项][）)]")
_NUMBERING = "第一二三四五六七八九十部分、.．（）() 0123456789"


def figure_for(
    operand: ProposedOperand, mentions: Mapping[str, Mention | None], claim: ProposedClaim, passage: Passage
) -> Figure | None:
    """The figure the operand names, None if it names none; `mentions` are the claim's numbers by role. Raises Ungrounded."""
    if operand.figure is None:
        return None
    offered = passage.question.offered.get(operand.figure)
    if offered is None:
        raise Ungrounded("figure")
    if operand.role not in AMOUNT_PERIODS:
        raise Ungrounded("role")
    item = _whole_of(offered.names, mentions, claim, passage) if operand.role == "whole" else claim.item
    answering = passage.grounds.labels.answering_to(item)
    # 支出 stands in half the sentences, whatever they are about
    if offered not in answering or (operand.role != "whole" and item in EVERYWHERE):
        raise Ungrounded("label")
    mention = mentions[operand.role]
    if mention is not None:
        check_item(item, mention, passage)
    elif not named_in(item, claim.quote):
        raise Ungrounded("item")
    figures = [labelled.figure for labelled in answering]
    chosen = _in_scope(offered.figure, figures, operand.role, _funds(mention, claim, passage))
    if mention is not None and not _fits(chosen, mention) and any(_fits(figure, mention) for figure in figures):
        # printed elsewhere under this name: another scope may be meant
        raise Ungrounded("ambiguous")
    return chosen


def _fits(figure: Figure, mention: Mention) -> bool:
    return figure.number.interval.meets(mention.number.interval)


def _whole_of(names: Sequence[str], mentions: Mapping[str, Mention | None], claim: ProposedClaim, passage: Passage) -> str:
    """The name of a share's whole: not the part's, and said of this share (占支出的, 在支出中), not of a number of its own."""
    own = [m for m in (mentions.get("whole"), mentions.get("part"), mentions.get("share")) if m is not None]
    for name in names:
        for _, end in occurrences(name, passage.text):
            following = next((m for m in passage.numbers if m.start >= end), None)
            if following in own and passage.text[end : own[-1].start] in claim.quote and core(name) != core(claim.item):
                return name
    return ""


def check_item(item: str, mention: Mention, passage: Passage) -> None:
    """The item stands beside the number: nothing between them names anything else or announces another such number."""
    begin = _item_end(item, mention, passage)
    between = [m for m in passage.numbers if m.number.is_money and begin <= m.start < mention.start]
    same_kind = any(passage.period(m) == passage.period(mention) for m in between)
    # 卫生健康（类）行政单位医疗（项）: the last level named is the item
    deeper = _LEVEL.search(passage.text, begin + 1, mention.start)
    words = passage.text[max(begin, mention.start - len(passage.words_before(mention))) : mention.start]
    if same_kind or deeper or not is_filler(words) or not passage.runs_on(begin, mention.start, item):
        raise Ungrounded("item")


def _item_end(item: str, mention: Mention, passage: Passage) -> int:
    """Where the number's own words begin: behind the item in its sentence, or at the clause or paragraph it opens."""
    start = passage.sentence_start(mention)
    before = [end for begin, end in occurrences(item, passage.text) if start <= begin and end <= mention.start]
    if before:
        return before[-1]
    if _right_behind(item, mention, passage):
        return mention.start - len(passage.words_before(mention))
    if passage.headings and _is_about(passage.headings[-1].lstrip(_NUMBERING), item):
        return start
    raise Ungrounded("item")


def _is_about(heading: str, item: str) -> bool:
    """A heading of one item, not of a list of them."""
    return named_in(item, heading) and not any(mark in heading for mark in "、，和及与")


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
