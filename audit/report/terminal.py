"""The report on a terminal: the causes of errors first, then what was checked and where the files are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from audit.findings import Evidence, Finding, Report, RootCause, StatusCounts
from audit.report.words import KINDS, cause_words
from audit.report.wrapping import filled, plain, shortened, tokens, wrapped

_SEVERITIES = {"error": ("错误", "bold red"), "warning": ("警告", "bold yellow"), "info": ("提示", "dim")}
_REMINDERS = 10
# what the columns beside the file name take in an overview
_COUNTS_WIDTH = 46


@dataclass(frozen=True)
class Outcome:
    """What became of one input: its report and files, or the reason why there is none."""

    source: Path
    report: Report | None
    files: Sequence[Path] = ()


def print_report(console: Console, outcome: Outcome) -> None:
    """One document in full: root causes with their findings, reminders, counts, coverage, score, files."""
    if outcome.report is None:
        return
    width = min(console.width, 100)
    for line in _report_lines(outcome.report, width):
        console.print(line, soft_wrap=True)
    for file in outcome.files:
        console.print(Text(f"已写入 {plain(str(file))}"), soft_wrap=True)


def print_overview(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Many documents, a line each."""
    table = Table(box=None, pad_edge=False)
    table.add_column("文件", no_wrap=True)
    for head in ("错误", "原因", "警告", "待核", "已核对", "评分"):
        table.add_column(head, justify="right", no_wrap=True)
    for outcome in outcomes:
        name = shortened(plain(outcome.source.name), max(console.width - _COUNTS_WIDTH, 16))
        if outcome.report is None:
            table.add_row(name, *[""] * 5, "无法读取", style="red")
            continue
        score = outcome.report.score
        causes = len(_causes_of_errors(outcome.report))
        counts = (score.errors, causes, score.warnings, score.unverifiable, score.verified, _score_text(score.value))
        table.add_row(name, *map(str, counts), style="red" if score.errors else "")
    console.print(table)
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    faulty = sum(1 for report in reports if report.contradicted)
    unreadable = len(outcomes) - len(reports)
    tail = f"，{unreadable} 个无法读取" if unreadable else ""
    console.print(Text(f"共 {len(outcomes)} 个文件，{faulty} 个有矛盾{tail}"), soft_wrap=True)


def _report_lines(report: Report, width: int) -> Iterator[Text]:
    yield from _heading(report, width)
    findings = {finding.id: finding for finding in report.findings}
    for number, cause in enumerate(_by_severity(report, findings), start=1):
        yield Text()
        yield from _cause_lines(number, cause, [findings[i] for i in cause.findings], width)
    yield from _reminder_lines(report, width)
    yield Text()
    yield from _totals(report)


def _reminder_lines(report: Report, width: int) -> Iterator[Text]:
    reminders = [f for f in report.findings if f.verdict == "unverifiable" and f.severity == "warning"]
    if not reminders:
        return
    yield Text()
    yield Text(f"提醒 {len(reminders)} 条（不计入矛盾）", "yellow")
    told = Counter(f"{_place(finding)}　{plain(finding.message)}" for finding in reminders)
    for words, count in list(told.items())[:_REMINDERS]:
        times = f"（{count} 处）" if count > 1 else ""
        yield Text(f"  {shortened(words, width - 2 - cell_len(times))}{times}")
    if len(told) > _REMINDERS:
        yield Text(f"  其余 {len(told) - _REMINDERS} 条见报告")


def _heading(report: Report, width: int) -> Iterator[Text]:
    document = report.document
    year = f"{document.year}年" if document.year else ""
    title = plain(document.title) or f"{plain(document.organization)}{year}{KINDS.get(document.kind, '')}"
    pages = f"（{document.pages} 页）" if document.pages else ""
    for line in wrapped(f"{title}　{plain(Path(document.source).name)}{pages}".strip(), width):
        yield Text(line, "bold")
    for note in document.notes:
        for line in wrapped(f"注意：{plain(note)}", width):
            yield Text(line, "yellow")


