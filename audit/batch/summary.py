"""`audit summary`: a store as web page, workbook, Parquet and CSV."""

from collections.abc import Iterator
from pathlib import Path

from audit.batch.exports import documents_csv, write_findings
from audit.batch.page import province_html
from audit.batch.province import province_of
from audit.batch.store import read_store
from audit.batch.workbook import write_workbook
from audit.output import write_file


def write_summary(store: Path, out: Path) -> Iterator[Path]:
    """Writes the four files of a summary into `out`, each whole or not at all, and names them as they are done.

    Raises StoreProblem.
    """
    with read_store(store) as opened:
        province = province_of(opened)
        write_file(out / "index.html", province_html(opened, province))
        yield out / "index.html"
        write_workbook(opened, province, out / "province.xlsx")
        yield out / "province.xlsx"
        write_findings(opened, province.audited, out / "findings.parquet")
        yield out / "findings.parquet"
        write_file(out / "documents.csv", documents_csv(opened))
        yield out / "documents.csv"
