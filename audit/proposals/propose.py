"""The model pass over one document: questions → proposals → grounded claims → equations → judgements."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from audit.checks import Understanding
from audit.checks.equation import Equation
from audit.claims.model import Mention
from audit.facts import Facts
from audit.findings import Finding, ModelUse, RootCause
from audit.proposals.candidates import Question, questions
from audit.proposals.chat import METHODS, BadAnswer, CallFailed, Chat
from audit.proposals.equations import equations_of
from audit.proposals.grounding import grounded
from audit.proposals.judging import judge_proposed
from audit.proposals.labels import labels_of
from audit.proposals.passage import Grounds, Ungrounded
from audit.proposals.prompt import Prompts, load_prompts
from audit.proposals.schema import Answer, ProposedClaim, answer_schema
from audit.proposals.settings import ModelSettings
from audit.verdicts.assembly import findings_of
from audit.verdicts.causes import Context
from audit.verdicts.judge import Judgement


@dataclass(frozen=True, eq=False)
class Proposals:
    """What the pass adds: judgements of proposed equations with their findings, what it cost, what went wrong (Chinese notes).

    open: the numbers it may decide; those that the deterministic pass has spoken of keep its word
    """

    judgements: Sequence[Judgement]
    findings: Sequence[Finding]
    root_causes: Sequence[RootCause]
    open: frozenset[Mention]
    use: ModelUse
    notes: Sequence[str]


def propose(
    understood: Understanding,
    facts: Facts,
    asserted: Sequence[Equation],
    context: Context,
    open_numbers: frozenset[Mention],
    settings: ModelSettings,
) -> Proposals:
    """Asks about every stretch of text with open numbers; raises ModelUnusable where the prompts are broken.

    asserted: the equations of the deterministic pass, which weigh in on what is at fault
    """
    prompts = load_prompts()
    labels = labels_of(understood.statements)
    asked = list(questions(understood.paragraphs, open_numbers, labels))
    with closing(Chat(settings)) as chat:
        answers, notes = _answers(chat, prompts, asked)
    grounds = Grounds(labels, understood.index.funds, facts.year, facts.kind == "final_accounts")
    sifted = _Sifted(open_numbers)
    for question, claims in answers:
        for claim in claims:
            sifted.take(claim, question, grounds)
    judgements = judge_proposed(sifted.equations, asserted, open_numbers, context)
    sifted.note_unsupported(judgements)
    use = ModelUse(
        name=settings.name,
        calls=chat.calls,
        tokens=chat.tokens,
        cached=0,
        proposed=sifted.proposed,
        dropped=dict(sorted(sifted.dropped.items())),
    )
    findings, root_causes = findings_of(judgements, [])
    findings = [finding.model_copy(update={"read_by": f"model:{settings.name}"}) for finding in findings]
    return Proposals(judgements, findings, root_causes, open_numbers, use, notes)


def _answers(
    chat: Chat, prompts: Prompts, asked: Sequence[Question]
) -> tuple[list[tuple[Question, list[ProposedClaim]]], list[str]]:
    """The claims made in answer to each question that got one, and notes on what failed."""
    answers: list[tuple[Question, list[ProposedClaim]]] = []
    failures: Counter[str] = Counter()
    for number, question in enumerate(asked):
        if chat.stopped:
            return answers, list(_notes(chat, len(asked), failures, len(asked) - number))
        try:
            answers.append((question, _claims(chat, prompts, question)))
        except CallFailed as failed:
            failures[str(failed)] += 1
    return answers, list(_notes(chat, len(asked), failures, 0))


def _claims(chat: Chat, prompts: Prompts, question: Question) -> list[ProposedClaim]:
    """The claims of the answer; a bad answer is shown back to the model, once."""
    messages, schema = prompts.messages(question), answer_schema(list(question.offered))
    try:
        return chat.ask(messages, schema, _checked).claims
    except BadAnswer as bad:
        if chat.stopped:
            raise
        return chat.ask(prompts.repairing(messages, bad.text, bad.problem), schema, _checked).claims


def _checked(answer: Any) -> Answer:
    try:
        return Answer.model_validate(answer)
    except ValidationError as problem:
        places = {".".join(map(str, error["loc"])) or "整体" for error in problem.errors()[:5]}
        raise BadAnswer(str(answer), "不合格式之处：" + "、".join(sorted(places))) from None


class _Sifted:
    """What survives grounding, and the count of what does not, by reason."""

    def __init__(self, open_numbers: frozenset[Mention]) -> None:
        self.equations: list[Equation] = []
        self.dropped: Counter[str] = Counter()
        self.proposed = 0
        self._open = open_numbers
        self._seen: set[tuple[object, ...]] = set()
        self._claims: list[list[Equation]] = []

    def take(self, claim: ProposedClaim, question: Question, grounds: Grounds) -> None:
        self.proposed += 1
        try:
            own = self._fresh(equations_of(grounded(claim, question, grounds)))
        except Ungrounded as problem:
            self.dropped[problem.reason] += 1
            return
        self.equations += own
        self._claims.append(own)

    def _fresh(self, stated: Sequence[Equation]) -> list[Equation]:
        """Those that speak of an open number and have not been stated before."""
        if not stated:
            raise Ungrounded("incomplete")
        about_open = [e for e in stated if any(operand in self._open for operand in e.operands)]
        if not about_open:
            raise Ungrounded("settled")
        fresh = [e for e in about_open if self._key(e) not in self._seen]
        if not fresh:
            raise Ungrounded("repeated")
        self._seen.update(self._key(e) for e in fresh)
        return fresh

    @staticmethod
    def _key(equation: Equation) -> tuple[object, ...]:
        return (equation.check, equation.kind, *map(id, equation.operands))

    def note_unsupported(self, judgements: Sequence[Judgement]) -> None:
        """Claims of which no equation was worth telling."""
        told = {id(judgement.equation) for judgement in judgements}
        untold = sum(1 for equations in self._claims if not any(id(e) in told for e in equations))
        if untold:
            self.dropped["unsupported"] += untold


def _notes(chat: Chat, asked: int, failures: Counter[str], unasked: int) -> Iterator[str]:
    who = f"模型 {chat.settings.name}（{chat.settings.host}）"
    if chat.method not in (None, METHODS[0]):
        yield f"{who}：接口不支持 {METHODS[0]}，已改用 {chat.method}"
    if failures:
        reasons = "，".join(f"{reason} {count}" for reason, count in failures.most_common())
        yield f"{who}：{asked} 段中有 {sum(failures.values())} 段未得到可用的回答（{reasons}）"
    if unasked:
        yield f"{who}：{chat.stopped}，其余 {unasked} 段未再询问"
