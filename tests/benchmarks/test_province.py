"""The province benchmark: its documents, and what it counts as found and as a false alarm."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.province import made
from benchmarks.scoring import Score, score, total

SENTENCE = {"kind": "rate_random", "where": "narrative", "page": 3, "stated": "3.09%", "quote": "培训费5.48万元，下降3.09%"}
CELL = {"kind": "table_total", "where": "table", "page": 7, "stated": "7,198.20", "row": "合计", "quote": None}
RESIDUE = {"kind": "placeholder_unfilled", "where": "narrative", "page": 2, "stated": "XX万元", "quote": "会议费预算XX万元"}


def finding(verdict: str = "contradicted", severity: str = "error", **fields: Any) -> dict[str, Any]:
    return {"verdict": verdict, "severity": severity, "claim": None, "evidence": []} | fields


def claim(quote: str, page: int) -> dict[str, Any]:
    return {"quote": quote, "page": page}


def operand(value: str, row: str | None, page: int, quote: str | None = None) -> dict[str, Any]:
    return {"value": value, "row": row, "page": page, "quote": quote}


SAID = claim("2024年培训费5.48万元， 下降3.09%，下降的原因是培训减少。", 4)


@pytest.mark.parametrize(
    ("findings", "planted", "expected"),
    [
        ([finding(claim=SAID)], SENTENCE, Score(1, 1, 0)),
        ([finding(claim=SAID, severity="info")], SENTENCE, Score(0, 1, 0)),
        ([finding("verified", "info", claim=SAID)], SENTENCE, Score(0, 1, 0)),
        ([finding(claim=claim(SAID["quote"], 6))], SENTENCE, Score(0, 1, 1)),
        ([finding(claim=claim("会议费3.09万元，与上年持平。", 3))], SENTENCE, Score(0, 1, 1)),
        ([finding(claim=claim("别的一句", 3), evidence=[operand("3.09%", None, 3, "培训费")])], SENTENCE, Score(1, 1, 0)),
        ([finding(evidence=[operand("7198.20", "合计", 7)])], CELL, Score(1, 1, 0)),
        ([finding(evidence=[operand("7,198.20", "201 一般公共服务支出", 7)])], CELL, Score(0, 1, 1)),
        ([finding(evidence=[operand("7,198.02", "合计", 7)])], CELL, Score(0, 1, 1)),
        ([finding("unverifiable", "warning", claim=claim("会议费预算XX万元。", 2))], RESIDUE, Score(1, 1, 0)),
        ([finding("unverifiable", "info", claim=claim("会议费预算XX万元。", 2))], RESIDUE, Score(0, 1, 0)),
    ],
)
def test_score(findings: list[dict[str, Any]], planted: dict[str, Any], expected: Score) -> None:
    assert score(findings, [planted]) == expected


def test_scores_add_up() -> None:
    assert total([Score(1, 2, 0), Score(0, 1, 3)]) == Score(1, 3, 3)


def test_documents_are_made_once_in_counties_without_namesakes(tmp_path: Path) -> None:
    first = made(tmp_path, 2)
    content = {place: (tmp_path / place).read_bytes() for place in first}
    second = made(tmp_path, 3)
    assert len(second) == 3 and list(second)[:2] == list(first)
    assert all((tmp_path / place).read_bytes() == data for place, data in content.items())
    assert [len(entry["planted"]) for entry in second.values()] == [0, 1, 2]
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == second
    assert all(place.count("/") == 2 for place in second)
