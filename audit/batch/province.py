"""What a store says of all its documents together: units, places, kinds of error, causes, coverage, what was not read."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath

from audit.batch.regions import region_of, unit_name
from audit.batch.store import Store

_DOCUMENTS = """
SELECT sha256, path, place, program, status, ifnull(title, '') AS title, ifnull(organization, '') AS organization, year,
    ifnull(kind, 'unknown') AS kind, ifnull(pages, 0) AS pages, ifnull(errors, 0) AS errors, ifnull(warnings, 0) AS warnings,
    ifnull(verified, 0) AS verified, ifnull(unverifiable, 0) AS unverifiable, value, ifnull(difference, '0') AS difference,
    coverage, prior IS NOT NULL AND relations_reason = '' AS compared,
    ifnull(json_array_length(units), 0) * (relations_reason = '') AS units,
    ifnull(json_extract(model, '$.name'), '') AS model, model_reason,
    (SELECT count(*) FROM root_causes AS r WHERE r.sha256 = results.sha256 AND r.severity = 'error') AS causes
FROM results ORDER BY place
"""
_UNREAD = """
SELECT f.path, ifnull(status, 'failed'), ifnull(d.reason, f.reason)
FROM files AS f LEFT JOIN documents AS d ON d.sha256 = f.disclosure
WHERE ifnull(status, 'failed') <> 'done' ORDER BY f.path
"""
_ERRORS = """
SELECT sha256, "check", count(*) FROM findings JOIN results USING (sha256)
WHERE verdict = 'contradicted' AND findings.severity = 'error' GROUP BY 1, 2
"""
_CAUSES = """
SELECT cause, count(*), count(DISTINCT sha256) FROM root_causes JOIN results USING (sha256)
WHERE severity = 'error' GROUP BY cause ORDER BY 2 DESC
"""


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure, wherever it lies, under the first of its paths. An unread one has no figures.

    value: the score; difference: 元; coverage: of "numbers" and "cells"; compared: with last year's
    units: how many units' it was held against; model: the one that has read it, "" where none; causes: of errors
    """

    sha256: str
    path: str
    place: str
    program: str
    status: str
    title: str
    organization: str
    year: int | None
    kind: str
    pages: int
    errors: int
    warnings: int
    verified: int
    unverifiable: int
    value: int | None
    difference: Decimal
    coverage: Mapping[str, Mapping[str, int]]
    compared: bool
    units: int
    model: str
    model_reason: str
    causes: int
    region: tuple[str, str]


@dataclass(frozen=True)
class Unit:
    """An organisation of a place, and its documents, the gravest first."""

    name: str
    region: tuple[str, str]
    documents: Sequence[Document]

    @cached_property
    def difference(self) -> Decimal:
        return sum((document.difference for document in self.documents), Decimal(0))

    @cached_property
    def errors(self) -> int:
        return sum(document.errors for document in self.documents)

    @cached_property
    def causes(self) -> int:
        return sum(document.causes for document in self.documents)

    @cached_property
    def warnings(self) -> int:
        return sum(document.warnings for document in self.documents)


@dataclass(frozen=True)
class Region:
    """A city (county "") or a county: documents audited, those with errors, and errors by check."""

    city: str
    county: str
    documents: int
    faulty: int
    checks: Counter[str]

    @property
    def errors(self) -> int:
        return self.checks.total()


@dataclass(frozen=True)
class Cause:
    """A cause of errors: how many root causes have it, in how many documents."""

    cause: str | None
    times: int
    documents: int


@dataclass(frozen=True)
class Unread:
    """A file that was not audited."""

    path: str
    status: str
    reason: str


@dataclass(frozen=True)
class Province:
    """files: all that were met; units, cities, counties: the gravest first; checks: errors by check."""

    files: int
    documents: Sequence[Document]
    units: Sequence[Unit]
    cities: Sequence[Region]
    counties: Sequence[Region]
    checks: Counter[str]
    causes: Sequence[Cause]
    coverage: Mapping[str, Counter[str]]
    unread: Sequence[Unread]

    @cached_property
    def audited(self) -> list[Document]:
        return [document for document in self.documents if document.status == "done"]

    @cached_property
    def faulty(self) -> list[Document]:
        return [document for document in self.audited if document.errors]

    @cached_property
    def read_by_model(self) -> list[Document]:
        return [document for document in self.audited if document.model]

    @cached_property
    def unread_by_model(self) -> Counter[str]:
        """Where a model was asked at all: documents that none has read to the end, by reason."""
        asked = any(document.model or document.model_reason for document in self.audited)
        unread = [document for document in self.audited if document.model_reason or not document.model]
        return Counter(document.model_reason or "未经模型阅读" for document in unread if asked)


def province_of(store: Store) -> Province:
    """The whole of a store, each content counted once."""
    documents = [_document(row) for row in _rows(store, _DOCUMENTS)]
    audited = [document for document in documents if document.status == "done"]
    errors: dict[str, Counter[str]] = defaultdict(Counter)
    for sha256, check, count in store.connection.execute(_ERRORS):
        errors[sha256][check] = count
    return Province(
        files=sum(store.counts().values()),
        documents=documents,
        units=_units(audited),
        cities=_regions(audited, errors, lambda document: (document.region[0], "")),
        counties=_regions(audited, errors, lambda document: document.region),
        checks=sum(errors.values(), Counter()),
        causes=[Cause(*row) for row in store.connection.execute(_CAUSES)],
        coverage=_coverage(audited),
        unread=[Unread(*row) for row in store.connection.execute(_UNREAD)],
    )


def _rows(store: Store, query: str) -> Iterator[sqlite3.Row]:
    cursor = store.connection.cursor()
    cursor.row_factory = sqlite3.Row
    yield from cursor.execute(query)


def _document(row: sqlite3.Row) -> Document:
    fields = dict(row)
    return Document(
        **fields
        | {
            "difference": Decimal(row["difference"]),
            "coverage": json.loads(row["coverage"] or "{}"),
            "compared": bool(row["compared"]),
            "region": region_of(row["place"], row["organization"]),
        }
    )


def _units(documents: Sequence[Document]) -> list[Unit]:
    groups: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for document in documents:
        groups[(*document.region, unit_name(document.organization) or document.place)].append(document)
    units = [
        Unit(group[0].organization or PurePosixPath(group[0].place).stem, group[0].region, sorted(group, key=_gravity))
        for group in groups.values()
    ]
    return sorted(units, key=_gravity)


def _gravity(what: Document | Unit) -> tuple[Decimal | int, ...]:
    """Money at stake first; errors in rates and counts have none."""
    return -what.difference, -what.errors, -what.warnings


def _regions(
    documents: Sequence[Document], errors: Mapping[str, Counter[str]], name: Callable[[Document], tuple[str, str]]
) -> list[Region]:
    groups: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        groups[name(document)].append(document)
    regions = [
        Region(
            city,
            county,
            len(group),
            sum(1 for document in group if document.errors),
            sum((errors[document.sha256] for document in group if document.sha256 in errors), Counter()),
        )
        for (city, county), group in groups.items()
    ]
    return sorted(regions, key=lambda region: (-region.errors, region.city, region.county))


def _coverage(documents: Sequence[Document]) -> dict[str, Counter[str]]:
    total: dict[str, Counter[str]] = {"numbers": Counter(), "cells": Counter()}
    for document in documents:
        for part, counts in document.coverage.items():
            total[part].update(counts)
    return total
