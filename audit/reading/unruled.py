"""Where tables stand whose columns no lines part: between horizontal rules only, or without any."""

import re
from collections.abc import Sequence
from itertools import chain, pairwise

from audit.reading.captions import is_caption, names_unit
from audit.reading.document import Box
from audit.reading.evidence import between, ends_table, goes_on, goes_with, is_band, is_caption_line, is_sparse_table, is_table
from audit.reading.lattice import Area, Grid, ruled_grid
from audit.reading.lattice import Line as RuledLine
from audit.reading.openends import open_foot, open_heads, open_top, same_ends
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

_SAME_X = 5.0
_SHORTEST = 100.0
# below a head over two narrow columns
_SHORTEST_PARTIAL = 30.0
_LINES_OF_ROW = 4
_PROSE = re.compile(r"[。；;]$")
_AMOUNT = re.compile(r"[.,]\d|\d{4}")


def rule_grids(
    rules: Sequence[RuledLine],
    lines: Sequence[TextLine],
    taken: Sequence[Box],
    before: Grid | None = None,
    known: Sequence[Phrase] = (),
) -> list[Grid]:
    """Grids of one column between the horizontal rules of one width that lie outside `taken`, from top to bottom.

    Text between two rules that is a caption or prose parts tables; so does a wide gap without text. Rules can be a
    page's head and foot, or a chart's: those of a table have columns of figures between them, or a caption above, or
    `before`, the table that ends the page before, goes on there; `known` are its phrases.
    """
    parting = [r for r in rules if r.high - r.low >= _SHORTEST_PARTIAL and not any(_within(r, box) for box in taken)]
    free = [r for r in parting if r.high - r.low >= _SHORTEST]
    free += _continued_top(free, lines, before, known)
    found: list[Grid] = []
    for stack in _stacks(free):
        stack = [r for r in stack if not any(_within(r, grid.box) for grid in found)]
        if len(stack) < 2:
            continue
        left, right = stack[0].low, stack[0].high
        partial = [r for r in parting if r not in stack and r.low > left - _SAME_X and r.high < right + _SAME_X]
        for run in _runs(stack, lines):
            run = [*open_top(run, lines, before), *run, *open_foot(run, lines, free, known=known)]
            top, bottom = run[0].at, run[-1].at
            inner = _parting([r for r in partial if top < r.at < bottom], run, lines)
            sides = [RuledLine(left, top, bottom), RuledLine(right, top, bottom)]
            grid = ruled_grid([*run, *inner, *open_heads(run, inner, lines)], sides)
            if grid is not None and is_open_table(grid, lines, before):
                found.append(grid)
    return sorted(found, key=lambda grid: grid.ys[0])


