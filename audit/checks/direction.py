"""Words that say which of two amounts is the larger: 决算数小于预算数."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim, Mention
from audit.claims.numerals import sentence_spans
from audit.claims.subjects import subject_of
from audit.numbers import HUNDRED

_BUDGET = r"(?:年初|全年|当年|调整后?的?|本年)?预算数?"
COMPARED = re.compile(
    rf"决算数?(?:额|金额)?(?:(?:(?P<more>大于|高于|多于|超过|超出)|(?P<less>小于|低于|少于)|(?P<equal>等于))(?:了)?{_BUDGET}"
    rf"|(?:与|同|和){_BUDGET}(?P<even>持平|一致|相等|相同))"
)
_WORDS = {1: "大于", 0: "等于", -1: "小于"}


def direction(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """决算数大于, 小于 or 等于预算数 agrees with the two amounts told before it, or with the completion rate.

    Right: 「年初预算为54.00万元，支出决算为50.00万元，完成年初预算的92.59%，决算数小于预算数」.
    Wrong: 「年初预算为50.00万元，支出决算为54.00万元，完成年初预算的108.00%，决算数小于预算数」.
    Severity: warning.
    """
    for read in paragraphs:
        if read.paragraph.kind != "text":
            continue
        for match in COMPARED.finditer(read.paragraph.text):
            claim = _claim_before(read, match.start())
            sign = sign_of(claim) if claim else None
            if claim is not None and sign is not None:
                yield _remark(read, match, claim, sign)


def told_sign(match: re.Match[str]) -> int:
    """+1 for 大于, −1 for 小于, 0 for 等于 and 持平."""
    return 1 if match["more"] else -1 if match["less"] else 0


def _remark(read: ReadParagraph, match: re.Match[str], claim: Claim, sign: int) -> Remark:
    said = words(read.paragraph, *match.span())
    told = told_sign(match)
    witnesses = _compared(claim)
    figures = "、".join(m.text for m in witnesses)
    if told == sign:
        message = f"“{said.text}”与所列 {figures} 一致"
        return Remark("direction", "budget", "verified", "info", message, (said,), witnesses=witnesses)
    right = f"决算数{_WORDS[sign]}预算数"
    cause = "sign_reversed" if told == -sign else None
    message = f"“{said.text}”与所列 {figures} 不符，应为{right}"
    return Remark(
        "direction", "budget", "contradicted", "warning", message, (said,), said.text, right, cause, witnesses
    )  # fmt: skip


def _claim_before(read: ReadParagraph, position: int) -> Claim | None:
    """The claim that the words are about: of the item they name, else the last one of their sentence, else the only one."""
    compared = [c for c in read.claims if (told := _compared(c)) and max(m.end for m in told) <= position]
    start = next(s for s, e in sentence_spans(read.paragraph.text) if s <= position < e)
    named = subject_of(re.split(r"[，,：:]", read.paragraph.text[start:position])[-1])
    if named is not None and named.topic:
        same = [c for c in compared if c.subject.topic == named.topic]
        return same[-1] if same else None
    inside = [c for c in compared if _compared(c)[-1].start >= start]
    if inside:
        return inside[-1]
    return compared[0] if len(compared) == 1 else None


def _compared(claim: Claim) -> tuple[Mention, ...]:
    """The execution, the budget and the completion rate that a claim tells; nothing where they compare nothing."""
    executed, planned, rate = claim.amount, claim.number("planned"), claim.number("completion")
    told = tuple(m for m in (planned, executed, rate) if m is not None)
    return told if rate is not None or (planned is not None and executed is not None) else ()


def sign_of(claim: Claim) -> int | None:
    """Whether a claim's execution is over (+1), under (−1) or at its budget; None where its numbers don't say or disagree."""
    executed, planned, rate = claim.amount, claim.number("planned"), claim.number("completion")
    signs = set()
    if executed is not None and planned is not None:
        signs.add(_difference(executed, planned))
    # of a budget of nothing nothing is completed, whatever the rate says
    if rate is not None and rate.number.value != HUNDRED and not (planned is not None and not planned.number.value):
        signs.add(1 if rate.number.value > HUNDRED else -1)
    return signs.pop() if len(signs) == 1 else None


def _difference(amount: Mention, other: Mention) -> int | None:
    """The sign of amount − other; None where rounding may hide it."""
    mine, yours = amount.number.interval, other.number.interval
    if not mine.meets(yours):
        return 1 if mine.low > yours.high else -1
    return 0 if amount.number.amount == other.number.amount else None
