"""Codes for tables that print names only, taken from a table of the same document that prints both."""

from collections.abc import Sequence

from audit.statements.labels import Label
from audit.statements.lines import DraftLine, is_organisation

_BY_FUNCTION = frozenset({"expenditure", "general", "fund", "capital", "appropriation_expenditure", "income"})


def codes_by_name(roles: Sequence[str], tables: Sequence[Sequence[DraftLine]]) -> None:
    """Give the lines of uncoded function tables the codes of a coded table that lists the same names in the same order.

    Names recur under other classes (行政运行), so the order decides; a table is coded whole or not at all.
    """
    by_function = [lines for role, lines in zip(roles, tables, strict=True) if role in _BY_FUNCTION]
    coded = [named for lines in by_function if (named := [line for line in lines if line.code])]
    for lines in by_function:
        names = [line for line in lines if _needs_code(line.label, line.item)]
        if any(line.code for line in lines) or len(names) < 2:
            continue
        for model in coded:
            found = _aligned([line.item for line in names], [(line.item, line.code) for line in model])
            if found:
                for line, code in zip(names, found, strict=True):
                    line.code = code
                break


def _needs_code(label: Label, item: str) -> bool:
    return bool(item) and not label.total and not label.level and not is_organisation(item)


def _aligned(names: Sequence[str], model: Sequence[tuple[str, str]]) -> list[str]:
    """The code of each name, found in order in the model; empty if one is missing."""
    codes: list[str] = []
    position = 0
    for name in names:
        while position < len(model) and model[position][0] != name:
            position += 1
        if position == len(model):
            return []
        codes.append(model[position][1])
        position += 1
    return codes
