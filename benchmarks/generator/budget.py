"""A budget that is consistent by construction: every total is a sum, never a number of its own.

Amounts are Decimal in 元. `random_budget` draws one; nothing here knows how it will be printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .classification import ECONOMIC_ITEMS, OFFICES, OPERATION_ITEMS, PLACES, ROOMS, Office, item_path

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
    """One 项 of the functional classification, of one fund ("general" or "fund")."""

    code: str
    basic: Change
    project: Change
    fund: str = "general"

    @property
    def total(self) -> Change:
        return self.basic + self.project

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
    name: str
    code: str
    amount: Decimal
    indicators: int


@dataclass(frozen=True)
class ThreePublic:
    abroad: Change
    purchase: Change
    running: Change
    reception: Change

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

    @property
    def organization(self) -> str:
        return self.place + self.office.name

    def lines(self, fund: str = "", prefix: str = "") -> list[FunctionLine]:
        return [line for line in self.functions if fund in ("", line.fund) and line.code.startswith(prefix)]

    def total(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.total for line in self.lines(fund, prefix))

    def basic(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.basic for line in self.lines(fund, prefix))

    def project(self, fund: str = "", prefix: str = "") -> Change:
        return total_of(line.project for line in self.lines(fund, prefix))

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


class _Draw:
    """Draws amounts in multiples of `grain` 元: 100 prints exactly in 万元, 1 leaves rounding tails."""

    def __init__(self, rng: Random, grain: int) -> None:
        self.rng = rng
        self.grain = Decimal(grain)

    def fitted(self, amount: Decimal) -> Decimal:
        return (amount / self.grain).to_integral_value() * self.grain

    def amount(self, low: str, high: str) -> Decimal:
        """An amount between two bounds in 万元."""
        low_yuan, high_yuan = int(Decimal(low) * 10000), int(Decimal(high) * 10000)
        return self.fitted(Decimal(self.rng.randint(low_yuan, high_yuan)))

    def share(self, amount: Decimal, low: int, high: int) -> Decimal:
        """Between `low` and `high` per mille of an amount."""
        return self.fitted(amount * self.rng.randint(low, high) / 1000)

    def change(self, current: Decimal) -> Change:
        """The amount with a last year of its own: one in six the same, else 18 % less to 22 % more."""
        if not current or self.rng.randrange(6) == 0:
            return Change(current, current)
        return Change(current, self.share(current, 820, 1220))


def random_budget(rng: Random) -> Budget:
    draw = _Draw(rng, rng.choice((100, 100, 1)))
    office = rng.choice(OFFICES)
    year = rng.randint(2022, 2026)
    staff = rng.randint(18, 110)
    economic = _economic_lines(draw, staff)
    projects = _projects(draw, office, year)
    three_public = _three_public(draw, economic)
    goods = draw.amount("3", "40")
    procurement = Procurement(
        goods, draw.amount("0", "60") * rng.randint(0, 1), draw.amount("2", "50"), draw.share(goods, 300, 900)
    )
    monitored = rng.randint(4, 20)
    return Budget(
        year=year,
        place=rng.choice(PLACES),
        office=office,
        staff=staff,
        rooms=tuple(rng.sample(ROOMS, rng.randint(4, 9))),
        functions=_function_lines(draw, office, economic, projects),
        economic=economic,
        projects=projects,
        three_public=three_public,
        meeting=draw.change(_amount_of(economic, "30215")),
        training=draw.change(_amount_of(economic, "30216")),
        operation=(operation := _operation_lines(draw, economic, projects)),
        operation_prior=draw.change(sum((line.basic + line.project for line in operation), ZERO)).prior,
        procurement=procurement,
        assets=Assets(
            draw.amount("80", "2500"),
            rng.randint(400, 6000),
            (rng.randint(0, 3), rng.randint(0, 4), rng.randint(0, 2)),
            rng.randint(0, 6),
        ),
        performance=Performance(monitored, monitored - rng.randint(0, 2)),
    )


def _amount_of(lines: tuple[EconomicLine, ...], code: str) -> Decimal:
    return sum((line.amount for line in lines if line.code == code), ZERO)


def _economic_lines(draw: _Draw, staff: int) -> tuple[EconomicLine, ...]:
    rng = draw.rng
    wages = {
        code: draw.amount(low, high) * staff
        for code, low, high in (("30101", "3.6", "5.2"), ("30102", "1.8", "3.4"), ("30103", "1.5", "3"))
    }
    base = sum(wages.values(), ZERO)
    amounts = wages | {
        "30108": draw.share(base, 155, 160),
        "30110": draw.share(base, 60, 75),
        "30111": draw.share(base, 12, 18),
        "30112": draw.share(base, 3, 8),
        "30113": draw.share(base, 110, 120),
        "30302": draw.amount("6", "60"),
    }
    for code in ("30199", "30305"):
        if rng.randrange(2):
            amounts[code] = draw.amount("1", "9")
    optional = [
        code for code in ECONOMIC_ITEMS if code.startswith("302") and code not in ("30212", "30215", "30216", "30217", "30231")
    ]
    for code in rng.sample(optional, rng.randint(7, len(optional))):
        amounts[code] = draw.amount("0.6", "14")
    for code, low, high, odds in (
        ("30212", "2", "8", 5),
        ("30215", "0.8", "6", 1),
        ("30216", "0.8", "9", 1),
        ("30217", "0.5", "6", 1),
        ("30231", "2", "16", 1),
        ("31002", "1", "9", 2),
    ):
        if rng.randrange(odds) == 0:
            amounts[code] = draw.amount(low, high)
    return tuple(EconomicLine(code, amounts[code]) for code in sorted(amounts))


def _projects(draw: _Draw, office: Office, year: int) -> tuple[Project, ...]:
    rng = draw.rng
    names = rng.sample(office.projects, rng.randint(3, 8))
    return tuple(
        Project(
            f"{year}年{name}{rng.choice(('经费', '项目', '专项资金', '补助资金'))}",
            rng.choice((office.running, *office.business)),
            Decimal(rng.randint(3, 90) * 10000) if rng.randrange(3) == 0 else draw.amount("3", "320"),
            rng.randint(3, 5),
        )
        for name in names
    )


def _function_lines(
    draw: _Draw, office: Office, economic: tuple[EconomicLine, ...], projects: tuple[Project, ...]
) -> tuple[FunctionLine, ...]:
    """Insurance and housing items take their economic lines whole; 行政运行 takes the rest of the basic expenditure."""
    basic = {
        "2080501": _amount_of(economic, "30302"),
        "2080505": _amount_of(economic, "30108"),
        "2101101": _amount_of(economic, "30110"),
        "2101103": _amount_of(economic, "30111"),
        "2101199": _amount_of(economic, "30112"),
        "2210201": _amount_of(economic, "30113"),
    }
    basic[office.running] = sum((line.amount for line in economic), ZERO) - sum(basic.values(), ZERO)
    project: dict[str, Decimal] = {}
    for entry in projects:
        project[entry.code] = project.get(entry.code, ZERO) + entry.amount
    lines = [
        FunctionLine(code, draw.change(basic.get(code, ZERO)), draw.change(project.get(code, ZERO)))
        for code in sorted(basic | project)
    ]
    if draw.rng.randrange(3) == 0:
        lines.append(FunctionLine("2120804", Change(), draw.change(draw.amount("20", "400")), "fund"))
    return tuple(lines)


def _three_public(draw: _Draw, economic: tuple[EconomicLine, ...]) -> ThreePublic:
    abroad, running, reception = (_amount_of(economic, code) for code in ("30212", "30231", "30217"))
    purchase = Change(ZERO, draw.amount("12", "26")) if draw.rng.randrange(5) == 0 else Change()
    return ThreePublic(draw.change(abroad), purchase, draw.change(running), draw.change(reception))


def _operation_lines(draw: _Draw, economic: tuple[EconomicLine, ...], projects: tuple[Project, ...]) -> tuple[OperationLine, ...]:
    smallest = min(entry.amount for entry in projects)
    project = {"30201": draw.share(smallest, 100, 600), "30202": draw.share(smallest, 50, 300)}
    return tuple(OperationLine(code, _amount_of(economic, code), project.get(code, ZERO)) for code in OPERATION_ITEMS)
