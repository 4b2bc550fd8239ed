"""Tables of whole documents: the samples, the seed and the real ones."""

import json
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from audit.reading.document import Table
from tests.reading.budget_tables import tables, texts


def matched_cells(found: list[Table], truth: list[dict[str, Any]]) -> tuple[int, int]:
    """(cells read exactly, all cells) of the tables, those inside merged cells not counted."""
    right = total = 0
    for table_, wanted in zip(found, truth, strict=True):
        covered = {tuple(at) for at in wanted["covered"]}
        for r, row in enumerate(wanted["rows"]):
            for c, text in enumerate(row):
                if (r, c) in covered:
                    continue
                total += 1
                got = table_.rows[r][c].text if r < len(table_.rows) and c < len(table_.rows[r]) else None
                right += got is not None and "".join(got.split()) == "".join(text.split())
    return right, total


@pytest.mark.parametrize("layout", "abcd")
def test_sample_tables_are_exact(shared: Path, layout: str) -> None:
    right = total = 0
    for path in sorted((shared / "samples/truth").glob(f"{layout}*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))["tables"]
        with pymupdf.open(shared / "samples/pdf" / f"{path.stem}.pdf") as pdf:
            found = tables(pdf)
        assert [(t.title, list(t.pages)) for t in found] == [(t["title"], t["pages"]) for t in truth]
        assert [texts(t)[0] for t in found] == [t["header"] for t in truth]
        more_right, more = matched_cells(found, truth)
        right, total = right + more_right, total + more
    assert right / total > 0.998


def test_two_producers_of_one_text_give_the_same_tables(shared: Path) -> None:
    read_from = []
    for producer in ("office", "typst"):
        with pymupdf.open(shared / f"seed/linxia-hrss-2024.{producer}.pdf") as pdf:
            read_from.append([(t.title, t.label, t.unit, *texts(t)) for t in tables(pdf)])
    assert len(read_from[0]) == 22
    assert read_from[0] == read_from[1]


def test_real_tables_are_whole(shared: Path) -> None:
    with pymupdf.open(shared / "real/wanli-24.pdf") as pdf:
        found = tables(pdf)
    assert [(t.pages, len(t.rows), t.width, t.unit) for t in found] == [
        ((10,), 14, 4, "元"),
        ((11, 12, 13, 14, 15), 67, 9, "元"),
        ((16, 17, 18, 19, 20), 67, 7, "元"),
        ((21,), 14, 7, "元"),
        ((22, 23, 24, 25, 26), 67, 7, "元"),
        ((27,), 12, 7, "元"),
        ((28,), 12, 7, "元"),
        ((29, 30), 32, 6, "元"),
        ((31,), 1, 7, "万元"),
    ]
    assert [c.text for c in found[1].rows[-1] if not c.covered] == ["合计", "156,211,123", "156,211,123", "0", "0", "0"]
