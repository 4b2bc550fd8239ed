"""Performance forms (绩效目标表, 绩效自评表): cells that label each other, amounts inside texts."""

import re
from collections.abc import Mapping, Sequence

from audit.numbers import Number, cell_number
from audit.reading.document import Cell, Table
from audit.statements.labels import compact, read_label
from audit.statements.model import Figure
from audit.statements.scope import Scope, period_in, source_of

_UNIT = re.compile(r"[（(](?:单位[：:])?(亿元|万元|千元|元)[)）]")
_INDICATORS = re.compile(r"^(?:[一二三]级指标|绩效指标)$")
_FUNDS_END = re.compile(r"总体目标|绩效目标|年度目标|目标完成")
_PROJECT = re.compile(r"^项目名称$")
_NO_AMOUNT = re.compile(r"分值|得分|权重|满分|自评|指标|完成值|目标值")
_RATE = re.compile(r"执行率|完成率|进度|[%％]")
_HEAD = re.compile(r"金额|预算|决算|执行|分值|权重|得分|比例|[率值数额]$")


def read_form(table: Table, unit: str, decimals: Mapping[str, int], scope: Scope) -> tuple[Figure, ...]:
    """The amounts and rates of a form: those of its funds block, and amounts with a unit of their own among its indicators.

    An indicator's targets (≥98%, 90天) and scores are no figures. `path` begins with the project's name, if the form has
    one, and goes on with the labels left of the item; column_label is the head cell above the number, if any.
    """
    texts = _spread((*table.head, *table.rows))
    above = len(table.head)
    unit = _unit(texts) or unit
    project = _project(texts)
    figures: list[Figure] = []
    indicators = False
    for r, row in enumerate(table.rows, above):
        indicators = indicators or any(_INDICATORS.match(text) for text in texts[r])
        if not indicators and any(_FUNDS_END.search(text) for text in texts[r]):
            continue
        for c, cell in enumerate(row):
            if cell.covered or not cell.text.strip():
                continue
            labels = _labels_left(texts[r], c)
            head = "" if indicators else _head_above(texts, r, c)
            number = _amount(cell.text, unit, decimals, head, indicators)
            if number is None or not labels or not (head or indicators or _stands_alone(row, c)):
                continue
            label = read_label(labels[-1])
            figures.append(
                Figure(
                    table=table,
                    row=r - above,
                    column=c,
                    cell=cell,
                    number=number,
                    item=label.item,
                    code=label.code,
                    path=(*project, *(compact(text) for text in labels[:-1])),
                    side="",
                    measure=_measure(number, label.item),
                    fund=source_of(label.item) or "all",
                    period=(period_in(head, scope) or "current") if head else "current",
                    row_label=" ".join(labels[-1:]),
                    column_label=head,
                )
            )
    return tuple(figures)


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The grid with each merged cell's text in all its positions, white space removed."""
    grid = [[re.sub(r"\s+", "", cell.text) for cell in row] for row in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell.text and not cell.covered and (cell.row_span > 1 or cell.column_span > 1):
                for r2 in range(r, min(r + cell.row_span, len(grid))):
                    for c2 in range(c, min(c + cell.column_span, len(row))):
                        grid[r2][c2] = grid[r][c]
    return grid


def _unit(texts: Sequence[Sequence[str]]) -> str:
    return next((match[1] for row in texts for text in row if len(text) < 20 and (match := _UNIT.search(text))), "")


def _project(texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The name beside 项目名称; none in a list, where that is the head of a column."""
    for row in texts:
        heads = {text for text in row if len(text) <= 8 and (_HEAD.search(text) or _INDICATORS.match(text))}
        if len(heads) > 1:
            continue
        for c, text in enumerate(row):
            if _PROJECT.match(text.rstrip("：:")):
                return tuple(name for name in row[c + 1 :] if name and name != text)[:1]
    return ()


def _labels_left(row: Sequence[str], column: int) -> list[str]:
    """The texts that name a position, without repeats; a text after a number starts a new name (人员经费 3 | 财政拨款 5)."""
    labels: list[str] = []
    after_number = False
    for text in row[:column]:
        if not text:
            continue
        if cell_number(text, "") is not None:
            after_number = True
        elif after_number:
            labels, after_number = [text], False
        elif text not in labels[-1:]:
            labels.append(text)
    return labels


def _head_above(texts: Sequence[Sequence[str]], row: int, column: int) -> str:
    """The nearest text above in the same column that is no number, if it is one that heads amounts."""
    above = (texts[r][column] for r in range(row - 1, -1, -1))
    nearest = next((text for text in above if text and cell_number(text, "") is None), "")
    return nearest if _HEAD.search(nearest) and len(nearest) < 20 else ""


def _stands_alone(row: Sequence[Cell], column: int) -> bool:
    """False for one of several numbers side by side: without the names of their columns (on the page before) none is known."""
    filled = [c for c, cell in enumerate(row) if not cell.covered and cell.text.strip()]
    at = filled.index(column)
    beside = filled[max(at - 1, 0) : at] + filled[at + 1 : at + 2]
    return all(cell_number(row[c].text, "") is None for c in beside)


def _amount(text: str, unit: str, decimals: Mapping[str, int], head: str, indicator: bool) -> Number | None:
    if _NO_AMOUNT.search(head):
        return None
    number = cell_number(text, "%" if _RATE.search(head) else "" if indicator else unit)
    if number is None or (indicator and not number.is_money):
        return None
    return number.with_precision(decimals.get(number.unit, 0)) if number.is_money else number


def _measure(number: Number, item: str) -> str:
    return "completion" if number.is_rate else "total"
