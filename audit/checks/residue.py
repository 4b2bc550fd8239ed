"""What a template leaves behind: 增加（减少）0万元, 主要原因是。, XXX, 增长%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.claims.grammar import CHOICE, ReadParagraph
from audit.claims.model import Mention
from audit.claims.numerals import Numeral, sentence_spans


@dataclass(frozen=True)
class _Gap:
    """A kind of residue: where it stands (the group `gap`, or all that matches) and what is said of it."""

    kind: str
    pattern: re.Pattern[str]
    message: str


_CHANGED = r"(?:增加|增长|上升|提高|减少|下降|降低|压减|变动|变化|增减|持平|不同|[）)])"
_GAPS = (
    _Gap("choice", CHOICE, "模板文字“{}”未删改，所述增减无法核对"),
    _Gap("choice", re.compile(r"大于[（(/／或、]小于|小于[（(/／或、]大于"), "模板文字“{}”未删改，所述大小无法核对"),
    _Gap(
        "gap",
        re.compile(r"[XxＸ×]{2,}(?=年|月|日|万|元|个|项|%|人|辆|[\u4e00-\u9fff])|_{3,}|＿{2,}|\*{2,}(?=年|万|元|个|项|%|人|辆)"),
        "模板文字“{}”未填写，所述增减无法核对",
    ),
    _Gap(
        "number",
        re.compile(
            r"(?:(?<!单位)(?<!单位均)(?<!单位统一)(?<!单位全部)为|安排|增加|增长|减少|下降|上升|降低|完成|共计|合计|达到|预算数?|决算数?|占|的)(?P<gap>[万亿]?元|%)(?=[，。；、）]|$)"
        ),
        "“{}”前没有数字",
    ),
    _Gap(
        "mark",
        re.compile(
            r"元[^。；]*?(?:(?:增长|下降|上升|降低|增幅|降幅)(?:了|为|约)?(?P<gap>\d+(?:\.\d+)?)"
            r"|(?:占(?:比|[^，。；\d]{0,24}的)?|完成[^，。；\d]{0,8}预算的?)(?:为|约)?(?P<gap2>\d+\.\d+))(?=[。；]|，(?!\d)|$)"
        ),
        "“{}”后没有单位，疑缺“%”",
    ),
    # where a whole sentence writes so, it is a way of writing
    _Gap(
        "unit",
        re.compile(r"\.\d{2}(?P<gap>万)(?=[（(，。；、][^。；]*\d万元)(?![^。；]*\.\d{2}万[（(，。；、])"),
        "金额单位“{}”不完整，疑缺“元”",
    ),
    _Gap("words", re.compile(r"(?:较|比|与)(?P<gap>上一度)"), "“{}”疑缺“年”字"),
    _Gap(
        "words",
        re.compile(r"(?:^|[，。；（(])(?P<gap>列明|请(?:说明|填写|列示|列明)|(?:简要|详细)说明(?=[：:]?[）)]))"),
        "模板提示语“{}”未删改",
    ),
    _Gap(
        "reason",
        re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|{_CHANGED}的?)(?P<gap>(?:其|变动|增减)?主要原因(?:是|为|系|：|:)*)(?=[。；])"
            rf"|{_CHANGED}的?(?P<gap2>原因(?:是|为|：|:)+)(?=[。；])"
        ),
        "“{}”之后没有说明原因",
    ),
    _Gap("reason", re.compile(r"(?P<gap>(?:主要)?原因(?:是|为|系|：|:)*(?:无|不适用)(?=[。；]|$))"), "原因写作“{}”"),
)
_ONLY_MARKS = re.compile(r"[。，；、：]+")


def residue(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """No choice or gap of the template is left in the text: one remark a sentence.

    A choice left standing can't be verified, whatever its amount. A missing reason beside no change, and a line that holds
    nothing but a full stop, are told for information.

    Right: 「较2023年预算减少0.15万元，下降27.78%」.
    Wrong: 「较2023年预算增加（减少）0万元，增长（下降）0%」, 「增加12万元，主要原因是。」, 「XX万元」,
    「增长13.95。」, 「12.30万元，占76.23；」, 「预算数为万元」,
    「0.39万（含外宾接待0.00万元）」, 「较上一度增加」, 「，列明公务接待2批次」.
    Severity: warning, never a contradiction.
    """
    for read in paragraphs:
        text = read.paragraph.text
        if read.paragraph.kind != "text":
            continue
        if _ONLY_MARKS.fullmatch(text):
            said = words(read.paragraph, 0, len(text))
            yield Remark("residue", "empty", "unverifiable", "info", "一行只有标点", (said,), cause="residue")
        for span in sentence_spans(text):
            found = next(((gap, m) for gap in _GAPS if (m := gap.pattern.search(text, *span))), None)
            if found is not None:
                yield _remark(read, span, *found)


def _remark(read: ReadParagraph, sentence: tuple[int, int], gap: _Gap, match: re.Match[str]) -> Remark:
    group = next((name for name, text in match.groupdict().items() if text), 0)
    start, end = match.span(group)
    said = words(read.paragraph, start, end)
    beside: tuple[Mention, ...] = ()
    if gap.kind in ("choice", "gap"):
        beside = tuple(n.mention for n in read.numerals if end <= n.mention.start < sentence[1] and _tells(n))
    stated = said.text if not beside or beside[0].start - end > 2 else read.paragraph.raw[start : beside[0].end]
    if gap.kind == "mark":
        word = re.search(r"[\u4e00-\u9fff]+$", read.paragraph.text[:start])
        stated = read.paragraph.raw[word.start() if word else start : end]
    return Remark(
        "residue", gap.kind, "unverifiable", _severity(read, sentence, gap), gap.message.format(said.text), beside or (said,),
        stated=stated, cause="residue",
    )  # fmt: skip


def _tells(numeral: Numeral) -> bool:
    return numeral.kind in ("amount", "rate")


def _severity(read: ReadParagraph, sentence: tuple[int, int], gap: _Gap) -> Literal["warning", "info"]:
    """A reason is owed where this sentence or the one before tells of a change."""
    if gap.kind != "reason":
        return "warning"
    spans = [span for span in sentence_spans(read.paragraph.text) if span[1] <= sentence[1]][-2:]
    changes = [o.mention for c in read.claims for o in c.operands if o.role in ("delta", "rate")]
    return "warning" if any(m.number.value and spans[0][0] <= m.start < sentence[1] for m in changes) else "info"
