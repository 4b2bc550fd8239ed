"""Claims: what a sentence of the narrative says about figures."""

from dataclasses import dataclass
from functools import cached_property

from audit.numbers import Number
from audit.reading.document import Box, Paragraph

ROLES = (
    "current",  # the amount of the period the document is about
    "prior",  # the amount it is compared with
    "delta",  # the change, signed by its direction word
    "rate",  # delta ÷ prior, signed
    "part",
    "whole",
    "share",  # part ÷ whole
    "planned",  # 年初预算
    "executed",  # 决算
    "completion",  # executed ÷ planned
    "count",
)


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A number printed in the narrative: paragraph.text[start:end], its unit included."""

    paragraph: Paragraph
    start: int
    end: int
    sentence: tuple[int, int]
    number: Number

    @property
    def text(self) -> str:
        """The token with its unit, as printed: `34.42%`, `189万元`."""
        return self.paragraph.raw[self.start : self.end]

    @property
    def quote(self) -> str:
        return self.paragraph.raw[slice(*self.sentence)]

    @property
    def page(self) -> int:
        return self.paragraph.places[self.start][0]

    @property
    def boxes(self) -> list[Box]:
        return [box for page, box in self.paragraph.boxes(self.start, self.end) if page == self.page]


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """A number of a claim in its role."""

    role: str
    mention: Mention


@dataclass(frozen=True, eq=False)
class Claim:
    """Operands of one sentence that are about one item.

    item: what it is about, as the sentence or its context names it (`项目支出`, `行政运行`)
    code: classification code where the text prints one
    path: 类, 款, 项 names where the text gives them, outermost first
    fund: whose money the context says: "all", "appropriation", "general", "fund", "capital" or "" (not said)
    basis: what the change is measured against, as printed (`2023年预算`), or ""
    """

    item: str
    operands: tuple[Operand, ...]
    code: str = ""
    path: tuple[str, ...] = ()
    fund: str = ""
    basis: str = ""

    @cached_property
    def by_role(self) -> dict[str, Operand]:
        return {operand.role: operand for operand in self.operands}
