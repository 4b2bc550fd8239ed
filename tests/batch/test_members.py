"""The units a department's document lists, and lists that are not whole, or not of units."""

import pytest

from audit.batch.members import listed_units
from tests.understood import document, paragraph, table

OWN, CENTRE, STATION = ALL = "示例县水务局本级", "示例县水利建设中心", "示例县农村饮水管理站"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([f"纳入本部门2024年部门预算编制范围的单位共3个，包括：{OWN}、{CENTRE}、{STATION}。"], ALL),
        ([f"纳入2024年部门决算汇编范围的单位包括{OWN}，{CENTRE}，{STATION}。"], ALL),
        (
            ["本部门中，行政单位1家，事业单位二家，具体包括：", f"1.{OWN}。", f"2.{CENTRE}。", f"3.{STATION}。"],
            (OWN, CENTRE, STATION),
        ),
        (["二、部门预算单位构成", f"1.{OWN}", f"2.{CENTRE}"], (OWN, CENTRE)),
        ([f"本部门预算单位构成：1.示例县水务局（本级）；2.{CENTRE}（公益一类）；3.{STATION}。"], ALL),
        ([f"本部门下属单位2个，分别为：{CENTRE}、{STATION}。"], ("本级", CENTRE, STATION)),
        (
            ["本部门中，行政单位1家，事业单位1家，具体包括：", "1.水务局本部，设3个科室。", f"2.{CENTRE}，不单列预算。"],
            ("水务局本部",),
        ),
        ([f"从预算单位构成看，部门预算包括：{OWN}预算、{CENTRE}预算。"], (OWN, CENTRE)),
        # how many are listed is not how many there are
        ([f"纳入本部门2024年部门预算编制范围的单位共4个，包括：{OWN}、{CENTRE}、{STATION}。"], ()),
        ([f"纳入本部门部门预算编制范围的单位包括：{OWN}、{CENTRE}等3个单位。"], ()),
        ([f"本部门预算单位包括：{OWN}、{CENTRE}、{CENTRE}。"], ()),
        (["从预算单位构成看，部门预算包括：本级预算、下属事业单位预算。"], ()),
        (["本部门内设机构包括：办公室、规划室、监督站。"], ()),
        (["本部门预算单位包括：", f"2.{OWN}。", f"3.{CENTRE}。"], ()),
        (["本部门支出包括：基本支出、项目支出。"], ()),
        ([f"本部门预算单位包括：{OWN}、{CENTRE}。", f"纳入部门预算编制范围的单位包括：{OWN}、{STATION}。"], ()),
    ],
)
def test_lists_in_the_text(texts: list[str], expected: tuple[str, ...]) -> None:
    assert listed_units(document([paragraph(text) for text in texts])) == expected


def test_a_table_of_units() -> None:
    rows = ["1 | 示例县水务局（本级） |", f"2 | {CENTRE}（下属事业单位） |", f"3 | {STATION} | 不单独编制预算"]
    assert listed_units(document([], [table("", ["序号 | 单位名称 | 备注"], rows)])) == (OWN, CENTRE)


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("序号 | 单位名称 | 合计", ["1 | 示例县水务局本级 | 3.00", "2 | 示例县水利建设中心 | 2.00"]),
        ("序号 | 单位名称 | 备注", ["1 | 示例县水务局本级 |", "3 | 示例县水利建设中心 |"]),
        ("序号 | 项目名称 | 备注", ["1 | 示例县水务局本级 |", "2 | 示例县水利建设中心 |"]),
    ],
)
def test_tables_that_list_something_else_or_not_all(head: str, rows: list[str]) -> None:
    assert listed_units(document([], [table("", [head], rows)])) == ()
