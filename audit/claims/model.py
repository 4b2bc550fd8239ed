"""Claims: what a sentence of the narrative says about figures."""

from dataclasses import dataclass
from functools import cached_property

from audit.claims.subjects import Subject
from audit.numbers import Number
from audit.reading.document import Box, Paragraph

ROLES = (
    "current",  # the amount of the period the document is about
    "prior",  # the amount it is compared with
    "delta",  # the change
    "rate",  # delta ÷ prior
    "share",  # current ÷ the whole's current
    "planned",  # 年初预算 beside 决算
    "executed",  # 决算 beside 年初预算
    "completion",  # executed ÷ planned
)


# No table holds money of this fund.
UNCERTAIN_FUND = "uncertain"


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
    def page(self) -> int | None:
        return self.paragraph.page_at(self.start)

    @property
    def place(self) -> str:
        """Where it stands in a source without pages."""
        return self.paragraph.place

    @property
    def file(self) -> str:
        return self.paragraph.file

    @property
    def boxes(self) -> list[Box]:
        return [box for page, box in self.paragraph.boxes(self.start, self.end) if page == self.page]


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """A number of a claim in its role.

    `sign` is what its direction word gives it: +1 for 增加 and for numbers without one, −1 for 减少, 0 where the
    template's choice 增加（减少） still stands, so that no sign can be told.
    """

    role: str
    mention: Mention
    sign: int = 1


@dataclass(frozen=True, eq=False)
class Claim:
    """The operands that one subject has in one stretch of text.

    fund: whose money the phrase or its section speaks of, or "", or UNCERTAIN_FUND where they disagree
    basis: what the change is measured against, as printed (`2023年预算`), or ""
    whole: the claim that this one is a listed part of (其中, 包括), if any
    whole_name: the whole that a share names (占本年支出合计的), or ""
    within: what the paragraph or heading is about where that is not the subject itself: the item whose 基本支出 this is
    """

    subject: Subject
    operands: tuple[Operand, ...]
    fund: str = ""
    basis: str = ""
    whole: "Claim | None" = None
    whole_name: str = ""
    within: Subject | None = None

    @cached_property
    def by_role(self) -> dict[str, Operand]:
        return {operand.role: operand for operand in self.operands}

    def number(self, role: str) -> Mention | None:
        operand = self.by_role.get(role)
        return operand.mention if operand else None

    @property
    def amount(self) -> Mention | None:
        """The amount that stands for the claim in sums and shares: this period's budget or execution."""
        return self.number("current") or self.number("executed")

    @property
    def first(self) -> Mention:
        return self.operands[0].mention
