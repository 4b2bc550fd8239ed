"""Chat endpoints on the loopback, by the standard library alone: one that answers as told, and many that misbehave."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]


@dataclass
class Served:
    """A running endpoint: its address, and the bodies and headers of the requests that reached it."""

    url: str
    requests: list[Request] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # else each answer, written after its head, waits 40 ms for the client to acknowledge the head
    disable_nagle_algorithm = True
    behave: "Callable[[Handler, Request], None]"
    served: Served

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        request = json.loads(body)
        self.served.requests.append(request)
        self.served.headers.append(dict(self.headers))
        type(self).behave(self, request)

    def send(self, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": content_type, "content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


class Server(ThreadingHTTPServer):
    # a handler that stalls must not outlive the test
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Silent: clients that hang up are expected."""


@contextmanager
def serving(behave: Callable[[Handler, Request], None]) -> Iterator[Served]:
    served = Served("")
    handler = type("Served", (Handler,), {"behave": staticmethod(behave), "served": served})
    with Server(("127.0.0.1", 0), handler) as server:
        served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield served
        finally:
            server.shutdown()


def asked(request: Request) -> dict[str, Any]:
    """The question in a request: headings, text, numbers, figures."""
    content = next(m["content"] for m in request["messages"] if m["role"] == "user")
    question: dict[str, Any] = json.loads(content if isinstance(content, str) else content[0]["text"])
    return question


def dialect(request: Request) -> str:
    """Whose form of request this is."""
    if "options" in request:
        return "ollama"
    return "anthropic" if "system" in request else "openai"


def completion(request: Request, content: str | None, finish: str = "stop", **message: Any) -> bytes:
    """An answer in the form in which the request wants it, whoever's form that is: as a tool call where it offers tools."""
    told = {"openai": _openai, "anthropic": _anthropic, "ollama": _ollama}[dialect(request)]
    return json.dumps(told(request, content, finish, message)).encode()


def _ollama(request: Request, content: str | None, finish: str, message: Request) -> Request:
    told = {"role": "assistant", "content": content, **message}
    counts = {"prompt_eval_count": 100, "eval_count": 10}
    return {"model": "m", "created_at": "2025-01-01T00:00:00Z", "message": told, "done": True, "done_reason": finish, **counts}


def _anthropic(request: Request, content: str | None, finish: str, message: Request) -> Request:
    blocks: list[Request] = []
    if content is not None:
        try:
            blocks = [{"type": "tool_use", "id": "1", "name": request["tools"][0]["name"], "input": json.loads(content)}]
        except (ValueError, RecursionError):
            blocks = [{"type": "text", "text": content}]
    reason = "max_tokens" if finish == "length" else "end_turn"
    usage = {"input_tokens": 100, "output_tokens": 10}
    ended = {"stop_reason": reason, "stop_sequence": None, "usage": usage}
    return {"id": "x", "type": "message", "role": "assistant", "model": "m", "content": blocks, **ended, **message}


def _openai(request: Request, content: str | None, finish: str, message: Request) -> Request:
    told: dict[str, Any] = {"role": "assistant", "content": content, **message}
    if "tools" in request and content is not None:
        name = request["tools"][0]["function"]["name"]
        told["tool_calls"] = [{"id": "1", "type": "function", "function": {"name": name, "arguments": content}}]
        told["content"] = None
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    choice = {"index": 0, "message": told, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}


def method_of(request: Request) -> str:
    """How the request hands over its schema."""
    if "tools" in request:
        return "function_calling"
    if "format" in request:
        return "json_mode" if request["format"] == "json" else "json_schema"
    return {"json_schema": "json_schema", "json_object": "json_mode"}[request["response_format"]["type"]]


def answering(answer: Callable[[dict[str, Any]], Any]) -> Callable[[Handler, Request], None]:
    """A well-behaved endpoint: answer(question) as JSON; of several passages, the claims of all."""

    def behave(handler: Handler, request: Request) -> None:
        question = asked(request)
        if "passages" in question:
            answers = [answer(passage | {"figures": question["figures"]}) for passage in question["passages"]]
            told = {"claims": [claim for one in answers for claim in one["claims"]]}
        else:
            told = answer(question)
        handler.send(200, completion(request, json.dumps(told, ensure_ascii=False)))

    return behave


