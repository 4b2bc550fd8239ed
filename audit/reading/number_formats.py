"""A number of a spreadsheet as its cell prints it: precision decides intervals, so 1234.5 shown as 1,234.50 is 1,234.50.

The parts of format codes that amounts, rates and codes use (ECMA-376 Part 1, 18.8.31): up to four sections, conditions,
digits, thousands, scaling commas, percent, literals. Dates are shown by year, month and day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from audit.numbers import ZERO, decimal_text

_TOKEN = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]|[^"\\!_*\[]', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)")
_PLACES = frozenset("0#?")
# What Excel keeps of a number, and what it shows of one without a format.
_DIGITS, _GENERAL_DIGITS = 15, 11


@dataclass(frozen=True)
class _Section:
    """One section of a format: literals before and after the digits, and how these are printed.

    inner: literals between whole digits, by how many places stand to their right: `0!.0,` shows 万元 of an amount in 元
    """

    prefix: str
    suffix: str
    whole: str
    decimals: str
    grouped: bool
    scale: int
    percent: bool
    exponent: bool
    condition: tuple[str, Decimal] | None
    general: bool
    inner: tuple[tuple[int, str], ...] = ()


def exact(value: int | float) -> Decimal:
    """The number that the file means: a spreadsheet's floats carry fifteen digits, the rest is noise of their binary form."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")


def shown(value: object, code: str) -> str:
    """The text that a cell with this value and format prints."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(exact(value), code)
    if isinstance(value, datetime | date):
        months = "d" not in re.sub(r'"[^"]*"|\[[^\]]*\]', "", code).lower()
        return f"{value.year}年{value.month}月" + ("" if months else f"{value.day}日")
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _number(value: Decimal, code: str) -> str:
    sections = _sections(code)
    section, signed = _chosen(value, sections)
    if section is None:
        return ""
    if section.general or section.exponent:
        return ("-" if signed and value < 0 else "") + section.prefix + _general(abs(value)) + section.suffix
    amount = abs(value) * (100 if section.percent else 1) / Decimal(1000) ** section.scale
    digits = _digits(amount, section)
    minus = "-" if signed and value < 0 and any(c in "123456789" for c in digits) else ""
    return f"{minus}{section.prefix}{digits}{section.suffix}"


def _chosen(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """(the section that formats the value, whether it leaves the minus sign to be printed)."""
    conditioned = [section for section in sections if section.condition is not None]
    if conditioned:
        for section in conditioned:
            assert section.condition is not None
            if _meets(value, *section.condition):
                return section, True
        rest = [section for section in sections if section.condition is None]
        return (rest[0], True) if rest else (None, True)
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _meets(value: Decimal, relation: str, bound: Decimal) -> bool:
    match relation:
        case "<":
            return value < bound
        case ">":
            return value > bound
        case "<=":
            return value <= bound
        case ">=":
            return value >= bound
        case "=":
            return value == bound
        case _:
            return value != bound


def _digits(amount: Decimal, section: _Section) -> str:
    if not section.whole and not section.decimals:
        return ""
    text = decimal_text(amount, len(section.decimals), section.grouped)
    whole, _, tail = text.partition(".")
    # places marked # or ? print nothing where there is nothing
    kept = len(section.decimals)
    while kept and section.decimals[kept - 1] != "0" and tail[kept - 1] == "0":
        kept -= 1
    least = section.whole.count("0")
    if amount < 1 and whole == "0" and not least:
        whole = ""
    elif len(whole) < least:
        whole = whole.zfill(least)
    for places, literal in section.inner:
        whole = whole[:-places] + literal + whole[-places:]
    return whole + ("." + tail[:kept] if section.decimals and (kept or "0" in section.decimals) else "")


def _general(value: Decimal) -> str:
    """Without a format: as many digits as there are, up to eleven."""
    if value == ZERO:
        return "0"
    text = f"{Decimal(f'{value:.{_GENERAL_DIGITS}g}'):f}" if value < 10**_GENERAL_DIGITS else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[str]] = [[]]
    for token in _TOKEN.findall(code or "General"):
        if token == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    # the fourth formats text
    return tuple(_section(part) for part in parts[:3])


def _section(tokens: list[str]) -> _Section:
    prefix = suffix = whole = decimals = ""
    grouped = percent = False
    commas = 0
    in_decimals = begun = False
    condition: tuple[str, Decimal] | None = None
    inner: list[tuple[int, str]] = []
    plain = "".join(tokens)
    if re.search("general|@", re.sub(r'"[^"]*"', "", plain), re.IGNORECASE):
        words = [t for t in tokens if t.startswith('"')]
        return _Section("", "".join(w.strip('"') for w in words), "", "", False, 0, False, False, None, True)
    for token in tokens:
        literal = _literal(token)
        if match := _CONDITION.fullmatch(token):
            condition = (match[1], Decimal(match[2]))
        elif token in _PLACES:
            if commas and not in_decimals:
                grouped, commas = True, 0
            begun = True
            if in_decimals:
                decimals += token
            else:
                if whole and suffix:
                    inner.append((len(whole), suffix))
                    suffix = ""
                whole += token
        elif token == "." and not in_decimals:
            in_decimals = begun = True
        elif token == "," and begun:
            commas += 1
        elif begun:
            suffix += literal
        else:
            prefix += literal
        percent = percent or token == "%"
    exponent = re.search(r"[0#?]E[+-]", plain, re.IGNORECASE) is not None
    # commas after the last digit scale by a thousand each
    places = tuple((len(whole) - before, literal) for before, literal in inner)
    return _Section(prefix, suffix, whole, decimals, grouped, commas, percent, exponent, condition, False, places)


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token.strip('"')
    if token[0] in "\\!":
        return token[1:]
    if token[0] in "_*":
        return ""
    if token[0] == "[":
        currency = _CURRENCY.match(token)
        return currency[1] if currency else ""
    return token
