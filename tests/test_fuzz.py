"""Broken files end in a report or in one line why not: `benchmarks/fuzz.py` over a fixed range of mutants."""

from benchmarks.fuzz import READ, UNREADABLE, fuzzed
from benchmarks.mutants import MUTATIONS

COUNT = 2000


def test_no_broken_file_crashes_hangs_or_ends_in_a_traceback() -> None:
    counts, defects = fuzzed(range(COUNT))
    assert defects == []
    assert counts.total() == COUNT
    # each mutation leaves something to read, and most break some files beyond reading
    for kind, _ in MUTATIONS:
        assert counts[kind, READ] > COUNT // len(MUTATIONS) // 10
    assert sum(counts[kind, UNREADABLE] > 0 for kind, _ in MUTATIONS) >= 5
