"""Final accounts → the paragraphs of their narrative: what was spent beside what was planned and what last year spent."""

from collections.abc import Callable
from decimal import Decimal

from .budget import Change, FunctionLine
from .classification import CLASSES
from .disclosure import Paragraph, Piece
from .narrative import Narrator
from .printing import in_wan, ordinal

Values = dict[str, Piece | list[Piece]]


class AccountsNarrator(Narrator):
    """Writes the narrative of one year's final accounts."""

    def writers(self) -> dict[str, Callable[[], list[Paragraph]]]:
        return super().writers() | {
            "total": self.accounts_total,
            "income": self.accounts_income,
            "appropriation": self.appropriation,
            "overall": self.overall,
            "structure": self.structure,
            "functions": self.functions,
            "three": self.accounts_three_public,
            "fund": self.accounts_fund,
            "evaluation": self.evaluation,
        }

    def accounts_total(self) -> list[Paragraph]:
        """Income with what was brought over, as large as expenditure with what is left."""
        budget = self.budget
        # last year ended with what this year began with
        total = Change(budget.income() + budget.carried_in(), budget.total().prior + budget.carried_in())
        cells = ("cell:balance/income", "cell:balance/expenditure")
        return [
            self.body(
                "total",
                total=self.printer.amount(total.current, "change:total", *cells),
                change=self.change(total, "change:total", *cells),
                reason=self.reason(total),
            )
        ]

    def accounts_income(self) -> list[Paragraph]:
        income, amount = self.budget.income(), self.printer.amount
        cells = ("cell:income/total/total", "cell:balance/current_income")
        return [
            self.body(
                "income",
                total=amount(income, "parts:income", *cells),
                appropriation=amount(income, "parts:income", "share:income", "cell:income/total/appropriation"),
                share=self.printer.share(income, income, "share:income"),
            )
        ]

    def appropriation(self) -> list[Paragraph]:
        budget = self.budget
        total = Change(budget.income() + budget.carried_in(), budget.total().prior + budget.carried_in())
        cells = ("cell:appropriation/income/total", "cell:appropriation/total/total")
        amount = self.printer.amount(total.current, "change:appropriation", *cells)
        change = self.change(total, "change:appropriation", *cells)
        return [self.body("appropriation", total=amount, change=change, reason=self.reason(total))]

    def overall(self) -> list[Paragraph]:
        general, cell = self.budget.total("general"), "cell:general/total/total"
        amount = self.printer.amount(general.current, "change:general", "share:general", cell)
        return [
            self.body(
                "overall",
                total=amount,
                share=self.printer.share(general.current, self.budget.total().current, "share:general"),
                change=self.change(general, "change:general", cell),
                reason=self.reason(general),
            )
        ]

    def structure(self) -> list[Paragraph]:
        budget, amount = self.budget, self.printer.amount
        total = budget.total("general").current
        entries: list[Values] = []
        for code in budget.codes(3, "general"):
            value = budget.total("general", code).current
            relations = ("parts:general", f"share:general/{code}", f"cell:general/{code}/total")
            shared = self.printer.share(value, total, relations[1])
            entries.append({"name": CLASSES[code], "amount": amount(value, *relations), "share": shared})
        parts = self.listed("general_part", entries)
        return [self.body("structure", total=amount(total, "parts:general", "cell:general/total/total"), parts=parts)]

    def completed(self, name: str, planned: Decimal, spent: Decimal, cells: tuple[str, ...], plan_cell: str) -> Values:
        """The figures of a plan and what became of it: {planned}, {spent}, {rate} and the {outcome} in words."""
        relation = f"completion:{name}"
        values: Values = {
            "planned": self.printer.amount(planned, relation, f"cell:{plan_cell}"),
            "spent": self.printer.amount(spent, relation, *cells),
            "outcome": self.outcome(planned, spent),
        }
        if planned:
            values["rate"] = self.printer.share(spent, planned, relation, kind="completion")
        return values

    def outcome(self, planned: Decimal, spent: Decimal) -> str:
        """决算数 against 预算数, with a reason where they differ."""
        outcomes = self.words["outcomes"]
        if in_wan(planned) == in_wan(spent):
            return str(self.rng.choice(outcomes["same"]))
        direction = "above" if spent > planned else "below"
        return f"{self.rng.choice(outcomes[direction])}{self.rng.choice(self.words['causes'][direction])}"

    def functions(self) -> list[Paragraph]:
        budget = self.budget
        planned, spent = budget.planned("general"), budget.total("general").current
        values = self.completed("general", planned, spent, ("cell:general/total/total",), "general/total/planned")
        lines = [self._line(n, line) for n, line in enumerate(budget.lines("general"), 1)]
        return [self.body("functions", **values), *lines]

    def _line(self, number: int, line: FunctionLine) -> Paragraph:
        category, group, item = line.path
        cell, plan = f"cell:general/{line.code}/total", f"general/{line.code}/planned"
        values = self.completed(line.code, line.planned, line.total.current, (cell,), plan)
        path: Values = {"number": str(number), "numeral": ordinal(number), "category": category, "group": group, "item": item}
        return self.body("function_line" if line.planned else "unplanned_line", **path, **values)

    def accounts_three_public(self) -> list[Paragraph]:
        planned, spent = self.budget.planned_three_public, self.budget.three_public
        amount = self.printer.amount

        def values(name: str, plan: Change, actual: Change, *relations: str) -> Values:
            cells = (*relations, f"cell:three/total/{name}")
            told = self.completed(name, plan.current, actual.current, cells, f"three/planned/{name}")
            relation = f"change:{name}"
            told["amount"] = amount(actual.current, relation, *cells)
            told["change"] = self.change(actual, relation, cells[-1])
            told["reason"] = f"，{self.reason(actual)}" if actual.delta else ""
            return told

        def paragraph(name: str, plan: Change, actual: Change, *relations: str, **more: Piece | list[Piece]) -> Paragraph:
            if not plan.current:
                return self.body(f"no_{name}")
            return self.body(name, **values(name, plan, actual, *relations), **more)

        return [
            paragraph("sum", planned.total, spent.total),
            paragraph("abroad", planned.abroad, spent.abroad),
            paragraph(
                "vehicles",
                planned.vehicles,
                spent.vehicles,
                "parts:vehicles",
                purchase=amount(spent.purchase.current, "parts:vehicles", "cell:three/total/purchase"),
                running=amount(spent.running.current, "parts:vehicles", "cell:three/total/running"),
            ),
            paragraph("reception", planned.reception, spent.reception),
        ]

    def accounts_fund(self) -> list[Paragraph]:
        lines = self.budget.lines("fund")
        if not lines:
            return [self.body("no_fund")]
        total = self.budget.total("fund")
        amount = self.printer.amount(total.current, "change:fund", "cell:fund/total/total")
        change = self.change(total, "change:fund", "cell:fund/total/total")
        return [self.body("fund", total=amount, name=lines[0].path[2], change=change)]

    def evaluation(self) -> list[Paragraph]:
        """Self-evaluation of the projects: how many, for how much, and how they were graded."""
        projects, count = self.budget.projects, self.printer.count
        spent = sum((project.amount for project in projects), Decimal(0))
        best = self.rng.randint(len(projects) // 2, len(projects))
        return [
            self.body(
                "evaluation",
                count=count(len(projects), "count:projects", "count:grades"),
                amount=self.printer.amount(spent, "cell:form/0/total"),
                best=count(best, "count:grades"),
                good=count(len(projects) - best, "count:grades"),
            )
        ]
