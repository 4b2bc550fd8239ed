"""The working paper (工作底稿): what was found, every relation as live formulas, the tables, and rows to sign."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from audit import __version__
from audit.checks.equation import Equation, Printed
from audit.claims.model import Mention
from audit.decisions import ROLES, Decisions
from audit.findings import Finding, Report, ReportedTable
from audit.numbers import cell_number, printed_decimals
from audit.report.recomputation import TOLERANCE, recomputation
from audit.report.selection import causes_by_severity, causes_of_errors, issues, reminders, spot_of
from audit.report.sheets import BOLD, HEAD_FILL, THIN, WRAPPED, add_filter, cell_text, fit_rows, put, set_heads, set_page
from audit.report.words import (
    CHOICES,
    KINDS,
    SEVERITIES,
    VERDICTS,
    amount_words,
    cause_words,
    check_words,
    coverage_words,
    model_words,
    originals,
    page_cell,
    score_words,
    spot_words,
)

_FILLS = {
    "contradicted": PatternFill("solid", fgColor="F8CFCB"),
    "verified": PatternFill("solid", fgColor="E3F2E8"),
    "unverifiable": PatternFill("solid", fgColor="EEF0F3"),
}
# of a column that several tables share, in characters: a Chinese one is two wide
_NARROWEST, _WIDEST = 12, 34
_ISSUES = {
    "序号": 5, "编号": 14, "原因组": 7, "性质": 6, "核对": 13, "页": 5, "位置": 20, "所写": 11, "应为": 11, "差额（元）": 14,
    "算式": 28, "原因": 10, "说明": 36, "原文": 32,
}  # fmt: skip
_RELATIONS = {
    "编号": 14, "核对": 13, "程序结论": 8, "角色": 7, "位置": 36, "页": 5, "单位": 6, "数字": 14, "末位半个单位": 10,
    "重算值": 14, "差额": 12, "可接受下限": 14, "可接受上限": 14, "复算结论": 8, "算式": 34,
}  # fmt: skip
_SIGN_OFF = {
    "编号": 14, "核对": 16, "页": 5, "所写": 12, "应为": 12, "编制结论": 9, "编制意见": 24, "编制人": 10, "编制时间": 15,
    "复核结论": 9, "复核意见": 24, "复核人": 10, "复核时间": 15,
}  # fmt: skip


def workpaper(report: Report, equations: Mapping[str, Equation], decisions: Decisions | None = None) -> bytes:
    """The content of `workpaper.xlsx`; `equations` are those judged, by the id of their finding."""
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = "汇总"
    _fill_summary(summary, report)
    _fill_issues(book.create_sheet("问题清单"), report)
    _fill_relations(book.create_sheet("勾稽核对"), report.findings, equations)
    _fill_tables(book.create_sheet("数据表"), report.tables)
    _fill_sign_off(book.create_sheet("复核记录"), report, decisions or Decisions(source=report.document.source))
    for sheet in book.worksheets:
        set_page(sheet, f"{report.document.title or report.document.source}　{sheet.title}")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill_summary(sheet: Worksheet, report: Report) -> None:
    document, score = report.document, report.score
    sheet["A1"] = "预决算公开核查工作底稿"
    sheet["A1"].font = Font(bold=True, size=14)
    year = f"{document.year} 年{KINDS.get(document.kind, '')}" if document.year else ""
    files = list(originals(document)) if document.files else []
    facts = {
        "被审计单位": document.organization,
        "标题": document.title,
        "年度": year,
        "文件": document.source,
        **{f"文件 {number}": f"{name} {digest}" for number, (name, digest) in enumerate(files, start=1)},
        "页数": document.pages,
        "SHA-256": document.sha256,
        "金额单位": document.unit,
        "评分": score_words(score.value),
        "错误": f"{score.errors} 处（{len(causes_of_errors(report))} 个原因）",
        "警告": f"{score.warnings} 处",
        "提醒": f"{len(reminders(report))} 条",
        "待核": f"{score.unverifiable} 处",
        "已核对": f"{score.verified} 处",
        "差额合计": amount_words(score.difference),
        "正文数字": coverage_words(report.coverage.numbers),
        "表格数字": coverage_words(report.coverage.cells),
        "语言模型": model_words(report) or "未使用",
        "程序": f"audit {__version__}",
        "读取时注意到": "；".join(document.notes) or "无",
        "编制人": "",
        "编制日期": "",
        "复核人": "",
        "复核日期": "",
    }
    for row, (name, value) in enumerate(facts.items(), start=3):
        put(sheet, row, [name, value])
        sheet.cell(row, 1).font, sheet.cell(row, 1).fill = BOLD, HEAD_FILL
        sheet.cell(row, 1).border = sheet.cell(row, 2).border = THIN
        sheet.cell(row, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
    fit_rows(sheet, 3)


def _fill_issues(sheet: Worksheet, report: Report) -> None:
    causes = {i: number for number, cause in enumerate(causes_by_severity(report), start=1) for i in cause.findings}
    set_heads(sheet, 1, _ISSUES, frozen="C")
    for row, finding in enumerate(issues(report), start=2):
        spot = spot_of(finding)
        kind = SEVERITIES[finding.severity] if finding.verdict == "contradicted" else "提醒"
        values = [
            row - 1, finding.id, causes.get(finding.id), kind, check_words(finding.check), page_cell(spot), spot_words(spot),
            finding.stated, finding.expected, _amount(finding.difference), finding.formula, cause_words(finding.cause),
            finding.message, finding.claim.quote if finding.claim else None,
        ]  # fmt: skip
        put(sheet, row, values)
        sheet.cell(row, 10).number_format = "#,##0.00"
        sheet.cell(row, 4).fill = _FILLS["contradicted" if finding.verdict == "contradicted" else "unverifiable"]
    fit_rows(sheet, 2)
    add_filter(sheet, 1, len(_ISSUES))


def _fill_relations(sheet: Worksheet, findings: Iterable[Finding], equations: Mapping[str, Equation]) -> None:
    """For each relation a row that recomputes its stated number, and below it, folded, a row for each operand."""
    set_heads(sheet, 1, _RELATIONS, frozen="D")
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    row = 2
    for finding in findings:
        equation = equations.get(finding.id)
        if equation is None:
            continue
        operands = equation.operands
        verdict = VERDICTS[finding.verdict]
        for place, operand in enumerate(operands, start=row):
            role = "所写数" if place == row else "依据"
            known = [
                finding.id,
                check_words(finding.check),
                verdict,
                role,
                _printed_place(operand),
                operand.page or operand.place or None,
            ]
            put(sheet, place, [*known, operand.number.unit or None], wrapped=False)
            sheet.cell(place, 5).alignment = WRAPPED
            _put_number(sheet, place, 8, operand)
            if place > row:
                sheet.row_dimensions[place].outlineLevel = 1
                sheet.row_dimensions[place].hidden = finding.verdict == "verified"
        _put_formulas(sheet, row, equation, finding)
        sheet.cell(row, 3).fill = _FILLS[finding.verdict]
        row += len(operands)
    fit_rows(sheet, 2)
    add_filter(sheet, 1, len(_RELATIONS))


def _put_formulas(sheet: Worksheet, row: int, equation: Equation, finding: Finding) -> None:
    sheet.cell(row, 15, cell_text(finding.formula or "")).alignment = WRAPPED
    formulas = recomputation(equation, range(row, row + len(equation.operands)), "H", "I")
    if formulas is None:
        sheet.cell(row, 14, "无法重算")
        return
    sheet.cell(row, 10, f"={formulas.expected}")
    sheet.cell(row, 11, f"=H{row}-J{row}")
    sheet.cell(row, 12, f"={formulas.lowest}")
    sheet.cell(row, 13, f"={formulas.highest}")
    sheet.cell(row, 14, f'=IF(AND(H{row}>=L{row}-{TOLERANCE},H{row}<=M{row}+{TOLERANCE}),"相符","不符")')
    for column in (10, 11, 12, 13):
        sheet.cell(row, column).number_format = "#,##0.00##"
    for column in (8, 10, 11, 14):
        sheet.cell(row, column).font = BOLD


def _put_number(sheet: Worksheet, row: int, column: int, printed: Printed) -> None:
    """The printed value and half a unit of its last place, in the unit printed."""
    number = printed.number
    cell = sheet.cell(row, column, number.value)
    cell.number_format = _format(printed_decimals(number.text))
    sheet.cell(row, column + 1, number.half_unit / number.factor)


def _printed_place(printed: Printed) -> str:
    if isinstance(printed, Mention):
        return f"正文：{printed.quote}"
    return f"《{printed.table.source}{printed.table.title}》{printed.row_label} ／ {printed.column_label}"


def _fill_tables(sheet: Worksheet, tables: Iterable[ReportedTable]) -> None:
    """One block for each table, numbers as numbers and coloured by what became of them."""
    row = 1
    widths: dict[int, int] = defaultdict(int)
    for table in tables:
        for texts in (*table.head, *table.rows):
            for column, text in enumerate(texts, start=1):
                widths[column] = max(widths[column], min(cell_len(text) + 2, _WIDEST))
        pages = f"第 {'、'.join(map(str, table.pages))} 页" if table.page else ""
        unit = f"单位：{table.unit}" if table.unit else ""
        put(sheet, row, ["　".join(part for part in (table.label, table.title, unit, pages) if part)], wrapped=False)
        sheet.cell(row, 1).font = Font(bold=True, size=12)
        for texts in table.head:
            row += 1
            _put_row(sheet, row, texts, [None] * len(texts))
            for column in range(1, len(texts) + 1):
                sheet.cell(row, column).fill, sheet.cell(row, column).font = HEAD_FILL, BOLD
        for texts, statuses in zip(table.rows, table.statuses, strict=True):
            row += 1
            _put_row(sheet, row, texts, statuses)
        row += 2
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = max(width, _NARROWEST)
    fit_rows(sheet, 1)


def _put_row(sheet: Worksheet, row: int, texts: Sequence[str], statuses: Sequence[str | None]) -> None:
    for column, (text, status) in enumerate(zip(texts, statuses, strict=True), start=1):
        cell = sheet.cell(row, column)
        cell.border = THIN
        number = cell_number(text, "") if status in _FILLS else None
        # codes and ordinals claim nothing and stay texts, as does a cell that prints a unit of its own
        if number is not None and not number.unit and any(c.isdigit() for c in text):
            cell.value, cell.number_format = number.value, _format(number.decimals)
        elif text:
            cell.value = cell_text(text)
            if cell_len(text) + 2 > _WIDEST:
                cell.alignment = WRAPPED
        if status is not None and status in _FILLS:
            cell.fill = _FILLS[status]


def _fill_sign_off(sheet: Worksheet, report: Report, decisions: Decisions) -> None:
    """A row to sign for each issue, filled with what was decided; then decisions whose finding is gone."""
    set_heads(sheet, 1, _SIGN_OFF, frozen="B")
    findings = issues(report)
    listed = {finding.id for finding in findings}
    rows: list[tuple[object, ...]] = [(f.id, check_words(f.check), page_cell(spot_of(f)), f.stated, f.expected) for f in findings]
    # also what is now verified, say, or no longer there at all
    gone = {d.finding: d for d in decisions.decisions if d.finding not in listed}
    rows += [(d.finding, f"{check_words(d.check)}（结论已不存在或已改变）", d.page, d.stated, None) for d in gone.values()]
    for row, known in enumerate(rows, start=2):
        signed: list[str | None] = []
        for role in ROLES:
            said = decisions.of(str(known[0]), role)
            words = (CHOICES[said.choice], said.note, said.reviewer, f"{said.time:%Y-%m-%d %H:%M}") if said else (None,) * 4
            signed.extend(words)
        put(sheet, row, [*known, *signed])
        for column in range(1, len(_SIGN_OFF) + 1):
            sheet.cell(row, column).border = THIN
    choice = DataValidation(type="list", formula1=f'"{",".join(CHOICES.values())}"', allow_blank=True)
    sheet.add_data_validation(choice)
    for letter in ("F", "J"):
        choice.add(f"{letter}2:{letter}{max(len(rows) + 1, 2)}")
    fit_rows(sheet, 2)
    add_filter(sheet, 1, len(_SIGN_OFF))


def _amount(difference: str | None) -> Decimal | None:
    return None if difference is None else Decimal(difference)


def _format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
