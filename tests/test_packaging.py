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


def test_prompts_of_a_checkout() -> None:
    assert prompts_folder() == ROOT / "prompts"


def test_prompts_of_an_installed_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_prompts").mkdir()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "prompts_folder.py"))
    assert prompts_folder() == tmp_path / "_prompts"


def test_wheel_holds_package_prompts_licence_and_command(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
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
