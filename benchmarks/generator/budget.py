"""A budget that is consistent by construction: every total is a sum, never a number of its own.

Amounts are Decimal in 元. Nothing here knows how they will be printed, or where they come from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .classification import item_path
from .economics import ECONOMIC_ITEMS
from .offices import Office

ZERO = Decimal(0)


@dataclass(frozen=True)
class Change:
    """An amount of this year and the same of last year."""

    current: Decimal = ZERO
    prior: Decimal = ZERO

    @property
    def delta(self) -> Decimal:
        return self.current - self.prior

    def __add__(self, other: "Change") -> "Change":
        return Change(self.current + other.current, self.prior + other.prior)


def total_of(changes: Iterable[Change]) -> Change:
    total = Change()
    for change in changes:
        total += change
    return total


@dataclass(frozen=True)
class FunctionLine:
    """One 项 of the functional classification, of one fund ("general" or "fund").

    Final accounts have more: `planned` is what the budget gave it, `carried_in` and `carried_out` what it brought over
    from last year and leaves to the next.
    """

    code: str
    basic: Change
    project: Change
    fund: str = "general"
    planned: Decimal = ZERO
    carried_in: Decimal = ZERO
    carried_out: Decimal = ZERO

    @property
    def total(self) -> Change:
        return self.basic + self.project

    @property
    def income(self) -> Decimal:
        return self.total.current + self.carried_out - self.carried_in

    @property
    def path(self) -> tuple[str, str, str]:
        return item_path(self.code)


@dataclass(frozen=True)
class EconomicLine:
    code: str
    amount: Decimal

    @property
    def name(self) -> str:
        return ECONOMIC_ITEMS[self.code]

    @property
    def is_personnel(self) -> bool:
        return self.code[:3] in ("301", "303")


@dataclass(frozen=True)
class OperationLine:
    code: str
    basic: Decimal
    project: Decimal

    @property
    def name(self) -> str:
        return ECONOMIC_ITEMS[self.code]


@dataclass(frozen=True)
class Project:
    """`planned` is what the budget gave it, where `amount` is what final accounts say was spent."""

    name: str
    code: str
    amount: Decimal
    indicators: int
    planned: Decimal = ZERO


@dataclass(frozen=True)
class ThreePublic:
    abroad: Change = Change()
    purchase: Change = Change()
    running: Change = Change()
    reception: Change = Change()

    @property
    def vehicles(self) -> Change:
        return self.purchase + self.running

    @property
    def total(self) -> Change:
        return self.abroad + self.vehicles + self.reception


@dataclass(frozen=True)
class Procurement:
    goods: Decimal
    works: Decimal
    services: Decimal
    for_small: Decimal

    @property
    def total(self) -> Decimal:
        return self.goods + self.works + self.services


@dataclass(frozen=True)
class Assets:
    """`vehicles` by use: 一般公务用车, 执法执勤用车, 其他用车."""

    value: Decimal
    area: int
    vehicles: tuple[int, int, int]
    equipment: int


@dataclass(frozen=True)
class Performance:
    """Last year's monitoring: of `monitored` projects, `done` met their targets."""

    monitored: int
    done: int


@dataclass(frozen=True)
class Budget:
    """The budget of a department or, where `unit` names one, of a unit in it; or its final accounts."""

    year: int
    place: str
    office: Office
    staff: int
    rooms: tuple[str, ...]
    functions: tuple[FunctionLine, ...]
    economic: tuple[EconomicLine, ...]
    projects: tuple[Project, ...]
    three_public: ThreePublic
    meeting: Change
    training: Change
    operation: tuple[OperationLine, ...]
    operation_prior: Decimal
    procurement: Procurement
    assets: Assets
    performance: Performance
    unit: str = ""
    planned_three_public: ThreePublic = ThreePublic()

    @property
    def organization(self) -> str:
        return self.place + (self.unit or self.office.name)

    def lines(self, fund: str = "", prefix: str = "") -> list[FunctionLine]:
        return [line for line in self.functions if fund in ("", line.fund) and line.code.startswith(prefix)]

    def total(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.total for line in self.lines(fund, prefix))

    def basic(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.basic for line in self.lines(fund, prefix))

    def project(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.project for line in self.lines(fund, prefix))

    def planned(self, fund: str = "", prefix: str = "") -> Decimal:
        return sum((line.planned for line in self.lines(fund, prefix)), ZERO)

    def carried_in(self, fund: str = "") -> Decimal:
        return sum((line.carried_in for line in self.lines(fund)), ZERO)

    def carried_out(self, fund: str = "") -> Decimal:
        return sum((line.carried_out for line in self.lines(fund)), ZERO)

    def income(self, fund: str = "") -> Decimal:
        """What came in during the year; not what was brought over."""
        return sum((line.income for line in self.lines(fund)), ZERO)

    def public_of(self, line: FunctionLine) -> Decimal:
        """The 公用经费 in the basic expenditure of a line: all of it belongs to 行政运行."""
        return self.public if line.code == self.office.running else ZERO

    def codes(self, length: int, fund: str = "") -> list[str]:
        """The codes in use at one level (3: 类, 5: 款, 7: 项), in order."""
        return sorted({line.code[:length] for line in self.lines(fund)})

    def economic_total(self, prefix: str = "") -> Decimal:
        return sum((line.amount for line in self.economic if line.code.startswith(prefix)), ZERO)

    @property
    def economic_classes(self) -> list[str]:
        """The three-digit economic classes in use."""
        return sorted({line.code[:3] for line in self.economic if line.amount})

    @property
    def personnel(self) -> Decimal:
        return sum((line.amount for line in self.economic if line.is_personnel), ZERO)

    @property
    def public(self) -> Decimal:
        return self.economic_total() - self.personnel

    @property
    def operation_total(self) -> Change:
        return Change(sum((line.basic + line.project for line in self.operation), ZERO), self.operation_prior)
