"""Broken PDFs through the whole pipeline: `python benchmarks/fuzz.py --count 2000`.

Each is audited, and every view of it written, in a worker that may crash, hang or grow without harm to the others.
What a sound program may say of a broken file is a report, or one line why it cannot be read; all else is a defect.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from audit.batch.local import Limits, local_outcomes
from audit.batch.task import Failed, Job, Lost, Outcome
from audit.failures import failure_reason
from audit.pipeline import audited_file
from audit.reading import UnreadableSource
from audit.report.views import FORMATS, report_files
from benchmarks.mutants import MUTATIONS, mutant

READ, UNREADABLE = "audited", "unreadable"
_LIMITS = Limits(timeout=60, memory=1024)
# Views take longer than all before them, and break on fewer files.
_VIEWED = 10


def fuzzed(numbers: Iterable[int], workers: int = 2) -> tuple[Counter[tuple[str, str]], list[str]]:
    """How many mutants of each kind were audited or told to be unreadable, and a line for each defect."""
    counts: Counter[tuple[str, str]] = Counter()
    defects: list[str] = []
    for job, outcome in local_outcomes((Job((str(number),)) for number in numbers), workers, _LIMITS, told):
        assert isinstance(outcome, Failed | Lost)
        if outcome.reason in (READ, UNREADABLE):
            counts[MUTATIONS[int(job.name) % len(MUTATIONS)][0], outcome.reason] += 1
        else:
            defects.append(f"mutant {job.name}: {outcome.reason}")
    return counts, defects


def told(job: Job) -> Outcome:
    """In a worker: what became of one mutant."""
    number = int(job.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutant.pdf")
        path.write_bytes(mutant(number)[1])
        try:
            # recognition takes seconds for each page whose text a mutation took away
            with patch("audit.reading.pdf.ocr_installed", return_value=False):
                audited = audited_file(path)
                report_files(audited, path, list(FORMATS) if number % _VIEWED == 0 else ["json"])
        except UnreadableSource as problem:
            # one line that names the file, or else a defect like any other
            text = str(problem)
            return Failed(UNREADABLE if text.startswith(str(path)) and "\n" not in text else f"unclear: {text!r}")
        except Exception as problem:
            return Failed(failure_reason(problem, path))
    return Failed(READ)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, metavar="PDF", help="write the first mutant there instead, to look at it")
    options = parser.parse_args()
    if options.write:
        options.write.write_bytes(mutant(options.first)[1])
        return 0
    counts, defects = fuzzed(range(options.first, options.first + options.count), options.workers)
    print("| mutation | audited | unreadable |\n| --- | --- | --- |")
    for kind, _ in MUTATIONS:
        print(f"| {kind} | {counts[kind, READ]} | {counts[kind, UNREADABLE]} |")
    print("\n".join(defects) or f"no defects in {options.count} files")
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
