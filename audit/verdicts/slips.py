"""Slips of digits: which single slip of the hand turns a fitting number into the one printed."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from audit.numbers import Interval, Number, decimal_text, printed_decimals

# One digit wrong of three could be any other number.
_FEWEST_DIGITS = 4
# Where all that is known of the right number is a wider stretch than this part of it, some slip always fits.
_WIDEST = Decimal("0.02")


def is_possible(number: Number, correct: Interval) -> bool:
    """Whether some slip makes the correct value the printed one, be it of so few digits that it proves nothing."""
    printed = digits_of(number)
    return any(r != printed and _by_one_slip(printed, r) for r in _printings(number, correct))


def exchanged(number: Number, correct: Interval) -> str | None:
    """The digits of the correct value, if those printed are the same but for two exchanged."""
    printed = digits_of(number)
    return next((right for right in _printings(number, correct) if _two_exchanged(printed, right)), None)


def misprinted(number: Number, correct: Interval) -> str | None:
    """The digits of the correct value, if those printed have one wrong, doubled or lost (43269.3 for 3269.3)."""
    printed = digits_of(number)
    if _count(printed) < _FEWEST_DIGITS:
        return None
    return next((r for r in _printings(number, correct) if r != printed and _by_one_digit(printed, r)), None)


def near_exchange(number: Number, correct: Interval) -> str | None:
    """The one number among the correct values that becomes the printed one by exchanging neighbouring digits."""
    return _only_fitting(number, correct, _exchanges(digits_of(number)))


def near_misprint(number: Number, correct: Interval) -> str | None:
    """The one number among the correct values that becomes the printed one by a digit doubled, lost or wrong."""
    printed = digits_of(number)
    slips = (_shorter(printed), _longer(printed), _replaced(printed))
    return next((right for tokens in slips if (right := _only_fitting(number, correct, tokens)) is not None), None)


def _only_fitting(number: Number, correct: Interval, tokens: Iterator[str]) -> str | None:
    """A token of the number's own sign."""
    low, high = (-correct.high, -correct.low) if number.value < 0 else (correct.low, correct.high)
    if low <= 0 or high - low > _WIDEST * low:
        return None
    reach = max(number.half_unit, (high - low) / 2)
    middle = (low + high) / 2
    fitting = {t for t in tokens if _is_plain(t) and abs(Decimal(t) * number.factor - middle) <= reach}
    return fitting.pop() if len(fitting) == 1 else None


def _is_plain(token: str) -> bool:
    return _count(token) >= _FEWEST_DIGITS and not re.match(r"0\d", token)


def digits_of(number: Number) -> str:
    """The number as printed without sign, separators and unit."""
    return re.sub(r"[^\d.]", "", number.text)


def _printings(number: Number, correct: Interval) -> set[str]:
    """The digits that the correct value would print, with as many decimals as the number prints or is read with."""
    decimals = (printed_decimals(number.text), number.decimals)
    return {decimal_text(abs(correct.middle) / number.factor, places) for places in decimals}


def _count(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _two_exchanged(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return len(differing) == 2 and a[differing[0]] == b[differing[1]] and a[differing[1]] == b[differing[0]]


def _one_replaced(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _one_more(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _by_one_digit(a: str, b: str) -> bool:
    return _one_replaced(a, b) or _one_more(a, b) or _one_more(b, a)


def _by_one_slip(a: str, b: str) -> bool:
    return _by_one_digit(a, b) or _two_exchanged(a, b)


def _exchanges(text: str) -> Iterator[str]:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    for i, j in pairwise(places):
        if text[i] != text[j]:
            yield text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]


def _replaced(text: str) -> Iterator[str]:
    for i, c in enumerate(text):
        if c.isdigit():
            yield from (text[:i] + d + text[i + 1 :] for d in "0123456789" if d != c)


def _shorter(text: str) -> Iterator[str]:
    """Without one digit before the point: those behind it say how exact the number is."""
    whole, point, rest = text.partition(".")
    if len(whole) > 1:
        yield from (whole[:i] + whole[i + 1 :] + point + rest for i in range(len(whole)))


def _longer(text: str) -> Iterator[str]:
    whole, point, rest = text.partition(".")
    yield from (whole[:i] + d + whole[i:] + point + rest for i in range(len(whole) + 1) for d in "0123456789" if i or d != "0")
