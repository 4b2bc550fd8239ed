"""Budget → the paragraphs of its narrative."""

from decimal import Decimal

from . import wording
from .budget import Budget, Change
from .classification import CLASSES, INCOME_SOURCES
from .disclosure import Paragraph, Piece
from .printing import Printer, fill, in_wan

ALL_CHANGES = wording.CHANGES_FULL + wording.CHANGES_WITHOUT_PRIOR + wording.CHANGES_WITHOUT_DELTA
LINE_CHANGES = (
    wording.CHANGES_FULL + wording.CHANGES_WITHOUT_PRIOR + wording.CHANGES_WITHOUT_RATE + wording.CHANGES_DELTA_ONLY * 3
)


class Narrator:
    """Writes the narrative of one budget. `confirmed` says whether a table prints last year's figure of each item."""

    def __init__(self, budget: Budget, printer: Printer, confirmed: bool) -> None:
        self.budget = budget
        self.printer = printer
        self.rng = printer.rng
        self.confirmed = confirmed
        self.years = {"year": str(budget.year), "last": str(budget.year - 1)}

    def paragraphs(self) -> list[Paragraph]:
        return [
            Paragraph("title", [f"{self.budget.organization}"]),
            Paragraph("title", [f"{self.budget.year}年部门预算公开说明"]),
            self._body(wording.PREFACE, organization=self.budget.organization),
            *self._about(),
            *self._income_and_expenditure(),
            *self._general(),
            *self._three_public(),
            *self._other_matters(),
            *self._performance(),
            Paragraph("heading", ["十、名词解释"]),
            *(Paragraph("body", [f"{n}.{term}：{meaning}"]) for n, (term, meaning) in enumerate(wording.TERMS, 1)),
        ]

    def _body(self, template: str, **values: Piece | list[Piece]) -> Paragraph:
        return Paragraph("body", fill(template, **(self.years | values)))

    def _change(self, change: Change, relation: str, prior_cell: str = "", line: bool = False) -> list[Piece]:
        """The clause that compares an amount with last year's; `line` is for items whose changes add up to the total's."""
        amount = self.printer.amount
        delta_status = ("consistent" if self.confirmed else "consistent_jointly") if line else "unverifiable"
        up = change.delta > 0
        if in_wan(change.current) == in_wan(change.prior):
            return fill(self.rng.choice(wording.UNCHANGED), **self.years)
        more = self.printer.direction(up, self.rng.choice(wording.MORE_LESS), relation)
        if not change.prior:
            delta = amount(change.delta, relation, kind="delta", status=delta_status)
            return fill(wording.FROM_NOTHING, **self.years, more=more, delta=delta)
        template = self.rng.choice(LINE_CHANGES if line else ALL_CHANGES)
        stands_alone = "{prior}" not in template and "{rate}" not in template
        prior_relations = (relation, f"cell:{prior_cell}") if prior_cell else (relation,)
        return fill(
            template,
            **self.years,
            more=more,
            pace=self._word(up, wording.PACES),
            span=self._word(up, wording.SPANS),
            prior=amount(change.prior, *prior_relations),
            delta=amount(abs(change.delta), relation, kind="delta", status=delta_status if stands_alone else "consistent"),
            rate=self.printer.rate(change, relation),
        )

    def _word(self, up: bool, pairs: tuple[tuple[str, str], ...]) -> str:
        more, less = self.rng.choice(pairs)
        return more if up else less

    def _reason(self, change: Change) -> str:
        if change.delta == 0:
            return "各项支出安排与上年一致"
        return self.rng.choice(wording.REASONS_UP if change.delta > 0 else wording.REASONS_DOWN)

    def _tail(self, change: Change) -> str:
        """A reason after a comma, for half of the figures that changed."""
        return f"，{self._reason(change)}" if change.delta and self.rng.randrange(2) else ""

    def _about(self) -> list[Paragraph]:
        budget, count = self.budget, self.printer.count
        return [
            Paragraph("heading", ["一、部门概况"]),
            Paragraph("subheading", ["（一）主要职责"]),
            self._body(wording.DUTIES, organization=budget.organization),
            *(Paragraph("body", [f"{n}.{duty}。"]) for n, duty in enumerate(budget.office.duties, 1)),
            Paragraph("subheading", ["（二）机构和人员"]),
            self._body(wording.ROOMS, count=count(len(budget.rooms), "count:rooms"), names="、".join(budget.rooms)),
            self._body(
                wording.STAFF,
                posts=count(budget.staff + self.rng.randint(0, 9), status="unverifiable"),
                staff=count(budget.staff, status="unverifiable"),
                retired=count(self.rng.randint(2, 40), status="unverifiable"),
            ),
        ]

    def _income_and_expenditure(self) -> list[Paragraph]:
        budget, amount, share = self.budget, self.printer.amount, self.printer.share
        total = budget.total()
        general, fund = budget.total("general").current, budget.total("fund").current
        parts: list[Piece] = []
        sources = (general, fund, *(Decimal(0) for _ in INCOME_SOURCES[2:]))
        for n, (name, value) in enumerate(zip(INCOME_SOURCES, sources, strict=True)):
            relations = ("parts:income", f"share:income/{n}", f"cell:balance/income/{n}")
            part = fill(
                wording.INCOME_PART, name=name, amount=amount(value, *relations), share=share(value, total.current, relations[1])
            )
            parts += ["；", *part] if parts else part
        basic, project = budget.basic().current, budget.project().current
        return [
            Paragraph("heading", ["二、收支预算总体情况"]),
            self._body(
                wording.TOTAL,
                total=amount(total.current, "change:total", "cell:balance/expenditure"),
                change=self._change(total, "change:total"),
                reason=self._reason(total),
            ),
            Paragraph("subheading", ["（一）收入预算"]),
            self._body(wording.INCOME, total=amount(total.current, "parts:income", "cell:balance/income"), parts=parts),
            Paragraph("subheading", ["（二）支出预算"]),
            self._body(
                wording.EXPENDITURE,
                total=amount(total.current, "parts:expenditure", "cell:expenditure/total/total"),
                basic=amount(basic, "parts:expenditure", "share:basic", "cell:expenditure/total/basic"),
                basic_share=share(basic, total.current, "share:basic"),
                project=amount(project, "parts:expenditure", "share:project", "cell:expenditure/total/project"),
                project_share=share(project, total.current, "share:project"),
            ),
        ]

    def _general(self) -> list[Paragraph]:
        budget, amount = self.budget, self.printer.amount
        total, basic, project = budget.total("general"), budget.basic("general"), budget.project("general")
        parts: list[Piece] = []
        for code in budget.codes(3, "general"):
            value = budget.total("general", code).current
            relations = ("parts:general", f"share:general/{code}", f"cell:general/{code}/total")
            shared = self.printer.share(value, total.current, relations[1])
            part = fill(wording.GENERAL_PART, name=CLASSES[code], amount=amount(value, *relations), share=shared)
            parts += ["；", *part] if parts else part
        return [
            Paragraph("heading", ["三、一般公共预算支出情况"]),
            self._body(
                wording.GENERAL,
                total=amount(total.current, "parts:general", "change:general", "cell:general/total/total"),
                change=self._change(total, "change:general", self._prior_cell("total")),
                reason=self._reason(total),
                parts=parts,
            ),
            Paragraph("subheading", ["（一）基本支出"]),
            self._body(
                wording.BASIC,
                basic=amount(basic.current, "parts:basic", "change:basic", "cell:basic/total/total"),
                change=self._change(basic, "change:basic"),
                reason=self._reason(basic),
                personnel=amount(budget.personnel, "parts:basic", "cell:basic/total/personnel"),
                personnel_items=self._economic_items(personnel=True),
                public=amount(budget.public, "parts:basic", "cell:basic/total/public"),
                public_items=self._economic_items(personnel=False),
            ),
            Paragraph("subheading", ["（二）项目支出"]),
            self._body(
                wording.PROJECT,
                project=amount(project.current, "change:project", "cell:general/total/project"),
                change=self._change(project, "change:project"),
                reason=self._reason(project),
            ),
            self._projects(),
            Paragraph("subheading", ["（三）按功能分类科目说明"]),
            *self._function_lines(),
        ]

    def _prior_cell(self, row: str) -> str:
        return f"general/{row}/prior" if self.confirmed else ""

    def _economic_items(self, personnel: bool) -> str:
        return "、".join(line.name for line in self.budget.economic if line.is_personnel == personnel)

    def _projects(self) -> Paragraph:
        entries: list[Piece] = []
        for n, project in enumerate(self.budget.projects):
            amount = self.printer.amount(project.amount, f"cell:projects/{n}/amount")
            entry = fill(wording.PROJECT_ENTRY, name=project.name, amount=amount)
            entries += ["、", *entry] if entries else entry
        return self._body(
            wording.PROJECT_LIST, count=self.printer.count(len(self.budget.projects), "count:projects"), projects=entries
        )

    def _function_lines(self) -> list[Paragraph]:
        template = self.rng.choice(wording.FUNCTION_LINES)
        paragraphs = []
        for n, line in enumerate(self.budget.lines("general"), 1):
            category, group, item = line.path
            relation = f"change:{line.code}"
            paragraphs.append(
                self._body(
                    template,
                    number=str(n),
                    category=category,
                    group=group,
                    item=item,
                    amount=self.printer.amount(line.total.current, relation, f"cell:general/{line.code}/total"),
                    change=self._change(line.total, relation, self._prior_cell(line.code), line=True),
                    reason=self._tail(line.total),
                )
            )
        return paragraphs

    def _spending(self, template: str, change: Change, name: str, *relations: str, **more: Piece | list[Piece]) -> Paragraph:
        relation = f"change:{name}"
        amount = self.printer.amount(change.current, relation, *relations)
        return self._body(template, amount=amount, change=self._change(change, relation), reason=self._tail(change), **more)

    def _three_public(self) -> list[Paragraph]:
        budget, amount = self.budget, self.printer.amount
        three = budget.three_public
        return [
            Paragraph("heading", ["四、“三公”经费、会议费和培训费"]),
            self._spending(wording.THREE_PUBLIC, three.total, "three", "parts:three", "cell:three/total/sum"),
            self._spending(wording.ABROAD, three.abroad, "abroad", "parts:three", "cell:three/total/abroad"),
            self._spending(
                wording.VEHICLES,
                three.vehicles,
                "vehicles",
                "parts:three",
                "parts:vehicles",
                "cell:three/total/vehicles",
                purchase=amount(three.purchase.current, "parts:vehicles", "cell:three/total/purchase"),
                running=amount(three.running.current, "parts:vehicles", "cell:three/total/running"),
            ),
            self._spending(wording.RECEPTION, three.reception, "reception", "parts:three", "cell:three/total/reception"),
            self._spending(wording.MEETING, budget.meeting, "meeting", "cell:three/total/meeting"),
            self._spending(wording.TRAINING, budget.training, "training", "cell:three/total/training"),
        ]

    def _other_matters(self) -> list[Paragraph]:
        budget, amount, count = self.budget, self.printer.amount, self.printer.count
        bought, assets = budget.procurement, budget.assets
        general, duty, other = assets.vehicles
        return [
            Paragraph("heading", ["五、机关运行经费"]),
            self._spending(wording.OPERATION, budget.operation_total, "operation", "cell:operation/total/total"),
            Paragraph("heading", ["六、政府采购"]),
            self._body(
                wording.PROCUREMENT + wording.FOR_SMALL,
                total=amount(bought.total, "parts:procurement", "cell:procurement/total/total"),
                goods=amount(bought.goods, "parts:procurement", "cell:procurement/total/goods"),
                works=amount(bought.works, "parts:procurement", "cell:procurement/total/works"),
                services=amount(bought.services, "parts:procurement", "cell:procurement/total/services"),
                amount=amount(bought.for_small, "share:small"),
                share=self.printer.share(bought.for_small, bought.total, "share:small"),
            ),
            Paragraph("heading", ["七、国有资产占用"]),
            self._body(
                wording.ASSETS + wording.VEHICLE_COUNT + wording.EQUIPMENT,
                value=amount(assets.value, status="unverifiable"),
                area=count(assets.area, status="unverifiable"),
                total=count(sum(assets.vehicles), "count:vehicles"),
                general=count(general, "count:vehicles"),
                duty=count(duty, "count:vehicles"),
                other=count(other, "count:vehicles"),
                count=count(assets.equipment, status="unverifiable"),
            ),
            Paragraph("heading", ["八、政府性基金和国有资本经营预算"]),
            self._fund(),
            self._body(wording.NO_CAPITAL),
        ]

    def _fund(self) -> Paragraph:
        lines = self.budget.lines("fund")
        if not lines:
            return self._body(wording.NO_FUND)
        total = self.printer.amount(lines[0].total.current, "cell:fund/total/total")
        return self._body(wording.FUND, total=total, name=lines[0].path[2])

    def _performance(self) -> list[Paragraph]:
        budget, count = self.budget, self.printer.count
        last = budget.performance
        total = sum((project.amount for project in budget.projects), Decimal(0))
        return [
            Paragraph("heading", ["九、预算绩效管理"]),
            self._body(
                wording.GOALS,
                count=count(len(budget.projects), "count:projects"),
                amount=self.printer.amount(total, "cell:projects/total/amount"),
            ),
            self._body(
                wording.MONITORING,
                monitored=count(last.monitored, "completion:last"),
                done=count(last.done, "completion:last"),
                rate=self.printer.completion(last.done, last.monitored, "completion:last"),
            ),
        ]
