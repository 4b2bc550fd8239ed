"""What an OCR engine reads → what is printed, where only one thing can be: marks of numbers, and marks beside Chinese text."""

import re

_CJK = r"\u3400-\u9fff\uf900-\ufaff"
# As the engine reads them, for the Chinese marks that they are beside Chinese text.
_FULL = {"(": "（", ")": "）", ":": "：", ";": "；", ",": "，", "?": "？", "!": "！"}
_LETTERS = str.maketrans("OoQDlIi|", "00001111")
_AMOUNT = re.compile(r"[-−–—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
# A run in which a number may hide: marks misread and letters for digits.
_NUMBER_LIKE = re.compile(r"(?<![A-Za-z\d.,，．])[-−–—]?[\dOoQDlIi|][\dOoQDlIi|.,，．。·:： ]*[\dOoQDlIi|]%?(?![A-Za-z\d])")


def as_printed(text: str) -> str:
    """The text with misread marks of numbers and half-width marks beside Chinese characters put right.

    Character for character: the result is as long as the text. A digit is never made of another digit, and a letter
    becomes one only within a number that is certain without it: 1,2O5.81, not O5.
    """
    text = _NUMBER_LIKE.sub(lambda match: _number(match[0]), text)
    return _chinese_marks(text)


def _number(text: str) -> str:
    """The run as a number if there is one way to see it as one; else as it is."""
    if _AMOUNT.fullmatch(text):
        return text
    digits = sum(c.isdigit() for c in text)
    letters = sum(c.isalpha() or c == "|" for c in text)
    if letters and (digits < 3 or letters > 1):
        return text
    plain = text.translate(_LETTERS) if letters else text
    marks = re.sub(r"[，．。·:：]", lambda mark: {"，": ",", ":": ":", "：": ":"}.get(mark[0], "."), plain)
    if letters and not re.search(r"[.,]", marks):
        return text
    return next((form for form in (marks, *_regrouped(marks)) if _AMOUNT.fullmatch(form) and _is_amount(form)), text)


def _is_amount(form: str) -> bool:
    """Two decimals, or groups of thousands: what a mark between digits means is certain then."""
    return bool(re.search(r"\.\d{2}%?$", form) or re.search(r",\d{3}(?!\d)", form))


def _regrouped(marks: str) -> list[str]:
    """1.234.56 and 1,234,56 as 1,234.56: of several marks the last, with two digits after it, is the point."""
    match = re.fullmatch(r"([-−–—]?\d{1,3}(?:[.,]\d{3})+)[.,](\d{2}%?)", marks)
    return [f"{match[1].replace('.', ',')}.{match[2]}"] if match else []


def _chinese_marks(text: str) -> str:
    if not re.search(f"[{_CJK}]", text):
        return text
    chars = list(text)
    for i, char in enumerate(chars):
        if char in _FULL and (_beside(text, i) or (char in "()" and _bracketed(text, i))):
            chars[i] = _FULL[char]
    return "".join(chars)


def _beside(text: str, i: int) -> bool:
    """Whether a Chinese character, or a mark that only Chinese text has, stands beside; a comma parts digits."""
    before, after = text[:i].rstrip(), text[i + 1 :].lstrip()
    near = before[-1:] + after[:1]
    if text[i] == "," and before[-1:].isdigit() and after[:1].isdigit():
        return False
    if text[i] == ":":
        return not (before[-1:].isdigit() and re.match(r"\d\d(?!\d)", after))
    return bool(re.search(f"[{_CJK}（）“”《》，。、；]", near))


def _bracketed(text: str, i: int) -> bool:
    """Whether the bracket's other half stands beside Chinese text or holds some."""
    if text[i] == "(":
        end = text.find(")", i)
        return end > 0 and bool(re.search(f"[{_CJK}]", text[i : end + 2]))
    start = text.rfind("(", 0, i)
    return start >= 0 and bool(re.search(f"[{_CJK}]", text[max(start - 1, 0) : i]))
