"""index.html: a province on one page that needs nothing else and loads nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from audit import __version__
from audit.batch.bars import bar, stacked
from audit.batch.province import Document, Province, Region, Unit, Unread
from audit.batch.store import Store
from audit.report.words import KINDS, SEVERITIES, amount_words, cause_words, check_words, score_words
from audit.report.wrapping import plain

# What the page shows; the whole is in the files beside it.
_MOST_UNITS = 200
_MOST_REGIONS = 150
_MOST_CHECKS = 12
_MOST_COLUMNS = 8
_MOST_CAUSES_TOLD = 6
_MOST_DOCUMENTS_TOLD = 12
_MOST_UNREAD = 200

_ROOT_CAUSES = """
SELECT severity, cause, message FROM root_causes WHERE sha256 = ? AND severity <> 'info' ORDER BY severity, number LIMIT ?
"""


@dataclass(frozen=True)
class ToldCause:
    severity: str
    cause: str | None
    message: str


@dataclass(frozen=True)
class ToldDocument:
    """A document of a unit, with the first of its root causes; `untold` are the others."""

    document: Document
    causes: Sequence[ToldCause]
    untold: int


@dataclass(frozen=True)
class ToldUnit:
    unit: Unit
    documents: Sequence[ToldDocument]


def province_html(store: Store, province: Province) -> bytes:
    """The content of `index.html`."""
    faulty = [unit for unit in province.units if unit.errors or unit.warnings]
    unread = Counter(file.reason for file in province.unread)
    text = _template().render(
        province=province,
        units=[ToldUnit(unit, _told(store, unit)) for unit in faulty[:_MOST_UNITS]],
        faulty_units=len(faulty),
        regions=_by_city(province)[:_MOST_REGIONS],
        region_count=len(_by_city(province)),
        checks=province.checks.most_common(),
        kinds_shown=_MOST_CHECKS,
        columns=[check for check, _ in province.checks.most_common(_MOST_COLUMNS)],
        unread=[(reason, count, _paths(province.unread, reason)) for reason, count in unread.most_common()],
        programs=sorted({document.program for document in province.documents}),
        version=__version__,
    )
    return text.encode("utf-8", "replace")


def _told(store: Store, unit: Unit) -> list[ToldDocument]:
    told = []
    for document in [document for document in unit.documents if document.errors or document.warnings][:_MOST_DOCUMENTS_TOLD]:
        causes = [ToldCause(*row) for row in store.connection.execute(_ROOT_CAUSES, (document.sha256, _MOST_CAUSES_TOLD))]
        told.append(ToldDocument(document, causes, document.causes - sum(cause.severity == "error" for cause in causes)))
    return told


def _by_city(province: Province) -> list[Region]:
    """Each city followed by its counties; a city without any stands alone."""
    regions: list[Region] = []
    for city in province.cities:
        counties = [county for county in province.counties if county.city == city.city]
        regions += [city, *(counties if any(county.county for county in counties) else [])]
    return regions


def _paths(unread: Sequence[Unread], reason: str) -> list[str]:
    return [file.path for file in unread if file.reason == reason][:_MOST_UNREAD]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        # text of a document without the characters that would change the direction of what follows
        finalize=lambda value: plain(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"bar": bar, "stacked": stacked}
    environment.filters |= {
        "amount": lambda amount: amount_words(str(amount)),
        "cause": cause_words,
        "check": check_words,
        "kind": lambda kind: KINDS.get(kind, ""),
        "percent": _percent,
        "score": score_words,
        "severity": SEVERITIES.__getitem__,
    }
    return environment.get_template("index.html.j2")


def _percent(part: int, whole: int) -> str:
    """A share, rounded down: 100 % means all."""
    return f"{100 * part // whole}%" if whole else "—"
