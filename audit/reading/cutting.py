"""Cuts the areas of a grid at borders that no ruled line draws, and merges them where a text stands over several."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.reading.columns import Block, Borders, Column
from audit.reading.headtree import Span, blocks_of, levels, lowest, spans, unwrapped
from audit.reading.lattice import Area, Grid
from audit.reading.phrases import Phrase, phrases
from audit.reading.tokens import Token, cell_text

# A text reaches into a column when it does so by this much (in characters).
_REACH = 0.5
# and into a row with more than this share of its height.
_CUT = 0.3
# Columns that a text stands amid must fit better by this much (points) than the likely ones.
_LIKELY = 6.0
# where the borders are ruled
_SURE = 1.5
_SAME_MIDDLE = 1.0
_TOTAL = re.compile(r"[合总小]\s*计$|^栏\s*次$")


@dataclass(eq=False)
class Sheet:
    """The part of a table on one page: its grid and the tokens of each area.

    `open`: no lines part its columns; `plain`: nor its rows, and its grid is as wide as its text. `unclosed`: no line needs
    to stand above rows that go on with it on the next page.
    """

    grid: Grid
    inside: list[list[Token]]
    open: bool = False
    plain: bool = False
    unclosed: bool = False

    @cached_property
    def phrases(self) -> list[list[Phrase]]:
        """The phrases of each area, line by line."""
        return [phrases(tokens) if tokens else [] for tokens in self.inside]

    @cached_property
    def crowded(self) -> list[tuple[Area, list[Phrase]]]:
        """The areas of more than one token, with their phrases."""
        areas = zip(self.grid.areas, self.inside, strict=True)
        return [(area, phrases(tokens)) for area, tokens in areas if len(tokens) > 1]

    @property
    def all_phrases(self) -> list[Phrase]:
        return [phrase for held in self.phrases for phrase in held]

    @cached_property
    def rows(self) -> list[list[str]]:
        """The texts as a grid, merged cells' text in their first position."""
        rows = [[""] * self.grid.columns for _ in range(self.grid.rows)]
        for area, tokens in zip(self.grid.areas, self.inside, strict=True):
            if tokens:
                rows[area.row][area.column] = cell_text(tokens)
        return rows


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell to be, its columns and what it holds."""

    area: Area
    tokens: list[Token]


def cut(sheet: Sheet, depth: int, found: Sequence[Column], edges: Borders, form: bool) -> Sheet:
    """The sheet with columns bordered by `edges`; its first `depth` rows are the head of the columns `found`."""
    grid, xs = sheet.grid, edges.xs
    cells = sheet.phrases
    inner = [min(range(len(xs)), key=lambda j: abs(xs[j] - x)) for x in grid.xs[1:-1]]
    column = [0, *inner, len(xs) - 1]
    head = head_blocks(sheet, depth)
    place = {id(token): k for k, tokens in enumerate(sheet.inside) for token in tokens}
    ruled = [_filled_span(column[area.column], column[area.column + area.column_span]) for area in grid.areas]
    over = _spans(head, found, edges, [ruled[place[_first(block)]] for block in head])
    texts = unwrapped(head, over, lambda a, b: depth == 1 or place[_first(a)] == place[_first(b)])
    if len(texts) < len(head):
        head = texts
        over = _spans(head, found, edges, [ruled[place[_first(block)]] for block in head])
    labels = {bisect_right(xs, (c.x0 + c.x1) / 2) - 1 for c in found if c.texts >= c.values}
    named = [(block.centre, over[id(block)]) for block in head if labels.intersection(range(*over[id(block)]))]
    ys = list(grid.ys)
    pieces: list[_Piece] = []
    if depth == 1:
        cuts, pieces = _tree(head, over, len(xs) - 1)
        ys[1:1] = cuts
    shift = len(ys) - len(grid.ys)
    for area, held, span in zip(grid.areas, cells, ruled, strict=True):
        if depth == 1 and area.row == 0:
            continue
        if not sheet.open and len(blocks_of(held)) < 2 and (area.column_span > 1 or span[1] - span[0] == 1):
            made = [(span, _tokens(held))]  # merged as ruled
        elif area.row < depth:
            pieces += _head(held, head, over, area, span, ys)
            continue
        else:
            made = _body(held, edges, span, form, named, labels)
        pieces += [_Piece(Area(area.row + shift, a, area.row_span, b - a), tokens) for (a, b), tokens in made]
    pieces = sorted(_apart(pieces), key=lambda piece: (piece.area.row, piece.area.column))
    whole = Grid(xs, tuple(ys), tuple(piece.area for piece in pieces))
    return Sheet(whole, [piece.tokens for piece in pieces], sheet.open, sheet.plain, sheet.unclosed)


def _filled_span(first: int, end: int) -> Span:
    """The columns, one at least: ruled lines nearer to each other than columns can be are one border."""
    return (first, end) if first < end else (max(end - 1, 0), max(end, 1))


def head_blocks(sheet: Sheet, depth: int) -> list[Block]:
    """The texts of the first `depth` rows; those on two sides of a ruled line are two."""
    areas = zip(sheet.grid.areas, sheet.phrases, strict=True)
    return [
        block for area, held in areas if area.row < depth for block in blocks_of(held, one_level=depth > 1 and area.row_span == 1)
    ]


def _spans(head: Sequence[Block], found: Sequence[Column], edges: Borders, ruled: Sequence[Span]) -> dict[int, Span]:
    """The columns of each block of a head, by id, within those between the ruled lines around it."""
    over = spans(head, _own(head, found, edges.xs), edges)
    return {id(block): _within(over[id(block)], span) for block, span in zip(head, ruled, strict=True)}


def _first(block: Block) -> int:
    return id(block.phrases[0].tokens[0])


def _own(head: Sequence[Block], found: Sequence[Column], xs: Sequence[float]) -> dict[int, Span]:
    """The columns of each of the lowest blocks of a head, by id."""
    own: dict[int, Span] = {}
    for block in lowest(head):
        centres = [(c.x0 + c.x1) / 2 for c in found if any(same(b, block) for b in c.heads)] or [block.centre]
        places = [min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2) for x in centres]
        own[id(block)] = (min(places), max(places) + 1)
    return own


def same(a: Block, b: Block) -> bool:
    """True for the same text of a head; blocks are made anew for each sheet of a table."""
    return abs(a.centre - b.centre) < 1.0 and [p.text for p in a.phrases] == [p.text for p in b.phrases]


def _tree(head: Sequence[Block], over: dict[int, Span], count: int) -> tuple[list[float], list[_Piece]]:
    """(borders between the levels of a head that is one band, its cells)."""
    single = {id(block) for block in lowest(head)}
    parents = levels([block for block in head if id(block) not in single])
    inner: list[float] = []
    for level in parents:
        bottom = max(block.y1 for block in level)
        inner.append(min((block.y0 for block in head if block.y0 > bottom - 1), default=bottom) / 2 + bottom / 2)
    pieces: list[_Piece] = []
    start = [0] * count
    for k, level in enumerate(parents):
        for block in level:
            a, b = over[id(block)]
            top = min(max(start[a:b]), k)
            pieces.append(_Piece(Area(top, a, k + 1 - top, b - a), _tokens(block.phrases)))
            start[a:b] = [k + 1] * (b - a)
    taken = [False] * count
    for block in head:
        if id(block) in single:
            a, b = over[id(block)]
            top = max(start[a:b])
            pieces.append(_Piece(Area(top, a, len(parents) + 1 - top, b - a), _tokens(block.phrases)))
            taken[a:b] = [True] * (b - a)
    pieces += [_Piece(Area(start[j], j, len(parents) + 1 - start[j], 1), []) for j in range(count) if not taken[j]]
    return inner, pieces


def _head(
    held: Sequence[Phrase], head: Sequence[Block], over: dict[int, Span], area: Area, span: Span, ys: Sequence[float]
) -> list[_Piece]:
    """The cells of one ruled area of a head: each of its blocks over its columns, blank ones between.

    Blocks of one column stand one below the other, parted at the rows' borders elsewhere in the head.
    """
    inside = {id(token) for phrase in held for token in phrase.tokens}
    blocks = [b for b in head if any(id(token) in inside for token in b.phrases[0].tokens)]
    placed = [(_within(over[id(b)], span), b) for b in blocks]
    pieces: list[_Piece] = []
    for (a, b), block in placed:
        rows = (area.row, area.row + area.row_span)
        if any(other is not block and c < b and a < d for (c, d), other in placed):
            first = min(max(bisect_right(ys, block.y0 + _CUT * (block.y1 - block.y0)) - 1, rows[0]), rows[1] - 1)
            rows = (first, min(max(bisect_right(ys, block.y1 - _CUT * (block.y1 - block.y0)), first + 1), rows[1]))
        pieces.append(_Piece(Area(rows[0], a, rows[1] - rows[0], b - a), _tokens(block.phrases)))
    return [*pieces, *_blanks(pieces, area, span)]


def _apart(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, those in one place made one."""
    made: dict[tuple[int, int], _Piece] = {}
    for piece in pieces:
        at = (piece.area.row, piece.area.column)
        if at in made:
            made[at].tokens.extend(piece.tokens)
        else:
            made[at] = piece
    return list(made.values())


