"""Averages of the narrative: 人均100元, 车均运行维护费2.10万元, 平均每批1200元."""

import re
from dataclasses import dataclass

_PER = {
    "person": r"人次?均|每人次?平均|平均每人次?",
    "batch": r"批次?均|每批次?平均|平均每批次?",
    # 公务用车均为0万元 tells no average
    "vehicle": r"(?:(?<![用公])车|辆)均(?!为)|单车|每辆车?平均|平均每(?:辆公?务?用?车|辆|车)|每辆车?",
}
_COSTS = (
    ("vehicle_running", re.compile(r"运行|运维|维护")),
    ("vehicle_purchase", re.compile(r"购置|购车")),
    ("reception", re.compile(r"接待")),
    ("training", re.compile(r"培训")),
    ("meeting", re.compile(r"会议")),
)
# What may stand between 人均 and its amount besides the cost itself
_WORDS = (
    r"(?:公务用车|公务|国内|运行|运维|维护|购置|接待|培训|会议|用餐|实际|"
    r"费用?|经费|支出|开支|花费|消费|金额|标准|为|约|近|是|达|：)*$"
)
_AVERAGE = tuple((per, re.compile(rf"(?:{words})(?P<cost>{_WORDS})")) for per, words in _PER.items())


@dataclass(frozen=True, slots=True)
class Average:
    """per: "person", "batch" or "vehicle"; topic: the cost that the words name, or ""."""

    per: str
    topic: str


_ANY = re.compile("|".join(f"(?:{words})" for words in _PER.values()))


def speaks_of_average(left: str) -> bool:
    """Whether the clause that `left` ends with is about an average: 上年人均220元, 人均减少20元."""
    return bool(_ANY.search(re.split("[，。；：、（]", left)[-1]))


def average_told(left: str) -> Average | None:
    """What kind of average the amount after `left` is, if it is one."""
    for per, pattern in _AVERAGE:
        if found := pattern.search(left):
            return Average(per, next((topic for topic, word in _COSTS if word.search(found["cost"])), ""))
    return None
