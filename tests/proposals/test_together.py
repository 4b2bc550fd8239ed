"""Several short stretches share a request, several requests run at a time: what comes out is the same."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from audit.pipeline import audit_document
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from tests.proposals.hostile_server import Handler, Request, answering, asked, completion, serving
from tests.proposals.test_propose import claims_of

Impatient = Callable[..., ModelSettings]


def test_sharing_a_request_costs_less_and_finds_the_same(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(claims_of)) as served:
        alone = audit_document(wordings, model=impatient(served.url))
        sent_alone = sum(len(str(request["messages"])) for request in served.requests)
        served.requests.clear()
        shared = audit_document(wordings, model=impatient(served.url, together=200))
        sent_shared = sum(len(str(request["messages"])) for request in served.requests)
    assert shared.findings == alone.findings
    assert len(served.requests) < 4
    assert sent_shared < sent_alone / 2


def test_texts_that_are_too_long_together_are_asked_alone(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(claims_of)) as served:
        audit_document(wordings, model=impatient(served.url, together=20))
    assert len(served.requests) == 7
    assert not any("passages" in asked(request) for request in served.requests)


def test_a_quote_that_stands_in_two_of_them_is_dropped(wordings: Document, impatient: Impatient) -> None:
    def vague(handler: Handler, request: Request) -> None:
        claim = {"quote": "万元", "kind": "amount", "item": "行政运行", "operands": []}
        handler.send(200, completion(request, f'{{"claims": [{claim}]}}'.replace("'", '"')))

    with serving(vague) as served:
        report = audit_document(wordings, model=impatient(served.url, together=200))
    assert report.model is not None
    assert report.model.dropped["quote"] >= 1
    assert sum(report.model.dropped.values()) == report.model.proposed


@pytest.mark.parametrize("concurrency", [1, 4])
def test_so_many_at_a_time(concurrency: int, wordings: Document, impatient: Impatient) -> None:
    lock, here, most = threading.Lock(), [0], [0]

    def slow(handler: Handler, request: Request) -> None:
        with lock:
            here[0] += 1
            most[0] = max(most[0], here[0])
        time.sleep(0.1)
        with lock:
            here[0] -= 1
        handler.send(200, completion(request, '{"claims": []}'))

    with serving(slow) as served:
        audit_document(wordings, model=impatient(served.url, concurrency=concurrency))
    assert 1 <= most[0] <= concurrency
    assert most[0] > 1 or concurrency == 1
    assert len(served.requests) == 7


def test_the_order_of_answers_does_not_matter(wordings: Document, impatient: Impatient) -> None:
    def late_first(question: dict[str, Any]) -> Any:
        time.sleep(0.3 if "行政运行" in question["text"] else 0)
        return claims_of(question)

    with serving(answering(late_first)) as served:
        at_once = audit_document(wordings, model=impatient(served.url, concurrency=4))
    with serving(answering(claims_of)) as served:
        in_order = audit_document(wordings, model=impatient(served.url))
    assert at_once.findings == in_order.findings


def test_no_more_than_so_many_a_minute(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(claims_of)) as served:
        started = time.monotonic()
        audit_document(wordings, model=impatient(served.url, rate=600, concurrency=4))
        took = time.monotonic() - started
    assert took >= 0.6
    assert len(served.requests) == 7


def test_told_to_wait(wordings: Document, impatient: Impatient) -> None:
    """`Retry-After` is heeded, though the pause of our own is shorter."""
    times: list[float] = []

    def busy_at_first(handler: Handler, request: Request) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            handler.send(429, b"{}", **{"retry-after": "0.5"})
        else:
            handler.send(200, completion(request, '{"claims": []}'))

    with serving(busy_at_first) as served:
        audit_document(wordings, model=impatient(served.url))
    assert times[1] - times[0] >= 0.5
