"""Real answers, kept word for word, replay offline; a request that was not recorded fails."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audit.pipeline import audit_document, with_model
from audit.proposals.gate import forget_gates
from audit.proposals.keys import hashed
from audit.proposals.prompt import load_prompts
from audit.proposals.recording import NotRecorded
from audit.proposals.settings import ModelSettings
from audit.reading.document import Document
from benchmarks.model_pass.__main__ import RECORDED, audited_case, recorded_settings
from benchmarks.model_pass.cases import Case, cases
from benchmarks.model_pass.scoring import Tally, add
from tests.proposals.hostile_server import answering, serving
from tests.proposals.test_propose import claims_of

Impatient = Callable[..., ModelSettings]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "golden" / "answers.json"


def replaying(file: Path) -> ModelSettings:
    return ModelSettings("fake", "", provider="recorded", file=str(file), concurrency=1)


def test_what_was_answered_is_answered_again(wordings: Document, impatient: Impatient, file: Path) -> None:
    with serving(answering(claims_of)) as served:
        first = audit_document(wordings, model=impatient(served.url, record=str(file)))
    again = audit_document(wordings, model=replaying(file))
    assert again.findings == first.findings
    assert again.model == first.model
    recorded = json.loads(file.read_text("utf-8"))
    assert recorded["model"] == "fake" and len(recorded["answers"]) == 7
    answer = next(a for a in recorded["answers"].values() if "行政运行" in a["asked"][0])
    assert json.loads(answer["answer"])["claims"][0]["quote"] == "行政运行这一项，今年列的钱一共是812.40万元"
    assert answer["instructions"] == hashed(load_prompts().system)


def test_a_request_that_was_not_recorded_fails(
    wordings: Document, disclosure: Document, impatient: Impatient, file: Path
) -> None:
    with serving(answering(claims_of)) as served:
        audit_document(wordings, model=impatient(served.url, record=str(file)))
    with pytest.raises(NotRecorded, match="重新录制"):
        audit_document(disclosure, model=replaying(file))
    with pytest.raises(NotRecorded):
        audit_document(wordings, model=replace(replaying(file), together=200))


def test_what_is_recorded_is_not_asked_again(wordings: Document, impatient: Impatient, file: Path) -> None:
    with serving(answering(claims_of)) as served:
        for _ in range(2):
            audit_document(wordings, model=impatient(served.url, record=str(file)))
            forget_gates()
    assert len(served.requests) == 7


def test_failed_calls_are_not_recorded(wordings: Document, impatient: Impatient, file: Path) -> None:
    with serving(lambda handler, request: handler.send(401, b"{}")) as served:
        audit_document(wordings, model=impatient(served.url, record=str(file)))
    assert not file.exists()


def test_the_local_model_was_asked_with_the_prompt_as_it_is() -> None:
    """Or else what is replayed says nothing of the prompt: record anew, as docs/model-pass.md tells."""
    recorded = json.loads(RECORDED.read_text("utf-8"))
    assert {answer["instructions"] for answer in recorded["answers"].values()} == {hashed(load_prompts().system)}
    assert recorded["identity"].startswith("gguf|cc324af070c2ecbf")
    assert recorded["runtime"].startswith("xllamacpp ")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_the_local_model_said_makes_nothing_false(case: Case) -> None:
    """A small model's real answers, right and wrong."""
    tally = Tally()
    read = with_model(audited_case(case), recorded_settings())
    add(tally, case, read)
    assert (tally.false_alarms, tally.false_ticks, tally.kept_wrong) == (0, 0, 0)
    assert tally.proposed > 0
