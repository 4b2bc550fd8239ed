from pathlib import Path

from typer.testing import CliRunner

from audit.cli import app
from audit.report.catalogue import catalogue_markdown

PAGE = Path(__file__).parent.parent.parent / "docs/checks.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == catalogue_markdown(), "python -m audit.report.catalogue > docs/checks.md"


def test_all_checks_are_listed() -> None:
    result = CliRunner().invoke(app, ["checks"])
    assert result.exit_code == 0
    assert "amount_vs_table" in result.output and "正文金额与表格" in result.output
    assert "required_tables" in result.output and "proposed_amount" in result.output


def test_one_check_is_told_with_examples_severity_and_source() -> None:
    result = CliRunner().invoke(app, ["checks", "item_names"])
    assert result.exit_code == 0
    for part in ("科目名称", "正例", "反例", "级别　warning", "依据　财政部《政府收支分类科目》"):
        assert part in result.output, part


def test_a_proposed_check_is_told_as_the_one_it_repeats() -> None:
    result = CliRunner().invoke(app, ["checks", "proposed_share"])
    assert result.exit_code == 0
    assert "59.0002" in result.output and "模型提出" in result.output


def test_unknown_name() -> None:
    result = CliRunner().invoke(app, ["checks", "amount"])
    assert result.exit_code == 2
    assert "没有名为 amount 的检查" in result.output
