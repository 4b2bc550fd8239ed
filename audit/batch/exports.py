"""The store as files that other programs read: documents.csv, a line a file, and findings.parquet, a row a finding."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit.batch.province import Document
from audit.batch.store import Store
from audit.findings import Finding
from audit.report.selection import at_fault
from audit.report.wrapping import inert

DOCUMENT_COLUMNS = (
    "sha256", "path", "organization", "year", "kind", "status", "reason", "errors", "warnings", "verified", "score"
)  # fmt: skip
_FILES = """
SELECT f.disclosure, f.path, r.organization, r.year, r.kind, ifnull(r.status, 'failed'), ifnull(r.reason, f.reason),
    r.errors, r.warnings, r.verified, r.value
FROM files AS f LEFT JOIN results AS r ON r.sha256 = f.disclosure ORDER BY f.path
"""
_FINDINGS = """
SELECT finding, root, c.message
FROM findings AS f LEFT JOIN root_causes AS c ON (c.sha256, c.number) = (f.sha256, f.root)
WHERE f.sha256 = ? ORDER BY f.number
"""
# Types of DuckDB. Amounts in 元; `fault_…`: where the figure at fault stands; `root_cause` counts within its document.
_FINDING_COLUMNS = {
    "sha256": "VARCHAR",
    "path": "VARCHAR",
    "organization": "VARCHAR",
    "city": "VARCHAR",
    "county": "VARCHAR",
    "year": "INTEGER",
    "kind": "VARCHAR",
    "id": "VARCHAR",
    "check": "VARCHAR",
    "verdict": "VARCHAR",
    "severity": "VARCHAR",
    "cause": "VARCHAR",
    "root_cause": "INTEGER",
    "root_cause_message": "VARCHAR",
    "stated": "VARCHAR",
    "expected": "VARCHAR",
    "difference": "DECIMAL(20, 2)",
    "formula": "VARCHAR",
    "message": "VARCHAR",
    "read_by": "VARCHAR",
    "page": "INTEGER",
    "quote": "VARCHAR",
    "fault_table": "VARCHAR",
    "fault_row": "VARCHAR",
    "fault_column": "VARCHAR",
    "evidence": "VARCHAR",
}
_MEMORY = "1GB"
# what a row takes from its finding as it is
_COPIED = (
    "id", "check", "verdict", "severity", "cause", "stated", "expected", "difference", "formula", "message", "read_by"
)  # fmt: skip


def documents_csv(store: Store) -> bytes:
    """Every file that was met, by path; figures are empty where it was not audited."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DOCUMENT_COLUMNS)
    for row in store.connection.execute(_FILES):
        writer.writerow(inert(value) if isinstance(value, str) else value for value in row)
    return text.getvalue().encode()


def write_findings(store: Store, documents: Iterable[Document], path: Path) -> None:
    """findings.parquet: what is contradicted or unverifiable, by place of the document, in its report's order."""
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".audit-", dir=path.parent) as scratch:
        lines, fresh = Path(scratch, "findings.json"), Path(scratch, "findings.parquet")
        with lines.open("w", encoding="utf-8") as file:
            for row in _finding_rows(store, documents):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": scratch}) as connection:
            rows = connection.read_json(str(lines), format="newline_delimited", columns=_FINDING_COLUMNS)
            rows.write_parquet(str(fresh), compression="zstd")
        fresh.replace(path)


def _finding_rows(store: Store, documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    for document in documents:
        for text, root, message in store.connection.execute(_FINDINGS, (document.sha256,)):
            finding = Finding.model_validate_json(text)
            fault = at_fault(finding)
            yield {
                "sha256": document.sha256,
                "path": document.path,
                "organization": document.organization,
                "city": document.region[0],
                "county": document.region[1],
                "year": document.year,
                "kind": document.kind,
                "root_cause": root,
                "root_cause_message": message,
                "page": finding.claim.page if finding.claim else fault.page if fault else None,
                "quote": finding.claim.quote if finding.claim else None,
                "fault_table": fault.table if fault else None,
                "fault_row": fault.row if fault else None,
                "fault_column": fault.column if fault else None,
                "evidence": json.dumps([operand.model_dump() for operand in finding.evidence], ensure_ascii=False),
            } | {name: getattr(finding, name) for name in _COPIED}
