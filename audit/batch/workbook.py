"""province.xlsx: units, documents, contradictions, places by kind of error, causes, and what was not audited."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from audit.batch.province import Document, Province, Region
from audit.batch.store import Store
from audit.findings import Finding
from audit.report.selection import at_fault
from audit.report.sheets import BOLD, HEAD_FILL, cell_text
from audit.report.words import KINDS, SEVERITIES, cause_words, check_words

Value = str | int | Decimal | None
STATUSES = {"failed": "无法核查", "quarantined": "已隔离"}

# A sheet takes 1,048,576 rows; the rest is in findings.parquet.
_MOST_ROWS = 1_000_000
_CONTRADICTED = """
SELECT finding FROM findings WHERE sha256 = ? AND verdict = 'contradicted' AND severity <> 'info' ORDER BY number
"""


def write_workbook(store: Store, province: Province, path: Path) -> None:
    """Writes the workbook row by row, so that its size does not matter."""
    book = Workbook(write_only=True)
    _sheet(
        book,
        "单位",
        {"城市": 14, "县区": 14, "单位": 36, "文件": 8, "错误": 8, "原因": 8, "警告": 8, "差额（元）": 20},
        _units(province),
    )
    _sheet(
        book,
        "文件",
        {"城市": 14, "县区": 14, "单位": 32, "年度": 8, "类别": 8, "错误": 8, "原因": 8, "警告": 8, "待核": 8, "已核对": 8,
         "评分": 8, "差额（元）": 20, "与上年比较": 10, "所属单位": 10, "模型": 30, "文件": 60},
        map(_document, province.audited),
    )  # fmt: skip
    _sheet(
        book,
        "矛盾",
        {"单位": 28, "年度": 8, "类别": 8, "程度": 8, "核查": 18, "原因": 14, "页": 6, "原文": 16, "应为": 16, "差额（元）": 18,
         "位置": 36, "说明": 70, "文件": 60},
        _contradictions(store, province.audited),
    )  # fmt: skip
    checks = [check for check, _ in province.checks.most_common()]
    widths = {"城市": 14, "县区": 14, "文件": 8, "有错误": 8, "错误": 8} | {check_words(check): 16 for check in checks}
    _sheet(book, "地区", widths, (_region(region, checks) for region in province.counties))
    causes = ((cause_words(cause.cause), cause.times, cause.documents) for cause in province.causes)
    _sheet(book, "原因", {"原因": 20, "次数": 10, "文件": 10}, causes)
    unread = ((STATUSES[file.status], file.reason, file.path) for file in province.unread)
    _sheet(book, "未核查", {"结果": 12, "原因": 60, "文件": 80}, unread)
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".audit-", dir=path.parent) as scratch:
        fresh = Path(scratch, "province.xlsx")
        book.save(fresh)
        fresh.replace(path)


def _units(province: Province) -> Iterator[Sequence[Value]]:
    for unit in province.units:
        yield (*unit.region, unit.name, len(unit.documents), unit.errors, unit.causes, unit.warnings, unit.difference)


def _document(document: Document) -> Sequence[Value]:
    kind = KINDS.get(document.kind, "")
    counts = (document.errors, document.causes, document.warnings, document.unverifiable, document.verified, document.value)
    compared = "是" if document.compared else ""
    model = document.model_reason or document.model
    related = (compared, document.units or None, model)
    name = document.organization
    return (*document.region, name, document.year, kind, *counts, document.difference, *related, document.path)


def _contradictions(store: Store, documents: Iterable[Document]) -> Iterator[Sequence[Value]]:
    for document in documents:
        if not document.errors and not document.warnings:
            continue
        of_document = (document.organization, document.year, KINDS.get(document.kind, ""))
        for (text,) in store.connection.execute(_CONTRADICTED, (document.sha256,)):
            finding = Finding.model_validate_json(text)
            yield (*of_document, *_contradiction(finding), document.path)


def _contradiction(finding: Finding) -> Sequence[Value]:
    fault = at_fault(finding)
    page = finding.claim.page if finding.claim else fault.page if fault else None
    place = f"《{fault.table}》{fault.row or ''} {fault.column or ''}" if fault and fault.table else "正文"
    difference = Decimal(finding.difference) if finding.difference else None
    severity, check, cause = SEVERITIES[finding.severity], check_words(finding.check), cause_words(finding.cause)
    return (severity, check, cause, page, finding.stated, finding.expected, difference, place, finding.message)


def _region(region: Region, checks: Sequence[str]) -> Sequence[Value]:
    counts = [region.checks[check] or None for check in checks]
    return (region.city, region.county, region.documents, region.faulty, region.errors, *counts)


def _sheet(book: Workbook, title: str, widths: dict[str, int], rows: Iterable[Sequence[Value]]) -> None:
    """A sheet whose heads (and their column widths) stay in view, with a filter."""
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    heads = []
    for head in widths:
        cell = WriteOnlyCell(sheet, head)
        cell.font, cell.fill = BOLD, HEAD_FILL
        heads.append(cell)
    sheet.append(heads)
    written = 0
    for row in rows:
        if written == _MOST_ROWS:
            sheet.append(["其余见 findings.parquet 和 documents.csv"])
            break
        sheet.append([cell_text(value) if isinstance(value, str) else value for value in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{written + 1}"
