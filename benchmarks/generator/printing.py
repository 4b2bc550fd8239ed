"""Amounts and rates as a disclosure prints them, and sentences made of text and figures."""

from collections.abc import Mapping, Set
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from string import Formatter
from typing import Any

from .budget import Change
from .disclosure import Direction, Disclosure, Figure, Piece

UNITS = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
# Half of the last printed place of an amount in 万元 with two decimals, in 元.
HALF = Decimal(50)
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 … 二十, 二十一 … of a number below 100."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else ORDINALS[tens - 1]) + "十" if tens else ""
    return head + (ORDINALS[ones - 1] if ones else "")


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def in_wan(value: Decimal) -> Decimal:
    return rounded(value / UNITS["万元"], 2)


def trimmed(value: Decimal) -> str:
    """`20.50` as 20.5, `549.00` as 549."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fill(template: str, /, **values: Piece | list[Piece]) -> list[Piece]:
    """The template's text with its {fields} replaced by pieces, in order."""
    pieces: list[Piece] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            pieces.append(text)
        if name:
            value = values[name]
            pieces.extend(value if isinstance(value, list) else [value])
    return pieces


class Printer:
    """How one disclosure writes the numbers of its narrative.

    habits: what the layout's documents do: `separators` in amounts, small counts as `numerals` (十个). Whether trailing zeros
        are dropped and how many decimals rates have is drawn for each document.
    printed: the keys of all table cells; a figure agrees with a cell only where there is one
    """

    def __init__(self, rng: Random, habits: Mapping[str, Any], printed: Set[str]) -> None:
        self.rng = rng
        self.habits = habits
        self.printed = printed
        self.trims = rng.randrange(2) == 0
        self.rate_decimals = rng.choice((1, 2, 2))

    def relations(self, names: tuple[str, ...]) -> frozenset[str]:
        return frozenset(n for n in names if not n.startswith("cell:") or n.removeprefix("cell:") in self.printed)

    def amount(
        self, value: Decimal, *relations: str, kind: str = "amount", status: str = "consistent", unit: str = "万元"
    ) -> Figure:
        number = rounded(value / UNITS[unit], 2)
        text = f"{number:,f}" if self.habits.get("separators") else f"{number:f}"
        if self.trims and unit != "亿元":
            text = text.rstrip("0").rstrip(".")
        agreed = self.relations(relations)
        return Figure(f"{text}{unit}", kind, value, unit, 2, agreed, status if agreed else "unverifiable")

    def percent(self, value: Decimal, kind: str, *relations: str, status: str = "consistent") -> Figure:
        printed = rounded(value, self.rate_decimals)
        # a bare 0% says "exactly nothing", so a rate that only rounds to zero keeps its decimals
        bare = self.trims and (printed != 0 or value == 0)
        text = trimmed(printed) if bare else f"{printed:f}"
        return Figure(f"{text}%", kind, value, "%", len(text.partition(".")[2]), frozenset(relations), status)

    def share(self, part: Decimal, whole: Decimal, *relations: str, kind: str = "share") -> Figure:
        """A share of a whole, or how much of a plan is completed."""
        figure = self.percent(100 * part / whole, kind, *relations)
        bounds = (100 * (part - HALF) / (whole + HALF), 100 * (part + HALF) / (whole - HALF))
        return replace(figure, bounds=bounds)

    def rate(self, change: Change, *relations: str) -> Figure:
        """The size of a change relative to last year; its direction stands in the words around it."""
        delta = abs(change.delta)
        figure = self.percent(100 * delta / change.prior, "rate", *relations)
        # of this year's amount, last year's and the change, one may not be printed and follows from the others
        slack = 2 * HALF
        highest = 100 * (delta + slack) / (change.prior - slack) if change.prior > slack else Decimal("Infinity")
        bounds = (100 * (delta - slack) / (change.prior + slack), highest)
        return replace(figure, change=(change.current, change.prior), bounds=bounds)

    def completion(self, done: int, planned: int, *relations: str) -> Figure:
        value = Decimal(100 * done) / planned
        return replace(self.percent(value, "completion", *relations), bounds=(value, value))

    def count(self, value: int, *relations: str, status: str = "consistent") -> Figure:
        text = ordinal(value) if self.habits.get("numerals") and 0 < value < 20 else str(value)
        return Figure(text, "count", Decimal(value), "", 0, frozenset(relations), status)

    def direction(self, up: bool, pair: tuple[str, str], *relations: str) -> Direction:
        return Direction(pair, up, frozenset(relations))


def widen(disclosure: Disclosure) -> None:
    """Prints the figures of the narrative with full-width digits."""

    def wide(piece: Piece) -> Piece:
        return replace(piece, text=piece.text.translate(FULL_WIDTH)) if isinstance(piece, Figure) else piece

    for paragraph in disclosure.narrative:
        paragraph.pieces = [wide(piece) for piece in paragraph.pieces]
    for planted in disclosure.planted:
        if planted.where == "narrative":
            planted.stated = planted.stated.translate(FULL_WIDTH)
            planted.correct = planted.correct.translate(FULL_WIDTH)
