"""One figure printed in two tables."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from audit.checks.equation import Equation, Strength, Term
from audit.checks.hierarchy import grand_total
from audit.checks.sums import equality, only_if_mostly_held, unless_rounding
from audit.checks.table_facts import Fact, carried_amounts, facts_of, year_total
from audit.statements.labels import compact
from audit.statements.model import Figure, Line, Statement
from audit.statements.scope import source_of

# No disclosure prints a figure in more tables than this; a collection of many units' tables does.
_MOST_PAIRS = 12
_CHOSEN_PROJECTS = re.compile(r"重点|部分|专项|绩效")


def same_figure(statements: Sequence[Statement]) -> Iterator[Equation]:
    """The same item, division, fund and period printed in two tables is the same amount.

    Every row and column counts, by code or by the name of its 类: balance 类 = expenditure 类, its totals, 基本支出 of the
    general budget = total of its basic expenditure table, 人员经费 and 公用经费, income by source. Two tables that disagree
    in most figures are taken to differ in scope, and their relations are candidates only.

    Right: 收支总表 农林水支出 250.00, 支出总表 213 农林水支出 250.00.
    Wrong: 收支总表 农林水支出 7,457,827.00, 支出总表 213 农林水支出 4,757,827.00.
    Source: 财政部《地方预决算公开操作规程》(财预〔2016〕143号): the summary, detail and fund tables show one budget.
    """
    facts = facts_of(statements)
    by_key: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.key].append(fact)
    pairs: dict[tuple[int, int], list[tuple[Fact, Fact]]] = defaultdict(list)
    order = {id(statement): index for index, statement in enumerate(statements)}
    for same in by_key.values():
        for first, second in _pairs(same):
            pairs[order[id(first.statement)], order[id(second.statement)]].append((first, second))
    for (a, b), found in pairs.items():
        equations = [_equal(first, second) for first, second in found]
        yield from only_if_mostly_held(equations, f"{statements[a].name} {statements[b].name}")


def _pairs(same: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Every two printings of a figure; where hundreds of tables are alike, each with those that follow next."""
    for index, first in enumerate(same):
        for second in same[index + 1 : index + 1 + _MOST_PAIRS]:
            yield first, second


def _equal(first: Fact, second: Fact) -> Equation:
    found = equality("same_figure", first.about, second.figure, first.figure, "prescribed")
    return found if found.holds else unless_rounding(found, max(first.leaves, second.leaves))


def one_fund(statements: Sequence[Statement]) -> Iterator[Equation]:
    """Where all income is one fund's and nothing was carried over, tables of all funds and of that fund agree row by row.

    So does income by function with expenditure by function. No law says so: each pair of tables must bear it out.

    Right: income is 一般公共预算 only, 支出总表 2080101 875.33, 一般公共预算支出表 2080101 875.33.
    Wrong: the same with 857.33 in one of them, while the other rows agree.
    Source: arithmetic; funds the income side leaves blank cannot be spent.
    """
    merged = _merged_funds(statements)
    if merged:
        facts = [f for f in facts_of(statements) if f.about == "expenditure" and f.period == "current" and f.fund in merged]
        yield from _agreeing("fund", facts, lambda first, second: first.fund != second.fund)
    if _carries_nothing(statements):
        facts = [f for f in facts_of(statements) if f.about == "expenditure" and f.measure == "total" and f.what != "total"]
        income = [fact for s in statements if s.role == "income" for fact in _income_by_function(s)]
        yield from _agreeing(
            "income", facts + income, lambda first, second: first.fund == second.fund and first.about != second.about
        )


def project_list(statements: Sequence[Statement]) -> Iterator[Equation]:
    """The list of projects adds up to the 项目支出 of the expenditure table, in total and for each function it names.

    The total is prescribed where all-funds and general-budget 项目支出 do not differ and the list is not a choice (重点, 专项);
    functions are candidates.

    Right: 项目支出表 合计 722.34, 支出总表 项目支出 722.34.
    Wrong: 项目支出表 合计 732.34 beside the same.
    Source: the budget form 项目支出表.
    """
    totals, by_code = _project_expenditure(statements)
    for statement in statements:
        if statement.role != "projects":
            continue
        total = grand_total(statement.lines)
        unambiguous = len({figure.number.amount for figure in totals.values()}) == 1
        chosen = bool(_CHOSEN_PROJECTS.search(statement.table.title))
        strength: Strength = "prescribed" if unambiguous and not chosen else "candidate"
        wanted = totals.get("all") or (totals.get("general") if unambiguous else None)
        for figure in total.figures if total else ():
            if wanted is not None and (figure.measure, figure.fund, figure.period) == ("total", "all", "current"):
                yield equality("project_list", "projects_total", figure, wanted, strength, statement.name)
        for code, projects in _projects_by_code(statement).items():
            if code in by_code:
                terms = tuple(Term(project, project.item) for project in projects)
                stated = Term(by_code[code], by_code[code].item)
                yield Equation("project_list", "projects_function", stated, terms, strength="candidate", group=statement.name)