def saying(content: str | None, finish: str = "stop", **message: Any) -> Callable[[Handler, Request], None]:
    return lambda handler, request: handler.send(200, completion(request, content, finish, **message))


def failing(status: int) -> Callable[[Handler, Request], None]:
    """An error whose body repeats what the client sent, its key included."""

    def behave(handler: Handler, request: Request) -> None:
        key = handler.headers["authorization"] or handler.headers["x-api-key"]
        told = f"no: {key} {json.dumps(request, ensure_ascii=False)}"
        handler.send(status, json.dumps({"error": {"message": told}}).encode())

    return behave


def amount(text: str, item: str, number: str, figure: str | None) -> dict[str, Any]:
    return {"quote": text, "kind": "amount", "item": item, "operands": [{"role": "current", "number": number, "figure": figure}]}


def _invented_quotes(question: dict[str, Any]) -> Any:
    return {"claims": [amount(f"按规定{n}已经核对", "行政运行", n, _first_figure(question)) for n in question["numbers"][:12]]}


def _ids_not_offered(question: dict[str, Any]) -> Any:
    return {"claims": [amount(question["text"], question["text"][:4], n, "F999") for n in question["numbers"][:12]]}


def _plausible_ids(question: dict[str, Any]) -> Any:
    """Every number is tied to a figure on offer, under the name of that figure's own row."""
    lines = [line.split(" | ") for line in question["figures"]]
    pairs = [(number, *lines[(i + 1) % len(lines)][::2]) for i, number in enumerate(question["numbers"]) if lines]
    return {"claims": [amount(question["text"], row.split()[-1], number, figure) for number, figure, row, *_ in pairs[:12]]}


def _extra_fields(question: dict[str, Any]) -> Any:
    claim = amount(question["text"], "行政运行", question["numbers"][0], None) | {"verdict": "contradicted", "severity": "error"}
    return {"claims": [claim], "findings": [{"verdict": "contradicted"}], "score": 0}


def _first_figure(question: dict[str, Any]) -> str | None:
    return question["figures"][0].split(" | ")[0] if question["figures"] else None


def _endless(handler: Handler, _: Request) -> None:
    """A JSON text that never closes, as fast as it is read."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b'{"choices": [' * 4096)
    except OSError:
        handler.close_connection = True


def _dripping(head: bytes) -> Callable[[Handler, Request], None]:
    """After `head`, a byte every now and then, each in time for a client that counts from the last one."""

    def behave(handler: Handler, _: Request) -> None:
        try:
            handler.wfile.write(head)
            while True:
                handler.wfile.write(b"a")
                time.sleep(0.1)
        except OSError:
            handler.close_connection = True

    return behave


def _stalling(handler: Handler, _: Request) -> None:
    time.sleep(60)


def _resetting(handler: Handler, _: Request) -> None:
    """Closes with RST instead of FIN."""
    handler.close_connection = True
    with socket.socket(fileno=handler.connection.detach()) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


# name → endpoint that gives nothing usable
HOSTILE: dict[str, Callable[[Handler, Request], None]] = {
    "invented quotes": answering(_invented_quotes),
    "ids not offered": answering(_ids_not_offered),
    "plausible ids": answering(_plausible_ids),
    "extra fields": answering(_extra_fields),
    "other shape": answering(lambda question: {"claims": {"quote": question["text"]}}),
    "a list": answering(lambda question: [question]),
    "too many claims": answering(lambda question: {"claims": [amount(question["text"], "收入", "1", None)] * 5000}),
    "broken json": saying('{"claims": [{"quote": "'),
    "loops until cut": saying('{"claims": [' + '{"quote": "一",' * 300, finish="length"),
    "deep nesting": saying("[" * 100_000),
    "prose": saying("我认为所有数字都正确。"),
    "empty": saying(""),
    "nothing": saying(None),
    "refusal": saying(None, refusal="I can't help with that."),
    "no choices": lambda handler, request: handler.send(200, b'{"choices": null}'),
    "html": lambda handler, request: handler.send(200, b"<html>gateway</html>", "text/html"),
    "no bytes": lambda handler, request: handler.send(200, b""),
    "401": failing(401),
    "404": failing(404),
    "429": failing(429),
    "500": failing(500),
    "reset": _resetting,
    "endless": _endless,
    "dripping body": _dripping(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"'),
    "dripping head": _dripping(b"HTTP/1.1 200 OK\r\nx-"),
    "stall": _stalling,
}
