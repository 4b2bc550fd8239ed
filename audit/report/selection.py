"""Which findings a view tells, and in what order: the same in every view."""

from audit.findings import ClaimQuote, Evidence, Finding, Report, RootCause

_SEVERITIES = ("error", "warning", "info")


def severity_of(cause: RootCause, findings: dict[str, Finding]) -> str:
    """The gravest severity among the findings of a root cause."""
    return min((findings[i].severity for i in cause.findings), key=_SEVERITIES.index)


def causes_by_severity(report: Report) -> list[RootCause]:
    """Causes of errors before causes of warnings, otherwise in the report's order."""
    findings = {finding.id: finding for finding in report.findings}
    return sorted(report.root_causes, key=lambda cause: _SEVERITIES.index(severity_of(cause, findings)))


def causes_of_errors(report: Report) -> list[RootCause]:
    errors = {finding.id for finding in report.contradicted if finding.severity == "error"}
    return [cause for cause in report.root_causes if not errors.isdisjoint(cause.findings)]


def reminders(report: Report) -> list[Finding]:
    """What an auditor ought to look at though nothing is contradicted: residue, soft conflicts."""
    return [finding for finding in report.findings if finding.verdict == "unverifiable" and finding.severity == "warning"]


def issues(report: Report) -> list[Finding]:
    """What is put before a reviewer: contradictions by root cause, then reminders."""
    by_id = {finding.id: finding for finding in report.findings}
    contradicted = [by_id[identity] for cause in causes_by_severity(report) for identity in cause.findings]
    return contradicted + reminders(report)


def at_fault(finding: Finding) -> Evidence | None:
    """The operand that is printed wrong (or ticked): the one whose value is stated."""
    return next((operand for operand in finding.evidence if operand.value == finding.stated), None)


def faults(finding: Finding) -> list[Evidence]:
    """All that is printed wrong: of a relation one operand, of what is no relation (a name) every printing alike."""
    alike = [operand for operand in finding.evidence if operand.value == finding.stated]
    return alike if finding.formula is None else alike[:1]


def spot_of(finding: Finding) -> Evidence | ClaimQuote | None:
    """Where to look: at the operand at fault, else at the sentence, else at the first operand.

    None where the finding is about the whole document.
    """
    return at_fault(finding) or finding.claim or next(iter(finding.evidence), None)


def page_of(finding: Finding) -> int | None:
    """The page to look at; None where the finding is about the whole document, or the source has no pages."""
    spot = spot_of(finding)
    return spot.page if spot else None
