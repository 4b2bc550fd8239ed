"""What a document says it is: title, organisation, year and kind from its cover, in the wordings of different places."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audit.facts import document_facts
from audit.reading import read_document
from audit.reading.document import Document
from tests.understood import document, paragraph, table


def cover(*lines: str) -> Document:
    return document([paragraph(line, kind="text" if line.endswith("。") else "heading") for line in lines])


@pytest.mark.parametrize(
    ("lines", "organization", "year", "kind"),
    [
        (["示例县教育局2024年部门预算公开"], "示例县教育局", 2024, "budget"),
        (["示例县教育局", "2024年部门预算公开说明"], "示例县教育局", 2024, "budget"),
        (["2024年示例县教育局部门预算"], "示例县教育局", 2024, "budget"),
        (["2024年度示例县教育局部门决算"], "示例县教育局", 2024, "final_accounts"),
        (["示例县教育局", "2023年度", "部门决算"], "示例县教育局", 2023, "final_accounts"),
        (["附件2：", "示例县教育局2024年单位预算"], "示例县教育局", 2024, "budget"),
        (["附件 3", "示例县教育局2024年单位预算"], "示例县教育局", 2024, "budget"),
        (["二〇二四年度示例县教育局部门预算"], "示例县教育局", 2024, "budget"),
        (["2024 年部门预算", "示例县教育局"], "示例县教育局", 2024, "budget"),
        (["示例县2024年部门预算", "预算主管部门：示例县教育局"], "示例县教育局", 2024, "budget"),
        (["示例县2024年单位预算", "预算单位：示例县教育局（本部）"], "示例县教育局", 2024, "budget"),
        (["示例县教育局关于2024年部门预算的公开说明"], "示例县教育局", 2024, "budget"),
        (["示例县农业农村局（本级）2024年单位预算"], "示例县农业农村局", 2024, "budget"),
        (["示例县人民政府办公室2024年部门预算"], "示例县人民政府办公室", 2024, "budget"),
        (["中共示例县委组织部2024年部门预算"], "中共示例县委组织部", 2024, "budget"),
        (["示例县第一中学2024年单位预算公开"], "示例县第一中学", 2024, "budget"),
        (["示例县人民检察院2024年度部门决算"], "示例县人民检察院", 2024, "final_accounts"),
        (["示例市万民街道办事处2024年部门预算"], "示例市万民街道办事处", 2024, "budget"),
    ],
)
def test_covers(lines: list[str], organization: str, year: int, kind: str) -> None:
    facts = document_facts(cover(*lines))
    assert (facts.organization, facts.year, facts.kind) == (organization, year, kind)


def test_the_month_of_printing_is_not_the_year() -> None:
    facts = document_facts(cover("2025年8月", "示例县教育局2024年度部门决算"))
    assert (facts.title, facts.year) == ("示例县教育局2024年度部门决算", 2024)


def test_the_first_of_two_years_with_its_kind() -> None:
    facts = document_facts(cover("示例县民政局2024年部门预算及2023年部门决算公开"))
    assert (facts.year, facts.kind) == (2024, "budget")


def test_a_table_of_contents_is_no_title() -> None:
    facts = document_facts(cover("目录", "第一部分示例县教育局概况", "第二部分2024年度部门决算情况说明"))
    assert facts.title == ""
    assert (facts.year, facts.kind) == (2024, "final_accounts")


def test_text_is_no_title() -> None:
    assert document_facts(cover("现将2024年部门预算公开如下。")).title == ""


def test_the_number_of_a_section_is_no_title() -> None:
    assert document_facts(cover("（一）基本支出", "2024年基本支出预算5.00万元。")).title == ""
    assert document_facts(cover("2024年部门预算", "一、基本情况")).title == "2024年部门预算"


def test_tables_alone_tell_what_they_are() -> None:
    bare = table("2024年部门收支预算总表", ["收入 | 预算数"], ["总计 | 10.00"], unit="元")
    noted = replace(bare, note="编制单位：示例县教育局 金额单位：元")
    facts = document_facts(document([], [noted, replace(noted, title="部门支出总表")]))
    assert (facts.organization, facts.year, facts.kind, facts.unit) == ("示例县教育局", 2024, "budget", "元")


def test_the_year_spoken_of_most_where_no_title_names_one() -> None:
    facts = document_facts(cover("部门预算公开", "2024年工作安排。", "2024年任务。", "2023年回顾。"))
    assert facts.year == 2024


@pytest.mark.parametrize(("last", "year"), [(4, 2025), (6, 2025), (10, 2024)])
def test_last_years_figures_do_not_make_it_last_years_document(last: int, year: int) -> None:
    this = 3 if last < 10 else 1
    facts = document_facts(cover("部门预算公开", *["比2024年有所增加。"] * last, *["2025年安排。"] * this))
    assert facts.year == year


def test_a_document_that_says_nothing() -> None:
    facts = document_facts(document([]))
    assert (facts.title, facts.organization, facts.year, facts.kind, facts.unit) == ("", "", None, "unknown", "")


def _documents(shared: Path) -> list[tuple[Path, Path]]:
    folders = ((shared / "samples/truth", shared / "samples/pdf"), (shared / "real/truth", shared / "real"))
    return [
        (t, pdfs / f"{t.stem}.pdf") for truths, pdfs in folders for t in sorted(truths.glob("*.json")) if "scan" not in t.stem
    ]


def test_made_and_real_disclosures(shared: Path) -> None:
    wrong = []
    for truth_path, pdf in _documents(shared):
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        facts = document_facts(read_document(pdf))
        told = {"year": facts.year, "kind": facts.kind, "organization": facts.organization}
        wrong += [(truth["doc"], key, value) for key, value in told.items() if truth.get(key, value) != value]
    assert wrong == []


def test_the_seed(shared: Path) -> None:
    for pdf in sorted((shared / "seed").glob("*.pdf")):
        facts = document_facts(read_document(pdf))
        assert (facts.year, facts.kind) == (2024, "budget")
        assert facts.organization.endswith("人力资源和社会保障局")
        assert facts.unit == "万元"
