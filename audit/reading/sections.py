"""What a paragraph is by its place in the document: a heading, a line of the contents, a definition, or text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Outermost first.
_ORDINALS = (
    re.compile(r"第([一二三四五六七八九十\d]+)(?:部分|章|节)"),
    re.compile(r"([一二三四五六七八九十]{1,3})[、.．]"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"(\d{1,2})(?:[、）)]|[.．](?!\d))"),
    re.compile(r"[（(](\d{1,2})[）)]|([①-⑳])"),
)
# 2.3“三公”经费, and not 2.3万元
_SECTION = re.compile(r"\d{1,2}(?:[.．]\d{1,2}){1,3}\s*(?![万亿元个人辆])[“《\u4e00-\u9fff]")
LEADERS = re.compile(r"[.．…·・‥_-]{4,}[\d（）()]*$|…{2,}[\d（）()]*$")
_CONTENTS = re.compile(r"目录[:：]?")
_TERMS = re.compile(r"(?:名词|术语|用语)\S{0,8}(?:解释|说明|释义)[:：]?$")
_ATTACHMENT = re.compile(r"附[件表录]?[:：一二三四五六七八九十\d]")
_AMOUNT = re.compile(r"\d[万亿]?元(?!及?以[上下内]|[（(]含)")
_LONGEST_HEADING = 50
_SHORT_TITLE = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before its kind is known. `after_table`: a table stands between it and the paragraph before."""

    text: str
    centred: bool
    large: bool
    after_table: bool


def level(text: str) -> int | None:
    """How deep the numbering that the text begins with lies: 0 for 第一部分, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）."""
    return next((depth for depth, pattern in enumerate(_ORDINALS) if pattern.match(text)), None)


def begins_item(text: str) -> bool:
    """True where a numbered item or section begins."""
    return level(text) is not None or _SECTION.match(text) is not None


def kinds(drafts: Iterable[Draft]) -> list[str]:
    """The kind of each paragraph: "heading", "contents", "terms" or "text"."""
    found: list[str] = []
    contents: _Contents | None = None
    terms: _Terms | None = None
    for draft in drafts:
        if contents is not None and not contents.holds(draft):
            contents = None
        if terms is not None and not terms.holds(draft):
            terms = None
        if _CONTENTS.fullmatch(draft.text):
            contents = _Contents()
            found.append("contents")
        elif contents is not None or LEADERS.search(draft.text):
            found.append("contents")
        elif _is_heading(draft):
            if _TERMS.search(draft.text):
                terms = _Terms(draft)
            found.append("heading")
        else:
            found.append("terms" if terms is not None else "text")
    return found


def _is_heading(draft: Draft) -> bool:
    text = draft.text
    if len(text) <= _SHORT_TITLE and _TERMS.search(text):
        return True
    if level(text) is None and not draft.centred and not draft.large:
        return False
    return len(text) <= _LONGEST_HEADING and not re.search(r"[。；，？！]|[：:].", text) and not _AMOUNT.search(text)


class _Contents:
    """The lines under 目录, up to where its first entry is met again as a heading or a sentence is printed."""

    def __init__(self) -> None:
        self._first: Draft | None = None

    def holds(self, draft: Draft) -> bool:
        if draft.after_table or "。" in draft.text or len(draft.text) > 2 * _LONGEST_HEADING:
            return False
        if self._first is None:
            self._first = draft
            return True
        if draft.centred and not self._first.centred:
            return False
        if LEADERS.search(self._first.text):
            return LEADERS.search(draft.text) is not None
        return _entry(draft.text) != _entry(self._first.text)


def _entry(text: str) -> str:
    """What names an entry of the contents: its number, or else its words without the page."""
    match = next((m for pattern in _ORDINALS if (m := pattern.match(text))), None)
    return match.group() if match else re.sub(r"\d+$", "", text)


class _Terms:
    """The paragraphs under 名词解释, up to the next heading of its own level, a table, or sums of money."""

    def __init__(self, heading: Draft) -> None:
        self._level = level(heading.text)
        self._next = _ordinal(heading.text) + 1

    def holds(self, draft: Draft) -> bool:
        if draft.after_table or _ATTACHMENT.match(draft.text) or _AMOUNT.search(draft.text):
            return False
        depth = level(draft.text)
        if depth is None:
            return not (_is_heading(draft) and draft.centred)
        if self._level is None:
            return depth > 0
        return depth > self._level or (depth == self._level and _ordinal(draft.text) != self._next)


def _ordinal(text: str) -> int:
    """The number that the text begins with; -1 without one."""
    match = next((m for pattern in _ORDINALS if (m := pattern.match(text))), None)
    numeral = next((g for g in match.groups() if g), "") if match else ""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    value = 0
    for char in numeral:
        digit = "一二三四五六七八九".find(char) + 1
        value = (value or 1) * 10 if char == "十" else value + digit
    return value if numeral else -1
