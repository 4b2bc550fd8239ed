"""Tokens → phrases: what stands together on one line, and so in one cell, where no ruled line says it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.reading.document import Box
from audit.reading.tokens import TextLine, Token, line_text, text_lines

# Gaps, in characters: between spread characters (合　　计), where a space is printed, and where none is.
_SPREAD_GAP = 6.0
_SPACE = 1.2
_TOUCHING = 0.35
_DASH = re.compile(r"[-—–]{1,2}")
_CODE = re.compile(r"\d+")
_AMOUNT = re.compile(r",\d{3}|\.\d\d$")
_UNIT = re.compile(r"[万亿元%个辆人次项件台套户家平㎡]")
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|[合总小]计|本年")
_SPREAD = re.compile("[合总小]计|收入|支出|项目|科目|金额|序号|备注|[栏行]次|名称|单位|编码|代码|数量|部门|类别|来源|说明")
_VALUE = re.compile(r"[-+−–—]?[¥￥]?\d[\d,，]*(?:\.\d+)?%?|[-—–]{1,2}|无")


@dataclass(slots=True)
class Phrase:
    """`is_value` is true for figures, codes and what is printed for nothing (-, 无)."""

    tokens: list[Token]
    text: str
    is_value: bool
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


def phrases(found: Sequence[Token]) -> list[Phrase]:
    """Phrases line by line, from left to right."""
    if len(found) == 1:
        return [_phrase([*found])]
    return [phrase for line in text_lines(found) for phrase in line_phrases(line)]


def line_phrases(line: TextLine) -> list[Phrase]:
    if line.phrases is None:
        line.phrases = _made(line)
    return line.phrases


def _made(line: TextLine) -> list[Phrase]:
    indent = _indent(line.tokens)
    runs: list[list[Token]] = [line.tokens[:indent]] if indent else []
    spread = 0.0
    for token in line.tokens[indent:]:
        gap = token.x0 - max(t.x1 for t in runs[-1]) if runs else 0.0
        if runs and _goes_on(runs[-1], token, gap, spread):
            spread = gap if gap > _SPACE * token.size else spread
            runs[-1].append(token)
        else:
            spread = 0.0
            runs.append([token])
    return [_phrase(run) for run in runs]


def _indent(found: Sequence[Token]) -> int:
    """How many tokens at the start of a line are dashes that set its label in (- - 行政运行), with the label's first."""
    k = 0
    while k < len(found) and _DASH.fullmatch(found[k].text):
        k += 1
    if not 0 < k < len(found) or any(b.x0 - a.x1 > _SPACE * b.size for a, b in pairwise(found[: k + 1])):
        return 0
    named = found[k + 1 : k + 2]
    is_code = _CODE.fullmatch(found[k].text) is not None and any(not t.is_number for t in named)
    return k + 1 if is_code or not found[k].is_number else 0


def _phrase(run: list[Token]) -> Phrase:
    if len(run) == 1:
        token = run[0]
        return Phrase(run, token.text, _VALUE.fullmatch(token.text) is not None, token.x0, token.y0, token.x1, token.y1)
    text = line_text(run)
    return Phrase(
        run,
        text,
        _VALUE.fullmatch(text) is not None,
        run[0].x0,
        min(t.y0 for t in run),
        max(t.x1 for t in run),
        max(t.y1 for t in run),
    )


def _goes_on(run: list[Token], token: Token, gap: float, spread: float) -> bool:
    size = token.size
    before = run[-1]
    if _DASH.fullmatch(before.text) and _LABEL.match(token.text):
        return False
    if before.is_number and (_LABEL.match(token.text) or (_AMOUNT.search(before.text) and not _UNIT.match(token.text))):
        return False
    if gap < _TOUCHING * size:
        return not (before.is_number and token.is_number) and (gap < 0.2 * size or _may_part(run, token))
    if gap < _SPACE * size and token.spaced:
        return _may_part(run, token)
    if len(token.chars) > 1 or len(before.chars) > 1:
        return False
    return (gap < _SPREAD_GAP * size and _SPREAD.fullmatch(line_text([*run, token])) is not None) or 0 < gap < 1.3 * spread


def _may_part(run: list[Token], token: Token) -> bool:
    """True where a space can stand within one cell: between texts, codes and names, figures and units.

    Other figures end their cell, and what follows them is the next cell's.
    """
    before = run[-1]
    if (len(run) == 1 and _DASH.fullmatch(before.text)) or (before.is_number and token.is_number):
        return False
    if before.is_number:
        return _UNIT.match(token.text) is not None or (_CODE.fullmatch(before.text) is not None and not _LABEL.match(token.text))
    return not token.is_number or _CODE.fullmatch(token.text) is not None
