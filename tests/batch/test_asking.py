"""The model pass of a batch: order, budget, marks, and what an endpoint's failures leave behind."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from audit.batch.asking import Asking
from audit.batch.runner import Batch, run_batch
from audit.batch.store import Store, opened_store
from audit.cli import app
from audit.proposals.gate import forget_gates
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance
from tests.batch.disclosures import written
from tests.batch.test_runner import Engine, Watcher
from tests.proposals.hostile_server import HOSTILE, Handler, Request, Served, completion, serving

USAGE = {"prompt_tokens": 3500, "completion_tokens": 500, "total_tokens": 4000}


@pytest.fixture(autouse=True)
def unknown_endpoints() -> Iterator[None]:
    forget_gates()
    yield
    forget_gates()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents with 0, 1, 2, and 3 sentences that only a model could read."""
    for number in range(4):
        told = (f"（{'一二三'[i]}）校舍所需款项介于{3 + i}.50万元与{5 + i}.25万元的区间。" for i in range(number))
        lines = ["示例县教育局2024年部门预算", "2024年收入预算500.00万元，比上年增加100.00万元，增长25.00%。", *told]
        written(tmp_path / "disclosures" / f"{number}.pdf", lines, leading=40)
    return tmp_path / "disclosures"


def costly(handler: Handler, request: Request) -> None:
    """Answers that nothing is claimed, and says that it cost a lot."""
    answer = json.loads(completion(request, '{"claims": []}'))
    handler.send(200, json.dumps(answer | {"usage": USAGE}).encode())


@pytest.fixture
def endpoint() -> Iterator[Served]:
    with serving(costly) as served:
        yield served


def settings_for(served: Served, **changes: Any) -> ModelSettings:
    quick = ModelSettings("fake", served.url, timeout=5, budget=20, attempts=1, pause=0.01, patience=2, together=0, concurrency=1)
    return replace(quick, **changes)


def ask(folder: Path, store: Store, settings: ModelSettings, allowance: Allowance | None = None) -> tuple[Engine, Watcher]:
    engine, watcher = Engine(), Watcher()
    batch = Batch(folder, store, engine, watcher, program="1", asking=Asking(settings, allowance or Allowance()))
    assert run_batch(batch)
    return engine, watcher


def read(store: Store) -> dict[str, tuple[int | None, str]]:
    """Calls of the model and the reason why it did not read, by place."""
    query = "SELECT place, json_extract(model, '$.calls'), model_reason FROM results"
    return {place: (calls, reason) for place, calls, reason in store.connection.execute(query)}


def test_documents_with_most_to_read_come_first(folder: Path, store: Store, endpoint: Served) -> None:
    engine, watcher = ask(folder, store, settings_for(endpoint))
    assert engine.calls[1:] == [["3.pdf", "2.pdf", "1.pdf"]]
    assert read(store) == {"0.pdf": (0, ""), "1.pdf": (1, ""), "2.pdf": (2, ""), "3.pdf": (3, "")}
    assert len(endpoint.requests) == 6
    assert any("6 次询问" in line for line in watcher.lines)


def test_what_a_model_has_read_is_not_asked_again(folder: Path, store: Store, endpoint: Served) -> None:
    ask(folder, store, settings_for(endpoint))
    assert ask(folder, store, settings_for(endpoint))[0].asked == []
    assert ask(folder, store, replace(settings_for(endpoint), name="other"))[0].asked == ["3.pdf", "2.pdf", "1.pdf"]


def test_without_a_model_what_one_has_said_stays(folder: Path, store: Store, endpoint: Served) -> None:
    ask(folder, store, settings_for(endpoint))
    before = read(store)
    assert run_batch(Batch(folder, store, Engine(), Watcher(), program="1"))
    assert read(store) == before


