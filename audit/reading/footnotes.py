"""Footnotes: the marks that refer to them are no part of the numbers before them, and they no part of the text above."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from statistics import median

from audit.reading.lines import Line
from audit.reading.page import Char

# Of the text's size: a mark is smaller than this, and raised by so much; notes are set smaller than the text by so much.
_SMALL = 0.75
_RAISED = 0.12
_NOTE = 0.9
# A line that ends so many characters early is the last one of its note.
_SHORT = 3.0
# Of its size, what a character's box reaches below the baseline.
_DESCENT = 0.12
_MARKS = frozenset("0123456789*[]〔〕①②③④⑤⑥⑦⑧⑨⑩")
_BEGINS = re.compile(r"[①-⑳]|[\[〔]\d{1,2}[\]〕]|[*※]|注\s*\d*[:：]")
_NUMBER = re.compile(r"[1-9]\d?")
# Between a number of two digits and what it numbers is at least this gap.
_GAP = 0.15


def without_marks(line: Line) -> Line | None:
    """The line without small raised figures that refer to notes; None where it holds nothing else."""
    size = line.size
    baseline = next(_baseline(c) for c in line.chars if c.size >= size)
    kept: list[Char] = []
    for char in line.chars:
        is_mark = char.text in _MARKS and char.size < _SMALL * size and baseline - _baseline(char) > _RAISED * size
        # square metres are no mark
        if not is_mark or (kept and kept[-1].text.isascii() and kept[-1].text.isalpha()):
            kept.append(char)
    return replace(line, chars=kept) if kept else None


def _baseline(char: Char) -> float:
    return char.y1 - _DESCENT * char.size


def foot_of_page(lines: Sequence[Line]) -> list[list[Line]]:
    """The footnotes of a page, each with its lines: the last lines from a mark on, smaller than the text above them.

    Numbers count on from note to note, and are left out: as raised figures they only say which place of the text is meant.
    """
    if not lines:
        return []
    largest = _NOTE * median(line.size for line in lines)
    small = list(takewhile(lambda line: line.size <= largest and not line.column, reversed(lines)))[::-1]
    right = max(line.x1 for line in lines)
    notes: list[list[Line]] = []
    number = 0
    for line in small:
        length = _number_length(line)
        found = int("".join(c.text for c in line.chars[:length])) if length else 0
        if found and number in (0, found - 1):
            number = found
            notes.append([replace(line, chars=line.chars[length:])])
        elif _BEGINS.match(line.text) or (notes and right - notes[-1][-1].x1 >= _SHORT * line.size):
            notes.append([line])
        elif notes:
            notes[-1].append(line)
    return notes


def _number_length(line: Line) -> int:
    """How many characters the number of a note takes at the beginning of a line: it stands apart, or in other type."""
    end = 1
    while end < len(line.chars) and not _parted(line.chars[end - 1], line.chars[end]):
        end += 1
    number = "".join(c.text for c in line.chars[:end])
    return end if end < len(line.chars) and _NUMBER.fullmatch(number) else 0


def _parted(left: Char, right: Char) -> bool:
    return abs(left.size - right.size) > 0.1 * right.size or right.x0 - left.x1 > _GAP * right.size
