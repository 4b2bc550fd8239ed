"""What a change is measured against, as sentences and column heads name it: 2023年预算, 上年执行数, 年初预算数."""

import re

_THIS_YEARS = re.compile("年初|全年|调整")


def basis_kind(words: str) -> str:
    """执行, 决算, 预算, or "" where the words name no kind."""
    return next((kind for kind in ("执行", "决算", "预算") if kind in words), "")


def of_this_year(basis: str) -> bool:
    """Whether the basis is a budget of the year itself, which accounts compare with."""
    return bool(_THIS_YEARS.match(basis))


def same_basis(basis: str, column_label: str) -> bool:
    """2023年预算 answers to 上年预算数, not to 上年决算数 or 上年执行数; a bare 上年 to whatever is printed."""
    told, printed = basis_kind(basis), basis_kind(column_label)
    return bool(basis) and (not told or not printed or told == printed)
