"""Layout `ruled`: narrative first, then a numbered series of ruled tables in 万元."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from .budget import Budget, FunctionLine
from .classification import CLASSES, ECONOMIC_CLASSES, INCOME_SOURCES, function_name
from .disclosure import Cell, Row, Table
from .printing import cell_amount, rounded

ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
NOTE = "说明：没有数据的栏目留空。"
Value = Callable[[FunctionLine], Decimal]


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 … 二十, 二十一 … of a number below 100."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else ORDINALS[tens - 1]) + "十" if tens else ""
    return head + (ORDINALS[ones - 1] if ones else "")


def text(value: str) -> Cell:
    return Cell(value)


def head(value: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(value, rowspan=rowspan, colspan=colspan, align="center")


def figure(value: Decimal, key: str) -> Cell:
    return Cell(cell_amount(value), key, align="right")


def tables(budget: Budget, with_prior: bool) -> list[Table]:
    """The tables of a disclosure; `with_prior` adds last year's figures to the general public budget table."""
    numbered = [
        _balance(budget),
        _income(budget),
        _expenditure(budget),
        _appropriation(budget),
        _appropriation_by_unit(budget),
        _general(budget, with_prior),
        _basic(budget),
        _three_public(budget),
        _operation(budget),
        _fund(budget),
        _capital(),
        _project_list(budget),
        _procurement(budget),
    ]
    for number, table in enumerate(numbered, 1):
        table.label = f"表{ordinal(number)}"
    return numbered


def _table(
    title: str, widths: Sequence[int], heads: list[Row], rows: list[Row], labels: int = 1, landscape: bool = False
) -> Table:
    return Table(title, "", "table", "万元", tuple(widths), heads, rows, NOTE, landscape, labels)


def _side_by_side(left: list[Row], right: list[Row]) -> list[Row]:
    """Income and expenditure items in one grid, the shorter side filled up with blanks."""

    def side(rows: list[Row], n: int) -> Row:
        return rows[n] if n < len(rows) else [text("") for _ in rows[0]]

    return [[*side(left, n), *side(right, n)] for n in range(max(len(left), len(right)))]


def _balance(budget: Budget) -> Table:
    total = budget.total().current
    sources = _sources(budget)
    left: list[Row] = [
        [text(f"{ordinal(n)}、{name}"), figure(value, f"balance/income/{n - 1}")] for n, (name, value) in enumerate(sources, 1)
    ]
    right: list[Row] = [
        [text(f"{ordinal(n)}、{name}"), figure(budget.total("", code).current, f"balance/{code}")]
        for n, (code, name) in enumerate(CLASSES.items(), 1)
    ]
    rows = _side_by_side(left, right)
    rows.append(
        [
            head("本年收入合计"),
            figure(total, "balance/current_income"),
            head("本年支出合计"),
            figure(total, "balance/current_expenditure"),
        ]
    )
    rows.append(
        [text(f"{ordinal(len(left) + 1)}、上年结转结余"), text(""), text(f"{ordinal(len(right) + 1)}、年终结转结余"), text("")]
    )
    rows.append([head("收入总计"), figure(total, "balance/income"), head("支出总计"), figure(total, "balance/expenditure")])
    heads: list[Row] = [
        [head("收入", colspan=2), None, head("支出", colspan=2), None],
        [head("项目"), head("预算数"), head("项目"), head("预算数")],
    ]
    return _table("部门收支预算总表", (9, 4, 9, 4), heads, rows)


def _sources(budget: Budget) -> list[tuple[str, Decimal]]:
    values = {INCOME_SOURCES[0]: budget.total("general").current, INCOME_SOURCES[1]: budget.total("fund").current}
    return [(name, values.get(name, Decimal(0))) for name in INCOME_SOURCES]


