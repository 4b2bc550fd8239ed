import time

import pytest

from audit.proposals.words import direction, is_completion, is_filler, is_share, period


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("，较上年净增", 1),
        ("，多了", 1),
        ("，涨幅", 1),
        ("，增长率为", 1),
        ("，比上年压减", -1),
        ("，跌", -1),
        ("，少了", -1),
        ("压减支出后增加", None),
        ("，为", None),
        ("增加（减少）", None),
        ("，增长/下降", None),
        # the clause at the number decides
        ("，经费压减，但总额增加", 1),
    ],
)
def test_direction(words: str, sign: int | None) -> None:
    assert direction(words) == sign


@pytest.mark.parametrize(
    ("words", "year", "announced"),
    [
        ("今年列的钱一共是", 2025, "current"),
        ("2025年预算", 2025, "current"),
        ("从去年的", 2025, "prior"),
        ("2024年预算数", 2025, "prior"),
        ("由", 2025, "prior"),
        # another year than the last, or no year to compare with: not certain
        ("2019年", 2025, ""),
        ("2024年", None, ""),
        ("与上年相比，今年安排", 2025, "current"),
        ("年初预算为", 2025, "planned"),
        ("比上年增加", 2025, "delta"),
        ("提高到", 2025, "current"),
    ],
)
def test_period(words: str, year: int | None, announced: str) -> None:
    assert period(words, year) == announced


def test_shares_and_completion() -> None:
    assert is_share("，占本年支出的")
    assert is_share("的分量是")
    assert not is_share("，增长")
    assert is_completion("的", "会议费花了3.2万元，相当于年初预算4万元的")
    assert is_completion("，执行率", "支出决算5万元，执行率")
    assert not is_completion("，占预算的", "支出5万元，占预算的")
    assert not is_completion("，下降", "完成预算，下降")
    assert not is_completion("的", "满意度为")


def test_filler() -> None:
    assert is_filler("这一项，今年列的钱一共是")
    assert is_filler("（项）2025年预算数为")
    assert is_filler("这件事，账上最后拢共走掉")
    assert is_filler("那个项目，手头能拿到的盘子是")
    assert is_filler("")
    assert not is_filler("方面，食堂补贴")
    assert not is_filler("中车辆保险为")
    assert not is_filler("这件事，头两项花掉")
    assert not is_filler("账上，人员走掉")


def test_filler_in_linear_time() -> None:
    started = time.perf_counter()
    assert not is_filler("总计" * 20_000 + "甲")
    assert time.perf_counter() - started < 1
