"""Text of documents made harmless for terminals and spreadsheets, and cut into lines of a width that Chinese needs."""

import re
from collections.abc import Iterable

from rich.cells import cell_len

# What spreadsheets take for a formula, full-width signs too; a lone - and a negative number harm nobody.
_FORMULA = re.compile(r"[=+@＝＋＠\t\r]|[-－](?![-－\s]*$|[\d,.]+[%％]?$)")
# A number stays whole and with its unit; a closing mark stays with what it closes.
_TOKEN = re.compile(r"(?:[±−]?[!-~]+[万亿]?元?|.)[，。、；：！？）》」』】％%]*")


def plain(text: str) -> str:
    """`text` on one line, without the control and direction characters that could steer a terminal."""
    return "".join(c for c in re.sub(r"\s+", " ", text) if c.isprintable()).strip()


def inert(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula, in a workbook or in CSV."""
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None


def tokens(text: str) -> list[str]:
    """The pieces of `text` that a line break may not split."""
    return _TOKEN.findall(text)


def filled(pieces: Iterable[str], width: int) -> list[str]:
    """The pieces in lines of at most `width` columns, a Chinese character being two wide. Never empty."""
    lines, line, used = [], "", 0
    for piece in pieces:
        size = cell_len(piece)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = cell_len(piece)
        line += piece
        used += size
    return [*lines, line]


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns."""
    return filled(tokens(text), width)


def shortened(text: str, width: int) -> str:
    """`text` cut to `width` columns, with … where something is left out."""
    if cell_len(text) <= width:
        return text
    return wrapped(text, width - 2)[0] + "…"
