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
from collections.abc import Sequence
from contextlib import closing
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
# So many are enough to time one worker against two.
_FEW = 70


@dataclass(frozen=True)
class Sample:
    """A look at a running command: documents done, and the memory (MiB) of the command and of the largest of its children."""

    done: int
    own: float
    child: float


@dataclass(frozen=True)
class Used:
    """What a command took: seconds by the clock and of processors, and how its memory went."""

    seconds: float
    processor: float
    samples: Sequence[Sample]

    def peak(self, low: int = 0, high: int | None = None) -> tuple[float, float]:
        """The most memory of the command and of any child while so many documents were done."""
        within = [sample for sample in self.samples if sample.done >= low and (high is None or sample.done <= high)]
        return max((sample.own for sample in within), default=0), max((sample.child for sample in within), default=0)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the documents, made where they are missing")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--results", type=Path, help="the Markdown file; without it, only one worker is timed against two")
    parser.add_argument("--rounds", type=int, default=3, help="how often one worker is timed against two")
    options = parser.parse_args(arguments)
    truth = made(options.data, options.count)
    places = list(truth)[: options.count]
    if options.results:
        options.results.parent.mkdir(parents=True, exist_ok=True)
        options.results.write_text(measured(options.data, truth, places, options.rounds), encoding="utf-8")
    else:
        print(speed_up(options.data, places, options.rounds))
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


def measured(data: Path, truth: dict[str, Any], places: Sequence[str], rounds: int) -> str:
    pages = sum(truth[place]["pages"] for place in places)
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        store, load = work / "all.db", os.getloadavg()[0]
        command = ["batch", _linked(data, places, work / "all"), "--store", store, "--workers", 2]
        every, again = _used(command, store), _used(command)
        summary = _used(["summary", "--store", store, "--out", work / "summary"])
        scores = _scores(store, truth)
        sizes = {file.name: file.stat().st_size for file in (store, *sorted((work / "summary").iterdir()))}
    lines = [
        "# A province",
        "",
        f"`python benchmarks/province.py DATA --count {len(places)} --results FILE` on {_machine()}.",
        f"{len(places)} made documents ({pages} pages) in {len(scores)} layouts, three of four with planted errors; two workers.",
        f"The load of the machine was {load:.1f} before it began: other work slows the clock, not the processors' time.",
        "",
        *_throughput(every, len(places), pages),
        f"- The same command again, with nothing left to do: {again.seconds:.1f} s.",
        f"- `audit summary`: {summary.seconds:.1f} s, {summary.peak()[0]:.0f} MiB; "
        + ", ".join(f"{name} {size / 2**20:.1f} MiB" for name, size in sizes.items())
        + ".",
        f"- {speed_up(data, places, rounds)}",
        "",
        *_memory(every, len(places)),
        "",
        *_growth(every, again, summary, len(places), sizes["all.db"]),
        "",
        "| layout | documents | planted | found | recall | false alarms | documents with one |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_score_line(layout, entries) for layout, entries in sorted(scores.items())),
        _score_line("all", [entry for entries in scores.values() for entry in entries]),
        "",
    ]
    return "\n".join(lines)


def speed_up(data: Path, places: Sequence[str], rounds: int) -> str:
    """One worker against two, in turn, the best of each: what else the machine does slows some rounds."""
    few = places[:_FEW]
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for workers in [1, 2] * rounds:
        with TemporaryDirectory() as scratch:
            folder = _linked(data, few, Path(scratch, "few"))
            used = _used(["batch", folder, "--store", Path(scratch, "few.db"), "--workers", workers])
            seconds[workers].append(used.seconds)
    one, two = min(seconds[1]), min(seconds[2])
    return (
        f"Two workers are {one / two:.2f} times as fast as one ({one:.0f} s, {two:.0f} s for {len(few)} documents; "
        f"the best of {rounds} rounds, the worst {max(seconds[1]):.0f} s and {max(seconds[2]):.0f} s)."
    )


def _linked(data: Path, places: Sequence[str], folder: Path) -> Path:
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).symlink_to((data / place).resolve())
    return folder


def _used(arguments: list[object], store: Path | None = None) -> Used:
    """Runs a command of audit; `store` is where it tells what is done."""
    started = time.monotonic()
    command = [sys.executable, "-m", "audit", *map(str, arguments)]
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    processor: dict[int, float] = {}
    samples: list[Sample] = []
    while process.poll() is None:
        own, child = 0.0, 0.0
        for running in [process, *process.children()]:
            try:
                times, memory = running.cpu_times(), running.memory_info().rss / 2**20
            except psutil.Error:
                continue
            processor[running.pid] = times.user + times.system
            own, child = (memory, child) if running is process else (own, max(child, memory))
        samples.append(Sample(_done(store) if store else 0, own, child))
        time.sleep(0.5)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Used(time.monotonic() - started, sum(processor.values()), samples)


def _done(store: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM files").fetchone()[0])
    except sqlite3.Error:  # not made yet
        return 0


def _scores(store: Path, truth: dict[str, Any]) -> dict[str, list[Score]]:
    """The scores of the documents by layout."""
    scores: dict[str, list[Score]] = defaultdict(list)
    with closing(sqlite3.connect(store)) as connection:
        for sha256, place in connection.execute("SELECT sha256, place FROM results").fetchall():
            rows = connection.execute("SELECT finding FROM findings WHERE sha256 = ?", (sha256,))
            findings = [json.loads(text) for (text,) in rows]
            scores[truth[place]["layout"]].append(score(findings, truth[place]["planted"]))
    return scores


def _throughput(used: Used, documents: int, pages: int) -> list[str]:
    return [
        f"- {used.seconds:.0f} s: {documents / used.seconds:.2f} documents and {pages / used.seconds:.0f} pages a second; "
        f"{used.processor / documents:.2f} s of a processor for a document, {1000 * used.processor / pages:.0f} ms for a page.",
    ]


def _memory(used: Used, documents: int) -> list[str]:
    """The most memory in the first and the last quarter: what grows with the documents shows."""
    quarter = documents // 4
    spans = [(f"the first {quarter}", used.peak(0, quarter)), (f"the last {quarter}", used.peak(documents - quarter))]
    lines = [f"| {name} | {own:.0f} | {child:.0f} |" for name, (own, child) in [*spans, ("all", used.peak())]]
    return ["| memory over | driver MiB | largest worker MiB |", "| --- | ---: | ---: |", *lines]


def _growth(used: Used, again: Used, summary: Used, documents: int, store: int) -> list[str]:
    """What grows with the number of documents; memory does not."""
    times = 100_000 / documents
    return [
        f"100,000 such documents, from that: {used.processor * times / 3600:.1f} hours of one processor "
        f"({used.seconds * times / 3600:.1f} hours at this pace), a store of {store * times / 2**30:.1f} GiB, "
        f"{again.seconds * times / 60:.0f} min to find nothing left to do, {summary.seconds * times / 60:.0f} min for the "
        "summary.",
    ]


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