def _by_severity(report: Report, findings: dict[str, Finding]) -> list[RootCause]:
    """Causes of errors before causes of warnings, otherwise in the report's order."""
    order = list(_SEVERITIES)
    return sorted(report.root_causes, key=lambda cause: min(order.index(findings[i].severity) for i in cause.findings))


def _causes_of_errors(report: Report) -> list[RootCause]:
    errors = {finding.id for finding in report.contradicted if finding.severity == "error"}
    return [cause for cause in report.root_causes if not errors.isdisjoint(cause.findings)]


def _cause_lines(number: int, cause: RootCause, findings: list[Finding], width: int) -> Iterator[Text]:
    severities = {finding.severity for finding in findings}
    word, style = next(_SEVERITIES[severity] for severity in _SEVERITIES if severity in severities)
    count = f"，{len(findings)} 处" if len(findings) > 1 else ""
    yield Text(f"{number}. {word}：{cause_words(cause.cause)}{count}", style)
    # several findings about one wrong figure name it once
    for pieces, group in groupby(findings, key=_figure_pieces):
        for line in filled(pieces, width - 3):
            yield Text(f"   {line}", "bold")
        for finding in group:
            yield from _indented(plain(finding.message), 5, width)


def _figure_pieces(finding: Finding) -> list[str]:
    """Place, printed figure, right figure and difference, in pieces that a line break may part."""
    pieces = tokens(_place(finding))
    if finding.stated is not None:
        pieces.append(f"　写 {plain(finding.stated)}")
    if finding.expected is not None:
        pieces.append(f"　应为 {plain(finding.expected)}")
    if finding.difference is not None:
        pieces.append(f"　差 {_amount_text(finding.difference)}")
    return pieces


def _indented(text: str, indent: int, width: int) -> Iterator[Text]:
    for line in wrapped(text, width - indent):
        yield Text(" " * indent + line)


def _place(finding: Finding) -> str:
    """Where the figure at fault is printed: page, and the table where it stands in one."""
    if finding.claim is not None:
        return _page_words(finding.claim.page)
    at_fault = _at_fault(finding)
    if at_fault is None:
        return "全文"
    table = f"《{plain(at_fault.table)}》" if at_fault.table else ""
    cell = " / ".join(plain(label) for label in (at_fault.row, at_fault.column) if label)
    return " ".join(part for part in (_page_words(at_fault.page), table + cell) if part)


def _at_fault(finding: Finding) -> Evidence | None:
    stated = [entry for entry in finding.evidence if entry.value == finding.stated]
    return next(iter([*stated, *finding.evidence]), None)


def _page_words(page: int | None) -> str:
    return f"第 {page} 页" if page is not None else ""


def _totals(report: Report) -> Iterator[Text]:
    score = report.score
    errors = f"错误 {score.errors} 处（{len(_causes_of_errors(report))} 个原因）"
    yield Text(f"{errors}　差额合计 {_amount_text(score.difference)}", "bold red" if score.errors else "bold green")
    yield Text(
        f"警告 {score.warnings} 处　已核对 {score.verified} 处　待核 {score.unverifiable} 处　评分 {_score_text(score.value)}"
    )
    yield Text(f"覆盖率　正文数字 {_coverage_words(report.coverage.numbers)}")
    yield Text(f"　　　　表格数字 {_coverage_words(report.coverage.cells)}")


def _coverage_words(counts: StatusCounts) -> str:
    """How many of the figures that claim something were decided, and how many claim nothing."""
    decided = counts.verified + counts.contradicted
    total = decided + counts.unverifiable
    share = f"（{100 * decided // total}%）" if total else ""
    return f"已判定 {decided}/{total}{share}，另有 {counts.no_claim} 个无需核对"


def _score_text(value: int | None) -> str:
    return "无" if value is None else f"{value}/100"


def _amount_text(amount: str) -> str:
    return f"{Decimal(amount):,f} 元"
