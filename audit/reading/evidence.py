"""What speaks for rows of a table where no lines part them: figures that stand in columns, names above them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from audit.reading.bands import row_units
from audit.reading.captions import is_caption, is_note, is_year
from audit.reading.heads import is_ordinal_row
from audit.reading.lattice import Line as RuledLine
from audit.reading.phrases import Phrase, line_phrases
from audit.reading.tokens import TextLine

# As many figures show whether they form columns.
_ENOUGH = 60
# A band without text this high parts two tables; lower ones are blank rows.
_BLANK_ROW = 30.0
# Rows of a table without lines stand no further apart than this (in characters).
_WIDEST_GAP = 3.2
_SAME_PLACE = 2.0
_LONGEST_NAME = 40
_LAST_ROWS = 2
# Lines of one text of a head stand closer than this (in characters), lines of the texts beside it between them.
_LEADING = 0.45
_LINES_OF_HEAD = 4
# A table without any figure has a head, a total and few rows.
_MOST_BLANK_ROWS = 8
_AMOUNT = re.compile(r"[.,]\d|\d{4}")
_TOTAL = re.compile(r"[合总小]\s*计")
_PROSE = re.compile(r"[。；;]$")


def is_caption_line(lines: Sequence[TextLine], k: int) -> bool:
    """True for line `k` where it is a caption, and no year that is the first line of a head (2025年预算数)."""
    line = lines[k]
    if not is_caption(line.text):
        return False
    near = [
        p
        for other in lines[k + 1 : k + 1 + _LINES_OF_HEAD]
        if other.y0 - line.y1 < _LEADING * line.size
        for p in line_phrases(other)
    ]
    middles = [p.centre for p in line_phrases(line)]
    return not (
        is_year(line.text) and any(abs(p.centre - middle) < _SAME_PLACE and not p.is_value for p in near for middle in middles)
    )


def is_no_row(line: TextLine) -> bool:
    """True for what no row of a table is: the end of a sentence, or a footnote."""
    return _PROSE.search(line.text) is not None or (is_note(line.text) and len(line_phrases(line)) == 1)


def between(lines: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    """The lines whose middle lies between two heights."""
    return [line for line in lines if top < line.middle < bottom]


def is_band(lines: Sequence[TextLine], upper: RuledLine, lower: RuledLine) -> bool:
    """True when the lines of text between two ruled ones can be rows of the table that these belong to."""
    if not lines:
        return lower.at - upper.at < _BLANK_ROW
    if any(is_caption_line(lines, k) for k in range(len(lines))):
        return False
    width = upper.high - upper.low
    single = [unit[0] for unit in row_units(lines) if len(unit) == 1]
    prose = [p for p in single if p.x1 - p.x0 > 0.8 * width or _PROSE.search(p.text)]
    return len(prose) < max(2, 0.5 * len(lines))


def goes_with(block: Sequence[TextLine], above: Sequence[Phrase]) -> bool:
    """True when most of the figures stand in columns of the figures above."""
    return in_columns([line_phrases(line) for line in block], above)


def in_columns(rows: Sequence[Sequence[Phrase]], above: Sequence[Phrase]) -> bool:
    """True when most of the rows' figures stand in columns of the figures above."""
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value]
    ends, middles, starts = _places(above)
    aligned = sum(_near(ends, p.x1) > 0 or _near(middles, p.centre) > 0 or _near(starts, p.x0) > 0 for p in figures)
    return aligned > 1 and aligned >= 0.7 * len(figures) and sum(len(row) > 1 for row in rows) >= 0.3 * len(rows)


def ends_table(block: Sequence[TextLine], known: Sequence[Phrase]) -> bool:
    """True for the last rows, two at most, of a table of which `known` are phrases of rows before: a total alone on its page.

    Every figure stands in a column of its figures, and no text over one. Rows before that only repeat its head do no harm.
    """
    rows = [line_phrases(line) for line in block]
    names = {p.text for p in known if not p.is_value}
    while rows and all(p.text in names for p in rows[0]):
        rows = rows[1:]
    if not 0 < len(rows) <= _LAST_ROWS:
        return False
    figures = [p for p in known if p.is_value]
    ends, middles = sorted(p.x1 for p in figures), sorted(p.centre for p in figures)
    in_column = all(_near(ends, p.x1) or _near(middles, p.centre) for row in rows for p in row if p.is_value)
    over_figures = any(p.x0 < middle < p.x1 for row in rows for p in row if not p.is_value for middle in middles)
    return in_column and not over_figures and all(len(row) > 1 and any(p.is_value for p in row) for row in rows)


def goes_on(lines: Sequence[TextLine], k: int, start: int) -> bool:
    """True when line `k` can be a row below those from `start` on."""
    line = lines[k]
    if is_caption_line(lines, k) or is_no_row(line):
        return False
    return k == start or line.y0 - lines[k - 1].y1 < _WIDEST_GAP * line.size


def is_table(block: Sequence[TextLine]) -> bool:
    """True when figures form columns: three in one column, two in each of two, or four beside each other.

    Lines that overlap are one row: a label of two lines has its figures beside the middle.
    """
    rows = row_units(block)
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value][:_ENOUGH]
    alike = _alike(figures)
    figured = sum(any(p.is_value for p in row) for row in rows if len(row) > 1)
    forms_columns = max(alike, default=0) >= 3 or sum(count == 2 for count in alike) >= 4
    row_of_figures = any(sum(p.is_value for p in row) >= 4 for row in rows)
    prose = any(_PROSE.search(line.text) for line in block)
    amounts = any(_AMOUNT.search(p.text) for p in figures)  # a table of contents has page numbers
    return (forms_columns or row_of_figures) and figured >= 0.3 * len(rows) and amounts and not prose


def is_sparse_table(block: Sequence[TextLine]) -> bool:
    """True for rows below names of columns, where a unit line stands above: most cells, or all of them, can be blank."""
    units = row_units(block)
    rows = [row for row in units if not is_ordinal_row([p.text for p in row])]
    if (
        not rows
        or max(map(len, rows[:3])) < 2
        or any(_PROSE.search(p.text) or len(p.text) > _LONGEST_NAME for row in rows for p in row)
    ):
        return False
    if len(rows) < len(units):  # the columns are numbered
        return True
    figures = [p for row in rows if len(row) > 1 for p in row if p.is_value]
    if figures:
        beside = any(sum(p.is_value for p in row) > 2 for row in rows)
        below = max(_alike(figures)) > 1
        return (beside or below) and not rows[0][0].is_value
    return len(rows) <= _MOST_BLANK_ROWS and (max(map(len, rows)) > 2 or _TOTAL.fullmatch(rows[-1][0].text) is not None)


def _alike(figures: Sequence[Phrase]) -> list[int]:
    """How many figures end at the place of each, stand about one middle with it, or begin where it does."""
    ends, middles, starts = _places(figures)
    return [max(_near(ends, p.x1), _near(middles, p.centre), _near(starts, p.x0)) for p in figures]


def _places(figures: Sequence[Phrase]) -> tuple[list[float], list[float], list[float]]:
    """(where the figures end, their middles, where they begin), each in order."""
    return sorted(p.x1 for p in figures), sorted(p.centre for p in figures), sorted(p.x0 for p in figures)


def _near(places: Sequence[float], x: float) -> int:
    """How many of the places, given in order, lie at x."""
    return bisect_left(places, x + _SAME_PLACE) - bisect_right(places, x - _SAME_PLACE)
