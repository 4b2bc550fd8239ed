"""Words that say that nothing changed: 比上年持平, 无变化."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.checks.changes import prior_of
from audit.checks.equation import Printed, Remark
from audit.checks.quoting import words
from audit.claims.bases import compare_alike
from audit.claims.grammar import ReadParagraph
from audit.claims.link import FigureIndex
from audit.claims.model import Claim, Mention
from audit.claims.numerals import sentence_spans

UNCHANGED = re.compile(
    r"(?:比|较|与|同|和)(?P<basis>(?:上一?年|去年|20\d\d年)[^，。；：\d]{0,14}?)(?:相比)?，?(?P<word>持平|无变化|没有变化|无增减(?:变化)?|一致|相同)"
)
_MARKS = re.compile("[，,]?")
_BECAME = re.compile("(?:增加|减少|增长|下降)(?:为|到|至)$")
# 持平 is said of small changes too
_SLIGHT = Decimal("0.01")


def unchanged(paragraphs: Sequence[ReadParagraph], index: FigureIndex) -> Iterator[Remark]:
    """An amount that is 持平 with last year's, or 无变化, is the same in both years.

    Changes of less than 1% are left alone. A base that only a table prints can tick it, but not contradict it. Nor is what
    was just told to have grown or fallen unchanged against the same base.

    Right: 「2023年预算执行数为10.00万元，2024年预算安排10.00万元，比2023年预算执行数持平」.
    Wrong: 「2023年预算执行数为10.00万元，2024年预算安排12.50万元，比2023年预算执行数持平」,
    「比2023年增加2.50万元，增长25%，与2023年持平」.
    Severity: warning.
    """
    for read in paragraphs:
        if read.paragraph.kind != "text":
            continue
        for match in UNCHANGED.finditer(read.paragraph.text):
            if (told := _change_before(read, match)) is not None:
                said = words(read.paragraph, *match.span())
                message = f"“{said.text}”与前文“{told.text}”矛盾"
                yield Remark(
                    "unchanged", "change", "contradicted", "warning", message, (said,), said.text, witnesses=(told,)
                )  # fmt: skip
                continue
            claim = claim_before(read, match.start())
            if claim is None or claim.amount is None or "delta" in claim.by_role:
                continue
            prior = prior_of(replace(claim, basis=match["basis"]), index)
            if prior is not None:
                yield from _remarks(words(read.paragraph, *match.span()), claim.amount, prior)


def _remarks(said: Mention, amount: Mention, prior: Printed) -> Iterator[Remark]:
    last = prior.text if isinstance(prior, Mention) else f"《{prior.table.title}》{prior.row_label} {prior.cell.text}"
    if amount.number.interval.meets(prior.number.interval):
        message = f"“{said.text}”：本年 {amount.text} 与上年 {last} 相同"
        ticked = (said, prior) if isinstance(prior, Mention) else (said,)
        yield Remark("unchanged", "prior", "verified", "info", message, ticked, said.text, witnesses=(amount, prior))
    elif isinstance(prior, Mention) and _differ(amount.number.amount, prior.number.amount):
        message = f"“{said.text}”，而本年为 {amount.text}，上年为 {last}"
        yield Remark("unchanged", "prior", "contradicted", "warning", message, (said,), said.text, witnesses=(amount, prior))


def _change_before(read: ReadParagraph, match: re.Match[str]) -> Mention | None:
    """The change against the same base that stands right before the words: 增加2.50万元，增长25%，与上年持平; 减少为0万元，…"""
    text = read.paragraph.text
    for claim in read.claims:
        basis = claim.basis or (claim.whole.basis if claim.whole is not None else "")
        for operand in claim.operands:
            mention = operand.mention
            near = mention.end <= match.start() and _MARKS.fullmatch(text[mention.end : match.start()])
            if not near or operand.role not in ("delta", "rate") or not operand.sign:
                continue
            became = _BECAME.search(text[: mention.start])
            if became or (mention.number.value and basis and compare_alike(basis, match["basis"])):
                start = max(text.rfind(mark, 0, mention.start) for mark in "，。；（") + 1
                return words(read.paragraph, start, mention.end)
    return None


def _differ(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) > _SLIGHT * max(abs(a), abs(b))


def claim_before(read: ReadParagraph, position: int) -> Claim | None:
    """The claim whose amount is the last number before the words, in their sentence."""
    start = next(s for s, e in sentence_spans(read.paragraph.text) if s <= position < e)
    before = [n.mention for n in read.numerals if start <= n.mention.start < position and n.can_claim]
    if not before:
        return None
    return next((c for c in read.claims if before[-1] in (c.amount, c.number("prior"))), None)
