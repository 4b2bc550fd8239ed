"""Output on consoles that lack characters, where nothing may end a run or become unreadable without need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit.console import NEAREST

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "golden" / "linhe-hrss-2024" / "source.pdf"


def audit(*arguments: object, encoding: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "audit", *map(str, arguments)]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("text", "encoding", "printed"),
    [
        ("549万元 − 189万元", "gbk", "549万元 - 189万元"),
        ("⽬录", "gbk", "目录"),
        ("\U0001f4c4", "gbk", "\\U0001f4c4"),
        ("1 − 2 = 负", "ascii", "1 - 2 = \\u8d1f"),
        ("半\ud83d", "utf-8", "半\\ud83d"),
    ],
)
def test_what_a_console_lacks_is_printed_as_near_as_it_can(text: str, encoding: str, printed: str) -> None:
    assert text.encode(encoding, NEAREST).decode(encoding) == printed


def test_a_report_on_a_gbk_console_is_readable(tmp_path: Path) -> None:
    result = audit("run", GOLDEN, "--out", tmp_path, encoding="gbk")
    assert result.returncode == 1
    words = result.stdout.decode("gbk")
    assert "(549万元 - 189万元)" in words and "应为 785.80%" in words
    assert "\\u" not in words and not result.stderr


def test_every_command_ends_well_on_a_gbk_console(tmp_path: Path) -> None:
    """With names of files that GBK lacks, and a bar of progress on the way."""
    folder = tmp_path / "某市📄"
    folder.mkdir()
    source = folder / "预算📄.pdf"
    source.write_bytes(GOLDEN.read_bytes())
    out, store = tmp_path / "out📄", tmp_path / "store📄.db"
    statuses = {
        ("run", source, "--out", out): 1,
        ("run", folder, "missing📄.pdf", "--out", out, "--format", "json"): 2,
        ("tables", source, "--out", out): 0,
        ("batch", folder, "--store", store, "--workers", 1): 0,
        ("summary", "--store", store, "--out", out): 0,
        ("checks",): 0,
        ("checks", "nonsense📄"): 2,
        ("--help",): 0,
    }
    for arguments, status in statuses.items():
        result = audit(*arguments, encoding="gbk")
        told = result.stdout + result.stderr
        assert (result.returncode, b"Traceback" in told, b"UnicodeEncodeError" in told) == (status, False, False), arguments
    assert (out / "预算📄/report.json").is_file()


def test_the_catalogue_is_readable_on_a_gbk_console() -> None:
    assert b"\\u" not in audit("checks", encoding="gbk").stdout
    for name in ("carry_over", "changes_of_lines", "change_rate"):
        result = audit("checks", name, encoding="gbk")
        assert result.returncode == 0
        assert b"\\u" not in result.stdout