def _blanks(pieces: Sequence[_Piece], area: Area, span: Span) -> list[_Piece]:
    """Blank cells for the columns that no piece is in."""
    taken = {j for p in pieces for j in range(p.area.column, p.area.column + p.area.column_span)}
    return [_Piece(Area(area.row, j, area.row_span, 1), []) for j in range(*span) if j not in taken]


def _within(at: Span, span: Span) -> Span:
    first = min(max(at[0], span[0]), span[1] - 1)
    return first, min(max(at[1], first + 1), span[1])


_Named = Sequence[tuple[float, Span]]


def _body(
    held: Sequence[Phrase], edges: Borders, span: Span, form: bool, named: _Named, labels: set[int]
) -> list[tuple[Span, list[Token]]]:
    """The cells of one area of a body: each phrase in the columns it reaches into, figures where they end.

    `named` holds the centre and the columns of each text of the head over columns of labels; these are `labels`.
    """
    if span[1] - span[0] == 1:
        return [(span, _tokens(held))]
    taken: list[tuple[Span, Phrase]] = []
    for phrase in sorted(held, key=lambda p: p.x0):
        a, b = _reach(phrase, edges.xs, span)
        for k, (other, p) in enumerate(taken):
            if other[1] <= a or min(p.y1, phrase.y1) - max(p.y0, phrase.y0) < 1:
                continue
            if other[0] < a:  # two texts side by side part where the second begins
                taken[k] = ((other[0], a), p)
            elif b - 1 > other[0]:
                a = other[0] + 1
        taken.append(((a, b), phrase))
    return _filled([(_centred(at, phrase, taken, edges, span, form, named, labels), phrase.tokens) for at, phrase in taken], span)


