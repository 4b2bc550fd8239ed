"""What makes a layout: whose documents it prints, their tables, and who writes their narrative."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .budget import Budget
from .disclosure import Table
from .narrative import Narrator


@dataclass(frozen=True)
class Layout:
    """`wordings/NAME.toml` holds its sentences and their order, `styles/NAME.typ` how its pages look.

    unit: of most tables
    """

    name: str
    draw: Callable[[Random], Budget]
    tables: Callable[[Budget, Random], list[Table]]
    narrator: type[Narrator] = Narrator
    kind: str = "budget"
    unit: str = "万元"
