import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from audit import __version__, cli
from audit.cli import app
from audit.findings import Report
from audit.pipeline import Audited
from audit.reading.document import UnreadableSource

ROOT = Path(__file__).parent.parent


@pytest.fixture
def asked_completeness(monkeypatch: pytest.MonkeyPatch, sample_report: Report) -> list[bool]:
    """Replaces the pipeline by one that a file's first word steers; yields what `completeness` it was asked for."""
    asked: list[bool] = []

    def audited_file(path: Path, *, completeness: bool = True, prior: Path | None = None, model: object = None) -> Audited:
        asked.append(completeness)
        if prior is not None:
            raise UnreadableSource(f"{prior}：去年的文件读不了")
        content = path.read_bytes()
        if content.startswith(b"broken"):
            raise UnreadableSource(f"{path}：文件没有页面，已截断")
        if content.startswith(b"defect"):
            raise KeyError("合计")
        facts = {"source": path.name, "sha256": hashlib.sha256(content).hexdigest()}
        report = sample_report.model_copy(update={"document": sample_report.document.model_copy(update=facts)})
        if content.startswith(b"info"):
            findings = [finding.model_copy(update={"severity": "info"}) for finding in report.findings]
            report = report.model_copy(update={"findings": findings})
        if content.startswith(b"clean"):
            report = report.model_copy(update={"findings": [], "root_causes": []})
        return Audited(report, {})

    pipeline = ModuleType("audit.pipeline")
    pipeline.audited_file = audited_file  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "audit.pipeline", pipeline)
    return asked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_completeness: list[bool]) -> Path:
    """The working folder, with one file of each kind."""
    monkeypatch.chdir(tmp_path)
    for name in ("clean", "info", "wrong", "broken", "defect"):
        (tmp_path / f"{name}.pdf").write_text(name)
    return tmp_path


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        (["clean.pdf"], 0),
        (["info.pdf"], 0),
        (["wrong.pdf"], 1),
        (["clean.pdf", "wrong.pdf"], 1),
        (["broken.pdf"], 2),
        (["wrong.pdf", "broken.pdf"], 2),
        (["wrong.pdf", "missing.pdf"], 2),
        (["wrong.pdf", "defect.pdf"], 2),
    ],
)
def test_exit_status(folder: Path, files: list[str], status: int) -> None:
    assert audit("run", *files).exit_code == status


def test_report_is_written_under_the_stem(folder: Path) -> None:
    result = audit("run", "wrong.pdf", "--out", "results")
    report = json.loads((folder / "results/wrong/report.json").read_text("utf-8"))
    assert report["document"]["source"] == "wrong.pdf"
    assert report["schema"] == "1"
    assert "应为 52.50%" in result.output
    assert str(Path("results/wrong/report.json")) in result.output


def test_a_view_that_cannot_be_made_is_told_and_costs_the_others_nothing(folder: Path) -> None:
    assert "annotated.pdf" in audit("run", "wrong.pdf").stderr
    assert sorted(file.name for file in (folder / "out/wrong").iterdir()) == ["report.html", "report.json", "workpaper.xlsx"]
    assert "应为" in (folder / "out/wrong/report.html").read_text("utf-8")

    audit("run", "wrong.pdf", "--format", "json")
    assert [file.name for file in (folder / "out/wrong").iterdir()] == ["report.json"]


def test_materiality_folds_smaller_differences(folder: Path) -> None:
    audit("run", "wrong.pdf", "--materiality", "1000000.01", "--format", "json,html")
    page = (folder / "out/wrong/report.html").read_text("utf-8")
    assert "差额低于重要性水平 1,000,000.01 元的原因 1 个" in page
    audit("run", "wrong.pdf", "--materiality", "1000000", "--format", "json,html")
    assert "差额低于" not in (folder / "out/wrong/report.html").read_text("utf-8")


def test_open_shows_the_first_html_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def browser(url: str) -> bool:
        shown.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    assert audit("run", "broken.pdf", "wrong.pdf", "clean.pdf", "--open").exit_code == 2
    assert shown == [(folder / "out/wrong/report.html").as_uri()]

    monkeypatch.setattr("webbrowser.open", lambda url: False)
    assert str(Path("out/clean/report.html")) in audit("run", "clean.pdf", "--open").stderr


def test_unusable_inputs_cost_the_others_nothing(folder: Path) -> None:
    result = audit("run", "broken.pdf", "missing.pdf", "defect.pdf", "wrong.pdf", "--format", "json")
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert sum("missing.pdf" in line and "找不到" in line for line in lines) == 1
    assert sum("broken.pdf" in line and "已截断" in line for line in lines) == 1
    assert sum("defect.pdf" in line and "KeyError" in line and "test_cli.py" in line for line in lines) == 1
    assert "Traceback" not in result.output
    assert (folder / "out/wrong/report.json").is_file()
    assert sorted(entry.name for entry in (folder / "out").iterdir()) == ["wrong"]


def test_folder_is_its_pdfs(folder: Path) -> None:
    (folder / "many").mkdir()
    for name in ("a", "b"):
        (folder / "many" / f"{name}.pdf").write_text(f"wrong {name}")
    result = audit("run", "many")
    assert result.exit_code == 1
    assert sorted(entry.name for entry in (folder / "out").iterdir()) == ["a", "b"]
    assert "共 2 个文件，2 个有矛盾" in result.output


