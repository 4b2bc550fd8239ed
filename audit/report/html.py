"""The report as one HTML file that needs nothing else: causes first, with pictures of the pages, then what was checked."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import jinja2
from markupsafe import Markup, escape

from audit import __version__
from audit.findings import Evidence, Finding, Report, RootCause
from audit.report.pictures import Picture, finding_pictures, opened_source
from audit.report.selection import at_fault, causes_by_severity, causes_of_errors, reminders, severity_of, subject_of
from audit.report.words import (
    KINDS,
    SEVERITIES,
    amount_words,
    cause_words,
    check_words,
    coverage_words,
    model_words,
    operand_words,
    page_words,
)
from audit.report.wrapping import plain, shortened

K = TypeVar("K", bound=Hashable)

# More contradictions than this come from a misread document; the file stays small enough to open.
_MOST_PICTURES = 120
# What a figure shows at once; the rest unfolds.
_PICTURES_AT_ONCE = 3
_OPERANDS_AT_ONCE = 6
# columns of the beginning of a sentence, two for a Chinese character
_SHORT = 44


@dataclass(frozen=True)
class Figure:
    """One printed figure at fault: all findings about it, their operands (itself first) and pictures."""

    findings: tuple[Finding, ...]
    operands: tuple[Evidence, ...]
    pictures: tuple[Picture, ...]

    @property
    def finding(self) -> Finding:
        return self.findings[0]

    def is_fault(self, operand: Evidence) -> bool:
        return operand == at_fault(self.finding)


@dataclass(frozen=True)
class Cause:
    """A root cause as it is told: its gravest severity and the figures at fault."""

    cause: str | None
    message: str
    severity: str
    figures: tuple[Figure, ...]


def report_html(report: Report, pdf: Path | None) -> bytes:
    """The content of `report.html`."""
    # half a surrogate pair, as broken fonts yield, is no character of UTF-8
    return html_report(report, pdf).encode("utf-8", "replace")


def html_report(report: Report, pdf: Path | None) -> str:
    """The page; pictures are cut from `pdf`, or left out with a word where it is not (or no longer) what was audited."""
    source = opened_source(pdf, report.document.sha256) if pdf is not None else None
    if source is None:
        return _page(report, None)
    with source:
        pictures: dict[str, list[Picture]] = {}
        left = _MOST_PICTURES
        for findings in (group for cause in report.root_causes for group in _by_figure(cause, report)):
            cut = finding_pictures(source, report, findings)[:left] if left else []
            pictures[findings[0].id] = cut
            left -= len(cut)
    return _page(report, pictures)


def _page(report: Report, pictures: Mapping[str, Sequence[Picture]] | None) -> str:
    """The page from the report and the pictures of each figure at fault, by the id of its first finding."""
    reminded = reminders(report)
    others = [f for f in report.findings if f.verdict == "unverifiable" and f.severity != "warning"]
    return _template().render(
        report=report,
        causes=[_cause(cause, report, pictures or {}) for cause in causes_by_severity(report)],
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
    figures = [Figure(group, _operands(group), tuple(pictures.get(group[0].id, ()))) for group in _by_figure(cause, report)]
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
        "cause": cause_words,
        "cell": operand_words,
        "check": check_words,
        "coverage": coverage_words,
        "kind": lambda kind: KINDS.get(kind, ""),
        "message": _message,
        "model": model_words,
        "page": page_words,
        "quoted": _quoted,
        "short": lambda text: shortened(plain(text), _SHORT),
        "severity": SEVERITIES.__getitem__,
        "subject": subject_of,
        "svg": lambda picture: Markup(picture.svg),
    }
    return environment.get_template("report.html.j2")


def _printable(value: object) -> object:
    """Text of a document without the characters that would change the direction or meaning of what follows."""
    return plain(value) if type(value) is str else value


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
