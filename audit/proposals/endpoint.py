"""What every way to a model has in common: one question in, one reply or one kind of failure out."""

import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from audit.proposals.settings import ModelSettings, ModelUnusable

Messages = list[tuple[str, str]]
# provider → the ways to hand over a schema, the best first
METHODS = {
    "openai": ("json_schema", "function_calling", "json_mode"),
    # taken by all its models, unlike its JSON schemas
    "anthropic": ("function_calling",),
    "ollama": ("json_schema", "json_mode"),
    "gguf": ("json_schema",),
    "recorded": ("json_schema",),
}
# provider → the package it needs, and the extra that brings it
_PACKAGES = {
    "openai": ("langchain_openai", ""),
    "anthropic": ("langchain_anthropic", "anthropic"),
    "ollama": ("langchain_ollama", "ollama"),
    "gguf": ("xllamacpp", "local"),
}


class CallFailed(Exception):
    """A question without an answer; the message (Chinese) is a short reason that quotes nothing the endpoint sent."""


class Unsupported(CallFailed):
    """The endpoint does not take a schema this way."""


class Passing(CallFailed):
    """Worth another attempt, after so many seconds where the endpoint says so."""

    def __init__(self, told: str, after: float | None = None) -> None:
        super().__init__(told)
        self.after = after


class BadAnswer(CallFailed):
    """An answer that is not what was asked for; `text` is what came, cut short, `problem` what is wrong with it."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__("回答不合格式")
        self.text, self.problem = text[:2000], problem


@dataclass(frozen=True)
class Reply:
    """What came back, unread: the text of the answer, its tokens (None where the endpoint doesn't say), whether it was cut."""

    text: str
    input_tokens: int | None
    output_tokens: int | None
    cut: bool = False


class Endpoint(Protocol):
    """One connection to a model, used by one thread at a time."""

    @property
    def runtime(self) -> str:
        """What runs the model, for those who record it."""
        ...

    def reply(self, messages: Messages, schema: dict[str, Any], method: str, timeout: float) -> Reply:
        """The reply within so many seconds; raises CallFailed."""
        ...

    def close(self) -> None: ...


def check_usable(settings: ModelSettings) -> None:
    """Raises ModelUnusable where the model's package is not installed."""
    package, extra = _PACKAGES.get(settings.provider, ("", ""))
    if package and importlib.util.find_spec(package) is None:
        name = f"audit[{extra}]" if extra else "audit"
        raise ModelUnusable(f"--model {settings.provider}：缺少 {package}，请先安装：pip install '{name}'")


def identity_of(settings: ModelSettings) -> str:
    """What an answer depends on beside the question: which model, where, and how long it may speak."""
    if settings.provider == "recorded":
        from audit.proposals.recording import recorded_identity

        return recorded_identity(settings.file)
    if settings.provider == "gguf":
        from audit.proposals.local import model_sha256

        return f"gguf|{model_sha256(settings.file)}|{settings.max_tokens}"
    address = urlsplit(settings.base_url)
    return f"{settings.provider}|{address.scheme}://{settings.host}{address.path}|{settings.name}|{settings.max_tokens}"


def connected(settings: ModelSettings) -> Endpoint:
    """A connection to the model."""
    if settings.provider == "recorded":
        from audit.proposals.recording import Replay

        return Replay(settings.file)
    if settings.provider == "gguf":
        from audit.proposals.local import LocalEndpoint

        endpoint: Endpoint = LocalEndpoint(settings)
    else:
        from audit.proposals.remote import RemoteEndpoint

        endpoint = RemoteEndpoint(settings)
    if settings.record:
        from audit.proposals.recording import Recorder

        return Recorder(endpoint, settings.name, identity_of(settings), settings.record)
    return endpoint
