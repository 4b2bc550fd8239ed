from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.caches import cache_folder
from audit.reading.ocr_cache import remembered


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIT_CACHE", str(tmp_path))
    return cache_folder() / "ocr"


def counted(result: Any) -> tuple[Callable[[], Any], list[int]]:
    calls: list[int] = []

    def read() -> Any:
        calls.append(1)
        return result

    return read, calls


def test_a_picture_is_read_once() -> None:
    read, calls = counted({"chars": [["元", 1.25]]})
    assert [remembered(b"picture", read) for _ in range(2)] == [{"chars": [["元", 1.25]]}] * 2
    assert len(calls) == 1
    remembered(b"another", read)
    assert len(calls) == 2


def test_a_failure_is_not_kept() -> None:
    def failing() -> Any:
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        remembered(b"picture", failing)
    assert remembered(b"picture", lambda: "read") == "read"


def test_a_file_cut_short_is_read_anew(folder: Path) -> None:
    remembered(b"picture", lambda: "first")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:5])
    assert remembered(b"picture", lambda: "second") == "second"


def test_without_a_place_to_write_everything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("AUDIT_CACHE", str(file))
    assert [remembered(b"picture", lambda: "read") for _ in range(2)] == ["read", "read"]


def test_the_oldest_go_where_there_are_too_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.reading.ocr_cache._MOST_PAGES", 4)
    for number in range(6):
        remembered(bytes([number]), lambda: "read")
    assert 2 <= len(list(folder.iterdir())) <= 4
