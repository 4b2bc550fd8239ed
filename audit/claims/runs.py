"""Numbers of a sentence with the words around them: what stands in a series stands together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.claims.model import Mention
from audit.claims.numerals import Numeral
from audit.claims.roles import SHARED_OUT

_SERIES = re.compile(r"[、，]|(?:以及|[和及与])")
_TURNS = re.compile(r"(?:增加|增长|上升|提高|减少|下降|降低|压减)了?$")
_OTHER_WAY = re.compile(r"(?:[、，]|以及|[和及与])" + _TURNS.pattern)


@dataclass(frozen=True)
class Run:
    """A numeral that can claim, or a series of them, with the words before it and those up to the next one.

    turns: the direction of each number of a series where they differ (分别增加A、减少B), else empty
    """

    numerals: list[Numeral]
    left: str
    after: str = ""
    turns: tuple[str, ...] = ()

    @property
    def mentions(self) -> list[Mention]:
        return [numeral.mention for numeral in self.numerals]


def runs_of(text: str, organization: str, start: int, numerals: Sequence[Numeral]) -> list[Run]:
    """The numerals of a sentence that can claim, with the words around each; a series stands together.

    start: where the sentence begins in the paragraph's `text`; organization: read as 本单位, "" if unknown
    """
    runs: list[Run] = []
    position = start
    unbroken = False
    for numeral in numerals:
        mention = numeral.mention
        if not numeral.can_claim:
            if numeral.kind in ("threshold", "other"):
                position, unbroken = mention.end, False
            continue
        left = text[position : mention.start]
        position = mention.end
        alike = unbroken and runs and runs[-1].numerals[-1].kind == numeral.kind
        if alike and _SERIES.fullmatch(left) and not runs[-1].turns:
            runs[-1].numerals.append(numeral)
        elif alike and (turned := _turned(runs, left)) is not None:
            runs[-1].numerals.append(numeral)
            runs[-1] = replace(runs[-1], turns=turned)
        elif alike and (
            (_OTHER_WAY.fullmatch(left) and _TURNS.search(runs[-1].left)) or (runs[-1].turns and _SERIES.fullmatch(left))
        ):
            # 增加A、减少B; 分别增加A、减少B、C: whose each is, is not read
            runs.pop()
            continue
        else:
            left = left.replace(organization, "本单位") if organization else left
            if runs:
                runs[-1] = replace(runs[-1], after=left)
            runs.append(Run([numeral], left))
        unbroken = True
    return runs


def _turned(runs: Sequence[Run], left: str) -> tuple[str, ...] | None:
    """The directions of a series that its next number, after `left`, goes on with (分别增加A、减少B).

    None where none was told to be shared out, by 分别 or by the series before (…，增长a%、下降b%).
    """
    run = runs[-1]
    first, way = _TURNS.search(run.left), _OTHER_WAY.fullmatch(left)
    shared = bool(SHARED_OUT.search(run.left)) or (len(runs) > 1 and bool(runs[-2].turns))
    if first is None or way is None or not shared:
        return None
    return (*(run.turns or (first[0],) * len(run.numerals)), left.strip("、，以及和与"))
