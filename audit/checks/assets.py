"""Plans to buy fixed assets beside what the budget holds for them."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Printed, Remark
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim
from audit.statements.model import Statement

_PLANNED_ASSETS = re.compile(r"拟(?:采购|购置)固定资产(?:约|金额|价值|为|共|总额)*$")
# 资本性支出 and its items: the economic classes that buy fixed assets.
_CAPITAL_CODES = re.compile(r"^310(?:\d{2})?$")


def planned_assets(
    paragraphs: Sequence[ReadParagraph], claims: Sequence[Claim], statements: Sequence[Statement]
) -> Iterator[Remark]:
    """Fixed assets that are planned to be bought are budgeted somewhere: as goods procured or as capital expenditure.

    A plan is no claim about a table, so it is never contradicted.

    Right: 「拟采购固定资产约11.47万元」 with 政府采购货物预算11.47万元.
    Worth a look: 「拟采购固定资产约5.7万元」 where goods are 7万元 and 办公设备购置 is 7.00.
    Severity: warning, never a contradiction.
    """
    budgeted: list[Printed] = [c.amount for c in claims if c.subject.topic == "procurement_goods" and c.amount is not None]
    budgeted += [f for s in statements for f in s.figures if _CAPITAL_CODES.match(f.code) and f.measure == "total"]
    if not budgeted:
        return
    for read in paragraphs:
        for numeral in read.numerals:
            mention = numeral.mention
            if not mention.number.is_money or not _PLANNED_ASSETS.search(read.paragraph.text[: mention.start]):
                continue
            if not any(mention.number.interval.meets(b.number.interval) for b in budgeted):
                other = budgeted[0]
                message = f"拟采购固定资产 {mention.text} 与政府采购货物预算、资本性支出的数都不相同，请核实"
                yield Remark("planned_assets", "plan", "unverifiable", "warning", message, (mention, other))
