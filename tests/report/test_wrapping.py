import pytest

from audit.report.wrapping import inert, plain, shortened, wrapped


def test_chinese_is_two_columns_wide() -> None:
    assert wrapped("一二三四五", 6) == ["一二三", "四五"]
    assert wrapped("一二三", 6) == ["一二三"]


def test_numbers_stay_whole() -> None:
    assert wrapped("合计1,339.03万元整", 12) == ["合计", "1,339.03万元", "整"]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert wrapped("一二三。四", 6) == ["一二", "三。四"]


def test_a_piece_wider_than_the_line_stands_alone() -> None:
    assert wrapped("甲abcdefgh乙", 4) == ["甲", "abcdefgh", "乙"]


def test_empty_text_is_one_empty_line() -> None:
    assert wrapped("", 10) == [""]


def test_plain_is_one_printable_line() -> None:
    assert plain(" 甲\t\r\n乙\x00\x1b[0m\u200b　丙 ") == "甲 乙[0m 丙"


def test_shortened_says_that_something_is_left_out() -> None:
    assert shortened("一二三四五", 10) == "一二三四五"
    assert shortened("一二三四五六", 10) == "一二三四…"


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "＝1", "－甲", "\t=1", "-1-1"])
def test_what_a_spreadsheet_would_compute_is_marked_as_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "—", "－", "-120.00", "－1,339.03", "-5.2%", "甲=乙", ""])
def test_blanks_and_negative_amounts_stay_as_printed(text: str) -> None:
    assert inert(text) == text
