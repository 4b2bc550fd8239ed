"""The form in which expected reports are kept, and what changed between two of them.

A golden report is the report without boxes, hashes and anything else that moves when nothing was decided differently.
"""

import json
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

from audit.findings import Report

Golden = dict[str, Any]

_UNSTABLE: dict[str, Any] = {
    "document": {"sha256"},
    "findings": {"__all__": {"claim": {"boxes"}, "evidence": {"__all__": {"boxes"}}}},
    "numbers": {"__all__": {"box", "findings"}},
    "tables": {"__all__": {"boxes", "head_boxes", "row_pages", "page"}},
}


def golden_form(report: Report) -> Golden:
    """The report to keep: findings in page order, then by check and id; the source by its file name."""
    form = report.model_dump(mode="json", by_alias=True, exclude=_UNSTABLE)
    form["document"]["source"] = form["document"]["source"].replace("\\", "/").rpartition("/")[2]
    form["findings"].sort(key=lambda finding: (_page(finding) or 0, finding["check"], finding["id"]))
    form["root_causes"].sort(key=lambda cause: (cause["cause"] or "", sorted(cause["findings"])))
    return form


def golden_text(form: Golden) -> str:
    """JSON with one line for each container that holds no other: a number, a row, an operand of a finding."""
    return _lines(form, "") + "\n"


def _lines(value: Any, indent: str) -> str:
    children = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not any(isinstance(child, dict | list) and child for child in children):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    if isinstance(value, dict):
        body = [f"{json.dumps(key)}: {_lines(child, inner)}" for key, child in value.items()]
        return "{\n" + ",\n".join(inner + line for line in body) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _lines(child, inner) for child in value) + f"\n{indent}]"


def golden_diff(expected: Golden, found: Golden) -> list[str]:
    """What appeared, vanished or changed, a line each; empty when the two say the same."""
    return [
        *_field_changes("document", expected["document"], found["document"]),
        *_finding_changes(expected["findings"], found["findings"]),
        *_root_cause_changes(expected["root_causes"], found["root_causes"]),
        *_field_changes("coverage.numbers", expected["coverage"]["numbers"], found["coverage"]["numbers"]),
        *_field_changes("coverage.cells", expected["coverage"]["cells"], found["coverage"]["cells"]),
        *_field_changes("score", expected["score"], found["score"]),
        *_sequence_changes("number", expected["numbers"], found["numbers"]),
        *_table_changes(expected["tables"], found["tables"]),
    ]


def _field_changes(name: str, old: Golden, new: Golden) -> list[str]:
    fields = [*old, *(field for field in new if field not in old)]
    return [
        f"changed   {name}.{field}: {_short(old.get(field))} → {_short(new.get(field))}"
        for field in fields
        if old.get(field) != new.get(field)
    ]


def _finding_changes(old: list[Golden], new: list[Golden]) -> list[str]:
    before, after = _by_id(old), _by_id(new)
    lines = [f"vanished  {_described(before[key])}" for key in before if key not in after]
    lines += [f"appeared  {_described(after[key])}" for key in after if key not in before]
    for key in before:
        if key in after and before[key] != after[key]:
            lines.append(f"changed   {_described(before[key])}")
            lines += [line.replace("changed  ", "         ") for line in _field_changes("", before[key], after[key])]
    return lines


def _by_id(findings: list[Golden]) -> dict[tuple[str, int], Golden]:
    """Findings by id; the n-th of one id, should an id ever come twice, by (id, n)."""
    seen: Counter[str] = Counter()
    keyed = {}
    for finding in findings:
        keyed[finding["id"], seen[finding["id"]]] = finding
        seen[finding["id"]] += 1
    return keyed


def _page(finding: Golden) -> int | None:
    claim, evidence = finding["claim"], finding["evidence"]
    page: int | None = claim["page"] if claim else evidence[0]["page"] if evidence else None
    return page


def _described(finding: Golden) -> str:
    place = f"page {_page(finding)}"
    return f"[{finding['id']}] {finding['check']} {finding['verdict']}/{finding['severity']}, {place}: {finding['message']}"


def _root_cause_changes(old: list[Golden], new: list[Golden]) -> list[str]:
    def told(causes: list[Golden]) -> dict[str, str]:
        return {" ".join(sorted(cause["findings"])): f"{cause['cause']}: {cause['message']}" for cause in causes}

    before, after = told(old), told(new)
    lines = [f"vanished  root cause of {ids}: {before[ids]}" for ids in before if ids not in after]
    lines += [f"appeared  root cause of {ids}: {after[ids]}" for ids in after if ids not in before]
    both = [ids for ids in before if ids in after and before[ids] != after[ids]]
    return lines + [f"changed   root cause of {ids}: {before[ids]} → {after[ids]}" for ids in both]


def _sequence_changes(name: str, old: list[Any], new: list[Any]) -> list[str]:
    before, after = ([json.dumps(entry, ensure_ascii=False) for entry in entries] for entries in (old, new))
    lines = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            lines += [f"changed   {name}: {a} → {b}" for a, b in zip(before[i:j], after[k:m], strict=True)]
        elif tag != "equal":
            lines += [f"vanished  {name}: {entry}" for entry in before[i:j]] + [
                f"appeared  {name}: {entry}" for entry in after[k:m]
            ]
    return lines


def _table_changes(old: list[Golden], new: list[Golden]) -> list[str]:
    if [table["title"] for table in old] != [table["title"] for table in new]:
        return _sequence_changes("table", [table["title"] for table in old], [table["title"] for table in new])
    lines: list[str] = []
    for before, after in zip(old, new, strict=True):
        name = f"table 《{before['title']}》"
        plain = [field for field in before if not isinstance(before[field], list) or not before[field]]
        lines += _field_changes(name, {f: before[f] for f in plain}, {f: after.get(f) for f in plain})
        for field in ("pages", "head", "rows", "statuses"):
            lines += _sequence_changes(f"{name} {field}", before.get(field) or [], after.get(field) or [])
    return lines


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"
