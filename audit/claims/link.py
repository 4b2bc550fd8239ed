"""Claims ↔ statements: which printed figures of tables a claim's amount answers to.

Scope decides first (whose money), then the item (code, path, name), then the period; the value never does. Where the
item or the scope isn't certain, nothing is linked: a claim without figures is unverifiable, never a guess.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.claims.bases import of_this_year
from audit.claims.model import Claim
from audit.claims.subjects import Subject, comparable, holds, item_name
from audit.statements.labels import counts_pieces
from audit.statements.legible import is_misread
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
    ("operation", re.compile(r"机关运行(?:经费|费)")),
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

# Statements whose rows the narrative's items answer to. Rows of income tables by function only mirror expenditure.
_ITEM_ROLES = frozenset({"balance", "expenditure", "appropriation", "general", "fund", "capital"})

Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class FigureIndex:
    """Figures by what the narrative can call them.

    topics: (topic, fund, period); codes: (code, fund, period); names: (comparable name, fund, period); projects:
    (comparable name, period). These three hold the totals of items only.
    splits: (code, "basic" or "project", fund, period): what of an item is 基本支出 or 项目支出.
    empty_rows: comparable name, or topic of 三公, → title of a summary whose row or column of it is blank.
    funds: those that tables print figures of; unread: those of tables of items that could not be read as they stand.
    """

    topics: dict[Key, list[Figure]]
    codes: dict[Key, list[Figure]]
    names: dict[Key, list[Figure]]
    projects: dict[tuple[str, str], list[Figure]]
    splits: dict[tuple[str, str, str, str], list[Figure]]
    empty_rows: dict[str, str]
    funds: frozenset[str]
    unread: frozenset[str]


def figure_index(statements: Sequence[Statement]) -> FigureIndex:
    topics: dict[Key, list[Figure]] = defaultdict(list)
    codes: dict[Key, list[Figure]] = defaultdict(list)
    names: dict[Key, list[Figure]] = defaultdict(list)
    projects: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    splits: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for statement in statements:
        for figure in statement.figures:
            for topic, fund in _topics(statement, figure):
                topics[topic, fund, figure.period].append(figure)
            if figure.measure == "total" and statement.role in _ITEM_ROLES:
                if figure.code:
                    codes[figure.code, figure.fund, figure.period].append(figure)
                if not _TOTAL_ITEM.match(figure.item):
                    names[comparable(figure.item), figure.fund, figure.period].append(figure)
            if contracts := re.fullmatch(r"(?:政府采购)?(?P<name>授予(?:中小|小微)企业合同)金?额?", figure.item):
                names[comparable(contracts["name"]), "all", figure.period].append(figure)
            if figure.measure in ("basic", "project") and figure.code and statement.role in _ITEM_ROLES:
                splits[figure.code, figure.measure, figure.fund, figure.period].append(figure)
        if statement.role in ("projects", "performance"):
            for name, period, figure in _project_totals(statement):
                projects[name, period].append(figure)
    misread = {id(s) for s in statements if is_misread(s)}
    read = [s for s in statements if id(s) not in misread]
    empty_rows = {
        comparable(line.item): s.table.title for s in read if s.role == "balance" for line in s.lines if not line.figures
    }
    empty_rows |= {topic: s.table.title for s in read if s.role == "three_public" for topic in _empty_topics(s)}
    unread = frozenset(s.fund for s in statements if s.role in _ITEM_ROLES and id(s) in misread)
    present = frozenset(f.fund for s in statements for f in s.figures if f.number.value) | unread
    return FigureIndex(dict(topics), dict(codes), dict(names), dict(projects), dict(splits), empty_rows, present, unread)


def _empty_topics(statement: Statement) -> set[str]:
    """The topics that the table of 三公 names in a row or in its head and prints nothing for."""
    named = [line.item for line in statement.lines] + [cell.text for row in statement.table.head for cell in row]
    topics = {next((topic for topic, pattern in _THREE_PUBLIC if pattern.search(name)), "") for name in named if name}
    return (
        topics
        - {topic for figure in statement.figures for topic, _ in _three_public_topics(statement, figure)}
        - {"", "three_public"}
    )


def _project_totals(statement: Statement) -> Iterator[tuple[str, str, Figure]]:
    """(comparable name, period, figure) of each project's whole amount: in a list its first total, in a form 年度资金总额."""
    rows: set[tuple[int, str]] = set()
    for figure in statement.figures:
        if statement.role == "performance":
            if "资金总额" in figure.item and figure.path:
                yield comparable(figure.path[0]), figure.period, figure
        elif figure.measure == "total" and (figure.row, figure.period) not in rows and not _TOTAL_ITEM.match(figure.item):
            rows.add((figure.row, figure.period))
            yield comparable(figure.item), figure.period, figure


