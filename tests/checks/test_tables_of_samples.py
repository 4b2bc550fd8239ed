"""Table checks on real and made disclosures: planted figures break, and nothing that does not touch one."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit.checks import TABLE_CHECKS
from audit.findings import Evidence, Finding
from audit.pipeline import audit_file

NAMES = {check.__name__ for check in TABLE_CHECKS}


def breaches(path: Path) -> list[Finding]:
    return [f for f in audit_file(path).findings if f.check in NAMES and f.verdict == "contradicted"]


def digits(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isdigit())


def touches(evidence: Evidence, planted: dict[str, Any]) -> bool:
    return evidence.page == planted["page"] and digits(evidence.value) == digits(planted["stated"])


@pytest.mark.parametrize("doc", [f"{layout}0{n}" for layout in "abcd" for n in range(1, 7)])
def test_planted_figures_of_tables_break_and_nothing_else(shared: Path, doc: str) -> None:
    truth = json.loads((shared / "samples" / "truth" / f"{doc}.json").read_text(encoding="utf-8"))
    planted = [error for error in truth["planted"] if error["where"] != "narrative"]
    found = breaches(shared / "samples" / "pdf" / f"{doc}.pdf")
    for finding in found:
        assert any(touches(evidence, error) for evidence in finding.evidence for error in planted), finding.message
    for error in planted:
        assert any(touches(evidence, error) for finding in found for evidence in finding.evidence), error["id"]


@pytest.mark.parametrize("doc", ["guizi-final-24", "shangwu-dept-25", "wanli-24", "wanli-25"])
def test_real_tables_hold_but_for_rounding(shared: Path, doc: str) -> None:
    assert breaches(shared / "real" / f"{doc}.pdf") == []


@pytest.mark.parametrize("producer", ["office", "typst"])
def test_the_seed_holds_but_for_one_form(shared: Path, producer: str) -> None:
    (finding,) = breaches(shared / "seed" / f"linxia-hrss-2024.{producer}.pdf")
    assert finding.check == "cost_indicators"
    assert {evidence.value for evidence in finding.evidence} == {"60", "180 万"}
