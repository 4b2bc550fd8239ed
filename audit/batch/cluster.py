"""The engine of a cluster: the same task through the futures of `distributed` (extra `dask`).

Workers need `audit` in the driver's version, the documents under the driver's paths and, where a model is asked, its key in
their environment. They ought to have one thread each, and a nanny, which starts a worker anew after a crash or a limit.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from distributed import CancelledError, Client, Future, KilledWorker, wait

from audit.batch.local import EngineProblem, Limits, Task
from audit.batch.task import Job, Lost, Outcome, audited_or_reason, program_version

# Seconds between two looks at time and memory, and those a scheduler has to answer.
_POLL = 1.0
_CONNECT = 20


def connected(scheduler: str) -> Client:
    """A client of the scheduler at this address. Raises EngineProblem where there is none, or no fit worker."""
    try:
        client = Client(scheduler, timeout=_CONNECT)
    except (OSError, ValueError) as problem:
        raise EngineProblem(f"连接不到调度器 {scheduler}（{problem}）") from problem
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
        versions = set(client.run(program_version).values())
    except (TimeoutError, ImportError) as problem:
        client.close()
        missing = "没有可用的 worker" if isinstance(problem, TimeoutError) else "的 worker 上没有安装 audit"
        raise EngineProblem(f"调度器 {scheduler} {missing}") from problem
    if versions != {program_version()}:
        client.close()
        raise EngineProblem(f"worker 上的 audit 是 {'、'.join(sorted(versions))} 版，本机是 {program_version()} 版")
    return client


def cluster_outcomes(
    client: Client, jobs: Iterable[Job], limits: Limits, task: Task = audited_or_reason
) -> Iterator[tuple[Job, Outcome]]:
    """Every job with its outcome, in the order they end; no more are out than the cluster has threads.

    Raises EngineProblem where the scheduler is lost.
    """
    jobs = iter(jobs)
    out: dict[Future[Outcome], Job] = {}
    guard = _Guard(client, limits)
    while True:
        room = max(sum(client.nthreads().values()), 1) - len(out)
        out |= {client.submit(task, job, pure=False): job for job in islice(jobs, max(room, 0))}
        if not out:
            return
        for future in _ended(out):
            yield out.pop(future), _outcome(future)
        for future, reason in guard.excesses(out):
            yield out.pop(future), Lost(reason)


def _ended(out: Iterable[Future[Outcome]]) -> set[Future[Outcome]]:
    try:
        return set(wait(list(out), timeout=_POLL, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return set()
    except CancelledError as problem:
        raise EngineProblem("与调度器的连接中断") from problem


def _outcome(future: Future[Outcome]) -> Outcome:
    problem = future.exception()
    if isinstance(problem, KilledWorker):
        return Lost("处理进程多次意外终止")
    if problem is not None:
        raise EngineProblem(f"worker 无法执行任务（{type(problem).__name__}: {problem}）") from problem
    outcome: Outcome = future.result()
    return outcome


class _Guard:
    """Holds documents to their limits, which `distributed` has none for: the worker that exceeds one is restarted."""

    def __init__(self, client: Client, limits: Limits) -> None:
        self.client = client
        self.limits = limits
        self.looked = time.monotonic()
        # future → its worker, and since when
        self.seen: dict[Future[Outcome], tuple[str, float]] = {}

    def excesses(self, out: Mapping[Future[Outcome], Job]) -> Iterator[tuple[Future[Outcome], str]]:
        """The futures that exceed a limit, now cancelled, with the limit."""
        now = time.monotonic()
        if now - self.looked < _POLL:
            return
        self.looked = now
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        places = {key: address for address, keys in self.client.processing().items() for key in keys}
        seen = {future: (places[future.key], now) for future in out if future.key in places}
        self.seen = {
            future: self.seen[future] if self.seen.get(future, ("",))[0] == address else (address, since)
            for future, (address, since) in seen.items()
        }
        for future, (address, since) in list(self.seen.items()):
            if address not in workers:
                continue
            worker = workers[address]
            reason = self.limits.exceeded(out[future], now - since, worker["metrics"]["memory"] / 2**20)
            if reason:
                future.cancel()
                if worker["nanny"] is not None:
                    self.client.restart_workers([address], raise_for_error=False)
                yield future, reason
