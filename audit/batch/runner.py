"""A batch: every disclosure under a folder audited once, then held against those that answer to it.

What is in the store stays done.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.batch.files import disclosures_under, file_of
from audit.batch.open_files import OpenFiles, Watcher
from audit.batch.relations import Related, open_relations
from audit.batch.store import Store
from audit.batch.task import Audited, Failed, Job, Lost, Outcome, program_version

# Jobs in, outcomes out, in the order they end.
Engine = Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]


@dataclass(frozen=True)
class Batch:
    """One run: what it works on, and with what."""

    folder: Path
    store: Store
    engine: Engine
    watcher: Watcher
    retry: bool = False
    program: str = field(default_factory=program_version)


def run_batch(batch: Batch) -> bool:
    """Audit what the store does not hold yet; True when every file has its row.

    A document whose worker is lost is tried once more alone when the others are through, and quarantined where that fails
    too. Raises what the engine raises; the store then holds every document that had ended.
    """
    groups, unlisted = disclosures_under(batch.folder)
    for line in unlisted or ([] if groups else [f"{batch.folder}：没有可核查的文件"]):
        batch.watcher.tell(line)
    _audit(batch, groups)
    _hold_against_others(batch)
    met = [file_of(path, batch.folder).path for group in groups for path in group]
    return bool(met) and not unlisted and not any(batch.store.lacks(path) for path in met)


def _audit(batch: Batch, groups: Sequence[Sequence[Path]]) -> None:
    batch.watcher.begin("核查", len(groups))
    open_files = OpenFiles(batch.store, batch.watcher, batch.folder, batch.program, batch.retry)
    lost: list[Job] = []
    for job, outcome in batch.engine(open_files.jobs(groups)):
        if isinstance(outcome, Lost):
            batch.watcher.tell(f"{job.name}：{outcome.reason}，稍后单独重试")
            lost.append(job)
        else:
            open_files.settle(job, outcome)
    for job in lost:
        for _, outcome in batch.engine([job]):
            open_files.settle(job, outcome)


def _hold_against_others(batch: Batch) -> None:
    """Audit each document anew beside those that answer to it. Where that fails, the former result stays."""
    jobs = {_job(batch.store, found): found for found in open_relations(batch.store, batch.program, batch.retry)}
    if not jobs:
        return
    batch.watcher.begin("与上年、所属单位文件比较", len(jobs))
    for job, outcome in batch.engine(jobs):
        related = jobs[job]
        if problem := _problem(outcome, related):
            batch.store.put_relations_problem(related.sha256, related.prior, related.units, problem)
        elif isinstance(outcome, Audited):
            batch.store.put_audited([], outcome, batch.program, related.prior, related.units)
        batch.watcher.advance()


def _job(store: Store, related: Related) -> Job:
    prior = store.paths(related.prior) if related.prior else ()
    return Job(store.paths(related.sha256), prior, tuple(map(store.paths, related.units)))


def _problem(outcome: Outcome, related: Related) -> str:
    """Why an outcome does not count, in Chinese; "" where it does."""
    if isinstance(outcome, Failed | Lost):
        return outcome.reason
    return "" if outcome.document["sha256"] == related.sha256 else "核查过程中文件有改动"
