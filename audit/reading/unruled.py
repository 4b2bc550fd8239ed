"""Where tables stand whose columns no lines part: between horizontal rules only, or without any."""

import re
from collections.abc import Sequence
from itertools import pairwise

from audit.reading.bands import band_rows, row_units
from audit.reading.captions import is_caption, is_note, names_unit
from audit.reading.document import Box
from audit.reading.heads import is_ordinal_row
from audit.reading.lattice import Area, Grid, connected, merged_lines, ruled_grid, same_sides
from audit.reading.lattice import Line as RuledLine
from audit.reading.page import Rule, box_edges
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

_SAME_X = 5.0
_SHORTEST = 100.0
# below a head over two narrow columns
_SHORTEST_PARTIAL = 30.0
# As many figures show whether they form columns.
_ENOUGH = 60
# A band without text this high parts two tables; lower ones are blank rows.
_BLANK_ROW = 30.0
# Shading behind fewer boxes is decoration; lower and narrower ones stand behind words.
_FEWEST_FILLS = 4
_LOWEST_CELL = 8.0
_LINES_OF_ROW = 4
# Rows of a table without lines stand no further apart than this (in characters).
_WIDEST_GAP = 3.2
_LONGEST_NAME = 40
# A table without any figure has a head, a total and few rows.
_MOST_BLANK_ROWS = 8
_AMOUNT = re.compile(r"[.,]\d|\d{4}")
_TOTAL = re.compile(r"[合总小]\s*计")
_PROSE = re.compile(r"[。；;]$")


def rule_grids(
    rules: Sequence[RuledLine], lines: Sequence[TextLine], taken: Sequence[Box], before: Grid | None = None
) -> list[Grid]:
    """Grids of one column between the horizontal rules of one width that lie outside `taken`, from top to bottom.

    Text between two rules that is a caption or prose parts tables; so does a wide gap without text. Rules can be a
    page's head and foot, or a chart's: those of a table have columns of figures between them, or a caption above, or
    `before`, the table that ends the page before, goes on there.
    """
    parting = [r for r in rules if r.high - r.low >= _SHORTEST_PARTIAL and not any(_within(r, box) for box in taken)]
    free = [r for r in parting if r.high - r.low >= _SHORTEST]
    free += _continued_top(free, lines, before)
    found: list[Grid] = []
    for stack in _stacks(free):
        stack = [r for r in stack if not any(_within(r, grid.box) for grid in found)]
        if len(stack) < 2:
            continue
        left, right = stack[0].low, stack[0].high
        partial = [r for r in parting if r not in stack and r.low > left - _SAME_X and r.high < right + _SAME_X]
        for run in _runs(stack, lines):
            run = [*_open_top(run, lines), *run, *_open_foot(run, lines, free)]
            top, bottom = run[0].at, run[-1].at
            inner = [r for r in partial if top < r.at < bottom]
            sides = [RuledLine(left, top, bottom), RuledLine(right, top, bottom)]
            grid = ruled_grid([*run, *inner], sides)
            if grid is not None and is_open_table(grid, lines, before):
                found.append(grid)
    return sorted(found, key=lambda grid: grid.ys[0])


def _continued_top(rules: Sequence[RuledLine], lines: Sequence[TextLine], before: Grid | None) -> list[RuledLine]:
    """The upper border that a table going on from the page before lacks where its rows are ruled off below only."""
    if before is None or not rules:
        return []
    first = min(rules, key=lambda r: r.at)
    above = [line for line in lines if line.middle < first.at]
    same_ends = abs(before.xs[0] - first.low) <= _SAME_X and abs(before.xs[-1] - first.high) <= _SAME_X
    if not above or not same_ends or any(is_caption(line.text) or _PROSE.search(line.text) for line in above):
        return []
    top = min(line.y0 for line in above)
    one_row = first.at - top < _LINES_OF_ROW * max(line.size for line in above)
    return [RuledLine(top - 1, first.low, first.high)] if one_row else []


