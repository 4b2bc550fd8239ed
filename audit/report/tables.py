"""Tables as `report.json` and `audit tables` write them."""

from collections.abc import Sequence

from audit.findings import ReportedTable
from audit.reading.document import Cell, Table


def reported_table(table: Table) -> ReportedTable:
    """The table's texts and places as grids, `rows` without the head; merged cells have text in their first position."""
    return ReportedTable(
        title=table.title,
        label=table.label,
        unit=table.unit,
        page=table.page,
        pages=list(table.pages),
        head=_texts(table.head),
        rows=_texts(table.rows),
        row_pages=[row[0].page for row in table.rows],
        head_boxes=[[cell.box for cell in row] for row in table.head],
        boxes=[[cell.box for cell in row] for row in table.rows],
        places=[[cell.place for cell in row] for row in table.rows] if table.page is None else [],
        file=table.file or None,
    )


def _texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]