@pytest.mark.parametrize("limit", ["tokens", "cost"])
def test_the_allowance_is_kept_and_the_rest_is_marked(folder: Path, store: Store, endpoint: Served, limit: str) -> None:
    """Enough for the three questions of one document, and one of the next."""
    settings = settings_for(endpoint, price_input=Decimal(1), price_output=Decimal(1))
    bound = 4 * USAGE["total_tokens"] + 2000
    allowance = Allowance(tokens=bound) if limit == "tokens" else Allowance(cost=Decimal(bound) / 1_000_000)
    _, watcher = ask(folder, store, settings, allowance)
    assert len(endpoint.requests) == 4
    assert read(store) == {
        "0.pdf": (0, ""),
        "1.pdf": (None, "模型额度已用完，未经模型阅读"),
        "2.pdf": (1, "有 1 段未得到模型的回答（额度已用完）"),
        "3.pdf": (3, ""),
    }
    assert "16,000 词元" in watcher.lines[-1] and "费用约 0.0160 元" in watcher.lines[-1]
    # another run goes on where the money ran out
    assert ask(folder, store, settings)[0].asked == ["2.pdf", "1.pdf"]
    assert {reason for _, reason in read(store).values()} == {""}


def test_nothing_to_spend_asks_nothing(folder: Path, store: Store, endpoint: Served) -> None:
    ask(folder, store, settings_for(endpoint), Allowance(tokens=0))
    assert endpoint.requests == []
    assert [reason for _, reason in read(store).values()].count("模型额度已用完，未经模型阅读") == 3


def test_answers_are_shared_through_the_cache(folder: Path, store: Store, endpoint: Served, tmp_path: Path) -> None:
    settings = settings_for(endpoint, cache=str(tmp_path / "answers.sqlite"))
    ask(folder, store, settings)
    with opened_store(tmp_path / "again.db") as again:
        ask(folder, again, settings)
        assert read(again)["3.pdf"] == (0, "")
    # sentences that stand in two documents are asked once
    assert len(endpoint.requests) == 3


def test_an_endpoint_that_fails_leaves_the_results_and_says_so(folder: Path, store: Store) -> None:
    assert run_batch(Batch(folder, store, Engine(), Watcher(), program="1"))
    findings = "SELECT sha256, finding FROM findings ORDER BY 1, 2"
    before = store.connection.execute(findings).fetchall()
    with serving(HOSTILE["401"]) as served:
        ask(folder, store, settings_for(served))
    told = read(store)
    assert told["0.pdf"] == (0, "")
    assert "未得到模型的回答" in told["1.pdf"][1] and "未得到模型的回答" in told["3.pdf"][1]
    assert store.connection.execute(findings).fetchall() == before
    with serving(costly) as served:
        assert ask(folder, store, settings_for(served))[0].asked == ["3.pdf", "2.pdf", "1.pdf"]
    assert {reason for _, reason in read(store).values()} == {""}


def test_the_command_keeps_its_allowance(folder: Path, endpoint: Served, tmp_path: Path) -> None:
    """Through the command line and real workers, which share one cache on disk."""
    cache = f"cache={tmp_path / 'answers.sqlite'}"
    model = ["--model", "openai:fake", "--base-url", endpoint.url, "--model-set", cache, "--model-set", "together=0"]
    command = ["batch", str(folder), "--store", str(tmp_path / "s.db"), "--workers", "2", *model]
    result = CliRunner().invoke(app, [*command, "--max-tokens", "0"], catch_exceptions=False)
    assert result.exit_code == 0 and endpoint.requests == []
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0
    host = endpoint.url.removeprefix("http://").removesuffix("/v1")
    assert f"发送给 {host}" in result.stderr
    with opened_store(tmp_path / "s.db") as store:
        assert {reason for _, reason in read(store).values()} == {""}
    # the sentences of the smaller documents stand in the larger ones, too
    assert 3 <= len(endpoint.requests) <= 6


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--max-tokens", "5"], "须与 --model 一同使用"),
        (["--model", "openai:fake", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "1"], "需要价格"),
        (["--model", "openai:fake", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "-1"], "不小于 0"),
    ],
)
def test_an_allowance_that_cannot_be_kept_is_refused(folder: Path, tmp_path: Path, options: list[str], words: str) -> None:
    result = CliRunner().invoke(app, ["batch", str(folder), "--store", str(tmp_path / "s.db"), *options])
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "s.db").exists()
