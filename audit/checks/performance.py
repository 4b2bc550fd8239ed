"""Performance forms (绩效目标表, 绩效自评表): their funds, and their amounts in the budget's tables."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Strength, Term
from audit.checks.sums import equality, sum_of_items
from audit.checks.table_facts import Fact, facts_of
from audit.statements.labels import compact, read_label
from audit.statements.model import Figure, Statement

_TOTAL = re.compile(r"^(?:年度|项目)?资金总额$|^(?:年度|项目)?资金(?:总额|合计)|^预算总额|^总额$")
# What a form's funds are made of; a form with other rows (中央, 省级 …) may divide them twice.
_PART = re.compile(
    r"^(?:当年|本年)?(?:一般公共预算)?财政拨款(?:资金|收入)?$|^上年结转(?:资金|结余)?$|^(?:其他|单位|自有|自筹)(?:资金|收入)?$|^财政资金$"
)
_WHOLE_COST = re.compile(r"^(?!.*(?:单|每|人均|次均)).*(?:总成本|总投[资入]|总金额|总费用|资金总[额量]|预算总[额量]|总预算)")
_PERSONNEL = re.compile(r"^人员(?:经费|支出)$")
_PUBLIC = re.compile(r"^公用(?:经费|支出)$")
_BASIC = re.compile(r"^基本支出(?:预算)?(?:合计|小计)?$")
_PROJECT = re.compile(r"^项目支出(?:预算)?(?:合计|小计)?$")
_EXPENDITURE = re.compile(r"^(?:年度|部门|单位)?支出(?:预算)?(?:合计|总计|总额|小计)$")
_INCOME = re.compile(r"^(?:年度|部门|单位)?收入(?:预算)?(?:合计|总计|总额|小计)$")


def form_funds(statements: Sequence[Statement]) -> Iterator[Equation]:
    """A project form's 年度资金总额 is the sum of 当年财政拨款, 上年结转 and 其他资金, in each of its columns.

    Rows of other names, or a single row, make the sum a candidate.

    Right: 年度资金总额 23.1, 当年财政拨款 23.1, the others blank.
    Wrong: 年度资金总额 72.79, 当年财政拨款 27.79.
    Source: forms of 财政部《中央部门预算绩效目标管理办法》(财预〔2015〕88号),《项目支出绩效评价管理办法》(财预〔2020〕10号).
    """
    for statement in _forms(statements):
        for total in _totals(statement):
            below = [f for f in statement.figures if f.column == total.column and f.row > total.row and f.measure == "total"]
            block = [f for f in below if f.path[:-1] == total.path[:-1] and not _in_indicators(f)]
            # what is carried over is never all that a project has
            own = len(block) > 1 or any("财政拨款" in f.item for f in block)
            complete = own and all(_PART.match(f.item) for f in block) and _divisions_below(statement, total) > 1
            strength: Strength = "prescribed" if complete else "candidate"
            yield from sum_of_items("form_funds", "funds", total, block, strength, statement.name)


def cost_indicators(statements: Sequence[Statement]) -> Iterator[Equation]:
    """Where a form's cost indicators state one amount of money, it is the form's 年度资金总额.

    An indicator called 总成本 or the like is the whole; any other is a candidate over all forms of the document, for it can be
    a unit cost.

    Right: 年度资金总额 250, 经济成本指标 250 万.
    Wrong: 年度资金总额 60, 经济成本指标 180万.
    Source: the form 项目支出绩效目标表.
    """
    for statement in _forms(statements):
        costs = [f for f in statement.figures if any("成本指标" in label for label in (*f.path, f.item))]
        totals = [f for f in _totals(statement) if f.period == "current"]
        if len(costs) == 1 and len(totals) == 1:
            terms = (Term(costs[0], "成本指标"),)
            strength: Strength = "prescribed" if _WHOLE_COST.search(costs[0].item) else "candidate"
            stated = Term(totals[0], totals[0].item)
            yield Equation("cost_indicators", "cost", stated, terms, strength=strength, group="成本指标")


def unit_form(statements: Sequence[Statement]) -> Iterator[Equation]:
    """The form of the unit as a whole: 基本支出 = 人员经费 + 公用经费, 支出合计 = 基本支出 + 项目支出, 收入合计 = its sources,
    both totals alike, and each as the budget's tables print it.

    人员经费 and 公用经费 are those of the general budget, so they are compared where the tables know no other 基本支出.

    Right: 人员经费 735.71, 公用经费 54.32, 合计 790.03, 项目支出 549.00, 支出预算合计 1339.03.
    Wrong: 项目支出 1142.46 where 支出总表 prints 1,124.46.
    Source: the form 部门（单位）整体支出绩效目标表.
    """
    facts = facts_of(statements)
    for statement in _forms(statements):
        found = _unit_figures(statement)
        if "basic" not in found and "expenditure" not in found:
            continue
        yield from _sum(found, "basic", ("personnel", "public"))
        yield from _sum(found, "expenditure", ("basic", "project"))
        sources = [f for f in statement.figures if _PART.match(f.item) and f.period == "current"]
        if "income" in found:
            yield from sum_of_items("unit_form", "income", found["income"], sources, "prescribed")
            yield from _sum(found, "income", ("expenditure",))
        yield from _in_tables(found, facts)


def project_forms(statements: Sequence[Statement]) -> Iterator[Equation]:
    """A project's form and its row in the list of projects print the same amounts; all forms add up to 项目支出.

    Both are candidates: lists and forms can be of other funds, and not all projects need a form.

    Right: the form's 年度资金总额 339.37, the list's 339.37.
    Wrong: 393.37 in one of them, while the other projects agree.
    Source: the forms of 财预〔2015〕88号.
    """
    forms = [(statement, total) for statement in _forms(statements) for total in _totals(statement) if total.path]
    for listing in (statement for statement in statements if statement.role == "projects"):
        by_name = {(compact(f.item), f.period): f for f in listing.figures if f.measure == "total" and f.fund == "all"}
        for _, total in forms:
            other = by_name.get((compact(total.path[0]), total.period))
            if other is not None:
                yield equality("project_forms", "form_list", total, other, "candidate", listing.name)
    current = [total for _, total in forms if total.period == "current"]
    if len(current) > 1:
        for fact in facts_of(statements):
            if (fact.about, fact.what, fact.measure, fact.period) == ("expenditure", "total", "project", "current"):
                terms = tuple(Term(total, total.path[0]) for total in current)
                yield Equation(
                    "project_forms",
                    "forms_sum",
                    Term(fact.figure, "项目支出"),
                    terms,
                    strength="candidate",
                    group=fact.statement.name,
                )
                return


def _forms(statements: Sequence[Statement]) -> Iterator[Statement]:
    return (statement for statement in statements if statement.role == "performance")


def _totals(statement: Statement) -> list[Figure]:
    return [f for f in statement.figures if _TOTAL.match(f.item) and f.measure == "total" and not _in_indicators(f)]


def _divisions_below(statement: Statement, total: Figure) -> int:
    """How many of a form's sources of funds are printed below its total, with an amount or without."""
    texts = [read_label(cell.text).item for row in statement.table.rows[total.row + 1 :] for cell in row if len(cell.text) < 20]
    return sum(bool(_PART.match(text)) for text in texts)


