"""A stretch of text as proposals are held against it, and the reasons for which they are dropped."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from audit.claims.model import Mention
from audit.claims.numerals import Numeral
from audit.proposals.candidates import Question
from audit.proposals.labels import Labels
from audit.proposals.words import period, words_before

Reason = Literal[
    "quote",  # not a stretch of the text, or one that stands there twice
    "number",  # not a whole numeral of the quote, printed there twice, or of the wrong kind
    "role",  # the words beside the number give it another role
    "direction",  # no direction word, or two
    "figure",  # not on offer
    "label",  # the figure is not called what the claim is about
    "item",  # the item does not stand beside the number as a whole phrase, or another item does
    "period",  # the figure is of another period or fund
    "ambiguous",  # the tables print more than one value for it
    "apart",  # the numbers do not belong together: others stand between
    "incomplete",  # too few operands for its kind, or a role twice
    "approximate",  # 约, 余: nothing can be checked against it
    "settled",  # speaks of no number that is still open
    "repeated",  # proposed before
    "unsupported",  # rests on a base that only a table prints, and holds nowhere else
]

# After these words a number is no longer the item's own.
_BREAKS = ("其中", "包括", "原因", "由于", "因为", "用于", "主要是")


class Ungrounded(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Grounds:
    """What is known of the document: names of its figures, funds its tables tell apart, year, whether it reports execution."""

    labels: Labels
    funds: frozenset[str]
    year: int | None
    final_accounts: bool


@dataclass(frozen=True, eq=False)
class Passage:
    """The paragraph a question was about, with the amounts and rates it prints."""

    question: Question
    grounds: Grounds

    @property
    def text(self) -> str:
        return self.question.read.paragraph.text

    @property
    def headings(self) -> tuple[str, ...]:
        return self.question.read.section.headings

    @cached_property
    def numerals(self) -> list[Numeral]:
        return [n for n in self.question.read.numerals if n.kind in ("amount", "rate")]

    @cached_property
    def numbers(self) -> list[Mention]:
        return [n.mention for n in self.numerals]

    def words_before(self, mention: Mention) -> str:
        return words_before(mention, self.numbers)

    def period(self, mention: Mention) -> str:
        return period(self.words_before(mention), self.grounds.year)

    def sentence_start(self, mention: Mention) -> int:
        return self.text.rfind("。", 0, mention.start) + 1

    def runs_on(self, start: int, end: int, item: str) -> bool:
        """Whether text[start:end] goes on about the item: no full stop, no 其中 or 由于, no other item of the tables."""
        between = self.text[start:end]
        return "。" not in between and not any(word in between for word in _BREAKS) and not self._names_another(between, item)

    def _names_another(self, between: str, item: str) -> bool:
        return self.grounds.labels.names_another(between, item)
