"""Whether a table was read as it stands: cells that hold what several print, or heads beside their figures, say no.

Prints nobody has seen can be misread. What is misread must not be told as the document's error.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from audit.numbers import cell_number
from audit.reading.document import Cell, Table
from audit.statements.labels import compact
from audit.statements.model import Statement

_GROUPED = r"\d{1,3}(?:,\d{3})+"
_AMOUNT = re.compile(rf"{_GROUPED}|\d\.\d\d(?!\d)")
# Two amounts and no mark between them, or an amount and the code beside it.
_GLUED_AMOUNTS = re.compile(rf"{_GROUPED}(?:\.\d\d)?{_GROUPED}|\d\.\d\d(?:{_GROUPED}|\d+\.\d\d(?!\d)|3[01]\d(?:\d\d)?$)")
# Names of two columns in one cell of a head.
_PARTS = r"(?:基本支出|项目支出|人员经费|公用经费)"
_GLUED_HEADS = re.compile(
    rf"(?:{_PARTS}|[小合]计){_PARTS}|预算数决算数|决算数预算数"
    "|因公出国(?:[（(]境[）)])?费?用?公务|费公务|小计购置费|购置费运行|[\u4e00-\u9fff]{2}(?<!类)科目名称[\u4e00-\u9fff]|维护费会议费|会议费培训费"
    r"|行次[\u4e00-\u9fff]|经费合计\d[\d,.]*公用经费合计"
)
_MARKER = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、")
# What a name is not without what stands before it.
_SCRAP = re.compile("[数额费转入出]$|[（(]境[）)]")
# What stands alone in a form's cell: names of its columns, and of what is filled in beside them.
_NAMES = (
    r"(?:[年全][初年]预算数|全年执行数|分值|执行率|得分|(?:项目|部门|单位)名称|(?:主管|实施|预算)(?:部门|单位)"
    "|年度目标|支出类型|资金来源)"
)
_GLUED_NAMES = re.compile(rf"{_NAMES}[（(]?[^）)]{{0,20}}[)）]?{_NAMES}")
_COLUMN = re.compile(r"[年全][初年]预算数|全年执行数|分值|执行率|得分")
_FEWEST = 3
_NOTHING = frozenset("-—–")


def is_misread(statement: Statement) -> bool:
    table = statement.table
    return is_jumbled_form(table) if statement.role == "performance" else lacks_rows(table) or has_jumbled_head(table)


def lacks_rows(table: Table) -> bool:
    """True where rows were left among the text or parted from their label, one cell holds the amounts of several, or neither
    title nor head says what begins here: it goes on from another table."""
    return (
        table.cut
        or (not (table.title or table.head) and any(_AMOUNT.search(cell.text) for row in table.rows for cell in row))
        or any(_GLUED_AMOUNTS.search(cell.text) for row in (*table.head, *table.rows) for cell in row)
        or any(_is_marker_alone(row) for row in table.rows)
    )


def has_jumbled_head(table: Table) -> bool:
    """True where a cell holds the names of several columns or items, or the end of one: what stands beside it is not known."""
    texts = [text for row in table.head for cell in row if (text := compact(cell.text))]
    labels = [text for row in table.rows for cell in row if (text := compact(cell.text))]
    return any(_SCRAP.match(text) for text in texts) or any(_GLUED_HEADS.search(text) for text in (*texts, *labels))


def _is_marker_alone(row: Sequence[Cell]) -> bool:
    """True for a row of nothing but the number of an item: its name and figures were read as the next row's."""
    texts = [text for cell in row if (text := compact(cell.text))]
    return bool(texts) and all(map(_MARKER.fullmatch, texts))


def is_jumbled_form(table: Table) -> bool:
    """True for a performance form with several names in one cell, or with as many figures as names of columns above them,
    but in other columns."""
    rows = (*table.head, *table.rows)
    if any(_GLUED_NAMES.search(compact(cell.text)) for row in rows for cell in row):
        return True
    return any(_stand_apart(above, below) for above, below in pairwise(rows))


def _stand_apart(names: Sequence[Cell], figures: Sequence[Cell]) -> bool:
    heads = [range(c, c + cell.column_span) for c, cell in enumerate(names) if _COLUMN.match(compact(cell.text))]
    filled = [c for c, cell in enumerate(figures) if cell.text in _NOTHING or cell_number(cell.text, "") is not None]
    return len(heads) == len(filled) >= _FEWEST and any(c not in head for c, head in zip(filled, heads, strict=True))
