"""A batch: every disclosure under a folder audited once, then held against those that answer to it.

What is in the store stays done.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from audit.batch.asking import Asking, Till, Unread, nothing_asked, told, unread_documents
from audit.batch.files import disclosures_under, file_of
from audit.batch.open_files import OpenFiles, Watcher
from audit.batch.relations import Related, open_relations
from audit.batch.store import Store
from audit.batch.task import Audited, Failed, Job, Lost, Outcome, program_version
from audit.proposals.spending import Spent

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
    asking: Asking | None = None


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
    if batch.asking is not None:
        _ask(batch, batch.asking)
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


def _ask(batch: Batch, asking: Asking) -> None:
    """Audit documents anew with a model, those it can add most to first, as long as its allowance lasts.

    Where that fails, or the allowance is used up, the result without a model stays, and says why.
    """
    store, settings = batch.store, asking.settings
    waiting = unread_documents(store, batch.program, settings)
    if settings.scope == "residue":
        store.put_nothing_to_ask([unread.sha256 for unread in waiting if not unread.open_numbers], nothing_asked(settings))
        waiting = [unread for unread in waiting if unread.open_numbers]
    batch.watcher.begin("模型阅读", len(waiting))
    till, partly_read = Till(asking), set[str]()
    while waiting:
        jobs: dict[Job, Unread] = {}
        cut_short: list[Unread] = []
        for job, outcome in batch.engine(_shares(store, asking, till, waiting, jobs)):
            unread = jobs[job]
            spent = outcome.model.spent if isinstance(outcome, Audited) and outcome.model else Spent()
            till.settle(unread, spent)
            if problem := _problem(outcome, unread.related):
                store.put_model_reason([unread.sha256], problem)
            elif isinstance(outcome, Audited) and (spent.calls or not spent.refused):
                store.put_audited([], outcome, batch.program, unread.related.prior, unread.related.units)
            if spent.refused:
                cut_short.append(unread)
                partly_read |= {unread.sha256} if spent.calls else set()
            else:
                batch.watcher.advance()
        # what others were promised and did not spend may do for those
        waiting = cut_short + waiting[len(jobs) :]
        if not jobs:
            break
    store.put_model_reason({unread.sha256 for unread in waiting} - partly_read, "模型额度已用完，未经模型阅读")
    batch.watcher.tell(told(till.spent, settings))


def _shares(store: Store, asking: Asking, till: Till, waiting: Iterable[Unread], jobs: dict[Job, Unread]) -> Iterator[Job]:
    """A job for each document, noted in `jobs`, until nothing is left to promise."""
    for unread in waiting:
        share = till.share(unread)
        if share is None:
            return
        job = replace(_job(store, unread.related), model=asking.settings, allowance=share)
        jobs[job] = unread
        yield job
