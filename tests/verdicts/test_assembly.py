"""Findings as the report holds them: identities, quotes, evidence, differences."""

import dataclasses
from decimal import Decimal

from audit.checks.equation import Remark
from audit.findings import Finding, Report
from audit.numbers import Interval
from audit.pipeline import audit_document
from audit.reading.document import Document
from audit.verdicts.assembly import findings_of
from audit.verdicts.judge import Judgement, Root
from tests.relations import cell, total
from tests.understood import document, paragraph, table

RIGHT = Interval.exactly(Decimal(100000))
TEXTS = ["示例县档案馆2024年单位预算公开", "一般公共预算支出80.00万元，比2023年预算增加20.00万元，增长25%。"]
ROWS = ["| 合计 | 80.00 | 50.00 | 30.00", "201 | 一般公共服务支出 | 80.00 | 50.00 | 30.00"]


def _document(texts: list[str] = TEXTS, rows: list[str] = ROWS, page: int = 1) -> Document:
    heads = ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"]
    return document([paragraph(t, page) for t in texts], [table("一般公共预算支出表", heads, rows, page=page + 1)])


def _found(report: Report, check: str) -> list[Finding]:
    return [f for f in report.findings if f.check == check]


def test_identities_do_not_depend_on_page_box_or_verdict() -> None:
    there = audit_document(_document())
    moved = audit_document(_document(page=2))
    assert [f.id for f in there.findings] == [f.id for f in moved.findings]
    assert [f.claim.page for f in moved.findings if f.claim] != [f.claim.page for f in there.findings if f.claim]
    other_total = audit_document(_document(rows=["| 合计 | 90.00 | 50.00 | 30.00", ROWS[1]]))
    assert {f.id for f in _found(other_total, "amount_vs_table")} == {f.id for f in _found(there, "amount_vs_table")}


def test_a_changed_figure_in_a_sentence_is_a_new_finding() -> None:
    changed = audit_document(_document(texts=[TEXTS[0], TEXTS[1].replace("25%", "33.33%")]))
    before = {f.id for f in _found(audit_document(_document()), "change_rate")}
    assert before and before.isdisjoint(f.id for f in _found(changed, "change_rate"))


def test_identities_are_unique_over_repeats() -> None:
    report = audit_document(_document(texts=[*TEXTS, TEXTS[1], TEXTS[1]]))
    ids = [f.id for f in report.findings]
    assert len(ids) == len(set(ids))


def test_evidence_has_one_entry_for_each_operand_as_printed() -> None:
    (finding,) = _found(audit_document(_document()), "amount_vs_table")
    claim, cell = finding.evidence
    assert (claim.table, claim.row, claim.column, claim.value) == (None, None, None, "80.00万元")
    assert claim.quote == TEXTS[1]
    assert (cell.table, cell.row, cell.column, cell.value) == ("一般公共预算支出表", "合计", "合计", "80.00")
    assert cell.page == 2 and cell.boxes


def test_a_quote_is_its_sentence_and_a_long_one_the_clauses_around_the_number() -> None:
    long_tail = "，主要用于" + "办公设备更新" * 60 + "。"
    report = audit_document(_document(texts=[TEXTS[0], "会议费0万元。" + TEXTS[1][:-1] + long_tail]))
    (finding,) = _found(report, "change_rate")
    assert finding.claim is not None
    assert "增长25%" in finding.claim.quote and len(finding.claim.quote) <= 200 and "会议费" not in finding.claim.quote


def test_differences_are_in_yuan_and_expected_values_printed_like_the_stated() -> None:
    report = audit_document(_document(texts=[TEXTS[0], "一般公共预算支出81.00万元。"]))
    (finding,) = _found(report, "amount_vs_table")
    assert (finding.stated, finding.expected, finding.difference) == ("81.00万元", "80.00万元", "10000.00")


def test_a_remark_about_the_figure_at_fault_belongs_to_its_root_cause() -> None:
    wrong, other = cell("10.50"), cell("7.00")
    judgement = Judgement(total(wrong, cell("4.00"), cell("6.00")), "contradicted", "error", Root(wrong, RIGHT, None))
    remarks = [Remark("check", "kind", "contradicted", "error", "不符", (figure,)) for figure in (wrong, other)]
    findings, causes = findings_of([judgement], remarks)
    assert [cause.findings for cause in causes] == [[findings[0].id, findings[1].id], [findings[2].id]]


