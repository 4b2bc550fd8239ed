"""One document from file to report: read → understand → check → judge → report."""

from pathlib import Path

from audit.checks import Understanding, check_all
from audit.checks.equation import Equation, Remark
from audit.claims.grammar import read_paragraphs
from audit.claims.link import figure_index
from audit.claims.numerals import document_numerals, usual_decimals
from audit.facts import Facts, document_facts
from audit.findings import DocumentFacts, Report
from audit.reading import read_document
from audit.reading.document import Document
from audit.report.tables import reported_table
from audit.statements.read import read_statements
from audit.verdicts.assembly import findings_of, money_at_stake
from audit.verdicts.context import context_of
from audit.verdicts.coverage import Ledger, cell_statuses, coverage_of, number_statuses, score_of
from audit.verdicts.judge import judge


def audit_file(path: str | Path, *, completeness: bool = True) -> Report:
    """The report on one source; raises UnreadableSource where it cannot be read."""
    return audit_document(read_document(Path(path)))


def audit_document(document: Document) -> Report:
    """The deterministic report on a document already read."""
    facts = document_facts(document)
    understood = understand(document, facts)
    told = check_all(understood)
    equations = [t for t in told if isinstance(t, Equation)]
    remarks = [t for t in told if isinstance(t, Remark)]
    judgements = judge(equations, context_of(understood.claims, understood.index))
    findings, root_causes = findings_of(judgements, remarks)
    ledger = Ledger()
    for judgement, finding in zip(judgements, findings, strict=False):
        ledger.enter(judgement.equation.operands, finding, judgement.root.culprit if judgement.root else None)
    for remark, finding in zip(remarks, findings[len(judgements) :], strict=True):
        ledger.enter(remark.operands, finding, None)
    numbers = number_statuses(understood.paragraphs, ledger)
    cells = [cell_statuses(s.table, s.figures, ledger) for s in understood.statements]
    return Report(
        document=_facts(document, facts),
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


def understand(document: Document, facts: Facts) -> Understanding:
    """Statements and claims of a document, and the index by which claims find figures."""
    numerals = document_numerals(document.paragraphs)
    precision = usual_decimals(n.mention.number for found in numerals for n in found if n.kind == "amount")
    statements = read_statements(document.tables, facts.unit, precision)
    paragraphs = read_paragraphs(document.paragraphs, numerals, facts.year)
    claims = [claim for paragraph in paragraphs for claim in paragraph.claims]
    return Understanding(statements, paragraphs, claims, figure_index(statements))


def _facts(document: Document, facts: Facts) -> DocumentFacts:
    return DocumentFacts(
        source=Path(document.path).name,
        sha256=document.sha256,
        pages=document.pages,
        title=facts.title,
        organization=facts.organization,
        year=facts.year,
        kind=facts.kind,
        unit=facts.unit,
        notes=list(document.warnings),
    )
