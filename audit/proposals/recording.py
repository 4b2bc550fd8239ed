"""Real answers of a model, kept word for word: a test replays them without the model, and a request not recorded fails.

A file of recorded answers is JSON: the model, what identifies it (for a GGUF file its SHA-256), the runtime, and by request
what was asked (without the instructions, which the request's key covers) and what came back.
"""

import json
import time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from audit.proposals.endpoint import Endpoint, Messages, Reply
from audit.proposals.keys import hashed, request_key

_writing = Lock()


class NotRecorded(Exception):
    """The request stands in no recording; the text was never shown to the model."""


class Recorder:
    """An endpoint whose replies are added to a file; those already there are not asked for again."""

    def __init__(self, endpoint: Endpoint, name: str, identity: str, path: str) -> None:
        self._endpoint, self._name, self._identity, self._path = endpoint, name, identity, Path(path)

    @property
    def runtime(self) -> str:
        return self._endpoint.runtime

    def reply(self, messages: Messages, schema: dict[str, Any], method: str, timeout: float) -> Reply:
        key = request_key(self._identity, messages, schema, method)
        with _writing:
            recorded = self._recorded()["answers"].get(key)
        if recorded is not None:
            return _reply(recorded)
        started = time.monotonic()
        # a call that fails says nothing of the model
        reply = self._endpoint.reply(messages, schema, method, timeout)
        told = {"answer": reply.text, "input_tokens": reply.input_tokens, "output_tokens": reply.output_tokens, "cut": reply.cut}
        self._add(key, messages, told, started)
        return reply

    def close(self) -> None:
        self._endpoint.close()

    def _recorded(self) -> dict[str, Any]:
        if self._path.exists():
            found: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
            if found["identity"] == self._identity:
                return found
        return {"model": self._name, "identity": self._identity, "runtime": self.runtime, "answers": {}}

    def _add(self, key: str, messages: Messages, told: dict[str, Any], started: float) -> None:
        (_, system), *asked = messages
        entry = {"instructions": hashed(system), "asked": [text for _, text in asked], **told}
        with _writing:
            recorded = self._recorded()
            recorded["answers"][key] = entry | {"seconds": round(time.monotonic() - started, 1)}
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", "utf-8")


class Replay:
    """The endpoint that a file of recorded answers was made from, as far as it was asked."""

    def __init__(self, path: str) -> None:
        recorded = _read(path)
        self.runtime: str = recorded["runtime"]
        self._path, self._identity, self._answers = path, recorded["identity"], recorded["answers"]

    def reply(self, messages: Messages, schema: dict[str, Any], method: str, timeout: float) -> Reply:
        recorded = self._answers.get(request_key(self._identity, messages, schema, method))
        if recorded is None:
            raise NotRecorded(f"{self._path} 中没有这一请求的回答，须用原模型重新录制：{messages[-1][1]}")
        return _reply(recorded)

    def close(self) -> None: ...


def recorded_identity(path: str) -> str:
    return str(_read(path)["identity"])


@lru_cache(maxsize=4)
def _read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return found


def _reply(recorded: dict[str, Any]) -> Reply:
    return Reply(recorded["answer"], recorded["input_tokens"], recorded["output_tokens"], recorded["cut"])
