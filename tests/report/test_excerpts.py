from pathlib import Path

from audit.findings import Report
from audit.pipeline import audit_document
from audit.reading.word import word_document
from audit.report.excerpts import Excerpt, excerpts
from audit.report.html import report_html
from tests.reading.office import word

ROWS = [
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("208", "社会保障和就业支出", "800.00", "500.00", "300.00"),
    ("210", "卫生健康支出", "20.00", "20.00", "0.00"),
    ("213", "农林水支出", "50.00", "30.00", "21.00"),
    ("", "合计", "870.00", "550.00", "321.00"),
]


def audited() -> Report:
    content = word("^示例县水务局2024年部门预算", "^部门支出总表", "单位：万元", ROWS)
    return audit_document(word_document(content, Path("预算.docx")))


def test_the_rows_of_a_contradiction_stand_below_the_head_with_what_is_left_out_marked() -> None:
    report = audited()
    wrong = next(f for f in report.contradicted if {"表格1!C4"} <= {operand.place for operand in f.evidence})
    [excerpt] = excerpts(report, [wrong])
    assert (excerpt.file, excerpt.title, excerpt.head) == (None, "部门支出总表", (ROWS[0],))
    told = [row and [text for text, _ in row] for row in excerpt.rows]
    assert list(ROWS[3]) in told and None in told
    roles = {(text, role) for row in excerpt.rows if row for text, role in row if role}
    assert {role for _, role in roles} == {"fault", "evidence"}
    assert (wrong.stated, "fault") in roles


def test_the_page_shows_them_and_a_long_relation_is_cut() -> None:
    page = report_html(audited(), []).decode()
    assert '<div class="excerpt scroll">' in page and "部门支出总表</caption>" in page
    many = [
        ROWS[0],
        *((f"{200 + n}", f"支出{n}", "1.00", "1.00", "0.00") for n in range(30)),
        ("", "合计", "40.00", "30.00", "10.00"),
    ]
    content = word("^部门支出总表", "单位：万元", many)
    report = audit_document(word_document(content, Path("预算.docx")))
    found: list[Excerpt] = [excerpt for finding in report.contradicted for excerpt in excerpts(report, [finding])]
    assert max(len(excerpt.rows) for excerpt in found) <= 14