def _in_indicators(figure: Figure) -> bool:
    return any("指标" in label for label in figure.path)


def _unit_figures(statement: Statement) -> dict[str, Figure]:
    patterns = {
        "personnel": _PERSONNEL,
        "public": _PUBLIC,
        "basic": _BASIC,
        "project": _PROJECT,
        "expenditure": _EXPENDITURE,
        "income": _INCOME,
    }
    found: dict[str, Figure] = {}
    for figure in statement.figures:
        for name, pattern in patterns.items():
            if pattern.match(figure.item):
                found.setdefault(name, figure)
        if figure.item in ("合计", "小计") and any("基本支出" in label for label in figure.path):
            found.setdefault("basic", figure)
    return found


def _sum(found: dict[str, Figure], total: str, parts: Sequence[str]) -> Iterator[Equation]:
    if total in found and all(part in found for part in parts):
        yield from sum_of_items("unit_form", total, found[total], [found[part] for part in parts], "prescribed")


def _in_tables(found: dict[str, Figure], facts: Sequence[Fact]) -> Iterator[Equation]:
    totals = [f for f in facts if f.about == "expenditure" and f.what == "total" and f.period == "current"]
    basics = {f.figure.number.amount for f in totals if f.measure == "basic"}
    for name, measure in (("expenditure", "total"), ("basic", "basic"), ("project", "project")):
        whole = [f for f in totals if f.measure == measure and f.fund == "all" and f.statement.role == "expenditure"]
        if name in found and len(whole) == 1:
            yield equality("unit_form", f"{name}_table", found[name], whole[0].figure, "prescribed")
    for name in ("personnel", "public"):
        general = [f for f in totals if f.measure == name and f.statement.role == "basic"]
        if name in found and len(general) == 1 and len(basics) == 1:
            yield equality("unit_form", f"{name}_table", found[name], general[0].figure, "prescribed")
