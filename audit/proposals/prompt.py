"""The prompts of the pass, from `prompts/`, checked before the first question."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from audit.claims.numerals import document_numerals
from audit.prompts_folder import prompts_folder
from audit.proposals.candidates import Exchange, Question
from audit.proposals.endpoint import Messages
from audit.proposals.schema import Answer
from audit.proposals.settings import ModelUnusable
from audit.reading.document import Paragraph

_FILES = ("claims.toml", "repair.toml")


@dataclass(frozen=True)
class Prompts:
    system: str
    repair: str

    def messages(self, exchange: Exchange) -> Messages:
        """The document's text goes in as JSON, so that nothing in it can pass for the end of the data."""
        passages = [_passage(question) for question in exchange.questions]
        asked = passages[0] if len(passages) == 1 else {"passages": passages}
        return [("system", self.system), ("user", _json(asked | {"figures": exchange.figure_lines}))]

    def repairing(self, messages: Messages, answer: str, problem: str) -> Messages:
        return [*messages, ("assistant", answer or "{}"), ("user", self.repair.replace("{problem}", problem))]


def _passage(question: Question) -> dict[str, Any]:
    headings = [heading for heading in question.read.section.headings if heading != question.text]
    numbers = [question.read.paragraph.text[m.start : m.end] for m in question.open]
    return _shown(headings, question.text, numbers)


def _shown(headings: Sequence[str], text: str, numbers: Sequence[str]) -> dict[str, Any]:
    """A stretch of text as the model sees it."""
    return {"headings": list(headings[-3:]), "text": text, "numbers": list(numbers)}


def load_prompts() -> Prompts:
    """The prompts with their examples; raises ModelUnusable where a file or an example is broken."""
    claims, repair = (_file(name) for name in _FILES)
    try:
        examples = [_example(number, example) for number, example in enumerate(claims["examples"], start=1)]
        return Prompts("\n\n".join([claims["system"].strip(), *examples]), repair["repair"].strip())
    except (KeyError, TypeError) as problem:
        raise ModelUnusable(f"提示词文件缺少 {problem}") from problem


def _file(name: str) -> dict[str, Any]:
    path = prompts_folder() / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ModelUnusable(f"提示词文件 {name} 无法读取：{problem}") from problem


def _example(number: int, example: dict[str, Any]) -> str:
    text, figures = example["text"], example["figures"]
    problem = example_problem(text, figures, example["answer"])
    if problem:
        raise ModelUnusable(f"提示词 {_FILES[0]} 的例 {number} 有误：{problem}")
    asked = _json(_shown(example["headings"], text, example["numbers"]) | {"figures": figures})
    return f"例 {number}\n输入：{asked}\n输出：{_json(json.loads(example['answer']))}"


def example_problem(text: str, figures: Sequence[str], answer: str) -> str:
    """What is wrong with an example by the rules that answers are held to, or ""."""
    try:
        claims = Answer.model_validate_json(answer).claims
    except ValidationError as problem:
        return f"答案不合格式（{problem.error_count()} 处）"
    offered = {line.split(" | ")[0] for line in figures}
    for claim in claims:
        if text.count(claim.quote) != 1:
            return f"引文“{claim.quote}”不在原文中，或不止一处"
        printed = {t for n in document_numerals([_paragraph(claim.quote)])[0] for t in (n.mention.text, n.mention.number.text)}
        for operand in claim.operands:
            if operand.number is not None and operand.number not in printed:
                return f"引文中没有数字 {operand.number}"
            if operand.figure is not None and operand.figure not in offered:
                return f"没有编号 {operand.figure} 的表格数字"
    return ""


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text, text, tuple((1, (0.0, 0.0, 1.0, 1.0)) for _ in text))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
