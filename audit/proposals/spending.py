"""What the model pass spends: tokens and money, counted, and bounded beforehand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from threading import Lock

from audit.proposals.settings import ModelSettings

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Spent:
    """Of one document, or of several added up.

    cached: questions answered from the cache; they cost nothing and count no tokens
    cost: in the currency of the settings, None where no price is configured
    refused: stretches of text not asked about because the allowance was used up
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached: int = 0
    cost: Decimal | None = None
    refused: int = 0

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Spent") -> "Spent":
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Spent(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached + other.cached,
            sum(costs, Decimal(0)) if costs else None,
            self.refused + other.refused,
        )


@dataclass(frozen=True)
class Allowance:
    """What may still be spent; None for no limit. A limit on cost needs prices in the settings."""

    tokens: int | None = None
    cost: Decimal | None = None

    def less(self, spent: Spent) -> "Allowance":
        """What is left of it, never below nothing."""
        return Allowance(
            None if self.tokens is None else max(0, self.tokens - spent.tokens),
            None if self.cost is None else max(Decimal(0), self.cost - (spent.cost or Decimal(0))),
        )


def cost_of(settings: ModelSettings, input_tokens: int, output_tokens: int) -> Decimal | None:
    if settings.price_input is None or settings.price_output is None:
        return None
    return (settings.price_input * input_tokens + settings.price_output * output_tokens) / _MILLION


class Purse:
    """The allowance of one document, shared by its concurrent calls: what a call may cost at most is set aside before it."""

    def __init__(self, settings: ModelSettings, allowance: Allowance) -> None:
        self._settings, self._allowance, self._lock = settings, allowance, Lock()
        self._spent = Spent(cost=cost_of(settings, 0, 0))
        self._set_aside = (0, 0)

    @property
    def spent(self) -> Spent:
        with self._lock:
            return self._spent

    def set_aside(self, input_tokens: int, output_tokens: int) -> bool:
        """Whether that much is left; if so it is held until `paid`."""
        with self._lock:
            held = (self._set_aside[0] + input_tokens, self._set_aside[1] + output_tokens)
            left = self._allowance.less(self._spent)
            cost = cost_of(self._settings, *held)
            if (left.tokens is not None and sum(held) > left.tokens) or (
                left.cost is not None and (cost is None or cost > left.cost)
            ):
                return False
            self._set_aside = held
            return True

    def paid(self, held: tuple[int, int], used: tuple[int, int]) -> None:
        """What a call set aside and what it used, (input, output) each."""
        with self._lock:
            self._set_aside = (self._set_aside[0] - held[0], self._set_aside[1] - held[1])
            self._spent = self._spent + Spent(1, *used, cost=cost_of(self._settings, *used))

    def note(self, change: Callable[[Spent], Spent]) -> None:
        with self._lock:
            self._spent = change(self._spent)


def one_cached(spent: Spent) -> Spent:
    return replace(spent, cached=spent.cached + 1)
