"""One document from file to report: read → understand → check → judge → report."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.checks import Understanding, check_all
from audit.checks.department import Unit, department_totals
from audit.checks.equation import Equation, Remark
from audit.checks.prior_year import OtherYear, base_of, other_year
from audit.claims.grammar import read_paragraphs
from audit.claims.link import figure_index
from audit.claims.numerals import document_numerals, usual_decimals
from audit.collector import collector_paused
from audit.facts import Facts, document_facts
from audit.findings import DisclosedFile, DocumentFacts, Report
from audit.reading import read_document, read_together
from audit.reading.document import Document, Table
from audit.report.tables import reported_table
from audit.statements.legible import is_misread
from audit.statements.read import read_statements
from audit.verdicts.assembly import findings_of, money_at_stake
from audit.verdicts.context import context_of
from audit.verdicts.coverage import Ledger, cell_statuses, coverage_of, number_statuses, open_numbers, score_of, settled_numbers
from audit.verdicts.second_look import SecondLooks, judge_with_scans, remarks_on_scans

if TYPE_CHECKING:
    from audit.proposals.propose import Proposals
    from audit.proposals.settings import ModelSettings
    from audit.proposals.spending import Allowance, Spent
    from audit.verdicts.causes import Context


@dataclass(frozen=True, eq=False)
class Basis:
    """What the deterministic report was made from, and a model's proposals are held against."""

    understood: Understanding
    facts: Facts
    asserted: Sequence[Equation]
    context: "Context"
    ledger: Ledger


@dataclass(frozen=True, eq=False)
class Audited:
    """A report, and by the id of its finding each equation that was judged: what a working paper computes anew."""

    report: Report
    equations: dict[str, Equation]
    basis: Basis | None = None
    proposals: "Proposals | None" = None

    @property
    def spent(self) -> "Spent | None":
        """What its model pass cost, None without one."""
        return self.proposals.spent if self.proposals is not None else None


def audit_file(
    path: str | Path, *, completeness: bool = True, prior: str | Path | None = None, model: "ModelSettings | None" = None
) -> Report:
    """The report on one source; raises UnreadableSource where it cannot be read.

    prior: last year's document of the unit (or, beside accounts, the year's budget) to compare with
    model: who is asked about the numbers that no relation reached; without one, no socket is opened
    """
    return audited_file(path, completeness=completeness, prior=prior, model=model).report


def audit_document(
    document: Document, *, completeness: bool = True, prior: Document | None = None, model: "ModelSettings | None" = None
) -> Report:
    """As `audit_file`, of a document already read."""
    return audited_document(document, completeness=completeness, prior=prior, model=model).report


def audited_file(
    path: str | Path, *, completeness: bool = True, prior: str | Path | None = None, model: "ModelSettings | None" = None
) -> Audited:
    """As `audit_file`, with the equations."""
    other = read_document(Path(prior)) if prior else None
    return audited_document(read_document(Path(path)), completeness=completeness, prior=other, model=model)


def audit_together(
    paths: Sequence[str | Path],
    *,
    completeness: bool = True,
    prior: str | Path | None = None,
    model: "ModelSettings | None" = None,
) -> Report:
    """One report on a disclosure that is given as several files; folders and ZIP archives stand for those in them."""
    return audited_together(paths, completeness=completeness, prior=prior, model=model).report


def audited_together(
    paths: Sequence[str | Path],
    *,
    completeness: bool = True,
    prior: str | Path | None = None,
    model: "ModelSettings | None" = None,
) -> Audited:
    """As `audit_together`, with the equations."""
    other = read_document(Path(prior)) if prior else None
    document = read_together([Path(path) for path in paths])
    return audited_document(document, completeness=completeness, prior=other, model=model)


def audited_document(
    document: Document,
    *,
    completeness: bool = True,
    prior: Document | None = None,
    units: Iterable[Document] = (),
    model: "ModelSettings | None" = None,
) -> Audited:
    """The report on a document already read: the deterministic one, and what a model's proposals add to it.

    completeness: whether to ask for what has to be disclosed; not asked of a document that could not be read whole
    units: beside a department's, the documents of all its units, of the year and kind
    """
    audited = _checked(document, completeness, prior, units)
    return with_model(audited, model) if model is not None else audited


