"""The engine of a cluster, on a scheduler and two workers of its own on loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytest.importorskip("distributed")

from distributed import Client

from audit.batch.cluster import cluster_outcomes, connected
from audit.batch.local import EngineProblem, Limits
from audit.batch.store import StoreProblem, read_store
from tests.batch.disclosures import disclosures
from tests.batch.killing import children
from tests.batch.tasks import job_of, steered

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    dask = [sys.executable, "-m", "dask"]
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    commands = [
        [*dask, "scheduler", *common, "--host", "127.0.0.1", "--port", "0"],
        *[[*dask, "worker", *common, "--nthreads", "1", "--local-directory", str(folder), "--death-timeout", "60"]] * 2,
    ]
    with open(folder / "log", "wb") as log:
        processes = [subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) for command in commands]
    try:
        with Client(scheduler_file=str(file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield client.scheduler.address
            client.shutdown()
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def test_limits_and_deaths_cost_only_their_own_documents(scheduler: str) -> None:
    paths = ["a", "hang", "b", "crash", "c", "fail", "large", "d"]
    with connected(scheduler) as client:
        outcomes = dict(cluster_outcomes(client, map(job_of, paths), Limits(timeout=8), steered))
    told = {job.name: getattr(outcome, "reason", "audited") for job, outcome in outcomes.items()}
    assert told == {
        **dict.fromkeys(["a", "b", "c", "d", "large"], "audited"),
        "hang": "超过 8 秒未完成，已终止",
        "crash": "处理进程多次意外终止",
        "fail": "不好",
    }


def test_a_document_that_eats_memory_costs_only_itself(scheduler: str) -> None:
    with connected(scheduler) as client:
        outcomes = dict(cluster_outcomes(client, map(job_of, ["a", "eat", "b"]), Limits(timeout=120, memory=350), steered))
    told = {job.name: getattr(outcome, "reason", "audited") for job, outcome in outcomes.items()}
    assert told == {"a": "audited", "b": "audited", "eat": "内存超过 350 MB，已终止"}


def test_a_batch_survives_a_worker_killed_in_the_middle(scheduler: str, tmp_path: Path) -> None:
    folder = disclosures(tmp_path / "disclosures", 60)
    store = tmp_path / "province.db"
    command = [sys.executable, "-m", "audit", "batch", str(folder), "--store", str(store), "--engine", "dask"]
    with subprocess.Popen([*command, "--scheduler", scheduler], cwd=ROOT, stderr=subprocess.DEVNULL) as driver:
        deadline = time.monotonic() + 30
        while documents(store) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert documents(store) < 60
        children(psutil.Process(), "spawn_main")[0].kill()
        assert driver.wait(60) == 0
    with read_store(store) as opened:
        assert opened.counts() == {"done": 60}


def documents(store: Path) -> int:
    try:
        with read_store(store) as opened:
            return sum(opened.counts().values())
    except StoreProblem:  # not made yet
        return 0


def test_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.batch.cluster._CONNECT", 1)
    with pytest.raises(EngineProblem, match="连接不到调度器"):
        connected("tcp://127.0.0.1:9")


def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.batch.task.__version__", "9.9")
    with pytest.raises(EngineProblem, match=r"本机是 9\.9 版"):
        connected(scheduler)
