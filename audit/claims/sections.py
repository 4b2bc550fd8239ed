"""The headings a paragraph stands under, and what they say of it."""

import re
from dataclasses import dataclass

from audit.claims.subjects import Subject, headings_fund, subject_of
from audit.reading.document import Paragraph

# Outermost first; a heading ends the sections of its own level and deeper.
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十]+部分"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
)


@dataclass(frozen=True)
class Section:
    """Headings above a paragraph, outermost first, without their numbering's paragraph text."""

    headings: tuple[str, ...] = ()

    @property
    def fund(self) -> str:
        """Whose money the headings speak of, or ""."""
        return headings_fund(self.headings)


def entered(section: Section, paragraph: Paragraph) -> Section:
    """The section that a paragraph stands in: a new one where it is, or begins with, a numbered heading.

    A heading without a number begins afresh; numbered explanations of terms are no headings.
    """
    level = _level(paragraph.text)
    if paragraph.kind in ("terms", "contents") or (level is None and paragraph.kind != "heading"):
        return section
    if level is None:
        return Section((paragraph.text[:40],))
    kept = tuple(h for h in section.headings if (_level(h) or 0) < level)
    heading = re.split(r"[。；，\d]", re.sub(r"20\d\d\s*年(?:度)?", "", paragraph.text), maxsplit=1)[0]
    return Section((*kept, heading[:40]))


def section_subject(section: Section) -> Subject | None:
    """What a sentence without a subject is about: its heading's item (（二）项目支出情况说明)."""
    if not section.headings:
        return None
    return subject_of(re.sub(r"情况(?:说明)?$", "", section.headings[-1]))


def _level(text: str) -> int | None:
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), None)
