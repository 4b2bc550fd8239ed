"""This year's document against last year's."""

from audit.findings import Finding, Report
from audit.pipeline import audit_document
from audit.reading.document import Document
from tests.understood import document, paragraph, table

HEAD = ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"]


def _budget(year: int, texts: list[str], rows: list[str], head: list[str] = HEAD, kind: str = "预算") -> Document:
    cover = paragraph(f"示例县档案馆{year}年单位{kind}公开", kind="heading")
    return document([cover, *map(paragraph, texts)], [table("一般公共预算支出表", head, rows)], f"{year}.pdf")


LAST_YEAR = _budget(2023, [], ["| 合计 | 360.00 | 160.00 | 200.00", "201 | 一般公共服务支出 | 360.00 | 160.00 | 200.00"])


def _told(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.check == "other_year"]


def test_a_change_is_ticked_on_last_years_printed_figure() -> None:
    text = "2024年一般公共预算支出549.00万元，比2023年预算增加189.00万元。"
    this = _budget(2024, [text], ["| 合计 | 549.00 | 200.00 | 349.00", "201 | 一般公共服务支出 | 549.00 | 200.00 | 349.00"])
    (finding,) = _told(audit_document(this, prior=LAST_YEAR))
    assert (finding.verdict, finding.stated) == ("verified", "189.00万元")
    other = finding.evidence[-1]
    assert other.value == "360.00" and "2023.pdf" in (other.table or "")
    assert other.page is None and not other.boxes, "pages and boxes are those of the document under audit"


def test_a_lone_breach_is_for_looking_at_only() -> None:
    text = "2024年一般公共预算支出549.00万元，比2023年预算增加184.00万元。"
    this = _budget(2024, [text], ["| 合计 | 549.00 | 200.00 | 349.00", "201 | 一般公共服务支出 | 549.00 | 200.00 | 349.00"])
    assert [(f.verdict, f.severity) for f in _told(audit_document(this, prior=LAST_YEAR))] == [("unverifiable", "info")]


def test_one_wrong_row_of_the_last_year_column_is_contradicted_where_the_others_agree() -> None:
    names = ["教育支出", "卫生健康支出", "住房保障支出", "农林水支出", "其他支出"]
    last = _budget(2023, [], [f"20{i} | {name} | {i + 1}.00 | {i + 1}.00 |" for i, name in enumerate(names, 5)])
    head = ["科目编码 | 科目名称 | 上年预算数 | 本年预算数"]
    rows = [f"20{i} | {name} | {i + 1}.00 | 50.00" for i, name in enumerate(names, 5)]
    wrong = [*rows[:-1], "209 | 其他支出 | 10.70 | 50.00"]
    assert {f.verdict for f in _told(audit_document(_budget(2024, [], rows, head), prior=last))} == {"verified"}
    told = [f for f in _told(audit_document(_budget(2024, [], wrong, head), prior=last)) if f.verdict == "contradicted"]
    assert [(f.stated, f.expected) for f in told] == [("10.70", "10.00")]


def test_executed_figures_of_last_year_are_not_its_budget() -> None:
    text = "2024年一般公共预算支出549.00万元，比2023年预算执行数增加30.00万元。"
    this = _budget(2024, [text], ["| 合计 | 549.00 | 200.00 | 349.00", "201 | 一般公共服务支出 | 549.00 | 200.00 | 349.00"])
    assert _told(audit_document(this, prior=LAST_YEAR)) == []


def test_accounts_are_held_against_the_years_budget() -> None:
    text = "一般公共预算财政拨款支出年初预算为360.00万元，支出决算为300.00万元。"
    rows = ["| 合计 | 300.00 | 160.00 | 140.00", "201 | 一般公共服务支出 | 300.00 | 160.00 | 140.00"]
    accounts = _budget(2023, [text], rows, kind="决算")
    (finding,) = _told(audit_document(accounts, prior=LAST_YEAR))
    assert (finding.verdict, finding.stated) == ("verified", "360.00万元")


def test_a_renamed_item_is_said_to_be_so() -> None:
    rows = ["| 合计 | 549.00 | 200.00 | 349.00", "201 | 一般公共管理支出 | 549.00 | 200.00 | 349.00"]
    (finding,) = _told(audit_document(_budget(2024, [], rows), prior=LAST_YEAR))
    assert "一般公共管理支出" in finding.message and "一般公共服务支出" in finding.message
    assert (finding.verdict, finding.severity) == ("unverifiable", "info")


def test_a_document_that_is_not_last_years_is_said_and_not_compared() -> None:
    this = _budget(2026, [], ["| 合计 | 1.00 | 1.00 |", "201 | 一般公共服务支出 | 1.00 | 1.00 |"])
    report = audit_document(this, prior=LAST_YEAR)
    assert _told(report) == [] and any("2023.pdf" in note for note in report.document.notes)
