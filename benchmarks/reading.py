"""Speed and exactness of reading, ours and others' on the same files in one run: `python benchmarks/reading.py --out FILE`.

Needs the extra `bench`. Writes a table in Markdown: CPU milliseconds a page, their ratio to the floor (the characters and
drawings of every page, fetched and thrown away), and the share of table cells read right.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pymupdf

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from audit.reading import read_document
from benchmarks.cell_accuracy import Cells, Found, cells_right
from benchmarks.generator import LAYOUTS, STYLES, document
from benchmarks.told import tell

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SEEDS = range(1, 4)
NO_CELLS = Cells(0, 0)
# The quick readers are measured several times and the best counts: what else the machine does only ever adds.
ROUNDS = {"floor": 5, "audit": 5, "PyMuPDF": 1, "pdfplumber": 1}


def floor(path: Path) -> list[Found]:
    """The least that any reader on this base has to do."""
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_text("rawdict")
            page.get_cdrawings()
    return []


def audit(path: Path) -> list[Found]:
    return [Found(t.pages, [[cell.text for cell in row] for row in (*t.head, *t.rows)]) for t in read_document(path).tables]


def pymupdf_tables(path: Path) -> list[Found]:
    """Its own tables with the words inside each cell, which is more exact than its `extract`."""
    found = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            words = page.get_text("words")
            for table in page.find_tables(use_layout=False):
                rows = [[_inside(cell, words) for cell in row.cells] for row in table.rows]
                found.append(Found((page.number + 1,), rows))
    return found


def _inside(cell: tuple[float, ...] | None, words: list[tuple[Any, ...]]) -> str:
    if cell is None:
        return ""
    x0, y0, x1, y1 = cell
    return "".join(w[4] for w in words if x0 <= (w[0] + w[2]) / 2 <= x1 and y0 <= (w[1] + w[3]) / 2 <= y1)


def pdfplumber_tables(path: Path) -> list[Found]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [
            Found((page.page_number,), [[text or "" for text in row] for row in table])
            for page in pdf.pages
            for table in page.extract_tables()
        ]


READERS: dict[str, Callable[[Path], list[Found]]] = {
    "floor": floor,
    "audit": audit,
    "PyMuPDF": pymupdf_tables,
    "pdfplumber": pdfplumber_tables,
}


@dataclass(frozen=True)
class Sample:
    """A file to read; `truth` is None where its tables are not known cell by cell."""

    group: str
    path: Path
    truth: dict[str, Any] | None


@dataclass
class Measured:
    """What one reader did on one group of files. Milliseconds are of CPU time."""

    pages: int = 0
    milliseconds: float = 0.0
    cells: Cells = NO_CELLS

    def add(self, pages: int, milliseconds: float, cells: Cells) -> None:
        self.pages += pages
        self.milliseconds += milliseconds
        self.cells = Cells(self.cells.right + cells.right, self.cells.total + cells.total)

    @property
    def a_page(self) -> float:
        return self.milliseconds / self.pages


def golden() -> list[Path]:
    """The golden PDFs with a text layer: of a scan the time is the recogniser's."""
    return [path for path in sorted(ROOT.glob("golden/*/source.pdf")) if path.parent.name != "scan"]


def samples(made: Path) -> Iterator[Sample]:
    """The golden documents, some of each of the generator's layouts, and what lies in `shared` beside the repository."""
    for path in golden():
        yield Sample("golden", path, None)
    for layout in LAYOUTS:
        for seed in SEEDS:
            pdf, truth = document(layout, seed)
            path = made / f"{truth['doc']}.pdf"
            path.write_bytes(pdf)
            yield Sample(f"generator: {layout}", path, truth)
    for style in STYLES:
        for layout in ("ruled", "yuan", "accounts"):
            pdf, truth = document(layout, 1, style=style)
            path = made / f"{style}-{truth['doc']}.pdf"
            path.write_bytes(pdf)
            yield Sample(f"generator: {style} print", path, truth)
    for truth_file in sorted(SHARED.glob("samples/truth/[!s]*.json")):
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        yield Sample(f"made by others: {truth['layout']}", SHARED / "samples" / "pdf" / f"{truth['doc']}.pdf", truth)
    for path in sorted((*SHARED.glob("seed/*.pdf"), *SHARED.glob("real/*.pdf"))):
        yield Sample("real", path, None)


def measured(files: Iterator[Sample]) -> dict[str, dict[str, Measured]]:
    """group → reader → what it did."""
    groups: dict[str, dict[str, Measured]] = {}
    for sample in files:
        with pymupdf.open(sample.path) as pdf:
            pages = pdf.page_count
        for name, reader in READERS.items():
            best = float("inf")
            for _ in range(ROUNDS[name]):
                start = time.process_time()
                found = reader(sample.path)
                best = min(best, time.process_time() - start)
            cells = cells_right(sample.truth, found) if sample.truth is not None else NO_CELLS
            for group in (sample.group, "all"):
                groups.setdefault(group, {}).setdefault(name, Measured()).add(pages, 1000 * best, cells)
    return {**{group: by_reader for group, by_reader in groups.items() if group != "all"}, "all": groups["all"]}


def markdown(groups: dict[str, dict[str, Measured]]) -> str:
    peers = [name for name in READERS if name not in ("floor", "audit")]
    lines = [
        "# Reading: speed and exactness",
        "",
        f"Made by `python benchmarks/reading.py`: {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, PyMuPDF {version('pymupdf')}, pdfplumber {version('pdfplumber')}. Milliseconds are of",
        'CPU time on one core, best of five for the floor and audit. The floor is `get_text("rawdict")` and',
        "`get_cdrawings()` of every page. Cells: the share of non-empty table cells with the right text at the right place.",
        "",
        f"| files | pages | floor, ms a page | audit | {' | '.join(peers)} | audit ÷ floor | best library ÷ audit | "
        f"cells: audit | {' | '.join(peers)} |",
        "| --- |" + " ---: |" * (6 + 2 * len(peers)),
    ]
    for group, by in groups.items():
        ours, base = by["audit"], by["floor"]
        fastest = min(by[name].a_page for name in peers)
        exact = [f"{100 * by[name].cells.share:.2f} %" if ours.cells.total else "" for name in ("audit", *peers)]
        times = [f"{by[name].a_page:.1f}" for name in ("audit", *peers)]
        lines.append(
            f"| {group} | {ours.pages} | {base.a_page:.1f} | {' | '.join(times)} | {ours.a_page / base.a_page:.1f} | "
            f"{fastest / ours.a_page:.0f} | {' | '.join(exact)} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="the file to write; printed where none is given")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        text = markdown(measured(samples(Path(made))))
    tell(text, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