def _parting(partial: Sequence[RuledLine], run: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The rules over some columns that part cells, not those that rows pass.

    Beside one that is passed stand a text above it and, down to the next rule, several rows with amounts, or amounts: it
    underlines its columns (the lowest of a head, say), and what is beside it is no cell that reaches from above it to there.
    """
    found: list[RuledLine] = []
    for rule in sorted(partial, key=lambda r: -r.at):
        top = max(r.at for r in run if r.at < rule.at)
        bottom = min(r.at for r in [*run, *found] if r.at > rule.at and r.low < rule.high and r.high > rule.low)
        rows = [line for line in between(lines, rule.at, bottom) if any(map(_is_amount, line_phrases(line)))]
        beside = [phrases for line in rows if (phrases := _beside(line, rule))]
        passed = len(beside) > 1 or any(map(_is_amount, chain(*beside)))
        if not (passed and any(_beside(line, rule) for line in between(lines, top, rule.at))):
            found.append(rule)
    return found


def _beside(line: TextLine, rule: RuledLine) -> list[Phrase]:
    return [p for p in line_phrases(line) if p.x1 < rule.low + _SAME_X or p.x0 > rule.high - _SAME_X]


def _is_amount(phrase: Phrase) -> bool:
    return phrase.is_value and _AMOUNT.search(phrase.text) is not None


def _continued_top(
    rules: Sequence[RuledLine], lines: Sequence[TextLine], before: Grid | None, known: Sequence[Phrase]
) -> list[RuledLine]:
    """The upper border that a table going on from the page before lacks where its rows are ruled off below only.

    A line alone can be that of a running head.
    """
    if before is None or not rules:
        return []
    first = min(rules, key=lambda r: r.at)
    above = [line for line in lines if line.middle < first.at]
    if not above or not same_ends(first, before) or any(is_caption(line.text) or _PROSE.search(line.text) for line in above):
        return []
    if len(rules) == 1 and not ends_table(above, known):
        return []
    top = min(line.y0 for line in above)
    one_row = first.at - top < _LINES_OF_ROW * max(line.size for line in above)
    return [RuledLine(top - 1, first.low, first.high)] if one_row else []


def _within(rule: RuledLine, box: Box) -> bool:
    return box[1] - 2 <= rule.at <= box[3] + 2 and rule.low >= box[0] - _SAME_X and rule.high <= box[2] + _SAME_X


def _stacks(rules: Sequence[RuledLine]) -> list[list[RuledLine]]:
    """Rules with the same ends, widest stacks first, each from top to bottom."""
    stacks: list[list[RuledLine]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        for stack in stacks:
            if abs(stack[0].low - rule.low) <= _SAME_X and abs(stack[0].high - rule.high) <= _SAME_X:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return sorted((s for s in stacks if len(s) > 1), key=lambda s: s[0].low - s[0].high)


def _runs(stack: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[list[RuledLine]]:
    """The rules of a stack, parted where the text between two of them belongs to no table."""
    runs: list[list[RuledLine]] = [[stack[0]]]
    for upper, lower in pairwise(stack):
        if is_band(between(lines, upper.at, lower.at), upper, lower):
            runs[-1].append(lower)
        else:
            runs.append([lower])
    return [run for run in runs if len(run) > 1]


def with_loose(rules: Sequence[RuledLine], loose: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The horizontal rules of a table with those of `loose` next above and below that no vertical line ties to it."""
    left, right = min(r.low for r in rules), max(r.high for r in rules)
    alike = [r for r in loose if abs(r.low - left) <= _SAME_X and abs(r.high - right) <= _SAME_X]
    found = sorted(rules, key=lambda r: r.at)
    for rule in sorted((r for r in alike if r.at < found[0].at), key=lambda r: -r.at):
        row = between(lines, rule.at, found[0].at)
        if not row or not is_band(row, rule, found[0]):  # a running head's line stands above a blank
            break
        found.insert(0, rule)
    for rule in sorted((r for r in alike if r.at > found[-1].at), key=lambda r: r.at):
        if not is_band(between(lines, found[-1].at, rule.at), found[-1], rule):
            break
        found.append(rule)
    return found


def is_open_table(grid: Grid, lines: Sequence[TextLine], before: Grid | None) -> bool:
    """True when something speaks for a table where lines leave one column only: they can be a chart's."""
    rule = RuledLine(grid.ys[0], grid.xs[0], grid.xs[-1])
    return is_table(between(lines, grid.ys[0], grid.ys[-1])) or _follows(rule, lines, before)


def is_column(grid: Grid, lines: Sequence[TextLine]) -> bool:
    """True for one column that is ruled row by row: a name, and figures below it. A page can be too narrow for one more."""
    rows = [[p for line in between(lines, *ys) for p in line_phrases(line)] for ys in pairwise(grid.ys)]
    names = next((k for k, row in enumerate(rows) if any(p.is_value for p in row)), 0)
    figures = [p for row in rows[names:] for p in row]
    return (
        grid.columns == 1
        and len(grid.areas) == grid.rows
        and 0 < names < grid.rows - 2
        and all(len(row) < 2 for row in rows)
        and any(rows[:names])
        and len(figures) > 1
        and all(p.is_value for p in figures)
    )


def _follows(rule: RuledLine, lines: Sequence[TextLine], before: Grid | None) -> bool:
    """True when the rule stands next below a caption, or first on the page and as wide as the table before."""
    above = [line for line in lines if line.middle < rule.at]
    if above:
        return is_caption(above[-1].text) and rule.at - above[-1].y1 < 2 * above[-1].size
    return before is not None and same_ends(rule, before)


def plain_grids(lines: Sequence[TextLine], known: Sequence[Phrase] = (), sides: Grid | None = None) -> list[Grid]:
    """Grids of one cell around lines that form columns below a unit line or a title; no rule needed.

    `known` are the phrases of a table without verticals that ends the page before: it can go on at the top of this one,
    as wide as `sides` where rules showed its width.
    """
    figures = [p for p in known if p.is_value]
    found: list[Grid] = []
    k = 0
    if figures:
        k = next((i for i in range(len(lines)) if not goes_on(lines, i, 0)), len(lines))
        if goes_with(lines[:k], figures) or ends_table(lines[:k], known):
            found.append(_around(lines[:k], sides))
        else:
            k = 0
    unit = False
    while k < len(lines):
        end = k + 1
        if is_caption_line(lines, k):
            unit = unit or names_unit(lines[k].text)
            while end < len(lines) and goes_on(lines, end, k + 1):
                end += 1
            block = lines[k + 1 : end]
            if is_table(block) or (unit and is_sparse_table(block)):
                found.append(_around(block))
            else:
                end = k + 1
        unit = unit and end == k + 1 and is_caption_line(lines, k)
        k = end
    return found


def _around(block: Sequence[TextLine], sides: Grid | None = None) -> Grid:
    left, right = min(line.x0 for line in block) - 3, max(line.x1 for line in block) + 3
    if sides is not None:
        left, right = min(left, sides.xs[0]), max(right, sides.xs[-1])
    box = (left, block[0].y0 - 2, right, block[-1].y1 + 2)
    return Grid((box[0], box[2]), (box[1], box[3]), (Area(0, 0, 1, 1),))
