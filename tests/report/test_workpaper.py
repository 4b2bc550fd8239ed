"""workpaper.xlsx: what was found, relations that a spreadsheet recomputes to the same verdicts, harmless texts."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from audit.findings import Evidence, Report
from audit.pipeline import Audited, audited_file
from audit.report.workpaper import workpaper

GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"


@pytest.fixture(scope="module")
def golden() -> Audited:
    return audited_file(GOLDEN)


@pytest.fixture(scope="module")
def content(golden: Audited) -> bytes:
    return workpaper(golden.report, golden.equations)


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


class Sheet:
    """Computes the few functions that the working paper's formulas use."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def value(self, cell: str) -> Any:
        content = self.sheet[cell].value
        return self._computed(content[1:]) if isinstance(content, str) and content.startswith("=") else content

    def _computed(self, formula: str) -> Any:
        code = re.sub(
            r"([A-Z])(\d+):[A-Z](\d+)", lambda m: ",".join(f"{m[1]}{n}" for n in range(int(m[2]), int(m[3]) + 1)), formula
        )
        code = re.sub(r"\b([A-Z]\d+)\b", r'V("\1")', code)
        functions = {
            "V": self.value,
            "SUM": lambda *numbers: sum(numbers),
            "MIN": min,
            "MAX": max,
            "AND": lambda *conditions: all(conditions),
            "IF": lambda condition, then, otherwise: then if condition else otherwise,
        }
        return eval(code, functions)


def test_sheets(book: Any) -> None:
    assert book.sheetnames == ["汇总", "问题清单", "勾稽核对", "数据表", "复核记录"]
    for name in ("问题清单", "勾稽核对", "复核记录"):
        assert book[name].freeze_panes
        assert book[name].auto_filter.ref
        assert book[name].print_title_rows
    assert all(sheet.page_setup.orientation == "landscape" for sheet in book.worksheets)


def test_summary_and_issues(golden: Audited, book: Any) -> None:
    summary = {row[0].value: row[1].value for row in book["汇总"].iter_rows(min_row=3)}
    assert summary["错误"] == "5 处（2 个原因）"
    assert summary["SHA-256"] == golden.report.document.sha256
    issues = rows(book["问题清单"])
    (rate,) = (issue for issue in issues if issue["所写"] == "34.42%")
    assert (rate["应为"], rate["原因"], rate["性质"], rate["页"]) == ("52.50%", "基数用错", "错误", 2)
    (amount,) = (issue for issue in issues if issue["差额（元）"])
    assert amount["差额（元）"] == 1200000
    assert sum(issue["性质"] == "提醒" for issue in issues) > 0
    assert [row["编号"] for row in rows(book["复核记录"])] == [issue["编号"] for issue in issues]


def test_formulas_recompute_to_the_verdicts(golden: Audited, book: Any) -> None:
    sheet = book["勾稽核对"]
    computed = Sheet(sheet)
    seen = {}
    for number in range(2, sheet.max_row + 1):
        if sheet[f"N{number}"].value is not None:
            seen[sheet[f"A{number}"].value] = computed.value(f"N{number}")
    words = {True: "相符", False: "不符", None: "无法重算"}
    assert seen == {identity: words[equation.holds] for identity, equation in golden.equations.items()}
    assert set(seen.values()) >= {"相符", "不符"}


def test_recomputed_values_follow_a_changed_figure(golden: Audited, content: bytes) -> None:
    sheet = openpyxl.load_workbook(BytesIO(content))["勾稽核对"]
    (wrong,) = (finding for finding in golden.report.contradicted if finding.stated == "34.42%")
    (row,) = (n for n in range(2, sheet.max_row + 1) if sheet[f"A{n}"].value == wrong.id and sheet[f"D{n}"].value == "所写数")
    computed = Sheet(sheet)
    assert sheet[f"H{row}"].value == 34.42
    assert computed.value(f"J{row}") == pytest.approx(52.5)
    assert computed.value(f"K{row}") == pytest.approx(-18.08)
    sheet[f"H{row}"] = 52.5
    assert computed.value(f"N{row}") == "相符"


def test_a_sum_is_a_sum_over_its_rows(book: Any) -> None:
    formulas = [cell.value for (cell,) in book["勾稽核对"].iter_rows(min_col=10, max_col=10, min_row=2) if cell.value]
    assert any(re.fullmatch(r"=SUM\(H\d+:H\d+\)", formula) for formula in formulas)


def test_figures_of_tables_are_numbers(book: Any) -> None:
    values = [cell for row in book["数据表"].iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert any(cell.value == 1339.03 and cell.number_format == "#,##0.00" for cell in values)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_recomputes_to_the_verdicts(golden: Audited, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "in.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "out/in.xlsx", data_only=True)["勾稽核对"]
    seen = {row["编号"]: row["复算结论"] for row in rows(sheet) if row["复算结论"]}
    words = {True: "相符", False: "不符", None: "无法重算"}
    assert seen == {identity: words[equation.holds] for identity, equation in golden.equations.items()}


def test_rows_are_as_high_as_their_texts(book: Any) -> None:
    for name in ("问题清单", "勾稽核对", "复核记录"):
        sheet = book[name]
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                width = sheet.column_dimensions[cell.column_letter].width
                if cell.alignment.wrap_text and len(str(cell.value)) > width:
                    assert (sheet.row_dimensions[cell.row].height or 15) >= 30, (name, cell.coordinate)


def test_texts_are_never_formulas(sample_report: Report) -> None:
    texts = ('=HYPERLINK("http://example.org","甲")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")
    operands = [Evidence(table=t, page=1, row=t, column=t, value=t, quote=None) for t in texts]
    findings = [
        sample_report.findings[3].model_copy(
            update={"id": str(n), "stated": t, "formula": t, "message": t, "expected": t, "evidence": [operand]}
        )
        for n, (t, operand) in enumerate(zip(texts, operands, strict=True))
    ]
    causes = [sample_report.root_causes[0].model_copy(update={"findings": [finding.id for finding in findings]})]
    facts = sample_report.document.model_copy(update={"title": texts[0], "organization": texts[1]})
    report = sample_report.model_copy(update={"findings": findings, "root_causes": causes, "document": facts})
    book = openpyxl.load_workbook(BytesIO(workpaper(report, {})))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert all(not str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells if isinstance(cell.value, str))
