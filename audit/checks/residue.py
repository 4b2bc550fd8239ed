"""What a template leaves behind: 增加（减少）0万元, 主要原因是。, XXX."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.claims.grammar import CHOICE, ReadParagraph
from audit.claims.model import Mention
from audit.claims.numerals import sentence_spans
from audit.numbers import ZERO, Number

_EMPTY_REASON = re.compile(r"(?:主要)?原因(?:是|为|：)?(?:无|没有)?(?=[。；]|$)")
_UNFILLED = re.compile(r"[XxＸ×]{2,}(?=年|月|日|万|元|个|项|%|人|辆|[\u4e00-\u9fff])|_{3,}|＿{2,}")


def residue(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """No choice or gap of the template is left in the text: one remark a sentence.

    Right: 「较2023年预算减少0.15万元，下降27.78%」.
    Wrong: 「较2023年预算增加（减少）0万元，增长（下降）0%」, 「主要原因是。」, 「XX万元」.
    A choice left standing can't be verified, whatever its amount.
    """
    for read in paragraphs:
        if read.paragraph.kind != "text":
            continue
        text = read.paragraph.text
        for start, end in sentence_spans(text):
            found = next((m for p in (CHOICE, _UNFILLED) if (m := p.search(text, start, end))), None)
            if found is None:
                continue
            mention = _mention(read, (start, end), found.span())
            yield Remark(
                "residue",
                "choice" if CHOICE.search(found[0]) else "gap",
                "unverifiable",
                "warning",
                f"模板文字“{found[0]}”未删改，所述增减无法核对",
                (mention,),
                stated=mention.text,
                cause="residue",
            )


def _mention(read: ReadParagraph, sentence: tuple[int, int], residue_span: tuple[int, int]) -> Mention:
    """The number that the residue stands before, told with it (增加（减少）0万元); else the residue alone."""
    after = next((n.mention for n in read.numerals if 0 <= n.mention.start - residue_span[1] <= 2), None)
    number = after.number if after else Number(read.paragraph.text[slice(*residue_span)], ZERO, 0, exact=True)
    return Mention(read.paragraph, residue_span[0], after.end if after else residue_span[1], sentence, number)


__all__ = ["residue"]
