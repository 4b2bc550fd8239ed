"""Every case of tests/checks/cases: what a check must find in a few sentences and tables, and where it must be silent."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.findings import Finding
from audit.pipeline import audit_document
from audit.reading.document import Table
from tests import made_budget
from tests.understood import document, paragraph, table

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
# what is right gives these nothing to say
NEVER_TICK = frozenset({
    "contents_tables", "copied_reason", "empty_tables", "item_names", "listed_items", "organization_name", "part_exceeds",
    "planned_assets", "reason_direction", "required_sections", "required_tables", "residue", "said_empty", "three_public_reasons",
    "unit_or_department", "years",
})  # fmt: skip


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in CASES
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("check", "case"), _cases())
def test_case(check: str, case: dict[str, Any]) -> None:
    """`finds` lists what the check tells, in order: verdict, severity unless info, stated → expected, cause.

    `budget` sets the text beside the tables of made_budget.
    """
    title = f"示例单位{case.get('year', 2024)}年单位{case.get('kind', '预算')}公开"
    texts = [paragraph(case.get("title", title), kind="heading")]
    texts += [paragraph(line, kind="contents") for line in case.get("contents", [])]
    texts += [paragraph(text, kind="heading" if _is_heading(text) else "text") for text in case.get("text", [])]
    tables = [_table(**drawn) for drawn in case.get("table", [])] + (made_budget.tables() if case.get("budget") else [])
    report = audit_document(document(texts, tables))
    assert [_told(f) for f in report.findings if f.check == check] == case["finds"]


def _table(title: str, head: list[str], rows: list[str], unit: str = "万元", note: str = "") -> Table:
    return replace(table(title, head, rows, unit), note=note)


def _is_heading(text: str) -> bool:
    return bool(re.match(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^。，\d]*$", text))


def _told(finding: Finding) -> str:
    words: list[str] = [finding.verdict]
    words += [finding.severity] if finding.severity != "info" else []
    words += [finding.stated or "—"]
    words += ["→", finding.expected] if finding.expected else []
    words += [finding.cause] if finding.cause else []
    return " ".join(words)


def test_every_case_file_has_passing_failing_and_silent_cases() -> None:
    for path in CASES:
        finds = [case["finds"] for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
        assert any(f.startswith("verified") for found in finds for f in found) or path.stem in NEVER_TICK, path
        assert any(f.startswith(("contradicted", "unverifiable")) for found in finds for f in found), path
        assert any(not any(f.startswith("contradicted") for f in found) for found in finds), path
