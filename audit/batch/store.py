"""The store of a batch: one SQLite file (WAL), written by the driver alone, one transaction a document.

A driver that is killed at any moment leaves whole documents only. What schema 1 (`PRAGMA user_version`) holds:

- `files`: each file that was met. `path` is absolute, `place` relative to the folder of the batch; a file whose `size`
  and `modified` (ns) have not changed is not read again. Where it could not be read at all, `sha256` is null and
  `reason` says why (in Chinese, as everywhere).
- `documents`: each content, whatever its path. `program` is the version of audit that made the row; `status` is `done`,
  `failed` (it cannot be audited) or `quarantined` (twice it killed its worker or exceeded a limit), `reason` says why.
  `facts`, `score` and `coverage` are JSON, as in `report.json`. `prior` is the sha256 of last year's document that it
  was to be compared with, `prior_reason` why that failed.
- `findings`: those contradicted or unverifiable, in the report's order, whole as JSON; `root` is the number of the root
  cause of a contradicted one.
- `root_causes`, and `verified`: how many findings of each check were verified.

The view `results` has one row for each content that a file still has, under the first of its paths.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.batch.task import Audited

SCHEMA = 1
# "adit": tells a store from any other SQLite file
_APPLICATION = 0x61646974

_TABLES = """
BEGIN;
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    sha256 TEXT,
    reason TEXT NOT NULL,
    size INTEGER,
    modified INTEGER
) WITHOUT ROWID;
CREATE INDEX files_by_content ON files (sha256);
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('done', 'failed', 'quarantined')),
    reason TEXT NOT NULL DEFAULT '',
    facts TEXT,
    score TEXT,
    coverage TEXT,
    prior TEXT,
    prior_reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE findings (
    sha256 TEXT NOT NULL,
    number INTEGER NOT NULL,
    "check" TEXT NOT NULL,
    verdict TEXT NOT NULL,
    severity TEXT NOT NULL,
    root INTEGER,
    finding TEXT NOT NULL,
    PRIMARY KEY (sha256, number)
) WITHOUT ROWID;
CREATE TABLE root_causes (
    sha256 TEXT NOT NULL,
    number INTEGER NOT NULL,
    severity TEXT NOT NULL,
    cause TEXT,
    message TEXT NOT NULL,
    PRIMARY KEY (sha256, number)
) WITHOUT ROWID;
CREATE TABLE verified (
    sha256 TEXT NOT NULL,
    "check" TEXT NOT NULL,
    findings INTEGER NOT NULL,
    PRIMARY KEY (sha256, "check")
) WITHOUT ROWID;
CREATE VIEW results AS
    SELECT
        first.path, first.place, documents.*,
        json_extract(facts, '$.title') AS title,
        json_extract(facts, '$.organization') AS organization,
        json_extract(facts, '$.year') AS year,
        json_extract(facts, '$.kind') AS kind,
        json_extract(facts, '$.pages') AS pages,
        json_extract(score, '$.errors') AS errors,
        json_extract(score, '$.warnings') AS warnings,
        json_extract(score, '$.verified') AS verified,
        json_extract(score, '$.unverifiable') AS unverifiable,
        json_extract(score, '$.value') AS value,
        json_extract(score, '$.difference') AS difference
    FROM (SELECT sha256, min(path) AS path, place FROM files GROUP BY sha256) AS first JOIN documents USING (sha256);
