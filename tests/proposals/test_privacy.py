"""The text goes to the host that was told, and to no other; keys go nowhere but there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.pipeline import audit_document, audited_document
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from audit.report.views import report_files
from tests.proposals.hostile_server import Handler, Request, answering, failing, saying, serving
from tests.proposals.test_propose import by_model, claims_of


def test_no_tracing(wordings: Document, impatient: Callable[..., ModelSettings], monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(saying("{}")) as tracer, serving(answering(lambda question: {"claims": []})) as served:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "x")
        audit_document(wordings, model=impatient(served.url))
    assert served.requests
    assert not tracer.requests


def test_other_settings_of_the_environment_do_not_decide(
    wordings: Document, impatient: Callable[..., ModelSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(saying("{}")) as other, serving(answering(lambda question: {"claims": []})) as served:
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY"):
            monkeypatch.setenv(name, other.url)
        audit_document(wordings, model=impatient(served.url))
    assert served.requests
    assert not other.requests


@pytest.mark.parametrize(("provider", "variable"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")])
def test_key_is_sent_and_told_to_nobody(
    provider: str,
    variable: str,
    disclosure: Document,
    impatient: Callable[..., ModelSettings],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not even where the endpoint's error message repeats it; nor is it in the cache."""
    monkeypatch.setenv(variable, "sk-very-secret")
    with serving(failing(401)) as served, caplog.at_level("DEBUG"):
        settings = impatient(served.url, provider=provider, cache=str(tmp_path / "answers"))
        audited = audited_document(disclosure, model=settings)
    assert "sk-very-secret" in str(served.headers[0])
    files = report_files(audited, Path(disclosure.path), ["json", "html"])
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    told = (repr(settings), *capfd.readouterr(), caplog.text, *map(str, files.values()), str(kept))
    assert not [text for text in told if "very-secret" in text]


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_keys_of_others_stay_here(
    provider: str, wordings: Document, impatient: Callable[..., ModelSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_AUTH_TOKEN", "LANGSMITH_API_KEY", "DEEPSEEK_API_KEY"):
        monkeypatch.setenv(name, "sk-very-secret")
    with serving(answering(lambda question: {"claims": []})) as served:
        audit_document(wordings, model=impatient(served.url, provider=provider))
    assert served.requests
    assert "very-secret" not in str(served.headers)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_no_redirect_is_followed_by_any(provider: str, wordings: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(saying('{"claims": []}')) as other:

        def elsewhere(handler: Handler, request: Request) -> None:
            handler.send(307, b"", location=f"{other.url}/chat/completions")

        with serving(elsewhere) as served:
            report = audit_document(wordings, model=impatient(served.url, provider=provider))
    assert served.requests
    assert not other.requests
    assert any("HTTP 307" in note for note in report.document.notes)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_every_provider_is_asked_the_same(provider: str, wordings: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(answering(claims_of)) as served:
        report = audit_document(wordings, model=impatient(served.url, provider=provider))
    assert len(by_model(report)) == 11
    assert report.model is not None and (report.model.calls, report.model.tokens) == (7, 770)


def test_own_endpoint_needs_no_key(wordings: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(answering(lambda question: {"claims": []})) as served:
        audit_document(wordings, model=impatient(served.url))
    assert served.headers[0]["authorization"] == "Bearer none"


def test_only_the_stretches_left_over_are_sent(disclosure: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(answering(lambda question: {"claims": []})) as served:
        audit_document(disclosure, model=impatient(served.url))
    sent = json.dumps([request["messages"][1:] for request in served.requests], ensure_ascii=False)
    assert "156.89万元" in sent
    assert "主要职责" not in sent
    assert "790.03万元" not in sent
