"""A model that proposes everything that can be proposed about a document without errors: nothing may come out contradicted."""

from collections.abc import Iterator
from itertools import permutations, product

import pytest

from audit.checks.equation import Equation
from audit.claims.numerals import sentence_spans
from audit.facts import document_facts
from audit.pipeline import understand
from audit.proposals.candidates import Question, questions
from audit.proposals.equations import equations_of
from audit.proposals.grounding import grounded
from audit.proposals.judging import judge_proposed
from audit.proposals.labels import labels_of, stands_in
from audit.proposals.passage import Grounds, Ungrounded
from audit.proposals.schema import ProposedClaim, ProposedOperand
from audit.reading.document import Document
from audit.verdicts.context import context_of
from audit.verdicts.judge import Judgement

_MOST = 5


def everything(question: Question) -> Iterator[ProposedClaim]:
    """Every number of a sentence in every role, under every name that stands in the text, with every figure on offer."""
    texts = (question.text, *question.read.section.headings)
    names = {name for labelled in question.offered.values() for name in labelled.names}
    items = sorted(name for name in names if any(stands_in(name, text) for text in texts)) or [question.text[:4]]
    for start, end in sentence_spans(question.text):
        quote = question.text[start:end]
        inside = [n for n in question.read.numerals if start <= n.mention.start - question.start < end]
        amounts, rates = (
            [question.read.paragraph.text[n.mention.start : n.mention.end] for n in inside if n.kind == kind][:_MOST]
            for kind in ("amount", "rate")
        )
        for item, number, figure, role in product(items, amounts, question.offered, ("current", "prior", "planned", "executed")):
            yield proposal("amount", item, quote, (role, number, figure))
        for item, rate in product(items, rates):
            for a, b in permutations(amounts, 2):
                yield proposal("change", item, quote, ("current", a, None), ("delta", b, None), ("rate", rate, None))
                yield proposal("change", item, quote, ("prior", a, None), ("delta", b, None), ("rate", rate, None))
                yield proposal("change", item, quote, ("prior", a, None), ("current", b, None), ("rate", rate, None))
                yield proposal("completion", item, quote, ("planned", a, None), ("executed", b, None), ("completion", rate, None))
                yield proposal("share", item, quote, ("part", a, None), ("whole", b, None), ("share", rate, None))
            for a, figure in product(amounts, question.offered):
                yield proposal("share", item, quote, ("part", a, None), ("whole", None, figure), ("share", rate, None))
        for item, (a, b, c) in product(items, permutations(amounts, 3)):
            yield proposal("change", item, quote, ("prior", a, None), ("current", b, None), ("delta", c, None))


def proposal(kind: str, item: str, quote: str, *operands: tuple[str, str | None, str | None]) -> ProposedClaim:
    listed = [ProposedOperand(role=role, number=number, figure=figure) for role, number, figure in operands]
    return ProposedClaim.model_validate({"quote": quote, "kind": kind, "item": item, "operands": listed})


@pytest.fixture(scope="module")
def judgements(clean: Document) -> list[Judgement]:
    """Of all proposals that survive grounding, each equation once, every number of the document taken for open."""
    facts = document_facts(clean)
    understood = understand(clean, facts)
    open_numbers = frozenset(n.mention for read in understood.paragraphs for n in read.numerals if n.kind in ("amount", "rate"))
    labels = labels_of(understood.statements)
    grounds = Grounds(labels, understood.index.funds, facts.year, facts.kind == "final_accounts")
    stated: dict[tuple[object, ...], Equation] = {}
    for question in questions(understood.paragraphs, open_numbers, labels):
        for claim in everything(question):
            try:
                found = equations_of(grounded(claim, question, grounds))
            except Ungrounded:
                continue
            stated |= {(e.check, e.kind, *map(id, e.operands)): e for e in found}
    # without the deterministic pass beside them, whose equations could only shield the innocent
    context = context_of(understood.claims, understood.index)
    return judge_proposed(list(stated.values()), [], open_numbers, context)


def test_nothing_is_contradicted(judgements: list[Judgement]) -> None:
    assert [j.equation for j in judgements if j.verdict == "contradicted"] == []


def test_what_is_true_survives(judgements: list[Judgement]) -> None:
    """Or else the test above could not fail."""
    verified = {j.equation.check for j in judgements if j.verdict == "verified"}
    assert verified == {"proposed_amount", "proposed_change", "proposed_share"}
    assert sum(j.verdict == "verified" for j in judgements) > 30
