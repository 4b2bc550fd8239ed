"""The store of a batch: one SQLite file (WAL), written by the driver alone, one transaction a document.

A driver that is killed at any moment leaves whole documents only. What schema 2 (`PRAGMA user_version`) holds:

- `files`: each file that was met. `path` is absolute, `place` relative to the folder of the batch; a file whose `size`
  and `modified` (ns) have not changed is not read again. Where it could not be read at all, `sha256` is null and
  `reason` says why (in Chinese, as everywhere). `disclosure` is the document that it is, or is a part of: then `lead` is
  the path of the first file of the disclosure, and `number` this one's place in it, from 0.
- `documents`: each disclosure, wherever it lies; `sha256` is its file's, or made of those of its files. `program` is the
  version of audit that made the row; `status` is `done`, `failed` (it cannot be audited) or `quarantined` (twice it
  killed its worker or exceeded a limit), `reason` says why. `facts`, `score` and `coverage` are JSON, as in `report.json`;
  `listed` is a JSON array of the units that it says its department is made of. `prior` (a sha256) and `units` (a JSON
  array of them) are the documents that it was to be held against, `relations_reason` why that failed. `model` is JSON as
  in `report.json`, with the `scope` of its questions and the `cost` (null where unknown); it is null where no model has
  read the document; `model_reason` says why none did, or not all.
- `findings`: those contradicted or unverifiable, in the report's order, whole as JSON; `root` is the number of the root
  cause of a contradicted one.
- `root_causes`, and `verified`: how many findings of each check were verified.

The view `results` has one row for each disclosure that is still met, under the first of its paths.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.batch.task import Audited, ModelRead

SCHEMA = 2
# "adit": tells a store from any other SQLite file
_APPLICATION = 0x61646974

_TABLES = """
BEGIN;
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    sha256 TEXT,
    reason TEXT NOT NULL DEFAULT '',
    size INTEGER,
    modified INTEGER,
    disclosure TEXT,
    lead TEXT,
    number INTEGER
) WITHOUT ROWID;
CREATE INDEX files_by_disclosure ON files (disclosure, lead);
CREATE INDEX files_by_lead ON files (lead, number);
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('done', 'failed', 'quarantined')),
    reason TEXT NOT NULL DEFAULT '',
    facts TEXT,
    score TEXT,
    coverage TEXT,
    listed TEXT,
    prior TEXT,
    units TEXT,
    relations_reason TEXT NOT NULL DEFAULT '',
    model TEXT,
    model_reason TEXT NOT NULL DEFAULT ''
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
        first.lead AS path, files.place, documents.*,
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
    FROM (SELECT disclosure AS sha256, min(lead) AS lead FROM files GROUP BY disclosure) AS first
        JOIN files ON files.path = first.lead
        JOIN documents ON documents.sha256 = first.sha256;
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


# The files of one disclosure, each with the sha256 of its content.
Files = Sequence[tuple[File, str]]

