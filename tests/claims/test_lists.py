"""What the parts of a list are parts of."""

import pytest

from audit.claims.lists import opening_of


@pytest.mark.parametrize(
    ("left", "opening"),
    [
        ("，其中：基本支出", "其中"),
        ("，包括基本支出", "包括"),
        ("2024年度“三公”经费支出决算中，公务接待费", "中，"),
        ("（含外宾接待支出", "（含"),
        ("（不包括陪同人员），共计支出", None),
        ("公用经费（包括办公费、差旅费）", None),
        ("本单位（含参照公务员法管理的事业单位）机关运行经费", None),
        ("预算执行过程中，项目支出", None),
    ],
)
def test_words_that_open_a_list(left: str, opening: str | None) -> None:
    found = opening_of(left)
    assert (found[0] if found else None) == opening
