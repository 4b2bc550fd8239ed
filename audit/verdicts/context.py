"""The figures that a number of the narrative may have been taken from by mistake."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.checks.equation import Printed
from audit.claims.link import FigureIndex, linked_figures, namesakes
from audit.claims.model import Claim, Mention
from audit.verdicts.causes import Cause, Context

_FUNDS = {
    "all": "全部资金",
    "appropriation": "财政拨款",
    "general": "一般公共预算",
    "fund": "政府性基金预算",
    "capital": "国有资本经营预算",
}
_PERIODS = {"prior": "上年数", "prior_executed": "上年执行数", "planned": "年初预算数", "adjusted": "全年预算数"}


def context_of(claims: Sequence[Claim], index: FigureIndex) -> Context:
    """Namesakes of each claimed amount in other funds and periods, and the number in the same role one claim above."""
    look_alikes = {
        id(operand.mention): tuple(_look_alikes(claim, operand.role, index)) for claim in claims for operand in claim.operands
    }
    line_before: dict[int, Mention] = {}
    for above, below in pairwise(claims):
        for role, operand in below.by_role.items():
            if (before := above.number(role)) is not None and before is not operand.mention:
                line_before[id(operand.mention)] = before
    units = Counter(o.mention.number.unit for claim in claims for o in claim.operands if o.mention.number.is_money)
    return Context(look_alikes, line_before, units.most_common(1)[0][0] if units else "")


def _look_alikes(claim: Claim, role: str, index: FigureIndex) -> Iterator[tuple[Printed, Cause]]:
    own = linked_figures(claim, role, index)
    if not own:
        return
    for figure in namesakes(claim, index):
        if any(figure is f for f in own):
            continue
        where = f"{figure.where}{figure.cell.text}"
        if figure.period != own[0].period and figure.period in _PERIODS:
            yield figure, Cause("stale_year", f"与{_PERIODS[figure.period]}相同：{where}")
        elif figure.fund != own[0].fund:
            yield figure, Cause("wrong_item", f"误取{_FUNDS.get(figure.fund, figure.fund)}的数：{where}")
