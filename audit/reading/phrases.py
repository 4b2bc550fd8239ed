"""Tokens → phrases: what stands together on one line, and so in one cell, where no ruled line says it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audit.reading.document import Box
from audit.reading.tokens import TextLine, Token, line_text, text_lines

# Gaps, in characters: between spread characters (合　　计), where a space is printed, and where none is.
_SPREAD_GAP = 6.0
_SPACE = 1.2
_TOUCHING = 0.35
_DASH = re.compile(r"[-—–]{1,2}")
_CODE = re.compile(r"\d+")
_UNIT = re.compile(r"[万亿元%个辆人次项件台套户家平㎡]")
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|[合总小]计|本年")
_SPREAD = re.compile("[合总小]计|收入|支出|项目|科目|金额|序号|备注|[栏行]次|名称|单位|编码|代码|数量|部门|类别|来源|说明")
_VALUE = re.compile(r"[-+−–—]?[¥￥]?\d[\d,，]*(?:\.\d+)?%?|[-—–]{1,2}|无")


@dataclass(slots=True)
class Phrase:
    tokens: list[Token]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def box(self) -> Box:
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def size(self) -> float:
        return self.tokens[0].size

    @property
    def text(self) -> str:
        return line_text(self.tokens)

    @property
    def is_value(self) -> bool:
        """True for figures, codes and what is printed for nothing (-, 无)."""
        return _VALUE.fullmatch(self.text) is not None


def phrases(found: Iterable[Token]) -> list[Phrase]:
    """Phrases line by line, from left to right."""
    return [phrase for line in text_lines(found) for phrase in line_phrases(line)]


def line_phrases(line: TextLine) -> list[Phrase]:
    made: list[Phrase] = []
    spread = 0.0
    for token in line.tokens:
        last = made[-1] if made else None
        gap = token.x0 - last.x1 if last is not None else 0.0
        if last is not None and _goes_on(last, token, gap, spread):
            spread = gap if gap > _SPACE * token.size else spread
            last.tokens.append(token)
            last.x1 = max(last.x1, token.x1)
            last.y0, last.y1 = min(last.y0, token.y0), max(last.y1, token.y1)
        else:
            spread = 0.0
            made.append(Phrase([token], token.x0, token.y0, token.x1, token.y1))
    return made


def _goes_on(last: Phrase, token: Token, gap: float, spread: float) -> bool:
    size = token.size
    before = last.tokens[-1]
    if gap < _TOUCHING * size:
        return not (before.is_number and token.is_number) and (gap < 0.2 * size or _may_part(last, token))
    if gap < _SPACE * size and token.spaced:
        return _may_part(last, token)
    if len(token.chars) > 1 or len(before.chars) > 1:
        return False
    return (gap < _SPREAD_GAP * size and _SPREAD.fullmatch(last.text + token.text) is not None) or 0 < gap < 1.3 * spread


def _may_part(last: Phrase, token: Token) -> bool:
    """True where a space can stand within one cell: between texts, codes and names, figures and units.

    Other figures end their cell, and what follows them is the next cell's.
    """
    before = last.tokens[-1]
    if _DASH.fullmatch(last.text) or (before.is_number and token.is_number):
        return False
    if before.is_number:
        return _UNIT.match(token.text) is not None or (_CODE.fullmatch(before.text) is not None and not _LABEL.match(token.text))
    return not token.is_number or _CODE.fullmatch(token.text) is not None
