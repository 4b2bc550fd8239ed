"""A table in another unit than it prints is one thing wrong, not as many as it has figures."""

from dataclasses import replace

from audit.findings import Report
from audit.pipeline import audit_document
from audit.reading.document import Table
from tests import made_budget
from tests.understood import document, paragraph

TEXTS = [paragraph(text, kind="text" if text.endswith("。") else "heading") for text in made_budget.TEXTS]
CHANGED = "部门支出预算总表"


def _report(unit: str, figures: dict[str, str] | None = None, factor: int = 1) -> Report:
    """On the budget with another unit printed above 支出总表, its figures multiplied or changed."""
    tables = [_printed(t, unit, figures or {}, factor) if t.title == CHANGED else t for t in made_budget.tables()]
    return audit_document(document(TEXTS, tables), completeness=False)


def _printed(table: Table, unit: str, figures: dict[str, str], factor: int) -> Table:
    def text(printed: str) -> str:
        if printed.endswith(".00"):
            printed = f"{int(printed[:-3]) * factor}.00"
        return figures.get(printed, printed)

    rows = tuple(tuple(replace(cell, text=text(cell.text)) for cell in row) for row in table.rows)
    return replace(table, unit=unit, rows=rows)


def test_the_unit_is_one_root_cause_and_no_money() -> None:
    report = _report("元")
    (cause,) = report.root_causes
    assert cause.cause == "unit_slip"
    assert cause.message.startswith(f"《{CHANGED}》整表数字与所印单位元不合：乘以 10000 后与其他各处相符")
    assert sorted(cause.findings) == sorted(f.id for f in report.contradicted)
    assert len(cause.findings) > 5
    assert report.score.difference == "0.00"


def test_in_the_right_unit_nothing_is_wrong() -> None:
    assert _report("万元").contradicted == []
    assert _report("元", factor=10_000).contradicted == []


def test_a_unit_that_is_not_printed_is_the_readers_guess() -> None:
    report = _report("", factor=10_000)
    assert report.contradicted == []
    assert any("表中未印单位" in f.message for f in report.findings)


def test_a_misprint_in_a_table_of_the_wrong_unit_is_told_beside_it() -> None:
    report = _report("元", {"60.00": "66.00"})
    of_table = [cause for cause in report.root_causes if "整表" in cause.message]
    assert len(of_table) == 1
    assert any(f.stated == "66.00" or "66.00" in f.message for f in report.contradicted if f.id not in of_table[0].findings)


def test_one_figure_in_another_unit_is_that_figure_alone() -> None:
    report = _report("万元", {"500.00": "5000000.00"})
    (cause,) = report.root_causes
    assert cause.cause == "unit_slip"
    assert "整表" not in cause.message
