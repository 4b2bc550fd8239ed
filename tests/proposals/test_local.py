"""A model in this process: whatever the runtime does, the deterministic report stands. A stand-in plays the runtime."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals import local
from audit.proposals.endpoint import check_usable
from audit.proposals.settings import ModelSettings, ModelUnusable
from audit.reading.document import Document
from tests.proposals.hostile_server import answering, asked, serving
from tests.proposals.test_propose import claims_of

# give(body, take): plays the runtime's answer to one request
Give = Callable[[dict[str, Any], Callable[[Any], bool]], None]
USAGE = {"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 10}}


def streamed(text: str, take: Callable[[Any], bool], finish: str | None = "stop") -> None:
    for start in range(0, len(text), 50):
        if take({"choices": [{"delta": {"content": text[start : start + 50]}, "finish_reason": None}]}):
            return
    if finish is not None:
        take({"choices": [{"delta": {}, "finish_reason": finish}]})
    take(USAGE)


def saying(text: str, finish: str | None = "stop") -> Give:
    return lambda body, take: streamed(text, take, finish)


def sending(chunk: Any) -> Give:
    def give(body: dict[str, Any], take: Callable[[Any], bool]) -> None:
        take(chunk)

    return give


def careful(body: dict[str, Any], take: Callable[[Any], bool]) -> None:
    streamed(json.dumps(claims_of(asked(body)), ensure_ascii=False), take)


def endless(body: dict[str, Any], take: Callable[[Any], bool]) -> None:
    while not take({"choices": [{"delta": {"content": "一"}, "finish_reason": None}]}):
        time.sleep(0.001)


def raising(body: dict[str, Any], take: Callable[[Any], bool]) -> None:
    raise RuntimeError("out of memory: " + json.dumps(body))


def obedient(body: dict[str, Any], take: Callable[[Any], bool]) -> None:
    question = asked(body)
    operands = [{"role": "current", "number": number, "figure": "F1"} for number in question["numbers"][:1]]
    claim = {"quote": question["text"], "kind": "amount", "item": "行政运行", "operands": operands}
    streamed(json.dumps({"claims": [claim]}, ensure_ascii=False), take)


HOSTILE: dict[str, Give] = {
    "prose": saying("我认为所有数字都正确。"),
    "broken json": saying('{"claims": [{"quote": "'),
    "empty": saying(""),
    "deep nesting": saying("[" * 100_000),
    "other shape": saying('{"claims": {"quote": "一"}}'),
    "loops until cut": saying('{"claims": [' + '{"quote": "一",' * 300, "length"),
    "stops in the middle": saying('{"claims": []}', None),
    "endless": endless,
    "raises": raising,
    "an error": sending({"error": {"code": 400, "message": "no"}}),
    "nothing": lambda body, take: None,
    "no delta": sending({"choices": [{}]}),
    "a number": sending(1),
    "invents": obedient,
}


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., ModelSettings]:
    """runtime(give): settings for a model that the stand-in plays."""

    def settings(give: Give, **changes: Any) -> ModelSettings:
        module = ModuleType("xllamacpp")
        module.CommonParams = lambda: SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace())  # type: ignore[attr-defined]
        module.Server = lambda params: SimpleNamespace(handle_chat_completions=give)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "xllamacpp", module)
        path = tmp_path / "model.gguf"
        path.write_bytes(b"GGUF")
        bounds = {"timeout": 5, "budget": 30, "patience": 2, "concurrency": 1} | changes
        return ModelSettings("model", "", provider="gguf", file=str(path), **bounds)

    local._loaded.cache_clear()
    return settings


def test_what_it_proposes_is_checked_like_any_other(wordings: Document, runtime: Callable[..., ModelSettings]) -> None:
    report = audit_document(wordings, model=runtime(careful))
    assert len([finding for finding in report.findings if finding.read_by == "model:model"]) == 11
    assert report.model is not None
    assert (report.model.calls, report.model.tokens) == (7, 770)


def test_it_finds_what_an_endpoint_finds(wordings: Document, runtime: Callable[..., ModelSettings], impatient: Any) -> None:
    here = audit_document(wordings, model=runtime(careful))
    with serving(answering(claims_of)) as served:
        there = audit_document(wordings, model=impatient(served.url))
    assert [(f.id, f.verdict) for f in here.findings] == [(f.id, f.verdict) for f in there.findings]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_runtime(
    name: str,
    disclosure: Document,
    without_model: Report,
    runtime: Callable[..., ModelSettings],
    capfd: pytest.CaptureFixture[str],
) -> None:
    started = time.monotonic()
    report = audit_document(disclosure, model=runtime(HOSTILE[name], timeout=0.5))
    assert time.monotonic() - started < 8
    assert report.findings == without_model.findings
    assert (report.numbers, report.coverage, report.score) == (
        without_model.numbers,
        without_model.coverage,
        without_model.score,
    )
    told = [note for note in report.document.notes if "未得到可用的回答" in note]
    assert bool(told) == (name != "invents")
    assert capfd.readouterr() == ("", "")


def test_a_model_that_cannot_be_loaded(wordings: Document, runtime: Callable[..., ModelSettings]) -> None:
    settings = runtime(careful)

    def refused(params: Any) -> Any:
        raise RuntimeError("Failed to init server")

    sys.modules["xllamacpp"].Server = refused  # type: ignore[attr-defined]
    report = audit_document(wordings, model=settings)
    assert any("无法载入" in note for note in report.document.notes)


@pytest.mark.parametrize(
    ("provider", "extra"), [("gguf", "audit[local]"), ("anthropic", "audit[anthropic]"), ("ollama", "audit[ollama]")]
)
def test_a_missing_extra_is_one_line(provider: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelUnusable) as told:
        check_usable(ModelSettings("x", provider=provider))
    assert extra in str(told.value) and "\n" not in str(told.value)
