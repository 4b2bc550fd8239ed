"""Tables of made disclosures, over every layout of the generator, against the truth that the generator tells."""

from pathlib import Path
from typing import Any

import pytest

from audit.reading import read_document
from audit.reading.document import Cell, Table
from benchmarks.generator import LAYOUTS, STYLES, document

PRINTS = [*((layout, "") for layout in LAYOUTS), *(("ruled", style) for style in STYLES)]


@pytest.mark.parametrize(("layout", "style"), PRINTS)
def test_tables_of_a_layout(layout: str, style: str, tmp_path: Path) -> None:
    pdf, truth = document(layout, 500, style=style)
    path = tmp_path / f"{layout}.pdf"
    path.write_bytes(pdf)
    read = read_document(path).tables
    wanted = [table for table in truth["tables"] if table["kind"] == "table"]
    missing = [table["title"] for table in wanted if not any(_same(table, candidate) for candidate in read)]
    assert missing == []


def test_a_table_whose_pages_show_different_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "yuan.pdf"
    path.write_bytes(document("yuan", 9005)[0])
    assert read_document(path).tables


def _same(truth: dict[str, Any], read: Table) -> bool:
    """Title, head and rows as printed; white space aside, and rows without any text, which no line need show."""
    return (
        truth["title"] in read.title
        and _texts(read.head) == _plain(truth["header"])
        and _texts(read.rows) == _plain(truth["rows"])
    )


def _texts(grid: tuple[tuple[Cell, ...], ...]) -> list[list[str]]:
    return _plain([[cell.text for cell in row] for row in grid])


def _plain(grid: list[list[str]]) -> list[list[str]]:
    return [["".join(text.split()) for text in row] for row in grid if any(row)]
