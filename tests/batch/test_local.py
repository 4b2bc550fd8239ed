"""Worker processes: one that dies, hangs or swells costs its own document, and nothing else."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from audit.batch import local
from audit.batch.local import EngineProblem, Limits, local_outcomes
from audit.batch.task import Failed, Job, Lost
from tests.batch import scanning, unloadable
from tests.batch.killing import children
from tests.batch.tasks import job_of, steered

ROOT = Path(__file__).parents[2]


def test_every_job_has_its_own_outcome() -> None:
    paths = ["a", "hang", "b", "crash", "c", "kill", "d", "eat", "e", "fail", "large", "f"]
    outcomes = dict(local_outcomes(map(job_of, paths), 2, Limits(timeout=8, memory=300), steered))
    assert {job.name: getattr(outcome, "reason", "audited") for job, outcome in outcomes.items()} == {
        **dict.fromkeys(["a", "b", "c", "d", "e", "f", "large"], "audited"),
        "hang": "超过 8 秒未完成，已终止",
        "crash": "处理进程意外终止（退出码 3）",
        "kill": "处理进程意外终止（信号 9）",
        "eat": "内存超过 300 MB，已终止",
        "fail": "不好",
    }
    assert {job.name for job, outcome in outcomes.items() if isinstance(outcome, Failed)} == {"fail"}


def test_pages_read_by_ocr_have_their_own_time() -> None:
    outcomes = dict(local_outcomes(map(job_of, ["scan", "text"]), 1, Limits(timeout=2), scanning.slow))
    told = {job.name: getattr(outcome, "reason", "") for job, outcome in outcomes.items()}
    assert told == {"scan": "read", "text": "超过 2 秒未完成，已终止"}


def test_no_job_starts_no_worker() -> None:
    assert list(local_outcomes([], 2, Limits(), unloadable.task)) == []


def test_workers_killed_at_any_moment_cost_only_what_they_had() -> None:
    """Results are larger than a pipe holds, so that workers are killed while they write, too."""
    rng = random.Random(1)
    killed: list[int] = []

    def kill() -> None:
        victim = rng.choice(children(psutil.Process(), "spawn_main"))
        killed.append(victim.pid)
        victim.kill()

    def jobs() -> Iterator[Job]:
        timers = []
        for number in range(80):
            if number % 20 == 10:
                timers.append(threading.Timer(rng.uniform(0, 0.05), kill))
                timers[-1].start()
            yield job_of(f"large {number}")
        # the workers live until there are no more jobs: the last timer must find one, however fast the machine
        for timer in timers:
            timer.join()

    ended = list(local_outcomes(jobs(), 2, Limits(), steered))
    assert sorted(job.name for job, _ in ended) == sorted(f"large {number}" for number in range(80))
    assert len(killed) == 4
    assert sum(isinstance(outcome, Lost) for _, outcome in ended) <= 4


def test_workers_that_cannot_start_are_a_problem_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_MOST_STILLBORN", 1)
    with pytest.raises(EngineProblem, match="无法启动"):
        list(local_outcomes([job_of("a")], 1, Limits(), unloadable.task))


def test_hanging_workers_end_with_the_driver() -> None:
    script = (
        "from audit.batch.local import *; from tests.batch.tasks import job_of, steered\n"
        "if __name__ == '__main__': list(local_outcomes(map(job_of, ['hang', 'hang']), 2, Limits(), steered))"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as driver:
        deadline = time.monotonic() + 20
        workers: list[psutil.Process] = []
        while len(workers) < 2 and time.monotonic() < deadline:
            workers = children(psutil.Process(driver.pid), "spawn_main")
            time.sleep(0.1)
        time.sleep(1)
        driver.kill()
    assert len(workers) == 2
    assert psutil.wait_procs(workers, timeout=10)[1] == []
