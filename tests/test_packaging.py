import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import audit
from audit import prompts_folder as module
from audit.prompts_folder import prompts_folder

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "golden" / "linhe-hrss-2024" / "source.pdf"
COMMAND = shutil.which("audit", path=str(Path(sys.executable).parent)) or "audit"


def test_prompts_of_a_checkout() -> None:
    assert prompts_folder() == ROOT / "prompts"


def test_prompts_of_an_installed_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_prompts").mkdir()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "prompts_folder.py"))
    assert prompts_folder() == tmp_path / "_prompts"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is installed: a folder of packages, far from the checkout."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def installed(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed package's command, called in `folder`."""
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "audit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_wheel_holds_package_prompts_licence_and_command(wheel: Path) -> None:
    assert wheel.name == f"audit-{audit.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = f"audit-{audit.__version__}.dist-info"
        assert "audit = audit.cli:main" in archive.read(f"{info}/entry_points.txt").decode()
    package = [path for path in (ROOT / "audit").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    sources = {path.relative_to(ROOT).as_posix() for path in package}
    prompts = {
        f"audit/_prompts/{path.relative_to(ROOT / 'prompts').as_posix()}"
        for path in (ROOT / "prompts").rglob("*")
        if path.is_file()
    }
    assert sources | prompts | {f"{info}/licenses/LICENSE"} <= names
    assert not any(name.startswith(("tests/", "benchmarks/", "golden/")) for name in names)


def test_wheel_works_outside_the_checkout(site: Path, tmp_path: Path) -> None:
    """Templates, prompts and the catalogue's docstrings are all in it; the version is told from one place."""
    (tmp_path / "预算.pdf").write_bytes(GOLDEN.read_bytes())
    assert installed(site, tmp_path, "--version").stdout == f"audit {audit.__version__}\n"
    run = installed(site, tmp_path, "run", "预算.pdf", "--format", "json,html,xlsx,pdf,docx")
    assert run.returncode == 1, run.stderr
    names = {"report.json", "report.html", "workpaper.xlsx", "annotated.pdf", "evidence.docx"}
    assert {file.name for file in (tmp_path / "out/预算").iterdir()} == names
    assert "基数用错" in (tmp_path / "out/预算/report.html").read_text("utf-8")
    assert "change_rate" in installed(site, tmp_path, "checks").stdout
    program = "from audit.prompts_folder import prompts_folder; import audit; print(prompts_folder()); print(audit.__file__)"
    environment = os.environ | {"PYTHONPATH": str(site)}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == [str(site / "audit/_prompts"), str(site / "audit/__init__.py")]
    assert list((site / "audit/_prompts").glob("*.toml"))


def test_version_is_written_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["dynamic"] == ["version"] and project["tool"]["hatch"]["version"]["path"] == "audit/__init__.py"
    assert f"## {audit.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_long_and_chinese_paths(tmp_path: Path) -> None:
    """A name of 250 bytes, in folders that make the path longer than the 260 characters of old Windows programs."""
    deep = tmp_path / ("某某县人力资源和社会保障局" * 4) / ("二〇二四年部门预算公开" * 5)
    deep.mkdir(parents=True)
    source = deep / ("某" * 80 + "预算.pdf")
    source.write_bytes(GOLDEN.read_bytes())
    assert len(str(source)) > 260 or len(os.fsencode(source.name)) == 250
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for arguments in (["run", source, "--out", deep / "结果"], ["tables", source, "--out", deep / "结果"]):
        command = [sys.executable, "-m", "audit", *map(str, arguments)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode in (0, 1), result.stderr
    assert (deep / "结果" / source.stem / "report.html").is_file()
    assert len(list((deep / "结果").glob("某*.tables.*"))) == 2


def test_it_runs_where_posix_is_missing(tmp_path: Path) -> None:
    """As on Windows: no fork, no `resource`, no `fcntl`, no `termios`; in the workers of a batch neither."""
    # psutil is loaded first: it has a module of its own for each system
    missing = ("resource", "fcntl", "termios", "pwd", "grp")
    hide = f"import os, sys, psutil\ndel os.fork, os.register_at_fork\nsys.modules.update(dict.fromkeys({missing}))\n"
    (tmp_path / "sitecustomize.py").write_text(hide)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/预算.pdf").write_bytes(GOLDEN.read_bytes())
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"}
    store = str(tmp_path / "store.db")
    calls = {("run", "in/预算.pdf"): 1, ("batch", "in", "--store", store, "--workers", "1"): 0}
    for arguments, status in calls.items():
        command = [sys.executable, "-m", "audit", *arguments]
        result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == status, result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    script = subprocess.run(
        [COMMAND], env=os.environ | {"_AUDIT_COMPLETE": f"source_{shell}"}, capture_output=True, text=True, check=True
    )
    assert "_AUDIT_COMPLETE=complete_" in script.stdout
    typed = {"_AUDIT_COMPLETE": "complete_bash", "COMP_WORDS": "audit ru", "COMP_CWORD": "1"}
    assert subprocess.run([COMMAND], env=os.environ | typed, capture_output=True, text=True).stdout.split() == ["run"]


def test_lock_pins_every_direct_dependency_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["dev"] + extras["notebook"] + extras["dask"]
    for requirement in wanted:
        name = requirement.split(">")[0].strip()
        assert f"\n{name}==" in lock
    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")


def test_package_loads_the_pipeline_only_when_asked() -> None:
    script = (
        "import sys, audit; assert not {'pymupdf', 'pydantic', 'langchain'} & set(sys.modules); "
        "audit.Report; assert 'pydantic' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    with pytest.raises(AttributeError, match="nonsense"):
        audit.nonsense  # noqa: B018