def _topics(statement: Statement, figure: Figure) -> Iterator[tuple[str, str]]:
    """The topics that a figure is a printing of, each with its fund."""
    total = bool(_TOTAL_ITEM.match(figure.item))
    if "机构运行" in statement.table.title:
        yield from _three_public_topics(statement, figure)
        yield from _procured_topics(figure)
        return
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
            yield from _three_public_topics(statement, figure)
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
    if total and figure.measure == "total" and figure.fund == "all":
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


def _three_public_topics(statement: Statement, figure: Figure) -> Iterator[tuple[str, str]]:
    if counts_pieces(figure.item):
        return
    if figure.item == "支出合计" and "三公经费" in _item_above(statement, figure):
        yield "three_public", ""
    if not all(any(pattern.search(name) for _, pattern in _THREE_PUBLIC) for name in figure.path):
        return
    topic = next((topic for topic, pattern in _THREE_PUBLIC if pattern.search(figure.item)), "")
    if topic and not (topic in ("three_public", "operation") and _only_heads(statement, figure)):
        yield topic, ""


def _only_heads(statement: Statement, figure: Figure) -> bool:
    """Whether a dash stands where a row only heads those below it (一、“三公”经费支出 —), so that it is not zero."""
    if any(c.isdigit() for c in figure.number.text):
        return False
    return any(f.number.value and f.column == figure.column for f in statement.figures)


def _item_above(statement: Statement, figure: Figure) -> str:
    above = statement.line_at.get((figure.row, figure.column), 0) - 1
    return statement.lines[above].item if above >= 0 else ""


def _procurement_topics(figure: Figure) -> Iterator[tuple[str, str]]:
    if figure.path or "企业" in figure.item:
        return
    if part := _procured_part(figure):
        yield part, ""
    elif figure.measure == "total" and re.search(r"合计|总计", figure.item):
        yield "procurement", ""


def _procured_topics(figure: Figure) -> Iterator[tuple[str, str]]:
    """Where other items stand beside what is procured: 政府采购支出合计, 政府采购货物支出."""
    if re.match("政府采购(?:支出)?(?:合计|总额)", figure.item):
        yield "procurement", ""
    elif figure.item.startswith("政府采购") and "企业" not in figure.item and (part := _procured_part(figure)):
        yield part, ""


def _procured_part(figure: Figure) -> str:
    return next((topic for topic, word in _PROCUREMENT if word in figure.item), "")


def linked_figures(claim: Claim, role: str, index: FigureIndex) -> list[Figure]:
    """Every printing, in the scope of the claim, of the amount that it has in `role`; empty where that isn't certain."""
    period = _period(claim, role)
    subject = claim.subject
    if period is None:
        return []
    whole = _narrower_whole(claim)
    if whole is not None:
        return _part_figures(whole, claim, period, index)
    if subject.topic:
        return _by_topic(subject.topic, claim.fund, period, index)
    return _item_figures(claim, period, index)


def agreed_figure(claim: Claim, role: str, index: FigureIndex) -> Figure | None:
    """The table's figure for a role of a claim, where all its printings agree.

    Of 本年支出合计 and 支出总计, which differ by what is carried over, the first is what a share is taken of.
    """
    figures = linked_figures(claim, role, index)
    year = [f for f in figures if not re.search(r"总计$", f.item)] if claim.subject.topic in _READINGS else []
    figures = year or figures
    agree = all(f.number.interval.meets(figures[0].number.interval) for f in figures)
    return figures[0] if figures and agree else None


def empty_row(claim: Claim, index: FigureIndex) -> str | None:
    """The title of the summary that has a row of the claim's name, or of its topic, with nothing in it."""
    names = (claim.subject.topic, comparable(claim.subject.name))
    return next((index.empty_rows[name] for name in names if name and name in index.empty_rows), None)


