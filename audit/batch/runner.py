"""A batch: every PDF under a folder audited once, then each held against last year's; what is in the store stays done."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from audit.batch.files import NotReadable, content_of, disclosures_under, file_of
from audit.batch.relations import Pair, open_pairs
from audit.batch.store import File, Store
from audit.batch.task import Audited, Failed, Job, Lost, Outcome, program_version

# Jobs in, outcomes out, in the order they end.
Engine = Callable[[Iterable[Job]], Iterator[tuple[Job, Outcome]]]


class Watcher(Protocol):
    """Who is told how a batch gets on."""

    def begin(self, stage: str, total: int) -> None:
        """A stage (Chinese) of so many documents begins."""

    def advance(self, known: bool = False) -> None:
        """One document more is settled; `known` means without work."""

    def tell(self, line: str) -> None:
        """A line (Chinese) for whoever runs the batch."""


@dataclass(frozen=True)
class Batch:
    """One run: what it works with, and what stands in for last year's."""

    folder: Path
    store: Store
    engine: Engine
    watcher: Watcher
    retry: bool = False
    program: str = field(default_factory=program_version)


def run_batch(batch: Batch) -> bool:
    """Audit what the store does not hold yet; True when every document has its row.

    A document whose worker is lost is tried once more alone when the others are through, and quarantined where that fails
    too. Raises what the engine raises; the store then holds every document that had ended.
    """
    paths, unlisted = disclosures_under(batch.folder)
    for line in unlisted or ([] if paths else [f"{batch.folder}：没有 PDF 文件"]):
        batch.watcher.tell(line)
    batch.watcher.begin("核查", len(paths))
    open_files = _OpenFiles(batch)
    lost: list[Job] = []
    for job, outcome in batch.engine(open_files.jobs(paths)):
        if isinstance(outcome, Lost):
            batch.watcher.tell(f"{job.path}：{outcome.reason}，稍后单独重试")
            lost.append(job)
        else:
            open_files.settle(job, outcome)
    for job in lost:
        for _, outcome in batch.engine([job]):
            open_files.settle(job, outcome)
    _compare_with_prior(batch)
    return bool(paths) and not unlisted and not any(batch.store.lacks(file_of(path, batch.folder).path) for path in paths)


class _OpenFiles:
    """The files that wait for the outcome of their content; files of one content wait together."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.by_content: dict[str, list[File]] = {}
        self.contents: dict[Job, str] = {}

    def jobs(self, paths: Iterable[Path]) -> Iterator[Job]:
        """A job for each content that is not settled."""
        store, watcher = self.batch.store, self.batch.watcher
        for path in paths:
            file = file_of(path, self.batch.folder)
            known = store.known_content(file)
            try:
                sha256 = known or content_of(path)
            except NotReadable as problem:
                store.put_unreadable(file, str(problem))
                watcher.advance()
                continue
            status = store.status(sha256, self.batch.program)
            if sha256 in self.by_content:
                self.by_content[sha256].append(file)
            elif status is None or (self.batch.retry and status != "done"):
                job = Job(str(path))
                self.by_content[sha256] = [file]
                self.contents[job] = sha256
                yield job
            else:
                if known is None:
                    store.put_file(file, sha256)
                watcher.advance(known=True)

    def settle(self, job: Job, outcome: Outcome) -> None:
        sha256 = self.contents.pop(job)
        files = self.by_content.pop(sha256)
        store, program = self.batch.store, self.batch.program
        if isinstance(outcome, Lost):
            store.put_unaudited(files, sha256, program, "quarantined", f"{outcome.reason}；单独重试仍未完成")
        elif isinstance(outcome, Failed):
            store.put_unaudited(files, sha256, program, "failed", outcome.reason)
        elif outcome.document["sha256"] != sha256:
            store.put_unaudited(files, sha256, program, "failed", "核查过程中文件有改动，请再次运行")
        else:
            store.put_audited(files, outcome, program)
        for _ in files:
            self.batch.watcher.advance()


def _compare_with_prior(batch: Batch) -> None:
    """Audit each document anew beside last year's, where both are there. Where that fails, the former result stays."""
    pairs = {Job(pair.path, prior=pair.prior_path): pair for pair in open_pairs(batch.store, batch.program, batch.retry)}
    if not pairs:
        return
    batch.watcher.begin("与上年文件比较", len(pairs))
    for job, outcome in batch.engine(pairs):
        _settle_pair(batch, pairs[job], outcome)
        batch.watcher.advance()


def _settle_pair(batch: Batch, pair: Pair, outcome: Outcome) -> None:
    if isinstance(outcome, Failed | Lost):
        batch.store.put_prior_problem(pair.sha256, pair.prior, outcome.reason)
    elif isinstance(outcome, Audited) and outcome.document["sha256"] == pair.sha256:
        batch.store.put_audited([], outcome, batch.program, prior=pair.prior)
    else:
        batch.store.put_prior_problem(pair.sha256, pair.prior, "核查过程中文件有改动")
