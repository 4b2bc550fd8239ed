"""The documentation says what is true: its examples run, its links lead somewhere, its pictures are small."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "golden/README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:audit|tests|docs|prompts|notebooks)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists() and "NAME" not in name] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_examples_run(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0


def test_worked_figures_have_examples() -> None:
    assert doctest.testfile(str(ROOT / "docs/verdicts.md"), module_relative=False, encoding="utf-8").attempted >= 9


def test_commands_that_the_readmes_show_have_the_options_they_show() -> None:
    shown = re.findall(r"audit (run|tables|batch|summary|checks)\b([^\n`]*)", "\n".join(p.read_text("utf-8") for p in PAGES))
    assert shown
    for command in {name for name, _ in shown}:
        help_text = subprocess.run(
            [sys.executable, "-m", "audit", command, "--help"], capture_output=True, text=True, cwd=ROOT
        ).stdout
        options = {option for name, rest in shown if name == command for option in re.findall(r"(?<![\w-])--[a-z-]+", rest)}
        assert [option for option in options if option not in help_text] == []


def test_picture_of_the_report_is_small() -> None:
    assert 50_000 < (ROOT / "docs/report.png").stat().st_size <= 300_000
