"""The report as one HTML file that needs nothing else: causes first, with pictures of the pages, then what was checked."""

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import jinja2
from markupsafe import Markup, escape

from audit import __version__
from audit.findings import Evidence, Finding, Report, RootCause
from audit.report.excerpts import Excerpt, excerpts
from audit.report.pictured import pictured_pdfs
from audit.report.pictures import Picture
from audit.report.selection import at_fault, causes_by_severity, causes_of_errors, faults, reminders, severity_of, spot_of
from audit.report.sheet_pictures import PagePicture
from audit.report.words import (
    KINDS,
    SEVERITIES,
    amount_words,
    cause_words,
    check_words,
    coverage_words,
    model_words,
    page_cell,
    page_words,
    spot_words,
    where_words,
)
from audit.report.wrapping import plain, shortened

K = TypeVar("K", bound=Hashable)

# More contradictions than this come from a misread document; the file stays small enough to open.
_MOST_PICTURES = 120
# What a figure shows at once; the rest unfolds.
_PICTURES_AT_ONCE = 3
_OPERANDS_AT_ONCE = 6
_FILTERED_KINDS = {"error": "错误", "warning": "警告", "reminder": "提醒", "unverifiable": "待核", "verified": "已核对"}
# columns of the beginning of a sentence, two for a Chinese character
_SHORT = 44


@dataclass(frozen=True)
class Figure:
    """One printed figure at fault: all findings about it, their operands (itself first), pictures, or excerpts of tables."""

    findings: tuple[Finding, ...]
    operands: tuple[Evidence, ...]
    pictures: tuple[Picture, ...]
    excerpts: tuple[Excerpt, ...]

    @property
    def finding(self) -> Finding:
        return self.findings[0]

    def is_fault(self, operand: Evidence) -> bool:
        return operand in faults(self.finding)


@dataclass(frozen=True)
class Cause:
    """A root cause as it is told: its gravest severity and the figures at fault."""

    cause: str | None
    message: str
    severity: str
    figures: tuple[Figure, ...]

    @property
    def difference(self) -> Decimal | None:
        """The largest difference, in 元, of its figures; None where none of them is an amount."""
        told = [f.difference for figure in self.figures for f in figure.findings if f.difference is not None]
        return max((abs(Decimal(difference)) for difference in told), default=None)

    def is_below(self, materiality: Decimal | None) -> bool:
        """What has no amount (a rate, a name) is never called immaterial."""
        return materiality is not None and self.difference is not None and self.difference < materiality


def report_html(report: Report, source: Path | Sequence[Path] | None, materiality: Decimal | None = None) -> bytes:
    """The content of `report.html`."""
    # half a surrogate pair, as broken fonts yield, is no character of UTF-8
    return html_report(report, source, materiality).encode("utf-8", "replace")


def html_report(report: Report, source: Path | Sequence[Path] | None, materiality: Decimal | None = None) -> str:
    """The page; pictures are cut from the PDFs of `source`, or left out with a word where none is still what was audited.

    materiality: in 元; causes whose differences all fall below it come last, folded
    """
    sources = [source] if isinstance(source, Path) else source or []
    with pictured_pdfs(report, sources) as pictured:
        if not pictured:
            return _page(report, None, (), materiality)
        pictures: dict[str, list[Picture]] = {}
        left = _MOST_PICTURES
        for findings in (group for cause in report.root_causes for group in _by_figure(cause, report)):
            cut = [picture for each in pictured for picture in each.of_findings(findings)] if left else []
            cut = sorted(cut, key=lambda picture: not picture.shows_fault)[:left]
            pictures[findings[0].id] = cut
            left -= len(cut)
        pages = [page for each in pictured for page in each.of_pages(len(pictured))]
    return _page(report, pictures, pages, materiality)


def _page(
    report: Report,
    pictures: Mapping[str, Sequence[Picture]] | None,
    pages: Sequence[PagePicture],
    materiality: Decimal | None,
) -> str:
    """The page from the report and the pictures of each figure at fault, by the id of its first finding."""
    script = Path(__file__).with_name("templates").joinpath("report.js").read_text("utf-8")
    reminded = reminders(report)
    others = [f for f in report.findings if f.verdict == "unverifiable" and f.severity != "warning"]
    causes = [_cause(cause, report, pictures or {}) for cause in causes_by_severity(report)]
    if materiality is not None:
        causes.sort(key=lambda cause: -(cause.difference or 0))
        causes.sort(key=lambda cause: cause.is_below(materiality))
    return _template().render(
        report=report,
        causes=causes,
        materiality=materiality,
        pages=pages,
        checks=sorted({finding.check for finding in report.findings}, key=check_words),
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode("ascii"),
        causes_of_errors=len(causes_of_errors(report)),
        reminders=_grouped((finding.message, finding) for finding in reminded),
        reminder_count=len(reminded),
        unverifiable=_grouped((finding.check, finding) for finding in others),
        verified=_grouped((finding.check, finding) for finding in report.findings if finding.verdict == "verified"),
        pictured=pictures is not None,
        pictures_at_once=_PICTURES_AT_ONCE,
        operands_at_once=_OPERANDS_AT_ONCE,
        version=__version__,
    )


