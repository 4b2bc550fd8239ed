"""A department's tables against those of its units together."""

from collections.abc import Sequence

import pytest

from audit.findings import Finding
from audit.pipeline import audited_document
from audit.reading.document import Document, Table
from tests.understood import document, paragraph, table

HEAD = ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"]
NAMES = {"201": "一般公共服务支出", "205": "教育支出", "208": "社会保障和就业支出", "210": "卫生健康支出", "221": "住房保障支出"}
NAMES |= {
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
}
OFFICE = {"201": (30, 20), "205": (5, 15), "208": (40, 0), "210": (25, 0), "221": (12, 0)}
CENTRE = {"201": (10, 30), "205": (45, 5), "208": (20, 0), "210": (5, 0), "221": (8, 0)}
Amounts = dict[str, tuple[int, int]]


def general(amounts: Amounts, total: str | None = None) -> Table:
    return table("一般公共预算支出表", HEAD, general_rows(amounts, total))


def general_rows(amounts: Amounts, total: str | None = None) -> list[str]:
    basic, project = (sum(row[i] for row in amounts.values()) for i in (0, 1))
    rows = [f"{code} | {NAMES[code]} | {a + b}.00 | {a}.00 | {b}.00" for code, (a, b) in amounts.items()]
    return [f"| 合计 | {total or f'{basic + project}.00'} | {basic}.00 | {project}.00", *rows]


def disclosed(name: str, *tables: Table) -> Document:
    return document([paragraph(f"{name}2024年预算公开", kind="heading")], tables, f"{name}.pdf")


def together(*parts: Amounts) -> Amounts:
    return {
        code: (sum(part.get(code, (0, 0))[0] for part in parts), sum(part.get(code, (0, 0))[1] for part in parts))
        for code in NAMES
        if any(code in part for part in parts)
    }


def told(department: Sequence[Table], *units: Sequence[Table]) -> list[Finding]:
    names = ("示例县水务局", "示例县水利建设中心", "示例县饮水管理站")
    documents = [disclosed(name, *tables) for name, tables in zip(names, units, strict=False)]
    report = audited_document(disclosed("示例县水务局", *department), units=documents).report
    return [finding for finding in report.findings if finding.check == "department_totals"]


def test_sums_of_the_units_tick_the_departments_figures() -> None:
    findings = told([general(together(OFFICE, CENTRE))], [general(OFFICE)], [general(CENTRE)])
    assert len(findings) == 6 + 6 + 3 and {finding.verdict for finding in findings} == {"verified"}
    row = next(finding for finding in findings if finding.stated == "90.00")
    assert row.formula == "示例县水务局 50.00 + 示例县水利建设中心 40.00 = 90.00"
    assert [operand.page for operand in row.evidence] == [2, None, None]
    assert "示例县水利建设中心.pdf" in (row.evidence[2].table or "")


def test_one_row_that_is_not_the_sum_is_contradicted() -> None:
    rows = [row for row in general_rows(together(OFFICE, CENTRE)) if not row.startswith("210")]
    department = table("一般公共预算支出表", HEAD, [*rows, "210 | 卫生健康支出 | 80.00 | 30.00 | 0.00"])
    wrong = [f for f in told([department], [general(OFFICE)], [general(CENTRE)]) if f.verdict == "contradicted"]
    assert [(f.severity, f.stated, f.expected, f.difference) for f in wrong] == [("error", "80.00", "30.00", "500000.00")]


def test_rows_changed_against_each_other_are_told_where_the_others_agree() -> None:
    """The department is at fault as far as anyone can tell: of a unit nothing but its own figures is known here."""
    more = {"211": (9, 0), "212": (8, 0), "213": (7, 0), "214": (6, 0), "215": (5, 0)}
    office = OFFICE | more
    department = together(office, CENTRE) | {"205": (51, 19), "208": (59, 1)}
    wrong = [f for f in told([general(department)], [general(office)], [general(CENTRE)]) if f.verdict == "contradicted"]
    assert [(f.stated, f.expected) for f in wrong] == [("51.00", "50.00"), ("59.00", "60.00")]


def test_a_total_that_is_not_the_sum_is_contradicted_where_all_rows_are() -> None:
    findings = told([general(together(OFFICE, CENTRE), "271.00")], [general(OFFICE)], [general(CENTRE)])
    assert [(f.stated, f.expected) for f in findings if f.verdict == "contradicted"] == [("271.00", "270.00")]


def test_a_code_that_a_unit_does_not_print_is_nothing() -> None:
    centre = {code: row for code, row in CENTRE.items() if code != "205"}
    findings = told([general(together(OFFICE, centre))], [general(OFFICE)], [general(centre)])
    assert {finding.verdict for finding in findings} == {"verified"}
    assert "示例县水务局 20.00 = 20.00" in {finding.formula for finding in findings}


@pytest.mark.parametrize(
    "department",
    [
        pytest.param(together(OFFICE, CENTRE, {"201": (7, 0)}), id="a unit that nobody listed"),
        pytest.param({code: (a + 1, b) for code, (a, b) in together(OFFICE, CENTRE).items()}, id="figures of another day"),
    ],
)
def test_where_a_total_and_its_rows_differ_nothing_is_said_of_them(department: Amounts) -> None:
    findings = told([general(department)], [general(OFFICE)], [general(CENTRE)])
    # the projects are the same on both sides
    assert {finding.verdict for finding in findings} == {"verified"}
    assert {finding.stated for finding in findings} == {"70.00", "50.00", "20.00"}


def test_rounding_is_no_difference() -> None:
    units = [
        [table("一般公共预算支出表", HEAD, ["| 合计 | 0.16 | 0.16 |"])],
        [table("一般公共预算支出表", HEAD, ["| 合计 | 0.16 | 0.16 |"])],
    ]
    department = [table("一般公共预算支出表", HEAD, ["| 合计 | 0.33 | 0.33 |"])]
    assert {finding.verdict for finding in told(department, *units)} == {"verified"}


def test_without_the_table_of_a_unit_nothing_is_said() -> None:
    assert told([general(together(OFFICE, CENTRE))], [general(OFFICE)], []) == []


def balance(total: str, paid: str = "") -> Table:
    rows = [f"一、一般公共预算拨款收入 | {total}", f"二、附属单位上缴收入 | {paid}", f"本年收入合计 | {total}"]
    return table("收入总表", ["项目 | 预算数"], rows)


def test_money_that_units_pay_each_other_is_in_no_total() -> None:
    assert {f.verdict for f in told([balance("300.00")], [balance("200.00")], [balance("100.00")])} == {"verified"}
    assert told([balance("290.00")], [balance("200.00", "10.00")], [balance("100.00")]) == []


def test_units_may_print_yuan() -> None:
    yuan = table("一般公共预算支出表", HEAD, ["| 合计 | 2,704,900.00 | 2,704,900.00 |"], unit="元")
    other = table("一般公共预算支出表", HEAD, ["| 合计 | 1.00 | 1.00 |"])
    department = [table("一般公共预算支出表", HEAD, ["| 合计 | 271.49 | 271.49 |"])]
    assert {finding.verdict for finding in told(department, [yuan], [other])} == {"verified"}
