"""部门 and 单位 in the titles of the tables."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import title_words
from audit.statements.model import Statement

_ROLES = frozenset({"balance", "income", "expenditure", "appropriation", "general", "basic", "three_public", "fund", "capital"})
# The name of a classification, in the titles of units as well.
_FIXED = re.compile(r"部门预算(?:支出)?经济分类|主管部门")
_OTHER = {"部门": "单位", "单位": "部门"}
_MOST = 4


def unit_or_department(statements: Sequence[Statement]) -> Iterator[Remark]:
    """The tables of a unit's disclosure are called 单位…, those of a department's 部门…: the one that differs is told.

    Only where at least four titles say one word and a single one the other.

    Right: 单位收支总表, 单位收入总表, 单位支出总表, 单位财政拨款收支总表.
    Wrong: 部门收入总表 among them.
    Severity: warning.
    """
    titled: dict[str, list[Statement]] = {"部门": [], "单位": []}
    for statement in statements:
        variable = _FIXED.sub("", statement.table.title)
        said = [word for word in titled if word in variable]
        if statement.role in _ROLES and len(said) == 1:
            titled[said[0]].append(statement)
    for word, alike in titled.items():
        other = titled[_OTHER[word]]
        if len(alike) >= _MOST and len(other) == 1:
            title = title_words(other[0].table)
            right = title.text.replace(_OTHER[word], word, 1)
            message = f"表名称“{_OTHER[word]}”，其余 {len(alike)} 张表均称“{word}”"
            yield Remark("unit_or_department", "title", "contradicted", "warning", message, (title,), title.text, right, "name")