def _income(budget: Budget) -> Table:
    rows: list[Row] = [
        [text(f"{ordinal(n)}、{name}"), figure(value, f"income/{n - 1}")] for n, (name, value) in enumerate(_sources(budget), 1)
    ]
    total = budget.total().current
    rows.append([head("本年收入合计"), figure(total, "income/current")])
    rows.append([text(f"{ordinal(len(rows))}、上年结转结余"), text("")])
    rows.append([head("收入总计"), figure(total, "income/total")])
    return _table("部门收入预算总表", (3, 1), [[head("收入项目"), head("预算数")]], rows)


def _function_rows(budget: Budget, name: str, fund: str, columns: dict[str, Value]) -> list[Row]:
    """A total row, then 类, 款 and 项 rows, with a column for each named value; keys are `name/code/column`."""

    def row(code: str, label: str, lines: list[FunctionLine], key: str) -> Row:
        cells = [
            figure(sum((value(line) for line in lines), Decimal(0)), f"{name}/{key}/{column}")
            for column, value in columns.items()
        ]
        return [text(code), Cell(label, align="center" if not code else "left"), *cells]

    rows = [row("", "合计", budget.lines(fund), "total")]
    for line in budget.lines(fund):
        for length in (3, 5, 7):
            prefix = line.code[:length]
            members = budget.lines(fund, prefix)
            if members[0] is line:
                rows.append(row(prefix, function_name(prefix), members, prefix))
    return rows


CURRENT: dict[str, Value] = {
    "total": lambda line: line.total.current,
    "basic": lambda line: line.basic.current,
    "project": lambda line: line.project.current,
}
FUNCTION_WIDTHS = (5, 12, 5, 5, 5)


def _function_heads(leaf: list[str]) -> list[Row]:
    return [
        [head("功能分类科目", colspan=2), None, head("本年预算支出", colspan=len(leaf)), *([None] * (len(leaf) - 1))],
        [head("编码"), head("名称"), *(head(name) for name in leaf)],
    ]


def _expenditure(budget: Budget) -> Table:
    heads = _function_heads(["合计", "基本支出", "项目支出"])
    return _table("部门支出预算总表", FUNCTION_WIDTHS, heads, _function_rows(budget, "expenditure", "", CURRENT), labels=2)


def _appropriation(budget: Budget) -> Table:
    total = {fund: budget.total(fund).current for fund in ("", "general", "fund")}
    left: list[Row] = [
        [text("一、本年收入"), figure(total[""], "appropriation/income/current")],
        [text("（一）一般公共预算拨款"), figure(total["general"], "appropriation/income/general")],
        [text("（二）政府性基金预算拨款"), figure(total["fund"], "appropriation/income/fund")],
        [text("（三）国有资本经营预算拨款"), text("")],
        [text("二、上年结转"), text("")],
    ]

    def expenditure(label: Cell, row: str, prefix: str = "") -> Row:
        funds = ("", "general", "fund")
        return [label, *(figure(budget.total(fund, prefix).current, f"appropriation/{row}/{fund or 'total'}") for fund in funds)]

    right = [expenditure(text("一、本年支出"), "current")]
    right += [
        expenditure(text(f"（{ordinal(n)}）{function_name(code)}"), code, code) for n, code in enumerate(budget.codes(3), 1)
    ]
    right.append([text("二、结转下年"), text(""), text(""), text("")])
    rows = _side_by_side(left, right)
    rows.append([head("收入总计"), figure(total[""], "appropriation/income/total"), *expenditure(head("支出总计"), "total")])
    heads: list[Row] = [
        [head("收入", colspan=2), None, head("支出", colspan=4), None, None, None],
        [head("项目"), head("预算数"), head("项目"), head("合计"), head("一般公共预算"), head("政府性基金预算")],
    ]
    return _table("财政拨款收支预算总表", (9, 5, 10, 5, 5, 5), heads, rows, landscape=True)


