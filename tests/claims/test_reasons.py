"""Reasons: where they begin, go on and end."""

import pytest

from audit.claims.reasons import is_listed, leads_to_reasons, lists_reasons, without_reason


@pytest.mark.parametrize(
    ("left", "explaining", "told", "expected"),
    [
        ("，比上年增加", False, True, ("，比上年增加", False)),
        ("，主要原因是修缮增加", False, True, ("，主要原因是修缮增加", True)),
        ("，主要用于修缮，比上年增加", False, True, ("，比上年增加", False)),
        ("，主要用于修缮，年初预算为", False, True, ("，年初预算为", False)),
        ("，主要用于修缮，完成年初预算的", False, True, ("，完成年初预算的", False)),
        ("主要原因：修缮增加，较上年增加", False, False, ("主要原因：修缮增加，较上年增加", True)),
        ("；基本支出", True, True, ("；基本支出", False)),
        ("；二是培训", True, True, ("；二是培训", True)),
        ("，下降", True, True, ("，下降", True)),
    ],
)
def test_words_without_the_reason_that_ends_among_them(
    left: str, explaining: bool, told: bool, expected: tuple[str, bool]
) -> None:
    assert without_reason(left, explaining, told) == expected


def test_reasons_in_a_list() -> None:
    assert lists_reasons("主要原因是：1.修缮减少45万元。")
    assert not lists_reasons("主要原因是修缮减少。")
    assert is_listed("一是修缮减少45万元；")
    assert is_listed("2.培训减少15万元。")
    assert not is_listed("基本支出380万元。")


def test_reasons_that_follow_in_the_next_paragraphs() -> None:
    assert leads_to_reasons("比上年减少60万元，主要原因如下：")
    assert not leads_to_reasons("比上年减少60万元，主要原因是压减经费。")
