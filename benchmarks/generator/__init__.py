"""The one maker of documents with truth: budget → narrative and tables → errors → PDF → truth."""

from random import Random
from typing import Any

from . import errors
from .disclosure import Disclosure, settle
from .layout import Layout
from .layouts import BY_NAME
from .narrative import wording
from .printing import Printer, widen
from .truth import truth_of
from .typeset import pdf_of

LAYOUTS = tuple(BY_NAME)
# Styles of print that are no layout of their own: the pages of any layout can be set in them.
STYLES = ("striped", "headed")


def disclosure(layout: str | Layout, seed: int) -> Disclosure:
    """A disclosure without errors; the same seed gives the same one."""
    kind = layout if isinstance(layout, Layout) else BY_NAME[layout]
    rng = Random(f"{kind.name}-{seed}")
    budget = kind.draw(rng)
    tables = kind.tables(budget, rng)
    words = wording(kind.name)
    printed = {cell.key for table in tables for row in table.rows for cell in row if cell is not None and cell.key}
    parts = kind.narrator(budget, words, Printer(rng, words["habits"], printed)).document(tables)
    made = Disclosure(kind.name, budget.year, kind.kind, kind.unit, budget.organization, parts, rng.randrange(2))
    settle(made)
    return made


def document(layout: str | Layout, seed: int, wanted: int | list[str] = 0, style: str = "") -> tuple[bytes, dict[str, Any]]:
    """(PDF, truth) with `wanted` errors: a number of them, or their kinds. errors.NoTarget when they do not fit.

    The pages look as the layout's own do, or as those of `style`.
    """
    made = disclosure(layout, seed)
    rng = Random(f"{made.layout}-{seed}-errors")
    if isinstance(wanted, int):
        errors.plant_some(made, wanted, rng)
    else:
        errors.plant(made, wanted, rng)
    if wording(made.layout)["habits"].get("full_width"):
        widen(made)
    pdf = pdf_of(made, style or made.layout)
    return pdf, truth_of(made, pdf, f"{made.layout}-{seed:04d}")
