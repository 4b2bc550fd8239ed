"""The maker of documents with truth: reproducible, consistent unless asked otherwise, and honest about what it planted."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pymupdf
import pytest

from benchmarks.generator import LAYOUTS, disclosure, document
from benchmarks.generator.disclosure import Disclosure
from benchmarks.generator.errors import KINDS, NoTarget, plant

ROOT = Path(__file__).parents[2]
SEEDS = range(1, 9)
EACH_LAYOUT = pytest.mark.parametrize("layout", LAYOUTS)
Truth = dict[str, Any]


@cache
def clean(layout: str, seed: int) -> Truth:
    return document(layout, seed)[1]


@cache
def sound(layout: str, seed: int) -> Disclosure:
    """The disclosure without errors, for reading only."""
    return disclosure(layout, seed)


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.-]", "", text).strip("-") or "0") * (-1 if text.startswith("-") and len(text) > 1 else 1)


def figures(made: Disclosure) -> dict[str, tuple[Decimal, Decimal]]:
    """Every figure in the tables as printed, in 元, with half a unit of its last place; by key."""
    found = {}
    for t, _, _, cell in made.cells():
        scale = Decimal(10000 if made.tables[t].unit == "万元" else 1)
        decimals = len(re.sub(r"[^\d.]", "", cell.text).partition(".")[2])
        found[cell.key] = (number(cell.text) * scale, Decimal(5).scaleb(-decimals - 1) * scale)
    return found


def near(total: tuple[Decimal, Decimal], parts: list[tuple[Decimal, Decimal]]) -> bool:
    """True when a printed total can be the sum of the printed parts: each stands for ± half a unit, at least of 0.01万元."""
    margin = sum((max(half, Decimal(50)) for _, half in [total, *parts]), Decimal(0))
    return abs(total[0] - sum((value for value, _ in parts), Decimal(0))) <= margin


@EACH_LAYOUT
def test_the_same_seed_gives_the_same_document(layout: str) -> None:
    first, second = document(layout, 5, 3), document(layout, 5, 3)
    assert first == second
    assert first[1]["claims"] != clean(layout, 6)["claims"]


@EACH_LAYOUT
@pytest.mark.parametrize("seed", SEEDS)
def test_codes_add_up_in_every_table_by_function_or_economic_class(layout: str, seed: int) -> None:
    found = figures(sound(layout, seed))
    sums = 0
    for key, total in found.items():
        match = re.fullmatch(r"(expenditure|general|income|fund|basic)/(total|\d{3}|\d{5})/(\w+)", key)
        # of the economic items of final accounts only the totals of 人员经费 and 公用经费 are printed
        if match and f"{match[1]}/total/total" in found:
            prefix = "" if match[2] == "total" else match[2]
            digits = 2 if prefix else 3
            wanted = re.compile(rf"{match[1]}/{prefix}\d{{{digits}}}/{match[3]}")
            near_by = f"{match[1]}/{prefix}"
            parts = [value for other, value in found.items() if other.startswith(near_by) and wanted.fullmatch(other)]
            assert not parts or near(total, parts), key
            sums += bool(parts)
    assert sums > 20


@EACH_LAYOUT
@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_those_of_their_parts_and_of_other_tables(layout: str, seed: int) -> None:
    found = figures(sound(layout, seed))
    for key, total in found.items():
        place, _, column = key.rpartition("/")
        if column == "total" and f"{place}/basic" in found:
            assert near(total, [found[f"{place}/basic"], found[f"{place}/project"]])
        if column == "basic" and f"{place}/personnel" in found:
            assert near(total, [found[f"{place}/personnel"], found[f"{place}/public"]])
        if place.startswith("three/") and column == "sum":
            assert near(total, [found[f"{place}/{item}"] for item in ("abroad", "vehicles", "reception")])
        if place.startswith("three/") and column == "vehicles":
            assert near(total, [found[f"{place}/purchase"], found[f"{place}/running"]])
        if re.fullmatch(r"balance/\d{3}", key) and total[0]:
            assert total[0] == found[f"expenditure/{key[-3:]}/total"][0]
    assert found["balance/income"][0] == found["balance/expenditure"][0]
    if "basic/total/total" in found:
        assert near(found["basic/total/total"], [found["expenditure/total/basic"]])
        assert near(found["basic/total/total"], [found["basic/total/personnel"], found["basic/total/public"]])
    else:
        assert near(found["expenditure/total/basic"], [found["basic/total/personnel"], found["basic/total/public"]])
    for name, item in (("operation", r"\d{5}/total"), ("projects", r"\d+/amount"), ("procurement", "(goods|works|services)")):
        whole = f"{name}/total/{'amount' if name == 'projects' else 'total'}"
        parts = [value for key, value in found.items() if re.fullmatch(rf"{name}/(total/)?{item}", key) and key != whole]
        assert not parts or near(found[whole], parts)


@EACH_LAYOUT
def test_forms_repeat_the_amounts_of_the_projects(layout: str) -> None:
    found = figures(sound(layout, 4))
    totals = {key: value for key, value in found.items() if re.fullmatch(r"form/\d+/total", key)}
    assert layout == "yuan" or totals
    for key, total in totals.items():
        assert found[key.replace("total", "appropriation")] == total
        assert found.get(key.replace("total", "cost"), total)[0] == total[0]
    if totals and "fund/total/total" not in found:
        assert near(found["expenditure/total/project"], list(totals.values()))


@pytest.mark.parametrize("seed", SEEDS)
def test_final_accounts_balance_with_what_is_carried_over(seed: int) -> None:
    found = figures(sound("accounts", seed))
    assert near(found["balance/income"], [found["balance/current_income"], found["balance/brought"]])
    income = {name: found[f"appropriation/income/{name}"] for name in ("current", "brought", "total")}
    assert near(income["total"], [income["current"], income["brought"]])
    spent, left = found["balance/current_expenditure"], found["balance/left"]
    assert near(found["balance/expenditure"], [spent, left])
    assert found["balance/brought"][0] > 0 and left[0] > 0
    assert found["income/total/total"][0] == found["balance/current_income"][0]


@pytest.mark.parametrize("layout", ["ruled", "threeline"])
def test_changes_printed_in_the_general_public_budget_table_follow_from_its_amounts(layout: str) -> None:
    seen = 0
    for seed in SEEDS:
        for table in sound(layout, seed).tables:
            names = [cell.text for cell in table.head[0] if cell is not None] if table.head else []
            if "增减额" in names:
                for row in table.rows:
                    prior, current, _, _, delta, rate = (number(cell.text) for cell in row[2:] if cell is not None)
                    assert abs(prior + delta - current) <= Decimal("0.015")
                    assert not prior or abs(100 * delta / prior - rate) <= Decimal("0.005") + 2 / prior
                    seen += 1
    assert seen


AMOUNT = r"([\d.,]+)万元"
# (wording, what its three numbers are): a rate is the change from the first to the second, or the second's part of the first
PRINTED_RATES = {
    "ruled": (rf"预算数?为?{AMOUNT}(?:相比)?，?(?:\d+年)?(?:增加|减少|增长|下降){AMOUNT}，\D+([\d.]+)%", "delta"),
    "yuan": (rf"{AMOUNT}，\d+年预?算?安排{AMOUNT}，[比较]\d+年执行数\D+([\d.]+)%", "change"),
    "accounts": (rf"年初预算为{AMOUNT}，支出决算为{AMOUNT}，完成年初预算的([\d.]+)%", "share"),
    "threeline": (rf"上年预算{AMOUNT}(?:相比，)?(?:增加|减少|增长|下降){AMOUNT}，(?:同比)?\D\D([\d.]+)%", "delta"),
    "hairline": (rf"预算安排数{AMOUNT}(?:增加|减少){AMOUNT}，\D\D([\d.]+)%", "delta"),
    "borderless": (rf"与\d+年预算{AMOUNT}相比，(?:增加|减少){AMOUNT}（\D\D([\d.]+)%）", "delta"),
    "dense": (rf"{AMOUNT}相比，(?:增加|减少|增长|下降){AMOUNT}，\D+([\d.]+)%", "delta"),
}


@EACH_LAYOUT
def test_printed_rates_follow_from_the_printed_amounts(layout: str) -> None:
    """Worked out from the sentence alone, as a reader would; amounts may be off by half a unit each."""
    pattern, meaning = PRINTED_RATES[layout]
    half, seen = Decimal("0.005"), 0
    for seed in SEEDS:
        for text in (paragraph.text for paragraph in sound(layout, seed).narrative):
            for match in re.finditer(pattern, text):
                base, other, rate = (Decimal(group.replace(",", "")) for group in match.groups())
                part = abs(other - base) if meaning == "change" else other
                width = 2 * half if meaning == "change" else half
                margin = Decimal(5).scaleb(-len(match[3].partition(".")[2]) - 1)
                low, high = 100 * (part - width) / (base + half), 100 * (part + width) / (base - half)
                assert low - margin <= rate <= high + margin, text
                seen += 1
    assert seen >= 5


@EACH_LAYOUT
def test_basic_and_project_shares_follow_from_the_printed_amounts(layout: str) -> None:
    pattern = rf"{AMOUNT}[，（]占\D*?([\d.]+)%"
    for seed in SEEDS:
        text = next(p.text for p in sound(layout, seed).narrative if "基本支出" in p.text and "占" in p.text)
        whole = Decimal(re.findall(AMOUNT, text)[0].replace(",", ""))
        for part, share in re.findall(pattern, text.replace("占比", "占")):
            assert abs(100 * Decimal(part.replace(",", "")) / whole - Decimal(share)) <= Decimal("0.06")


def differences(before: Disclosure, after: Disclosure) -> list[tuple[str, str]]:
    """(stated, correct) of every narrative token and table cell in which two disclosures differ."""
    changed = []
    for one, other in zip(before.narrative, after.narrative, strict=True):
        texts = [[p if isinstance(p, str) else p.text for p in paragraph.pieces] for paragraph in (one, other)]
        changed += [(new, old) for old, new in zip(*texts, strict=True) if old != new]
    for old, new in zip(before.cells(), after.cells(), strict=True):
        changed += [(new[3].text, old[3].text)] if old[3].text != new[3].text else []
    return changed


# What some layouts have no place for: no forms, no table whose rows could be cut in two.
NO_PLACE = {
    ("yuan", "performance_amount"),
    ("yuan", "performance_sum"),
    ("yuan", "completion_rate"),
    ("accounts", "performance_sum"),
    ("accounts", "basic_people_plus_public"),
    ("hairline", "performance_sum"),
    ("borderless", "completion_rate"),
}


@EACH_LAYOUT
@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_error_changes_exactly_one_token(layout: str, kind: str) -> None:
    for seed in range(1, 60):
        made = disclosure(layout, seed)
        try:
            plant(made, [kind], Random(seed))
        except NoTarget:
            continue
        break
    else:
        assert (layout, kind) in NO_PLACE
        return
    assert (layout, kind) not in NO_PLACE
    (planted,) = made.planted
    ((stated, correct),) = differences(sound(layout, seed), made)
    if kind in ("direction_reversed", "placeholder_unfilled"):
        # told with the amount after the word
        assert planted.stated.startswith(stated) and planted.correct.startswith(correct)
    else:
        assert (planted.stated, planted.correct) == (stated, correct)


@EACH_LAYOUT
def test_truth_tells_each_planted_error_where_it_is_printed(layout: str) -> None:
    pdf, truth = document(layout, 103, 6)
    assert len({planted["kind"] for planted in truth["planted"]}) == 6
    with pymupdf.open(stream=pdf) as opened:
        pages = [re.sub(r"\s", "", page.get_text()) for page in opened]
    for planted in truth["planted"]:
        assert planted["stated"] != planted["correct"]
        assert re.sub(r"\s", "", planted["stated"]) in pages[planted["page"] - 1]
        if planted["where"] == "narrative":
            claim = truth["claims"][planted["claim"]]
            assert claim["status"] == "contradicted" and claim["stated"] in planted["stated"]
            assert claim["stated"] in planted["quote"]
        else:
            table, row, column = planted["cell"]
            assert truth["tables"][table]["rows"][row][column] == re.sub(r"\s", "", planted["stated"])
    narrative = sum(planted["where"] == "narrative" for planted in truth["planted"])
    assert sum(claim["status"] == "contradicted" for claim in truth["claims"]) == narrative


def test_wrong_rates_cannot_be_explained_by_rounding() -> None:
    """A truncated or wrong-base rate is planted only where the printed operands rule it out."""
    for seed in range(1, 16):
        made = disclosure("ruled", seed)
        try:
            plant(made, ["rate_truncated"], Random(seed))
        except NoTarget:
            continue
        planted = made.planted[0]
        stated, correct = Decimal(planted.stated[:-1]), Decimal(planted.correct[:-1])
        assert 0 < correct - stated <= Decimal(1).scaleb(-len(planted.stated[:-1].partition(".")[2]))
        return
    pytest.fail("no document took a truncated rate")


@EACH_LAYOUT
def test_pages_of_rows_and_quotes_are_those_of_the_pdf(layout: str) -> None:
    pdf, truth = document(layout, 3)
    with pymupdf.open(stream=pdf) as opened:
        pages = [re.sub(r"\s", "", page.get_text()) for page in opened]
    assert truth["pages"] == len(pages)
    for claim in truth["claims"]:
        # a claim's number can be the first on the next page where its line ends the page
        assert claim["stated"] in pages[claim["page"] - 1] + "".join(pages[claim["page"] : claim["page"] + 1])
    for entry in truth["tables"]:
        assert entry["title"] in pages[entry["page"] - 1]
        for page, row in zip(entry["row_pages"], entry["rows"], strict=True):
            assert all(cell in pages[page - 1] for cell in row)


def test_layouts_have_the_pages_they_are_made_for() -> None:
    long = [entry for seed in (1, 2, 3) for entry in clean("yuan", seed)["tables"] if len(entry["pages"]) > 2]
    assert long and all(entry["row_pages"] == sorted(entry["row_pages"]) for entry in long)
    assert any(entry["row_pages"][-1] > entry["row_pages"][-2] and entry["rows"][-1][0] == "合计" for entry in long)
    truth = clean("dense", 3)
    first = truth["tables"][0]
    assert first["page"] < first["row_pages"][0], "the title stands on the page before the table"
    pages = [entry["page"] for entry in truth["tables"] if entry["kind"] == "table"]
    assert len(set(pages)) < len(pages), "two tables share a page"
    with pymupdf.open(stream=document("dense", 3)[0]) as opened:
        assert [page.rotation for page in opened].count(90) == 1
    assert any(re.search("[０-９]", claim["stated"]) for claim in clean("borderless", 3)["claims"])


def test_the_command_writes_pdf_and_truth(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py")]
    command += ["--layout", "dense", "--seed", "7", "--errors", "2", "--count", "2", "--out", str(tmp_path)]
    subprocess.run(command, check=True)
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [
        "dense-0007.json",
        "dense-0007.pdf",
        "dense-0008.json",
        "dense-0008.pdf",
    ]
    truth = json.loads((tmp_path / "truth" / "dense-0008.json").read_text(encoding="utf-8"))
    assert truth["doc"] == "dense-0008" and len(truth["planted"]) == 2


def test_the_command_refuses_an_unknown_kind(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "--errors", "spelling", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and "spelling" in done.stderr
