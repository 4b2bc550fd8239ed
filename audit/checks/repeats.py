"""One item and period told twice in one paragraph."""

from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Term
from audit.claims.model import Claim


def repeated_amount(claims: Sequence[Claim]) -> Iterator[Equation]:
    """An item's amount is the same each time its paragraph tells it.

    Right: 「“…住房公积金（项）”350.35万元，… 2024年预算安排350.35万元」.
    Wrong: 「“…住房公积金（项）”350.35万元，… 2024年预算安排352.67万元」; in accounts,
    「“…职业年金缴费（项）”257.14万元，… 支出决算为245.53万元」.
    """
    for position, claim in enumerate(claims):
        first = claim.number("current")
        if first is None or not claim.subject.path:
            continue
        executed = claim.number("executed")
        if executed is not None and {"planned", "completion"} & set(claim.by_role):
            yield Equation("repeated_amount", "executed", Term(executed, "后文"), (Term(first, "前文"),))
        for later in claims[position + 1 :]:
            if later.first.paragraph is not first.paragraph or later.subject != claim.subject:
                break
            again = later.number("current")
            if again is not None and again is not first:
                yield Equation("repeated_amount", "current", Term(again, "后文"), (Term(first, "前文"),))
                break