def test_every_contradiction_belongs_to_exactly_one_root_cause() -> None:
    rows = ["| 合计 | 95.00 | 50.00 | 30.00", ROWS[1]]
    report = audit_document(_document(rows=rows))
    contradicted = [f.id for f in report.findings if f.verdict == "contradicted"]
    assert contradicted
    assert sorted(contradicted) == sorted(i for root in report.root_causes for i in root.findings)


def test_a_wrong_cell_is_framed_where_it_stands() -> None:
    rows = ["| 合计 | 95.00 | 50.00 | 30.00", ROWS[1]]
    source = _document(rows=rows)
    marked = dataclasses.replace(source.tables[0].rows[0][2], box=(100.0, 100.0, 140.0, 112.0))
    first = (*source.tables[0].rows[0][:2], marked, *source.tables[0].rows[0][3:])
    changed = dataclasses.replace(source.tables[0], rows=(first, *source.tables[0].rows[1:]))
    report = audit_document(dataclasses.replace(source, tables=(changed,)))
    boxes = [
        box for f in report.findings if f.verdict == "contradicted" for e in f.evidence if e.value == "95.00" for box in e.boxes
    ]
    assert boxes and set(boxes) == {(100.0, 100.0, 140.0, 112.0)}


def test_of_operands_printed_alike_the_one_at_fault_comes_first() -> None:
    stated, right, wrong = cell("60.00", "合计"), cell("30.00", "甲"), cell("60.00", "乙")
    root = Root(wrong, Interval.exactly(Decimal(300000)), None)
    ((finding,), _) = findings_of([Judgement(total(stated, right, wrong), "contradicted", "error", root)], [])
    assert [(e.row, e.value) for e in finding.evidence] == [("乙", "60.00"), ("甲", "30.00"), ("合计", "60.00")]
    ((other,), _) = findings_of([Judgement(total(stated, right, cell("30.00", "乙")), "verified", "info")], [])
    assert [e.row for e in other.evidence] == ["合计", "甲", "乙"]


def test_the_place_of_a_repeat_enters_its_identity_only_where_the_words_are_the_same() -> None:
    once, thrice = audit_document(_document()), audit_document(_document(texts=[*TEXTS, TEXTS[1], TEXTS[1]]))
    assert {f.id for f in _found(once, "change_rate")} < {f.id for f in _found(thrice, "change_rate")}
    assert len(_found(thrice, "change_rate")) == 3


def test_a_difference_that_rounding_explains_is_told() -> None:
    report = audit_document(_document(texts=[TEXTS[0], "一般公共预算支出80.01万元。"]))
    (finding,) = _found(report, "amount_vs_table")
    assert (finding.verdict, finding.severity, finding.difference) == ("verified", "info", "100.00")
    assert "差额 0.01万元" in finding.message


def test_shares_have_no_difference_in_yuan() -> None:
    report = audit_document(_document(texts=[TEXTS[0], "支出80.00万元，其中：基本支出50.00万元，占60%。"]))
    (finding,) = _found(report, "share")
    assert (finding.stated, finding.expected, finding.difference) == ("60%", "63%", None)


def test_money_at_stake_counts_each_wrong_amount_once() -> None:
    report = audit_document(
        _document(rows=["| 合计 | 95.00 | 50.00 | 30.00", ROWS[1]], texts=[TEXTS[0], "一般公共预算支出80.00万元。"])
    )
    assert {f.stated for f in report.contradicted} == {"95.00"}
    assert len(report.contradicted) > 1
    assert report.score.difference == "150000.00"


def test_findings_of_the_narrative_are_read_by_the_grammar_and_those_of_tables_by_the_table() -> None:
    report = audit_document(_document())
    assert {f.read_by for f in report.findings if f.claim} == {"grammar"}
    assert {f.read_by for f in report.findings if not f.claim} == {"table"}


def test_a_root_cause_says_what_is_wrong_where_and_why() -> None:
    (root,) = audit_document(_document(texts=[TEXTS[0], TEXTS[1].replace("25%", "20%")])).root_causes
    assert root.message == "第1页正文 20% 有误，按其余数据应为 33%"
    (root,) = audit_document(_document()).root_causes
    assert root.message.startswith("第1页正文 25% 有误，按其余数据应为 33%；25% = 20.00 ÷ 80.00（本年数）")
    rows = ["| 合计 | 95.00 | 50.00 | 30.00", ROWS[1]]
    (root,) = audit_document(_document(rows=rows, texts=TEXTS[:1])).root_causes
    assert root.message.startswith("第2页《一般公共预算支出表》合计（合计）95.00 有误，按其余数据应为 80.00")
    assert root.message.endswith("（涉及 2 项核对）")
