"""The texts of a head without lines between them → which columns each stands over."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from audit.reading.columns import Block, Borders
from audit.reading.phrases import Phrase

# Lines of one text stand closer than _LEADING (in characters), surely closer than _CLOSE.
_LEADING = 0.62
_CLOSE = 0.22
# Lines over one column belong together up to this distance.
_WRAPPED = 0.9
_SAME_Y = 1.0
_SAME_X = 1.0
# A head that leaves a column out must be nearer to the middle of the others by this much (points), and by more where the
# column's own head stands low, as if under another.
_LEFT_OUT = 4.0
_ORPHANED = 40.0
_NUMBERS_COLUMN = re.compile(r"\*+|[栏行]次|[A-Z甲乙丙丁]|\d+")
Span = tuple[int, int]


def blocks_of(found: Sequence[Phrase], one_level: bool = False) -> list[Block]:
    """Phrases of wrapped lines joined; a phrase over two others is a head over both, unless there is but one level."""
    blocks: list[Block] = []
    texts = [] if one_level or len(found) < 3 else _texts(found)
    for phrase in sorted(found, key=lambda p: p.y0):
        most = _WRAPPED if one_level else _LEADING
        above = [b for b in blocks if _overlap(b, phrase) and -0.2 < (phrase.y0 - b.y1) / phrase.size < most]
        if len(above) == 1 and (one_level or not _is_level(above[0], phrase, found, texts)):
            block = above[0]
            block.phrases.append(phrase)
            block.x0, block.x1 = min(block.x0, phrase.x0), max(block.x1, phrase.x1)
            block.y1 = max(block.y1, phrase.y1)
        else:
            blocks.append(Block([phrase], phrase.x0, phrase.y0, phrase.x1, phrase.y1))
    return blocks


def _overlap(a: Block | Phrase, b: Block | Phrase) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1.0


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines of the head that nothing stands close above or below, each in the middle of the others.

    `top` is where its cell begins, if that reaches to the foot of the head and has its text in the middle.
    """

    lines: tuple[Phrase, ...]
    top: float


def _texts(found: Sequence[Phrase]) -> list[_Text]:
    foot = max((p.y1 for p in found), default=0.0)
    texts: list[_Text] = []
    for phrase in found:
        lines = (phrase, *_lines_below(phrase, found))
        if not any(_overlap(p, q) and _near(p, q) for p in lines for q in found if all(q is not line for line in lines)):
            texts.append(_Text(lines, lines[0].y0 + lines[-1].y1 - foot))
    return texts


def _lines_below(phrase: Phrase, found: Sequence[Phrase]) -> list[Phrase]:
    """The lines close below the phrase that stand in its middle."""
    lines: list[Phrase] = []
    last = phrase
    for p in sorted((p for p in found if p.y0 > phrase.y1 - 1), key=lambda p: p.y0):
        if abs(p.centre - phrase.centre) < _SAME_X and _near(last, p):
            lines.append(p)
            last = p
    return lines


def _near(a: Phrase, b: Phrase) -> bool:
    return max(a.y0, b.y0) - min(a.y1, b.y1) < _LEADING * a.size


def _is_level(block: Block, phrase: Phrase, found: Sequence[Phrase], texts: Sequence[_Text]) -> bool:
    """True when the phrase is no second line of the block but one of the heads below it.

    Cells of the head begin where it does, the block stands over two of its line, or the phrase's neighbours on its line
    have nothing above them either.
    """
    begin = [text.lines[0] for text in texts if abs(text.top - phrase.y0) < _SAME_Y]
    if any(abs(p.y0 - phrase.y0) > 2 for p in begin) and not _spans_head(block, phrase, found):
        return True
    line = [p for p in found if p is not phrase and abs(p.y0 - phrase.y0) < 2]
    if phrase.is_value or any(_overlap(block, other) for other in line):
        return True
    low = [
        other
        for other in line
        if any(p is other for p in begin)
        or not (
            any(_overlap(p, other) and p.y0 < other.y0 - 2 for p in found)
            or any(text.lines[0] is other and len(text.lines) > 1 and text.top < phrase.y0 - _SAME_Y for text in texts)
        )
    ]
    if phrase.y0 - block.y1 < _CLOSE * phrase.size:
        # as close as the lines of one text: both its neighbours tell
        beside = (
            max((p for p in line if p.x1 <= phrase.x0), key=lambda p: p.x1, default=None),
            min((p for p in line if p.x0 >= phrase.x1), key=lambda p: p.x0, default=None),
        )
        return all(any(p is other for other in low) for p in beside)
    return bool(low)


