"""Errors on demand: each replaces one printed token and is told exactly.

Kinds and causes are those of the samples' truth. An error is planted only where it can be seen: a wrong rate must lie
outside what its operands, as printed, allow, and no two errors touch the same relation, row or table.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from random import Random

from .disclosure import Direction, Disclosure, Figure, Paragraph, Piece, Planted
from .printing import UNITS, ordinal, rounded

# The cells an error of each kind may change, by their keys.
CELL_KINDS = {
    "table_total": r"(expenditure|operation)/total/(basic|project)|basic/total/(personnel|public)|projects/total/amount",
    "table_subtotal": r"(expenditure|general)/\d{5}/(total|basic|project)|basic/\d{3}/total",
    "table_row": r"(expenditure|general)/\d{7}/total",
    "cross_table_total": r"income/total(/total)?|unit/unit/total",
    "cross_table_row": r"balance/\d{3}|appropriation/\d{3}/total",
    "income_expense_balance": r"balance/expenditure|appropriation/total/total",
    "basic_people_plus_public": r"basic/total/total",
    "three_public_sum": r"three/total/sum",
    "performance_amount": r"form/\d+/(total|cost)",
    "performance_sum": r"form/unit/(project|basic|total)",
}
NARRATIVE_KINDS = (
    "amount_vs_table",
    "delta_mismatch",
    "rate_wrong_base",
    "rate_truncated",
    "rate_random",
    "share_wrong",
    "completion_rate",
    "count_wrong",
    "parts_not_total",
    "unit_slip",
    "direction_reversed",
    "placeholder_unfilled",
)
KINDS = (*NARRATIVE_KINDS, *CELL_KINDS)
# A misprint must stand out from rounding tails of the sums it breaks, in 万元.
LEAST_IN_TEXT, LEAST_IN_TABLE = Decimal("0.1"), Decimal("0.5")


class NoTarget(ValueError):
    """The disclosure has no place for an error of this kind."""


def plant(disclosure: Disclosure, kinds: list[str], rng: Random) -> None:
    """Plants one error of each kind; NoTarget when one has no place left."""
    for kind in kinds:
        if not _plant_one(disclosure, kind, rng):
            raise NoTarget(f"no place for an error of kind {kind}")


def plant_some(disclosure: Disclosure, number: int, rng: Random) -> None:
    """Plants `number` errors of kinds drawn at random; NoTarget when they do not fit."""
    kinds = rng.sample(KINDS, len(KINDS))
    for kind in kinds:
        if len(disclosure.planted) == number:
            return
        _plant_one(disclosure, kind, rng)
    if len(disclosure.planted) < number:
        raise NoTarget(f"only {len(disclosure.planted)} of {number} errors fit")


def _plant_one(disclosure: Disclosure, kind: str, rng: Random) -> bool:
    candidates = list(
        _narrative_errors(disclosure, kind, rng) if kind in NARRATIVE_KINDS else _cell_errors(disclosure, kind, rng)
    )
    if not candidates:
        return False
    planted, piece = rng.choice(candidates)
    if planted.piece is not None:
        paragraph, index = planted.piece
        assert piece is not None
        disclosure.narrative[paragraph].pieces[index] = piece
    if planted.cell is not None:
        table, row, column = planted.cell
        cell = disclosure.tables[table].rows[row][column]
        assert cell is not None
        cell.text = planted.stated
    disclosure.planted.append(planted)
    return True


def _taken(disclosure: Disclosure) -> frozenset[str]:
    return frozenset().union(*(planted.relations for planted in disclosure.planted))


def _narrative_errors(disclosure: Disclosure, kind: str, rng: Random) -> Iterator[tuple[Planted, Piece]]:
    taken = _taken(disclosure)
    for p, paragraph in enumerate(disclosure.narrative):
        for n, piece in enumerate(paragraph.pieces):
            if isinstance(piece, str) or piece.relations & taken:
                continue
            wrong = (
                _wrong_direction(paragraph, n, piece, kind)
                if isinstance(piece, Direction)
                else _wrong_figure(paragraph, piece, kind, rng)
            )
            if wrong is not None:
                new, stated, correct, cause = wrong
                yield Planted(kind, "narrative", stated, correct, cause, piece=(p, n), relations=piece.relations), new


Wrong = tuple[Piece, str, str, str]


def _wrong_direction(paragraph: Paragraph, index: int, piece: Direction, kind: str) -> Wrong | None:
    delta = paragraph.pieces[index + 1]
    assert isinstance(delta, Figure)
    if delta.status != "consistent" or delta.value < LEAST_IN_TEXT * 10000:
        return None
    correct = piece.text + delta.text
    if kind == "direction_reversed":
        reversed_piece = replace(piece, up=not piece.up)
        return reversed_piece, reversed_piece.text + delta.text, correct, "sign_reversed"
    if kind == "placeholder_unfilled":
        more, less = piece.pair
        residue = f"{more}（{less}）"
        return residue, residue + delta.text, correct, "placeholder"
    return None


def _wrong_figure(paragraph: Paragraph, figure: Figure, kind: str, rng: Random) -> Wrong | None:
    if figure.status != "consistent" or not figure.value:
        return None
    stated, cause = _wrong_text(paragraph, figure, kind, rng)
    if not stated or stated == figure.text:
        return None
    return replace(figure, text=stated, status="contradicted"), stated, figure.text, cause


def _wrong_text(paragraph: Paragraph, figure: Figure, kind: str, rng: Random) -> tuple[str, str]:
    """The token to print instead and why, or ("", "") where this figure takes no error of the kind."""
    nothing = ("", "")
    cells = any(relation.startswith("cell:") for relation in figure.relations)
    parts = any(relation.startswith("parts:") for relation in figure.relations)
    match kind, figure.kind:
        case "rate_wrong_base", "rate":
            assert figure.change is not None
            current, prior = figure.change
            stated = f"{rounded(100 * abs(current - prior) / current, figure.decimals):f}%" if current else ""
            return (stated, "wrong_base") if out_of_bounds(stated, figure) else nothing
        case "rate_truncated", "rate":
            stated = f"{figure.value.quantize(Decimal(1).scaleb(-figure.decimals), rounding=ROUND_DOWN):f}%"
            return (stated, "truncated") if out_of_bounds(stated, figure) else nothing
        case ("rate_random", "rate") | ("share_wrong", "share") | ("completion_rate", "completion"):
            stated, cause = misprinted(figure.text, rng, Decimal("0.5"))
            return (stated, cause) if out_of_bounds(stated, figure) else nothing
        case "count_wrong", "count" if figure.relations and not figure.relations & {"completion:last"}:
            wrong = int(figure.value) + rng.choice((1, 2))
            return str(wrong) if figure.text.isdecimal() else ordinal(wrong), "typo"
        case "amount_vs_table", "amount" if cells and not parts:
            return misprinted(figure.text, rng, LEAST_IN_TEXT)
        case "parts_not_total", "amount" if parts:
            return misprinted(figure.text, rng, LEAST_IN_TABLE)
        case "delta_mismatch", "delta":
            stated, cause = misprinted(figure.text, rng, LEAST_IN_TEXT)
            return (stated, cause) if stated and breaks_rate(paragraph, figure, stated) else nothing
        case "unit_slip", "amount" | "delta" if figure.text.endswith("万元"):
            return figure.text.removesuffix("万元") + "元", "unit_slip"
    return nothing


def _number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text))


def _half_unit(text: str) -> Decimal:
    decimals = len(re.sub(r"[^\d.]", "", text).partition(".")[2])
    return Decimal(5).scaleb(-decimals - 1)


def out_of_bounds(stated: str, figure: Figure) -> bool:
    """True when the stated percentage cannot be reached from the operands as printed."""
    if not stated or figure.bounds is None:
        return False
    low, high = figure.bounds
    return _number(stated) + _half_unit(stated) < low or _number(stated) - _half_unit(stated) > high


def breaks_rate(paragraph: Paragraph, delta: Figure, stated: str) -> bool:
    """True when the stated change does not fit the rate beside it, on either reading of last year's figure."""
    wrong = _number(stated) * 10000
    for _, _, rate in paragraph.figures():
        if rate.kind == "rate" and rate.relations & delta.relations:
            assert rate.change is not None
            current, prior = rate.change
            bases = [base for base in (prior, current - wrong, current + wrong) if base > 0]
            printed, half = _number(rate.text), _half_unit(rate.text)
            if any(abs(100 * wrong / base - printed) <= 2 * half for base in bases):
                return False
    return True