def _cause(cause: RootCause, report: Report, pictures: Mapping[str, Sequence[Picture]]) -> Cause:
    figures = [
        Figure(group, _operands(group), tuple(pictures.get(group[0].id, ())), tuple(excerpts(report, group)))
        for group in _by_figure(cause, report)
    ]
    severity = severity_of(cause, {finding.id: finding for finding in report.findings})
    return Cause(cause.cause, cause.message, severity, tuple(figures))


def _by_figure(cause: RootCause, report: Report) -> Iterator[tuple[Finding, ...]]:
    """The findings of a root cause, those about one printed figure together."""
    members = [finding for finding in report.findings if finding.id in cause.findings]
    yield from map(tuple, _grouped((_figure_key(finding), finding) for finding in members).values())


def _figure_key(finding: Finding) -> Hashable:
    fault = at_fault(finding)
    place = (fault.page, fault.table, fault.row, fault.column, *fault.boxes) if fault else finding.id
    return place, finding.stated, finding.expected


def _operands(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """Every operand of the findings once, the one at fault first."""
    operands: list[Evidence] = []
    for finding in findings:
        fault = at_fault(finding)
        for operand in ([fault] if fault else []) + finding.evidence:
            if operand not in operands:
                operands.append(operand)
    return tuple(operands)


def _grouped(pairs: Iterable[tuple[K, Finding]]) -> dict[K, list[Finding]]:
    groups: dict[K, list[Finding]] = defaultdict(list)
    for key, finding in pairs:
        groups[key].append(finding)
    return dict(groups)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "alignment": _alignment,
        "amount": amount_words,
        "data": _data,
        "cause": cause_words,
        "cell": spot_words,
        "check": check_words,
        "coverage": coverage_words,
        "kind": lambda kind: KINDS.get(kind, ""),
        "message": _message,
        "model": model_words,
        "page": page_words,
        "page_cell": lambda spot: page_cell(spot) or "—",
        "quoted": _quoted,
        "short": lambda text: shortened(plain(text), _SHORT),
        "severity": SEVERITIES.__getitem__,
        "spot": spot_of,
        "where": lambda spot: where_words(spot) if spot else "",
        "svg": lambda picture: Markup(picture.svg),
    }
    environment.tests["below"] = Cause.is_below
    environment.globals["kinds"] = _FILTERED_KINDS
    return environment.get_template("report.html.j2")


def _printable(value: object) -> object:
    """Text of a document without the characters that would change the direction or meaning of what follows."""
    return plain(value) if type(value) is str else value


def _data(findings: Sequence[Finding]) -> Markup:
    """The attributes by which the page's script filters what is told of `findings`."""
    first = findings[0]
    kind = first.severity if first.verdict == "contradicted" else "reminder" if first.severity == "warning" else first.verdict
    checks = " ".join(sorted({finding.check for finding in findings}))
    quoted = {finding.claim.page for finding in findings if finding.claim}
    pages = sorted(page for page in quoted | {o.page for f in findings for o in f.evidence} if page is not None)
    differences = [abs(Decimal(f.difference)) for f in findings if f.difference is not None]
    return Markup('data-ids="{}" data-check="{}" data-kind="{}" data-pages="{}" data-amount="{}"').format(
        " ".join(f.id for f in findings), checks, kind, " ".join(map(str, pages)), max(differences, default="")
    )


def _alignment(stated: str | None) -> str:
    """The class of a cell: numbers stay on one line, a name or sentence that is at fault does not."""
    return "words" if stated is not None and re.search(r"[^\W\d_]{5}", stated) else "number"


def _message(finding: Finding, with_cause: bool) -> str:
    """The message without the formula, which stands above it, and without a cause told before."""
    message = finding.message.replace(f"（{finding.formula}）", "") if finding.formula else finding.message
    return message if with_cause else message.split("。可能原因：")[0]


def _quoted(finding: Finding) -> Markup:
    """The sentence, with the stated figure marked where it stands in it once."""
    quote = plain(finding.claim.quote) if finding.claim else ""
    stated = plain(finding.stated or "")
    places = list(re.finditer(rf"(?<![\d.,]){re.escape(stated)}(?!\d)", quote)) if stated else []
    if len(places) != 1:
        return escape(quote)
    start, end = places[0].span()
    return Markup("{}<mark>{}</mark>{}").format(quote[:start], quote[start:end], quote[end:])