def _spans_head(block: Block, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """True when block and phrase, with the lines below it, are one text in the middle of the whole head's height."""
    foot = max(p.y1 for p in (phrase, *_lines_below(phrase, found)))
    same_middle = abs(block.centre - phrase.centre) < _SAME_X
    return same_middle and abs(block.y0 + foot - min(p.y0 for p in found) - max(p.y1 for p in found)) < 2 * _SAME_Y


def unwrapped(blocks: Sequence[Block], over: dict[int, Span], together: Callable[[Block, Block], bool]) -> list[Block]:
    """The blocks, those joined that stand one below the other over one single column: they are lines of one text.

    `together` says of two blocks whether no ruled line parts them.
    """
    joined: list[Block] = []
    for block in sorted(blocks, key=lambda b: b.y0):
        a, b = over[id(block)]
        above = [
            other
            for other in joined
            if over[id(other)] == (a, b) and b - a == 1 and block.y0 - other.y1 < _WRAPPED * block.phrases[0].size
        ]
        if above and not _NUMBERS_COLUMN.fullmatch(block.phrases[0].text) and together(above[-1], block):
            other = above[-1]
            other.phrases += block.phrases
            other.x0, other.x1, other.y1 = min(other.x0, block.x0), max(other.x1, block.x1), max(other.y1, block.y1)
        else:
            joined.append(block)
    return joined


def lowest(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that name single columns: nothing stands below them, and they reach the lower half of the head.

    A head over two columns can stand over the gap between the two, over nothing; it is higher than its neighbours.
    """
    if not blocks:
        return []
    middle = (min(b.y0 for b in blocks) + max(b.y1 for b in blocks)) / 2
    return [
        block
        for block in blocks
        if block.middle > middle - 1.5 and not any(_below(other, block) and _overlap(other, block) for other in blocks)
    ]


def _below(lower: Block, upper: Block) -> bool:
    return lower.y0 > upper.y1 - 1.0


def spans(blocks: Sequence[Block], own: dict[int, Span], edges: Borders) -> dict[int, Span]:
    """The columns (first, end) of each block, by id; `own` gives those of the lowest blocks.

    The blocks of one level share the columns between them whose own heads stand lower; of all ways to share them
    the one is taken that has each block nearest to the middle of its columns and leaves out fewest.
    """
    found = dict(own)
    below: dict[int, Block] = {j: b for b in blocks if id(b) in own for j in range(*own[id(b)])}
    for level in levels([b for b in blocks if id(b) not in own]):
        runs: dict[Span, list[Block]] = {}
        for block in level:
            runs.setdefault(_run(block, below, edges.xs), []).append(block)
        for run, sharing in runs.items():
            sharing.sort(key=lambda b: b.centre)
            left_out = [_ORPHANED if j in below else _LEFT_OUT for j in range(*run)]
            found.update(zip(map(id, sharing), _shared(run, [b.centre for b in sharing], edges, left_out), strict=True))
    return found


def levels(blocks: Sequence[Block]) -> list[list[Block]]:
    levels: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: b.middle):
        if levels and block.y0 < levels[-1][0].y1:
            levels[-1].append(block)
        else:
            levels.append([block])
    return levels


def _run(block: Block, below: dict[int, Block], xs: Sequence[float]) -> Span:
    """The columns around the block that have no head of its height.

    A head that stands beside the block and those below it is in the middle of both heights.
    """
    count = len(xs) - 1
    foot = max((b.y1 for b in below.values()), default=block.y1)
    beside = (block.y0 + block.y1 + 0.4 * block.phrases[0].size + 2 * foot) / 4
    free = [j not in below or (_below(below[j], block) and below[j].middle > beside) for j in range(count)]
    here = min(max(bisect_right(xs, block.centre) - 1, 0), count - 1)
    if not free[here]:
        here = min((j for j in range(count) if free[j]), key=lambda j: abs((xs[j] + xs[j + 1]) / 2 - block.centre), default=here)
    first = end = here
    while first > 0 and free[first - 1]:
        first -= 1
    while end < count and free[end]:
        end += 1
    return first, max(end, first + 1)


def _shared(run: Span, centres: Sequence[float], edges: Borders, left_out: Sequence[float]) -> list[Span]:
    """The spans within the run, one for each of the centres (from left to right); `left_out` prices each of its columns."""
    first, end = run
    if len(centres) > end - first:
        places = [min(max(bisect_right(edges.xs, x) - 1, first), end - 1) for x in centres]
        return [(j, j + 1) for j in places]
    price = [0.0, *accumulate(left_out)]
    # best[j]: cost and spans of the blocks so far, all of them ending by column j
    best: dict[int, tuple[float, list[Span]]] = {j: (price[j - first], []) for j in range(first, end + 1)}
    for centre in centres:
        reached: dict[int, tuple[float, list[Span]]] = {}
        for j in range(first + 1, end + 1):
            ways = [
                (cost + edges.off((a, b), centre) + price[j - first] - price[b - first], [*spans_, (a, b)])
                for a, (cost, spans_) in best.items()
                for b in range(a + 1, j + 1)
            ]
            if ways:
                reached[j] = min(ways, key=lambda way: way[0])
        best = reached
    return best[end][1]
