"""The words beside a number that give it its role and its sign: what a proposal says of a number must agree with them.

Wider than the grammar's, since these only confirm what has been proposed: 净增, 多出, 涨, 核减, 比重, 相当于…的.
"""

import re
from collections.abc import Sequence

from audit.claims.model import Mention

_UP = r"增加|增长|上升|上涨|上调|上浮|提高|提升|扩大|调增|追加|净增|多出|多了|高出|升|涨|增"
_DOWN = r"减少|下降|下调|下浮|下滑|降低|压减|压缩|缩减|回落|调减|核减|净减|少了|低了|跌|降|减"
_DIRECTION = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
# 增加（减少）, 增长/下降: the choice that a template offers, left standing
_CHOICE = re.compile(rf"(?:{_UP}|{_DOWN})[额率幅]?[（(/／或](?:{_UP}|{_DOWN})")
# 提高到 549万元 tells an amount, not a change
_CHANGE_END = re.compile(rf"(?:{_UP}|{_DOWN})[^到至，。；]{{0,6}}$")
_SHARE = re.compile(r"占|比重|比例|份额|分量")
_COMPLETION = re.compile(r"完成|执行|预算")
_COMPARED = re.compile(r"(?:与|同|和|较|比)[^，。；]*?相比")
_PRIOR = re.compile(r"上一?年|去年|前一年|往年|上期|上年度|同期")
_YEAR = re.compile(r"(20\d\d)年")
_FROM = re.compile(r"(?:由(?!于)|从)[^，。；\d]{0,12}$")
_PLANNED = re.compile(r"(?:年初|全年|调整|批复|原)的?预算")
# What may stand between an item and its number without naming anything else: the item's own unknown part or neighbour
# would be read as the item itself. Atomic, longer words first: a text of nothing but such words must not cost exponential time.
_FILLER = re.compile(
    rf"(?>20\d\d年度?|今年|本年度?|当年|去年|上一?年度?|前一年|全年|年[初末底]|同期|一般公共|财政|部门|单位|预算|决算|收支|收入|支出|资金|经费|费用"
    r"|金额|总额|总量|总数|规模|数字|数额|数|额|钱|款项?|拨款|情况|科目|部分|方面|[这那]一?[项块个笔件条头](?:事|项目)?|一[项块类栏]|[（(]\d*[类款项][）)]|总计|合计"
    r"|共计|一共|总共|总|共|计|实际|安排|执行|完成|达到?|列支|列示|编列|列|核定|批复|批|下达|编制|申报|拨付|拨|给|定|花费|花|使用|用|投入|开支"
    r"|盘子|手里|手头|账上|结账|进账|最后|到头来|拢共|切|备|拿|落|走|排|摆|下来|掉|出去|去|那会儿|能|可"
    rf"|支付|{_UP}|{_DOWN}|需要?|要|来|到|至|为|是|有|在|于|由|从|把|将|相比|比|较|与|同|和|的|了|上|下|也|都|均|又|则|约|仅|只|就|仍|还"
    r"|[，,：:、（()）“”\"\s])*+"
)
_CLAUSE = re.compile(r"[，,、：:；;（(]")


def words_before(mention: Mention, others: Sequence[Mention]) -> str:
    """The words between the number before (or the beginning of the sentence) and this one."""
    text = mention.paragraph.text
    full_stop = text.rfind("。", 0, mention.start) + 1
    return text[max([full_stop, *(o.end for o in others if o.end <= mention.start)]) : mention.start]


def is_filler(words: str) -> bool:
    """Whether the words name nothing: 今年列的钱一共是, 从去年的."""
    return bool(_FILLER.fullmatch(words))


def direction(words: str) -> int | None:
    """+1 for 增加, −1 for 减少; None without a direction, with two, or where the template's choice still stands."""
    if _CHOICE.search(words):
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
