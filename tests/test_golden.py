"""Golden documents: the whole report on each is as expected, and what an auditor must be told is told.

After a change that is meant, `pytest tests/test_golden.py --update-golden` rewrites the expected reports; read their diff.
"""

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from audit.findings import Finding, Report
from audit.pipeline import audit_file, audit_together
from benchmarks.generator.typeset import compiled
from tests.golden_diff import golden_diff, golden_form, golden_text

GOLDEN = Path(__file__).parent.parent / "golden"
# What recognition reads may differ by a letter from machine to machine.
READ_BY_OCR = {"scan"} if find_spec("rapidocr") else set()
NAMES = sorted({path.parent.name for path in GOLDEN.glob("*/source*")} - {"scan"})


@cache
def report_on(name: str) -> Report:
    """`source` is a folder where a disclosure is given as several files."""
    folder = GOLDEN / name
    return audit_together([folder / "source"]) if (folder / "source").is_dir() else audit_file(folder / "source.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_report_is_as_expected(name: str, request: pytest.FixtureRequest) -> None:
    found = golden_form(report_on(name))
    path = GOLDEN / name / "report.json"
    if request.config.getoption("--update-golden"):
        path.write_text(golden_text(found), encoding="utf-8")
    assert path.exists(), f"no expected report in golden/{name} yet: read the report, then --update-golden"
    changes = golden_diff(json.loads(path.read_text(encoding="utf-8")), found)
    assert not changes, f"golden/{name} ({len(changes)} changes; --update-golden if they are meant):\n" + "\n".join(changes)


def planted(name: str) -> list[dict[str, Any]]:
    path = GOLDEN / name / "planted.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


MADE = [name for name in (*NAMES, *READ_BY_OCR) if planted(name)]


@pytest.mark.parametrize("name", MADE)
def test_every_planted_error_is_told_and_nothing_else_contradicted(name: str) -> None:
    errors = planted(name)
    for error in errors:
        verdict = "unverifiable" if error["kind"] == "placeholder_unfilled" else "contradicted"
        assert any(cites(finding, error) for finding in report_on(name).findings if finding.verdict == verdict), error
    for finding in report_on(name).contradicted:
        assert any(cites(finding, error) for error in errors), finding.message


def cites(finding: Finding, error: dict[str, Any]) -> bool:
    """Whether the wrong number is among those that a finding names."""
    named = [finding.stated or "", *(operand.value for operand in finding.evidence)]
    return digits(error["stated"]) in map(digits, named)


def digits(text: str) -> str:
    return re.sub(r"[^\d.零一二三四五六七八九十]", "", unicodedata.normalize("NFKC", text))


def page_texts(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as document:
        return [document[n].get_text() for n in range(len(document))]


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*/source.typ")), ids=lambda path: path.parent.name)
def test_the_pdf_is_set_from_its_source(source: Path) -> None:
    made = compiled(source.read_text(encoding="utf-8"))
    assert page_texts(made) == page_texts(source.with_suffix(".pdf").read_bytes()), "run golden/make.py"


def told(report: Report, cause: str | None) -> dict[str, Finding]:
    """Contradictions of one cause by the token at fault."""
    return {finding.stated or "": finding for finding in report.contradicted if finding.cause == cause}


def test_linhe_contradicts_itself_in_four_rates_and_one_form() -> None:
    report = report_on("linhe-hrss-2024")
    rates = told(report, "wrong_base")
    assert {stated: finding.expected for stated, finding in rates.items()} == {
        "1.35%": "1.34%",
        "34.42%": "52.50%",
        "25%": "20%",
        "88.71%": "785.80%",
    }
    (form,) = (finding for finding in report.contradicted if finding.cause != "wrong_base")
    assert {"60", "180 万"} <= {operand.value for operand in form.evidence}
    assert all(finding.severity == "error" for finding in report.contradicted)


def test_linhe_has_two_root_causes() -> None:
    report = report_on("linhe-hrss-2024")
    assert sorted(len(cause.findings) for cause in report.root_causes) == [1, 4]


def test_linhe_reminds_of_template_residue_and_of_the_purchases() -> None:
    report = report_on("linhe-hrss-2024")
    warnings = [finding for finding in report.findings if finding.verdict == "unverifiable" and finding.severity == "warning"]
    residue = [finding for finding in warnings if finding.claim and "增加（减少）0万元" in finding.claim.quote]
    assert len(residue) >= 5
    assert any("5.7" in (finding.stated or "") for finding in warnings)


@pytest.mark.parametrize("stated", ["59%", "41%", "13", "49", "11%"])
def test_linhe_is_right_in_shares_and_counts(stated: str) -> None:
    findings = [f for f in report_on("linhe-hrss-2024").findings if (f.stated or "").removesuffix("个") == stated]
    assert any(finding.verdict == "verified" for finding in findings)


def test_linhe_function_lines_are_verified() -> None:
    """The ten items, each against 表六."""
    verified = [finding for finding in report_on("linhe-hrss-2024").findings if finding.verdict == "verified" and finding.claim]
    for amount in ("875.33", "20", "5", "60", "81.06", "34.02", "7.6", "1.02", "250"):
        assert any(f.stated == f"{amount}万元" and f.claim and "项）" in f.claim.quote for f in verified), amount


def test_clean_documents_have_no_contradiction() -> None:
    for name in (name for name in NAMES if name.startswith("clean-")):
        assert [finding.message for finding in report_on(name).contradicted] == []
        assert report_on(name).score.verified > 100
