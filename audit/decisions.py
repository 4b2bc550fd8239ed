"""What reviewers decided about findings, kept in a file of its own beside the reports, by the findings' ids.

The ids outlive reruns, so the decisions do; what was decided about is kept too, for the day its finding is gone.
"""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from audit.findings import Finding, Report
from audit.output import write_file

Role = Literal["编制", "复核"]
ROLES: tuple[Role, ...] = ("编制", "复核")
Choice = Literal["accepted", "rejected", "noted"]


class UnreadableDecisions(Exception):
    """A file of decisions that cannot be read; the message (Chinese) names it. It is never written over."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Decision(_Model):
    """One reviewer's word about one finding; `check`, `page`, `stated` and `message` are the finding's when it was said."""

    finding: str
    role: Role
    choice: Choice
    note: str
    reviewer: str
    time: datetime
    check: str
    page: int | None
    stated: str | None
    message: str


class Decisions(_Model):
    """All decisions about one source: of each finding and role the latest."""

    source: str
    decisions: tuple[Decision, ...] = ()

    def of(self, finding: str, role: Role) -> Decision | None:
        return next((d for d in self.decisions if (d.finding, d.role) == (finding, role)), None)

    def with_decision(self, decision: Decision) -> "Decisions":
        others = (d for d in self.decisions if (d.finding, d.role) != (decision.finding, decision.role))
        return self.model_copy(update={"decisions": (*others, decision)})

    def without(self, finding: str, role: Role) -> "Decisions":
        return self.model_copy(update={"decisions": tuple(d for d in self.decisions if (d.finding, d.role) != (finding, role))})

    def gone(self, report: Report) -> list[Decision]:
        """Decisions whose finding the report no longer has."""
        present = {finding.id for finding in report.findings}
        return [decision for decision in self.decisions if decision.finding not in present]


def decision(finding: Finding, page: int | None, role: Role, choice: Choice, note: str, reviewer: str) -> Decision:
    """A decision taken now."""
    return Decision(
        finding=finding.id,
        role=role,
        choice=choice,
        note=note,
        reviewer=reviewer,
        time=datetime.now().astimezone().replace(microsecond=0),
        check=finding.check,
        page=page,
        stated=finding.stated,
        message=finding.message,
    )


def decisions_file(source: Path, folder: Path | None = None) -> Path:
    """`<stem>.review.json`, in `folder` or beside the source."""
    return (folder or source.parent) / f"{source.stem}.review.json"


def load_decisions(path: Path, source: str) -> Decisions:
    """The decisions kept in `path`; none where there is no such file."""
    if not path.exists():
        return Decisions(source=source)
    try:
        return Decisions.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as problem:
        raise UnreadableDecisions(f"{path} 无法读取，复核记录未改动：{problem}") from problem


def save_decisions(path: Path, decisions: Decisions) -> None:
    write_file(path, (decisions.model_dump_json(indent=1) + "\n").encode("utf-8", "replace"))
