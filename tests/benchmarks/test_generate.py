"""The maker of documents with truth: reproducible, consistent unless asked otherwise, and honest about what it planted."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from benchmarks.generator import document
from benchmarks.generator.errors import KINDS, NoTarget

ROOT = Path(__file__).parents[2]
SEEDS = range(1, 13)
Truth = dict[str, Any]


@cache
def clean(seed: int) -> Truth:
    return document("ruled", seed)[1]


def table(truth: Truth, title: str) -> Truth:
    return next(entry for entry in truth["tables"] if entry["title"] == title)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "") or "0")


def near(total: Decimal, parts: list[Decimal]) -> bool:
    """True when a printed total can be the sum of the printed parts: each stands for ± half a unit of 0.01."""
    return abs(total - sum(parts, Decimal(0))) <= Decimal("0.005") * (len(parts) + 1)


def test_the_same_seed_gives_the_same_document() -> None:
    first, second = document("ruled", 5, 3), document("ruled", 5, 3)
    assert first == second
    assert first[1]["claims"] != document("ruled", 6, 3)[1]["claims"]


@pytest.mark.parametrize("seed", SEEDS)
def test_functional_tables_add_up(seed: int) -> None:
    truth = clean(seed)
    for title in ("部门支出预算总表", "一般公共预算支出预算表"):
        entry = table(truth, title)
        leaf = ["" if a == b else b or a for a, b in zip(*entry["header"], strict=True)]
        first = next(i for i, name in enumerate(leaf) if name in ("合计", "小计"))
        figures = {row[0]: [number(cell) for cell in row[first : first + 3]] for row in entry["rows"]}
        for total, basic, project in figures.values():
            assert near(total, [basic, project])
        for code, values in figures.items():
            children = [
                other for other in figures if len(other) == {0: 3, 3: 5, 5: 7, 7: 0}[len(code)] and other.startswith(code)
            ]
            for column in range(3):
                assert not children or near(values[column], [figures[child][column] for child in children])


def test_changes_printed_in_the_general_public_budget_table_follow_from_its_amounts() -> None:
    seen = 0
    for truth in map(clean, SEEDS):
        entry = table(truth, "一般公共预算支出预算表")
        if "增减额" in entry["header"][0]:
            for row in entry["rows"]:
                prior, current, delta, rate = (number(row[column]) for column in (2, 3, 6, 7))
                assert near(current, [prior, delta])
                assert not prior or abs(100 * delta / prior - rate) <= Decimal("0.005") + 1 / prior
                seen += 1
    assert seen


@pytest.mark.parametrize("seed", SEEDS)
def test_economic_table_adds_up_and_meets_the_basic_expenditure(seed: int) -> None:
    truth = clean(seed)
    rows = {row[0]: [number(cell) for cell in row[2:]] for row in table(truth, "一般公共预算基本支出预算表")["rows"]}
    for total, personnel, public in rows.values():
        assert near(total, [personnel, public])
    for code in (code for code in rows if len(code) == 3):
        assert near(rows[code][0], [values[0] for other, values in rows.items() if len(other) == 5 and other.startswith(code)])
    assert near(rows[""][0], [values[0] for code, values in rows.items() if len(code) == 3])
    assert rows[""][0] == number(table(truth, "部门支出预算总表")["rows"][0][3])


@pytest.mark.parametrize("seed", SEEDS)
def test_income_meets_expenditure_and_classes_meet_across_tables(seed: int) -> None:
    truth = clean(seed)
    balance = table(truth, "部门收支预算总表")["rows"]
    classes = {re.sub("^.*、", "", row[2]): number(row[3]) for row in balance if "、" in row[2]}
    expenditure = {row[1]: number(row[2]) for row in table(truth, "部门支出预算总表")["rows"] if len(row[0]) == 3}
    assert {name: value for name, value in classes.items() if value} == expenditure
    assert balance[-1][1] == balance[-1][3] == table(truth, "部门支出预算总表")["rows"][0][2]
    assert near(number(balance[-1][1]), [number(row[1]) for row in balance if "、" in row[0]])


@pytest.mark.parametrize("seed", SEEDS)
def test_three_public_operation_projects_and_procurement_add_up(seed: int) -> None:
    truth = clean(seed)
    three = [number(cell) for cell in table(truth, "一般公共预算“三公”经费、会议费和培训费预算表")["rows"][0][1:]]
    assert near(three[0], [three[1], three[2], three[5]]) and near(three[2], three[3:5])
    operation = [[number(cell) for cell in row[2:]] for row in table(truth, "机关运行经费预算表")["rows"]]
    for column in range(3):
        assert near(operation[0][column], [row[column] for row in operation[1:]])
    bought = [number(cell) for cell in table(truth, "政府采购预算表")["rows"][0][1:]]
    assert near(bought[0], bought[1:])
    projects = [number(row[3]) for row in table(truth, "项目支出预算明细表")["rows"]]
    assert near(projects[0], projects[1:])
    forms = [entry["rows"] for entry in truth["tables"] if entry["title"] == "项目支出绩效目标表"]
    assert [number(rows[2][3]) for rows in forms] == projects[1:]
    assert all(rows[8][4] == rows[2][3] + "万元" for rows in forms)


PRINTED_CHANGE = re.compile(
    r"预算数?为?(?P<prior>[\d.]+)万元(相比)?，?(\d+年)?(增加|减少|增长|下降)(?P<delta>[\d.]+)万元，\D+(?P<rate>[\d.]+)%"
)


def test_printed_rates_follow_from_the_printed_amounts() -> None:
    """Worked out from the sentence alone, as a reader would; amounts may be off by half a unit each."""
    half, seen = Decimal("0.005"), 0
    for claim in (claim for seed in SEEDS for claim in clean(seed)["claims"] if claim["kind"] == "rate"):
        match = PRINTED_CHANGE.search(claim["quote"])
        if match:
            prior, delta, rate = (Decimal(match[name]) for name in ("prior", "delta", "rate"))
            margin = Decimal(5).scaleb(-len(match["rate"].partition(".")[2]) - 1)
            assert 100 * (delta - half) / (prior + half) - margin <= rate <= 100 * (delta + half) / (prior - half) + margin
            seen += 1
    assert seen >= 20


def test_basic_and_project_shares_follow_from_the_printed_amounts() -> None:
    for seed in SEEDS:
        claims = clean(seed)["claims"]
        start = next(n for n, claim in enumerate(claims) if claim["quote"].startswith("支出预算"))
        total, basic, basic_share, project, project_share = (
            Decimal(c["stated"].rstrip("万元%")) for c in claims[start : start + 5]
        )
        for part, share in ((basic, basic_share), (project, project_share)):
            assert abs(100 * part / total - share) <= Decimal("0.06")


def differences(before: Truth, after: Truth) -> list[tuple[str, str]]:
    """(stated, correct) of every narrative token and table cell in which two truths differ."""
    tokens = [(old["stated"], new["stated"]) for old, new in zip(before["claims"], after["claims"], strict=True)]
    changed = [(new, old) for old, new in tokens if old != new]
    for one, other in zip(before["tables"], after["tables"], strict=True):
        assert one["header"] == other["header"]
        for old, new in zip(one["rows"], other["rows"], strict=True):
            changed += [(b, a) for a, b in zip(old, new, strict=True) if a != b]
    return changed


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_changes_exactly_what_truth_says(kind: str) -> None:
    for seed in range(1, 40):
        try:
            pdf, truth = document("ruled", seed, [kind])
        except NoTarget:
            continue
        break
    (planted,) = truth["planted"]
    assert planted["kind"] == kind and planted["stated"] != planted["correct"]
    changed = differences(clean(seed), truth)
    contradicted = [claim for claim in truth["claims"] if claim["status"] == "contradicted"]
    if kind in ("direction_reversed", "placeholder_unfilled"):
        assert changed == []
        (claim,) = contradicted
        assert planted["stated"] in claim["quote"] and planted["stated"].endswith(claim["stated"])
        assert planted["correct"] in clean(seed)["claims"][planted["claim"]]["quote"]
    else:
        assert changed == [(planted["stated"], planted["correct"])]
        assert [claim["stated"] for claim in contradicted] == ([planted["stated"]] if planted["where"] == "narrative" else [])
    with pymupdf.open(stream=pdf) as opened:
        page = re.sub(r"\s", "", opened[planted["page"] - 1].get_text())
    assert planted["stated"] in page


def test_wrong_rates_cannot_be_explained_by_rounding() -> None:
    """A truncated or wrong-base rate is planted only where the printed operands rule it out."""
    for seed in range(1, 16):
        try:
            truth = document("ruled", seed, ["rate_truncated"])[1]
        except NoTarget:
            continue
        planted = truth["planted"][0]
        stated, correct = Decimal(planted["stated"][:-1]), Decimal(planted["correct"][:-1])
        assert 0 < correct - stated <= Decimal(1).scaleb(-len(planted["stated"][:-1].partition(".")[2]))
        return
    pytest.fail("no document took a truncated rate")


def test_pages_of_rows_and_quotes_are_those_of_the_pdf() -> None:
    pdf, truth = document("ruled", 3)
    with pymupdf.open(stream=pdf) as opened:
        pages = [re.sub(r"\s", "", page.get_text()) for page in opened]
    assert truth["pages"] == len(pages)
    for claim in truth["claims"]:
        assert claim["stated"] in pages[claim["page"] - 1]
    for entry in truth["tables"]:
        assert entry["title"] in pages[entry["page"] - 1]
        for page, row in zip(entry["row_pages"], entry["rows"], strict=True):
            assert all(re.sub(r"\s", "", cell) in pages[page - 1] for cell in row)


def test_a_table_longer_than_a_page_has_rows_on_two() -> None:
    long = [entry for seed in range(1, 40) for entry in clean(seed)["tables"] if len(entry["pages"]) > 1]
    assert long
    assert all(
        entry["row_pages"] == sorted(entry["row_pages"]) and set(entry["row_pages"]) == set(entry["pages"]) for entry in long
    )


def test_the_command_writes_pdf_and_truth(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "generate.py"),
        "--seed",
        "7",
        "--errors",
        "2",
        "--count",
        "2",
        "--out",
        str(tmp_path),
    ]
    subprocess.run(command, check=True)
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [
        "ruled-0007.json",
        "ruled-0007.pdf",
        "ruled-0008.json",
        "ruled-0008.pdf",
    ]
    truth = json.loads((tmp_path / "truth" / "ruled-0008.json").read_text(encoding="utf-8"))
    assert truth["doc"] == "ruled-0008" and len(truth["planted"]) == 2


def test_the_command_refuses_an_unknown_kind(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "--errors", "spelling", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and "spelling" in done.stderr