def projects_total(claim: Claim, index: FigureIndex) -> Figure | None:
    """项目支出 of all money, or of another printing of it that fits, where the claim tells the money that projects involve."""
    amount = claim.amount
    if amount is None or not claim.subject.name.startswith(("涉及", "共涉及")):
        return None
    totals = [f for (topic, _, period), found in index.topics.items() if (topic, period) == ("project", "current") for f in found]
    return next((f for f in totals if f.number.value and f.number.interval.meets(amount.number.interval)), None)


def namesakes(claim: Claim, index: FigureIndex) -> Iterator[Figure]:
    """Figures of every fund and period that bear the claim's item."""
    subject = claim.subject
    if subject.topic:
        readings = _READINGS.get(subject.topic, (subject.topic,))
        yield from (f for (topic, _, _), found in index.topics.items() if topic in readings for f in found)
    else:
        name = comparable(subject.name)
        yield from (f for (item, _, _), found in index.names.items() if item == name for f in found)


def _period(claim: Claim, role: str) -> str | None:
    """The period of the figures that a role answers to; 执行数 of last year and 全年预算 have columns of their own."""
    mention = claim.number(role)
    before = mention.paragraph.text[max(0, mention.start - 12) : mention.start] if mention else claim.basis
    if role == "planned" or (role == "prior" and of_this_year(claim.basis)):
        return "adjusted" if re.search("全年|调整", before) else "planned"
    if role == "prior":
        return "prior_executed" if "执行" in before else "prior"
    return "current" if role in ("current", "executed") else None


def _narrower_whole(claim: Claim) -> Subject | None:
    """The nearest whole above the claim of which its subject's figure in the tables is no part: 培训费 within 公用经费."""
    above = claim.whole
    while above is not None:
        if not holds(above.subject, claim.subject):
            return above.subject
        above = above.whole
    return claim.within if claim.within is not None and not holds(claim.within, claim.subject) else None


def _part_figures(whole: Subject, claim: Claim, period: str, index: FigureIndex) -> list[Figure]:
    """What tables print as 基本支出 or 项目支出 of an item, and as a project; nothing for parts that none is certain to print."""
    part = claim.subject
    if whole.topic == "project" and not part.topic and (found := index.projects.get((comparable(part.name), period))):
        return found
    item, measure = (part, whole.topic) if whole.topic else (whole, part.topic)
    # of 基本支出 a mere name can be an economic class as well: 住房公积金
    if item.topic or (measure != "project" and not (measure == "basic" and (item.path or item.code or item is whole))):
        return []
    totals = _item_figures(Claim(item, claim.operands, claim.fund), period, index)
    codes = {figure.code for figure in totals}
    if len(codes) != 1:
        return []
    return [f for total in totals for f in index.splits.get((total.code, measure, total.fund, period), ())]


def _item_figures(claim: Claim, period: str, index: FigureIndex) -> list[Figure]:
    if claim.subject.path or claim.subject.code:
        return _by_path(claim, period, index)
    return _by_name(claim, period, index)


def _by_topic(topic: str, fund: str, period: str, index: FigureIndex) -> list[Figure]:
    readings = _READINGS.get(topic, (topic,))
    for scope in (*_scopes(fund, index), ""):
        found = [f for reading in readings for f in index.topics.get((reading, scope, period), ())]
        if found:
            return found
    if fund:
        return []
    if topic in _READINGS:
        return [f for reading in readings for f in index.topics.get((reading, "all", period), ())]
    anywhere = [f for (name, _, when), found in index.topics.items() if name == topic and when == period for f in found]
    agree = all(f.number.interval.meets(anywhere[0].number.interval) for f in anywhere)
    return anywhere if agree else []


def _scopes(fund: str, index: FigureIndex) -> list[str]:
    """The funds to look among, narrowest reading first.

    财政拨款 of a unit without 政府性基金 and 国有资本经营 is its general public budget.
    """
    one_fund = not index.funds & {"fund", "capital"}
    if fund == "appropriation":
        return ["appropriation", "general"] if one_fund else ["appropriation"]
    if fund == "general":
        return ["general", "appropriation"] if one_fund else ["general"]
    return [fund] if fund else []


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
        if scope in index.unread:  # the amount may stand there, and another table's is of another scope
            return []
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
    if len(item_name(claim.subject.name)) < 3:
        return []
    for scope in _scopes(claim.fund, index) or ["all"]:
        found = index.names.get((name, scope, period), [])
        found = [f for f in found if len(f.code) == 3] or found
        if found:
            return found if len({f.code for f in found if f.code}) <= 1 else []
    return index.projects.get((name, period), [])
