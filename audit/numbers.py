"""Printed numbers as values, units, precisions and closed intervals.

A printed figure stands for the interval [v − ½·10⁻ᵈ, v + ½·10⁻ᵈ] in its unit, where d is the number of
decimals printed; intervals that share only an endpoint meet (XBRL Calculations 1.1, REC 2023-02-22).
Amounts are held in 元, rates and shares in percent, counts as they are. No float touches any of them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

ZERO = Decimal(0)
HUNDRED = Decimal(100)

MONEY_UNITS = {
    "元": Decimal(1),
    "千元": Decimal(10**3),
    "万元": Decimal(10**4),
    "百万元": Decimal(10**6),
    "千万元": Decimal(10**7),
    "亿元": Decimal(10**8),
}
# In percent.
RATE_UNITS = {"%": Decimal(1), "百分点": Decimal(1), "‰": Decimal("0.1"), "倍": Decimal(100)}
_UNITS = MONEY_UNITS | RATE_UNITS

_GROUPED = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
_SIGNS = "-‐−–—﹣"
_CELL = re.compile(rf"(?P<sign>[{_SIGNS}+])?¥?(?P<number>(?:{_GROUPED})(?:\.\d+)?)(?P<unit>[万亿]?元|[万亿]|%)?", re.ASCII)
# An amount in brackets is negative, as accountants print it; a whole number in brackets counts items.
_BRACKETED = re.compile(rf"\((?P<number>(?:{_GROUPED})\.\d+)\)", re.ASCII)
# No amount, count or rate has more; sums and products of so many are exact in decimal's 28.
_MOST_DIGITS = 15
_ZERO_MARKS = frozenset({*_SIGNS, "——", "--", "无"})
_TWO_NUMBERS = re.compile(r"\d+ +\d+", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of amounts (元), percentages or counts; `low` ≤ `high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, value: Decimal) -> "Interval":
        return cls(value, value)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def scaled(self, factor: Decimal) -> "Interval":
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def widened(self, margin: Decimal) -> "Interval":
        return Interval(self.low - margin, self.high + margin)

    def meets(self, other: "Interval") -> bool:
        """True when the two share at least one point, an endpoint included."""
        return self.low <= other.high and other.low <= self.high

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


def interval_sum(intervals: Iterable[Interval]) -> Interval:
    low = high = ZERO
    for interval in intervals:
        low += interval.low
        high += interval.high
    return Interval(low, high)


def quotient(numerator: Interval, denominator: Interval) -> Interval | None:
    """The interval of numerator ÷ denominator, from the corners; None when the denominator may be zero."""
    if ZERO in denominator:
        return None
    corners = [n / d for n in (numerator.low, numerator.high) for d in (denominator.low, denominator.high)]
    return Interval(min(corners), max(corners))


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number: `1,339.03` in 万元 is Number("1,339.03", Decimal("1339.03"), 2, "万元").

    `value` is signed and in the printed unit; `decimals` is the precision its interval rests on, which can be
    more than the decimals printed (see `with_precision`). `exact` numbers (counts, a bare 0, `-`, 无) add no
    half unit. `approximate` numbers stand after 约, 近, 超 or before 余, 左右.
    """

    text: str
    value: Decimal
    decimals: int
    unit: str = ""
    exact: bool = False
    approximate: bool = False

    @property
    def factor(self) -> Decimal:
        return _UNITS.get(self.unit, Decimal(1))

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY_UNITS

    @property
    def is_rate(self) -> bool:
        return self.unit in RATE_UNITS

    @property
    def amount(self) -> Decimal:
        """The value in the base unit: 元, percent or pieces."""
        return self.value * self.factor

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last place, in the base unit; zero for exact numbers."""
        return ZERO if self.exact else Decimal(5).scaleb(-self.decimals - 1) * self.factor

    @property
    def interval(self) -> Interval:
        return Interval(self.amount - self.half_unit, self.amount + self.half_unit)

    def with_unit(self, unit: str) -> "Number":
        return replace(self, unit=unit)

    def with_precision(self, decimals: int) -> "Number":
        """The same number read with at least `decimals` decimals (`549万元` is 549.00 where others print two)."""
        return self if self.exact or decimals <= self.decimals else replace(self, decimals=decimals)

    def rendered(self, amount: Decimal) -> str:
        """`amount` (base unit) as this number would print it: same unit, decimals and thousands separators."""
        return decimal_text(amount / self.factor, printed_decimals(self.text), grouped="," in self.text)


def printed_decimals(text: str) -> int:
    """How many decimals the token prints: 2 for `1,339.03`, 0 for `549`."""
    _, point, tail = text.partition(".")
    return sum(c.isdigit() for c in tail) if point else 0


def decimal_text(value: Decimal, decimals: int, grouped: bool = False) -> str:
    """A decimal rounded half up to `decimals` places: 1339.03, or 1,339.03 when grouped."""
    # no zero has a sign
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP") + 0
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def exact_zero(text: str, unit: str) -> Number:
    return Number(text, ZERO, 0, unit, exact=True)


def is_endless(text: str) -> bool:
    """Whether the token has more digits than any number of a disclosure."""
    return sum(map(str.isdigit, text)) > _MOST_DIGITS


@lru_cache(maxsize=4096)  # every reader of a table asks for its cells
def cell_number(text: str, unit: str) -> Number | None:
    """The number that fills a table cell, in the table's unit unless the cell prints its own (`180 万`, `34.42%`).

    None for text, targets (≥98%), endless digits and blanks: whether a blank means zero is for the reader of the form to say.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _TWO_NUMBERS.fullmatch(plain) and not _THOUSANDS.fullmatch(plain):
        return None
    compact = "".join(plain.split())
    if compact in _ZERO_MARKS:
        return exact_zero(compact, unit)
    if is_endless(compact):
        return None
    if bracketed := _BRACKETED.fullmatch(compact):
        digits = bracketed["number"].replace(",", "")
        return Number(compact, -Decimal(digits), printed_decimals(digits), unit)
    match = _CELL.fullmatch(compact)
    if match is None:
        return None
    digits = match["number"].replace(",", "")
    value = Decimal(digits)
    if match["sign"] and match["sign"] != "+":
        value = -value
    own = match["unit"] or ""
    own_unit = own + "元" if own in ("万", "亿") else own
    decimals = printed_decimals(digits)
    return Number(compact, value, decimals, own_unit or unit, exact=not decimals and value == 0)
