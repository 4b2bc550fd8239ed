"""The performance forms (绩效目标表): one for the unit, one for each project."""

from decimal import Decimal

from . import wording
from .budget import Budget, Project
from .disclosure import Cell, Row, Table
from .printing import form_amount

WIDTHS = (3, 4, 5, 7, 5)


def forms(budget: Budget) -> list[Table]:
    return [_unit_form(budget), *(_project_form(budget, n, project) for n, project in enumerate(budget.projects))]


def _form(title: str, rows: list[Row]) -> Table:
    return Table(title, "", "form", "万元", WIDTHS, [], rows)


def _label(value: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(value, rowspan=rowspan, colspan=colspan, align="center")


def _amount(value: Decimal, key: str) -> Cell:
    return Cell(form_amount(value) if value else "", key, align="center")


def _indicator_rows(indicators: list[tuple[Cell, ...]]) -> list[Row]:
    """A block of indicator rows under one merged label; the first three cells are levels, the last the target."""
    block: list[Row] = [
        [_label("绩效指标", rowspan=len(indicators) + 1), *(_label(t) for t in ("一级指标", "二级指标", "三级指标", "指标值"))]
    ]
    block += [[None, *indicator] for indicator in indicators]
    return block


def _unit_form(budget: Budget) -> Table:
    basic, project, total = budget.basic().current, budget.project().current, budget.total().current
    indicators = [tuple(_label(part) for part in row) for row in wording.UNIT_INDICATORS]
    rows: list[Row] = [
        [_label("部门名称"), _label(budget.organization, colspan=4), None, None, None],
        [
            _label("年度目标"),
            Cell(f"完成{budget.year}年各项重点任务，按进度执行预算，保持单位正常运转。", colspan=4),
            None,
            None,
            None,
        ],
        [_label("年度预算（万元）", rowspan=6), *(_label(t) for t in ("支出类型", "金额", "资金来源", "金额"))],
        [
            None,
            _label("人员经费"),
            _amount(budget.personnel, "form/unit/personnel"),
            _label("财政拨款"),
            _amount(total, "form/unit/appropriation"),
        ],
        [None, _label("公用经费"), _amount(budget.public, "form/unit/public"), _label("上年结转"), _label("")],
        [None, _label("基本支出小计"), _amount(basic, "form/unit/basic"), _label("其他资金"), _label("")],
        [None, _label("项目支出"), _amount(project, "form/unit/project"), _label(""), _label("")],
        [None, _label("支出合计"), _amount(total, "form/unit/total"), _label("收入合计"), _amount(total, "form/unit/income")],
        *_indicator_rows(indicators),
    ]
    return _form("部门整体支出绩效目标表", rows)


def _project_form(budget: Budget, n: int, project: Project) -> Table:
    cost = (
        _label("成本指标"),
        _label("经济成本指标"),
        _label("项目总成本"),
        Cell(f"{form_amount(project.amount)}万元", f"form/{n}/cost", align="center"),
    )
    others = [tuple(_label(part) for part in row) for row in wording.INDICATORS[: project.indicators - 1]]
    rows: list[Row] = [
        [_label("项目名称"), _label(project.name, colspan=4), None, None, None],
        [_label("主管部门"), _label(budget.organization, colspan=2), None, _label("实施单位"), _label(budget.organization)],
        [
            _label("项目资金（万元）", rowspan=4),
            _label("年度资金总额", colspan=2),
            None,
            *_wide(_amount(project.amount, f"form/{n}/total")),
        ],
        [None, _label("其中：当年财政拨款", colspan=2), None, *_wide(_amount(project.amount, f"form/{n}/appropriation"))],
        [None, _label("上年结转资金", colspan=2), None, *_wide(_label(""))],
        [None, _label("其他资金", colspan=2), None, *_wide(_label(""))],
        [_label("年度目标"), Cell(f"按计划完成{project.name}的各项内容，资金专款专用。", colspan=4), None, None, None],
        *_indicator_rows([cost, *others]),
    ]
    return _form("项目支出绩效目标表", rows)


def _wide(cell: Cell) -> Row:
    cell.colspan = 2
    return [cell, None]
