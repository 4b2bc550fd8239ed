"""The one task that every engine runs: a path in, plain data out.

Data crosses processes and machines, so it is made of builtins, and what went wrong is text: MuPDF's exceptions
cannot be pickled.
"""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audit import __version__, pipeline
from audit.batch.members import listed_units
from audit.failures import failure_reason
from audit.findings import Report
from audit.output import file_sha256
from audit.pipeline import audited_document, with_model
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance, Spent
from audit.reading import read_document, read_together
from audit.reading.document import Document
from audit.reading.together import joint_sha256
from audit.report.selection import severity_of


@dataclass(frozen=True)
class Job:
    """A disclosure, by the paths of its files, and those that it is to be held against.

    prior: last year's of its unit; units: beside a department's, those of all its units
    model: who is asked about what is left then, within `allowance`
    """

    files: tuple[str, ...]
    prior: tuple[str, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    model: ModelSettings | None = None
    allowance: Allowance | None = None

    @property
    def name(self) -> str:
        return self.files[0]

    def seconds(self, each: float) -> float:
        """What it may take: so long for each disclosure that is read, and what the model has."""
        return each * (1 + bool(self.prior) + len(self.units)) + (self.model.budget if self.model else 0)


@dataclass(frozen=True)
class ModelRead:
    """What a model made of a document.

    use: as in `report.json`; scope: of its questions
    unread: why not all of them were answered (Chinese), "" where they were
    """

    use: dict[str, Any]
    scope: str
    spent: Spent
    unread: str = ""

    @property
    def as_told(self) -> dict[str, Any]:
        return self.use | {"scope": self.scope, "cost": None if self.spent.cost is None else str(self.spent.cost)}


@dataclass(frozen=True)
class Audited:
    """A report without what a province never looks at: tables, numerals, and verified findings but for their counts.

    document, score, coverage: as in `report.json`
    findings: those contradicted or unverifiable, whole, in the report's order
    root_causes: as in `report.json`, with the gravest `severity` among their findings
    verified: findings by check
    listed: the units that a department says it is made of, () where none are
    model: None where none was asked
    """

    document: dict[str, Any]
    score: dict[str, Any]
    coverage: dict[str, dict[str, int]]
    findings: list[dict[str, Any]]
    root_causes: list[dict[str, Any]]
    verified: dict[str, int]
    listed: tuple[str, ...] = ()
    model: ModelRead | None = None


@dataclass(frozen=True)
class Failed:
    """A document that cannot be audited, and why (Chinese)."""

    reason: str


@dataclass(frozen=True)
class Lost:
    """A document whose worker died or had to be killed, and why (Chinese): its own doing, or a neighbour's."""

    reason: str


Outcome = Audited | Failed | Lost


def audited_or_reason(job: Job) -> Outcome:
    """The outcome of one document; raises nothing, since one document may not cost the others theirs."""
    try:
        document = _read(job.files)
        units = (_read(files) for files in job.units)
        audited = audited_document(document, prior=_read(job.prior) if job.prior else None, units=units)
        if job.model is not None:
            audited = with_model(audited, job.model, job.allowance)
        report = audited.report
        if not report.tables and not any(number.kind in ("amount", "rate") for number in report.numbers):
            # what a broken link leaves behind
            return Failed("其中没有金额和表格，不像预决算公开文件")
        return condensed(report, listed_units(document), _model_read(audited, job.model))
    except Exception as problem:
        return Failed(failure_reason(problem, Path(job.name)))


def _read(files: tuple[str, ...]) -> Document:
    paths = [Path(file) for file in files]
    if len(paths) == 1:
        return read_document(paths[0])
    # a file that cannot be read, and is told so, is a part of the disclosure all the same
    return replace(read_together(paths), sha256=joint_sha256([file_sha256(path) for path in paths]))


def _model_read(audited: pipeline.Audited, model: ModelSettings | None) -> ModelRead | None:
    report, proposals = audited.report, audited.proposals
    if model is None or proposals is None or report.model is None:
        return None
    unread = f"有 {proposals.unanswered} 段未得到模型的回答" if proposals.unanswered else ""
    unread += "（额度已用完）" if proposals.spent.refused else ""
    return ModelRead(report.model.model_dump(), model.scope, proposals.spent, unread)


def program_version() -> str:
    """The version of `audit` where this runs."""
    return __version__


def condensed(report: Report, listed: tuple[str, ...] = (), model: ModelRead | None = None) -> Audited:
    by_id = {finding.id: finding for finding in report.findings}
    return Audited(
        document=report.document.model_dump(),
        score=report.score.model_dump(),
        coverage=report.coverage.model_dump(),
        findings=[finding.model_dump() for finding in report.findings if finding.verdict != "verified"],
        root_causes=[cause.model_dump() | {"severity": severity_of(cause, by_id)} for cause in report.root_causes],
        verified=dict(Counter(finding.check for finding in report.findings if finding.verdict == "verified")),
        listed=listed,
        model=model,
    )
