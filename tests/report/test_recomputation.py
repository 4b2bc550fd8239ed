"""Formulas that a spreadsheet computes anew, in the unit of the stated number."""

from audit.pipeline import audited_document
from audit.report.recomputation import recomputation
from tests.understood import document, paragraph


def expected_of(check: str, text: str) -> str:
    texts = [paragraph("示例单位2024年度单位决算", kind="heading"), paragraph(text)]
    audited = audited_document(document(texts), completeness=False)
    (equation,) = [e for e in audited.equations.values() if e.check == check]
    formulas = recomputation(equation, range(1, len(equation.operands) + 1), "A", "B")
    assert formulas is not None
    return formulas.expected


def test_a_rate_is_in_percent() -> None:
    assert expected_of("change_rate", "支出总计1200.00万元，比上年增加720.00万元，增长150%。") == "100*(A2)/(A3-A2)"


def test_a_growth_of_so_many_times_is_in_times() -> None:
    assert expected_of("change_rate", "支出总计1200.00万元，比上年增加720.00万元，增长1.5倍。") == "(A2)/(A3-A2)"


def test_an_average_is_in_its_own_unit() -> None:
    assert expected_of("averages", "公务接待费1.92万元，接待96人次，人均200元。") == "(A2*10000)/(A3)"
    assert expected_of("averages", "公务用车运行维护费6.00万元，保有量3辆，车均2.00万元。") == "(A2*10000)/(A3)/10000"
