"""Which planted errors a report found, and which of its contradictions are about nothing planted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Finding = dict[str, Any]
Planted = dict[str, Any]


class Score(NamedTuple):
    found: int
    planted: int
    false_alarms: int


def score(findings: Sequence[Finding], planted: Sequence[Planted]) -> Score:
    """findings: as in `report.json`; planted: as in a truth file."""
    contradicted = [finding for finding in findings if finding["verdict"] == "contradicted" and finding["severity"] != "info"]
    found = sum(1 for error in planted if any(_finds(finding, error) for finding in findings))
    false = sum(1 for finding in contradicted if not any(_is_about(finding, error) for error in planted))
    return Score(found, len(planted), false)


def _finds(finding: Finding, error: Planted) -> bool:
    """True for a contradiction that cites the wrong figure; for template residue, a warning about its sentence is enough."""
    if error["kind"] == "placeholder_unfilled":
        return finding["severity"] != "info" and finding["verdict"] != "verified" and _is_about(finding, error)
    return finding["verdict"] == "contradicted" and finding["severity"] != "info" and _is_about(finding, error)


def _is_about(finding: Finding, error: Planted) -> bool:
    if error["kind"] == "placeholder_unfilled":
        return _quotes(finding, error["quote"], error["page"])
    if error["where"] == "narrative":
        numbers = _numbers(error["stated"])
        cites = _quotes(finding, error["quote"], error["page"]) and numbers <= _numbers(finding["claim"]["quote"])
        return cites or any(
            operand["quote"] and _near(operand["page"], error["page"]) and _numbers(operand["value"]) == numbers
            for operand in finding["evidence"]
        )
    return any(
        _near(operand["page"], error["page"])
        and _numbers(operand["value"]) == _numbers(error["stated"])
        and (not error["row"] or _alike(operand["row"], error["row"]))
        for operand in finding["evidence"]
    )


def _quotes(finding: Finding, quote: str, page: int) -> bool:
    claim = finding["claim"]
    return bool(claim) and _near(claim["page"], page) and _overlap(claim["quote"], quote)


def _near(page: int | None, planted: int) -> bool:
    """A sentence or row may go on over the end of a page."""
    return page is not None and abs(page - planted) <= 1


def _overlap(quote: str, planted: str) -> bool:
    """True where one sentence holds one of the other's clauses, but for white space."""
    compact, clauses = _compact(quote), [_compact(clause) for clause in re.split("[，。；：]", planted)]
    return any(len(clause) >= 6 and clause in compact for clause in clauses) or _compact(planted) in compact


def _alike(label: str | None, planted: str) -> bool:
    one, other = _word(label or ""), _word(planted)
    return bool(one and other) and (one in other or other in one)


def _numbers(text: str) -> set[str]:
    """The numbers in a text, in one spelling; Chinese numerals as they are."""
    plain = unicodedata.normalize("NFKC", text or "").replace(",", "")
    return set(re.findall(r"\d+(?:\.\d+)?", plain)) or set(re.findall("[一二三四五六七八九十]+", plain))


def _word(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def total(scores: Iterable[Score]) -> Score:
    return Score(*(sum(column) for column in zip(*scores, strict=True)))
