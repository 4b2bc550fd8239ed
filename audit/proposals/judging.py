"""Verdicts on what was proposed: by the same judge, beside everything the deterministic pass asserts, but never as errors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.checks.equation import Equation
from audit.claims.model import Mention
from audit.findings import Status
from audit.verdicts.causes import Context
from audit.verdicts.judge import Judgement, judge


def judge_proposed(
    proposed: Sequence[Equation], asserted: Sequence[Equation], open_numbers: frozenset[Mention], context: Context
) -> list[Judgement]:
    """Judgements of the proposed equations alone; those asserted only weigh in on which number is at fault.

    A number that the deterministic pass has spoken about is not put in the wrong by a proposal: such a breach is
    unverifiable. A breach over an open number is contradicted, severity warning.
    """
    own = {id(equation) for equation in proposed}
    return [_capped(j, open_numbers) for j in judge([*asserted, *proposed], context) if id(j.equation) in own]


def _capped(judgement: Judgement, open_numbers: frozenset[Mention]) -> Judgement:
    if judgement.root is None:
        return judgement
    if judgement.root.culprit not in open_numbers:
        reason = "按模型提出的对应关系两者不符，但所涉数据已另行核对"
        return Judgement(judgement.equation, "unverifiable", "info", reason=reason)
    return replace(judgement, severity="warning")


def second_readings(stated: Sequence[Equation], settled: Mapping[Mention, Status]) -> list[Judgement]:
    """Where relations over numbers that the deterministic pass has spoken of say otherwise than it did: for information only.

    A relation that breaks although each of its numbers was found right, or holds over one found wrong, is another reading.
    """
    found = []
    for equation in stated:
        told = {settled[number] for number in equation.operands if isinstance(number, Mention) and number in settled}
        if reason := _otherwise(equation, told):
            found.append(Judgement(equation, "unverifiable", "info", reason=reason))
    return found


def _otherwise(equation: Equation, told: set[Status]) -> str:
    if equation.holds is False and told == {"verified"}:
        return "规则已核对相符，按模型的另一读法两者不符"
    if equation.holds and "contradicted" in told:
        return "规则判为矛盾，按模型的另一读法两者相符"
    return ""
