"""The engine of one machine: worker processes, each with a pipe of its own.

A worker that dies (crash, kill, out of memory), hangs or eats memory costs only the document it had, since no lock and
no pipe is shared: pools that share them (pebble's, the standard library's) break whole when a worker dies writing.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from ctypes import c_ulong
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait

import psutil

from audit.batch.task import Job, Lost, Outcome, audited_or_reason
from audit.reading.patience import on_scan

Task = Callable[[Job], Outcome]

# Seconds between two looks at time and memory.
_POLL = 0.2
# What a page read by OCR may take more, on a busy machine.
_SCANNED_PAGE = 30
# So many workers in a row that die before they are ready were not killed by chance.
_MOST_STILLBORN = 10
# What numeric libraries read when they are loaded: the workers themselves are the parallelism.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class EngineProblem(Exception):
    """What keeps every document from being audited; the message is in Chinese."""


@dataclass(frozen=True)
class Limits:
    """What one document may take: seconds (each, where several are held against each other), and MiB of its worker's memory."""

    timeout: float = 300
    memory: float = 2048

    def exceeded(self, job: Job, seconds: float, mebibytes: float) -> str:
        """The limit that is exceeded, in Chinese; "" for none."""
        timeout = job.seconds(self.timeout)
        if seconds > timeout:
            return f"超过 {timeout:g} 秒未完成，已终止"
        if mebibytes > self.memory:
            return f"内存超过 {self.memory:g} MB，已终止"
        return ""


def local_outcomes(
    jobs: Iterable[Job], workers: int, limits: Limits, task: Task = audited_or_reason
) -> Iterator[tuple[Job, Outcome]]:
    """Every job with its outcome, in the order they end; jobs are taken as workers become free.

    Raises EngineProblem where workers cannot be started.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    jobs = iter(jobs)
    first = list(islice(jobs, workers))
    jobs = chain(first, jobs)
    crew = [_Worker(task) for _ in first]
    stillborn = 0
    try:
        while crew:
            for pipe in wait([worker.pipe for worker in crew], timeout=_POLL):
                place = next(i for i, worker in enumerate(crew) if worker.pipe is pipe)
                worker, job = crew[place], crew[place].job
                try:
                    outcome = worker.receive()
                except (EOFError, OSError):
                    worker.kill()
                    crew[place] = _Worker(task)
                    stillborn += job is None
                    if stillborn > _MOST_STILLBORN:
                        raise EngineProblem(f"处理进程无法启动：{worker.end}") from None
                    outcome = Lost(worker.end)
                else:
                    stillborn = 0
                    following = next(jobs, None)
                    if following is None:
                        worker.kill()
                        del crew[place]
                    elif not worker.give(following):
                        # dead since it was heard, which the next round finds
                        jobs = chain([following], jobs)
                if job is not None and outcome is not None:
                    yield job, outcome
            for place, worker in enumerate(crew):
                if worker.job is not None and (reason := worker.excess(limits)):
                    worker.kill()
                    crew[place] = _Worker(task)
                    yield worker.job, Lost(reason)
    finally:
        for worker in crew:
            worker.kill()


class _Worker:
    """A process, the pipe to it, and the job it has."""

    def __init__(self, task: Task) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        # without a lock, which a worker could die holding
        self.scanned = context.RawValue("L", 0)
        self.process = context.Process(target=_work, args=(theirs, task, self.scanned), daemon=True)
        self.process.start()
        # the worker alone holds its end, so that its death closes it
        theirs.close()
        self.job: Job | None = None
        self.since = 0.0

    def give(self, job: Job) -> bool:
        """False where the worker is no more."""
        self.scanned.value = 0
        try:
            self.pipe.send(job)
        except OSError:
            return False
        self.job, self.since = job, time.monotonic()
        return True

    def receive(self) -> Outcome | None:
        """The outcome of the job, or None from a worker that is ready for its first; EOFError or OSError from a dead one."""
        outcome: Outcome | None = self.pipe.recv()
        self.job = None
        return outcome

    def excess(self, limits: Limits) -> str:
        """The limit that the job exceeds; "" for none, and for a worker that has no job, just ended it or died."""
        if self.job is None or self.pipe.poll():
            return ""
        try:
            memory = psutil.Process(self.process.pid).memory_info().rss / 2**20
        except psutil.Error:
            return ""
        seconds = time.monotonic() - self.since - _SCANNED_PAGE * self.scanned.value
        return limits.exceeded(self.job, seconds, memory)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()

    @property
    def end(self) -> str:
        """How the process ended, in Chinese."""
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"处理进程意外终止（信号 {-code}）"
        return f"处理进程意外终止（退出码 {code}）"


def _work(pipe: Connection, task: Task, scanned: c_ulong) -> None:
    """A worker's life: ready, then one job after the other, until the driver is gone.

    scanned: counts the pages of the job that are read by OCR
    """

    def count(pages: int) -> None:
        scanned.value += pages

    on_scan.set(count)
    # Ctrl+C is the driver's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_driver, daemon=True).start()
    try:
        pipe.send(None)
        while True:
            pipe.send(task(pipe.recv()))
    except (EOFError, OSError):
        return


def _die_with_driver() -> None:
    """Ends a worker that hangs in a document nobody waits for any more."""
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
    os._exit(1)
