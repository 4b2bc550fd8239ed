"""`audit batch` with its processes killed at random moments: every document is there once, as if nothing had happened."""

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.batch.disclosures import broken_files, disclosure, disclosures
from tests.batch.killing import begun, children, killing

ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-m", "audit", "batch"]


def start(folder: Path, store: Path, *options: str) -> "subprocess.Popen[bytes]":
    command = [*_COMMAND, str(folder), "--store", str(store), "--workers", "2", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rows(store: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = ("files", "documents", "findings", "root_causes", "verified")
        return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=str) for table in tables}


def test_killed_workers_and_drivers_lose_nothing(tmp_path: Path) -> None:
    folder = disclosures(tmp_path / "disclosures", 40)
    broken = broken_files(folder)
    disclosure(folder / "兰州市" / "2023.pdf", year=2023, total=400)
    disclosure(folder / "兰州市" / "2024.pdf", year=2024, total=500)
    assert start(folder, tmp_path / "undisturbed.db").wait(240) == 0
    expected = rows(tmp_path / "undisturbed.db")
    assert len(expected["files"]) == 42 + len(broken)

    store, rng, drivers = tmp_path / "disturbed.db", random.Random(5), 0
    while drivers < 4:
        driver = start(folder, store)
        time.sleep(rng.uniform(1, 2.5))
        driver.kill()
        drivers += driver.wait() != 0
        if driver.returncode == 0:
            break
    with start(folder, store) as driver, killing(lambda: list(filter(begun, children(psutil.Process(driver.pid), "spawn_main")))):
        assert driver.wait(240) == 0
    # what a killed worker had may be quarantined where its second try was hit, too
    assert start(folder, store, "--retry").wait(240) == 0
    assert rows(store) == expected
