"""Talking to a chat model that may be slow, wrong or hostile: bounded calls, few retries, and one word for each failure.

Endpoints differ in how they take a schema: json_schema is tried first, then function_calling, then json_mode with the
schema in the prompt. The first that yields an answer is kept for the process.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from audit.proposals.settings import OPENAI_URL, ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")
Messages = list[tuple[str, str]]
METHODS = ("json_schema", "function_calling", "json_mode")
_LARGEST_ANSWER = 1_000_000
_OF_THE_BODY_AS_SENT = ("content-encoding", "content-length", "transfer-encoding")
_UNSUPPORTED = (400, 422)
_PASSING = (429, 500, 502, 503, 504)

# (address, model) → the method it was found to take
_known_methods: dict[tuple[str, str], str] = {}


class CallFailed(Exception):
    """A question without an answer; the message (Chinese) is a short reason that quotes nothing the endpoint sent."""


class BadAnswer(CallFailed):
    """An answer that is not what was asked for; `text` is what came, cut short, `problem` what is wrong with it."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__("回答不合格式")
        self.text, self.problem = text[:2000], problem


class AnswerTooLarge(Exception):
    pass


class Chat:
    """One document's conversation: `calls` and `tokens` counted, `stopped` says why no more is asked (Chinese)."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.calls = self.tokens = 0
        self.stopped = ""
        self._client: Any = None
        self._model: BaseChatModel | None = None
        self._failed_in_row = 0
        self._ends = time.monotonic() + settings.budget

    @property
    def method(self) -> str | None:
        """How this endpoint takes a schema, once that is known."""
        return _known_methods.get((self.settings.base_url, self.settings.name))

    def ask(self, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]) -> T:
        """check(the JSON of the answer), which may raise BadAnswer; raises CallFailed. Ask no more once `stopped` is set."""
        try:
            answer = self._answered(messages, schema, check)
        except CallFailed:
            self._failed_in_row += 1
            if self._failed_in_row >= self.settings.patience and not self.stopped:
                self.stopped = f"连续 {self._failed_in_row} 次未得到可用的回答"
            raise
        self._failed_in_row = 0
        return answer

    def _answered(self, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]) -> T:
        *others, last = self._methods_to_try()
        for method in others:
            try:
                return self._answered_by(method, messages, schema, check)
            except (_Unsupported, BadAnswer):
                continue
        return self._answered_by(last, messages, schema, check)

    def _answered_by(self, method: str, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]) -> T:
        answer = check(self._retried(messages, schema, method))
        _known_methods[self.settings.base_url, self.settings.name] = method
        return answer

    def _methods_to_try(self) -> tuple[str, ...]:
        return (self.method,) if self.method else METHODS

    def _retried(self, messages: Messages, schema: dict[str, Any], method: str) -> Any:
        for attempt in range(self.settings.attempts - 1):
            try:
                return self._called(messages, schema, method)
            except _Passing:
                wait = self.settings.pause * 2**attempt
                if self._left() <= wait:
                    raise
                time.sleep(wait)
        return self._called(messages, schema, method)

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _called(self, messages: Messages, schema: dict[str, Any], method: str) -> Any:
        if self._left() <= 0:
            self.stopped = f"用时已到 {self.settings.budget:g} 秒的上限"
            raise CallFailed("用时到限")
        if method == "json_mode":
            (role, system), *rest = messages
            messages = [(role, f"{system}\n\n只输出一个 JSON 对象，符合此 JSON Schema：\n{_compact(schema)}"), *rest]
        self.calls += 1
        try:
            structured = self._connected().with_structured_output(schema, method=method, include_raw=True)
            answer: Any = _within(
                min(self.settings.timeout, self._left()), lambda: _untraced(lambda: structured.invoke(messages))
            )
        # Whatever an endpoint sends passes through two libraries that were not written against hostile ones: any
        # exception here is a failed call, told by its kind, and must not cost the document its deterministic findings.
        except Exception as problem:
            # a call that was given up may still be reading
            self.close()
            raise _failure(problem) from None
        raw = answer["raw"]
        self.tokens += max(0, (raw.usage_metadata or {}).get("total_tokens", 0))
        if raw.response_metadata.get("finish_reason") == "length":
            raise BadAnswer(str(raw.content), "超过长度而被截断")
        if answer["parsed"] is None:
            raise BadAnswer(str(raw.content), "不是 JSON")
        return answer["parsed"]

    def _connected(self) -> "BaseChatModel":
        if self._model is None:
            self._client = _client(self.settings.timeout)
            self._model = chat_model(self.settings, self._client)
        return self._model

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._model = None


class _Unsupported(CallFailed):
    """The endpoint does not take a schema this way."""


class _Passing(CallFailed):
    """Worth another attempt."""


def _failure(problem: Exception) -> CallFailed:
    import openai

    if isinstance(problem, AnswerTooLarge):
        return CallFailed("回答过长")
    if isinstance(problem, (TimeoutError, openai.APITimeoutError)):
        return CallFailed("超时")
    if isinstance(problem, openai.APIStatusError):
        status, told = problem.status_code, f"HTTP {problem.status_code}"
        return _Unsupported(told) if status in _UNSUPPORTED else _Passing(told) if status in _PASSING else CallFailed(told)
    if isinstance(problem, openai.APIConnectionError):
        return _Passing("连接失败")
    return BadAnswer("", "不是 JSON")


def chat_model(settings: ModelSettings, client: Any) -> "BaseChatModel":
    """The chat model of LangChain; address and key are always given, so that no other setting of the environment decides."""
    from langchain.chat_models import init_chat_model

    # what OpenAI calls max_completion_tokens, others know by its old name only
    limit = (
        {"max_tokens": settings.max_tokens}
        if settings.base_url == OPENAI_URL
        else {"extra_body": {"max_tokens": settings.max_tokens}}
    )
    return init_chat_model(
        settings.name,
        model_provider="openai",
        base_url=settings.base_url,
        api_key=settings.api_key,
        http_client=client,
        openai_proxy="",
        temperature=0,
        timeout=settings.timeout,
        max_retries=0,
        use_responses_api=False,
        **limit,
    )


def _client(timeout: float) -> Any:
    """An HTTP client that follows no redirect (the text goes to the host that was told, or nowhere) and reads no endless body."""
    from openai import DefaultHttpxClient

    class Bounded(DefaultHttpxClient):
        def send(self, request: Any, **options: Any) -> Any:
            response = super().send(request, **options | {"stream": True})
            try:
                body = _bounded(response.iter_bytes())
            finally:
                response.close()
            kept = [(name, value) for name, value in response.headers.multi_items() if name not in _OF_THE_BODY_AS_SENT]
            return type(response)(response.status_code, headers=kept, content=body, request=request)

    return Bounded(follow_redirects=False, timeout=timeout)


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