@collector_paused()
def _checked(document: Document, completeness: bool, prior: Document | None, units: Iterable[Document]) -> Audited:
    """What needs no model."""
    facts = document_facts(document)
    understood = understand(document, facts)
    told = check_all(understood, facts, completeness and not document.warnings)
    notes = [*document.warnings, *(_unread(s.table) for s in understood.statements if is_misread(s))]
    if prior is not None:
        compared, note = _compared(understood, facts, prior)
        told += compared
        notes += [note] if note else []
    told += department_totals(understood.statements, [_unit(unit) for unit in units])
    equations = [t for t in told if isinstance(t, Equation)]
    remarks = [t for t in told if isinstance(t, Remark)]
    context = context_of(understood.claims, understood.index)
    looks = SecondLooks()
    judgements = judge_with_scans(equations, context, looks)
    remarks = remarks_on_scans(remarks, looks)
    findings, root_causes = findings_of(judgements, remarks)
    judged = dict(zip((finding.id for finding in findings), (judgement.equation for judgement in judgements), strict=False))
    ledger = Ledger()
    for judgement, finding in zip(judgements, findings, strict=False):
        ledger.enter(judgement.equation.operands, finding, judgement.root.culprit if judgement.root else None)
    for remark, finding in zip(remarks, findings[len(judgements) :], strict=True):
        ledger.enter(remark.operands, finding, None)
    numbers = number_statuses(understood.paragraphs, ledger)
    cells = [cell_statuses(s.table, s.figures, ledger) for s in understood.statements]
    report = Report(
        document=_facts(document, facts, notes),
        findings=findings,
        root_causes=root_causes,
        numbers=numbers,
        tables=[
            reported_table(s.table).model_copy(update={"statuses": statuses})
            for s, statuses in zip(understood.statements, cells, strict=True)
        ],
        coverage=coverage_of(numbers, cells),
        score=score_of(findings, money_at_stake(judgements)),
    )
    return Audited(report, judged, Basis(understood, facts, equations, context, ledger))


def with_model(audited: Audited, settings: "ModelSettings", allowance: "Allowance | None" = None) -> Audited:
    """What a model's proposals add to a document audited without one; the deterministic findings and the score stay.

    allowance: what this document may still spend, without limit if None; no call begins that could overstep it.
    Raises ModelUnusable where the prompts are broken or the model's package is missing, never for what an endpoint does.
    Documents may be read by several threads at a time: they share the model's connections and its rate limit.
    """
    from audit.proposals.propose import propose
    from audit.proposals.spending import Allowance

    basis, report = audited.basis, audited.report
    assert basis is not None, "audited without a model in this process"
    paragraphs = basis.understood.paragraphs
    unread = open_numbers(paragraphs, basis.ledger, report.findings)
    settled = settled_numbers(paragraphs, basis.ledger, unread)
    proposals = propose(
        basis.understood, basis.facts, basis.asserted, basis.context, unread, settled, settings, allowance or Allowance()
    )
    ledger, equations = deepcopy(basis.ledger), dict(audited.equations)
    for judgement, finding in zip(proposals.judgements, proposals.findings, strict=True):
        touched = [operand for operand in judgement.equation.operands if operand in proposals.open]
        ledger.enter(touched, finding, judgement.root.culprit if judgement.root else None)
        equations[finding.id] = judgement.equation
    numbers = number_statuses(paragraphs, ledger)
    added = {
        "findings": [*report.findings, *proposals.findings],
        "root_causes": [*report.root_causes, *proposals.root_causes],
        "numbers": numbers,
        "coverage": coverage_of(numbers, [table.statuses for table in report.tables]),
        "document": report.document.model_copy(update={"notes": [*report.document.notes, *proposals.notes]}),
        "model": proposals.use,
    }
    return Audited(report.model_copy(update=added), equations, basis, proposals)


def understand(document: Document, facts: Facts) -> Understanding:
    """Statements and claims of a document, and the index by which claims find figures."""
    numerals = document_numerals(document.paragraphs)
    precision = usual_decimals(n.mention.number for found in numerals for n in found if n.kind == "amount")
    statements = read_statements(document.tables, facts.unit, precision)
    paragraphs = read_paragraphs(document.paragraphs, numerals, facts.year, facts.organization, facts.kind == "budget")
    claims = [claim for paragraph in paragraphs for claim in paragraph.claims]
    return Understanding(statements, paragraphs, claims, figure_index(statements))


def _compared(understood: Understanding, facts: Facts, prior: Document) -> tuple[list[Equation | Remark], str]:
    """What the other document has to say about this one, and a note (Chinese) where it has nothing to say."""
    name = Path(prior.path).name
    other_facts = document_facts(prior)
    base = base_of(facts.year, facts.kind, other_facts.year, other_facts.kind)
    if base is None:
        return [], f"{name} 不是可比的上年文件（年度或预决算类别不符），未作比较"
    other = understand(_called(prior, f"对照文件 {name} "), other_facts)
    kind = "预算" if other_facts.kind == "budget" else "决算"
    compared = other_year(understood.statements, understood.claims, OtherYear(base, kind, other.statements, other.index))
    return list(compared), ""


def _unit(document: Document) -> Unit:
    facts = document_facts(document)
    called = _called(document, f"单位文件 {Path(document.path).name} ")
    return Unit(facts.organization, understand(called, facts).statements)


def _called(document: Document, source: str) -> Document:
    """Another document, whose tables are told by what to call it."""
    return replace(document, tables=tuple(replace(table, source=source) for table in document.tables))


def _unread(table: Table) -> str:
    place = table.place if table.page is None else f"第 {table.page} 页"
    return f"{place}表格《{table.title or '无标题'}》未能识别清楚，其中的合计、分项未核对"


def _facts(document: Document, facts: Facts, notes: list[str]) -> DocumentFacts:
    return DocumentFacts(
        source=Path(document.path).name,
        sha256=document.sha256,
        pages=document.pages,
        title=facts.title,
        organization=facts.organization,
        year=facts.year,
        kind=facts.kind,
        unit=facts.unit,
        notes=notes,
        files=[DisclosedFile(source=file.name, sha256=file.sha256, pages=file.pages) for file in document.files],
    )
