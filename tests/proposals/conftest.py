"""Documents read once, and settings under which a hostile endpoint costs seconds."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals.gate import forget_gates
from audit.proposals.settings import ModelSettings
from audit.reading import read_document
from audit.reading.document import Document

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wordings() -> Document:
    """A disclosure that says its figures in words the grammar does not know."""
    return read_document(ROOT / "tests/proposals/data/wordings.pdf")


@pytest.fixture(scope="session")
def clean() -> Document:
    """A disclosure without errors."""
    return read_document(ROOT / "golden/clean-ruled/source.pdf")


@pytest.fixture(scope="session")
def disclosure() -> Document:
    """A disclosure with errors, most of whose numbers the grammar reads."""
    return read_document(ROOT / "golden/linhe-hrss-2024/source.pdf")


@pytest.fixture(scope="session")
def without_model(disclosure: Document) -> Report:
    return audit_document(disclosure)


@pytest.fixture(autouse=True)
def unknown_endpoints() -> Iterator[None]:
    """What was learnt about one endpoint must not help the next, which may stand at the same port."""
    forget_gates()
    yield
    forget_gates()


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No keys, no settings, and a cache of answers that is empty."""
    for name in (*os.environ,):
        if name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY") or name.startswith("AUDIT_MODEL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AUDIT_CACHE", str(tmp_path_factory.mktemp("caches")))


@pytest.fixture(scope="session")
def impatient() -> Callable[..., ModelSettings]:
    """impatient(url, budget=…): settings that give up within seconds, one request at a time."""

    def settings(url: str, **changes: Any) -> ModelSettings:
        bounds = {"timeout": 5, "budget": 30, "attempts": 2, "pause": 0.02, "patience": 2, "concurrency": 1} | changes
        # the others' clients add the version to the address themselves
        address = url if bounds.get("provider", "openai") == "openai" else url.removesuffix("/v1")
        return ModelSettings("fake", address, **bounds)

    return settings
