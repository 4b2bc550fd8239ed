"""Changes that only all lines together can confirm."""

from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Term
from audit.claims.link import FigureIndex, linked_figures
from audit.claims.model import Claim


def changes_of_lines(claims: Sequence[Claim], index: FigureIndex) -> Iterator[Equation]:
    """The changes of all function lines add up to the change of 基本支出 and 项目支出, or of the whole expenditure.

    Asserted only where every 项 of the general public budget has its line; a breach is told as unverifiable, since lines may
    compare with another base.

    Right: lines +167.23, +15, −5, +0.66 … (+178.26 in all), 基本支出 −10.74, 项目支出 +189.
    Severity: info.
    """
    lines = [c for c in claims if (c.subject.path or c.subject.code) and "delta" in c.by_role and c.by_role["delta"].sign]
    by_code = {f.code: c for c in lines for f in linked_figures(c, "current", index)[:1]}
    wanted = {
        code
        for (code, fund, period), found in index.codes.items()
        if fund == "general" and period == "current" and len(code) == 7
    }
    flat = wanted - set(by_code)
    unchanged = {
        f.code
        for c in claims
        if "delta" not in c.by_role and "rate" not in c.by_role
        for f in linked_figures(c, "current", index)[:1]
    }
    if len(by_code) < 3 or not flat <= unchanged:
        return
    totals = _total_changes(claims)
    if not totals:
        return
    first, *others = [Term(c.by_role["delta"].mention, c.subject.name, c.by_role["delta"].sign) for c in by_code.values()]
    rest = tuple(Term(t.printed, t.name, -t.factor) for t in others)
    yield Equation("changes_of_lines", "sum", first, (*totals, *rest), (), "candidate", "lines")


def _total_changes(claims: Sequence[Claim]) -> list[Term]:
    """The change of the general public budget's expenditure, or those of its 基本支出 and 项目支出."""

    def change(topic: str) -> Term | None:
        found = [
            c
            for c in claims
            if c.subject.topic == topic and c.fund == "general" and "delta" in c.by_role and c.by_role["delta"].sign
        ]
        return (
            Term(found[0].by_role["delta"].mention, found[0].subject.name, found[0].by_role["delta"].sign)
            if len(found) == 1
            else None
        )

    basic, project, whole = change("basic"), change("project"), change("expenditure")
    if basic and project:
        return [basic, project]
    return [whole] if whole else []
