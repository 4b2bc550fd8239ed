"""Documents read once, and settings under which a hostile endpoint costs seconds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals import chat
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
    chat._known_methods.clear()
    yield
    chat._known_methods.clear()


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture(scope="session")
def impatient() -> Callable[..., ModelSettings]:
    """impatient(url, budget=…): settings that give up within seconds."""

    def settings(url: str, **changes: float) -> ModelSettings:
        bounds: dict[str, float] = {"timeout": 5, "budget": 30, "attempts": 2, "pause": 0.02, "patience": 2} | changes
        return ModelSettings("fake", url, **bounds)  # type: ignore[arg-type]

    return settings
