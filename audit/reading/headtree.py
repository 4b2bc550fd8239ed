"""The texts of a head without lines between them → which columns each stands over."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations

from audit.reading.columns import Block
from audit.reading.phrases import Phrase

_LEADING = 0.5
Span = tuple[int, int]


def blocks_of(found: Sequence[Phrase]) -> list[Block]:
    """Phrases of wrapped lines joined, given from top to bottom; a phrase over two others is a head over both."""
    blocks: list[Block] = []
    for phrase in sorted(found, key=lambda p: p.y0):
        above = [b for b in blocks if _overlap(b, phrase) and -0.2 < (phrase.y0 - b.y1) / phrase.size < _LEADING]
        if len(above) == 1 and not _stands_over_two(above[0], phrase, found):
            block = above[0]
            block.phrases.append(phrase)
            block.x0, block.x1 = min(block.x0, phrase.x0), max(block.x1, phrase.x1)
            block.y1 = max(block.y1, phrase.y1)
        else:
            blocks.append(Block([phrase], phrase.x0, phrase.y0, phrase.x1, phrase.y1))
    return blocks


def _overlap(a: Block | Phrase, b: Block | Phrase) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1.0


def _stands_over_two(block: Block, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    return any(other is not phrase and _overlap(block, other) and abs(other.y0 - phrase.y0) < 2 for other in found)


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


def spans(blocks: Sequence[Block], own: dict[int, Span], xs: Sequence[float]) -> dict[int, Span]:
    """The columns (first, end) of each block, by id; `own` gives those of the lowest blocks.

    The blocks of one level share the columns between them whose own heads stand lower; of all ways to share them
    the one is taken that has each block nearest to the middle of its columns.
    """
    found = dict(own)
    below: dict[int, Block] = {j: b for b in blocks if id(b) in own for j in range(*own[id(b)])}
    for level in levels([b for b in blocks if id(b) not in own]):
        runs: dict[Span, list[Block]] = {}
        for block in level:
            runs.setdefault(_run(block, below, xs), []).append(block)
        for run, sharing in runs.items():
            sharing.sort(key=lambda b: b.centre)
            found.update(_shared(run, sharing, xs))
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
    """The columns around the block that have no head of its height."""
    count = len(xs) - 1
    free = [j not in below or _below(below[j], block) for j in range(count)]
    here = min(max(bisect_right(xs, block.centre) - 1, 0), count - 1)
    if not free[here]:
        here = min((j for j in range(count) if free[j]), key=lambda j: abs((xs[j] + xs[j + 1]) / 2 - block.centre), default=here)
    first = end = here
    while first > 0 and free[first - 1]:
        first -= 1
    while end < count and free[end]:
        end += 1
    return first, max(end, first + 1)


def _shared(run: Span, blocks: Sequence[Block], xs: Sequence[float]) -> dict[int, Span]:
    first, end = run
    if len(blocks) > end - first:
        return {id(b): (j, j + 1) for b in blocks for j in [min(max(bisect_right(xs, b.centre) - 1, first), end - 1)]}
    best: tuple[float, list[int]] | None = None
    for cuts in combinations(range(first + 1, end), len(blocks) - 1):
        edges = [first, *cuts, end]
        cost = sum(abs((xs[a] + xs[b]) / 2 - block.centre) for a, b, block in zip(edges, edges[1:], blocks, strict=False))
        if best is None or cost < best[0]:
            best = (cost, edges)
    assert best is not None
    return {id(block): (best[1][k], best[1][k + 1]) for k, block in enumerate(blocks)}
