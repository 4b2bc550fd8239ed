"""Every case of tests/checks/cases: what a check must find in a few sentences and tables, and where it must be silent."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from audit.findings import Finding
from audit.pipeline import audit_document
from tests.understood import document, paragraph, table

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
# what is right gives these nothing to say
NEVER_TICK = frozenset({"residue", "planned_assets", "reason_direction", "item_names"})


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in CASES
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("check", "case"), _cases())
def test_case(check: str, case: dict[str, Any]) -> None:
    """`finds` lists what the check tells, in order: verdict, severity unless info, stated → expected, cause."""
    texts = [paragraph(f"示例单位{case.get('year', 2024)}年单位{case.get('kind', '预算')}公开", kind="heading")]
    texts += [paragraph(text, kind="heading" if _is_heading(text) else "text") for text in case.get("text", [])]
    tables = [table(t["title"], t["head"], t["rows"], t.get("unit", "万元")) for t in case.get("table", [])]
    report = audit_document(document(texts, tables))
    assert [_told(f) for f in report.findings if f.check == check] == case["finds"]


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
