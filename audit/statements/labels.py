"""Row labels: what the cells that name a row say."""

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "[一二三四五六七八九十]{1,3}"
# Numbering from the outermost level inwards, as official documents use it.
_MARKERS = (
    re.compile(rf"({_CHINESE})[、．.,，:：]"),
    re.compile(rf"[（(]({_CHINESE})[）)][、．.]?"),
    re.compile(r"(\d{1,2})(?:[、．]|[.,](?!\d))"),
    re.compile(r"[（(](\d{1,2})[）)][、．.]?"),
    re.compile(f"([{_CIRCLED}])"),
)
_PARTIAL = re.compile(r"其中[：:]?")
_CODE = re.compile(r"[\[【（(]?(\d{7}|\d{5}|\d{3})[\]】）)]?[-—_:：]?(?=[^\d.,，年月日元个人%\-—])")
_BARE_CODE = re.compile(r"\d{7}|\d{5}")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:数)?(?:[（(][^（）()]*[)）])?[：:]?$")
_QUOTES = re.compile(r"[“”\"'‘’「」]")
_COUNTED = re.compile(
    r"[（(](?:辆|台|套|台[、，,（(/]?套[）)]?|个|人|次|批|批次|人次|㎡|平方米)[）)]$"
    r"|^(?:国内|外事|国[（(]境[）)]外)?(?:公务)?接待(?:批次|人次)数?$|^因公出国[（(]境[）)](?:团组|人次)数?$|^公务用车(?:购置数量?|保有量)$"
)
# A row of dots only holds the place of rows that the unit does not have.
_PLACEHOLDER = re.compile(r"[….·\-—*]*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A row label taken apart: `其中：（1）公务用车购置费` is item 公务用车购置费, level 4, ordinal 1, partial."""

    item: str
    code: str = ""
    level: int = 0
    ordinal: int = 0
    partial: bool = False

    @property
    def total(self) -> bool:
        return is_total(self.item)

    @property
    def counts(self) -> bool:
        return counts_pieces(self.item)


def is_total(text: str) -> bool:
    return bool(_TOTAL.search(text))


def counts_pieces(item: str) -> bool:
    """Whether a row among rows of money counts people, vehicles or visits: 公务用车保有量（辆）, 国内公务接待批次."""
    return bool(_COUNTED.search(item))


@lru_cache(maxsize=4096)  # a document tells the same names again and again
def compact(text: str) -> str:
    """The text without any white space and quotation marks."""
    return _QUOTES.sub("", "".join(text.split()))


def read_label(text: str) -> Label:
    """The label in `text`; an empty item for blanks and placeholders (……)."""
    rest = compact(text)
    if _PLACEHOLDER.match(rest):
        return Label("")
    level = ordinal = 0
    partial = False
    if match := _PARTIAL.match(rest):
        partial, rest = True, rest[match.end() :]
    for depth, marker in enumerate(_MARKERS, 1):
        if (match := marker.match(rest)) and match.end() < len(rest):
            level, ordinal, rest = depth, _ordinal(match[1]), rest[match.end() :]
            break
    if match := _PARTIAL.match(rest):
        partial, rest = True, rest[match.end() :]
    code = ""
    if match := _CODE.match(rest):
        code, rest = match[1], rest[match.end() :]
    elif _BARE_CODE.fullmatch(rest):  # its name is lost or stands elsewhere
        code = rest
    return Label(rest.rstrip("：:"), code, level, ordinal, partial)


def _ordinal(text: str) -> int:
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.get(text, 0)
    return (_NUMERALS.get(tens, 0) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)


def joined_code(parts: list[str], above: str) -> str:
    """The code that the cells of 类, 款 and 项 spell: 201 | 13 | 1 is 2011301 (a leading zero can be lost).

    Cells that print the whole code (201 | 20113 | 2011301) count as they are; blank cells before the first filled one
    repeat the code of the row above.
    """
    code = ""
    filled = [index for index, part in enumerate(parts) if part]
    if filled and filled[0] > 0:
        code = above[: 1 + 2 * filled[0]]
    for part in parts:
        if part:
            code = part if len(part) >= 3 else code + part.zfill(2)
    return code if len(code) in (3, 5, 7) else ""
