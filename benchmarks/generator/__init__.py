"""The one maker of documents with truth: budget → narrative and tables → errors → PDF → truth."""

from random import Random
from typing import Any

from . import errors, forms, ruled
from .budget import random_budget
from .disclosure import Disclosure
from .narrative import Narrator
from .printing import Printer
from .truth import truth_of
from .typeset import pdf_of

LAYOUTS = ("ruled",)


def disclosure(layout: str, seed: int) -> Disclosure:
    """A disclosure without errors; the same seed gives the same one."""
    rng = Random(f"{layout}-{seed}")
    budget = random_budget(rng)
    printer = Printer(rng)
    with_prior = rng.randrange(2) == 0
    narrative = Narrator(budget, printer, confirmed=with_prior).paragraphs()
    tables = [*ruled.tables(budget, with_prior), *forms.forms(budget)]
    return Disclosure(layout, budget.year, "budget", "万元", budget.organization, narrative, tables)


def document(layout: str, seed: int, wanted: int | list[str] = 0) -> tuple[bytes, dict[str, Any]]:
    """(PDF, truth) with `wanted` errors: a number of them, or their kinds. errors.NoTarget when they do not fit."""
    made = disclosure(layout, seed)
    rng = Random(f"{layout}-{seed}-errors")
    if isinstance(wanted, int):
        errors.plant_some(made, wanted, rng)
    else:
        errors.plant(made, wanted, rng)
    pdf = pdf_of(made)
    return pdf, truth_of(made, pdf, f"{layout}-{seed:04d}")
