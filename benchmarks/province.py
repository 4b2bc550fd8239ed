"""A province of made documents, audited in one batch: `python benchmarks/province.py DATA --count 2000 --results FILE`.

Makes what DATA lacks of the documents (CITY/COUNTY/<doc>.pdf, three of four with planted errors, told in DATA/truth.json),
then times `audit batch` and `audit summary` on them and writes the figures as Markdown.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.generator import LAYOUTS, document
from benchmarks.generator.errors import NoTarget
from benchmarks.scoring import Score, score, total

ROOT = Path(__file__).resolve().parent.parent
_CITIES = ("云州市", "临川市", "海宁州", "松江市", "河西市", "柳城市", "凤台市", "梅岭市", "沅水市", "青石市")
_COUNTIES = "东南西北中"
_FEW = 500


@dataclass(frozen=True)
class Run:
    """One batch: its documents and workers, and what they took. `load` is the machine's before it began."""

    documents: int
    pages: int
    workers: int
    used: "Used"
    load: float


@dataclass(frozen=True)
class Used:
    """Seconds by the clock and of processors, and the most memory (MiB) of a command and of any of its children."""

    seconds: float
    processor: float
    own: float
    child: float


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the documents, made where they are missing")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--results", type=Path, help="the Markdown file; without it, documents are made and nothing is measured")
    options = parser.parse_args(arguments)
    truth = made(options.data, options.count)
    if options.results:
        options.results.parent.mkdir(parents=True, exist_ok=True)
        options.results.write_text(measured(options.data, truth, options.count), encoding="utf-8")
    return 0


def made(data: Path, count: int) -> dict[str, Any]:
    """The planted errors by place of the document; documents that are missing are made."""
    file = data / "truth.json"
    truth: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    offices: dict[str, set[str]] = defaultdict(set)
    for place, entry in truth.items():
        offices[str(Path(place).parent)].add(entry["organization"])
    for number in range(len(truth), count):
        layout, seed = LAYOUTS[number % len(LAYOUTS)], number // len(LAYOUTS) + 1
        pdf, told = _document(layout, seed, number % 4)
        folder = _county(number, told["organization"], offices)
        place = f"{folder}/{layout}-{seed:04d}.pdf"
        (data / folder).mkdir(parents=True, exist_ok=True)
        (data / place).write_bytes(pdf)
        truth[place] = {key: told[key] for key in ("layout", "organization", "pages", "planted")}
        if number % 50 == 49 or number == count - 1:
            file.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
            print(f"{number + 1} of {count} documents made", flush=True)
    return truth


def _document(layout: str, seed: int, errors: int) -> tuple[bytes, dict[str, Any]]:
    """With so many errors, or as many as find a place."""
    while True:
        try:
            return document(layout, seed, errors)
        except NoTarget:
            errors -= 1


def _county(number: int, organization: str, offices: dict[str, set[str]]) -> str:
    """A county where no other document is of this organisation: made budgets of two years do not answer to each other."""
    counties = [f"{city}/{city[:1]}{side}县" for city in _CITIES for side in _COUNTIES]
    counties = counties[number % len(counties) :] + counties[: number % len(counties)]
    folder = next((county for county in counties if organization not in offices[county]), f"其他市/{number}号县")
    offices[folder].add(organization)
    return folder


def measured(data: Path, truth: dict[str, Any], count: int) -> str:
    places = list(truth)[:count]
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        few = _linked(data, places[:_FEW], work / "few")
        many = _linked(data, places, work / "many")
        runs = [
            _batch(few, work / "one.db", 1, truth),
            _batch(few, work / "two.db", 2, truth),
            _batch(many, work / "all.db", 2, truth),
        ]
        again = _batch(many, work / "all.db", 2, truth)
        summary = _used(["summary", "--store", work / "all.db", "--out", work / "summary"])
        scores = _scores(work / "all.db", truth)
        sizes = {file.name: file.stat().st_size for file in (work / "all.db", *sorted((work / "summary").iterdir()))}
        return _report(runs, again, summary, scores, sizes)


def _linked(data: Path, places: list[str], folder: Path) -> Path:
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).symlink_to((data / place).resolve())
    return folder


