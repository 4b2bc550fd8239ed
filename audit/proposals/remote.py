"""Models behind an address, through LangChain: OpenAI-compatible endpoints, Anthropic, Ollama.

Every client is bounded: it follows no redirect (the text goes to the host that was told, or nowhere), reads no endless body,
and is given up when its time is over. Address and key are always given, so that no other setting of the environment decides.
"""

import json
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import SecretStr

from audit.proposals.endpoint import BadAnswer, CallFailed, Messages, Passing, Reply, Unsupported
from audit.proposals.settings import OPENAI_URL, ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")
_LARGEST_ANSWER = 1_000_000
# an answer that is not of the form its library expects is told with all it says, text of the document included
warnings.filterwarnings("ignore", message="Pydantic serializer warnings", category=UserWarning)
_OF_THE_BODY_AS_SENT = ("content-encoding", "content-length", "transfer-encoding")
_UNSUPPORTED = (400, 422)
_PASSING = (408, 429, 500, 502, 503, 504, 529)
_LONGEST_WAIT = 60.0
# Ollama cuts what is longer from its beginning, where the instructions stand, and says nothing
_CONTEXT = 8192


class AnswerTooLarge(Exception):
    pass


class _Connection(NamedTuple):
    """timeouts, disconnects: what the client's library raises"""

    model: "BaseChatModel"
    client: Any
    timeouts: tuple[type[Exception], ...]
    disconnects: tuple[type[Exception], ...]


class RemoteEndpoint:
    def __init__(self, settings: ModelSettings) -> None:
        self.runtime = settings.host
        self._connection = _CONNECTED[settings.provider](settings)

    def reply(self, messages: Messages, schema: dict[str, Any], method: str, timeout: float) -> Reply:
        if method == "json_mode":
            (role, system), *rest = messages
            messages = [(role, f"{system}\n\n只输出一个 JSON 对象，符合此 JSON Schema：\n{_compact(schema)}"), *rest]
        try:
            structured = self._connection.model.with_structured_output(schema, method=method, include_raw=True)
            answer: Any = _within(timeout, lambda: _untraced(lambda: structured.invoke(messages)))
        # Whatever an endpoint sends passes through two libraries that were not written against hostile ones: any
        # exception here is a failed call, told by its kind, and must not cost the document its deterministic findings.
        except Exception as problem:
            raise self._failure(problem) from None
        raw, parsed = answer["raw"], answer["parsed"]
        text = str(raw.content) if parsed is None else json.dumps(parsed, ensure_ascii=False)
        ended = raw.response_metadata
        cut = "length" in (ended.get("finish_reason"), ended.get("done_reason")) or ended.get("stop_reason") == "max_tokens"
        return Reply(text, *_usage(raw.usage_metadata), cut)

    def close(self) -> None:
        self._connection.client.close()

    def _failure(self, problem: Exception) -> CallFailed:
        if isinstance(problem, AnswerTooLarge):
            return CallFailed("回答过长")
        if isinstance(problem, (TimeoutError, *self._connection.timeouts)):
            return CallFailed("超时")
        status = getattr(problem, "status_code", None)
        if isinstance(status, int) and status > 0:
            told = f"HTTP {status}"
            if status in _UNSUPPORTED:
                return Unsupported(told)
            return Passing(told, _told_to_wait(problem)) if status in _PASSING else CallFailed(told)
        if isinstance(problem, (OSError, *self._connection.disconnects)):
            return Passing("连接失败")
        return BadAnswer("", "不是 JSON")


def _usage(told: Any) -> tuple[int | None, int | None]:
    """Tokens that went in and came out; what a model thought to itself is in the total."""
    if not told:
        return None, None
    sent = max(0, told.get("input_tokens") or 0)
    return sent, max(0, told.get("output_tokens") or 0, (told.get("total_tokens") or 0) - sent)


def _told_to_wait(problem: Exception) -> float | None:
    """The seconds that `Retry-After` asks for, within reason."""
    headers = getattr(getattr(problem, "response", None), "headers", {})
    try:
        return min(max(0.0, float(headers.get("retry-after", ""))), _LONGEST_WAIT)
    except ValueError:
        return None


def _openai(settings: ModelSettings) -> _Connection:
    import openai
    from langchain_openai import ChatOpenAI

    client = _bounded_client(openai.DefaultHttpxClient)(follow_redirects=False, timeout=settings.timeout)
    # what OpenAI calls max_completion_tokens, others know by its old name only
    limit: dict[str, Any] = (
        {"max_tokens": settings.max_tokens}
        if settings.base_url == OPENAI_URL
        else {"extra_body": {"max_tokens": settings.max_tokens}}
    )
    model = ChatOpenAI(
        model=settings.name,
        base_url=settings.base_url,
        api_key=SecretStr(settings.api_key),
        http_client=client,
        openai_proxy="",
        temperature=0,
        timeout=settings.timeout,
        max_retries=0,
        use_responses_api=False,
        **limit,
    )
    return _Connection(model, client, (openai.APITimeoutError,), (openai.APIConnectionError,))


def _anthropic(settings: ModelSettings) -> _Connection:
    import anthropic
    from langchain_anthropic import ChatAnthropic

    client = _bounded_client(anthropic.DefaultHttpxClient)(follow_redirects=False, timeout=settings.timeout)
    model = ChatAnthropic(
        model_name=settings.name,
        base_url=settings.base_url,
        api_key=SecretStr(settings.api_key),
        temperature=0,
        timeout=settings.timeout,
        max_retries=0,
        max_tokens_to_sample=settings.max_tokens,
        stop=None,
    )
    # the only place where it lets a client of one's own in
    model.__dict__["_client"] = anthropic.Anthropic(
        api_key=settings.api_key, base_url=settings.base_url, http_client=client, timeout=settings.timeout, max_retries=0
    )
    return _Connection(model, client, (anthropic.APITimeoutError,), (anthropic.APIConnectionError,))


def _ollama(settings: ModelSettings) -> _Connection:
    import httpx
    from langchain_ollama import ChatOllama

    model = ChatOllama(
        model=settings.name, base_url=settings.base_url, temperature=0, num_predict=settings.max_tokens, num_ctx=_CONTEXT
    )
    own = model._client._client
    client = _bounded_client(httpx.Client)(
        base_url=own.base_url, headers=own.headers, follow_redirects=False, timeout=settings.timeout
    )
    own.close()
    # the only place where it lets a client of one's own in
    model._client._client = client
    return _Connection(model, client, (httpx.TimeoutException,), (httpx.TransportError,))


_CONNECTED: dict[str, Callable[[ModelSettings], _Connection]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def _bounded_client(client: Any) -> Any:
    """The client's class, reading no body beyond the largest answer that makes sense."""

    class Bounded(client):  # type: ignore[misc]
        def send(self, request: Any, **options: Any) -> Any:
            response = super().send(request, **options | {"stream": True})
            try:
                body = _bounded(response.iter_bytes())
            finally:
                response.close()
            kept = [(name, value) for name, value in response.headers.multi_items() if name not in _OF_THE_BODY_AS_SENT]
            return type(response)(response.status_code, headers=kept, content=body, request=request)

    return Bounded


def _bounded(chunks: Iterator[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise AnswerTooLarge
    return bytes(body)


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What the call returns; TimeoutError after so many seconds, however an answer drips (a client's timeout is per read)."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except Exception as problem:
            outcome.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    return outcome.result(timeout=seconds)


def _untraced(call: Callable[[], T]) -> T:
    """A LANGSMITH_TRACING left in the environment would send the text to yet another host."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        return call()


def _compact(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
