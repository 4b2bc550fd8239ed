"""The text goes to the host that was told, and to no other; keys go nowhere but there."""

import json
from collections.abc import Callable

import pytest

from audit.pipeline import audit_document
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from tests.proposals.hostile_server import Handler, Request, answering, failing, saying, serving


def test_no_redirect_is_followed(wordings: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(saying('{"claims": []}')) as other:

        def elsewhere(handler: Handler, request: Request) -> None:
            handler.send(307, b"", location=f"{other.url}/chat/completions")

        with serving(elsewhere) as served:
            report = audit_document(wordings, model=impatient(served.url))
    assert served.requests
    assert not other.requests
    assert any("HTTP 307" in note for note in report.document.notes)


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


def test_key_is_sent_and_told_to_nobody(
    disclosure: Document,
    impatient: Callable[..., ModelSettings],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not even where the endpoint's error message repeats it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with serving(failing(401)) as served, caplog.at_level("DEBUG"):
        settings = impatient(served.url)
        report = audit_document(disclosure, model=settings)
    assert served.headers[0]["authorization"] == "Bearer sk-very-secret"
    told = (report.model_dump_json(), repr(settings), *capfd.readouterr(), caplog.text)
    assert not any("very-secret" in text for text in told)


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
