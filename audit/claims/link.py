"""Claims ↔ statements: which printed figures of tables a claim's amount answers to.

Scope decides first (whose money), then the item (code, path, name), then the period; the value never does. Where the
item or the scope isn't certain, nothing is linked: a claim without figures is unverifiable, never a guess.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.claims.model import Claim
from audit.claims.subjects import comparable
from audit.statements.model import Figure, Statement

_TOTAL_ITEM = re.compile(r"^(?:合计|总计|总合计)$|^(?:收入|支出)?(?:合计|总计)$")
_THREE_PUBLIC = (
    ("vehicle_purchase", re.compile(r"公务用车购置费?$")),
    ("vehicle_running", re.compile(r"公务用车运行(?:维护)?费?$")),
    ("vehicles", re.compile(r"公务用车购置(?:及|和|与)运行(?:维护)?费")),
    ("abroad", re.compile(r"因公出国")),
    ("reception", re.compile(r"公务接待费?$")),
    ("meeting", re.compile(r"会议费$")),
    ("training", re.compile(r"培训费$")),
    ("three_public", re.compile(r"三公经费|^合计$|^总计$")),
)
_INCOME_SOURCES = (
    ("general", re.compile(r"一般公共预算")),
    ("fund", re.compile(r"政府性基金")),
    ("capital", re.compile(r"国有资本经营")),
    ("appropriation", re.compile(r"^财政拨款(?:收入)?$")),
)
_PROCUREMENT = (("procurement_goods", "货物"), ("procurement_works", "工程"), ("procurement_services", "服务"))
# What a topic's amount may stand for in tables: more than one printing where the wording doesn't tell them apart.
_READINGS = {
    "both": ("grand_income", "grand_expenditure"),
    "income": ("grand_income", "year_income"),
    "expenditure": ("grand_expenditure", "year_expenditure"),
}

Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class FigureIndex:
    """Figures by what the narrative can call them.

    topics: (topic, fund, period); codes: (code, fund, period); names: (comparable name, fund, period). The last two hold
    the totals of items only, not their split into 基本 and 项目.
    """

    topics: dict[Key, list[Figure]]
    codes: dict[Key, list[Figure]]
    names: dict[Key, list[Figure]]
    funds: frozenset[str]


def figure_index(statements: Sequence[Statement]) -> FigureIndex:
    topics: dict[Key, list[Figure]] = defaultdict(list)
    codes: dict[Key, list[Figure]] = defaultdict(list)
    names: dict[Key, list[Figure]] = defaultdict(list)
    for statement in statements:
        for figure in statement.figures:
            for topic, fund in _topics(statement, figure):
                topics[topic, fund, figure.period].append(figure)
            if figure.measure == "total" and statement.role not in ("performance", "operation", "basic"):
                if figure.code:
                    codes[figure.code, figure.fund, figure.period].append(figure)
                if not _TOTAL_ITEM.match(figure.item):
                    names[comparable(figure.item), figure.fund, figure.period].append(figure)
    present = frozenset(f.fund for s in statements for f in s.figures if f.number.value)
    return FigureIndex(dict(topics), dict(codes), dict(names), present)


def _topics(statement: Statement, figure: Figure) -> Iterator[tuple[str, str]]:
    """The topics that a figure is a printing of, each with its fund."""
    total = bool(_TOTAL_ITEM.match(figure.item))
    match statement.role:
        case "balance" | "appropriation":
            yield from _balance_topics(statement, figure)
        case "income":
            yield from _income_topics(figure, total)
        case "expenditure" | "general" | "fund" | "capital" | "appropriation_expenditure":
            if total and figure.measure in ("basic", "project"):
                yield figure.measure, figure.fund
            elif total and figure.measure == "total":
                yield "year_expenditure", figure.fund
        case "basic":
            yield from _basic_topics(figure, total)
        case "three_public":
            yield from _three_public_topics(figure)
        case "operation":
            if total and figure.measure == "total":
                yield "operation", ""
        case "procurement":
            yield from _procurement_topics(figure)
        case _:
            return


def _balance_topics(statement: Statement, figure: Figure) -> Iterator[tuple[str, str]]:
    item, fund = figure.item, figure.fund
    if figure.side == "income":
        if re.search(r"本年收入(?:合计)?$", item):
            yield "year_income", fund
        elif re.search(r"收入总计|收入合计|^总计$|^合计$", item):
            yield "grand_income", fund
        elif figure.measure == "total" and not re.search(r"结转|结余", "".join((*figure.path, item))):
            yield from _income_source(item)
    elif figure.side == "expenditure" and figure.measure == "total":
        if re.search(r"本年支出(?:合计)?$", item):
            yield "year_expenditure", fund
        elif re.search(r"支出总计|支出合计|^总计$|^合计$", item):
            yield "grand_expenditure", fund


def _income_source(item: str) -> Iterator[tuple[str, str]]:
    for fund, pattern in _INCOME_SOURCES:
        if pattern.search(item):
            yield "year_income", fund
            return


def _income_topics(figure: Figure, total: bool) -> Iterator[tuple[str, str]]:
    if total and figure.measure == "total":
        yield "year_income" if "本年" in figure.column_label + figure.item else "grand_income", figure.fund
    elif re.search(r"本年收入合计$", figure.item):
        yield "year_income", figure.fund
    elif not figure.code and not total and figure.measure == "total":
        yield from _income_source(figure.item)
    elif total and figure.fund in ("general", "fund", "capital", "appropriation"):
        yield "year_income", figure.fund


def _basic_topics(figure: Figure, total: bool) -> Iterator[tuple[str, str]]:
    if total and figure.measure == "total":
        yield "basic", figure.fund
    elif total and figure.measure in ("personnel", "public"):
        yield figure.measure, figure.fund
    elif re.fullmatch(r"人员经费(?:合计|小计|总计)", figure.item):
        yield "personnel", figure.fund
    elif re.fullmatch(r"(?:日常)?公用经费(?:合计|小计|总计)", figure.item):
        yield "public", figure.fund


def _three_public_topics(figure: Figure) -> Iterator[tuple[str, str]]:
    if figure.path:
        return
    for topic, pattern in _THREE_PUBLIC:
        if pattern.search(figure.item):
            yield topic, ""
            return


def _procurement_topics(figure: Figure) -> Iterator[tuple[str, str]]:
    if figure.path:
        return
    part = next((topic for topic, word in _PROCUREMENT if word in figure.item), "")
    if part:
        yield part, ""
    elif figure.measure == "total" and re.search(r"合计|总计", figure.item):
        yield "procurement", ""


def linked_figures(claim: Claim, role: str, index: FigureIndex) -> list[Figure]:
    """Every printing, in the scope of the claim, of the amount that it has in `role`; empty where that isn't certain."""
    period = _period(claim, role)
    subject = claim.subject
    if period is None:
        return []
    if subject.topic:
        return _by_topic(subject.topic, claim.fund, period, index)
    if subject.path or subject.code:
        return _by_path(claim, period, index)
    return _by_name(claim, period, index)