PRAGMA application_id = {application};
PRAGMA user_version = {schema};
COMMIT;
"""


class StoreProblem(Exception):
    """A file that is no store, or one of another version; the message is in Chinese."""


@dataclass(frozen=True)
class File:
    """A file that was met, as text: `path` is absolute, `place` relative to the folder of the batch."""

    path: str
    place: str
    size: int | None = None
    modified: int | None = None


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def known_content(self, file: File) -> str | None:
        """The sha256 of a file that has not changed since it was read."""
        query = "SELECT sha256 FROM files WHERE (path, place, size, modified) = (?, ?, ?, ?)"
        return self._text(query, file.path, file.place, file.size, file.modified)

    def status(self, sha256: str, program: str) -> str | None:
        """What this version of the program made of a content; None where it has not seen it."""
        return self._text("SELECT status FROM documents WHERE (sha256, program) = (?, ?)", sha256, program)

    def lacks(self, path: str) -> bool:
        """True where nothing is known of a file."""
        return self._text("SELECT path FROM files WHERE path = ?", path) is None

    def counts(self) -> dict[str, int]:
        """Files by status."""
        query = "SELECT ifnull(status, 'failed'), count(*) FROM files LEFT JOIN documents USING (sha256) GROUP BY 1"
        return dict(self.connection.execute(query))

    def put_file(self, file: File, sha256: str) -> None:
        """A file of known content."""
        with self.connection:
            self._put_file(file, sha256)

    def put_unreadable(self, file: File, reason: str) -> None:
        with self.connection:
            self._put_file(file, None, reason)

    def put_audited(self, files: Iterable[File], audited: Audited, program: str, prior: str | None = None) -> None:
        """A document and its findings, in place of what was known of it, and the files that have it."""
        sha256 = audited.document["sha256"]
        roots = {finding: number for number, cause in enumerate(audited.root_causes) for finding in cause["findings"]}
        with self.connection:
            self._put_document(files, sha256, program, "done", "")
            self.connection.execute(
                "UPDATE documents SET facts = ?, score = ?, coverage = ?, prior = ? WHERE sha256 = ?",
                (_json(audited.document), _json(audited.score), _json(audited.coverage), prior, sha256),
            )
            self.connection.executemany(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (sha256, number, f["check"], f["verdict"], f["severity"], roots.get(f["id"]), _json(f))
                    for number, f in enumerate(audited.findings)
                ],
            )
            self.connection.executemany(
                "INSERT INTO root_causes VALUES (?, ?, ?, ?, ?)",
                [
                    (sha256, number, cause["severity"], cause["cause"], _storable(cause["message"]))
                    for number, cause in enumerate(audited.root_causes)
                ],
            )
            self.connection.executemany(
                "INSERT INTO verified VALUES (?, ?, ?)", [(sha256, *counted) for counted in audited.verified.items()]
            )

    def put_unaudited(self, files: Iterable[File], sha256: str, program: str, status: str, reason: str) -> None:
        """A document that could not be audited, and the files that have it."""
        with self.connection:
            self._put_document(files, sha256, program, status, reason)

    def put_prior_problem(self, sha256: str, prior: str, reason: str) -> None:
        """Why a document could not be compared with last year's; what is known of it alone stays."""
        with self.connection:
            self.connection.execute(
                "UPDATE documents SET prior = ?, prior_reason = ? WHERE sha256 = ?", (prior, _storable(reason), sha256)
            )

    def _put_document(self, files: Iterable[File], sha256: str, program: str, status: str, reason: str) -> None:
        for file in files:
            self._put_file(file, sha256)
        for table in ("documents", "findings", "root_causes", "verified"):
            self.connection.execute(f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))
        self.connection.execute(
            "INSERT INTO documents (sha256, program, status, reason) VALUES (?, ?, ?, ?)",
            (sha256, program, status, _storable(reason)),
        )

    def _put_file(self, file: File, sha256: str | None, reason: str = "") -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file.path, file.place, sha256, _storable(reason), file.size, file.modified),
        )

    def _text(self, query: str, *arguments: object) -> str | None:
        row: tuple[str | None] | None = self.connection.execute(query, arguments).fetchone()
        return row[0] if row else None


def opened_store(path: Path) -> Store:
    """The store at `path`, made where there is none. Raises StoreProblem."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=60)
    with _closed_on_problem(connection, path):
        if _is_empty(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES.format(application=_APPLICATION, schema=SCHEMA))
        return _checked(connection, path)


def read_store(path: Path) -> Store:
    """The store at `path`, for reading, also while a batch writes it. Raises StoreProblem."""
    if not path.is_file():
        raise StoreProblem(f"{path}：找不到结果库")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    with _closed_on_problem(connection, path):
        if _is_empty(connection):
            raise StoreProblem(f"{path}：还没有结果")
        return _checked(connection, path)


@contextmanager
def _closed_on_problem(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreProblem(f"{path}：不是 audit 的结果库，或已损坏（{error}）") from error
    except StoreProblem:
        connection.close()
        raise


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables == 0)


def _checked(connection: sqlite3.Connection, path: Path) -> Store:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise StoreProblem(f"{path}：不是 audit 的结果库")
    if schema != SCHEMA:
        raise StoreProblem(f"{path}：结果库是第 {schema} 版，本程序只用第 {SCHEMA} 版；请换一个 --store 文件")
    # a power cut may cost the last documents, which are then audited again
    connection.execute("PRAGMA synchronous = NORMAL")
    return Store(connection)


def _json(value: object) -> str:
    return _storable(json.dumps(value, ensure_ascii=False))


def _storable(text: str) -> str:
    """Half a surrogate pair, as broken fonts yield, is no character of UTF-8."""
    return text.encode("utf-8", "replace").decode()
