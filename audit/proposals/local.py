"""A GGUF model in this process, through xllamacpp: nothing is sent anywhere.

One model is loaded once and answers one question at a time. It keeps the state of what the last question began with, so the
instructions, which all questions share, are read once.
"""

import os
import time
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from audit.output import file_sha256
from audit.proposals.endpoint import BadAnswer, CallFailed, Messages, Reply
from audit.proposals.settings import ModelSettings

_CONTEXT = 8192
# Between batches of the prompt, and between tokens of the answer, there is a chance to stop.
_BATCH = 128
_one_at_a_time = Lock()


class LocalEndpoint:
    def __init__(self, settings: ModelSettings) -> None:
        self._path = Path(settings.file).resolve()
        self._max_tokens = settings.max_tokens

    @property
    def runtime(self) -> str:
        return f"xllamacpp {version('xllamacpp')}"

    def reply(self, messages: Messages, schema: dict[str, Any], method: str, timeout: float) -> Reply:
        ends = time.monotonic() + timeout
        chunks: list[dict[str, Any]] = []

        def take(chunk: dict[str, Any]) -> bool:
            chunks.append(chunk)
            return time.monotonic() > ends

        body = {
            "messages": [{"role": role, "content": content} for role, content in messages],
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}},
            "temperature": 0,
            "max_tokens": self._max_tokens,
            "cache_prompt": True,
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,
        }
        with _one_at_a_time:
            server = _loaded(self._path)
            try:
                server.handle_chat_completions(body, take)
            # a runtime in C++ behind a binding: whatever it raises is one failed call
            except Exception:
                raise CallFailed("本机模型出错") from None
        return _reply(chunks, time.monotonic() > ends)

    def close(self) -> None:
        """The model stays loaded for the next document."""


def _reply(chunks: list[dict[str, Any]], late: bool) -> Reply:
    text, ended = "", ""
    usage: dict[str, Any] = {}
    try:
        for chunk in chunks:
            if "error" in chunk:
                raise CallFailed("本机模型出错")
            for choice in chunk.get("choices") or ():
                text += choice["delta"].get("content") or ""
                ended = choice.get("finish_reason") or ended
            usage = chunk.get("usage") or usage
        sent, came = usage.get("prompt_tokens"), usage.get("completion_tokens")
    except (AttributeError, KeyError, TypeError):
        raise BadAnswer("", "不是 JSON") from None
    if not ended:
        raise CallFailed("超时" if late else "本机模型出错")
    return Reply(text, sent, came, ended == "length")


@lru_cache(maxsize=1)
def _loaded(path: Path) -> Any:
    import xllamacpp  # type: ignore[import-not-found, unused-ignore]

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.n_batch = _CONTEXT, 1, _BATCH
    params.cpuparams.n_threads = _processors()
    params.verbosity = -1
    params.warmup = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError:
        raise CallFailed("模型无法载入，文件可能已损坏或版本不受支持") from None


def _processors() -> int:
    """Those this process may use: two threads on one core wait for each other more than they compute."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def model_sha256(name: str) -> str:
    path = Path(name).resolve()
    return _sha256(path, path.stat().st_size, path.stat().st_mtime_ns)


@lru_cache
def _sha256(path: Path, size: int, changed: int) -> str:
    """Of the file as it is now; size and time of change only say when to read it anew."""
    return file_sha256(path)
