"""Amounts and rates as a disclosure prints them, and sentences made of text and figures."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from string import Formatter

from .budget import Change
from .disclosure import Direction, Figure, Piece

WAN = Decimal(10000)
# Half of the last printed place of an amount in 万元 with two decimals, in 元.
HALF = Decimal(50)


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def in_wan(value: Decimal) -> Decimal:
    return rounded(value / WAN, 2)


def trimmed(value: Decimal) -> str:
    """`20.50` as 20.5, `549.00` as 549."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_amount(value: Decimal) -> str:
    """An amount in a table in 万元: grouped, two decimals, blank for zero."""
    return f"{in_wan(value):,f}" if value else ""


def form_amount(value: Decimal) -> str:
    return trimmed(in_wan(value))


def fill(template: str, **values: Piece | list[Piece]) -> list[Piece]:
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
    """How one disclosure writes its numbers: decimals of rates, and whether trailing zeros are dropped."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.trims = rng.randrange(2) == 0
        self.rate_decimals = rng.choice((1, 2, 2))

    def amount(self, value: Decimal, *relations: str, kind: str = "amount", status: str = "consistent") -> Figure:
        wan = in_wan(value)
        text = trimmed(wan) if self.trims else f"{wan:f}"
        return Figure(f"{text}万元", kind, value, "万元", 2, frozenset(relations), status)

    def percent(self, value: Decimal, kind: str, *relations: str, status: str = "consistent") -> Figure:
        printed = rounded(value, self.rate_decimals)
        # a bare 0% says "exactly nothing", so a rate that only rounds to zero keeps its decimals
        bare = self.trims and (printed != 0 or value == 0)
        text = trimmed(printed) if bare else f"{printed:f}"
        return Figure(f"{text}%", kind, value, "%", len(text.partition(".")[2]), frozenset(relations), status)

    def share(self, part: Decimal, whole: Decimal, *relations: str) -> Figure:
        figure = self.percent(100 * part / whole, "share", *relations)
        bounds = (100 * (part - HALF) / (whole + HALF), 100 * (part + HALF) / (whole - HALF))
        return replace(figure, bounds=bounds)

    def rate(self, change: Change, *relations: str, status: str = "consistent") -> Figure:
        """The size of a change relative to last year; its direction stands in the words around it."""
        delta = abs(change.delta)
        figure = self.percent(100 * delta / change.prior, "rate", *relations, status=status)
        slack = 2 * HALF
        highest = 100 * (delta + HALF) / (change.prior - slack) if change.prior > slack else Decimal("Infinity")
        bounds = (100 * (delta - HALF) / (change.prior + slack), highest)
        return replace(figure, change=(change.current, change.prior), bounds=bounds)

    def completion(self, done: int, planned: int, *relations: str) -> Figure:
        value = Decimal(100 * done) / planned
        return replace(self.percent(value, "completion", *relations), bounds=(value, value))

    def count(self, value: int, *relations: str, status: str = "consistent") -> Figure:
        return Figure(str(value), "count", Decimal(value), "", 0, frozenset(relations), status)

    def direction(self, up: bool, pair: tuple[str, str], *relations: str) -> Direction:
        return Direction(pair, up, frozenset(relations))
