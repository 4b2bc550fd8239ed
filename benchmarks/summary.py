"""What each step costs, side by side with what others take for a part of it: `python benchmarks/summary.py --out FILE`.

Over the documents of golden/, in CPU time on one core as multiples of the floor: the characters and drawings of every page,
fetched and thrown away. Needs the extra `bench`.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import pymupdf

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from audit.batch.local import Limits, local_outcomes
from audit.batch.task import Audited, Job
from audit.pipeline import audited_file, with_model
from audit.proposals.spending import Spent
from audit.reading import read_document
from audit.report.views import FORMATS, report_files
from benchmarks.model_pass.__main__ import audited_case, recorded_settings
from benchmarks.model_pass.cases import cases
from benchmarks.reading import floor, golden, pdfplumber_tables, pymupdf_tables
from benchmarks.told import tell

# The best of so many rounds counts: what else the machine does only ever adds.
_ROUNDS = 3
# A batch audits every document so many times, to outweigh the start of its workers.
_COPIES = 8


def full(path: Path) -> None:
    report_files(audited_file(path), path, ["json"])


def views(path: Path) -> None:
    report_files(audited_file(path), path, list(FORMATS))


STEPS: dict[str, Callable[[Path], object]] = {
    "characters and drawings alone (the floor)": floor,
    "reading: paragraphs and tables": read_document,
    "PyMuPDF `find_tables`: tables alone": pymupdf_tables,
    "pdfplumber: tables alone": pdfplumber_tables,
    "audit, report.json": full,
    "audit, every view": views,
}


def milliseconds(step: Callable[[Path], object], files: Sequence[Path]) -> float:
    """CPU time of the step over all files, each at its best."""
    total = 0.0
    for path in files:
        rounds = []
        for _ in range(_ROUNDS):
            start = time.process_time()
            step(path)
            rounds.append(time.process_time() - start)
        total += min(rounds)
    return 1000 * total


def model_pass_milliseconds() -> float:
    """CPU time that the model pass itself takes for a request, the model's answers replayed."""
    settings = recorded_settings()
    audited = [audited_case(case) for case in cases()]
    start = time.process_time()
    requests = sum((with_model(document, settings).spent or Spent()).calls for document in audited)
    return 1000 * (time.process_time() - start) / requests


def batch_seconds(files: Sequence[Path], workers: int) -> float:
    """Wall time of a batch, the start of its workers included."""
    jobs = [Job((str(path),)) for path in files] * _COPIES
    start = time.monotonic()
    for job, outcome in local_outcomes(jobs, workers, Limits()):
        if not isinstance(outcome, Audited):
            raise SystemExit(f"{job.name}: {outcome.reason}")
    return time.monotonic() - start


def markdown(files: Sequence[Path]) -> str:
    pages = 0
    for path in files:
        with pymupdf.open(path) as pdf:
            pages += pdf.page_count
    costs = {name: milliseconds(step, files) for name, step in STEPS.items()}
    base = next(iter(costs.values()))
    lines = [
        "# What each step costs",
        "",
        f"Made by `python benchmarks/summary.py`: {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, PyMuPDF {version('pymupdf')}, pdfplumber {version('pdfplumber')};",
        f"{len(files)} documents of golden/, {pages} pages. CPU time on one core, the best of {_ROUNDS} rounds.",
        "",
        "| step | ms a page | × the floor |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {cost / pages:.1f} | {cost / base:.1f} |" for name, cost in costs.items()),
        "",
        f"The model pass takes {model_pass_milliseconds():.1f} ms for a request beside the model's own time: candidates, prompt,",
        "grounding and verdicts, recorded answers replayed.",
        "",
        f"A batch of {len(files) * _COPIES} documents ({pages * _COPIES} pages), wall time with the start of its workers:",
        "",
        "| workers | documents a second | pages a second | × one worker |",
        "| ---: | ---: | ---: | ---: |",
    ]
    alone = 0.0
    for workers in (1, 2):
        seconds = batch_seconds(files, workers)
        alone = alone or seconds
        rate = f"{len(files) * _COPIES / seconds:.1f} | {pages * _COPIES / seconds:.0f}"
        lines.append(f"| {workers} | {rate} | {alone / seconds:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="the file to write; printed where none is given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # a name of their own for each, as in a province
        files = [Path(shutil.copy(path, Path(folder, f"{path.parent.name}.pdf"))) for path in golden()]
        text = markdown(files)
    tell(text, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
