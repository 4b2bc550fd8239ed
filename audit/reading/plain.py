"""Text of files without a page: the same plain form that the characters of a page get."""

import re
import unicodedata

from audit.reading.glyphs import normalized
from audit.reading.page import printed
from audit.reading.text import is_spaced

# How wide a space is, in em, where no page says it.
_NARROW, _FULL, _TAB = 0.5, 1.0, 2.0
_WINDOW = 20


def plain_paragraph(text: str) -> tuple[str, str]:
    """(normalised, as printed), of one length, without spaces beside Chinese characters; as `Paragraph` holds them."""
    plain: list[str] = []
    raw: list[str] = []
    gap = 0.0
    chars = list(text)
    for place, char in enumerate(chars):
        if char.isspace():
            gap += _TAB if char == "\t" else _FULL if char == "\u3000" else _NARROW
            continue
        if unicodedata.category(char) in ("Cc", "Cf"):
            continue
        form = normalized(char)
        if gap and plain and form < "\x80" and plain[-1] < "\x80":
            following = [normalized(c) for c in chars[place : place + _WINDOW]]
            if is_spaced(plain, following, gap):
                plain.append(" ")
                raw.append(" ")
        plain.append(form)
        raw.append(printed(char))
        gap = 0.0
    return "".join(plain), "".join(raw)


def plain_cell(text: str) -> str:
    """The text of a cell: its lines joined as if never broken, but Latin words kept apart; no space between two ideographs."""
    joined = ""
    for line in text.split("\n"):
        piece = _plain_line(line)
        if joined and piece and _is_word(joined[-1]) and _is_word(piece[0]):
            joined += " "
        joined += piece
    return joined


def _plain_line(line: str) -> str:
    printable = "".join(normalized(c) for c in line if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", re.sub(r"\s+", " ", printable).strip())


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalpha()
