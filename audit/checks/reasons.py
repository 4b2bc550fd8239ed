"""The reason that is given for a change, against the change."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.checks.direction import COMPARED, told_sign
from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.checks.unchanged import UNCHANGED
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim, Mention

_UP, _DOWN = r"增加|增长|上升|提高", r"减少|下降|降低|压减"
REASON = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?的?(?:主要)?原因(?:是|为|系|在于|：|:)+(?:由于)?(?P<words>[^。；;]*)")
# The end of a reason that plainly says that more, or less, is spent.
_PLAIN_END = re.compile(r"(?:经费|支出|项目)(?:(?P<up>增加)|(?P<down>减少))$")
# Said of another year or of one item among several, such an end explains either direction.
_NOT_PLAIN = re.compile(r"[，,、：:]|上年|上一年|去年|20\d\d|一次性|不再|没有|未|取消|结转|结余|收入|[增减升降压缩]")
_NOT_SPENT = re.compile(r"结转|结余|收入|盘活")
_NOTHING_BETWEEN = re.compile(r"[，。；：:）)的（(]*")


@dataclass(frozen=True, eq=False)
class _Change:
    """A change told in the text: where it ends, its sign (0 for 持平), and the words or number that tell it."""

    end: int
    sign: int
    said: Mention


def reason_direction(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """A reason explains the change it follows: no growth of funds for a fall, no fall for a growth.

    Told only where the reason is one clause that ends with 经费增加, 支出减少, 项目增加 or the like, and where the change is
    certain. 「下降的主要原因是」 after 「增长5%」 is told as well.

    Right: 「比2023年预算减少2.98%，主要原因是宣传经费减少」.
    Wrong: 「比2023年预算减少2.98%，主要原因是宣传经费增加」.
    Severity: warning.
    """
    for read in paragraphs:
        if read.paragraph.kind != "text":
            continue
        changes = list(_changes(read))
        for match in REASON.finditer(read.paragraph.text):
            before = [c for c in changes if c.end <= match.start()]
            change = max(before, key=lambda c: c.end, default=None)
            if change is not None and _NOTHING_BETWEEN.fullmatch(read.paragraph.text[change.end : match.start()]):
                yield from _remarks(read, match, change)


def _remarks(read: ReadParagraph, match: re.Match[str], change: _Change) -> Iterator[Remark]:
    announced = 1 if match["up"] else -1 if match["down"] else 0
    if announced and announced == -change.sign:
        said = words(read.paragraph, match.start(), match.start("words"))
        message = f"前文为“{change.said.text}”，却说明“{said.text.rstrip('：:是为系')}”"
        yield Remark("reason_direction", "announced", "contradicted", "warning", message, (said,), witnesses=(change.said,))
        return
    end = _PLAIN_END.search(match["words"])
    if end is None or _NOT_PLAIN.search(match["words"][: end.start() + 2]):
        return
    if (1 if end["up"] else -1) != change.sign:
        said = words(read.paragraph, *match.span("words"))
        message = f"所述原因“{said.text}”不能解释“{change.said.text}”"
        yield Remark("reason_direction", "reason", "contradicted", "warning", message, (said,), witnesses=(change.said,))


def _changes(read: ReadParagraph) -> Iterator[_Change]:
    text = read.paragraph.text
    for claim in read.claims:
        told = [claim.by_role[role] for role in ("delta", "rate") if role in claim.by_role]
        signs = {operand.sign if operand.mention.number.value else 0 for operand in told if operand.sign}
        if not told or len(signs) != 1 or _NOT_SPENT.search(claim.subject.name):
            continue
        (sign,) = signs
        last = max((operand.mention for operand in told), key=lambda m: m.end)
        if _agrees(claim, sign):
            start = max(text.rfind(mark, 0, last.start) for mark in "，。；（") + 1
            yield _Change(last.end, sign, words(read.paragraph, start, last.end))
    for match in COMPARED.finditer(text):
        yield _Change(match.end(), told_sign(match), words(read.paragraph, *match.span()))
    for match in UNCHANGED.finditer(text):
        if match["word"] in ("持平", "无变化"):
            yield _Change(match.end(), 0, words(read.paragraph, *match.span()))


def _agrees(claim: Claim, sign: int) -> bool:
    """Whether the two amounts, where both are printed, say the same: if not, the direction word itself may be wrong."""
    amount, prior = claim.amount, claim.number("prior")
    if amount is None or prior is None:
        return True
    difference = amount.number.amount - prior.number.amount
    return (difference > 0) - (difference < 0) == sign
