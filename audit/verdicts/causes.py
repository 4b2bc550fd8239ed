"""Why a figure is wrong: hypotheses tried in turn, named only if one reproduces the printed figure exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from audit.checks.equation import Equation, Printed
from audit.claims.model import Mention
from audit.numbers import HUNDRED, Interval, Number, cell_number, decimal_text, printed_decimals, quotient
from audit.verdicts.slips import digits_of, exchanged, misprinted, near_exchange, near_misprint

_SIGNED_CHECKS = ("change_amount", "change_parts", "change_rate", "change_reasons", "proposed_change")
_SIGNED_MEASURES = ("delta", "rate")


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of design.md's list, and how it reproduces the printed figure (Chinese).

    right: what should be printed, where the cause says so more exactly than the relations do
    """

    name: str
    explanation: str
    right: Interval | None = None


@dataclass(frozen=True, eq=False)
class Context:
    """What the document holds beside one equation, by the id of a number of the narrative.

    look_alikes: printed figures that it may have been taken from by mistake, each with the cause that would be and its
    words (Chinese); line_before: the number in the same role of the line above; usual_unit: of the narrative's amounts.
    """

    look_alikes: Mapping[int, Sequence[tuple[Printed, Cause]]]
    line_before: Mapping[int, Mention]
    usual_unit: str = ""


def cause_of(suspect: Printed, correct: Interval, broken: Sequence[Equation], context: Context) -> Cause | None:
    """The first hypothesis that makes `suspect` print what it prints, `correct` being what it should be."""
    equation = next((e for e in broken if e.stated.printed is suspect), None)
    number = suspect.number
    return (
        (_truncated(number, equation) if equation else None)
        or (_wrong_base(equation) if equation else None)
        or _sign_reversed(suspect, correct, broken)
        or _unit_slip(number, correct)
        or _transposed(number, exchanged(number, correct))
        or _copied_line(suspect, context)
        or _taken_from_elsewhere(suspect, context)
        or _misprint(number, misprinted(number, correct))
        or _transposed(number, near_exchange(number, correct))
        or _misprint(number, near_misprint(number, correct))
    )


def _wrong_base(equation: Equation) -> Cause | None:
    """A change divided by this year's figure: `34.42% = 189 ÷ 549, truncated; on 360.00 it is 52.50%`."""
    if len(equation.denominator) != 2 or len(equation.terms) != 1 or equation.stated.printed.number.unit != "%":
        return None
    this_year, change = equation.denominator[0], equation.terms[0]
    base = this_year.amount
    if not base or equation.expected is None:
        return None
    how = _rounding_that_prints(equation.stated.printed.number, abs(change.amount / base * HUNDRED))
    if how is None and (range_ := quotient(change.interval.scaled(HUNDRED), this_year.interval)) is not None:
        how = "四舍五入" if range_.meets(equation.stated.interval) else None
    if how is None:
        return None
    prior = base - change.amount
    unit = this_year.printed.number
    last_year = decimal_text(prior / unit.factor, max(unit.decimals, change.printed.number.decimals))
    correct = decimal_text(equation.expected.middle.copy_abs(), 2)
    printed = equation.stated.printed.number.text
    return Cause(
        "wrong_base",
        f"{printed}% = {change.printed.number.text} ÷ {unit.text}（本年数），{how}；以上年数 {last_year} 为基数应为 {correct}%",
    )


def _rounding_that_prints(number: Number, value: Decimal) -> str | None:
    """How `value` becomes the digits printed: 四舍五入, 截尾 (cut), or None if neither does."""
    place = Decimal(1).scaleb(-printed_decimals(number.text))
    if value.quantize(place, ROUND_HALF_UP) == abs(number.value):
        return "四舍五入"
    return "截尾" if value.quantize(place, ROUND_DOWN) == abs(number.value) else None


def is_signed(suspect: Printed, equations: Sequence[Equation]) -> bool:
    """Whether the number can be less than nothing: changes and their rates, by a direction word or in their own column."""
    if isinstance(suspect, Mention):
        return any(e.check in _SIGNED_CHECKS for e in equations)
    return suspect.measure in _SIGNED_MEASURES


def _sign_reversed(suspect: Printed, correct: Interval, broken: Sequence[Equation]) -> Cause | None:
    """A direction word the wrong way round, or a minus too many: with the other sign the number fits."""
    number = suspect.number
    signed = is_signed(suspect, broken)
    if not number.value or not (signed or number.value < 0) or not correct.meets(-number.interval):
        return None
    return Cause("sign_reversed", "增减方向写反，数值本身相符" if signed else "负号有误，数值本身相符")


def _unit_slip(number: Number, correct: Interval) -> Cause | None:
    if not number.is_money or not number.value:
        return None
    for factor, words in ((Decimal(10**4), "万元误作元"), (Decimal(1).scaleb(-4), "元误作万元"), (Decimal(10**8), "亿元误作元")):
        if number.interval.scaled(factor).meets(correct) and abs(correct.middle) > 0:
            return Cause("unit_slip", f"{words}，数字相符")
    return None


def _truncated(number: Number, equation: Equation) -> Cause | None:
    value = equation.expected_amount
    if not number.is_rate or value is None:
        return None
    value = abs(value) / number.factor
    if _rounding_that_prints(number, value) == "截尾":
        full = decimal_text(value, printed_decimals(number.text) + 2)
        return Cause("truncated", f"{full}{number.unit} 截去末位而未四舍五入")
    return None


def _transposed(number: Number, right: str | None) -> Cause | None:
    if right is None:
        return None
    return Cause("transposed_digits", f"数字颠倒：{right} 误作 {digits_of(number)}", _meant(right, number))


def _misprint(number: Number, right: str | None) -> Cause | None:
    if right is None:
        return None
    return Cause("misprint", f"一位数字有误：{right} 误作 {digits_of(number)}", _meant(right, number))


def _meant(right: str, number: Number) -> Interval:
    return Interval.exactly(Decimal(right) * number.factor * (-1 if number.value < 0 else 1))


def _copied_line(suspect: Printed, context: Context) -> Cause | None:
    if not suspect.number.value:
        return None
    if isinstance(suspect, Mention):
        above = context.line_before.get(id(suspect))
        same = above is not None and above.number.amount == suspect.number.amount
        return Cause("copied_line", f"与上一条的 {above.text} 相同，疑为照抄") if above is not None and same else None
    rows = suspect.table.rows
    for row, words in ((suspect.row - 1, "上一行"), (suspect.row + 1, "下一行")):
        if 0 <= row < len(rows):
            beside = cell_number(rows[row][suspect.column].text, suspect.number.unit)
            if beside is not None and beside.amount == suspect.number.amount:
                return Cause("copied_line", f"与{words}的 {beside.text} 相同，疑为照抄")
    return None


def _taken_from_elsewhere(suspect: Printed, context: Context) -> Cause | None:
    for other, cause in context.look_alikes.get(id(suspect), ()):
        if other.number.value and other.number.interval.meets(suspect.number.interval):
            return cause
    return None
