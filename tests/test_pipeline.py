"""From a document to its report: the contract, repeatability, and what real and made disclosures must yield."""

import importlib.util
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings import Finding, Report
from audit.pipeline import audit_document, audit_file
from benchmarks.generator import document as made_document
from tests import made_budget

REPORT_KEYS = ["schema", "document", "findings", "root_causes", "numbers", "tables", "coverage", "score", "model"]
FINDING_KEYS = [
    *("id", "check", "verdict", "severity", "stated", "expected", "difference", "formula", "cause", "message", "read_by"),
    *("claim", "evidence"),
]
CAUSES = {
    *("wrong_base", "truncated", "sign_reversed", "unit_slip", "transposed_digits", "misprint", "copied_line", "stale_year"),
    *("wrong_item", "name", "zero_base", "residue", None),
}


@cache
def clean() -> Report:
    return audit_document(made_budget.budget(), completeness=False)


def test_a_budget_that_agrees_has_no_finding_against_it() -> None:
    assert [f.message for f in clean().contradicted] == []
    assert clean().score.value == 100
    unread = {n.text for n in clean().numbers if n.status == "unverifiable"}
    assert unread == set()


def test_the_contract_of_the_report() -> None:
    texts = [text.replace("4.17%", "4.00%").replace("2.00万元", "2.20万元") for text in made_budget.TEXTS]
    written = json.loads(audit_document(made_budget.budget(texts)).model_dump_json())
    assert list(written) == REPORT_KEYS
    assert written["schema"] == "1"
    assert written["model"] is None
    assert {"source", "sha256", "pages", "title", "organization", "year", "kind", "unit"} <= set(written["document"])
    assert written["document"]["kind"] == "budget"
    for finding in written["findings"]:
        assert list(finding) == FINDING_KEYS
        assert re.fullmatch("[0-9a-f]{12}", finding["id"])
        assert finding["verdict"] in ("verified", "contradicted", "unverifiable")
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["cause"] in CAUSES
        assert finding["message"]
        for entry in finding["evidence"]:
            assert set(entry) == {"table", "page", "row", "column", "value", "quote", "boxes"}
            assert (entry["table"] is None) == (entry["row"] is None) == (entry["column"] is None) == (entry["quote"] is not None)
    ids = [finding["id"] for finding in written["findings"]]
    assert len(set(ids)) == len(ids)
    for number in written["numbers"]:
        assert set(number) == {"page", "box", "text", "status", "kind", "findings"}
        assert set(number["findings"]) <= set(ids)
    counts = written["coverage"]["numbers"]
    assert sum(counts.values()) == len(written["numbers"])
    assert set(written["score"]) == {"value", "verified", "errors", "warnings", "unverifiable", "difference"}


def test_every_contradiction_has_one_root_cause_and_every_root_cause_a_contradiction() -> None:
    texts = [text.replace("4.17%", "4.00%").replace("2.00万元", "2.20万元") for text in made_budget.TEXTS]
    report = audit_document(made_budget.budget(texts))
    told = Counter(i for root in report.root_causes for i in root.findings)
    assert told == Counter(f.id for f in report.findings if f.verdict == "contradicted")
    assert set(told.values()) == {1}


def test_the_same_document_gives_the_same_report() -> None:
    first, second = (audit_document(made_budget.budget()).model_dump_json() for _ in range(2))
    assert first == second


def test_a_document_without_anything() -> None:
    report = audit_document(made_budget.budget([], []), completeness=False)
    assert report.findings == []
    assert report.score.value is None


def _cells() -> list[tuple[int, int, int, int]]:
    """(table, row, column, digit) of every digit of a verified cell that is more than its rounding."""
    places = []
    for t, drawn in enumerate(made_budget.tables()):
        for r, row in enumerate(drawn.rows):
            for c, cell in enumerate(row):
                if clean().tables[t].statuses[r][c] == "verified":
                    places += [(t, r, c, d) for d, char in enumerate(cell.text[:-1]) if char.isdigit()]
    return places


def _misprinted(text: str, place: int) -> str:
    return text[:place] + ("3" if text[place] != "3" else "7") + text[place + 1 :]


@given(st.sampled_from(_cells()))
def test_a_digit_of_a_table_that_is_wrong_is_found_and_ticked_nowhere(place: tuple[int, int, int, int]) -> None:
    t, r, c, digit = place
    drawn = made_budget.tables()
    rows = [list(row) for row in drawn[t].rows]
    wrong = _misprinted(rows[r][c].text, digit)
    rows[r][c] = replace(rows[r][c], text=wrong)
    drawn[t] = replace(drawn[t], rows=tuple(tuple(row) for row in rows))
    report = audit_document(made_budget.budget(drawn=drawn), completeness=False)
    title = drawn[t].title
    assert any(e.table == title and e.value == wrong for f in report.contradicted for e in f.evidence)
    assert report.tables[t].statuses[r][c] != "verified"


def _digits() -> list[tuple[int, int]]:
    """(text, position) of every digit of an amount or a rate of the narrative that is more than its rounding."""
    places = []
    for n, text in enumerate(made_budget.TEXTS):
        for number in re.finditer(r"\d+\.\d\d(?=万元|%)|\d\d%", text):
            last = number.end() - 1 - number[0].endswith("%")
            places += [(n, at) for at in range(number.start(), last) if text[at].isdigit()]
    return places


