"""Tokens and money are counted for each document, and nothing is asked that could overstep what is left."""

from collections.abc import Callable
from decimal import Decimal

from audit.pipeline import Audited, audited_document, with_model
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance, Spent
from audit.reading.document import Document
from tests.proposals.hostile_server import HOSTILE, Handler, Request, answering, completion, serving
from tests.proposals.test_propose import claims_of

Impatient = Callable[..., ModelSettings]
# a request about wordings.pdf counts 110 tokens, and could count about as many as it has letters and may have in its answer
ONE_CALL = 6000


def dear(handler: Handler, request: Request) -> None:
    """Of 3000 tokens each."""
    handler.send(200, completion(request, '{"claims": []}').replace(b'"total_tokens": 110', b'"total_tokens": 3000'))


def spent(audited: Audited) -> Spent:
    assert audited.spent is not None
    return audited.spent


def test_counted_for_the_document(wordings: Document, impatient: Impatient) -> None:
    audited = audited_document(wordings)
    assert audited.spent is None
    with serving(answering(claims_of)) as served:
        settings = impatient(served.url, price_input=Decimal(2), price_output=Decimal(8))
        read = with_model(audited, settings)
    assert spent(read) == Spent(7, 700, 70, 0, Decimal("0.00196"))
    assert read.report.model is not None and read.report.model.tokens == 770
    assert any("700 词元" in note and "0.0020 元" in note for note in read.report.document.notes)
    assert audited.report.model is None and audited.report.document.notes == []


def test_several_add_up() -> None:
    assert Spent(1, 10, 2, 3, Decimal(1), 1) + Spent(1, 5, 1, 0, Decimal(2)) == Spent(2, 15, 3, 3, Decimal(3), 1)
    assert Spent() + Spent(1, 10) == Spent(1, 10)


def test_what_is_left_is_never_below_nothing() -> None:
    assert Allowance(100, Decimal(1)).less(Spent(1, 30, 5, cost=Decimal("0.25"))) == Allowance(65, Decimal("0.75"))
    assert Allowance(10, Decimal(1)).less(Spent(1, 30, 5, cost=Decimal(2))) == Allowance(0, Decimal(0))
    assert Allowance().less(Spent(1, 30)) == Allowance()


def test_nothing_is_asked_without_an_allowance(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(claims_of)) as served:
        read = with_model(audited_document(wordings), impatient(served.url), Allowance(tokens=0))
    assert not served.requests
    assert spent(read) == Spent(refused=7)
    assert any("上限" in note and "7 段未再询问" in note for note in read.report.document.notes)


def test_an_allowance_in_tokens_is_kept(wordings: Document, impatient: Impatient) -> None:
    """What a request could take at most is set aside before it is sent."""
    for concurrency in (1, 4):
        with serving(dear) as served:
            settings = impatient(served.url, concurrency=concurrency)
            read = with_model(audited_document(wordings), settings, Allowance(tokens=ONE_CALL + 3000))
        assert 1 <= len(served.requests) <= 2
        assert spent(read).tokens <= ONE_CALL + 3000
        assert spent(read).refused == 7 - len(served.requests)


def test_an_allowance_in_money_is_kept(wordings: Document, impatient: Impatient) -> None:
    with serving(dear) as served:
        priced = impatient(served.url, price_input=Decimal(100), price_output=Decimal(100))
        read = with_model(audited_document(wordings), priced, Allowance(cost=Decimal("0.9")))
    assert 1 <= len(served.requests) <= 2
    assert Decimal(0) < (spent(read).cost or Decimal(0)) <= Decimal("0.9")


def test_money_without_a_price_cannot_be_spent(wordings: Document, impatient: Impatient) -> None:
    with serving(answering(claims_of)) as served:
        with_model(audited_document(wordings), impatient(served.url), Allowance(cost=Decimal(1)))
    assert not served.requests


def test_an_endpoint_that_does_not_count_is_estimated(wordings: Document, impatient: Impatient) -> None:
    def silent(handler: Handler, request: Request) -> None:
        handler.send(200, completion(request, '{"claims": []}').replace(b'"usage"', b'"other"'))

    with serving(silent) as served:
        read = with_model(audited_document(wordings), impatient(served.url))
    assert spent(read).input_tokens > 7000


def test_failed_calls_cost_nothing(wordings: Document, impatient: Impatient) -> None:
    with serving(HOSTILE["500"]) as served:
        read = with_model(audited_document(wordings), impatient(served.url))
    assert (spent(read).calls, spent(read).tokens) == (len(served.requests), 0)
