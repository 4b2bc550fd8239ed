"""Characters → tokens (runs that belong together on one line) → text of lines and cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from audit.reading.document import Box
from audit.reading.page import Char

if TYPE_CHECKING:
    from audit.reading.phrases import Phrase

_NUMERIC = frozenset("0123456789.,%-+−–—")
_NUMBER = re.compile(r"[-+−–—]?\d[\d,]*\.?\d*%?")
_middle = attrgetter("middle")
_left = attrgetter("x0")


@dataclass(slots=True)
class Token:
    """Characters of one line without a gap, all numeric or none; `spaced` when a space is printed before it.

    `text` is normalised: half-width digits, Chinese punctuation as printed.
    """

    chars: list[Char]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool
    middle: float
    size: float

    @property
    def box(self) -> Box:
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None


def token_of(chars: list[Char], spaced: bool = False) -> Token:
    first = chars[0]
    text, x0, y0, x1, y1 = first.text, first.x0, first.y0, first.x1, first.y1
    if len(chars) > 1:
        text = "".join([c.text for c in chars])
        x0, x1 = min([c.x0 for c in chars]), max([c.x1 for c in chars])
        y0, y1 = min([c.y0 for c in chars]), max([c.y1 for c in chars])
    return Token(chars, text, x0, y0, x1, y1, spaced, (y0 + y1) / 2, first.size)


def tokens(chars: Iterable[Char]) -> list[Token]:
    """Tokens in file order. A digit beside a CJK character starts a new one: they can stand in different cells."""
    found: list[Token] = []
    run: list[Char] = []
    spaced = run_spaced = numeric = False
    end = level = 0.0
    for char in chars:
        text = char.text
        if text == " ":
            spaced = True
            continue
        was_numeric, numeric = numeric, text in _NUMERIC
        before, end = end, char.x1
        beside, level = level, char.y0 + char.y1
        size = char.size
        if (
            run
            and not spaced
            and numeric == was_numeric
            and -0.4 * size < char.x0 - before < 0.3 * size
            and -0.6 * size < level - beside < 0.6 * size
        ):
            run.append(char)
            continue
        if run:
            found.append(token_of(run, run_spaced))
        run, run_spaced, spaced = [char], spaced, False
    if run:
        found.append(token_of(run, run_spaced))
    return found


@dataclass(slots=True)
class TextLine:
    """Tokens on one line, from left to right; `phrases` are kept here once they are made."""

    tokens: list[Token]
    y0: float
    y1: float
    phrases: "list[Phrase] | None" = None

    @property
    def x0(self) -> float:
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        return max(t.x1 for t in self.tokens)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        return (self.x0, self.y0, self.x1, self.y1)

    @property
    def size(self) -> float:
        return max(t.size for t in self.tokens)

    @property
    def text(self) -> str:
        return line_text(self.tokens)


def text_lines(found: Iterable[Token]) -> list[TextLine]:
    """Lines from top to bottom: tokens whose middles lie within half a character of the line's first."""
    lines: list[TextLine] = []
    middle = size = 0.0
    for token in sorted(found, key=_middle):
        if lines and token.middle - middle < 0.45 * min(token.size, size):
            line = lines[-1]
            line.tokens.append(token)
            if token.y0 < line.y0:
                line.y0 = token.y0
            if token.y1 > line.y1:
                line.y1 = token.y1
        else:
            lines.append(TextLine([token], token.y0, token.y1))
            middle, size = token.middle, token.size
    for line in lines:
        if len(line.tokens) > 1:
            line.tokens.sort(key=_left)
    return lines


def line_text(line: Iterable[Token]) -> str:
    """Tokens of one line joined; a printed space stays unless it parts two CJK characters."""
    text = ""
    for token in line:
        piece = token.text
        if text and token.spaced and (text[-1].isascii() or piece[0].isascii()):
            text += " "
        text += piece
    return text


def cell_text(found: list[Token]) -> str:
    """The text of a cell: its lines joined as if never broken, but Latin words kept apart."""
    if len(found) == 1:
        return found[0].text
    if _runs_up(found) or _runs_down(found):
        return "".join(token.text for token in found)
    text = ""
    for line in text_lines(found):
        piece = line.text
        if text and _is_word(text[-1]) and _is_word(piece[0]):
            text += " "
        text += piece
    return text


def _runs_up(found: list[Token]) -> bool:
    """True for characters set sideways, each above the one before it in the file."""
    column = all(len(t.chars) == 1 and abs(t.x0 - found[0].x0) < 0.5 * t.size for t in found)
    return column and all(b.middle < a.middle - 0.5 * a.size for a, b in pairwise(found))


def _runs_down(found: list[Token]) -> bool:
    """True for characters set one below the other in columns from right to left, as the file tells them."""
    if len(found) < 4 or any(len(t.chars) > 1 for t in found):
        return False
    columns = 1
    for a, b in pairwise(found):
        if abs(b.x0 - a.x0) < 0.5 * a.size and b.middle > a.middle + 0.5 * a.size:
            continue
        if not (b.x0 < a.x0 - 0.5 * a.size and b.middle < a.middle):
            return False
        columns += 1
    return columns > 1


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalpha()
