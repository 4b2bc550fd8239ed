"""A key of a model's endpoint is sent to that endpoint and appears nowhere else: no report, no message, no trace."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# five sentences that no relation reaches, so that the model is asked
SOURCE = ROOT / "tests/proposals/data/wordings.pdf"
KEY = "sk-very-secret-0123456789"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", f"http://user:{KEY}@127.0.0.1:9/v1?key={KEY}"])
def test_key_stands_in_no_output_where_the_endpoint_fails(tmp_path: Path, address: str) -> None:
    pytest.importorskip("langchain_openai")
    environment = os.environ | {"OPENAI_API_KEY": KEY, "PYTHONPATH": str(ROOT), "AUDIT_CACHE": str(tmp_path / "cache")}
    arguments = ["run", str(SOURCE), "--out", str(tmp_path / "out"), "--model", "openai:x", "--base-url", address]
    arguments += ["--model-set", "pause=0.01"]
    command = [sys.executable, "-m", "audit", *arguments]
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=240, check=False)
    assert result.returncode in (0, 1, 2)
    assert KEY.encode() not in result.stdout + result.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in path.read_bytes() for path in written)


def test_environment_of_the_machine_stands_in_no_report(tmp_path: Path) -> None:
    """Nor do the user's name and folders: a report is handed on."""
    home = tmp_path / "home-of-zhangsan"
    home.mkdir()
    source = home / "wordings.pdf"
    source.write_bytes(SOURCE.read_bytes())
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(home), "USER": "zhangsan", "SOME_TOKEN": KEY}
    formats = "json,html,xlsx,pdf,docx"
    command: list[str | Path] = [sys.executable, "-m", "audit", "run", source, "--out", tmp_path / "out", "--format", formats]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode in (0, 1)
    files = list((tmp_path / "out/wordings").iterdir())
    assert len(files) == 5
    for file in files:
        assert not any(secret.encode() in _content(file) for secret in (KEY, "zhangsan", str(tmp_path)))


def _content(file: Path) -> bytes:
    """The bytes of a file, those of what is packed in it as well."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
