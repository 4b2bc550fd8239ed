"""`audit batch` and `audit summary` as they are called."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit.batch.store import read_store
from audit.cli import app
from tests.batch.disclosures import broken_files, disclosure


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_batch_and_summary(tmp_path: Path) -> None:
    broken = broken_files(tmp_path)
    disclosure(tmp_path / "市/a.pdf")
    store = tmp_path / "results/province.db"
    result = audit("batch", tmp_path, "--store", store, "--workers", 1)
    assert result.exit_code == 0
    assert f"共 {1 + len(broken)} 个文件：已核查 1，无法核查 {len(broken)}，已隔离 0" in result.stderr
    result = audit("summary", "--store", store, "--out", tmp_path / "out")
    assert result.exit_code == 0
    names = {"index.html", "province.xlsx", "findings.parquet", "documents.csv"}
    assert {file.name for file in (tmp_path / "out").iterdir()} == names
    assert all(str(tmp_path / "out" / name) in result.output for name in names)


def test_paths_are_absolute_whatever_the_call_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.pdf").touch()
    monkeypatch.chdir(tmp_path)
    assert audit("batch", "folder", "--store", "s.db").exit_code == 0
    monkeypatch.chdir(tmp_path / "folder")
    assert audit("batch", ".", "--store", "../s.db").exit_code == 0
    with read_store(tmp_path / "s.db") as store:
        assert store.connection.execute("SELECT path, place FROM files").fetchall() == [(str(tmp_path / "folder/a.pdf"), "a.pdf")]


def test_what_cannot_run_ends_with_2_and_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "notes.txt").write_text("something else")
    store = ("--store", tmp_path / "s.db")
    for arguments, words in (
        (("batch", tmp_path / "missing", *store), ""),
        (("batch", tmp_path), ""),
        (("batch", tmp_path, *store, "--engine", "spark"), "只有 local 和 dask"),
        (("batch", tmp_path, *store, "--engine", "dask"), "--scheduler"),
        (("batch", tmp_path, *store, "--workers", "0"), ""),
        (("batch", tmp_path, "--store", tmp_path / "notes.txt"), "不是 audit 的结果库"),
        (("summary", "--store", tmp_path / "none.db", "--out", tmp_path / "out"), "找不到结果库"),
        (("summary", "--store", tmp_path / "notes.txt", "--out", tmp_path / "out"), "不是 audit 的结果库"),
    ):
        result = audit(*arguments)
        assert result.exit_code == 2, arguments
        assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_without_disclosures_ends_with_2(tmp_path: Path) -> None:
    result = audit("batch", tmp_path, "--store", tmp_path / "s.db")
    assert result.exit_code == 2
    assert "没有可核查的文件" in result.stderr


def test_an_interrupted_batch_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("audit.batch.command.audit_folder", interrupt)
    result = audit("batch", tmp_path, "--store", tmp_path / "s.db")
    assert result.exit_code == 2
    assert "继续" in result.stderr
