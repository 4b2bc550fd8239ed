"""Whatever an endpoint answers: the deterministic report stands, nothing is contradicted, the run ends and says what failed."""

import importlib
import time
from collections.abc import Callable

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from tests.proposals.hostile_server import HOSTILE, serving

# these never come to an end; the others need no short patience
_ENDLESS = {"stall", "dripping body", "dripping head"}
# these answer well-formed: what they say is dropped, but no call fails
_WELL_FORMED = {"invented quotes", "ids not offered", "plausible ids", "extra fields"}


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """The libraries, whose loading no endpoint is to blame for."""
    for name in ("langchain_openai", "langchain_anthropic", "langchain_ollama"):
        importlib.import_module(name)


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_endpoint(
    name: str, provider: str, disclosure: Document, without_model: Report, impatient: Callable[..., ModelSettings]
) -> None:
    with serving(HOSTILE[name]) as served:
        started = time.monotonic()
        timeout = 0.5 if name in _ENDLESS else 5
        settings = impatient(served.url, timeout=timeout, provider=provider)
        report = audit_document(disclosure, model=settings)
        took = time.monotonic() - started
    # a promise, kept with twenty times as much to spare
    assert took < settings.budget
    assert served.requests
    assert report.findings == without_model.findings
    assert report.root_causes == without_model.root_causes
    assert (report.numbers, report.coverage, report.score) == (
        without_model.numbers,
        without_model.coverage,
        without_model.score,
    )
    assert report.model is not None
    # one whose time was up may not have arrived
    arrived = len(served.requests)
    assert arrived <= report.model.calls if name in _ENDLESS else arrived == report.model.calls
    assert report.model.proposed == sum(report.model.dropped.values())
    told = [note for note in report.document.notes if "未得到可用的回答" in note]
    assert bool(told) == (name not in _WELL_FORMED)
    assert (report.model.proposed > 0) == (name in _WELL_FORMED)


def test_time_runs_out(wordings: Document, impatient: Callable[..., ModelSettings]) -> None:
    with serving(HOSTILE["stall"]) as served:
        started = time.monotonic()
        report = audit_document(wordings, model=impatient(served.url, timeout=0.5, budget=1.2, patience=100))
        # one request that never ends would take the stall's sixty seconds
        assert time.monotonic() - started < 30
    assert any("1.2 秒的上限" in note and "段未再询问" in note for note in report.document.notes)
    assert len(served.requests) <= 3
