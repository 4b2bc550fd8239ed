"""Report and tables as JSON: UTF-8, in a stable order, one list entry a line, so that two reports can be compared."""

import json
from collections.abc import Iterable
from typing import Any

from audit.findings import Report
from audit.reading.document import Table
from audit.report.tables import reported_table

_TABLE_FIELDS = {"title", "unit", "page", "pages", "head", "rows"}


def report_json(report: Report) -> bytes:
    """The content of `report.json`."""
    fields = report.model_dump(by_alias=True)
    lines = [f"{_json(name)}: {_lines(value)}" for name, value in fields.items()]
    return _encoded("{\n" + ",\n".join(lines) + "\n}\n")


def tables_json(tables: Iterable[Table]) -> bytes:
    """The content of `<stem>.tables.json`: a merged cell's text in its first position, "" in the others."""
    return _encoded(_lines([reported_table(table).model_dump(include=_TABLE_FIELDS) for table in tables]) + "\n")


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n" + ",\n".join(_json(entry) for entry in value) + "\n]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _encoded(text: str) -> bytes:
    # half a surrogate pair, as broken fonts yield, is written as the JSON escape that it is
    return text.encode("utf-8", "backslashreplace")
