"""Misread marks of numbers put right where only one number can be meant, and nothing else touched."""

import pytest

from audit.reading.ocr_text import as_printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("1，234.56", "1,234.56"),
        ("1.234.56", "1,234.56"),
        ("1,234,56", "1,234.56"),
        ("1,234．56", "1,234.56"),
        ("12，345，678.90", "12,345,678.90"),
        ("1,2O5.81", "1,205.81"),
        ("336·25", "336.25"),
        ("336。25", "336.25"),
        ("-1.234.56", "-1,234.56"),
    ],
)
def test_a_number_that_can_only_be_one(read: str, printed: str) -> None:
    assert as_printed(read) == printed


@pytest.mark.parametrize(
    "read",
    ["1,234.56", "0.00", "2080101", "1.23", "12,34", "1.2.3", "O5", "I2", "1.234", "20,24,25", "l0O.5", "98%", "-"],
)
def test_what_may_be_something_else_stays_as_read(read: str) -> None:
    assert as_printed(read) == read


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("(一)一般公共服务支出", "（一）一般公共服务支出"),
        ("元(下降14.2%),主要是", "元（下降14.2%），主要是"),
        ("单位:万元", "单位：万元"),
        ("预算1,431.97万元,增加", "预算1,431.97万元，增加"),
        ("项目1:2025年度经费", "项目1：2025年度经费"),
        ("上午8:30到会", "上午8:30到会"),
        ("[157]某局", "[157]某局"),
        ("A(B): C", "A(B): C"),
    ],
)
def test_marks_beside_chinese_text_are_chinese(read: str, printed: str) -> None:
    assert as_printed(read) == printed


def test_every_character_keeps_its_place() -> None:
    read = "其中:1.234.56万元(占12.5%);余1,2O5.81万元"
    assert len(as_printed(read)) == len(read)
