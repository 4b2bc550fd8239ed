"""Columns: which name the rows, which hold figures, and what the heads say about those."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from audit.numbers import cell_number
from audit.reading.document import Cell, Table
from audit.statements.labels import compact, is_total
from audit.statements.model import Column
from audit.statements.scope import Scope, fund_in, is_period, period_in, source_of

Kind = Literal["ordinal", "code", "words", "remark", "figure"]

# A head over several columns (收入) can be read as one with the ordinals' own below it.
_ORDINAL_HEAD = re.compile(r"^(?:序号|(?:收入|支出)?行次|栏次|行号|编号)$")
_CODE_HEAD = re.compile(r"(?:编码|代码)$|^[类款项]$")
_FOREIGN_CODE = re.compile(r"(?:单位|项目|部门|机构)(?:编码|代码)")
_NAME_HEAD = re.compile(r"^(?:收入|支出)?项目$|名称|科目|分类|^(?:预算)?单位$|^部门$|^内容$|^类别$|^(?:收入|支出)来源$")
_OWNER_HEAD = re.compile(r"单位|部门|类别")
# A second half starts at a column headed like this, never at a remark or a way of purchase between figures.
_SIDE_HEAD = re.compile(r"项目$|科目|分类|及名称")
_ORDINAL_CELL = re.compile(r"\*+|\d{1,2}(?:[=＝].*)?|[栏行]次|[甲乙丙丁戊己]|[A-Z]|[①-⑳]")

_RATE = re.compile(r"[%％]|率$|幅度?$|百分比|比例")
_DELTA = re.compile(r"增减|增加|减少|增长|变动|变化|差额$|上升|下降|[比较](?:上年|去年|20\d\d年)")
_COMPLETION = re.compile(r"(?:执行|完成)(?:率|进度|比例)|完成预算")
_SHARE = re.compile(r"占比|比重|^占")
_KNOWN_MEASURES = (
    ("basic", re.compile(r"基本支出")),
    ("project", re.compile(r"项目(?:支出|经费)")),
    ("personnel", re.compile(r"人员(?:经费|支出)")),
    ("public", re.compile(r"公用(?:经费|支出)")),
)
_STOCK = re.compile(r"结转|结余")
_FLOW_IN = re.compile(r"^(?:本年|当年)?收入(?:合计|小计)?$")
_AMOUNT_WORDS = re.compile(r"^(?:支出|收入|资金|金额|总额|资金总额|预算资金|项目资金)?(?:总计|合计|小计|总额|金额)?$")
_HEAD_UNIT = re.compile(r"[（(](?:单位[：:])?(亿元|百万元|万元|千元|元|[%％])[)）]")
_COUNT_HEAD = re.compile(r"数量|人数|辆数|台数|个数|面积|分值|得分|权重|批次|人次|团组|[（(](?:辆|台|套|个|人|次|㎡|平方米)[)）]")
_SOURCE_ROLES = frozenset({"income", "projects", "procurement"})


@dataclass(frozen=True)
class Section:
    """One half of a grid: label columns, then the figure columns that they name.

    codes spell the row's classification code, names its item; texts describe it (an organisation, a remark).
    """

    codes: tuple[int, ...]
    names: tuple[int, ...]
    texts: tuple[int, ...]
    columns: tuple[Column, ...]
    side: str


@dataclass
class _Draft:
    labels: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)


def read_sections(table: Table, scope: Scope, unit: str) -> tuple[Section, ...]:
    """The halves of the table from left to right; `unit` is what its amounts are in where no head says otherwise."""
    paths = head_paths(table.head) or [()] * table.width
    cells = list(zip(*(row for row in table.rows if not is_ordinal_row(row)), strict=True)) or [()] * table.width
    kinds = [_kind(path[-1] if path else "", column) for path, column in zip(paths, cells, strict=True)]
    _find_unheaded_codes(kinds, cells)
    drafts = _drafts(kinds, paths)
    sections = []
    for number, draft in enumerate(drafts):
        shared = _shared_depth([paths[i] for i in (*draft.labels[:1], *draft.figures)]) if draft.labels else 0
        tails = [paths[i][shared:] for i in draft.figures]
        common = _shared_depth(tails) if len(tails) > 1 else 0
        flows = any("支出" in node for tail in tails for node in tail)
        columns = tuple(
            _column(i, number, paths[i], tail, common, flows, scope, unit) for i, tail in zip(draft.figures, tails, strict=True)
        )
        top = "".join(paths[draft.labels[0]]) if draft.labels else ""
        side = _side(top) if len(drafts) > 1 else ""
        codes, names, texts = _label_columns(draft, kinds, paths)
        sections.append(Section(codes, names, texts, _unless_ambiguous(columns), side))
    return tuple(sections)


def head_paths(head: Sequence[Sequence[Cell]]) -> list[tuple[str, ...]]:
    """For each column the head texts above it, top to leaf; ordinal rows and repeated texts left out.

    A blank cell over a headed one takes its left neighbour's text: borderless heads do not show their spans.
    """
    rows = [row for row in head if not is_ordinal_row(row)]
    if not rows:
        return []
    width = len(rows[0])
    grid = [[""] * width for _ in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell.covered or not cell.text.strip():
                continue
            text = re.sub(r"\s+", "", cell.text)
            for r2 in range(r, min(r + cell.row_span, len(rows))):
                for c2 in range(c, min(c + cell.column_span, width)):
                    grid[r2][c2] = text
    for r in range(len(rows) - 1):
        for c in range(1, width):
            if not grid[r][c] and not rows[r][c].covered and any(grid[below][c] for below in range(r + 1, len(rows))):
                same_group = r == 0 or grid[r - 1][c] == grid[r - 1][c - 1]
                grid[r][c] = grid[r][c - 1] if same_group else ""
    return [_without_repeats([row[c] for row in grid]) for c in range(width)]


def _without_repeats(texts: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for text in texts:
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return tuple(kept)


def is_ordinal_row(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: `** 1 2 3`, `栏次 1 2`."""
    texts = [text for cell in row if (text := compact(cell.text))]
    if len(texts) < 2 or not all(_ORDINAL_CELL.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    if len(numbers) < len(texts):
        return numbers == sorted(numbers)
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _kind(leaf: str, cells: Sequence[Cell]) -> Kind:
    if _ORDINAL_HEAD.match(leaf):
        return "ordinal"
    if _CODE_HEAD.search(leaf) and not _FOREIGN_CODE.search(leaf):
        return "code"
    if _FOREIGN_CODE.search(leaf):
        return "remark"
    numbers = words = 0
    for cell in cells:
        if cell.covered or not cell.text.strip():
            continue
        number = cell_number(cell.text, "")
        if number is None:
            words += any(c.isalnum() for c in cell.text)
        elif any(c.isdigit() for c in cell.text):
            numbers += 1
    if words > numbers:
        return "words"
    if numbers:
        return "figure"
    return "words" if _NAME_HEAD.search(leaf) and not is_total(leaf) else "figure"


def _find_unheaded_codes(kinds: list[Kind], cells: Sequence[Sequence[Cell]]) -> None:
    """Columns of bare 3-, 5- or 7-digit (or two-digit) integers before the first names are codes, whatever their head."""
    if "words" not in kinds:
        return
    for index in range(kinds.index("words")):
        texts = [text for cell in cells[index] if (text := compact(cell.text))]
        if kinds[index] == "figure" and texts and all(re.fullmatch(r"\d{1,3}|\d{5}|\d{7}", text) for text in texts):
            kinds[index] = "code"


def _drafts(kinds: Sequence[Kind], paths: Sequence[tuple[str, ...]]) -> list[_Draft]:
    drafts = [_Draft()]
    for index, kind in enumerate(kinds):
        current = drafts[-1]
        if kind == "figure":
            current.figures.append(index)
        elif kind == "remark":
            current.texts.append(index)
        elif kind in ("code", "words"):
            if not current.figures:
                current.labels.append(index)
            elif "figure" in kinds[index:] and _starts_section(paths[index], [paths[i] for i in drafts[0].labels]):
                drafts.append(_Draft(labels=[index]))
            else:
                current.texts.append(index)
    return drafts


def _starts_section(path: tuple[str, ...], first_labels: Sequence[tuple[str, ...]]) -> bool:
    if not path:
        return True
    return bool(_SIDE_HEAD.search(path[-1])) or any(label and label[-1] == path[-1] for label in first_labels)


def _label_columns(
    draft: _Draft, kinds: Sequence[Kind], paths: Sequence[tuple[str, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """(codes, names, texts) of a section: the first run of code columns, unless it says which function a project serves."""
    words = [i for i in draft.labels if kinds[i] == "words"]
    codes: list[int] = []
    for i in draft.labels:
        if kinds[i] == "code" and (not codes or i == codes[-1] + 1):
            codes.append(i)
    named_projects = any("项目名称" in node for i in words for node in paths[i])
    if codes and words and named_projects and codes[0] > words[0]:
        codes = []
    after = [i for i in words if codes and i > codes[-1]]
    headed = [i for i in words if paths[i] and _NAME_HEAD.search(paths[i][-1])]
    items = [i for i in headed if not _OWNER_HEAD.search(paths[i][-1])]
    names = after[:1] or items[-1:] or headed[-1:] or words[:1]
    texts = [i for i in draft.labels if i not in codes and i not in names] + draft.texts
    return tuple(codes), tuple(names), tuple(texts)


def _shared_depth(paths: Sequence[tuple[str, ...]]) -> int:
    depth = 0
    for nodes in zip(*paths, strict=False):
        if len(set(nodes)) > 1:
            break
        depth += 1
    return depth


def _side(top: str) -> str:
    if "收入" in top and "支出" not in top:
        return "income"
    return "expenditure" if "支出" in top and "收入" not in top else ""


def _column(
    index: int, section: int, path: tuple[str, ...], tail: tuple[str, ...], common: int, flows: bool, scope: Scope, unit: str
) -> Column:
    own = tail[common:]
    measure = _measure(own, flows, scope)
    rate = measure in ("rate", "completion", "share")
    column_unit = "%" if rate else _unit_in(path, unit)
    return Column(
        index=index,
        section=section,
        head=path,
        subject=tuple(node for node in tail if not is_period(node)),
        measure=measure,
        fund=_fund(own, tail, scope),
        period="current" if rate or measure == "delta" else _period(path, scope),
        unit=column_unit,
    )


def _unless_ambiguous(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns as understood; where two have the same head it was misread or says too little, and nothing is known of any."""
    heads = [column.head for column in columns if column.head]
    if len(set(heads)) == len(heads):
        return columns
    return tuple(replace(column, measure="unknown", fund="unknown", period="unknown") for column in columns)


def _unit_in(path: tuple[str, ...], unit: str) -> str:
    for node in reversed(path):
        if match := _HEAD_UNIT.search(node):
            return match[1].replace("％", "%")
        if _COUNT_HEAD.search(node):
            return ""
    return unit


def _measure(own: tuple[str, ...], flows: bool, scope: Scope) -> str:
    leaf = own[-1] if own else ""
    joined = "".join(own)
    if _COMPLETION.search(joined):
        return "completion"
    if _SHARE.search(joined):
        return "share"
    if _DELTA.search(joined):
        return "rate" if _RATE.search(joined) else "delta"
    if scope.role in _SOURCE_ROLES and source_of(joined):
        return "total"
    for depth, node in enumerate(own):
        if _STOCK.search(node) or (flows and _FLOW_IN.match(node)):
            return "/".join(part for part in own[depth:] if part == node or not is_total(part))
    known = [(measure, node) for node in reversed(own) if (measure := _known_measure(node))]
    neutral = not leaf or is_total(leaf) or is_period(leaf) or fund_in(leaf) or _AMOUNT_WORDS.match(leaf)
    if neutral or (known and known[0][1] == leaf):
        return known[0][0] if known else "total"
    return f"{known[0][1]}/{leaf}" if known else leaf


def _known_measure(node: str) -> str:
    return next((measure for measure, pattern in _KNOWN_MEASURES if pattern.search(node)), "")


def _fund(own: tuple[str, ...], tail: tuple[str, ...], scope: Scope) -> str:
    if scope.role in _SOURCE_ROLES and (carried := next((node for node in own if _STOCK.search(node)), "")):
        return source_of(carried)
    for node in reversed(tail):
        if fund := fund_in(node):
            return fund
    sources = [source_of(node) for node in reversed(own)] if scope.role in _SOURCE_ROLES else []
    return next((source for source in sources if source), scope.fund)


def _period(path: tuple[str, ...], scope: Scope) -> str:
    return next((period for node in reversed(path) if (period := period_in(node, scope))), "current")