def _period(claim: Claim, role: str) -> str | None:
    """The period of the figures that a role answers to; 执行数 of last year and 全年预算 have columns of their own."""
    mention = claim.number(role)
    before = mention.paragraph.text[max(0, mention.start - 12) : mention.start] if mention else ""
    if role == "planned":
        return "adjusted" if re.search(r"全年|调整", before) else "planned"
    if role == "prior":
        return "prior_executed" if "执行" in (before or claim.basis) else "prior"
    return "current" if role in ("current", "executed") else None


def _by_topic(topic: str, fund: str, period: str, index: FigureIndex) -> list[Figure]:
    readings = _READINGS.get(topic, (topic,))
    for scope in _scopes(fund, index):
        found = [f for reading in readings for f in index.topics.get((reading, scope, period), ())]
        if found:
            return found
    return [f for reading in readings for f in index.topics.get((reading, "", period), ())]


def _scopes(fund: str, index: FigureIndex) -> list[str]:
    """The funds to look among, narrowest reading first.

    财政拨款 of a unit without 政府性基金 and 国有资本经营 is its general public budget. A text that says nothing is
    read as all funds, and only where the unit has no other.
    """
    one_fund = not index.funds & {"fund", "capital"}
    if fund == "appropriation":
        return ["appropriation", "general"] if one_fund else ["appropriation"]
    if fund == "general":
        return ["general", "appropriation"] if one_fund else ["general"]
    if fund:
        return [fund]
    return []


def _by_path(claim: Claim, period: str, index: FigureIndex) -> list[Figure]:
    """By code where the text prints one, else by the names of 类, 款 and 项; the general public budget's table first."""
    subject = claim.subject
    for scope in ("all",) if claim.fund == "all" else (claim.fund, "general", "appropriation", "all"):
        if subject.code:
            found = index.codes.get((subject.code, scope, period), [])
        else:
            found = [f for f in index.names.get((comparable(subject.path[-1]), scope, period), ()) if _same_path(subject.path, f)]
            found = found if len({f.code for f in found}) == 1 else []
        if found:
            return found
    return []


def _same_path(path: Sequence[str], figure: Figure) -> bool:
    """类 and 款 of the text stand above the figure's row, in that order; without rows above, names must do."""
    if not figure.path:
        return len(path) == 1
    above = [comparable(name) for name in figure.path]
    wanted = [comparable(name) for name in path[:-1]]
    return len(figure.code) == 7 if not wanted else above[-len(wanted) :] == wanted


def _by_name(claim: Claim, period: str, index: FigureIndex) -> list[Figure]:
    """A 类, an income item or a project, by its name; only where one code or one row bears it in the claim's scope."""
    name = comparable(claim.subject.name)
    if len(name) < 3:
        return []
    for scope in _scopes(claim.fund, index) or ["all"]:
        found = index.names.get((name, scope, period), [])
        classes = [f for f in found if len(f.code) == 3]
        found = classes or found
        if found and len(set(_codes(found))) <= 1:
            return found
    return []


def _codes(figures: Iterable[Figure]) -> Iterator[str]:
    return (f.code for f in figures if f.code)