def operation_items(statements: Sequence[Statement]) -> Iterator[Equation]:
    """The 基本支出 of an item of 机关运行经费 is the item's amount in the basic expenditure table.

    A candidate: a department with 事业单位 counts only its offices in the former.

    Right: 机关运行经费 [30201]办公费 基本支出 8.00, 基本支出表 30201 办公费 8.00.
    Wrong: 9.00 beside 8.00, while the other items agree.
    Source: definition of 机关运行经费 (公用经费 of offices and 参公 units).
    """
    economic = {f.what: f for f in facts_of(statements) if (f.about, f.measure, f.period) == ("economic", "total", "current")}
    for statement in statements:
        if statement.role != "operation":
            continue
        for line in statement.lines:
            for figure in line.figures:
                if figure.measure == "basic" and line.code in economic:
                    yield equality("operation_items", "item", figure, economic[line.code].figure, "candidate", statement.name)


def single_fund(statement: Statement) -> bool:
    """Whether the income side of a summary is general-budget appropriation alone, with nothing carried over."""
    income = [line for line in statement.lines if line.side == "income"]
    lines = [line for line in income if not line.total]
    general = [amount for line in lines if source_of(line.item) == "general" and (amount := _amount(line))]
    whole = _amount(year_total(income))
    if carried_amounts(lines) or len(general) != 1 or not _meet(general[0], whole):
        return False
    filled = [line for line in lines if any(f.number.value != 0 and f.period == "current" for f in line.figures)]
    sources = {source_of(line.item) for line in filled if line.parent < 0 or source_of(line.item)}
    sources.discard("appropriation")
    if any(re.fullmatch(r"(?:本年|当年)收入", line.item) for line in filled):
        sources.discard("")
    return sources == {"general"}


def _merged_funds(statements: Sequence[Statement]) -> frozenset[str]:
    if any(statement.role == "balance" and single_fund(statement) for statement in statements):
        return frozenset({"all", "appropriation", "general"})
    if any(statement.role == "appropriation" and single_fund(statement) for statement in statements):
        return frozenset({"appropriation", "general"})
    return frozenset()


def _carries_nothing(statements: Sequence[Statement]) -> bool:
    """Whether this year's income is this year's expenditure, and no summary shows money carried over."""
    balances = [statement for statement in statements if statement.role == "balance"]
    if len(balances) != 1 or carried_amounts(balances[0].lines):
        return False
    income, expenditure = (
        _amount(year_total([line for line in balances[0].lines if line.side == side])) for side in ("income", "expenditure")
    )
    return _meet(income, expenditure)


def _meet(first: Figure | None, second: Figure | None) -> bool:
    return first is not None and second is not None and first.number.interval.meets(second.number.interval)


def _amount(line: Line | None) -> Figure | None:
    """This year's one amount of a line."""
    found = [f for f in line.figures if (f.measure, f.period) == ("total", "current")] if line else []
    return found[0] if found else None


def _agreeing(kind: str, facts: Sequence[Fact], wanted: Callable[[Fact, Fact], bool]) -> Iterator[Equation]:
    """Candidates between facts of two tables that state the same but for what `wanted` lets differ."""
    by_key: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.what, fact.measure, fact.period].append(fact)
    for same in by_key.values():
        for first, second in _pairs(same):
            if first.statement is not second.statement and wanted(first, second):
                group = f"{first.statement.name} {second.statement.name}"
                yield equality("one_fund", kind, second.figure, first.figure, "candidate", group)


def _income_by_function(statement: Statement) -> Iterator[Fact]:
    codes = [line.code for line in statement.lines if line.code]
    if len(set(codes)) < len(codes):
        return
    for line in statement.lines:
        for figure in line.figures if line.code.startswith("2") else ():
            if figure.measure == "total" and figure.fund in ("all", "general", "fund", "capital"):
                yield Fact(statement, figure, "income_by_function", line.code, "total", figure.fund, figure.period)


def _project_expenditure(statements: Sequence[Statement]) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """项目支出 of the expenditure tables: in total by fund, and by function where one table of all funds prints it."""
    totals: dict[str, Figure] = {}
    by_code: dict[str, Figure] = {}
    for fact in facts_of(statements):
        if (fact.about, fact.measure, fact.period) == ("expenditure", "project", "current"):
            if fact.what == "total" and fact.fund in ("all", "general"):
                totals.setdefault(fact.fund, fact.figure)
            elif fact.fund == "all":
                by_code.setdefault(fact.what, fact.figure)
    return totals, by_code


def _projects_by_code(statement: Statement) -> dict[str, list[Figure]]:
    """The amounts of a project list by the function code in its rows."""
    head = statement.table.head
    columns = [
        c
        for c in range(statement.table.width)
        if any("功能" in (text := compact(row[c].text)) and ("编码" in text or "科目" in text) for row in head)
    ]
    found: dict[str, list[Figure]] = defaultdict(list)
    if len(columns) != 1:
        return found
    for line in statement.lines:
        code = compact(statement.table.rows[line.row][columns[0]].text)
        amounts = [f for f in line.figures if (f.measure, f.fund, f.period) == ("total", "all", "current")]
        if re.fullmatch(r"2\d{6}", code) and len(amounts) == 1 and not line.total:
            found[code].append(amounts[0])
    return found
