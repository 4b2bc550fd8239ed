"""What a change is measured against, as sentences and column heads name it: 2023年预算, 上年执行数, 年初预算数."""

import re

_THIS_YEARS = re.compile("年初|全年|调整|预算数?$")


def basis_kind(words: str) -> str:
    """执行, 决算, 预算, or "" where the words name no kind."""
    return next((kind for kind in ("执行", "决算", "预算") if kind in words), "")


def of_this_year(basis: str) -> bool:
    """Whether the basis is a budget of the year itself, which accounts compare with."""
    return bool(_THIS_YEARS.match(basis))


def compare_alike(a: str, b: str) -> bool:
    """Whether two wordings can mean one basis, as 2023年预算 and 上年 can, and 年初预算 and 上年决算 cannot."""
    if not a or not b:
        return True
    years = {match[0] for basis in (a, b) if (match := re.search(r"20\d\d", basis))}
    kinds = {basis_kind(a), basis_kind(b)} - {""}
    return of_this_year(a) == of_this_year(b) and len(years) < 2 and len(kinds) < 2


def compares_others(basis: str, year: int | None) -> bool:
    """Whether the basis is of a year before last: such a change is one of other years than those the document is about."""
    told = re.match(r"20\d\d", basis)
    return told is not None and year is not None and int(told[0]) < year - 1


def same_basis(basis: str, column_label: str) -> bool:
    """2023年预算 answers to 上年预算数, not to 上年决算数 or 上年执行数; a bare 上年 to whatever is printed."""
    told, printed = basis_kind(basis), basis_kind(column_label)
    return bool(basis) and (not told or not printed or told == printed)