@given(st.sampled_from(_digits()))
def test_a_digit_of_the_narrative_that_is_wrong_is_found_and_ticked_nowhere(place: tuple[int, int]) -> None:
    n, at = place
    texts = list(made_budget.TEXTS)
    texts[n] = _misprinted(texts[n], at)
    report = audit_document(made_budget.budget(texts), completeness=False)
    assert report.contradicted
    changed = Counter(number.text for number in report.numbers) - Counter(number.text for number in clean().numbers)
    (token,) = changed
    statuses = [number.status for number in report.numbers if number.text == token]
    assert "contradicted" in statuses or any(e.value == token for f in report.contradicted for e in f.evidence)
    assert statuses.count("verified") == sum(number.text == token for number in clean().numbers)


@pytest.mark.parametrize(("layout", "seed"), [("ruled", 41), ("yuan", 42), ("accounts", 43), ("threeline", 44), ("dense", 45)])
def test_made_disclosures_without_errors_are_not_contradicted(layout: str, seed: int, tmp_path: Path) -> None:
    pdf, _ = made_document(layout, seed, 0)
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    report = audit_file(path)
    assert [f.message for f in report.contradicted] == []
    assert report.score.verified > 150


def _seed_reports(shared: Path) -> list[Report]:
    return [audit_file(path) for path in sorted((shared / "seed").glob("*.pdf"))]


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Report]:
    return _seed_reports(shared)


def _found(report: Report, **wanted: Any) -> list[Finding]:
    return [f for f in report.findings if all(getattr(f, key) == value for key, value in wanted.items())]


def test_both_pdfs_of_the_seed_yield_the_same_findings(seeds: list[Report]) -> None:
    office, typst = seeds
    assert [(f.id, f.verdict, f.severity) for f in office.findings] == [(f.id, f.verdict, f.severity) for f in typst.findings]


@pytest.mark.parametrize("printing", [0, 1])
def test_what_the_seed_contradicts(seeds: list[Report], printing: int) -> None:
    report = seeds[printing]
    assert {(f.stated, f.expected, f.cause, f.severity) for f in report.contradicted if f.cause == "wrong_base"} == {
        ("34.42%", "52.50%", "wrong_base", "error"),
        ("88.71%", "785.80%", "wrong_base", "error"),
        ("25%", "20%", "wrong_base", "error"),
        ("1.35%", "1.34%", "wrong_base", "error"),
    }
    assert sorted(len(root.findings) for root in report.root_causes) == [1, 4]
    (alone,) = [f for f in report.contradicted if f.cause != "wrong_base"]
    assert {alone.stated, *(e.value for e in alone.evidence)} >= {"60", "180 万"} or "180" in (alone.stated or "")


@pytest.mark.parametrize("printing", [0, 1])
def test_what_the_seed_leaves_standing(seeds: list[Report], printing: int) -> None:
    report = seeds[printing]
    residues = [f for f in _found(report, check="residue", severity="warning") if "增加（减少）" in (f.stated or "")]
    assert len(residues) == 5
    assert any(f.severity == "warning" and "5.7" in (f.stated or "") for f in _found(report, verdict="unverifiable"))


@pytest.mark.parametrize("printing", [0, 1])
def test_what_the_seed_confirms(seeds: list[Report], printing: int) -> None:
    verified = [f for f in seeds[printing].findings if f.verdict == "verified"]
    assert {"59%", "41%", "11%", "10个", "13个", "8个", "2个", "49个"} <= {f.stated for f in verified if f.claim}
    lines = [f for f in verified if f.check == "amount_vs_table" and any(re.match(r"\d{7} ", e.row or "") for e in f.evidence)]
    assert len(lines) == 10
    assert "1046.39万元 + " in "".join(f.formula or "" for f in verified if f.check == "parts")
    assert [f.stated for f in verified if f.check == "changes_of_lines"] == ["167.23万元"]
    forms = [f for f in verified if f.read_by == "table" and f.stated == "549.00" and len(f.evidence) == 11]
    assert forms, "the ten forms add up to 项目支出"
    sums = Counter(f.evidence[0].table for f in verified if f.check in ("total_rows", "code_sums", "row_sums"))
    assert len([title for title, told in sums.items() if told > 5]) >= 4


def test_nothing_else_in_the_seed_is_contradicted(seeds: list[Report]) -> None:
    for report in seeds:
        assert len(report.contradicted) == 5
        assert not [f for f in report.findings if f.verdict == "contradicted" and f not in report.contradicted]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_of_samples", shared / "samples" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_samples_are_read_as_well_as_before(shared: Path, scorer: ModuleType) -> None:
    scored = []
    for truth_path in sorted((shared / "samples" / "truth").glob("[abcd]*.json")):
        report = audit_file(shared / "samples" / "pdf" / f"{truth_path.stem}.pdf", completeness=False)
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        scored.append(scorer.score_doc(truth, json.loads(report.model_dump_json())))
    total = Counter({key: sum(doc[key] for doc in scored) for key in ("planted", "found", "false", "blessed", "claims", "cover")})
    assert total["found"] >= 0.97 * total["planted"], [doc["missed"] for doc in scored if doc["missed"]]
    assert total["false"] <= 0.05 * len(scored)
    assert total["blessed"] == 0
    assert total["cover"] >= 0.97 * total["claims"]
