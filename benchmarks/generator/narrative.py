"""Budget → the paragraphs of its narrative. What they say stands in `wordings/`, one file for each layout.

A wording file holds the outline (headings and the names of parts), the sentences of each part, and the clauses that
compare an amount with last year's. A list in it is a choice, drawn for each use.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from .budget import Budget, Change, FunctionLine
from .classification import CLASSES
from .disclosure import Paragraph, Piece, Table
from .printing import Printer, fill, in_wan, ordinal
from .summaries import sources

WORDINGS = Path(__file__).parent / "wordings"
HEADINGS = {"# ": "title", "## ": "part", "### ": "heading", "#### ": "subheading"}
Wording = dict[str, Any]


def wording(name: str) -> Wording:
    return tomllib.loads((WORDINGS / f"{name}.toml").read_text(encoding="utf-8"))


class Narrator:
    """Writes the narrative of one budget."""

    def __init__(self, budget: Budget, words: Wording, printer: Printer) -> None:
        self.budget = budget
        self.words = words
        self.printer = printer
        self.rng: Random = printer.rng
        self.fixed = {"organization": budget.organization, "year": str(budget.year), "last": str(budget.year - 1)}

    def document(self, tables: Sequence[Table]) -> list[Paragraph | Table]:
        """The parts of the outline in order; `tables` and `forms` stand for the tables of that kind."""
        writers = self.writers()
        parts: list[Paragraph | Table] = []
        for entry in self.words["outline"]:
            marker = next((marker for marker in HEADINGS if entry.startswith(marker)), "")
            if marker:
                parts.append(Paragraph(HEADINGS[marker], fill(entry.removeprefix(marker), **self.fixed)))
            elif entry in ("tables", "forms"):
                parts += [table for table in tables if table.kind == entry.removesuffix("s")]
            else:
                parts += writers[entry]()
        return parts

    def writers(self) -> dict[str, Callable[[], list[Paragraph]]]:
        return {
            "preface": lambda: [self.body("preface")],
            "duties": self.duties,
            "rooms": self.rooms,
            "staff": self.staff,
            "total": self.total,
            "income": self.income,
            "expenditure": self.expenditure,
            "general": self.general,
            "basic": self.basic,
            "project": self.project,
            "projects": self.projects,
            "functions": self.functions,
            "three": self.three_public,
            "meeting": lambda: [self.spending("meeting", self.budget.meeting)],
            "training": lambda: [self.spending("training", self.budget.training)],
            "operation": self.operation,
            "procurement": self.procurement,
            "assets": self.assets,
            "fund": self.fund,
            "capital": lambda: [self.body("no_capital")],
            "goals": self.goals,
            "monitoring": self.monitoring,
            "contents": lambda: [Paragraph("contents", [line]) for line in self.words["contents"]],
            "cause": self.cause,
            "terms": lambda: [Paragraph("body", [f"{n}.{a}：{b}"]) for n, (a, b) in enumerate(self.words["terms"], 1)],
        }

    def sentence(self, name: str) -> str:
        template = self.words["sentences"][name]
        return template if isinstance(template, str) else self.rng.choice(template)

    def body(self, name: str, /, **values: Piece | list[Piece]) -> Paragraph:
        return Paragraph("body", fill(self.sentence(name), **(self.fixed | values)))

    def listed(self, name: str, entries: Iterable[dict[str, Piece | list[Piece]]]) -> list[Piece]:
        """The entries of a list in the sentence `name`, parted by its separator."""
        pieces: list[Piece] = []
        for entry in entries:
            if pieces:
                pieces.append(self.words["separators"][name])
            pieces += fill(self.sentence(name), **(self.fixed | entry))
        return pieces

    def change(self, change: Change, relation: str, *cells: str, prior: str = "", line: bool = False) -> list[Piece]:
        """The clause that compares an amount with last year's.

        cells: where this year's amount is printed; prior: the key of last year's cell
        line: of the items whose changes add up to the total's
        """
        amount, choices = self.printer.amount, self.words["changes"]
        confirmed = prior in self.printer.printed
        up = change.delta > 0

        def last_years() -> Piece:
            return amount(change.prior, relation, f"cell:{prior}")

        def this_years() -> Piece:
            return amount(change.current, relation, *cells)

        if in_wan(change.current) == in_wan(change.prior):
            return fill(self.rng.choice(choices["unchanged"]), **self.fixed, prior=last_years(), current=this_years())
        growing, shrinking = self.rng.choice(choices["more"])
        more = self.printer.direction(up, (growing, shrinking), relation)
        status = "consistent" if confirmed else "consistent_jointly" if line else "unverifiable"
        if not change.prior:
            delta = amount(change.delta, relation, kind="delta", status=status)
            return fill(choices["from_nothing"], **self.fixed, more=more, delta=delta, current=this_years())
        template = self.rng.choice(choices["lines" if line else "totals"])
        stands_alone = "{prior}" not in template and "{rate}" not in template
        return fill(
            template,
            **self.fixed,
            more=more,
            pace=self._word(up, choices["pace"]),
            span=self._word(up, choices["span"]),
            prior=last_years(),
            current=this_years(),
            delta=amount(abs(change.delta), relation, kind="delta", status=status if stands_alone else "consistent"),
            rate=self.printer.rate(change, relation),
        )

    def _word(self, up: bool, pairs: Sequence[Sequence[str]]) -> str:
        more, less = self.rng.choice(pairs)
        return more if up else less

    def reason(self, change: Change) -> str:
        reasons = self.words["reasons"]
        if change.delta == 0:
            return str(reasons["same"])
        return str(self.rng.choice(reasons["up"] if change.delta > 0 else reasons["down"]))

    def tail(self, change: Change) -> str:
        """A reason after a comma, for half of the figures that changed."""
        return f"，{self.reason(change)}" if change.delta and self.rng.randrange(2) else ""

    def spending(self, name: str, change: Change, *relations: str, **more: Piece | list[Piece]) -> Paragraph:
        """A paragraph about one amount and its change, with the reason the law asks for; its cell is that of `name` in the
        table of 三公."""
        relation, cell = f"change:{name}", f"cell:three/total/{name}"
        amount = self.printer.amount(change.current, relation, cell, *relations)
        clause = self.change(change, relation, cell, prior=f"three/prior/{name}")
        reason = f"，{self.reason(change)}" if change.delta else ""
        return self.body(name, amount=amount, change=clause, reason=reason, **more)

    def cause(self) -> list[Paragraph]:
        """A sentence without figures on why the total has changed."""
        return [self.body("cause", cause=self.reason(self.budget.total()))]

    def duties(self) -> list[Paragraph]:
        duties = [Paragraph("body", [f"{n}.{duty}。"]) for n, duty in enumerate(self.budget.office.duties, 1)]
        return [self.body("duties"), *duties]

    def rooms(self) -> list[Paragraph]:
        rooms = self.budget.rooms
        return [self.body("rooms", count=self.printer.count(len(rooms), "count:rooms"), names="、".join(rooms))]

    def staff(self) -> list[Paragraph]:
        def count(value: int) -> Piece:
            return self.printer.count(value, status="unverifiable")

        staff = self.budget.staff
        return [
            self.body(
                "staff",
                posts=count(staff + self.rng.randint(0, 9)),
                staff=count(staff),
                retired=count(self.rng.randint(2, 40)),
            )
        ]

    def total(self) -> list[Paragraph]:
        total = self.budget.total()
        cells = ("cell:balance/income", "cell:balance/expenditure")
        return [
            self.body(
                "total",
                total=self.printer.amount(total.current, "change:total", *cells),
                billions=self.printer.amount(total.current, *cells, unit="亿元"),
                change=self.change(total, "change:total", *cells),
                reason=self.reason(total),
            )
        ]

    def income(self) -> list[Paragraph]:
        amount, total = self.printer.amount, self.budget.total().current
        entries: list[dict[str, Piece | list[Piece]]] = []
        for n, (name, value) in enumerate(sources(self.budget)):
            if value or not self.printer.habits.get("filled_only"):
                relations = ("parts:income", f"share:income/{n}", f"cell:balance/income/{n}")
                shared = self.printer.share(value, total, relations[1])
                entries.append({"name": name, "amount": amount(value, *relations), "share": shared})
        whole = amount(total, "parts:income", "cell:balance/income")
        return [self.body("income", total=whole, parts=self.listed("income_part", entries))]

    def expenditure(self) -> list[Paragraph]:
        amount, share = self.printer.amount, self.printer.share
        total, basic, project = self.budget.total().current, self.budget.basic().current, self.budget.project().current
        return [
            self.body(
                "expenditure",
                total=amount(total, "parts:expenditure", "cell:expenditure/total/total"),
                basic=amount(basic, "parts:expenditure", "share:basic", "cell:expenditure/total/basic"),
                basic_share=share(basic, total, "share:basic"),
                project=amount(project, "parts:expenditure", "share:project", "cell:expenditure/total/project"),
                project_share=share(project, total, "share:project"),
            )
        ]

    def general(self) -> list[Paragraph]:
        budget, amount = self.budget, self.printer.amount
        total = budget.total("general")
        entries: list[dict[str, Piece | list[Piece]]] = []
        for code in budget.codes(3, "general"):
            value = budget.total("general", code).current
            relations = ("parts:general", f"share:general/{code}", f"cell:general/{code}/total")
            shared = self.printer.share(value, total.current, relations[1])
            entries.append({"name": CLASSES[code], "amount": amount(value, *relations), "share": shared})
        cell = "cell:general/total/total"
        return [
            self.body(
                "general",
                total=amount(total.current, "parts:general", "change:general", cell),
                change=self.change(total, "change:general", cell, prior="general/total/prior"),
                reason=self.reason(total),
                parts=self.listed("general_part", entries),
            )
        ]

    def basic(self) -> list[Paragraph]:
        budget, amount = self.budget, self.printer.amount
        basic, cell = budget.basic("general"), "cell:basic/total/total"
        items = {
            kind: "、".join(line.name for line in budget.economic if line.is_personnel == kind and line.amount)
            for kind in (True, False)
        }
        return [
            self.body(
                "basic",
                basic=amount(basic.current, "parts:basic", "change:basic", cell),
                change=self.change(basic, "change:basic", cell),
                reason=self.reason(basic),
                personnel=amount(budget.personnel, "parts:basic", "cell:basic/total/personnel"),
                personnel_items=items[True],
                public=amount(budget.public, "parts:basic", "cell:basic/total/public"),
                public_items=items[False],
            )
        ]

    def project(self) -> list[Paragraph]:
        project, cell = self.budget.project("general"), "cell:general/total/project"
        amount = self.printer.amount(project.current, "change:project", cell)
        change = self.change(project, "change:project", cell)
        return [self.body("project", project=amount, change=change, reason=self.reason(project))]

    def projects(self) -> list[Paragraph]:
        projects = self.budget.projects
        entries: list[dict[str, Piece | list[Piece]]] = [
            {
                "number": str(n),
                "name": project.name,
                "amount": self.printer.amount(project.amount, f"cell:projects/{n - 1}/amount", f"cell:form/{n - 1}/total"),
            }
            for n, project in enumerate(projects, 1)
        ]
        count = self.printer.count(len(projects), "count:projects")
        return [self.body("projects", count=count, projects=self.listed("project_entry", entries))]

    def functions(self) -> list[Paragraph]:
        template = self.sentence("function_line")
        return [self._function(template, n, line) for n, line in enumerate(self.budget.lines("general"), 1)]

    def _function(self, template: str, number: int, line: FunctionLine) -> Paragraph:
        category, group, item = line.path
        relation, cell = f"change:{line.code}", f"cell:general/{line.code}/total"
        values: dict[str, Piece | list[Piece]] = {
            "number": str(number),
            "numeral": ordinal(number),
            "category": category,
            "group": group,
            "item": item,
            "amount": self.printer.amount(line.total.current, relation, cell),
            "change": self.change(line.total, relation, cell, prior=f"general/{line.code}/prior", line=True),
            "reason": self.tail(line.total),
        }
        return Paragraph("body", fill(template, **(self.fixed | values)))

    def three_public(self) -> list[Paragraph]:
        three, amount = self.budget.three_public, self.printer.amount
        return [
            self.spending("sum", three.total, "parts:three"),
            self.spending("abroad", three.abroad, "parts:three"),
            self.spending(
                "vehicles",
                three.vehicles,
                "parts:three",
                "parts:vehicles",
                purchase=amount(three.purchase.current, "parts:vehicles", "cell:three/total/purchase"),
                running=amount(three.running.current, "parts:vehicles", "cell:three/total/running"),
            ),
            self.spending("reception", three.reception, "parts:three"),
        ]

    def operation(self) -> list[Paragraph]:
        total, cell = self.budget.operation_total, "cell:operation/total/total"
        amount = self.printer.amount(total.current, "change:operation", cell)
        change = self.change(total, "change:operation", cell)
        return [self.body("operation", amount=amount, change=change, reason=self.tail(total))]

    def procurement(self) -> list[Paragraph]:
        bought, amount = self.budget.procurement, self.printer.amount
        return [
            self.body(
                "procurement",
                total=amount(bought.total, "parts:procurement", "cell:procurement/total/total"),
                goods=amount(bought.goods, "parts:procurement", "cell:procurement/total/goods"),
                works=amount(bought.works, "parts:procurement", "cell:procurement/total/works"),
                services=amount(bought.services, "parts:procurement", "cell:procurement/total/services"),
                small=amount(bought.for_small, "share:small"),
                share=self.printer.share(bought.for_small, bought.total, "share:small"),
            )
        ]

    def assets(self) -> list[Paragraph]:
        assets, count = self.budget.assets, self.printer.count
        general, duty, other = assets.vehicles
        return [
            self.body(
                "assets",
                value=self.printer.amount(assets.value, status="unverifiable"),
                area=count(assets.area, status="unverifiable"),
                total=count(sum(assets.vehicles), "count:vehicles"),
                general=count(general, "count:vehicles"),
                duty=count(duty, "count:vehicles"),
                other=count(other, "count:vehicles"),
                equipment=count(assets.equipment, status="unverifiable"),
            )
        ]

    def fund(self) -> list[Paragraph]:
        lines = self.budget.lines("fund")
        if not lines:
            return [self.body("no_fund")]
        total = self.printer.amount(self.budget.total("fund").current, "cell:fund/total/total")
        return [self.body("fund", total=total, name=lines[0].path[2])]

    def goals(self) -> list[Paragraph]:
        projects = self.budget.projects
        total = sum((project.amount for project in projects), Decimal(0))
        count = self.printer.count(len(projects), "count:projects")
        return [
            self.body("goals", count=count, amount=self.printer.amount(total, "cell:projects/total/amount", "cell:form/0/total"))
        ]

    def monitoring(self) -> list[Paragraph]:
        performance, count = self.budget.performance, self.printer.count
        relation = "completion:last"
        return [
            self.body(
                "monitoring",
                monitored=count(performance.monitored, relation),
                done=count(performance.done, relation),
                rate=self.printer.completion(performance.done, performance.monitored, relation),
            )
        ]
