"""Answers that were usable, kept on disk: a rerun asks nothing twice. Several processes may share the file."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Lock

# how long to wait for another process that is writing, in seconds
_PATIENCE = 10.0
_PAUSE = 0.05
_TABLE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, model TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID"


class AnswerCache:
    """answer texts by key. A file that cannot be used is told once in `problem` (Chinese) and is a cache that holds nothing."""

    def __init__(self, path: str) -> None:
        self._path, self._lock = path, Lock()
        self.problem = ""
        self._connection: sqlite3.Connection | None = None
        if path:
            try:
                self._connection = _opened(Path(path))
            except (OSError, sqlite3.Error) as problem:
                self._failed(problem)

    def get(self, key: str) -> str | None:
        with self._lock:
            if self._connection is None:
                return None
            try:
                row = self._connection.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
            except sqlite3.Error as problem:
                self._failed(problem)
                return None
        return str(row[0]) if row else None

    def put(self, key: str, model: str, answer: str) -> None:
        with self._lock:
            if self._connection is None:
                return
            try:
                with self._connection:
                    self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, model, answer))
            except sqlite3.Error as problem:
                self._failed(problem)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _failed(self, problem: Exception) -> None:
        self.problem = f"回答的缓存 {self._path} 无法使用（{problem}），本次不用缓存"
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return _connected(path)
        except sqlite3.OperationalError as problem:
            # while one process turns a new file to this mode, SQLite refuses the others at once, whatever their timeout
            if "locked" not in str(problem) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
    try:
        # a file that is in this mode already needs no lock to be put into it
        with closing(connection.execute("PRAGMA journal_mode")) as mode:
            in_wal = mode.fetchone()[0] == "wal"
        if not in_wal:
            connection.execute("PRAGMA journal_mode=WAL").close()
        with connection:
            connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
