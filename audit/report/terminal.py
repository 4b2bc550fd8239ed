"""The report on a terminal: the causes of errors first, then what was checked and where the files are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audit.findings import Finding, Report, RootCause
from audit.report.selection import causes_by_severity, causes_of_errors, reminders, severity_of, spot_of
from audit.report.words import (
    KINDS,
    SEVERITIES,
    amount_words,
    cause_words,
    coverage_words,
    model_words,
    score_words,
    spot_words,
    where_words,
)
from audit.report.wrapping import filled, plain, shortened, tokens, wrapped

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "dim"}
_REMINDERS = 10
# columns of one: three lines of a narrow terminal
_REMINDER_WIDTH = 200
_PLACES = 4
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
        causes = len(causes_of_errors(outcome.report))
        counts = (score.errors, causes, score.warnings, score.unverifiable, score.verified, score_words(score.value))
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
    for number, cause in enumerate(causes_by_severity(report), start=1):
        yield Text()
        yield from _cause_lines(number, cause, [findings[i] for i in cause.findings], width)
    yield from _reminder_lines(report, width)
    yield Text()
    if not report.contradicted:
        yield Text("没有发现矛盾", "bold green")
    yield from _totals(report)


def _reminder_lines(report: Report, width: int) -> Iterator[Text]:
    findings = reminders(report)
    if not findings:
        return
    yield Text()
    yield Text(f"提醒 {len(findings)} 条（不计入矛盾）", "yellow")
    told: dict[str, list[str]] = {}
    for finding in findings:
        told.setdefault(plain(finding.message), []).append(_place(finding))
    for message, places in list(told.items())[:_REMINDERS]:
        times = f"（{len(places)} 处）" if len(places) > 1 else ""
        distinct = list(dict.fromkeys(places))
        others = "等" if len(distinct) > _PLACES else ""
        words = shortened(f"{'、'.join(distinct[:_PLACES])}{others}　{message}", _REMINDER_WIDTH)
        for number, line in enumerate(wrapped(words + times, width - 5)):
            yield Text(("     " if number else "  ") + line)
    if len(told) > _REMINDERS:
        yield Text(f"  其余 {len(told) - _REMINDERS} 条见报告")


def _heading(report: Report, width: int) -> Iterator[Text]:
    document = report.document
    year = f"{document.year}年" if document.year else ""
    organization = plain(document.organization)
    title = plain(document.title) or f"{organization}{year}{KINDS.get(document.kind, '')}"
    if organization not in title:
        title = f"{title}（{organization}）"
    pages = f"（{document.pages} 页）" if document.pages else ""
    for line in wrapped(f"{title}　{plain(Path(document.source).name)}{pages}".strip(), width):
        yield Text(line, "bold")
    for note in document.notes:
        for line in wrapped(f"注意：{plain(note)}", width):
            yield Text(line, "yellow")


def _cause_lines(number: int, cause: RootCause, findings: list[Finding], width: int) -> Iterator[Text]:
    severity = severity_of(cause, {finding.id: finding for finding in findings})
    count = f"，{len(findings)} 处" if len(findings) > 1 else ""
    yield Text(f"{number}. {SEVERITIES[severity]}：{cause_words(cause.cause)}{count}", _STYLES[severity])
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
        pieces.append(f"　差 {amount_words(finding.difference)}")
    return pieces


def _indented(text: str, indent: int, width: int) -> Iterator[Text]:
    for line in wrapped(text, width - indent):
        yield Text(" " * indent + line)


def _place(finding: Finding) -> str:
    """Where the figure at fault is printed: page, and the cell where it stands in a table."""
    spot = spot_of(finding)
    where = where_words(spot) if spot else ""
    words = spot_words(spot)
    return plain(" ".join(part for part in (where, "" if words == "正文" else words) if part))


def _totals(report: Report) -> Iterator[Text]:
    score = report.score
    errors = f"错误 {score.errors} 处（{len(causes_of_errors(report))} 个原因）"
    yield Text(f"{errors}　差额合计 {amount_words(score.difference)}", "bold red" if score.errors else "bold green")
    yield Text(
        f"警告 {score.warnings} 处　已核对 {score.verified} 处　待核 {score.unverifiable} 处　评分 {score_words(score.value)}"
    )
    yield Text(f"覆盖率　正文数字 {coverage_words(report.coverage.numbers)}")
    yield Text(f"　　　　表格数字 {coverage_words(report.coverage.cells)}")
    if report.model is not None:
        yield Text(plain(model_words(report)))