def _open_top(run: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The border above a head whose rows are ruled off below only: names of columns between a caption and the first rule."""
    first = run[0]
    above = [line for line in lines if line.middle < first.at]
    start = len(above)
    while start and not is_caption(above[start - 1].text):
        start -= 1
    names = above[start:]
    if not start or not names or max(len(line_phrases(line)) for line in names) < 2:
        return []
    bottoms = [*(line.y0 for line in names[1:]), first.at]
    if any(_ends(line) or bottom - line.y1 > _WIDEST_GAP * line.size for line, bottom in zip(names, bottoms, strict=True)):
        return []
    if len(names) > _LINES_OF_ROW or not _spans(names, first):
        return []
    return [RuledLine(names[0].y0 - 1, first.low, first.high)]


def _open_foot(run: Sequence[RuledLine], lines: Sequence[TextLine], rules: Sequence[RuledLine]) -> list[RuledLine]:
    """The border below rows that go on under the last rule: a page can end before the table does."""
    last = run[-1]
    limit = min((r.at for r in rules if r.at > last.at and r.low < last.high and r.high > last.low), default=float("inf"))
    below = [line for line in lines if last.at < line.middle < limit]
    end = next((k for k in range(len(below)) if not _goes_on(below, k, 0)), len(below))
    rows = below[:end]
    if not rows or rows[0].y0 - last.at > _WIDEST_GAP * rows[0].size or not _spans(rows, last):
        return []
    figures = [p for line in _between(lines, run[0].at, last.at) for p in line_phrases(line) if p.is_value]
    if not (_goes_with(rows, figures) if figures else _is_table(rows)):
        return []
    return [RuledLine(rows[-1].y1 + 2, last.low, last.high)]


def _spans(lines: Sequence[TextLine], rule: RuledLine) -> bool:
    """True when the lines lie between the rule's ends."""
    return all(line.x0 > rule.low - _SAME_X and line.x1 < rule.high + _SAME_X for line in lines)


def _ends(line: TextLine) -> bool:
    """True for what no row of a table is: the end of a sentence, or a footnote."""
    return _PROSE.search(line.text) is not None or (is_note(line.text) and len(line_phrases(line)) == 1)


def shaded_head_edges(fills: Sequence[Box], rules: Sequence[RuledLine]) -> list[RuledLine]:
    """The edges of blocks of shading as wide as the rules below them: heads that no line borders.

    A block's upper and lower edge are as wide as it is; the edges within it part the levels of a merged head.
    """
    blocks: list[list[Box]] = []
    for fill in sorted((f for f in fills if f[3] - f[1] > _LOWEST_CELL), key=lambda f: f[1]):
        if blocks and fill[1] <= max(f[3] for f in blocks[-1]) + 1:
            blocks[-1].append(fill)
        else:
            blocks.append([fill])
    edges: list[RuledLine] = []
    for block in blocks:
        left, right = min(f[0] for f in block), max(f[2] for f in block)
        top, bottom = min(f[1] for f in block), max(f[3] for f in block)
        covered = sum((f[2] - f[0]) * (f[3] - f[1]) for f in block) > 0.8 * (right - left) * (bottom - top)
        same_ends = (r for r in rules if abs(r.low - left) <= _SAME_X and abs(r.high - right) <= _SAME_X)
        if covered and any(bottom - 1 < rule.at for rule in same_ends):
            edges += [RuledLine(top, left, right), RuledLine(bottom, left, right)]
            edges += merged_lines(Rule(f[0], f[3], f[2], f[3]) for f in block if f[3] < bottom - 2)[0]
    return edges


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
        if _is_band(_between(lines, upper.at, lower.at), upper, lower):
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
        row = _between(lines, rule.at, found[0].at)
        if not row or not _is_band(row, rule, found[0]):  # a running head's line stands above a blank
            break
        found.insert(0, rule)
    for rule in sorted((r for r in alike if r.at > found[-1].at), key=lambda r: r.at):
        if not _is_band(_between(lines, found[-1].at, rule.at), found[-1], rule):
            break
        found.append(rule)
    return found


def is_open_table(grid: Grid, lines: Sequence[TextLine], before: Grid | None) -> bool:
    """True when something speaks for a table where lines leave one column only: they can be a chart's."""
    rule = RuledLine(grid.ys[0], grid.xs[0], grid.xs[-1])
    return _is_table(_between(lines, grid.ys[0], grid.ys[-1])) or _follows(rule, lines, before)


def _between(lines: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    return [line for line in lines if top < line.middle < bottom]


def _follows(rule: RuledLine, lines: Sequence[TextLine], before: Grid | None) -> bool:
    """True when the rule stands next below a caption, or first on the page and as wide as the table before."""
    above = [line for line in lines if line.middle < rule.at]
    if above:
        return is_caption(above[-1].text) and rule.at - above[-1].y1 < 2 * above[-1].size
    return before is not None and abs(before.xs[0] - rule.low) <= _SAME_X and abs(before.xs[-1] - rule.high) <= _SAME_X


def _is_band(lines: Sequence[TextLine], upper: RuledLine, lower: RuledLine) -> bool:
    if not lines:
        return lower.at - upper.at < _BLANK_ROW
    if any(is_caption(line.text) for line in lines):
        return False
    width = upper.high - upper.low
    single = [unit[0] for unit in row_units(lines) if len(unit) == 1]
    prose = [p for p in single if p.x1 - p.x0 > 0.8 * width or _PROSE.search(p.text)]
    return len(prose) < max(2, 0.5 * len(lines))


def shaded_grids(fills: Sequence[Box], lines: Sequence[TextLine], taken: Sequence[Box]) -> list[Grid]:
    """Grids whose cells are told apart by shading, or by white lines on it, outside `taken`; from top to bottom.

    Rows without shading between shaded ones, and one below the last, belong to them.
    """
    free = [f for f in fills if min(f[2] - f[0], f[3] - f[1]) > _LOWEST_CELL and not any(_inside(f, box) for box in taken)]
    if len(free) < _FEWEST_FILLS:
        return []
    edges = [edge for box in free for edge in box_edges(box)]
    groups = [g for g in map(_shaded, connected(*merged_lines(edges))) if g is not None]
    groups.sort(key=lambda group: group[2].ys[0])
    found: list[Grid] = []
    while groups:
        horizontal, vertical, grid = groups.pop(0)
        while groups and same_sides(grid, groups[0][2]) and grid.ys[-1] < groups[0][2].ys[0]:
            top, bottom = grid.ys[-1], groups[0][2].ys[0]
            sides = (RuledLine(top, grid.xs[0], grid.xs[-1]), RuledLine(bottom, grid.xs[0], grid.xs[-1]))
            if not _is_band(_between(lines, top, bottom), *sides):
                break
            more_horizontal, more_vertical, grid = groups.pop(0)
            horizontal += more_horizontal
            vertical += more_vertical
        whole = ruled_grid([*horizontal, *_last_row(horizontal, lines)], vertical)
        if whole is not None and whole.rows > 1 and _is_table(_between(lines, whole.ys[0], whole.ys[-1])):
            found.append(whole)
    return found


_Group = tuple[list[RuledLine], list[RuledLine], Grid]


def _shaded(lines: tuple[list[RuledLine], list[RuledLine]]) -> _Group | None:
    grid = ruled_grid(*lines)
    return None if grid is None else (*lines, grid)


def _last_row(horizontal: Sequence[RuledLine], lines: Sequence[TextLine]) -> list[RuledLine]:
    """The lower border of an unshaded row below the lines, if the figures there stand in the columns above."""
    foot = max(line.at for line in horizontal)
    figures = [p for line in lines if line.middle < foot for p in line_phrases(line) if p.is_value]
    row = next(iter(band_rows([line for line in lines if line.middle > foot][:_LINES_OF_ROW])), [])
    padding = min((p.y0 for p in row), default=foot) - foot
    if not row or padding > row[0].size or not _in_columns([row], figures):
        return []
    bottom = max(p.y1 for p in row) + max(padding, 1.0)
    return [RuledLine(bottom, min(line.low for line in horizontal), max(line.high for line in horizontal))]


def _inside(box: Box, outer: Box) -> bool:
    return (
        box[0] >= outer[0] - _SAME_X
        and box[1] >= outer[1] - _SAME_X
        and box[2] <= outer[2] + _SAME_X
        and box[3] <= outer[3] + _SAME_X
    )


def plain_grids(lines: Sequence[TextLine], figures: Sequence[Phrase] = (), sides: Grid | None = None) -> list[Grid]:
    """Grids of one cell around lines that form columns below a unit line or a title; no rule needed.

    `figures` are those of a table without verticals that ends the page before: it can go on at the top of this one,
    as wide as `sides` where rules showed its width.
    """
    found: list[Grid] = []
    k = 0
    if figures:
        k = next((i for i in range(len(lines)) if not _goes_on(lines, i, 0)), len(lines))
        if _goes_with(lines[:k], figures):
            found.append(_around(lines[:k], sides))
        else:
            k = 0
    unit = False
    while k < len(lines):
        end = k + 1
        if is_caption(lines[k].text):
            unit = unit or names_unit(lines[k].text)
            while end < len(lines) and _goes_on(lines, end, k + 1):
                end += 1
            block = lines[k + 1 : end]
            if _is_table(block) or (unit and _is_sparse_table(block)):
                found.append(_around(block))
            else:
                end = k + 1
        unit = unit and end == k + 1 and is_caption(lines[k].text)
        k = end
    return found


def _around(block: Sequence[TextLine], sides: Grid | None = None) -> Grid:
    left, right = min(line.x0 for line in block) - 3, max(line.x1 for line in block) + 3
    if sides is not None:
        left, right = min(left, sides.xs[0]), max(right, sides.xs[-1])
    box = (left, block[0].y0 - 2, right, block[-1].y1 + 2)
    return Grid((box[0], box[2]), (box[1], box[3]), (Area(0, 0, 1, 1),))


def _goes_with(block: Sequence[TextLine], above: Sequence[Phrase]) -> bool:
    """True when most of the figures stand in columns of the figures above."""
    return _in_columns([line_phrases(line) for line in block], above)


def _in_columns(rows: Sequence[Sequence[Phrase]], above: Sequence[Phrase]) -> bool:
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value]
    aligned = sum(any(_aligned(p, q) for q in above) for p in figures)
    return aligned > 1 and aligned >= 0.7 * len(figures) and sum(len(row) > 1 for row in rows) >= 0.3 * len(rows)


def _goes_on(lines: Sequence[TextLine], k: int, start: int) -> bool:
    line = lines[k]
    if is_caption(line.text) or _ends(line):
        return False
    return k == start or line.y0 - lines[k - 1].y1 < _WIDEST_GAP * line.size


def _is_table(block: Sequence[TextLine]) -> bool:
    """True when figures form columns: three in one column, two in each of two, or four beside each other."""
    rows = [line_phrases(line) for line in block]
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value][:_ENOUGH]
    alike = [sum(_aligned(p, q) for q in figures) for p in figures]
    figured = sum(any(p.is_value for p in row) for row in rows if len(row) > 1)
    forms_columns = max(alike, default=0) >= 3 or sum(count == 2 for count in alike) >= 4
    row_of_figures = any(sum(p.is_value for p in row) >= 4 for row in rows)
    prose = any(_PROSE.search(line.text) for line in block)
    amounts = any(_AMOUNT.search(p.text) for p in figures)  # a table of contents has page numbers
    return (forms_columns or row_of_figures) and figured >= 0.3 * len(rows) and amounts and not prose


def _is_sparse_table(block: Sequence[TextLine]) -> bool:
    """True for rows below names of columns, where a unit line stands above: most cells, or all of them, can be blank."""
    units = row_units(block)
    rows = [row for row in units if not is_ordinal_row([p.text for p in row])]
    if (
        not rows
        or max(map(len, rows[:2])) < 2
        or any(_PROSE.search(p.text) or len(p.text) > _LONGEST_NAME for row in rows for p in row)
    ):
        return False
    if len(rows) < len(units):  # the columns are numbered
        return True
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value]
    if figures:
        beside = any(sum(p.is_value for p in row) > 2 for row in rows)
        below = any(sum(_aligned(p, q) for q in figures) > 1 for p in figures)
        return (beside or below) and any(_AMOUNT.search(p.text) for p in figures) and not rows[0][0].is_value
    return len(rows) <= _MOST_BLANK_ROWS and (max(map(len, rows)) > 2 or _TOTAL.fullmatch(rows[-1][0].text) is not None)


def _aligned(a: Phrase, b: Phrase) -> bool:
    return abs(a.x1 - b.x1) < 2.0 or abs(a.centre - b.centre) < 2.0