def _reach(phrase: Phrase, xs: Sequence[float], span: Span) -> Span:
    if phrase.is_value:
        last = phrase.tokens[-1].chars[-1]
        a = bisect_right(xs, (last.x0 + last.x1) / 2) - 1
        b = a + 1
    else:
        margin = min(_REACH * phrase.size, 0.45 * (phrase.x1 - phrase.x0))
        a, b = bisect_right(xs, phrase.x0 + margin) - 1, bisect_right(xs, phrase.x1 - margin)
    return min(max(a, span[0]), span[1] - 1), min(max(b, span[0] + 1), span[1])


def _centred(
    at: Span,
    phrase: Phrase,
    taken: Sequence[tuple[Span, Phrase]],
    edges: Borders,
    span: Span,
    form: bool,
    named: _Named,
    labels: set[int],
) -> Span:
    """The columns of a total's name, or of any text of a form, with the blank ones beside it that it stands amid."""
    if phrase.is_value or not (form or _TOTAL.search(phrase.text)):
        return at
    filled = [j for other, p in taken if p is not phrase for j in range(*other)]
    first = max([j + 1 for j in filled if j < at[0]], default=span[0])
    end = min([j for j in filled if j >= at[1]], default=span[1])
    # what stands right below the middle of a text of the head is as wide
    below = [
        s for centre, s in named if abs(centre - phrase.centre) < _SAME_MIDDLE and first <= s[0] <= at[0] and at[1] <= s[1] <= end
    ]
    if below and not form:
        return below[-1]
    wide = [(a, b) for a in range(first, at[0] + 1) for b in range(at[1], end + 1)]
    # a form's cells begin where the last one ended; no total's name stands in columns of figures alone
    name = at if labels.issuperset(range(*at)) else (first, end)
    likely = [s for s in wide if s[0] == first] if form else [name]
    sure = not form and max(edges.slack[at[0]], edges.slack[at[1]]) == 0.0
    bonus = _SURE if sure else _LIKELY
    return min(wide, key=lambda s: abs((edges.xs[s[0]] + edges.xs[s[1]]) / 2 - phrase.centre) - bonus * (s in likely))


def _filled(placed: Iterable[tuple[Span, list[Token]]], span: Span) -> list[tuple[Span, list[Token]]]:
    """Cells that tile the columns of `span`: texts that share a column share a cell, the columns left over are blank."""
    made: list[tuple[Span, list[Token]]] = []
    at = span[0]
    for (a, b), tokens in sorted(placed, key=lambda item: item[0]):
        if made and a < at:
            previous, held = made[-1]
            made[-1] = ((previous[0], max(at, b)), [*held, *tokens])
        else:
            made += [((j, j + 1), []) for j in range(at, a)]
            made.append(((a, b), list(tokens)))
        at = made[-1][0][1]
    return [*made, *(((j, j + 1), []) for j in range(at, span[1]))]


def _tokens(found: Iterable[Phrase]) -> list[Token]:
    return [token for phrase in found for token in phrase.tokens]
