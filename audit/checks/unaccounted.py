"""Amounts and rates that no relation reaches, each with the reason."""

from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.claims.grammar import ReadParagraph


# touched: ids of the mentions that other checks speak of
def unaccounted(paragraphs: Sequence[ReadParagraph], touched: frozenset[int]) -> Iterator[Remark]:
    """Every amount and rate of the narrative takes part in some relation; one that does not is told with its reason.

    Right: 「固定资产金额为156.89万元」 where no table prints fixed assets: 未能核对, for information only.
    Severity: info.
    """
    for read in paragraphs:
        if read.paragraph.kind not in ("text", "heading"):
            continue
        claimed = {id(operand.mention): claim for claim in read.claims for operand in claim.operands}
        for numeral in read.numerals:
            mention = numeral.mention
            if numeral.kind not in ("amount", "rate") or id(mention) in touched:
                continue
            claim = claimed.get(id(mention))
            if claim is None:
                reason = "未能识别它所述的事项或关系"
            elif claim.subject.name:
                reason = f"表中没有可确定对应“{claim.subject.name[:30]}”的数据，文中也没有可供核算的数"
            else:
                reason = "未能确定它所述的事项"
            yield Remark("unaccounted", numeral.kind, "unverifiable", "info", f"{mention.text} 未能核对：{reason}", (mention,))
