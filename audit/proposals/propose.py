"""The model pass over one document: questions → proposals → grounded claims → equations → judgements."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from audit.checks import Understanding
from audit.checks.equation import Equation
from audit.claims.model import Mention
from audit.facts import Facts
from audit.findings import Finding, ModelUse, RootCause, Status
from audit.proposals.candidates import Exchange, Question, exchanges, questions
from audit.proposals.chat import Chat, Unasked
from audit.proposals.endpoint import BadAnswer, CallFailed, Messages
from audit.proposals.equations import equations_of
from audit.proposals.grounding import grounded
from audit.proposals.judging import judge_proposed, second_readings
from audit.proposals.labels import labels_of
from audit.proposals.passage import Grounds, Reason, Ungrounded
from audit.proposals.prompt import Prompts, load_prompts
from audit.proposals.schema import Answer, ProposedClaim, answer_schema
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance, Spent
from audit.verdicts.assembly import findings_of
from audit.verdicts.causes import Context
from audit.verdicts.judge import Judgement


@dataclass(frozen=True, eq=False)
class Weighed:
    """A proposal, and why it was dropped; None where it was kept."""

    claim: ProposedClaim
    question: Question
    reason: Reason | None


@dataclass(frozen=True, eq=False)
class Proposals:
    """What the pass adds: judgements of proposed equations with their findings, what it cost, what went wrong (Chinese notes).

    open: the numbers it may decide; those that the deterministic pass has spoken of keep its word
    unanswered: stretches of text that it was to ask about and got no answer to
    """

    judgements: Sequence[Judgement]
    findings: Sequence[Finding]
    root_causes: Sequence[RootCause]
    open: frozenset[Mention]
    use: ModelUse
    spent: Spent
    weighed: Sequence[Weighed]
    notes: Sequence[str]
    unanswered: int


def propose(
    understood: Understanding,
    facts: Facts,
    asserted: Sequence[Equation],
    context: Context,
    open_numbers: frozenset[Mention],
    settled: Mapping[Mention, Status],
    settings: ModelSettings,
    allowance: Allowance,
) -> Proposals:
    """Asks about every stretch of text with open numbers, in scope `all` with settled ones too; raises ModelUnusable where
    the prompts are broken.

    asserted: the equations of the deterministic pass, which weigh in on what is at fault
    settled: the numbers it has spoken of, with its word
    """
    prompts = load_prompts()
    labels = labels_of(understood.statements)
    reopened = settled if settings.scope == "all" else {}
    asked = exchanges(list(questions(understood.paragraphs, open_numbers | reopened.keys(), labels)), settings.together)
    chat = Chat(settings, allowance)
    with closing(chat):
        answers, notes, unanswered = _answers(chat, prompts, asked)
    grounds = Grounds(labels, understood.index.funds, facts.year, facts.kind == "final_accounts")
    sifted = _Sifted(open_numbers, reopened)
    for exchange, claims in answers:
        for claim in claims:
            sifted.take(claim, exchange, grounds)
    judgements = judge_proposed(sifted.equations, asserted, open_numbers, context)
    sifted.note_unsupported(judgements)
    if reopened:
        otherwise = second_readings(sifted.second, reopened)
        judgements += otherwise
        counted = f"提出 {len(sifted.second)} 条关系，与规则不一致 {len(otherwise)} 条"
        notes.append(f"模型 {settings.name} 重读规则已核对的数字：{counted}")
    use = ModelUse(
        name=settings.name,
        calls=chat.spent.calls,
        tokens=chat.spent.tokens,
        cached=chat.spent.cached,
        proposed=len(sifted.weighed),
        dropped=dict(sorted(Counter(weighed.reason for weighed in sifted.weighed if weighed.reason).items())),
    )
    findings, root_causes = findings_of(judgements, [])
    findings = [finding.model_copy(update={"read_by": f"model:{settings.name}"}) for finding in findings]
    return Proposals(judgements, findings, root_causes, open_numbers, use, chat.spent, sifted.weighed, notes, unanswered)


def _answers(
    chat: Chat, prompts: Prompts, asked: Sequence[Exchange]
) -> tuple[list[tuple[Exchange, list[ProposedClaim]]], list[str], int]:
    """The claims made in answer to each request that got one, in the order of the document, notes on what failed, and how
    many stretches of text got none.
    """
    answers: list[tuple[Exchange, list[ProposedClaim]]] = []
    failures: Counter[str] = Counter()
    unasked = 0
    with ThreadPoolExecutor(chat.settings.concurrency) as pool:
        coming = [pool.submit(_claims, chat, prompts, exchange) for exchange in asked]
        try:
            for exchange, claims in zip(asked, coming, strict=True):
                try:
                    answers.append((exchange, claims.result()))
                except Unasked:
                    unasked += len(exchange.questions)
                except CallFailed as failed:
                    failures[str(failed)] += len(exchange.questions)
        finally:
            # on the way out of an interrupt, nothing that waits is asked any more
            pool.shutdown(wait=False, cancel_futures=True)
    notes = list(_notes(chat, sum(len(exchange.questions) for exchange in asked), failures, unasked))
    return answers, notes, sum(failures.values()) + unasked


def _claims(chat: Chat, prompts: Prompts, exchange: Exchange) -> list[ProposedClaim]:
    """The claims of the answer; a bad answer is shown back to the model, once."""
    messages = prompts.messages(exchange)

    def repair(answer: str, problem: str) -> Messages:
        return prompts.repairing(messages, answer, problem)

    schema = answer_schema(exchange.printed, list(exchange.offered))
    return chat.ask(messages, schema, _checked, repair, len(exchange.questions)).claims


def _checked(answer: Any) -> Answer:
    try:
        return Answer.model_validate(answer)
    except ValidationError as problem:
        places = {".".join(map(str, error["loc"])) or "整体" for error in problem.errors()[:5]}
        raise BadAnswer(str(answer), "不合格式之处：" + "、".join(sorted(places))) from None


class _Sifted:
    """What is proposed, held against the page: the equations that survive, and what became of each proposal."""

    def __init__(self, open_numbers: frozenset[Mention], reopened: Mapping[Mention, Status]) -> None:
        """reopened: settled numbers whose relations are wanted too, as a second reading"""
        self.equations: list[Equation] = []
        self.second: list[Equation] = []
        self.weighed: list[Weighed] = []
        self._open, self._reopened = open_numbers, reopened
        self._seen: set[tuple[object, ...]] = set()
        # place in `weighed` → equations about open numbers
        self._rests_on: dict[int, list[Equation]] = {}

    def take(self, claim: ProposedClaim, exchange: Exchange, grounds: Grounds) -> None:
        quoted = [question for question in exchange.questions if claim.quote in question.text]
        question = quoted[0] if quoted else exchange.questions[0]
        try:
            if len(quoted) != 1:
                raise Ungrounded("quote")
            own = self._fresh(equations_of(grounded(claim, question, grounds)))
        except Ungrounded as problem:
            self.weighed.append(Weighed(claim, question, problem.reason))
            return
        about_open = [equation for equation in own if self._is_open(equation)]
        self.equations += about_open
        self.second += [equation for equation in own if equation not in about_open]
        if about_open:
            self._rests_on[len(self.weighed)] = about_open
        self.weighed.append(Weighed(claim, question, None))

    def _is_open(self, equation: Equation) -> bool:
        return any(operand in self._open for operand in equation.operands)

    def _fresh(self, stated: Sequence[Equation]) -> list[Equation]:
        """Those that speak of a number asked about and have not been stated before."""
        if not stated:
            raise Ungrounded("incomplete")
        wanted = [e for e in stated if self._is_open(e) or any(operand in self._reopened for operand in e.operands)]
        if not wanted:
            raise Ungrounded("settled")
        fresh = [e for e in wanted if self._key(e) not in self._seen]
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
        for place, equations in self._rests_on.items():
            if not any(id(e) in told for e in equations):
                self.weighed[place] = replace(self.weighed[place], reason="unsupported")


def _notes(chat: Chat, asked: int, failures: Counter[str], unasked: int) -> Iterator[str]:
    settings, spent = chat.settings, chat.spent
    who = f"模型 {settings.name}（{settings.host}）"
    if chat.method not in (None, chat.methods[0]):
        yield f"{who}：接口不支持 {chat.methods[0]}，已改用 {chat.method}"
    if failures:
        reasons = "，".join(f"{reason} {count}" for reason, count in failures.most_common())
        yield f"{who}：{asked} 段中有 {sum(failures.values())} 段未得到可用的回答（{reasons}）"
    if unasked:
        yield f"{who}：{chat.stopped}，其余 {unasked} 段未再询问"
    if chat.cache_problem:
        yield chat.cache_problem
    if spent.cost is not None:
        used = f"输入 {spent.input_tokens:,} 词元，输出 {spent.output_tokens:,} 词元"
        yield f"{who}：{used}，费用约 {spent.cost:.4f} {settings.currency}"
