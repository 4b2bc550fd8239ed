"""Budgets and final accounts drawn at random."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from .budget import (
    ZERO,
    Assets,
    Budget,
    Change,
    EconomicLine,
    FunctionLine,
    OperationLine,
    Performance,
    Procurement,
    Project,
    ThreePublic,
)
from .classification import ITEMS
from .economics import ECONOMIC_ITEMS, OPERATION_ITEMS
from .offices import LOCAL_OFFICES, OFFICES, PLACES, ROOMS, Office
from .printing import ordinal


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


def random_budget(rng: Random, wide: bool = False, projects_in_phases: int = 0) -> Budget:
    """The budget of an office; `wide` for offices with tables of hundreds of rows.

    projects_in_phases: how many projects, each of several phases of a few; drawn where it is 0
    """
    draw = _Draw(rng, rng.choice((1, 1, 100) if wide else (100, 100, 1)))
    office = rng.choice(LOCAL_OFFICES if wide else OFFICES)
    year = rng.randint(2022, 2026)
    staff = rng.randint(18, 110)
    economic = _economic_lines(draw, staff)
    projects = _projects(draw, office, year, projects_in_phases)
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
        functions=_function_lines(draw, office, economic, projects, wide),
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
        "30109": draw.share(base, 75, 80),
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


def _projects(draw: _Draw, office: Office, year: int, in_phases: int) -> tuple[Project, ...]:
    rng = draw.rng
    names = rng.sample(office.projects, rng.randint(3, 8))
    if in_phases:
        names = [f"{names[i % len(names)]}{ordinal(i // len(names) + 1)}期" for i in range(in_phases)]
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
    draw: _Draw, office: Office, economic: tuple[EconomicLine, ...], projects: tuple[Project, ...], wide: bool
) -> tuple[FunctionLine, ...]:
    """Insurance and housing items take their economic lines whole; 行政运行 takes the rest of the basic expenditure."""
    basic = {
        "2080501": _amount_of(economic, "30302"),
        "2080505": _amount_of(economic, "30108"),
        "2080506": _amount_of(economic, "30109"),
        "2101101": _amount_of(economic, "30110"),
        "2101103": _amount_of(economic, "30111"),
        "2101199": _amount_of(economic, "30112"),
        "2210201": _amount_of(economic, "30113"),
    }
    rest = sum((line.amount for line in economic), ZERO) - sum(basic.values(), ZERO)
    project: dict[str, Decimal] = {}
    for entry in projects:
        project[entry.code] = project.get(entry.code, ZERO) + entry.amount
    if wide:
        basic["2010350"] = draw.share(rest, 200, 400)
        others = sorted(code for code in ITEMS if code not in basic and not code.startswith("21208"))
        for code in draw.rng.sample(others, draw.rng.randint(25, 60)):
            project[code] = project.get(code, ZERO) + draw.amount("1", "600")
    basic[office.running] = rest - basic.get("2010350", ZERO)
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


def random_unit_budget(rng: Random) -> Budget:
    """The budget of one unit of an office, for units report on their own."""
    budget = random_budget(rng)
    return replace(budget, unit=budget.office.unit)


def random_accounts(rng: Random) -> Budget:
    """Final accounts: what was spent beside what was planned, with money carried over the turn of the year."""
    budget = random_budget(rng)
    draw = _Draw(rng, 100)

    def planned(amount: Decimal) -> Decimal:
        """What the budget had given: one in five the same, else 15 % less to 15 % more."""
        return amount if rng.randrange(5) == 0 else draw.share(amount, 850, 1150)

    carrying = rng.choice([line.code for line in budget.lines("general") if line.project.current])
    functions = []
    for line in budget.functions:
        brought = left = ZERO
        if line.code == carrying:
            brought, left = draw.share(line.project.current, 50, 400), draw.share(line.project.current, 20, 300)
        # now and then a line was not foreseen at all
        foreseen = (
            ZERO if line.project.current and not line.basic.current and rng.randrange(6) == 0 else planned(line.total.current)
        )
        functions.append(replace(line, planned=foreseen, carried_in=brought, carried_out=left))
    three = budget.three_public
    return replace(
        budget,
        functions=tuple(functions),
        projects=tuple(replace(entry, planned=planned(entry.amount)) for entry in budget.projects),
        planned_three_public=ThreePublic(
            *(Change(_at_least(draw, item.current)) for item in (three.abroad, three.purchase, three.running, three.reception))
        ),
    )


def _at_least(draw: _Draw, spent: Decimal) -> Decimal:
    """A plan that what was spent keeps within, as it must for 三公."""
    return spent if draw.rng.randrange(3) == 0 else draw.share(spent, 1000, 1800)
