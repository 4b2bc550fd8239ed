"""Consoles that lack characters: what one cannot print is printed as near to it as it can."""

import codecs
import unicodedata

NEAREST = "audit.nearest"
# the minus of formulas, which GBK lacks
_NEAR = {"−": "-"}


def nearest(problem: UnicodeError) -> tuple[str, int]:
    """Handles the error of an encoder: a plain form of each character where there is one, else its code (`\\U0001f4c4`)."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    text = problem.object[problem.start : problem.end]
    return "".join(_printable(char, problem.encoding) for char in text), problem.end


def _printable(char: str, encoding: str) -> str:
    plain = _NEAR.get(char) or unicodedata.normalize("NFKC", char)
    escaped = plain.encode(encoding, "backslashreplace").decode(encoding)
    return escaped if escaped == plain else char.encode("ascii", "backslashreplace").decode("ascii")


codecs.register_error(NEAREST, nearest)
