"""What a batch survives: `python benchmarks/survival.py DATA --count 200 --results FILE`.

DATA is a folder that benchmarks/province.py has filled. Its driver is killed at three random moments and its workers at ten;
then it meets forty broken files. Both times the results of the whole documents are held against an undisturbed run.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.broken_files import write_broken_files

ROOT = Path(__file__).resolve().parent.parent
_TABLES = ("files", "documents", "findings", "root_causes", "verified")
_DRIVERS, _WORKERS = 3, 10
# Seconds of a processor that a worker needs for its imports: one that dies before, time and again, ends the batch.
_IMPORTS = 1.5

Rows = dict[str, list[tuple[Any, ...]]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, required=True)
    options = parser.parse_args(arguments)
    places = sorted(file.relative_to(options.data) for file in options.data.rglob("*.pdf"))
    rng = random.Random(options.seed)
    chosen = rng.sample(places, min(options.count, len(places)))
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, "documents")
        for place in chosen:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes((options.data / place).read_bytes())
        undisturbed, seconds = _undisturbed(folder, Path(scratch, "undisturbed.db"))
        lines = [
            "# What a batch survives",
            "",
            f"`python benchmarks/survival.py DATA --count {len(chosen)} --seed {options.seed} --results FILE`, two workers.",
            "",
            *_killed(folder, Path(scratch, "killed.db"), undisturbed, seconds, rng),
            "",
            *_among_broken(folder, Path(scratch, "broken.db"), undisturbed),
            "",
        ]
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text("\n".join(lines), encoding="utf-8")
    return 0


def _undisturbed(folder: Path, store: Path) -> tuple[Rows, float]:
    started = time.monotonic()
    _finished(_start(folder, store))
    return _rows(store), time.monotonic() - started


def _killed(folder: Path, store: Path, expected: Rows, seconds: float, rng: random.Random) -> list[str]:
    moments, workers = [], Counter[str]()
    for _ in range(_DRIVERS):
        driver, started = _start(folder, store), time.monotonic()
        time.sleep(rng.uniform(0.1, 0.25) * seconds)
        done = _done(store)
        driver.kill()
        driver.wait()
        moments.append(f"{time.monotonic() - started:.0f} s (at {done} documents)")
    driver = _start(folder, store)
    while workers.total() < _WORKERS and driver.poll() is None:
        time.sleep(rng.uniform(0.2, 2))
        begun = [child for child in driver.children() if _processor(child) > _IMPORTS]
        if begun:
            rng.choice(begun).kill()
            workers["killed"] += 1
    _finished(driver)
    quarantined = _quarantined(store)
    _finished(_start(folder, store, "--retry"))
    rows = _rows(store)
    return [
        f"- The driver was killed (SIGKILL) after {', '.join(moments)}, and started again each time; then {workers['killed']} of "
        f"its workers, while they worked. {quarantined} documents had lost two workers and were tried again with `--retry`.",
        f"- {_twice(rows)} of {len(expected['files'])} files are missing or told twice; "
        f"{_differences(rows, expected)} rows of the store differ from the undisturbed run's.",
    ]


def _among_broken(folder: Path, store: Path, expected: Rows) -> list[str]:
    kinds = write_broken_files(folder / "坏文件")
    _finished(_start(folder, store, "--timeout", "60", "--memory", "1500"))
    with closing(sqlite3.connect(store)) as connection:
        told = dict(
            connection.execute(
                """
                SELECT f.place, ifnull(d.status, 'failed') || '：' ||
                    coalesce(nullif(d.reason, ''), nullif(f.reason, ''), json_extract(d.facts, '$.notes'), '')
                FROM files f LEFT JOIN documents d ON d.sha256 = f.disclosure WHERE f.place LIKE '坏文件/%'
                """
            )
        )
    rows = _rows(store)
    whole = {table: [row for row in rows[table] if _of_whole(row, expected)] for table in rows}
    lines = [
        f"- Among the same documents, {len(kinds)} broken files: {len(told)} have a row, "
        f"{_differences(whole, expected)} rows of the whole documents differ from the run without them.",
        "",
        "| broken file | what is told of it |",
        "| --- | --- |",
    ]
    return lines + [f"| {kind} | {told.get(f'坏文件/{name}', '**nothing**')} |" for name, kind in kinds.items()]


def _of_whole(row: Sequence[Any], expected: Rows) -> bool:
    """Whether a row is about one of the whole documents: its first column names a file or a document."""
    return row[0] in {known[0] for known in (*expected["files"], *expected["documents"])}


def _start(folder: Path, store: Path, *options: str) -> psutil.Popen:
    command = [sys.executable, "-m", "audit", "batch", str(folder), "--store", str(store), "--workers", "2", *options]
    return psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _finished(driver: psutil.Popen) -> None:
    if driver.wait():
        raise RuntimeError(f"audit batch ended with {driver.returncode}")


def _processor(process: psutil.Process) -> float:
    try:
        return float(process.cpu_times().user)
    except psutil.Error:
        return 0.0


def _query(store: Path, query: str) -> int:
    try:
        with closing(sqlite3.connect(store)) as connection:
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:  # not made yet
        return 0


def _done(store: Path) -> int:
    return _query(store, "SELECT count(*) FROM documents") if store.exists() else 0


def _quarantined(store: Path) -> int:
    return _query(store, "SELECT count(*) FROM documents WHERE status = 'quarantined'")


def _rows(store: Path) -> Rows:
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}


def _twice(rows: Rows) -> int:
    files = Counter(row[0] for row in rows["files"])
    documents = Counter(row[0] for row in rows["documents"])
    return sum(count != 1 for count in (*files.values(), *documents.values())) + abs(len(files) - len(rows["files"]))


def _differences(rows: Rows, expected: Rows) -> int:
    return sum(len(set(rows[table]) ^ set(expected[table])) for table in _TABLES)


if __name__ == "__main__":
    sys.exit(main())
