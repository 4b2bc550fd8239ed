"""`audit run` with and without a model, as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audit.cli import app
from tests.proposals.hostile_server import HOSTILE, answering, serving
from tests.proposals.test_propose import claims_of

DOCUMENT = Path(__file__).parent / "data/wordings.pdf"


def test_with_a_model(tmp_path: Path) -> None:
    with serving(answering(claims_of)) as served:
        arguments = [
            "run",
            str(DOCUMENT),
            "--out",
            str(tmp_path),
            "--format",
            "json",
            "--model",
            "openai:fake",
            "--base-url",
            served.url,
        ]
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    host = served.url.removeprefix("http://").removesuffix("/v1")
    assert result.exit_code == 1
    assert result.output.index(f"发送给 {host}") < result.output.index("警告")
    assert "应为 108.00万元" in result.output
    assert "模型 fake" in result.output and "据以核对 10 处，警告 1 处" in result.output
    report = json.loads((tmp_path / "wordings/report.json").read_text("utf-8"))
    assert report["model"]["proposed"] == 6


def test_tokens_cost_and_cache_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the terminal and in the reports; a rerun says that it cost nothing."""
    monkeypatch.setenv("AUDIT_MODEL_PRICE_INPUT", "2")
    monkeypatch.setenv("AUDIT_MODEL_PRICE_OUTPUT", "8")
    monkeypatch.setenv("AUDIT_MODEL_TOGETHER", "0")
    with serving(answering(claims_of)) as served:
        arguments = ["run", str(DOCUMENT), "--out", str(tmp_path), "--format", "json,html"]
        arguments += ["--model", "openai:fake", "--base-url", served.url]
        first = _output(arguments)
        page = (tmp_path / "wordings/report.html").read_text("utf-8")
        again = _output(arguments)
    assert "调用7次，770词元" in first and "费用约0.0020元" in first
    assert "费用约 0.0020 元" in page
    assert "调用0次，缓存7次，0词元" in again and "费用约0.0000元" in again


def _output(arguments: list[str]) -> str:
    """What is printed, without the spaces and breaks that the terminal's width decides."""
    return "".join(CliRunner().invoke(app, arguments, catch_exceptions=False).output.split())


def test_failures_are_told(tmp_path: Path) -> None:
    with serving(HOSTILE["401"]) as served:
        arguments = [
            "run",
            str(DOCUMENT),
            "--out",
            str(tmp_path),
            "--format",
            "json",
            "--model",
            "openai:fake",
            "--base-url",
            served.url,
            "--model-set",
            "together=0",
            "--model-set",
            "concurrency=1",
        ]
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "HTTP 401" in result.output and "未再询问" in result.output


def test_failures_are_told_of_each_of_many(tmp_path: Path) -> None:
    second = tmp_path / "second.pdf"
    second.write_bytes(DOCUMENT.read_bytes())
    with serving(HOSTILE["401"]) as served:
        arguments = [
            "run",
            str(DOCUMENT),
            str(second),
            "--out",
            str(tmp_path / "out"),
            "--format",
            "json",
            "--model",
            "openai:fake",
            "--base-url",
            served.url,
        ]
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    told = [line for line in result.output.splitlines() if "HTTP 401" in line]
    assert [line.split("：")[0] for line in told] == ["wordings.pdf", "second.pdf"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--model", "gguf:x.gguf"], "无法打开"),
        (["--model", "gguf:" + str(DOCUMENT)], "不是 GGUF"),
        (["--model", "mistral:x"], "openai:名称"),
        (["--model", "openai:x"], "OPENAI_API_KEY"),
        (["--base-url", "http://host/v1"], "--model"),
        (["--model-set", "rate=1"], "--model"),
        (["--model", "openai:x", "--base-url", "http://host/v1", "--scope", "half"], "residue"),
        (["--model", "openai:x", "--model-set", "timeout"], "名称=值"),
        (["--model", "openai:x", "--model-set", "speed=1"], "timeout"),
        (["--model", "openai:x", "--base-url", "http://host/v1", "--model-set", "rate=-1"], "rate=-1"),
    ],
)
def test_usage(tmp_path: Path, options: list[str], words: str) -> None:
    result = CliRunner().invoke(app, ["run", str(DOCUMENT), "--out", str(tmp_path), *options], catch_exceptions=False)
    assert result.exit_code == 2
    assert words in result.output
    assert not any(tmp_path.iterdir())


def test_without_a_model_no_socket_is_opened(tmp_path: Path) -> None:
    """Not even with a key and an address in the environment; nor is langchain loaded."""
    program = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append((event, args)) if event.startswith("socket.") else None)
from audit.cli import app
status = app([*sys.argv[1:]], standalone_mode=False)
assert not opened, opened
loaded = {name.split(".")[0] for name in sys.modules}
assert not loaded & {"langchain", "langchain_core", "openai", "httpx", "httpx2"}, loaded
"""
    environment = os.environ | {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    arguments = ["run", str(DOCUMENT), "--out", str(tmp_path), "--format", "json"]
    result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "wordings/report.json").is_file()
