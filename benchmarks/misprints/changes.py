"""What a misprint makes of a figure: for each kind of change the tokens that could be printed instead."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from benchmarks.generator.disclosure import Figure
from benchmarks.generator.errors import breaks_rate, out_of_bounds
from benchmarks.generator.printing import ORDINALS, ordinal, rounded
from benchmarks.misprints.places import CellPlace, Place, TextPlace

# A misprint must stand out from the rounding tails of the sums it breaks: 元 in the narrative, 元 in tables, percent.
_LEAST_IN_TEXT, _LEAST_IN_TABLE, _LEAST_RATE = Decimal(1000), Decimal(5000), Decimal("0.5")
_FACTORS = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}

# kind of change → the cause that names it
CAUSES = {
    "one digit": "misprint",
    "two digits exchanged": "transposed_digits",
    "digit lost": "misprint",
    "digit doubled": "misprint",
    "sign": "sign_reversed",
    "unit": "unit_slip",
    "wrong base": "wrong_base",
    "truncated": "truncated",
    "neighbour's figure": "copied_line",
}


def changes(place: Place) -> dict[str, list[str]]:
    """For each kind of change that can be seen there, what could be printed. For "sign" in the narrative, the other word."""
    made = {kind: [t for t in tokens(place) if t and t != _text(place)] for kind, tokens in _MAKERS.items()}
    return {kind: tokens for kind, tokens in made.items() if tokens}


def tells_cause(place: Place, change: str, token: str) -> bool:
    """One wrong digit of three could be any other number; a sentence says 0.02 for a rate as a cell says it for an amount."""
    if CAUSES[change] == "misprint":
        return len(_digits(token)) > 3
    return True


def _text(place: Place) -> str:
    return place.text if isinstance(place, CellPlace) else unicodedata.normalize("NFKC", place.figure.text)


def _one_digit(place: Place) -> list[str]:
    text = _text(place)
    if isinstance(place, TextPlace) and place.figure.kind == "count" and set(text) <= set(ORDINALS):
        return [ordinal(int(place.figure.value) + more) for more in (1, 2)]
    return _seen(place, [text[:i] + d + text[i + 1 :] for i in _digits(text) for d in "123456789" if d != text[i]])


def _exchanged(place: Place) -> list[str]:
    text = _text(place)
    pairs = [(i, j) for i, j in zip(_digits(text), _digits(text)[1:], strict=False) if text[i] != text[j]]
    return _seen(place, [text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :] for i, j in pairs])


def _lost(place: Place) -> list[str]:
    whole, point, tail = _parted(_text(place))
    shorter = [whole[:i] + whole[i + 1 :] for i in range(len(whole)) if len(whole) > 1]
    return _seen(place, [_grouped(digits, _text(place)) + point + tail for digits in shorter])


def _doubled(place: Place) -> list[str]:
    whole, point, tail = _parted(_text(place))
    longer = [whole[: i + 1] + whole[i:] for i in range(len(whole)) if _value(whole)]
    return _seen(place, [_grouped(digits, _text(place)) + point + tail for digits in longer])


def _parted(text: str) -> tuple[str, str, str]:
    """The digits before the point, the point, and what stands behind it; no digits where the text opens otherwise."""
    match = re.fullmatch(r"([\d,]+)(\.?)(.*)", text)
    return (match[1].replace(",", ""), match[2], match[3]) if match else ("", "", "")


def _grouped(digits: str, like: str) -> str:
    return f"{int(digits):,}" if "," in like else digits


def _sign(place: Place) -> list[str]:
    if isinstance(place, CellPlace):
        turned = place.text[1:] if place.text.startswith("-") else f"-{place.text}"
        return [turned] if _large(_value(place.text), place) else []
    if place.pair is None or not _large(_value(_text(place)), place):
        return []
    more, less = place.pair
    return [less if _direction(place) == more else more]


def _direction(place: TextPlace) -> str:
    index = next(i for i, piece in enumerate(place.sentence.pieces) if piece is place.figure)
    before = place.sentence.pieces[index - 1]
    assert not isinstance(before, str | Figure)
    return before.text


def _unit(place: Place) -> list[str]:
    text = _text(place)
    if isinstance(place, TextPlace):
        return [text.removesuffix("万元") + "元"] if text.endswith("万元") and place.figure.value >= 10 * _LEAST_IN_TEXT else []
    value = _value(text)
    if re.search(r"[^\d.,]", text) or not value or not _large(value, place):
        return []
    decimals = len(text.partition(".")[2])
    shifted = value * 10**4 if place.unit == "万元" else value / 10**4
    return [f"{rounded(shifted, decimals):,f}" if "," in text else f"{rounded(shifted, decimals):f}"]


def _wrong_base(place: Place) -> list[str]:
    if not isinstance(place, TextPlace) or place.figure.change is None or not place.figure.change[0]:
        return []
    current, prior = place.figure.change
    return _seen(place, [f"{rounded(100 * abs(current - prior) / current, place.figure.decimals):f}%"])


def _truncated(place: Place) -> list[str]:
    if not isinstance(place, TextPlace) or place.figure.kind not in ("rate", "share", "completion"):
        return []
    cut = place.figure.value.quantize(Decimal(1).scaleb(-place.figure.decimals), rounding=ROUND_DOWN)
    return [text for text in (f"{cut:f}%",) if out_of_bounds(text, place.figure)]


def _neighbour(place: Place) -> list[str]:
    alike = [text for text in place.neighbours if _unit_of(text) == _unit_of(_text(place))]
    return _seen(place, [text for text in alike if _value(text)])


def _unit_of(text: str) -> str:
    return re.sub(r"[\d.,]", "", text)


_MAKERS: dict[str, Callable[[Place], list[str]]] = {
    "one digit": _one_digit,
    "two digits exchanged": _exchanged,
    "digit lost": _lost,
    "digit doubled": _doubled,
    "sign": _sign,
    "unit": _unit,
    "wrong base": _wrong_base,
    "truncated": _truncated,
    "neighbour's figure": _neighbour,
}


def _seen(place: Place, tokens: Sequence[str]) -> list[str]:
    """Those that differ by enough to be no rounding."""
    was = _value(_text(place))
    fitting = [t for t in tokens if not re.match(r"-?0\d", t) and _large(_value(t) - was, place)]
    if isinstance(place, CellPlace):
        return fitting
    plain = replace(place.figure, text=_text(place))
    if plain.kind == "delta":
        return [t for t in fitting if breaks_rate(place.sentence, place.figure, t)]
    return [t for t in fitting if plain.bounds is None or out_of_bounds(t, plain)]


def _large(difference: Decimal, place: Place) -> bool:
    if isinstance(place, CellPlace):
        if "%" in place.text:
            return abs(difference) >= _LEAST_RATE
        return abs(difference) * _FACTORS.get(place.unit, Decimal(1)) >= _LEAST_IN_TABLE
    unit = next((u for u in ("万元", "亿元", "元") if _text(place).endswith(u)), "")
    if not unit:
        return abs(difference) >= (_LEAST_RATE if "%" in _text(place) else 1)
    return abs(difference) * _FACTORS[unit] >= _LEAST_IN_TEXT


def _value(text: str) -> Decimal:
    try:
        return Decimal("".join(c for c in text if c.isdigit() or c in ".-"))
    except InvalidOperation:
        return Decimal(0)


def _digits(text: str) -> list[int]:
    return [i for i, char in enumerate(text) if char.isdigit()]