def _appropriation_by_unit(budget: Budget) -> Table:
    def row(label: Cell, key: str) -> Row:
        cells = [figure(budget.total().current, f"unit/{key}/total")]
        for fund in ("general", "fund"):
            measures = {"total": budget.total(fund), "basic": budget.basic(fund), "project": budget.project(fund)}
            cells += [figure(change.current, f"unit/{key}/{fund}/{measure}") for measure, change in measures.items()]
        return [label, *cells]

    def group(name: str) -> Row:
        return [head(name, colspan=3), None, None]

    measures: Row = [head(name) for name in ("小计", "基本支出", "项目支出")]
    heads: list[Row] = [
        [head("单位名称", rowspan=2), head("合计", rowspan=2), *group("一般公共预算支出"), *group("政府性基金预算支出")],
        [None, None, *measures, *measures],
    ]
    rows = [row(head("合计"), "total"), row(text(budget.organization), "unit")]
    return _table("财政拨款支出预算表", (8, 4, 4, 4, 4, 4, 4, 4), heads, rows, landscape=True)


def _general(budget: Budget, with_prior: bool) -> Table:
    title = "一般公共预算支出预算表"
    if not with_prior:
        heads = _function_heads(["合计", "基本支出", "项目支出"])
        return _table(title, FUNCTION_WIDTHS, heads, _function_rows(budget, "general", "general", CURRENT), labels=2)
    columns: dict[str, Value] = {"prior": lambda line: line.total.prior} | CURRENT | {"delta": lambda line: line.total.delta}
    heads = [
        [
            head("功能分类科目", colspan=2),
            None,
            head(f"{budget.year - 1}年预算数", rowspan=2),
            head(f"{budget.year}年预算数", colspan=3),
            None,
            None,
            head("增减额", rowspan=2),
            head("增减比例（%）", rowspan=2),
        ],
        [head("编码"), head("名称"), None, head("小计"), head("基本支出"), head("项目支出"), None, None],
    ]
    rows = _function_rows(budget, "general", "general", columns)
    for row, lines in zip(rows, _line_groups(budget), strict=True):
        prior = sum((line.total.prior for line in lines), Decimal(0))
        delta = sum((line.total.delta for line in lines), Decimal(0))
        row.append(Cell(f"{rounded(100 * delta / prior, 2):f}" if prior and delta else "", align="right"))
    return _table(title, (4, 11, 5, 5, 5, 5, 5, 5), heads, rows, labels=2, landscape=True)


def _line_groups(budget: Budget) -> list[list[FunctionLine]]:
    """The lines behind each row of the general public budget table, in the order of `_function_rows`."""
    lines = budget.lines("general")
    groups = [lines]
    for line in lines:
        for length in (3, 5, 7):
            members = budget.lines("general", line.code[:length])
            if members[0] is line:
                groups.append(members)
    return groups


def _basic(budget: Budget) -> Table:
    def row(code: str, label: Cell, prefix: str, key: str) -> Row:
        total = budget.economic_total(prefix)
        personnel = sum(
            (line.amount for line in budget.economic if line.is_personnel and line.code.startswith(prefix)), Decimal(0)
        )
        values = {"total": total, "personnel": personnel, "public": total - personnel}
        return [text(code), label, *(figure(value, f"basic/{key}/{column}") for column, value in values.items())]

    rows = [row("", head("合计"), "", "total")]
    for category in budget.economic_classes:
        rows.append(row(category, text(ECONOMIC_CLASSES[category]), category, category))
        rows += [
            row(line.code, text(line.name), line.code, line.code) for line in budget.economic if line.code.startswith(category)
        ]
    heads: list[Row] = [
        [head("经济分类科目", colspan=2), None, head("基本支出", colspan=3), None, None],
        [head("编码"), head("名称"), head("合计"), head("人员经费"), head("公用经费")],
    ]
    return _table("一般公共预算基本支出预算表", FUNCTION_WIDTHS, heads, rows, labels=2)


