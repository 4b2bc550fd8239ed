"""The one maker of documents with truth: budget → narrative and tables → errors → PDF → truth."""

from random import Random
from typing import Any

from . import errors
from .disclosure import Disclosure, settle
from .layouts import BY_NAME
from .narrative import wording
from .printing import Printer, widen
from .truth import truth_of
from .typeset import pdf_of

LAYOUTS = tuple(BY_NAME)


def disclosure(layout: str, seed: int) -> Disclosure:
    """A disclosure without errors; the same seed gives the same one."""
    kind = BY_NAME[layout]
    rng = Random(f"{layout}-{seed}")
    budget = kind.draw(rng)
    tables = kind.tables(budget, rng)
    words = wording(layout)
    printed = {cell.key for table in tables for row in table.rows for cell in row if cell is not None and cell.key}
    parts = kind.narrator(budget, words, Printer(rng, words["habits"], printed)).document(tables)
    made = Disclosure(layout, budget.year, kind.kind, kind.unit, budget.organization, parts, rng.randrange(2))
    settle(made)
    return made


def document(layout: str, seed: int, wanted: int | list[str] = 0) -> tuple[bytes, dict[str, Any]]:
    """(PDF, truth) with `wanted` errors: a number of them, or their kinds. errors.NoTarget when they do not fit."""
    made = disclosure(layout, seed)
    rng = Random(f"{layout}-{seed}-errors")
    if isinstance(wanted, int):
        errors.plant_some(made, wanted, rng)
    else:
        errors.plant(made, wanted, rng)
    if wording(layout)["habits"].get("full_width"):
        widen(made)
    pdf = pdf_of(made)
    return pdf, truth_of(made, pdf, f"{layout}-{seed:04d}")
