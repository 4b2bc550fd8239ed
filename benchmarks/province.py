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
from benchmarks.planted import Score, score, total

ROOT = Path(__file__).resolve().parent.parent
_CITIES = ("云州市", "临川市", "海宁州", "松江市", "河西市", "柳城市", "凤台市", "梅岭市", "沅水市", "青石市")
_COUNTIES = "东南西北中"
_FEW = 500


@dataclass(frozen=True)
class Run:
    """One batch: its documents and workers, seconds, and the most memory (MiB) of the driver and of a worker."""

    documents: int
    pages: int
    workers: int
    seconds: float
    driver: float
    worker: float
    load: float


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
        seconds, memory, _ = _watched(["summary", "--store", work / "all.db", "--out", work / "summary"])
        scores = _scores(work / "all.db", truth)
        sizes = {file.name: file.stat().st_size for file in (work / "all.db", *sorted((work / "summary").iterdir()))}
        return _report(runs, again, (seconds, memory), scores, sizes)


def _linked(data: Path, places: list[str], folder: Path) -> Path:
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).symlink_to((data / place).resolve())
    return folder


def _batch(folder: Path, store: Path, workers: int, truth: dict[str, Any]) -> Run:
    load = os.getloadavg()[0]
    seconds, driver, worker = _watched(["batch", folder, "--store", store, "--workers", workers])
    places = [str(file.relative_to(folder)) for file in folder.rglob("*.pdf")]
    pages = sum(truth[place]["pages"] for place in places)
    return Run(len(places), pages, workers, seconds, driver, worker, load)


def _watched(arguments: list[object]) -> tuple[float, float, float]:
    """Seconds of a command, and the most memory (MiB) of it and of any of its children."""
    started = time.monotonic()
    command = [sys.executable, "-m", "audit", *map(str, arguments)]
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = child = 0.0
    while process.poll() is None:
        own, child = max(own, _memory(process)), max([child, *map(_memory, process.children())])
        time.sleep(0.25)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.monotonic() - started, own, child


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


def _scores(store: Path, truth: dict[str, Any]) -> dict[str, list[Score]]:
    """The scores of the documents by layout."""
    scores: dict[str, list[Score]] = defaultdict(list)
    with sqlite3.connect(store) as connection:
        for sha256, place in connection.execute("SELECT sha256, place FROM results").fetchall():
            rows = connection.execute("SELECT finding FROM findings WHERE sha256 = ?", (sha256,))
            findings = [json.loads(text) for (text,) in rows]
            scores[truth[place]["layout"]].append(score(findings, truth[place]["planted"]))
    return scores


def _report(
    runs: list[Run],
    again: Run,
    summary: tuple[float, float],
    scores: dict[str, list[Score]],
    sizes: dict[str, int],
) -> str:
    one, two, every = runs
    rate = every.documents / every.seconds
    lines = [
        "# A province",
        "",
        f"`python benchmarks/province.py DATA --count {every.documents} --results FILE` on {_machine()}.",
        f"{every.documents} made documents ({every.pages} pages) in {len(scores)} layouts, three of four with planted errors.",
        "",
        "| documents | workers | seconds | documents/s | pages/s | driver MiB | largest worker MiB | load before |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for run in runs:
        speed = (f"{run.documents / run.seconds:.2f}", f"{run.pages / run.seconds:.0f}")
        size = (f"{run.driver:.0f}", f"{run.worker:.0f}", f"{run.load:.1f}")
        lines.append(f"| {run.documents} | {run.workers} | {run.seconds:.0f} | {' | '.join(speed + size)} |")
    seconds, memory = summary
    hours = 100_000 / rate / 3600
    lines += [
        "",
        f"- Two workers are {one.seconds / two.seconds:.2f} times as fast as one.",
        f"- The same command again, with nothing left to do: {again.seconds:.1f} s.",
        f"- `audit summary`: {seconds:.1f} s, {memory:.0f} MiB; "
        + ", ".join(f"{name} {size / 2**20:.1f} MiB" for name, size in sizes.items())
        + ".",
        f"- At this rate 100,000 documents take {hours:.1f} hours with two workers, {hours / 8:.1f} with sixteen; "
        f"the store takes {sizes['all.db'] / every.documents * 100_000 / 2**30:.1f} GiB.",
        "",
        "| layout | documents | planted | found | recall | false alarms | documents with one |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for layout, entries in sorted(scores.items()):
        lines.append(_score_line(layout, entries))
    lines += [_score_line("all", [entry for entries in scores.values() for entry in entries]), ""]
    return "\n".join(lines)


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
