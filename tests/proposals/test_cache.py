"""A rerun is free, failures are never stored, several processes may share the file."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.proposals.cache import AnswerCache
from audit.proposals.gate import forget_gates
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from tests.proposals.hostile_server import Handler, Request, answering, asked, completion, method_of, saying, serving
from tests.proposals.test_propose import by_model, claims_of

Impatient = Callable[..., ModelSettings]


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "deep" / "answers.sqlite")


def use(report: Report) -> tuple[int, int, int]:
    assert report.model is not None
    return report.model.calls, report.model.tokens, report.model.cached


def test_a_rerun_is_free(wordings: Document, impatient: Impatient, file: str) -> None:
    with serving(answering(claims_of)) as served:
        settings = impatient(served.url, cache=file)
        first = audit_document(wordings, model=settings)
        forget_gates()
        second = audit_document(wordings, model=settings)
    assert use(first) == (7, 770, 0)
    assert use(second) == (0, 0, 7)
    assert len(served.requests) == 7
    assert second.findings == first.findings


@pytest.mark.parametrize("changed", ["model", "text", "scope"])
def test_what_an_answer_depends_on_is_its_key(
    changed: str, wordings: Document, disclosure: Document, impatient: Impatient, file: str
) -> None:
    """Not how long to wait, or how often to try."""
    with serving(answering(lambda question: {"claims": []})) as served:
        audit_document(wordings, model=impatient(served.url, cache=file))
        again = audit_document(wordings, model=impatient(served.url, cache=file, timeout=7, attempts=1, patience=9))
        assert use(again)[0] == 0
        settings = impatient(served.url, cache=file, max_tokens=200 if changed == "model" else 1500)
        other = audit_document(disclosure if changed == "text" else wordings, model=settings)
    assert (use(other)[0] > 0) == (changed != "scope")


def test_failures_are_not_stored(wordings: Document, impatient: Impatient, file: str) -> None:
    with serving(saying("prose")) as served:
        audit_document(wordings, model=impatient(served.url, cache=file, patience=100))
    with serving(saying('{"claims": [{"quote": "只有引文"}]}')) as served:
        audit_document(wordings, model=impatient(served.url, cache=file, patience=100))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (0,)


def test_a_repaired_answer_is_stored_for_the_question(wordings: Document, impatient: Impatient, file: str) -> None:
    def second_time_right(handler: Handler, request: Request) -> None:
        answer = claims_of(asked(request)) if len(request["messages"]) > 2 else {"claims": 0}
        handler.send(200, completion(request, json.dumps(answer, ensure_ascii=False)))

    with serving(second_time_right) as served:
        audit_document(wordings, model=impatient(served.url, cache=file))
        again = audit_document(wordings, model=impatient(served.url, cache=file))
    assert use(again) == (0, 0, 7)
    assert len(by_model(again)) == 11


def test_the_method_is_part_of_the_key_and_remembered(wordings: Document, impatient: Impatient, file: str) -> None:
    def tools_only(handler: Handler, request: Request) -> None:
        taken = method_of(request) == "function_calling"
        handler.send(*((200, completion(request, '{"claims": []}')) if taken else (400, b"{}")))

    with serving(tools_only) as served:
        audit_document(wordings, model=impatient(served.url, cache=file))
        forget_gates()
        again = audit_document(wordings, model=impatient(served.url, cache=file))
    assert use(again) == (0, 0, 7)
    assert any("function_calling" in note for note in again.document.notes)


def test_a_spoilt_answer_is_asked_again(wordings: Document, impatient: Impatient, file: str) -> None:
    with serving(answering(claims_of)) as served:
        audit_document(wordings, model=impatient(served.url, cache=file))
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE answers SET answer = '{\"claims\": 0}'")
        again = audit_document(wordings, model=impatient(served.url, cache=file))
    assert use(again) == (7, 770, 0)


@pytest.mark.parametrize("spoil", ["no database", "a folder"])
def test_an_unusable_file_costs_the_cache_only(spoil: str, wordings: Document, impatient: Impatient, tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    if spoil == "a folder":
        path.mkdir()
    else:
        path.write_bytes(b"no database" * 1000)
    with serving(answering(claims_of)) as served:
        report = audit_document(wordings, model=impatient(served.url, cache=str(path)))
    assert len(by_model(report)) == 11
    assert any("缓存" in note for note in report.document.notes)


def test_several_processes_share_it(file: str) -> None:
    program = """
import sys
from audit.proposals.cache import AnswerCache
cache = AnswerCache(sys.argv[1])
for n in range(100):
    cache.put(f"{sys.argv[2]}-{n}", "m", "{}")
    cache.put("common", "m", sys.argv[2])
assert not cache.problem, cache.problem
"""
    running = [subprocess.Popen([sys.executable, "-c", program, file, str(n)], stderr=subprocess.PIPE) for n in range(4)]
    for process in running:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told.decode()
    cache = AnswerCache(file)
    assert all(cache.get(f"{process}-{n}") == "{}" for process in range(4) for n in range(100))
    assert cache.get("common") in {"0", "1", "2", "3"}
    cache.close()


def test_no_file_no_cache(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(lambda question: {"claims": []})) as served:
        for _ in range(2):
            audit_document(wordings, model=impatient(served.url))
    assert len(served.requests) == 14
