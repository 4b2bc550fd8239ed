"""Where results go is said by the call and the file's name; nothing that a document contains can choose a path."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from typer.testing import CliRunner

from audit.cli import app

ROOT = Path(__file__).parents[2]
ELSEWHERE = ("../../逃逸", "/tmp/逃逸", "C:\\逃逸", "..\\逃逸", "\\\\server\\逃逸", "~/逃逸", "$HOME/逃逸", "%TEMP%\\逃逸")


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def hostile(typeset: Callable[..., pymupdf.Document], tmp_path: Path) -> Path:
    """A PDF whose title, unit, headings and embedded names are all paths."""
    pdf = typeset(
        "\n".join((f"{ELSEWHERE[0]}县教育局2024年部门预算", *ELSEWHERE, "收入预算500.00万元，比上年增加100.00万元，增长20.00%。"))
    )
    pdf.set_metadata({"title": ELSEWHERE[0], "author": ELSEWHERE[1], "subject": ELSEWHERE[2]})
    pdf.embfile_add(ELSEWHERE[0], b"attached", filename=ELSEWHERE[0], ufilename=ELSEWHERE[1])
    source = tmp_path / "work/in/预算.pdf"
    source.parent.mkdir(parents=True)
    pdf.save(source)
    return source


def test_nothing_is_written_outside_the_folder_of_the_call(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile.parent)
    before = tree(tmp_path)
    out = tmp_path / "work/out"
    for arguments in (["run", hostile, "--out", out, "--format", "json,html,xlsx,pdf,docx"], ["tables", hostile, "--out", out]):
        assert CliRunner().invoke(app, [str(argument) for argument in arguments]).exit_code in (0, 1)
    names = {"report.json", "report.html", "workpaper.xlsx", "annotated.pdf", "evidence.docx"}
    ours = {"work/out", "work/out/预算", *(f"work/out/预算/{name}" for name in names)}
    assert tree(tmp_path) - before == ours | {"work/out/预算.tables.json", "work/out/预算.tables.xlsx"}


def test_a_batch_writes_its_store_and_its_summary_alone(hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile.parent)
    before = tree(tmp_path)
    store, out = tmp_path / "province.db", tmp_path / "province"
    for arguments in (["batch", hostile.parent, "--store", store, "--workers", 1], ["summary", "--store", store, "--out", out]):
        command = [sys.executable, "-m", "audit", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    written = {path for path in tree(tmp_path) - before if not path.startswith("province.db")}
    assert written == {
        "province",
        *(f"province/{n}" for n in ("index.html", "province.xlsx", "findings.parquet", "documents.csv")),
    }


@pytest.mark.parametrize("name", ["...pdf", "-预算.pdf", "预算[red].pdf", "预算\n2.pdf", "=1+1.pdf"])
def test_a_file_of_any_name_has_its_report_below_the_folder(
    typeset: Callable[..., pymupdf.Document], tmp_path: Path, name: str
) -> None:
    source = tmp_path / "in" / name
    source.parent.mkdir()
    try:
        typeset("示例县教育局2024年部门预算\n收入预算500.00万元。").save(source)
    except OSError:
        pytest.skip("the file system refuses this name")
    result = CliRunner().invoke(app, ["run", str(source), "--out", str(tmp_path / "out"), "--format", "json"])
    assert result.exit_code == 0, result.output
    (folder,) = (tmp_path / "out").iterdir()
    assert [file.name for file in folder.iterdir()] == ["report.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_link_in_the_place_of_a_report_is_replaced_and_not_followed(
    typeset: Callable[..., pymupdf.Document], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/预算").symlink_to(other)
    typeset("示例县教育局2024年部门预算\n收入预算500.00万元。").save(tmp_path / "预算.pdf")
    CliRunner().invoke(app, ["run", str(tmp_path / "预算.pdf"), "--out", str(tmp_path / "out"), "--format", "json"])
    assert tree(other) == {"mine.txt"}