def _three_public(budget: Budget) -> Table:
    three = budget.three_public
    values = {
        "sum": three.total,
        "abroad": three.abroad,
        "vehicles": three.vehicles,
        "purchase": three.purchase,
        "running": three.running,
        "reception": three.reception,
        "meeting": budget.meeting,
        "training": budget.training,
    }
    rows: list[Row] = [
        [label, *(figure(change.current, f"three/{key}/{column}") for column, change in values.items())]
        for label, key in ((head("合计"), "total"), (text(budget.organization), "unit"))
    ]
    heads: list[Row] = [
        [
            head("单位名称", rowspan=3),
            head("“三公”经费", colspan=6),
            None,
            None,
            None,
            None,
            None,
            head("会议费", rowspan=3),
            head("培训费", rowspan=3),
        ],
        [
            None,
            head("合计", rowspan=2),
            head("因公出国（境）费", rowspan=2),
            head("公务用车购置及运行维护费", colspan=3),
            None,
            None,
            head("公务接待费", rowspan=2),
            None,
            None,
        ],
        [None, None, None, head("小计"), head("购置费"), head("运行维护费"), None, None, None],
    ]
    title = "一般公共预算“三公”经费、会议费和培训费预算表"
    return _table(title, (8, 4, 4, 4, 4, 4, 4, 4, 4), heads, rows, landscape=True)


def _operation(budget: Budget) -> Table:
    def row(number: str, label: Cell, key: str, basic: Decimal, project: Decimal) -> Row:
        values = {"total": basic + project, "basic": basic, "project": project}
        return [head(number), label, *(figure(value, f"operation/{key}/{column}") for column, value in values.items())]

    lines = budget.operation
    basic = sum((line.basic for line in lines), Decimal(0))
    project = sum((line.project for line in lines), Decimal(0))
    rows = [row("", head("合计"), "total", basic, project)]
    rows += [
        row(str(n), text(f"{line.code} {line.name}"), line.code, line.basic, line.project) for n, line in enumerate(lines, 1)
    ]
    heads: list[Row] = [[head("序号"), head("经济分类科目"), head("合计"), head("基本支出"), head("项目支出")]]
    return _table("机关运行经费预算表", (3, 12, 5, 5, 5), heads, rows, labels=2)


def _fund(budget: Budget) -> Table:
    title, heads = "政府性基金预算支出预算表", _function_heads(["合计", "基本支出", "项目支出"])
    lines = budget.lines("fund")
    rows = _function_rows(budget, "fund", "fund", CURRENT) if lines else _empty_rows(5)
    return _table(title, FUNCTION_WIDTHS, heads, rows, labels=2)


def _capital() -> Table:
    return _table(
        "国有资本经营预算支出预算表", FUNCTION_WIDTHS, _function_heads(["合计", "基本支出", "项目支出"]), _empty_rows(5), labels=2
    )


def _empty_rows(width: int) -> list[Row]:
    total: Row = [text(""), head("合计"), *(text("") for _ in range(width - 2))]
    return [total, [text("") for _ in range(width)]]


def _project_list(budget: Budget) -> Table:
    total = sum((project.amount for project in budget.projects), Decimal(0))
    rows: list[Row] = [[head(""), head("合计"), text(""), figure(total, "projects/total/amount")]]
    rows += [
        [head(str(n)), text(project.name), head(project.code), figure(project.amount, f"projects/{n - 1}/amount")]
        for n, project in enumerate(budget.projects, 1)
    ]
    heads: list[Row] = [[head("序号"), head("项目名称"), head("功能科目编码"), head("预算数")]]
    return _table("项目支出预算明细表", (2, 14, 5, 5), heads, rows, labels=2)


def _procurement(budget: Budget) -> Table:
    bought = budget.procurement
    values = {"total": bought.total, "goods": bought.goods, "works": bought.works, "services": bought.services}
    rows: list[Row] = [
        [label, *(figure(value, f"procurement/{key}/{column}") for column, value in values.items())]
        for label, key in ((head("合计"), "total"), (text(budget.organization), "unit"))
    ]
    heads: list[Row] = [[head("单位名称"), head("采购预算合计"), head("货物"), head("工程"), head("服务")]]
    return _table("政府采购预算表", (8, 4, 4, 4, 4), heads, rows)
