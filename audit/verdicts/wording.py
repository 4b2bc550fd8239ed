"""Formulas and messages (Chinese) of judged equations."""

import re
from collections.abc import Sequence
from decimal import Decimal

from audit.checks.equation import Equation, Printed, Term
from audit.claims.model import Mention
from audit.numbers import decimal_text, printed_decimals
from audit.verdicts.judge import Judgement, Root

# Chinese numerals stand alone: 七辆.
_UP_TO_DIGITS = re.compile(r"^.*\d|^[零一二三四五六七八九十两]+")


def token(printed: Printed) -> str:
    """The number as printed, with the unit it prints."""
    return printed.text if isinstance(printed, Mention) else printed.cell.text


def formula(equation: Equation) -> str:
    """`基本支出 790.03 + 项目支出 549.00 = 1,339.03`, `189万元 ÷ (549万元 − 189万元) × 100% = 52.50%`.

    Told in the direction of the stated number: a fall is last year's amount minus this year's.
    """
    units = {operand.number.unit for operand in equation.operands if operand.number.is_money}
    mixed = len(units) > 1
    terms = [(term, term.factor * equation.stated.factor) for term in equation.terms]
    left = _sum(terms, mixed, named=not equation.denominator)
    if equation.denominator:
        base = _sum([(term, term.factor) for term in equation.denominator], mixed, named=False)
        numerator = f"({left})" if len(equation.terms) > 1 else left
        percent = " × 100%" if equation.times != 1 and equation.stated.printed.number.unit != "倍" else ""
        left = f"{numerator} ÷ {f'({base})' if len(equation.denominator) > 1 else base}{percent}"
    return f"{left} = {_result(equation)}"


def _result(equation: Equation) -> str:
    amount = equation.expected_amount
    return "—" if amount is None else rendered(equation.stated.printed, amount * equation.stated.factor)


def rendered(printed: Printed, amount: Decimal) -> str:
    """`amount` as that number would be printed, with its unit or sign; with more decimals where it would look the same."""
    number = printed.number
    text = number.rendered(amount)
    if text == number.rendered(number.amount) and amount != number.amount:
        text = decimal_text(amount / number.factor, printed_decimals(number.text) + 2, grouped="," in number.text)
    return text + _UP_TO_DIGITS.sub("", token(printed))


def correct_text(root: Root) -> str:
    return rendered(root.culprit, root.correct.middle)


def message(judgement: Judgement) -> str:
    equation = judgement.equation
    stated = f"{equation.stated.name}{token(equation.stated.printed)}"
    if judgement.verdict == "verified":
        return f"{stated}与{_relation(equation)}一致{_tail(equation)}"
    if judgement.root is None:
        return f"{stated}与{_relation(equation)}未能核对：{judgement.reason}"
    return f"{stated}与{_relation(equation)}不符{_tail(equation)}{_blame(judgement.root, equation)}"


def _relation(equation: Equation) -> str:
    if len(equation.terms) == 1 and not equation.denominator:
        term = equation.terms[0]
        return f"{term.name}{token(term.printed)}"
    return f"计算值（{formula(equation)}）"


def _tail(equation: Equation) -> str:
    """Difference and tolerance, for sums of money."""
    number = equation.stated.printed.number
    if equation.expected is None or equation.expected_amount is None or not number.is_money:
        return ""
    difference = equation.stated.amount - equation.expected_amount
    tolerance = number.half_unit + (equation.expected.high - equation.expected.low) / 2
    if not difference and not tolerance:
        return ""
    unit = number.unit
    places = max(operand.number.decimals for operand in equation.operands)
    shown = decimal_text(difference / number.factor, places)
    return f"，差额 {shown}{unit}（容差 ±{decimal_text(tolerance / number.factor, places + 1)}{unit}）"


def _blame(root: Root, equation: Equation) -> str:
    blamed = ""
    if root.culprit is not equation.stated.printed:
        blamed = f"；有误的应是 {name_of(root.culprit, equation)}{token(root.culprit)}，按其余数据应为 {correct_text(root)}"
    return f"{blamed}。可能原因：{root.cause.explanation}" if root.cause else blamed


def name_of(printed: Printed, equation: Equation) -> str:
    terms = (equation.stated, *equation.terms, *equation.denominator)
    return next((t.name for t in terms if t.printed is printed), "")


def _sum(terms: Sequence[tuple[Term, int]], mixed: bool, named: bool) -> str:
    """The terms with their signs, positive ones first."""
    text = ""
    for term, factor in sorted(terms, key=lambda signed: signed[1] < 0):
        number = term.printed.number
        shown = number.text + (number.unit if mixed or isinstance(term.printed, Mention) else "")
        shown = f"{term.name} {shown}" if named and term.name else shown
        sign = "−" if factor < 0 else "+"
        text += f" {sign} {shown}" if text else shown if factor > 0 else f"−{shown}"
    return text
