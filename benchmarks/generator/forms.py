"""The performance forms (绩效目标表, 绩效自评表): one for the unit, one for each project."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .budget import Budget, Project
from .disclosure import Cell, Row, Table
from .grids import Sheet, blanks, label
from .printing import rounded

WIDTHS = (3, 4, 5, 7, 5)


@dataclass(frozen=True)
class Forms:
    """How a layout fills in its forms.

    indicators, unit_indicators: (level, level, level, target) of the forms of projects and of the unit
    vertical: labels over several rows run downwards
    suffix: what the cost of a project ends in (`180万元`)
    """

    sheet: Sheet
    indicators: Sequence[Sequence[str]]
    unit_indicators: Sequence[Sequence[str]]
    titles: tuple[str, str] = ("部门整体支出绩效目标表", "项目支出绩效目标表")
    organization: str = "部门名称"
    vertical: bool = False
    suffix: str = "万元"

    def of(self, budget: Budget) -> list[Table]:
        return [self.unit_form(budget), *self.project_forms(budget)]

    def project_forms(self, budget: Budget) -> list[Table]:
        return [self._project_form(budget, n, project) for n, project in enumerate(budget.projects)]

    def self_evaluations(self, budget: Budget) -> list[Table]:
        """Forms of final accounts: planned and spent beside each other."""
        return [self._self_evaluation(budget, n, project) for n, project in enumerate(budget.projects)]

    def unit_form(self, budget: Budget) -> Table:
        basic, project, total = budget.basic().current, budget.project().current, budget.total().current
        indicators: list[Row] = [[label(part) for part in row] for row in self.unit_indicators]
        goal = f"完成{budget.year}年各项重点任务，按进度执行预算，保持单位正常运转。"

        def line(name: str, amount: Cell, source: str, value: Cell) -> Row:
            return [None, label(name), amount, label(source), value]

        rows: list[Row] = [
            [label(self.organization), *_over(label(budget.organization), 4)],
            [label("年度目标"), *_over(Cell(goal), 4)],
            [self._side(f"年度预算（{self.sheet.unit}）", 6), *(label(t) for t in ("支出类型", "金额", "资金来源", "金额"))],
            line(
                "人员经费",
                self._amount(budget.personnel, "form/unit/personnel"),
                "财政拨款",
                self._amount(total, "form/unit/appropriation"),
            ),
            line("公用经费", self._amount(budget.public, "form/unit/public"), "上年结转", label("")),
            line("基本支出小计", self._amount(basic, "form/unit/basic"), "其他资金", label("")),
            line("项目支出", self._amount(project, "form/unit/project"), "", label("")),
            line("支出合计", self._amount(total, "form/unit/total"), "收入合计", self._amount(total, "form/unit/income")),
            *self._indicator_rows(indicators),
        ]
        return self._form(self.titles[0], rows)

    def _project_form(self, budget: Budget, n: int, project: Project) -> Table:
        amount = f"{self.sheet.form_amount(project.amount)}{self.suffix}"
        cost: Row = [
            label("成本指标"),
            label("经济成本指标"),
            label("项目总成本"),
            Cell(amount, f"form/{n}/cost", align="center"),
        ]
        others: list[Row] = [[label(part) for part in row] for row in self.indicators[: project.indicators - 1]]

        def line(first: Cell | None, name: str, value: Cell) -> Row:
            return [first, *_over(label(name), 2), *_over(value, 2)]

        rows: list[Row] = [
            [label("项目名称"), *_over(label(project.name), 4)],
            [label("主管部门"), *_over(label(budget.organization), 2), label("实施单位"), label(budget.organization)],
            line(
                self._side(f"项目资金（{self.sheet.unit}）", 4),
                "年度资金总额",
                self._amount(project.amount, f"form/{n}/total"),
            ),
            line(None, "其中：当年财政拨款", self._amount(project.amount, f"form/{n}/appropriation")),
            line(None, "上年结转资金", label("")),
            line(None, "其他资金", label("")),
            [label("年度目标"), *_over(Cell(f"按计划完成{project.name}的各项内容，资金专款专用。"), 4)],
            *self._indicator_rows([cost, *others]),
        ]
        return self._form(self.titles[1], rows)

    def _self_evaluation(self, budget: Budget, n: int, project: Project) -> Table:
        done = rounded(100 * project.amount / project.planned, 2)
        score = rounded(min(done, Decimal(100)) / 10, 1)
        planned, spent = (self.sheet.form_amount(value) for value in (project.planned, project.amount))

        def amounts(key: str, *more: Cell) -> Row:
            return [
                Cell(planned, f"form/{n}/{key}/first", align="center"),
                Cell(planned, f"form/{n}/{key}/planned", align="center"),
                Cell(spent, f"form/{n}/{key}", align="center"),
                *more,
            ]

        indicators: list[Row] = [
            [None, *(label(part) for part in row[:3]), label(row[3]), label(row[3]), label("10"), label("10")]
            for row in self.indicators[: project.indicators]
        ]
        heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
        rows: list[Row] = [
            [label("项目名称"), *_over(label(project.name), 7)],
            [label("主管部门"), *_over(label(budget.organization), 3), label("实施单位"), *_over(label(budget.organization), 3)],
            [
                self._side(f"项目资金（{self.sheet.unit}）", 4),
                label(""),
                *(label(t) for t in ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")),
            ],
            [None, label("年度资金总额"), *amounts("total", label("10"), label(f"{done:f}%"), label(f"{score:f}"))],
            [None, label("其中：财政拨款"), *amounts("appropriation", label("—"), label(f"{done:f}%"), label("—"))],
            [None, label("其他资金"), *blanks(6)],
            [self._side("绩效指标", len(indicators) + 1), *(label(t) for t in heads)],
            *indicators,
        ]
        return self._form("项目支出绩效自评表", rows, (3, 5, 5, 5, 4, 4, 4, 3))

    def _form(self, title: str, rows: list[Row], widths: tuple[int, ...] = WIDTHS) -> Table:
        narrow = (2, *widths[1:]) if self.vertical else widths
        return Table(title, "", "form", self.sheet.unit, narrow, [], rows)

    def _side(self, value: str, rowspan: int) -> Cell:
        """The label beside several rows."""
        return label("\n".join(value) if self.vertical else value, rowspan=rowspan)

    def _amount(self, value: Decimal, key: str) -> Cell:
        return Cell(self.sheet.form_amount(value) if value else "", key, align="center")

    def _indicator_rows(self, indicators: Sequence[Row]) -> list[Row]:
        """A block of indicator rows under one merged label; the first three cells are levels, the last the target."""
        names = ("一级指标", "二级指标", "三级指标", "指标值")
        head: Row = [self._side("绩效指标", len(indicators) + 1), *(label(name) for name in names)]
        return [head, *([None, *indicator] for indicator in indicators)]


def _over(cell: Cell, columns: int) -> Row:
    """A cell merged over several columns."""
    cell.colspan = columns
    return [cell, *([None] * (columns - 1))]
