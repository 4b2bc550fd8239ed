"""Recall by kind of place and of misprint: `python benchmarks/planted_errors.py --out docs/planted-errors.md`.

Takes correct documents of every layout, misprints one figure at a time, in every kind of place, and tells how many of the
misprints are found, blamed and explained.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from audit.pipeline import audit_document
from audit.reading import read_document
from benchmarks.generator import LAYOUTS, document
from benchmarks.misprints.changes import changes
from benchmarks.misprints.outcome import Outcome, outcome
from benchmarks.misprints.places import CellPlace, Place, places
from benchmarks.told import tell

_FIRST_SEED = 101
_INTRODUCTION = """\
# Planted errors

One printed figure of a correct document is changed at a time, in every kind of place; the audit then has to find it.
Made by `python benchmarks/planted_errors.py {options}--out docs/planted-errors.md`: {documents} documents of
`benchmarks/generate.py` in {layouts} layouts, {planted} misprints{lost}.
Before any misprint, {clean} of the {documents} documents have no contradiction.

- *found*: a contradiction cites the misprinted figure
- *blamed*: it is the figure told to be wrong, not another of the same relation
- *explained*: its cause is named (`unit_slip`, `transposed_digits`, …), of those where a cause can be told
- *ticked*: the wrong figure is told as verified, the worst of all errors
- *false*: contradictions that do not cite the misprinted figure
- *causes*: root causes told for each misprint that is found; one is right
- *reached*: a relation verified the figure before it was misprinted; where none does, little can be found

Changes within the rounding of what a figure is compared with are not planted: nobody could see them.
"""
_LIMITS = """\
## What cannot be found, and why

- A figure that stands alone, such as a rate whose base no table and no sentence prints: nothing contradicts it.
- A share that may be of the last part of a list or of all of it (其中 after a list) is asserted only where others beside it
  bear one reading out.
- Which of two figures is wrong, where only one relation joins them: a project's money and its cost indicator, a number of cars
  and its list, a sentence and the one cell it repeats. The contradiction is found; the blame may fall on the other. Of a
  sentence and a table the sentence is blamed, of a change and its rate the rate.
- Which part of a sum is wrong, where no other relation reaches its parts and more than one of them could have been misprinted
  by one slip: the sum is told as it is stated, and no cause is named.
- Why a rate or a number of few digits is another: no slip reproduces it. A number copied from another sentence is explained only
  where that is the line above in the same role.
"""


@dataclass(frozen=True)
class Measured:
    """The misprints of one document; lost: its figures not found where they should have been read; told: contradictions of
    the document without a misprint."""

    layout: str
    outcomes: Sequence[Outcome]
    lost: int
    told: int


def measured(layout: str, seed: int, most: int | None = None) -> Measured:
    """One misprint of each kind of change in each kind of place, or `most` of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source.pdf")
        path.write_bytes(document(layout, seed)[0])
        read = read_document(path)
    before = audit_document(read)
    found, lost = places(layout, seed, read)
    rng = Random(f"{layout}-{seed}-misprints")
    chosen = list(_chosen(found, rng))
    if most is not None and len(chosen) > most:
        chosen = rng.sample(chosen, most)
    outcomes = [outcome(read, place, change, token, before) for place, change, token in chosen]
    return Measured(layout, outcomes, lost, len(before.contradicted))


def _chosen(found: Iterable[Place], rng: Random) -> Iterator[tuple[Place, str, str]]:
    possible: defaultdict[tuple[str, str, str], list[tuple[Place, list[str]]]] = defaultdict(list)
    for place in found:
        for change, tokens in changes(place).items():
            possible[place.kind, _column(place), change].append((place, tokens))
    for (_, _, change), targets in sorted(possible.items()):
        place, tokens = rng.choice(targets)
        yield place, change, rng.choice(tokens)


def _column(place: Place) -> str:
    return place.head if isinstance(place, CellPlace) else ""


def markdown(every: Sequence[Measured], options: str) -> str:
    outcomes = [entry for audited in every for entry in audited.outcomes]
    unread = sum(audited.lost for audited in every)
    text = _INTRODUCTION.format(
        options=options,
        documents=len(every),
        layouts=len({audited.layout for audited in every}),
        planted=len(outcomes),
        lost=f" ({unread} figures were not found where they should have been read, and are left out)" if unread else "",
        clean=sum(not audited.told for audited in every),
    )
    in_tables = [entry for entry in outcomes if isinstance(entry.place, CellPlace)]
    in_text = [entry for entry in outcomes if not isinstance(entry.place, CellPlace)]
    by_layout: defaultdict[str, list[Outcome]] = defaultdict(list)
    for audited in every:
        by_layout[audited.layout] += audited.outcomes
    sections = [
        _section("By kind of change, in tables", _grouped(in_tables, lambda entry: entry.change)),
        _section("By kind of change, in the narrative", _grouped(in_text, lambda entry: entry.change)),
        _section("By layout", by_layout),
        _section("By place in the narrative", _grouped(in_text, lambda entry: entry.place.kind)),
        _section("By column of the tables", _grouped(in_tables, lambda entry: _column(entry.place))),
        _section("By place in the tables", _grouped(in_tables, lambda entry: entry.place.kind)),
    ]
    return "\n".join([text, *sections, _LIMITS])


def _grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> Mapping[str, list[Outcome]]:
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for entry in outcomes:
        groups[key(entry)].append(entry)
    return groups


def _section(title: str, groups: Mapping[str, Sequence[Outcome]]) -> str:
    rows = [_row(name, group) for name, group in sorted(groups.items())]
    rows.append(_row("**all**", [entry for group in groups.values() for entry in group]))
    head = "| | planted | found | blamed | explained | ticked | false | causes | reached |"
    return "\n".join([f"## {title}", "", head, "| --- |" + " ---: |" * 8, *rows, ""])


def _row(name: str, group: Sequence[Outcome]) -> str:
    asked = [entry for entry in group if entry.explained is not None]
    found = [entry for entry in group if entry.found]
    shares = [
        _share(len(found), len(group)),
        _share(sum(entry.blamed for entry in group), len(group)),
        _share(sum(bool(entry.explained) for entry in asked), len(asked)),
    ]
    ticked, false = sum(entry.ticked for entry in group), sum(entry.false for entry in group)
    causes = f"{sum(entry.causes for entry in found) / len(found):.2f}" if found else ""
    reached = _share(sum(entry.reached for entry in group), len(group))
    return f"| {name} | {len(group)} | {' | '.join(shares)} | {ticked or ''} | {false or ''} | {causes} | {reached} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2, help="documents of each layout")
    parser.add_argument("--most", type=int, default=80, help="misprints of each document")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="all unless given")
    parser.add_argument("--out", type=Path, help="the file to write; printed where none is given")
    options = parser.parse_args(arguments)
    jobs = [(layout, seed) for layout in options.layout or LAYOUTS for seed in range(_FIRST_SEED, _FIRST_SEED + options.seeds)]
    work = (*zip(*jobs, strict=True), [options.most] * len(jobs))
    if options.workers == 1:
        every = list(map(measured, *work))
    else:
        with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
            every = list(pool.map(measured, *work))
    text = markdown(every, f"--seeds {options.seeds} --most {options.most} ")
    tell(text, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