def test_empty_folder_is_told(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = audit("run", "empty")
    assert result.exit_code == 2
    assert "empty" in result.stderr
    assert not (folder / "out").exists()


def test_different_files_of_one_name_keep_apart(folder: Path) -> None:
    hashes = []
    for name in ("甲", "乙"):
        (folder / name).mkdir()
        (folder / name / "预算.pdf").write_text(f"wrong {name}")
        hashes.append(hashlib.sha256(f"wrong {name}".encode()).hexdigest()[:8])
    result = audit("run", "甲/预算.pdf", "乙/预算.pdf")
    assert {entry.name for entry in (folder / "out").iterdir()} == {f"预算-{digest}" for digest in hashes}
    assert all(f"预算-{digest}" in result.stderr for digest in hashes)


def test_second_run_replaces_and_another_document_moves_aside(folder: Path) -> None:
    audit("run", "wrong.pdf")
    audit("run", "wrong.pdf")
    assert [entry.name for entry in (folder / "out").iterdir()] == ["wrong"]

    (folder / "wrong.pdf").write_text("wrong again")
    digest = hashlib.sha256(b"wrong again").hexdigest()[:8]
    result = audit("run", "wrong.pdf")
    assert sorted(entry.name for entry in (folder / "out").iterdir()) == ["wrong", f"wrong-{digest}"]
    assert f"wrong-{digest}" in result.stderr


def test_completeness_can_be_left_out(folder: Path, asked_completeness: list[bool]) -> None:
    audit("run", "clean.pdf")
    audit("run", "clean.pdf", "--no-completeness")
    assert asked_completeness == [True, False]


def test_last_years_document_goes_with_one_input(folder: Path) -> None:
    result = audit("run", "clean.pdf", "--prior", "wrong.pdf")
    assert result.exit_code == 2
    assert "wrong.pdf：去年的文件读不了" in result.stderr

    result = audit("run", "clean.pdf", "wrong.pdf", "--prior", "info.pdf")
    assert result.exit_code == 2
    assert "--prior" in result.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "ods"],
        ["--format", ""],
        ["--nonsense"],
        ["--materiality", "x"],
        ["--materiality", "-1"],
        ["--out", "clean.pdf"],
        ["--open", "--format", "json"],
    ],
)
def test_usage_errors(folder: Path, arguments: list[str]) -> None:
    result = audit("run", "clean.pdf", *arguments)
    assert result.exit_code == 2
    assert not (folder / "out").exists()


def test_unknown_format_names_the_known_ones(folder: Path) -> None:
    assert "json" in audit("run", "clean.pdf", "--format", "json,ods").stderr


def test_unwritable_output_is_one_line(folder: Path) -> None:
    (folder / "file").write_text("in the way")
    result = audit("run", "clean.pdf", "--out", "file/out")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "clean.pdf" in result.stderr


def test_tables_are_written_beside_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_document(path: Path) -> SimpleNamespace:
        if path.name == "broken.pdf":
            raise UnreadableSource(f"{path}：文件没有页面，已截断")
        return SimpleNamespace(sha256=hashlib.sha256(path.read_bytes()).hexdigest(), tables=())

    monkeypatch.setattr("audit.reading.read_document", read_document, raising=False)
    result = audit("tables", "clean.pdf", "broken.pdf", "wrong.pdf", "--out", "t")
    assert result.exit_code == 2
    assert "broken.pdf" in result.stderr
    assert sorted(entry.name for entry in (folder / "t").iterdir()) == [
        "clean.tables.json",
        "clean.tables.xlsx",
        "wrong.tables.json",
        "wrong.tables.xlsx",
    ]
    assert json.loads((folder / "t/clean.tables.json").read_text()) == []
    assert audit("tables", "clean.pdf").exit_code == 0


def test_version() -> None:
    assert audit("--version").output.strip() == f"audit {__version__}"


def command(*arguments: object, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """`python -m audit` in a process of its own, its streams in the given encoding."""
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    return subprocess.run([sys.executable, "-m", "audit", *map(str, arguments)], cwd=ROOT, capture_output=True, env=environment)


def test_help_answers_at_once() -> None:
    """Nothing is loaded that would cost the user time."""
    script = """
import sys
from audit.cli import main
try:
    main()
finally:
    heavy = {"pymupdf", "pydantic", "openpyxl", "docx", "lxml", "jinja2", "duckdb", "rich", "langchain_core", "sqlite3"}
    print(sorted(heavy & set(sys.modules)), len(sys.modules) < 300, file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", script, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "[] True\n")


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_consoles_without_utf8(tmp_path: Path, encoding: str) -> None:
    # U+1F4C4 is in neither encoding
    result = command("run", tmp_path / "预算\U0001f4c4.pdf", encoding=encoding)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert b"\\U0001f4c4" in result.stderr
    assert ("预算" in result.stderr.decode(encoding)) == (encoding == "gbk")


def test_crash_is_no_contradiction(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def crash() -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr(cli, "app", crash)
    with pytest.raises(SystemExit) as status:
        cli.main()
    assert status.value.code == 2
    assert "defect" in capfd.readouterr().err


def test_no_socket_is_opened(tmp_path: Path) -> None:
    script = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        print(event, file=sys.stderr)
        raise RuntimeError(event)
sys.addaudithook(refuse)
from audit.cli import main
main()
"""
    source = next((ROOT / "golden").glob("*/source.pdf"))
    result = subprocess.run([sys.executable, "-c", script, "run", source, "--out", tmp_path], cwd=ROOT, capture_output=True)
    assert result.returncode in (0, 1)
    assert b"socket." not in result.stderr
    assert (tmp_path / "source/report.json").is_file()
