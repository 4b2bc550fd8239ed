"""The numbers that Word prints before list paragraphs and does not keep in their text: 一、（一）1."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


class Numbering:
    """The lists of a document and how far each has counted. Paragraphs have to be asked for in their order."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        abstract = {a.get(qn("w:abstractNumId")): _levels(a) for a in root.iterchildren(qn("w:abstractNum"))}
        for num in root.iterchildren(qn("w:num")):
            identity = num.get(qn("w:numId"))
            reference = num.find(qn("w:abstractNumId"))
            base = reference.get(qn("w:val")) if reference is not None else ""
            overrides = list(num.iterchildren(qn("w:lvlOverride")))
            # two lists of one definition go on counting, unless one of them starts anew
            self._list_of[identity] = identity if overrides else base
            self._levels[identity] = abstract.get(base, {}) | _overridden(overrides, abstract.get(base, {}))

    def label(self, identity: str, level: int) -> str:
        """The number of the next paragraph of a list on a level, as printed; "" for bullets and unknown lists."""
        known = self._levels.get(identity, {})
        if level not in known:
            return ""
        counts = self._counts[self._list_of[identity]]
        counts[level] = counts.get(level, known[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        if known[level].form in ("bullet", "none"):
            return ""
        text = known[level].text
        for depth in range(level + 1):
            if depth in known:
                value = counts.setdefault(depth, known[depth].start)
                text = text.replace(f"%{depth + 1}", numeral(value, known[depth].form))
        return text


def _levels(parent: Any) -> dict[int, _Level]:
    return {int(level.get(qn("w:ilvl"), "0")): _level(level) for level in parent.iterchildren(qn("w:lvl"))}


def _level(element: Any) -> _Level:
    start = _value(element, "w:start")
    return _Level(int(start) if start.isdigit() else 1, _value(element, "w:numFmt") or "decimal", _value(element, "w:lvlText"))


def _overridden(overrides: list[Any], base: dict[int, _Level]) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for override in overrides:
        depth = int(override.get(qn("w:ilvl"), "0"))
        start = _value(override, "w:startOverride")
        if depth in base and start.isdigit():
            found[depth] = _Level(int(start), base[depth].form, base[depth].text)
        found |= _levels(override)
    return found


def _value(parent: Any, name: str) -> str:
    element = parent.find(qn(name))
    return str(element.get(qn("w:val"), "")) if element is not None else ""


def numeral(value: int, form: str) -> str:
    """A number in one of Word's forms (ST_NumberFormat, ISO/IEC 29500-1, 17.18.59); digits for those not met in Chinese."""
    if "chinese" in form.lower() or form in ("japaneseCounting", "ideographDigital", "taiwaneseCounting"):
        return _chinese(value)
    if form == "decimalEnclosedCircle" or form == "decimalEnclosedCircleChinese":
        return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(value).lower() if form == "lowerRoman" else _roman(value)
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + "十" * (tens > 0) + (_DIGITS[ones] if ones else "")


def _roman(value: int) -> str:
    text = ""
    for size, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (value // size)
        value %= size
    return text