_PUT_FILE = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


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

    def holds(self, files: Files, sha256: str) -> bool:
        """True where all that is told of the files of a disclosure is in the store already."""
        query = "SELECT * FROM files WHERE lead = ? ORDER BY number"
        return self.connection.execute(query, (files[0][0].path,)).fetchall() == list(_rows(files, sha256))

    def paths(self, sha256: str) -> tuple[str, ...]:
        """The files of a disclosure, in order, in the first of its places."""
        lead = "SELECT min(lead) FROM files WHERE disclosure = ?"
        rows = self.connection.execute(f"SELECT path FROM files WHERE lead = ({lead}) ORDER BY number", (sha256,))
        return tuple(path for (path,) in rows)

    def status(self, sha256: str, program: str) -> str | None:
        """What this version of the program made of a content; None where it has not seen it."""
        return self._text("SELECT status FROM documents WHERE (sha256, program) = (?, ?)", sha256, program)

    def lacks(self, path: str) -> bool:
        """True where nothing is known of a file."""
        return self._text("SELECT path FROM files WHERE path = ?", path) is None

    def counts(self) -> dict[str, int]:
        """Files by status."""
        query = """
            SELECT ifnull(status, 'failed'), count(*)
            FROM files AS f LEFT JOIN documents AS d ON d.sha256 = f.disclosure GROUP BY 1
        """
        return dict(self.connection.execute(query))

    def put_files(self, files: Files, sha256: str) -> None:
        """The files of a disclosure that is known."""
        with self.connection:
            self._put_files([files], sha256)

    def put_unreadable(self, file: File, reason: str) -> None:
        """A file of which not even the content is known."""
        with self.connection:
            row = (file.path, file.place, None, _storable(reason), file.size, file.modified, None, file.path, 0)
            self.connection.execute(_PUT_FILE, row)

    def put_audited(
        self, places: Iterable[Files], audited: Audited, program: str, prior: str | None = None, units: Sequence[str] = ()
    ) -> None:
        """A document and its findings, in place of what was known of it, and the files that it is, wherever it lies.

        prior, units: what it was held against
        """
        sha256 = audited.document["sha256"]
        roots = {finding: number for number, cause in enumerate(audited.root_causes) for finding in cause["findings"]}
        with self.connection:
            self._put_document(places, sha256, program, "done", "")
            self.connection.execute(
                """
                UPDATE documents
                SET (facts, score, coverage, listed, prior, units, model, model_reason) = (?, ?, ?, ?, ?, ?, ?, ?)
                WHERE sha256 = ?
                """,
                (
                    *map(_json, (audited.document, audited.score, audited.coverage, audited.listed)),
                    prior,
                    _json(units),
                    _json(audited.model.as_told) if audited.model else None,
                    audited.model.unread if audited.model else "",
                    sha256,
                ),
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

    def put_unaudited(self, places: Iterable[Files], sha256: str, program: str, status: str, reason: str) -> None:
        """A document that could not be audited, and the files that it is."""
        with self.connection:
            self._put_document(places, sha256, program, status, reason)

    def put_relations_problem(self, sha256: str, prior: str | None, units: Sequence[str], reason: str) -> None:
        """Why a document could not be held against others; what is known of it alone stays."""
        with self.connection:
            self.connection.execute(
                "UPDATE documents SET (prior, units, relations_reason) = (?, ?, ?) WHERE sha256 = ?",
                (prior, _json(units), _storable(reason), sha256),
            )

    def put_model_reason(self, sha256: Iterable[str], reason: str) -> None:
        """Why no model read these documents; what is known of them stays."""
        with self.connection:
            self.connection.executemany(
                "UPDATE documents SET model_reason = ? WHERE sha256 = ?", [(_storable(reason), each) for each in sha256]
            )

    def put_nothing_to_ask(self, sha256: Iterable[str], model: ModelRead) -> None:
        """Documents in which nothing is left for a model."""
        with self.connection:
            self.connection.executemany(
                "UPDATE documents SET (model, model_reason) = (?, '') WHERE sha256 = ?",
                [(_json(model.as_told), each) for each in sha256],
            )

    def _put_document(self, places: Iterable[Files], sha256: str, program: str, status: str, reason: str) -> None:
        self._put_files(places, sha256)
        for table in ("documents", "findings", "root_causes", "verified"):
            self.connection.execute(f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))
        self.connection.execute(
            "INSERT INTO documents (sha256, program, status, reason) VALUES (?, ?, ?, ?)",
            (sha256, program, status, _storable(reason)),
        )

    def _put_files(self, places: Iterable[Files], sha256: str) -> None:
        for files in places:
            # what they were parts of before is no more
            together = "DELETE FROM files WHERE lead = (SELECT lead FROM files WHERE path = ?)"
            self.connection.executemany(together, [(file.path,) for file, _ in files])
            self.connection.executemany(_PUT_FILE, _rows(files, sha256))

    def _text(self, query: str, *arguments: object) -> str | None:
        row: tuple[str | None] | None = self.connection.execute(query, arguments).fetchone()
        return row[0] if row else None


def _rows(files: Files, disclosure: str) -> Iterator[tuple[str | int | None, ...]]:
    """The rows of `files` that the files of one disclosure have."""
    lead = files[0][0].path
    for number, (file, sha256) in enumerate(files):
        yield file.path, file.place, sha256, "", file.size, file.modified, disclosure, lead, number


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
