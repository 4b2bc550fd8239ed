import re
from pathlib import Path

from audit import checks
from audit.checks.catalogue import PROPOSED, catalogue
from audit.pipeline import audit_file
from audit.proposals import equations
from audit.report.words import CHECKS as WORDS

ROOT = Path(__file__).parent.parent.parent
SOURCES = [path.read_text(encoding="utf-8") for path in (ROOT / "audit/checks").glob("*.py")]


def test_every_check_asserts_something_and_shows_it() -> None:
    for entry in catalogue():
        assert entry.asserts, entry.name
        assert entry.right or entry.wrong, entry.name
        assert entry.severity.startswith(("error", "warning", "info", "never")), entry.name


def test_each_check_stands_once_and_has_words() -> None:
    names = [entry.name for entry in catalogue()]
    assert len(names) == len(set(names))
    assert {*names, *PROPOSED} == WORDS.keys()


def test_what_checks_write_into_findings_is_their_name() -> None:
    """The first argument of every equation and remark that the checks build."""
    written = {name for source in SOURCES for name in re.findall(r'(?:Equation|Remark)\(\s*"(\w+)"', source)}
    assert len(written) > 20
    assert written <= {check.__name__ for check in checks.CHECKS}


def test_findings_of_a_document_are_in_the_catalogue() -> None:
    report = audit_file(ROOT / "golden/linhe-hrss-2024/source.pdf")
    assert {finding.check for finding in report.findings} <= {entry.name for entry in catalogue()}


def test_every_proposed_check_repeats_one_of_the_catalogue() -> None:
    assert PROPOSED.keys() == set(equations.CHECKS)
    assert set(PROPOSED.values()) <= {entry.name for entry in catalogue()}


def test_sections_of_a_docstring() -> None:
    by_name = {entry.name: entry for entry in catalogue()}
    residue = by_name["residue"]
    assert residue.right == "「较2023年预算减少0.15万元，下降27.78%」."
    assert "XX万元" in residue.wrong and "预算数为万元" in residue.wrong
    assert residue.severity == "warning, never a contradiction."
    assert "143号" in by_name["required_tables"].source
    assert by_name["planned_assets"].wrong.startswith("「拟采购固定资产约5.7万元」")
