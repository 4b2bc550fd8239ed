"""Rows of a table that are left among the text mark it: what it lacks must not make its totals wrong."""

from collections.abc import Sequence

import pytest

from audit.reading.document import Cell, Paragraph, Table
from audit.reading.leftover import with_leftovers
from audit.reading.page import PageContent
from audit.statements.legible import is_misread
from audit.statements.read import read_statements

_PAGES = {number: PageContent(number, 595, 842, [], []) for number in (1, 2)}
_NARRATIVE = "2024年，本部门一般公共预算支出1,602.05万元，其中基本支出1,103.51万元。"


def _table(title: str, page: int = 1, top: float = 600) -> Table:
    return Table(title, "", "万元", (page,), (), ((Cell("合计", page, (60, top, 200, top + 20)),),))


def _told(*lines: str, page: int = 2, top: float = 60) -> list[Paragraph]:
    return [
        Paragraph(text, text, tuple((page, (60.0, top + 20 * i, 70.0, top + 20 * i + 10)) for _ in text))
        for i, text in enumerate(lines)
    ]


def _cut(tables: Sequence[Table], told: Sequence[Paragraph]) -> list[bool]:
    return [table.cut for table in with_leftovers(tables, told, _PAGES)]


@pytest.mark.parametrize(
    "lines",
    [
        ("213农林水支出1,602.05 1,602.05",),
        ("（二十）住房保障支", "78.44", "出", "收入总计1,537.36"),
        ("收入支出", "项目预算数项目合计", "（十八）援助其他地", "区支出", "收入总计1,537.36支出总计1,537.36"),
    ],
    ids=["a row", "a label in pieces", "a head before"],
)
def test_rows_on_the_page_after(lines: tuple[str, ...]) -> None:
    assert _cut([_table("收入决算表")], _told(*lines)) == [True]


@pytest.mark.parametrize(
    "lines",
    [
        ("第三部分　2024年部门决算情况说明", "一、收入支出决算总体情况说明", _NARRATIVE),
        ("注：本表反映收入1,602.05万元、支出1,602.05万元",),
        ("2024年12月31日",),
        ("附件2024", "公开表1.2"),
    ],
    ids=["the narrative", "a footnote", "a date", "numbers of sections"],
)
def test_what_can_follow_a_table(lines: tuple[str, ...]) -> None:
    assert _cut([_table("收入决算表")], _told(*lines)) == [False]


def test_rows_belong_to_the_table_right_before_them() -> None:
    tables = [_table("收入决算表"), _table("支出决算表", page=2, top=40)]
    assert _cut(tables, _told("213农林水支出1,602.05 1,602.05", top=100)) == [False, True]


def test_rows_above_a_table_belong_to_it_where_it_has_no_title() -> None:
    rows = _told("213农林水支出1,602.05 1,602.05")
    assert _cut([_table("", page=2, top=200)], rows) == [True]
    assert _cut([_table("支出决算表", page=2, top=200)], rows) == [False]


def test_nothing_adds_up_in_such_a_table() -> None:
    (table,) = with_leftovers([_table("收入决算表")], _told("213农林水支出1,602.05 1,602.05"), _PAGES)
    (statement,) = read_statements([table])
    assert statement.lines == () and is_misread(statement)
