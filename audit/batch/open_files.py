"""The disclosures of a batch that wait for their outcome, and what the store is told of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from audit.batch.files import NotReadable, content_of, file_of
from audit.batch.store import File, Files, Store
from audit.batch.task import Failed, Job, Lost, Outcome
from audit.reading.together import joint_sha256


class Watcher(Protocol):
    """Who is told how a batch gets on."""

    def begin(self, stage: str, total: int) -> None:
        """A stage (Chinese) of so many documents begins."""

    def advance(self, known: bool = False) -> None:
        """One document more is settled; `known` means without work."""

    def tell(self, line: str) -> None:
        """A line (Chinese) for whoever runs the batch."""


class OpenFiles:
    """Disclosures of one content wait together."""

    def __init__(self, store: Store, watcher: Watcher, folder: Path, program: str, retry: bool) -> None:
        self.store, self.watcher, self.folder, self.program, self.retry = store, watcher, folder, program, retry
        self._by_content: dict[str, list[Files]] = {}
        self._contents: dict[Job, str] = {}

    def jobs(self, groups: Iterable[Sequence[Path]]) -> Iterator[Job]:
        """A job for each disclosure that is not settled; each of `groups` is the files of one."""
        for group in groups:
            readable = list(self._readable(group))
            files = [(file, content) for _, file, content in readable]
            if not readable:
                self.watcher.advance()
                continue
            sha256 = files[0][1] if len(files) == 1 else joint_sha256([content for _, content in files])
            status = self.store.status(sha256, self.program)
            if sha256 in self._by_content:
                self._by_content[sha256].append(files)
            elif status is None or (self.retry and status != "done"):
                job = Job(tuple(str(path) for path, _, _ in readable))
                self._by_content[sha256] = [files]
                self._contents[job] = sha256
                yield job
            elif self.store.holds(files, sha256):
                self.watcher.advance(known=True)
            else:
                self.store.put_files(files, sha256)
                self.watcher.advance(known=True)

    def settle(self, job: Job, outcome: Outcome) -> None:
        sha256 = self._contents.pop(job)
        places = self._by_content.pop(sha256)
        if isinstance(outcome, Lost):
            self.store.put_unaudited(places, sha256, self.program, "quarantined", f"{outcome.reason}；单独重试仍未完成")
        elif isinstance(outcome, Failed):
            self.store.put_unaudited(places, sha256, self.program, "failed", outcome.reason)
        elif outcome.document["sha256"] != sha256:
            self.store.put_unaudited(places, sha256, self.program, "failed", "核查过程中文件有改动，请再次运行")
        else:
            self.store.put_audited(places, outcome, self.program)
        for _ in places:
            self.watcher.advance()

    def _readable(self, group: Sequence[Path]) -> Iterator[tuple[Path, File, str]]:
        """The files with their content; one that cannot be read is told to the store."""
        for path in group:
            file = file_of(path, self.folder)
            try:
                yield path, file, self.store.known_content(file) or content_of(path)
            except NotReadable as problem:
                self.store.put_unreadable(file, str(problem))
