"""The store: what it keeps of a report, and which files it refuses to be."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from audit.batch.store import File, StoreProblem, opened_store, read_store
from audit.batch.task import Audited, audited_or_reason, condensed
from audit.findings import Finding, Report
from tests.batch.disclosures import WRONG, disclosure
from tests.batch.tasks import job_of


def test_findings_are_kept_whole_and_verified_ones_counted(tmp_path: Path, sample_report: Report) -> None:
    with opened_store(tmp_path / "s.db") as store:
        store.put_audited([[(File("/a.pdf", "a.pdf", 1, 2), sample_report.document.sha256)]], condensed(sample_report), "1")
        kept = [Finding.model_validate_json(text) for (text,) in store.connection.execute("SELECT finding FROM findings")]
        verified = dict(store.connection.execute('SELECT "check", findings FROM verified'))
        result = store.connection.execute("SELECT path, place, errors, warnings, value, organization FROM results").fetchone()
        causes = store.connection.execute("SELECT severity, cause, message FROM root_causes ORDER BY number").fetchall()
        roots = dict(store.connection.execute("SELECT json_extract(finding, '$.id'), root FROM findings WHERE root IS NOT NULL"))
    assert kept == [finding for finding in sample_report.findings if finding.verdict != "verified"]
    assert verified == {"sums": 1}
    score = sample_report.score
    assert result == ("/a.pdf", "a.pdf", score.errors, score.warnings, score.value, sample_report.document.organization)
    assert [(cause, message) for _, cause, message in causes] == [(c.cause, c.message) for c in sample_report.root_causes]
    assert {severity for severity, _, _ in causes} == {"error", "warning"}
    assert roots == {i: n for n, cause in enumerate(sample_report.root_causes) for i in cause.findings}


def test_a_document_replaces_what_was_known_of_it(tmp_path: Path) -> None:
    audited = audited_or_reason(job_of(str(disclosure(tmp_path / "a.pdf", rate=WRONG))))
    assert isinstance(audited, Audited)
    file = File("/a.pdf", "a.pdf", 1, 2)
    sha256 = audited.document["sha256"]
    with opened_store(tmp_path / "s.db") as store:
        store.put_unaudited([[(file, sha256)]], sha256, "1", "failed", "为什么")
        assert store.status(sha256, "1") == "failed"
        for _ in range(2):
            store.put_audited([[(file, sha256)]], audited, "1")
        assert store.status(sha256, "1") == "done"
        assert store.status(sha256, "2") is None
        assert store.counts() == {"done": 1}
        (errors,) = store.connection.execute("SELECT count(*) FROM findings WHERE severity = 'error'").fetchone()
        assert errors == audited.score["errors"] == 1
        store.put_unaudited([[(file, sha256)]], sha256, "2", "failed", "为什么")
        assert store.connection.execute("SELECT count(*) FROM findings").fetchone() == (0,)


def test_a_file_is_known_while_it_is_unchanged(tmp_path: Path) -> None:
    with opened_store(tmp_path / "s.db") as store:
        file = File("/a.pdf", "a.pdf", 10, 20)
        store.put_files([(file, "f" * 64)], "f" * 64)
        assert store.known_content(file) == "f" * 64
        assert store.known_content(replace(file, size=11)) is None
        assert store.known_content(replace(file, modified=21)) is None
        assert not store.lacks("/a.pdf")
        assert store.lacks("/b.pdf")


def test_half_a_surrogate_pair_is_kept_as_a_question_mark(tmp_path: Path, sample_report: Report) -> None:
    audited = condensed(sample_report)
    odd = replace(audited, document=audited.document | {"title": "预算\ud83d"})
    with opened_store(tmp_path / "s.db") as store:
        store.put_audited([], odd, "1")
        assert json.loads(store.connection.execute("SELECT facts FROM documents").fetchone()[0])["title"] == "预算?"


def test_a_store_is_opened_again_and_read_while_it_is_written(tmp_path: Path) -> None:
    with opened_store(tmp_path / "new/s.db") as store:
        store.put_unreadable(File("/a.pdf", "a.pdf"), "找不到文件")
        with read_store(tmp_path / "new/s.db") as reader:
            assert reader.counts() == {"failed": 1}
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.put_unreadable(File("/b.pdf", "b.pdf"), "")
    with opened_store(tmp_path / "new/s.db") as store:
        assert store.counts() == {"failed": 1}
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("opening", [opened_store, read_store])
def test_other_files_are_no_stores_and_stay_as_they_are(tmp_path: Path, opening: object) -> None:
    assert callable(opening)
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("这不是数据库，只是一些文字。" * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(StoreProblem, match="不是 audit 的结果库"):
            opening(path)
        assert path.read_bytes() == before


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    with opened_store(tmp_path / "s.db") as store:
        store.connection.execute("PRAGMA user_version = 7")
    with pytest.raises(StoreProblem, match="第 7 版"):
        opened_store(tmp_path / "s.db")


def test_a_missing_store_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="找不到"):
        read_store(tmp_path / "s.db")
    assert not (tmp_path / "s.db").exists()
    (tmp_path / "s.db").touch()
    with pytest.raises(StoreProblem, match="还没有结果"):
        read_store(tmp_path / "s.db")
