import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from audit.findings import Evidence, Report
from audit.report.terminal import Outcome, print_overview, print_report


def shown(*outcomes: Outcome, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    console = Console(file=stream, width=80, highlight=False, markup=False, emoji=False)
    if len(outcomes) == 1:
        print_report(console, outcomes[0])
    else:
        print_overview(console, outcomes)
    stream.seek(0)
    return stream.read()


@pytest.fixture
def text(sample_report: Report) -> str:
    return shown(Outcome(Path("a.pdf"), sample_report, [Path("out/a/report.json")]))


def test_causes_of_errors_come_first_then_warnings_then_reminders(text: str) -> None:
    places = [text.index(words) for words in ("基数用错", "未能断定原因", "截尾未进位", "提醒 1 条", "覆盖率", "已写入")]
    assert places == sorted(places)


def test_finding_tells_place_figures_and_reason(text: str) -> None:
    assert "第 7 页　写 34.42%　应为 52.50%" in text
    assert "34.42% = 189 ÷ 549（本年数），按上年数 360.00 应为 52.50%" in text
    assert "第 16 页 《支出总体情况表》合计 ／ 预算数/合计" in text
    assert "差 1,000,000.00 元" in text


def test_a_table_cell_at_fault_is_told_though_a_sentence_is_quoted(sample_report: Report) -> None:
    first = sample_report.findings[1]
    assert first.claim is not None
    cell = Evidence(table="支出总表", page=9, row="合计", column="项目支出", value="548.00", quote=None)
    wrong = first.model_copy(update={"stated": "548.00", "evidence": [*first.evidence, cell]})
    cause = sample_report.root_causes[1].model_copy(update={"findings": [wrong.id]})
    text = shown(Outcome(Path("a.pdf"), sample_report.model_copy(update={"findings": [wrong], "root_causes": [cause]})))
    assert "第 9 页 《支出总表》合计 ／ 项目支出　写 548.00" in text


def test_a_place_in_a_source_without_pages_is_told_with_its_file(sample_report: Report) -> None:
    first = sample_report.findings[1]
    told = {"table": "支出总表", "row": "合计", "column": "支出", "value": "548.00", "place": "表2!C7", "file": "附表.xlsx"}
    cell = Evidence.model_validate({**told, "page": None, "quote": None})
    wrong = first.model_copy(update={"stated": "548.00", "evidence": [cell], "claim": None})
    cause = sample_report.root_causes[1].model_copy(update={"findings": [wrong.id]})
    text = shown(Outcome(Path("a.xlsx"), sample_report.model_copy(update={"findings": [wrong], "root_causes": [cause]})))
    assert "附表.xlsx 表2!C7 《支出总表》合计 ／ 支出　写 548.00" in text


def test_a_long_reminder_is_told_over_several_lines(sample_report: Report) -> None:
    reminder = sample_report.findings[4].model_copy(update={"message": "注称本表为空表，而表中有数，请核实。" * 4})
    text = shown(Outcome(Path("a.pdf"), sample_report.model_copy(update={"findings": [reminder], "root_causes": []})))
    assert "".join(text.split()).count("请核实。") == 4
    assert all(cell_len(line) <= 80 for line in text.splitlines())


def test_several_findings_about_one_figure_name_it_once(sample_report: Report) -> None:
    first, second = (sample_report.findings[1].model_copy(update={"id": i, "message": f"算式{i}"}) for i in ("1", "2"))
    cause = sample_report.root_causes[1].model_copy(update={"findings": ["1", "2"]})
    text = shown(Outcome(Path("a.pdf"), sample_report.model_copy(update={"findings": [first, second], "root_causes": [cause]})))
    assert text.count("写 34.42%") == 1
    assert "算式1" in text
    assert "算式2" in text


def test_totals(text: str) -> None:
    assert "错误 3 处（2 个原因）　差额合计 1,000,000.00 元" in text
    assert "警告 1 处　已核对 154 处　待核 1 处　评分 70/100" in text
    assert "正文数字 已判定 153/175（87%），另有 35 个无需核对" in text
    assert "表格数字 已判定 700/800（87%）" in text
    assert "注意：文件已损坏，经修复读取" in text


def test_fits_80_columns(sample_report: Report) -> None:
    finding = sample_report.findings[1].model_copy(update={"message": "按上年数 360.00 万元重算，" * 20})
    report = sample_report.model_copy(
        update={
            "findings": [finding],
            "root_causes": [sample_report.root_causes[1].model_copy(update={"findings": [finding.id]})],
        }
    )
    assert all(cell_len(line) <= 80 for line in shown(Outcome(Path("a.pdf"), report)).splitlines())


def test_nothing_found(sample_report: Report) -> None:
    score = sample_report.score.model_copy(update={"value": None, "errors": 0, "warnings": 0, "verified": 0, "difference": "0"})
    report = sample_report.model_copy(update={"findings": [], "root_causes": [], "score": score})
    text = shown(Outcome(Path("a.pdf"), report))
    assert "没有发现矛盾" in text
    assert "错误 0 处（0 个原因）　差额合计 0 元" in text
    assert "评分 无" in text
    assert "提醒" not in text


def test_text_of_the_document_is_shown_as_it_is(sample_report: Report) -> None:
    hostile = "[bold]甲[/bold] :smile: [/nothing]\x1b[31m\x07\u202e乙\n丙"
    finding = sample_report.findings[3].model_copy(update={"message": hostile, "stated": hostile})
    report = sample_report.model_copy(update={"findings": [finding], "root_causes": [sample_report.root_causes[2]]})
    text = shown(Outcome(Path("a.pdf"), report))
    assert "[bold]甲[/bold] :smile: [/nothing][31m乙 丙" in text
    assert not set(text) & set("\x1b\x07\u202e")


def test_reminders_are_told_once_each_and_beyond_ten_counted(sample_report: Report) -> None:
    first = sample_report.findings[4]
    others = [first.model_copy(update={"message": f"第{n}项留空"}) for n in range(12)]
    report = sample_report.model_copy(update={"findings": [first, first, *others], "root_causes": []})
    text = shown(Outcome(Path("a.pdf"), report))
    assert "提醒 14 条" in text
    assert "「增加（减少）0万元」为模板残留（2 处）" in text
    assert text.count("项留空") == 9
    assert "其余 3 条" in text


def test_many_documents_are_a_line_each(sample_report: Report) -> None:
    long = Path("青河县人力资源和社会保障局2024年部门预算公开情况说明及附表第一部分.pdf")
    lines = shown(Outcome(long, sample_report), Outcome(Path("b.pdf"), None), Outcome(Path("c.pdf"), sample_report)).splitlines()
    assert len(lines) == 5
    assert all(cell_len(line) <= 80 for line in lines)
    assert lines[0].split() == ["文件", "错误", "原因", "警告", "待核", "已核对", "评分"]
    assert lines[3].split() == ["c.pdf", "3", "2", "1", "1", "154", "70/100"]
    assert lines[2].split() == ["b.pdf", "无法读取"]
    assert lines[4] == "共 3 个文件，2 个有矛盾，1 个无法读取"


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_consoles_without_utf8(sample_report: Report, encoding: str) -> None:
    outcome = Outcome(Path("a\U0001f4c4.pdf"), sample_report)
    text = shown(outcome, outcome, encoding=encoding)
    assert "70/100" in text
    assert ("有矛盾" in text) == (encoding == "gbk")
