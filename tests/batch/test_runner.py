"""A batch over a folder: what is audited, what is skipped, what is tried again, and what the store holds in the end."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from audit.batch.runner import Batch, run_batch
from audit.batch.store import Store, opened_store
from audit.batch.task import Audited, Job, Lost, Outcome, audited_or_reason
from audit.reading import read_document
from audit.reading.document import Document
from tests.batch.disclosures import WRONG, broken_files, disclosure, disclosures


@dataclass
class Engine:
    """Audits in this process and remembers what it was asked; paths in `deadly` lose their worker that many times."""

    deadly: dict[str, int] = field(default_factory=dict)
    calls: list[list[str]] = field(default_factory=list)

    def __call__(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        self.calls.append([])
        for job in jobs:
            name = Path(job.name).name
            self.calls[-1].append(name)
            if self.deadly.get(name, 0):
                self.deadly[name] -= 1
                yield job, Lost("处理进程意外终止（信号 9）")
            else:
                yield job, audited_or_reason(job)

    @property
    def asked(self) -> list[str]:
        return [name for call in self.calls for name in call]


@dataclass
class Watcher:
    lines: list[str] = field(default_factory=list)
    settled: int = 0

    def begin(self, stage: str, total: int) -> None: ...

    def advance(self, known: bool = False) -> None:
        self.settled += 1

    def tell(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return disclosures(tmp_path / "disclosures", 3)


def run(folder: Path, store: Store, engine: Engine | None = None, retry: bool = False, program: str = "1") -> Engine:
    engine = engine or Engine()
    assert run_batch(Batch(folder, store, engine, Watcher(), retry, program))
    return engine


def results(store: Store) -> dict[str, tuple[str, str]]:
    """Status and reason of every file, by place."""
    query = """
        SELECT place, ifnull(status, 'failed'), ifnull(d.reason, f.reason)
        FROM files f LEFT JOIN documents d ON d.sha256 = f.disclosure
    """
    return {place: (status, reason) for place, status, reason in store.connection.execute(query)}


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    tables = ("files", "documents", "findings", "root_causes", "verified")
    return {table: store.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def test_broken_files_have_their_reasons_and_change_nothing_for_the_others(folder: Path, tmp_path: Path, store: Store) -> None:
    with opened_store(tmp_path / "undisturbed.db") as undisturbed:
        run(folder, undisturbed)
        alone = contents(undisturbed)
    broken = broken_files(folder)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "circle.pdf").symlink_to(folder / "circle.pdf")
    (folder / "old.ofd").write_bytes(b"PK\x03\x04")
    (folder / "notes.txt").write_text("no disclosure")
    (folder / ".hidden.pdf").write_text("no disclosure")
    run(folder, store)
    told = results(store)
    assert set(told) == {"000.pdf", "001.pdf", "002.pdf", "pipe.pdf", "circle.pdf", "old.ofd", *broken}
    for name, words in broken.items():
        assert told[name][0] == "failed"
        assert words in told[name][1]
        assert name not in told[name][1]
    assert told["pipe.pdf"] == ("failed", "不是普通文件")
    assert told["circle.pdf"] == ("failed", "链接指向自身")
    assert told["old.ofd"][0] == "failed" and "OFD" in told["old.ofd"][1]
    together = contents(store)
    for table in ("findings", "root_causes", "verified"):
        assert together[table] == alone[table]
    assert set(alone["documents"]) <= set(together["documents"])
    assert alone["findings"]


def test_defects_of_the_program_cost_one_document(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(path: Path) -> Document:
        if path.name == "001.pdf":
            raise RuntimeError("defect")
        return read_document(path)

    monkeypatch.setattr("audit.batch.task.read_document", defective)
    run(folder, store)
    told = results(store)
    assert told["000.pdf"][0] == told["002.pdf"][0] == "done"
    assert told["001.pdf"][0] == "failed"
    assert "RuntimeError: defect" in told["001.pdf"][1]


def test_an_error_page_under_the_name_of_a_disclosure_is_told(folder: Path, store: Store) -> None:
    (folder / "000.pdf").write_text("<!DOCTYPE html><html><body><h1>404 页面不存在</h1></body></html>", encoding="utf-8")
    run(folder, store)
    assert results(store)["000.pdf"] == ("failed", "其中没有金额和表格，不像预决算公开文件")


def test_what_is_in_the_store_is_not_audited_again(folder: Path, store: Store) -> None:
    run(folder, store)
    before = contents(store)
    assert run(folder, store).asked == []
    disclosure(folder / "new.pdf", "示例县民政局")
    assert run(folder, store).asked == ["new.pdf"]
    assert set(before["documents"]) < set(contents(store)["documents"])


def test_another_version_of_the_program_audits_anew(folder: Path, store: Store) -> None:
    run(folder, store)
    before = contents(store)
    assert run(folder, store, program="2").asked == ["000.pdf", "001.pdf", "002.pdf"]
    after = contents(store)
    assert after["findings"] == before["findings"]
    assert {row[1] for row in after["documents"]} == {"2"}
    assert len(after["documents"]) == 3


def test_a_changed_file_is_another_document(folder: Path, store: Store) -> None:
    run(folder, store)
    disclosure(folder / "001.pdf", "示例县第零一中学", total=900)
    assert run(folder, store).asked == ["001.pdf"]
    assert store.connection.execute("SELECT count(*) FROM results").fetchone() == (3,)
    assert store.connection.execute("SELECT count(*) FROM files").fetchone() == (3,)


def test_files_of_one_content_are_audited_once_and_all_told(folder: Path, store: Store) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "copy.PDF").write_bytes((folder / "001.pdf").read_bytes())
    assert len(run(folder, store).asked) == 3
    assert results(store)["sub/copy.PDF"] == ("done", "")
    assert store.connection.execute("SELECT count(*) FROM results").fetchone() == (3,)
    (folder / "later.pdf").write_bytes((folder / "002.pdf").read_bytes())
    assert run(folder, store).asked == []
    assert len(results(store)) == 5


def test_a_lost_document_is_tried_once_more_alone(folder: Path, store: Store) -> None:
    engine = run(folder, store, Engine({"000.pdf": 1}))
    assert engine.calls[:2] == [["000.pdf", "001.pdf", "002.pdf"], ["000.pdf"]]
    assert results(store)["000.pdf"] == ("done", "")


def test_a_document_lost_twice_is_quarantined_until_retried(folder: Path, store: Store) -> None:
    engine = run(folder, store, Engine({"000.pdf": 2}))
    assert engine.asked == ["000.pdf", "001.pdf", "002.pdf", "000.pdf"]
    status, reason = results(store)["000.pdf"]
    assert status == "quarantined"
    assert "信号 9" in reason and "单独重试" in reason
    assert run(folder, store).asked == []
    assert run(folder, store, retry=True).asked == ["000.pdf"]
    assert results(store)["000.pdf"] == ("done", "")
    assert run(folder, store, retry=True).asked == []


def test_a_file_that_changes_meanwhile_is_not_taken_for_what_it_was(folder: Path, store: Store) -> None:
    class Meddling(Engine):
        def __call__(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
            for job, outcome in super().__call__(jobs):
                if isinstance(outcome, Audited) and job.name.endswith("001.pdf"):
                    outcome = replace(outcome, document=outcome.document | {"sha256": "0" * 64})
                yield job, outcome

    run(folder, store, Meddling())
    status, reason = results(store)["001.pdf"]
    assert status == "failed" and "改动" in reason


def test_files_without_utf8_names_are_told(folder: Path, store: Store) -> None:
    try:
        (folder / "000.pdf").rename(folder / os.fsdecode(b"\xff\xfe.pdf"))
    except OSError:
        pytest.skip("the file system takes UTF-8 alone")
    run(folder, store)
    assert results(store) == dict.fromkeys(["001.pdf", "002.pdf", r"\xff\xfe.pdf"], ("done", ""))


def test_a_folder_without_disclosures_is_not_complete(tmp_path: Path, store: Store) -> None:
    assert not run_batch(Batch(tmp_path, store, Engine(), Watcher()))


def test_a_folder_that_cannot_be_listed_is_told(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    watcher = Watcher()
    assert not run_batch(Batch(folder, store, Engine(), watcher))
    assert any("closed" in line and "没有权限" in line for line in watcher.lines)
    assert len(results(store)) == 3


def two_years(folder: Path) -> Path:
    disclosure(folder / "2023/教育局.pdf", year=2023, total=400)
    disclosure(folder / "2024/教育局.pdf", year=2024, total=500)
    return folder


def compared(store: Store) -> dict[str, str]:
    query = "SELECT r.place, p.place FROM results r JOIN results p ON p.sha256 = r.prior WHERE r.relations_reason = ''"
    return dict(store.connection.execute(query))


def test_last_years_document_is_used_where_it_is_there(tmp_path: Path, store: Store) -> None:
    folder = two_years(tmp_path / "years")
    engine = run(folder, store)
    assert engine.calls == [["教育局.pdf", "教育局.pdf"], ["教育局.pdf"]]
    assert compared(store) == {"2024/教育局.pdf": "2023/教育局.pdf"}
    assert run(folder, store).asked == []


def test_last_year_may_come_later(tmp_path: Path, store: Store) -> None:
    folder = two_years(tmp_path / "years")
    older = (folder / "2023/教育局.pdf").read_bytes()
    (folder / "2023/教育局.pdf").unlink()
    run(folder, store)
    assert compared(store) == {}
    (folder / "2023/教育局.pdf").write_bytes(older)
    assert len(run(folder, store).asked) == 2
    assert compared(store) == {"2024/教育局.pdf": "2023/教育局.pdf"}


def test_a_comparison_that_fails_leaves_the_document_as_it_was(tmp_path: Path, store: Store) -> None:
    folder = two_years(tmp_path / "years")

    class Comparing(Engine):
        def __call__(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
            for job, outcome in super().__call__(jobs):
                yield job, Lost("太久") if job.prior else outcome

    run(folder, store, Comparing())
    assert compared(store) == {}
    assert results(store)["2024/教育局.pdf"] == ("done", "")
    assert store.connection.execute("SELECT relations_reason FROM results WHERE year = 2024").fetchone() == ("太久",)
    assert run(folder, store).asked == []
    assert run(folder, store, retry=True).asked == ["教育局.pdf"]
    assert compared(store) == {"2024/教育局.pdf": "2023/教育局.pdf"}


def test_two_documents_of_one_unit_and_year_are_left_alone(tmp_path: Path, store: Store) -> None:
    folder = two_years(tmp_path / "years")
    disclosure(folder / "2023/教育局更正.pdf", year=2023, total=400, rate=WRONG)
    run(folder, store)
    assert compared(store) == {}
