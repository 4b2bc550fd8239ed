"""The columns of a table that no ruled lines part, from where its phrases stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audit.reading.phrases import Phrase

_OVERLAP = 1.0
_SAME_BORDER = 2.0
# The weight of a distance that a border's uncertain place can explain.
_UNSURE = 0.1
# Forms have texts over several of their columns, up to this many for each row that tells the columns apart.
_CROSSING = 4


@dataclass(slots=True)
class Block:
    """A text of the head that stands in one cell: the phrases of its lines."""

    phrases: list[Phrase]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Column:
    """The extent of a column's content, how many figures and texts it has, and what heads it."""

    x0: float
    x1: float
    values: int = 0
    texts: int = 0
    heads: list[Block] = field(default_factory=list)

    def holds(self, item: Phrase | Block) -> bool:
        x0, x1, left, right = self.x0, self.x1, item.x0, item.x1
        return (x1 if x1 < right else right) - (x0 if x0 > left else left) > _OVERLAP

    def take(self, phrase: Phrase) -> None:
        self.x0, self.x1 = min(self.x0, phrase.x0), max(self.x1, phrase.x1)
        if phrase.is_value:
            self.values += 1
        else:
            self.texts += 1


def columns(rows: Sequence[Sequence[Phrase]], heads: Sequence[Block] = ()) -> list[Column]:
    """The columns that the rows' phrases form, from left to right; `heads` are the names of columns above them.

    Narrow phrases come first, since they tell columns apart; one over several columns is a merged cell, or evidence
    that they are one, if many more phrases cross the gap than rows have something on either side.
    """
    found: list[Column] = []
    for phrase in sorted((p for row in rows for p in row), key=lambda p: p.x1 - p.x0):
        over = [column for column in found if column.holds(phrase)]
        if not over:
            found.append(Column(phrase.x0, phrase.x1, phrase.is_value, not phrase.is_value))
        elif len(over) == 1:
            over[0].take(phrase)
    found.sort(key=lambda column: column.x0 + column.x1)
    at = 0
    while at + 1 < len(found):
        a, b = found[at : at + 2]
        if _is_one(a, b, rows, heads):
            found[at : at + 2] = [Column(min(a.x0, b.x0), max(a.x1, b.x1), a.values + b.values, a.texts + b.texts)]
            at = max(at - 1, 0)
        else:
            at += 1
    return found


def _is_one(left: Column, right: Column, rows: Sequence[Sequence[Phrase]], heads: Sequence[Block]) -> bool:
    """True when the rows show two neighbours to be one column."""
    apart = crossing = 0
    for row in rows:
        held = [(left.holds(p), right.holds(p), p) for p in row]
        here = [p for in_left, in_right, p in held if in_left and not in_right]
        there = [p for in_left, in_right, p in held if in_right and not in_left]
        apart += any(a.y1 > b.y0 and b.y1 > a.y0 for a in here for b in there)
        crossing += any(in_left and in_right for in_left, in_right, _ in held)
    if apart:
        return crossing > _CROSSING * apart
    # what never stands beside its neighbour may only be set differently (合计 in the middle, an amount at the right)
    if any(left.holds(h) and not right.holds(h) for h in heads) and any(right.holds(h) and not left.holds(h) for h in heads):
        return False
    few = min(left.values + left.texts, right.values + right.texts) <= max(2, len(rows) // 4)
    return crossing > 0 or (few and not (heads and (left.values or right.values)))


def headed(found: list[Column], blocks: Sequence[Block]) -> list[Column]:
    """The columns with the lowest blocks of the head given to them; blocks over nothing are columns without content.

    Figures stand at the right of a wide column and its head in the middle, so a block that is over no column
    belongs to the unheaded column between its neighbours, if there is one.
    """
    ordered = sorted(blocks, key=lambda block: block.centre)
    over = [[column for column in found if column.holds(block)] for block in ordered]
    owned = {id(held[0]) for held in over if len(held) == 1}
    for block, held in zip(ordered, over, strict=True):
        for column in [c for c in held if id(c) not in owned] or held:
            column.heads.append(block)
    pairs: list[tuple[float, int, Column]] = []
    for k in [k for k, held in enumerate(over) if not held]:
        left = ordered[k - 1].x1 if k else float("-inf")
        right = ordered[k + 1].x0 if k + 1 < len(ordered) else float("inf")
        free = [c for c in found if not c.heads and left < (c.x0 + c.x1) / 2 < right]
        pairs += [(_apart(c, ordered[k]), k, c) for c in free]
    alone = {k for k, held in enumerate(over) if not held}
    for _, k, column in sorted(pairs, key=lambda pair: pair[0]):  # the nearest belong together, whatever stands before them
        if k in alone and not column.heads:
            column.heads.append(ordered[k])
            alone.remove(k)
    blank = [Column(ordered[k].x0, ordered[k].x1, heads=[ordered[k]]) for k in sorted(alone)]
    return sorted([*found, *blank], key=lambda column: column.x0 + column.x1)


def _apart(column: Column, block: Block) -> float:
    """The gap between a column and a text of the head that is not above it."""
    return max(column.x0 - block.x1, block.x0 - column.x1)


def with_ordinals(found: list[Column], ordinals: Sequence[Phrase]) -> list[Column]:
    """The columns, with those added that only the row of column numbers (** 1 2 3) shows."""
    numbered = headed([Column(c.x0, c.x1) for c in found], [Block([p], *p.box) for p in ordinals])
    known = {(c.x0, c.x1) for c in found}
    return sorted([*found, *(c for c in numbered if (c.x0, c.x1) not in known)], key=lambda column: column.x0 + column.x1)


@dataclass(frozen=True, slots=True)
class Borders:
    """The borders of all columns, outer ones included. Each can lie `slack` to either side of where it is taken to be."""

    xs: tuple[float, ...]
    slack: tuple[float, ...]

    def off(self, span: tuple[int, int], centre: float) -> float:
        """How far from the middle of the columns (first, end) something stands, with little weight to what is not sure."""
        first, end = span
        distance = abs((self.xs[first] + self.xs[end]) / 2 - centre)
        return max(0.0, distance - (self.slack[first] + self.slack[end]) / 2) + _UNSURE * distance


def borders(found: Sequence[Column], ruled: Sequence[float], left: float, right: float, sides: bool = True) -> Borders:
    """The borders of the columns: the ruled ones, and midway between columns where none is; `sides`: the outer are known."""
    extents = [_extent(column, found) for column in found]
    between: list[tuple[float, float]] = []
    for (_, a), (b, _) in pairwise(extents):
        low, high = min(a, b), max(a, b)
        if not any(low - _SAME_BORDER <= x <= high + _SAME_BORDER for x in ruled):
            between.append(((low + high) / 2, (high - low) / 2))
    outer = 0.0 if sides else max((slack for _, slack in between), default=0.0)
    known = sorted([(left, outer), (right, outer), *((x, 0.0) for x in ruled), *between])
    return Borders(tuple(x for x, _ in known), tuple(slack for _, slack in known))


def _extent(column: Column, found: Sequence[Column]) -> tuple[float, float]:
    """Where the column's content and its own heads begin and end; heads over several columns tell nothing."""
    own = [block for block in column.heads if sum(block in other.heads for other in found) == 1]
    return min([column.x0, *(b.x0 for b in own)]), max([column.x1, *(b.x1 for b in own)])