def _batch(folder: Path, store: Path, workers: int, truth: dict[str, Any]) -> Run:
    load = os.getloadavg()[0]
    used = _used(["batch", folder, "--store", store, "--workers", workers])
    places = [str(file.relative_to(folder)) for file in folder.rglob("*.pdf")]
    return Run(len(places), sum(truth[place]["pages"] for place in places), workers, used, load)


def _used(arguments: list[object]) -> Used:
    started = time.monotonic()
    command = [sys.executable, "-m", "audit", *map(str, arguments)]
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    processor: dict[int, float] = {}
    own = child = 0.0
    while process.poll() is None:
        for running in [process, *process.children()]:
            try:
                times, memory = running.cpu_times(), running.memory_info().rss / 2**20
            except psutil.Error:
                continue
            processor[running.pid] = times.user + times.system
            own, child = (max(own, memory), child) if running is process else (own, max(child, memory))
        time.sleep(0.25)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Used(time.monotonic() - started, sum(processor.values()), own, child)


def _scores(store: Path, truth: dict[str, Any]) -> dict[str, list[Score]]:
    """The scores of the documents by layout."""
    scores: dict[str, list[Score]] = defaultdict(list)
    with sqlite3.connect(store) as connection:
        for sha256, place in connection.execute("SELECT sha256, place FROM results").fetchall():
            rows = connection.execute("SELECT finding FROM findings WHERE sha256 = ?", (sha256,))
            findings = [json.loads(text) for (text,) in rows]
            scores[truth[place]["layout"]].append(score(findings, truth[place]["planted"]))
    return scores


def _report(runs: list[Run], again: Run, summary: Used, scores: dict[str, list[Score]], sizes: dict[str, int]) -> str:
    one, two, every = runs
    lines = [
        "# A province",
        "",
        f"`python benchmarks/province.py DATA --count {every.documents} --results FILE` on {_machine()}.",
        f"{every.documents} made documents ({every.pages} pages) in {len(scores)} layouts, three of four with planted errors.",
        "",
        "| documents | workers | seconds | documents/s | pages/s | CPU s/document | driver MiB | worker MiB | load before |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *map(_run_line, runs),
    ]
    each = every.used.processor / every.documents
    store = sizes["all.db"] / every.documents
    lines += [
        "",
        "Other work on the machine shows in the load and slows what the clock says, not the processors' time.",
        "",
        f"- Two workers are {one.used.seconds / two.used.seconds:.2f} times as fast as one.",
        f"- The same command again, with nothing left to do: {again.used.seconds:.1f} s.",
        f"- `audit summary`: {summary.seconds:.1f} s, {summary.own:.0f} MiB; "
        + ", ".join(f"{name} {size / 2**20:.1f} MiB" for name, size in sizes.items())
        + ".",
        f"- 100,000 such documents: {100_000 * each / 3600:.1f} hours of one processor, "
        f"{100_000 * every.used.seconds / every.documents / 3600:.1f} hours here; a store of {100_000 * store / 2**30:.1f} GiB.",
        "",
        "| layout | documents | planted | found | recall | false alarms | documents with one |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for layout, entries in sorted(scores.items()):
        lines.append(_score_line(layout, entries))
    lines += [_score_line("all", [entry for entries in scores.values() for entry in entries]), ""]
    return "\n".join(lines)


def _run_line(run: Run) -> str:
    used = run.used
    speed = f"{used.seconds:.0f} | {run.documents / used.seconds:.2f} | {run.pages / used.seconds:.0f}"
    size = f"{used.processor / run.documents:.2f} | {used.own:.0f} | {used.child:.0f} | {run.load:.1f}"
    return f"| {run.documents} | {run.workers} | {speed} | {size} |"


def _score_line(name: str, entries: list[Score]) -> str:
    sum_ = total(entries)
    alarmed = sum(1 for entry in entries if entry.false_alarms)
    recall = f"{100 * sum_.found / sum_.planted:.1f} %" if sum_.planted else ""
    return f"| {name} | {len(entries)} | {sum_.planted} | {sum_.found} | {recall} | {sum_.false_alarms} | {alarmed} |"


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, {system}"


if __name__ == "__main__":
    sys.exit(main())
