"""The words beside a number that give it its role and its sign: what a proposal says of a number must agree with them.

Wider than the grammar's, since these only confirm what has been proposed: 净增, 多出, 涨, 核减, 比重, 相当于…的.
"""

import re
from collections.abc import Sequence

from audit.claims.grammar import CHOICE
from audit.claims.model import Mention

_UP = r"增加|增长|上升|上涨|上调|上浮|提高|提升|扩大|调增|追加|净增|多出|多了|高出|升|涨|增"
_DOWN = r"减少|下降|下调|下浮|下滑|降低|压减|压缩|缩减|回落|调减|核减|净减|少了|低了|跌|降|减"
_DIRECTION = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
# 提高到 549万元 tells an amount, not a change
_CHANGE_END = re.compile(rf"(?:{_UP}|{_DOWN})[^到至，。；]{{0,6}}$")
_SHARE = re.compile(r"占|比重|比例|份额|分量")
_COMPLETION = re.compile(r"完成|执行|预算")
_COMPARED = re.compile(r"(?:与|同|和|较|比)[^，。；]*?相比")
_PRIOR = re.compile(r"上一?年|去年|前一年|往年|上期|上年度|同期")
_YEAR = re.compile(r"(20\d\d)年")
_FROM = re.compile(r"(?:由|从)[^，。；\d]{0,12}$")
_PLANNED = re.compile(r"(?:年初|全年|调整|批复|原)的?预算")
_CLAUSE = re.compile(r"[，,、：:；;（(]")


def words_before(mention: Mention, others: Sequence[Mention]) -> str:
    """The words between the number before (or the beginning of the sentence) and this one."""
    text = mention.paragraph.text
    full_stop = text.rfind("。", 0, mention.start) + 1
    return text[max([full_stop, *(o.end for o in others if o.end <= mention.start)]) : mention.start]


def direction(words: str) -> int | None:
    """+1 for 增加, −1 for 减少; None without a direction, with two, or where the template's choice still stands."""
    if CHOICE.search(words):
        return None
    for stretch in (_CLAUSE.split(words)[-1], words):
        signs = {1 if match["up"] else -1 for match in _DIRECTION.finditer(stretch)}
        if signs:
            return signs.pop() if len(signs) == 1 else None
    return None


def is_change(words: str) -> bool:
    """Whether the amount after these words is a change (增加189万元), not a level (增加到549万元)."""
    return bool(_CHANGE_END.search(words))


def is_share(words: str) -> bool:
    return bool(_SHARE.search(words))


def is_completion(words: str, sentence: str) -> bool:
    """完成预算的80%, or 相当于年初预算4万元的80%: no direction, no 占, and the sentence up to here speaks of a budget."""
    return not is_share(words) and not _DIRECTION.search(words) and bool(_COMPLETION.search(sentence))


def period(words: str, year: int | None) -> str:
    """Which amount the words before it announce: "current", "prior", "planned", "delta" or "" where that isn't certain."""
    if is_change(words):
        return "delta"
    told = _COMPARED.sub("", words)
    if _PRIOR.search(told) or _FROM.search(told):
        return "prior"
    years = {int(y) for y in _YEAR.findall(told)}
    if years and years != {year}:
        return "prior" if year is not None and years == {year - 1} else ""
    return "planned" if _PLANNED.search(told) else "current"
