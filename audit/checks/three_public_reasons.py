"""Changes of 三公经费, and their reasons."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.required_tables import SOURCE
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim, Mention
from audit.facts import Facts
from audit.statements.model import Statement

_ITEMS = {
    "three_public": "“三公”经费",
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_running": "公务用车运行费",
    "reception": "公务接待费",
}
_REASON = re.compile(r"原因|由于|主要是|主要系|因为|是因|系因|为了|新增|上年(?:没有|未|无)|[，（]因")


def three_public_reasons(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """A change of 三公经费 or of one of its items is told with its reason, there or at the total: one remark a document.

    Right: 「公务接待费2.24万元，比上年减少0.36万元，主要原因是厉行节约」.
    Wrong: 「“三公”经费14.00万元，比上年增加5.00万元」, and no reason at it or at its items.
    Severity: warning, never a contradiction.
    Source: 《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）.
    """
    changed = [(read, claim) for read in paragraphs for claim in read.claims if claim.subject.topic in _ITEMS and _change(claim)]
    reasoned = [(read, claim) for read, claim in changed if _REASON.search(read.paragraph.text)]
    if any(claim.subject.topic == "three_public" for _, claim in reasoned):
        return
    explained = {claim.subject.topic for _, claim in reasoned}
    silent = {claim.subject.topic: _change(claim) for _, claim in changed if claim.subject.topic not in explained}
    if explained:
        # the total's reasons are its items'
        silent.pop("three_public", None)
    told = {topic: mention for topic, mention in silent.items() if mention is not None}
    if told:
        names = "、".join(name for topic, name in _ITEMS.items() if topic in told)
        message = f"{names}有增减而未说明原因，{SOURCE}要求说明"
        yield Remark("three_public_reasons", "reason", "unverifiable", "warning", message, tuple(told.values()))


def _change(claim: Claim) -> Mention | None:
    """The number that tells a change, if it is one."""
    told = (claim.by_role.get("delta"), claim.by_role.get("rate"))
    return next((o.mention for o in told if o is not None and o.mention.number.value), None)
