"""Which documents of a store answer to each other: last year's of a unit, and all units' beside their department's."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.batch.regions import region_of, unit_name, without_place
from audit.batch.store import Store
from audit.checks.prior_year import base_of

_QUERY = """
SELECT sha256, place, title, organization, year, kind, listed, prior, units, relations_reason FROM results
WHERE status = 'done' AND program = ? AND organization <> '' AND year IS NOT NULL AND kind <> 'unknown'
"""
_DEPARTMENT = re.compile("部门|汇总")
_OWN = re.compile("(?:本级|本部|机关)$")


@dataclass(frozen=True)
class Related:
    """A document and those it is held against, last year's and all units' (sha256)."""

    sha256: str
    prior: str | None = None
    units: tuple[str, ...] = ()


def open_relations(store: Store, program: str, retry: bool) -> Iterator[Related]:
    """The documents not held yet against those that answer to them; with `retry`, also where that failed.

    Last year's document of the kind counts; beside accounts without any, the budget of their year. Units' documents count
    beside their department's of the year and kind, where each unit that it lists has one. Where a unit has two documents
    of a year and kind, nobody can say which one is meant: they are left alone.
    """
    rows = [_Row(*fields) for fields in store.connection.execute(_QUERY, (program,))]
    periods: dict[tuple[str, ...], dict[tuple[int, str], list[_Row]]] = defaultdict(lambda: defaultdict(list))
    families: dict[tuple[object, ...], _Family] = defaultdict(_Family)
    for row in rows:
        periods[row.unit][row.year, row.kind].append(row)
        families[row.region, row.year, row.kind].add(row)
    for row in rows:
        prior = _prior(row, periods[row.unit])
        units = _units(row, families[row.region, row.year, row.kind]) if row.level == "部门" else ()
        if not prior and not units:
            continue
        related = Related(row.sha256, prior.sha256 if prior else None, tuple(unit.sha256 for unit in units))
        if related != row.held or (retry and row.relations_reason):
            yield related


@dataclass(frozen=True)
class _Row:
    sha256: str
    place: str
    title: str
    organization: str
    year: int
    kind: str
    listed: str
    prior: str | None
    units: str
    relations_reason: str

    @cached_property
    def region(self) -> tuple[str, str]:
        return region_of(self.place, self.organization)

    @cached_property
    def name(self) -> str:
        return unit_name(self.organization)

    @cached_property
    def level(self) -> str:
        """部门 or 单位, "" where the title does not say: a department and the unit that heads it share a name."""
        if _DEPARTMENT.search(self.title):
            return "部门"
        return "单位" if re.search("单位|本级", self.title) else ""

    @property
    def unit(self) -> tuple[str, ...]:
        """财政局 is in every county."""
        return (*self.region, self.name, self.level)

    @property
    def held(self) -> Related:
        return Related(self.sha256, self.prior, tuple(json.loads(self.units)))


class _Family:
    """The documents of a place, year and kind by the names of their units, with and without their places."""

    def __init__(self) -> None:
        self._named: dict[str, list[_Row]] = defaultdict(list)

    def add(self, row: _Row) -> None:
        for name in {row.name, without_place(row.name)}:
            self._named[name].append(row)

    def find(self, name: str) -> list[_Row]:
        return self._named.get(name) or self._named.get(without_place(name), [])


def _prior(row: _Row, periods: Mapping[tuple[int, str], Sequence[_Row]]) -> _Row | None:
    if len(periods[row.year, row.kind]) > 1:
        return None
    for period in ((row.year - 1, row.kind), (row.year, "budget")):
        others = periods.get(period, ())
        if len(others) == 1 and others[0] is not row:
            return others[0] if base_of(row.year, row.kind, *period) else None
    return None


def _units(department: _Row, family: _Family) -> tuple[_Row, ...]:
    """The documents of all units that a department lists; () where one has none, or two."""
    found: list[_Row] = []
    for listed in json.loads(department.listed):
        name = re.sub(r"\W", "", unicodedata.normalize("NFKC", listed))
        own = _OWN.search(name) is not None and _OWN.sub("", name) in department.name
        alike = family.find(department.name if own else unit_name(listed))
        documents = [row for row in alike if row is not department and (row.level == "单位" or not own)]
        if len(documents) != 1:
            return ()
        found += documents
    return tuple(found) if len({row.sha256 for row in found}) == len(found) else ()
