"""The report: what `report.json` holds, and what every view is made from.

Amounts and rates are strings; coordinates are PDF points in unrotated page space; pages are the file's, from 1. Word,
Excel and web sources have neither: there `page` is null, and `place` tells where (段落12, 表格3!C5, 预算02表!C7). `file` is
the file of a disclosure given as several. `place`, `places`, `file` and `files` are left out where they say nothing.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["verified", "contradicted", "unverifiable"]
Severity = Literal["error", "warning", "info"]
Status = Literal["verified", "contradicted", "unverifiable", "no_claim"]
Box = tuple[float, float, float, float]


Told = Annotated[str | None, Field(exclude_if=lambda value: value is None)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ClaimQuote(_Model):
    """The sentence a finding is about, verbatim."""

    quote: str
    page: int | None
    boxes: list[Box] = []
    place: Told = None
    file: Told = None


class Evidence(_Model):
    """One operand of a finding's relation: a table cell (`table`, `row`, `column`) or a number of the narrative."""

    table: str | None
    page: int | None
    row: str | None
    column: str | None
    value: str
    quote: str | None
    boxes: list[Box] = []
    place: Told = None
    file: Told = None


class Finding(_Model):
    id: str
    check: str
    verdict: Verdict
    severity: Severity
    stated: str | None
    expected: str | None
    difference: str | None
    formula: str | None
    cause: str | None
    message: str
    read_by: str
    claim: ClaimQuote | None
    evidence: list[Evidence]


class RootCause(_Model):
    cause: str | None
    message: str
    findings: list[str]


class NumberStatus(_Model):
    """What became of one numeral of the narrative."""

    page: int | None
    box: Box | None
    text: str
    status: Status
    kind: str
    findings: list[str]
    place: Told = None
    file: Told = None


class ReportedTable(_Model):
    """A table as `audit tables` writes it; `boxes` (and `head_boxes`) hold a box or null for each cell.

    places: where each cell of `rows` stands, in sources without pages; "" for the covered part of merged cells
    """

    title: str
    label: str
    unit: str
    page: int | None
    pages: list[int]
    head: list[list[str]]
    rows: list[list[str]]
    row_pages: list[int | None]
    head_boxes: list[list[Box | None]]
    boxes: list[list[Box | None]]
    statuses: list[list[Status | None]] = []
    places: Annotated[list[list[str]], Field(exclude_if=lambda value: not value)] = []
    file: Told = None


class StatusCounts(_Model):
    verified: int = 0
    contradicted: int = 0
    unverifiable: int = 0
    no_claim: int = 0


class Coverage(_Model):
    numbers: StatusCounts
    cells: StatusCounts


class Score(_Model):
    """value = 100·V / (V + 20·E + 5·W) rounded down; None without a verified claim. `difference` is in 元."""

    value: int | None
    verified: int
    errors: int
    warnings: int
    unverifiable: int
    difference: str


class DisclosedFile(_Model):
    """One of the files that a disclosure is given as."""

    source: str
    sha256: str
    pages: int | None


class DocumentFacts(_Model):
    source: str
    sha256: str
    pages: int | None
    title: str
    organization: str
    year: int | None
    kind: Literal["budget", "final_accounts", "unknown"]
    unit: str
    notes: list[str] = []
    files: Annotated[list[DisclosedFile], Field(exclude_if=lambda value: not value)] = []


class ModelUse(_Model):
    name: str
    calls: int
    tokens: int
    cached: int
    proposed: int
    dropped: dict[str, int]


class Report(_Model):
    schema_: Literal["1"] = "1"
    document: DocumentFacts
    findings: list[Finding]
    root_causes: list[RootCause]
    numbers: list[NumberStatus]
    tables: list[ReportedTable]
    coverage: Coverage
    score: Score
    model: ModelUse | None = None

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, alias_generator=lambda n: n.rstrip("_"), populate_by_name=True
    )

    @property
    def contradicted(self) -> list[Finding]:
        """Contradictions that count: severity error or warning."""
        return [f for f in self.findings if f.verdict == "contradicted" and f.severity != "info"]
