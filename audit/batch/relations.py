"""Which documents of a store answer to each other: a document and last year's of its unit."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from audit.batch.regions import region_of, unit_name
from audit.batch.store import Store
from audit.checks.prior_year import base_of

_QUERY = """
SELECT sha256, path, place, title, organization, year, kind, prior, prior_reason FROM results
WHERE status = 'done' AND program = ? AND organization <> '' AND year IS NOT NULL AND kind <> 'unknown'
"""


@dataclass(frozen=True)
class Pair:
    """A document (sha256 and path) and the one it is to be compared with."""

    sha256: str
    path: str
    prior: str
    prior_path: str


def open_pairs(store: Store, program: str, retry: bool) -> Iterator[Pair]:
    """The pairs not compared yet; with `retry`, also those whose comparison failed.

    Last year's document of the kind counts; beside accounts without any, the budget of their year. Where a unit has two
    documents of a year and kind, nobody can say which one is meant: they are left alone.
    """
    units: dict[tuple[str, ...], dict[tuple[int, str], list[_Row]]] = defaultdict(lambda: defaultdict(list))
    for fields in store.connection.execute(_QUERY, (program,)):
        row = _Row(*fields)
        units[row.unit][row.year, row.kind].append(row)
    for documents in units.values():
        single = {period: rows[0] for period, rows in documents.items() if len(rows) == 1}
        for (year, kind), row in single.items():
            other = single.get((year - 1, kind)) or single.get((year, "budget"))
            if other is None or base_of(year, kind, other.year, other.kind) is None:
                continue
            if row.prior != other.sha256 or (retry and row.prior_reason):
                yield Pair(row.sha256, row.path, other.sha256, other.path)


@dataclass(frozen=True)
class _Row:
    sha256: str
    path: str
    place: str
    title: str
    organization: str
    year: int
    kind: str
    prior: str | None
    prior_reason: str

    @property
    def unit(self) -> tuple[str, ...]:
        """Region, name and level: 财政局 is in every county, and a department and the unit that heads it share a name."""
        level = re.search("单位|本级|部门", self.title)
        return (*region_of(self.place, self.organization), unit_name(self.organization), level[0] if level else "")
