"""Which leading rows of a grid are its head."""

import re
from collections.abc import Sequence

from audit.reading.lattice import Area, Grid

_VALUE = re.compile(r"[-+−–—]?[¥￥]?\d[\d,，]*(?:\.\d+)?%?")
_NOTHING = frozenset({"-", "—", "——", "--", "无", "/", "0"})
_YEAR = re.compile(r"20\d\d")
_TOTAL = re.compile(r"(?:总|合|小)计|本年.*合计")
_ORDINAL_MARK = re.compile(r"\*+|栏\s*次|行\s*次|序\s*号|[A-Z甲乙丙丁]")
_FORMULA = re.compile(r"\d+\s*[=＝][\d+\-－＋()（）\s]+|\d+")
_FORM_WORDS = re.compile(
    r"绩效指标|年度(?:总体|绩效)?目标|总体目标|绩效目标|[一二三]级指标|主管部门|实施单位|项目资金|年度资金总额|指标值"
)


def is_value(text: str) -> bool:
    """True for figures and codes, false for years, which head columns."""
    return _VALUE.fullmatch(text) is not None and not _YEAR.fullmatch(text)


def is_ordinal_row(texts: Sequence[str]) -> bool:
    """True for the row that numbers the columns: `** 1 2 3`, `栏次 1 2 3`, `1 2 3=1+2`."""
    expected = marks = numbers = 0
    for text in texts:
        if not text:
            continue
        if _ORDINAL_MARK.fullmatch(text):
            marks += 1
        elif _FORMULA.fullmatch(text):
            number = int(re.match(r"\d+", text)[0])  # type: ignore[index]
            if numbers and number != expected:
                return False
            expected, numbers = number + 1, numbers + 1
            if numbers == 1 and number > 2:
                return False
        else:
            return False
    return numbers >= 2 or (numbers >= 1 and marks >= 1) or marks >= 3


def is_form(rows: Sequence[Sequence[str]], title: str = "") -> bool:
    """True for forms (绩效目标表): labels beside values in merged cells, no head over columns.

    `rows` can be blank or hold the texts of a row without its blank cells.
    """
    first = next((row for row in rows if any(row)), [])
    if any(re.search("[一二三]级指标", text) for text in first):
        return False
    words = {match[0] for row in rows for text in row if (match := _FORM_WORDS.search(text))}
    return len(words) >= 3 or (bool(words) and "绩效" in title and len([text for text in first if text]) <= 2)


def head_rows(grid: Grid, rows: Sequence[Sequence[str]], form: bool) -> int:
    """How many leading rows are the head, the ordinal row included; 0 for forms and for rows without a head.

    A head row names columns: it has text, and no figure, over a column that holds figures further down, or it
    stands within the depth of a merged head above it.
    """
    if form:
        return 0
    numeric = {
        j for i in range(len(rows)) for j in range(grid.columns) if is_value(rows[i][j]) or (i > 0 and rows[i][j] in _NOTHING)
    }
    depth = 0
    for i, row in enumerate(rows[:8]):
        filled = [j for j, text in enumerate(row) if text]
        if is_ordinal_row(row):
            if i and depth == i:
                depth = i + 1
            break
        if any(is_value(row[j]) for j in filled) or _is_total(row):
            break
        spanned = i < depth
        names = any(j in numeric for j in filled)
        if not spanned and i and not names and not _under_merged(grid.areas, i, row):
            break
        depth = max([depth, i + 1, *(a.row + a.row_span for a in grid.areas if a.row == i and a.row_span < grid.rows - i)])
    return min(depth, len(rows))


def _is_total(row: Sequence[str]) -> bool:
    """True for a row that names a total and nothing else."""
    filled = [text for text in row if text]
    return len(filled) == 1 and _TOTAL.fullmatch(filled[0]) is not None


def _under_merged(areas: Sequence[Area], i: int, row: Sequence[str]) -> bool:
    """True when every cell of row i below a merged head of the row above has a text."""
    merged = [a for a in areas if a.row + a.row_span == i and 1 < a.column_span < len(row)]
    below = [b for b in areas if b.row == i and any(a.column <= b.column < a.column + a.column_span for a in merged)]
    return bool(merged) and all(row[b.column] for b in below)