def misprinted(text: str, rng: Random, least: Decimal) -> tuple[str, str]:
    """The token with two neighbouring digits exchanged or, if that changes too little, one digit wrong; and the cause."""
    swaps = [
        text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
        for i, j in zip(_digits(text), _digits(text)[1:], strict=False)
        if text[i] != text[j]
    ]
    typos = [text[:i] + digit + text[i + 1 :] for i in _digits(text) for digit in "123456789" if digit != text[i]]
    for candidates, cause in ((swaps, "transposed_digits"), (typos, "typo")):
        fitting = [wrong for wrong in candidates if wrong[0] != "0" and abs(_number(wrong) - _number(text)) >= least]
        if fitting:
            return rng.choice(fitting), cause
    return "", ""


def _digits(text: str) -> list[int]:
    return [i for i, char in enumerate(text) if char.isdigit()]


def _cell_errors(disclosure: Disclosure, kind: str, rng: Random) -> Iterator[tuple[Planted, None]]:
    taken = _taken(disclosure)
    for t, r, c, cell in disclosure.cells():
        if not re.fullmatch(CELL_KINDS[kind], cell.key) or not cell.text:
            continue
        table = disclosure.tables[t]
        # the same row of another table is left alone too: two wrong printings of one figure would leave nobody to say which
        relations = frozenset({f"cell:{cell.key}", f"table:{t}", f"row:{_row_of(cell.key)}"})
        if relations & taken:
            continue
        stated, cause = misprinted(cell.text, rng, LEAST_IN_TABLE * UNITS["万元"] / UNITS[table.unit])
        if stated:
            yield Planted(kind, table.kind, stated, cell.text, cause, cell=(t, r, c), relations=relations), None


def _row_of(key: str) -> str:
    """The row that tables share: a code, or "total"; the key itself for tables whose figures stand nowhere else."""
    if key.startswith(("three/", "operation/", "projects/", "form/")):
        return key
    code = re.search(r"\d{3,7}", key)
    return code[0] if code else "total"
