"""What a template leaves behind: 增加（减少）0万元, 主要原因是。, XXX."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.claims.grammar import CHOICE, ReadParagraph
from audit.claims.model import Mention
from audit.claims.numerals import sentence_spans
from audit.numbers import ZERO, Number

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
            numbers = tuple(
                n.mention for n in read.numerals if found.end() <= n.mention.start < end and n.kind in ("amount", "rate")
            )
            stated = text[found.start() : numbers[0].end] if numbers and numbers[0].start - found.end() <= 2 else found[0]
            yield Remark(
                "residue",
                "choice" if CHOICE.search(found[0]) else "gap",
                "unverifiable",
                "warning",
                f"模板文字“{found[0]}”未删改，所述增减无法核对",
                numbers or (_words(read, (start, end), found.span()),),
                stated=stated,
                cause="residue",
            )


def _words(read: ReadParagraph, sentence: tuple[int, int], span: tuple[int, int]) -> Mention:
    """Residue that stands beside no number, quoted as it is."""
    return Mention(read.paragraph, *span, sentence, Number(read.paragraph.text[slice(*span)], ZERO, 0, exact=True))
