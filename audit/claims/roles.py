"""The role of a number, its sign and the subject it names, from the words between the number before it and itself."""

import re
from typing import Literal

from audit.claims.subjects import Subject, function_path, subject_of
from audit.numbers import Number

_UP = r"增加|增长|上升|上涨|提高|提升|扩大|上浮|增支|增收|增"
_DOWN = r"减少|下降|降低|压减|缩减|压缩|下滑|回落|下浮|负增长|减支|减收|减|降"
EITHER = rf"(?:{_UP}|{_DOWN})"
_CALLED = r"(?:额|数|金额|率|幅度?|比例|比率)?(?:了|为|达到?|约|：|:)*$"
# 增加（减少）, 增长/下降: the choice that a template offers, left standing
CHOICE = re.compile(rf"{EITHER}[额率幅]?[（(](?:或者?|/)?{EITHER}[额率幅]?[）)]|{EITHER}(?:[/／]|或者?){EITHER}")
_CHOICE_END = re.compile(rf"(?:{CHOICE.pattern})(?:额|数|金额|率|幅度?)?(?:为)?$")
_CHANGE_END = re.compile(rf"(?P<word>{EITHER}){_CALLED}")
# 比去年3.01万元少0.07万元
_BARE_CHANGE = re.compile(r"，?(?:多|少)(?:支出|安排|开支|花)?(?:了|出)?")
# 增减额, 变动率 tell no direction; 减增加 tells two
_OPEN_END = re.compile(rf"(?:增减|升降)(?:变动|变化)?{_CALLED}|(?:{_UP})(?:{_DOWN}){_CALLED}|(?:{_DOWN})(?:{_UP}){_CALLED}")
# 预决算差异率41.38%: of what was executed over what was planned
_DIFFERENCE_END = re.compile(r"差异率(?:为|是|：)*$")
# 决算数大于年初预算数
_PAST_PLAN_END = re.compile(
    r"(?:(?P<more>大于|高于|多于|超过|超出)|(?P<less>小于|低于|少于))(?P<basis>(?:年初|全年|调整)?预算数?)(?:额|金额)?$"
)
_SHARE_END = re.compile(r"(?:占|比重|所占比例)(?P<whole>[^，。；：、]*?)的?(?:比例|比重|比)?(?:为|是|约|达)?$")
# 附属单位补助支出C，共占总支出的5%: the share of several items
_SHARED_TOGETHER = re.compile(r"[共总]占[^，。；]*$|(?:合计|共计)占[^，。；]*$")
_COMPLETION_END = re.compile(
    r"(?:完成|执行)[^，。；：]{0,14}?的?$|(?:完成|执行)(?:率|进度)(?:为|达到?|是|：)?$|(?:^|，)[为是](?:年初|全年|调整|当年)?预算数?的$"
)
_YEAR_WORD = r"(?:上一?年度?|去年|前一年度?|20\d\d年度?)"
_PRIOR_END = re.compile(
    rf"(?P<year>{_YEAR_WORD})(?:同期)?(?:当年)?的?(?:部门|单位)?(?:年初)?(?:预算|决算|支出)?(?:执行|安排)?(?:数|额|金额)?(?:的|为|是|：)*$"
)
_COMPARED_END = re.compile(rf"(?:比|较|与|同)(?P<year>{_YEAR_WORD}|年初)[^，。；：]{{0,14}}?(?:的|数|为)?$")
# 比上年20万元，增长4%: the base, or a change that lost its word
_BARE_BASE = re.compile(r"(?:比|较|与|同)(?:上一?年度?|去年)$")
# 比上年攀升8万元: words between year and amount that name no kind of amount are a change in a wording not known yet
_COMPARED_WORDS = re.compile(rf"(?:比|较|与|同)(?:{_YEAR_WORD}|年初)(?P<words>[^，。；：]{{1,14}})$")
_KIND_OF_AMOUNT_END = re.compile(
    r"(?:的|数|为|是|约|额|合计|总计|同期|[初末底]|预算|决算|执行|预算安排|实际|口径|余额|(?<![多少])支出|收入|经费|费用?|资金|拨款)$"
)
_PLANNED_END = re.compile(r"(?:年初|全年|调整)预算(?:安排)?(?:数|额|金额)?(?:为|是|：|:)*$")
_BUDGET_END = re.compile(r"预算(?:安排)?(?:数|额|金额)?(?:为|是|：|:)*$")
_EXECUTED_END = re.compile(r"决算(?:数|额)?(?:为|是|：|:)*$|(?:^|全年|，)执行数?(?:为|是|：|:)*$|实际支出(?:为)?$")
_BASIS = re.compile(
    rf"(?:比|较|与|同|对比)(?P<basis>{_YEAR_WORD}[^，。；：\d]*?|(?:年初|全年|调整)预算数?|预算数)(?:相比)?(?=[，,（(\d]|{EITHER}|$)"
)
# A year that dates an amount, not one that money is carried over from or that a balance is struck at the end of
_DATE = r"(?:(?P<year>20\d\d)年(?!\d|度?(?:结转|结余|初|末|底|以))|(?P<last>上一?年|去年|前一年)(?!度?(?:结转|结余|初|末|底)))"
_DATED = re.compile(_DATE)
_OPENING_YEAR = re.compile(rf"(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)、.．])?{_DATE}")
_LATER_YEAR = re.compile(rf"(?<=[，；：（]){_DATE}")
_TURNED = re.compile(r"[，；：（](?:本年|今年)")
_LEAD_IN = re.compile(r"(?:其中|包括|情况|如下|分别[为是]?|分类?|来看|看|用途|构成|方面|说明|[为是中])$|^[、\s]*$")
# 由110万元增加到120万元, 从110万元调整为120万元
_ARRIVING = re.compile(
    rf"，?(?:预算)?(?:(?P<reach>(?:{EITHER}|调整)(?:到|至))|(?:{EITHER}|调整)为)(?:20\d\d年度?|本年|今年)?(?:预算)?(?:的)?"
)
_LEAVING = re.compile(r"(?:由|从)[^，。；：]*$")
# 该项支出; 费用支出; 系财政部门当年拨付的资金
_POINTS_BACK = re.compile("该|此|上述|以上|这|系|为|是|主要|费用支出$")
# 收、支总计分别为A、B
_BOTH_SIDES = re.compile("收(?:入)?[、和及]支(?:出)?(?P<tail>(?:预算|决算)?(?:总计|合计))")
SHARED_OUT = re.compile(r"分别|依次|各自|各(?!项|类|级|单位|部门)|均")


def amount_role(left: str, year: int | None, other: str, followed: str) -> str | None:
    """The role of an amount that stands after `left` and before `followed`; None where it belongs to another period.

    `year` is the one the document is about, None if unknown; `other` what `other_year` says of the sentence.
    """
    if tells_change(left):
        return None if other else "delta"
    compared = _COMPARED_WORDS.search(left)
    if compared and not _KIND_OF_AMOUNT_END.search(compared["words"]):
        return None
    prior = _COMPARED_END.search(left) or _PRIOR_END.search(left)
    if prior and not (year is not None and prior["year"].startswith(str(year))):
        return None if _BARE_BASE.search(left) and re.match(rf"，{EITHER}", followed) else "prior"
    if _PLANNED_END.search(left):
        return None if other else "planned"
    period = _period(_dated(left), year) or other
    if period:
        return "prior" if period == "prior" else None
    return "executed" if _EXECUTED_END.search(left) else "current"


def other_year(sentence: str, year: int | None) -> Literal["", "prior", "older"]:
    """Which other year a sentence, up to a number, speaks of from its beginning on (2023年对3个项目开展自评，涉及资金…)."""
    opening = _OPENING_YEAR.match(sentence)
    if opening is None or _TURNED.search(sentence, opening.end()):
        return ""
    if any(not _period(_year_of(later), year) for later in _LATER_YEAR.finditer(sentence, opening.end())):
        return ""
    return _period(_year_of(opening), year)


def rate_role(left: str) -> str | None:
    if tells_change(left) or re.search(r"同比(?:为)?$", left) or tells_difference(left):
        return "rate"
    if _COMPLETION_END.search(left):
        return "completion"
    return "share" if _SHARE_END.search(left) and not _SHARED_TOGETHER.search(left) else None


def tells_difference(left: str) -> bool:
    """预决算差异率, whose sign the number itself prints, or leaves out."""
    return bool(_DIFFERENCE_END.search(left))


def tells_change(left: str) -> bool:
    ends = (_CHOICE_END, _OPEN_END, _CHANGE_END, _PAST_PLAN_END)
    return any(end.search(left) for end in ends) or bool(_BARE_CHANGE.fullmatch(left))


def sign_of(left: str, number: Number) -> int:
    """What the direction word gives the number: +1, −1, or 0 where it gives none that is certain (增加（减少）, 减增加)."""
    if _CHOICE_END.search(left):
        return 0
    if _OPEN_END.search(left):
        return 1 if number.value < 0 and re.search(r"增减|升降", left) else 0
    if past := _PAST_PLAN_END.search(left):
        return -1 if past["less"] else 1
    if _BARE_CHANGE.fullmatch(left):
        return -1 if "少" in left else 1
    change = _CHANGE_END.search(left)
    falls = change is not None and bool(re.match(_DOWN, change["word"]))
    return 0 if falls and number.value < 0 else -1 if falls else 1


def basis_of(left: str, year: int | None = None) -> str:
    """What a change is measured against, as printed: 2023年预算, 年初预算数, 上年同口径; "" if the words name nothing.

    The document's own year before 年初预算 is left out: in accounts of 2023, 2023年年初预算 is 年初预算.
    """
    found = _BASIS.search(left) or _PAST_PLAN_END.search(left)
    basis = found["basis"] if found else "上年" if "同比" in left else "年初预算" if tells_difference(left) else ""
    basis = re.sub(rf"^{year}年度?(?:的)?[^，。；]*?(?=年初|全年|调整)", "", basis) if year else basis
    return basis + "同口径" if basis and re.search("(?:同|可比)口径", left) and "口径" not in basis else basis


def share_whole(left: str) -> str:
    """The words between 占 and 的 before a share."""
    share = _SHARE_END.search(left)
    return share["whole"] if share else ""


def names_budget(left: str) -> bool:
    """支出预算为, which only a 决算 beside it shows to be a plan."""
    return bool(_BUDGET_END.search(left))


def journey(left: str, between: str) -> Literal["", "change", "revision"]:
    """What leads from a number after `left` to the number after `between`: 由A增加到B a change, 由年初预算A调整为B a revision."""
    arriving = _ARRIVING.fullmatch(between)
    if arriving is None or not (arriving["reach"] or _LEAVING.search(left)):
        return ""
    return "revision" if "调整" in between or re.search("年初|调整", left) else "change"


def departing_from(left: str) -> str:
    """What stands before 由 or 从, where a change starts."""
    return _LEAVING.sub("", left)


def shared_out(left: str) -> str:
    """The words without 分别 and 各, which give each number of a series to an item of its own."""
    return SHARED_OUT.sub("", left)


def named_subject(left: str, role: str) -> Subject | None:
    """The subject named between the number before and this one, if any."""
    if role == "completion":
        told = _COMPLETION_END.search(left)
        named = None if told is None else _spelled_out(_last_clause(left[: told.start()]))
        return function_path(left) or (named if named is not None and named.topic and not named.narrow else None)
    if role == "share":
        share = _SHARE_END.search(left)
        return function_path(left) or _spelled_out(_last_clause(left[: share.start()] if share else left))
    if role == "prior":
        prior = _COMPARED_END.search(left) or _PRIOR_END.search(left)
        return function_path(left) or subject_of(_last_clause(left[: prior.start()] if prior else left))
    if role in ("delta", "rate"):
        return _spelled_out(_before_change(left))
    return subject_of(left)


def short_subject(left: str) -> Subject | None:
    """The cost, or the side of the budget, that a change names in two or three characters: 会议费增加5万元."""
    words = re.split(r"[，。；：]", _before_change(left))[-1]
    named = subject_of(words) if re.fullmatch(r"(?:收入|支出|会议费|培训费|接待费)", words) else None
    return named if named is not None and named.topic else None


def item_list(left: str, role: str) -> list[str]:
    """The phrases that 、 and a last 和 part in the clause before a series: 公务接待费、公务用车运行费分别为."""
    words = _before_change(left) if role in ("delta", "rate") else left
    if role == "share":
        words = words[: share.start()] if (share := _SHARE_END.search(words)) else words
    clause = _BOTH_SIDES.sub(r"收入\g<tail>、支出\g<tail>", re.split(r"[，。；：]", words)[-1].strip())
    phrases = [p for p in clause.split("、") if p]
    return phrases


def parted_last(phrases: list[str]) -> list[str]:
    """The same with the last phrase parted at 和, 及 or 与: names may hold 和 themselves."""
    return [*phrases[:-1], *re.split(r"以及|[和及与]", phrases[-1], maxsplit=1)] if phrases else []


def _before_change(left: str) -> str:
    for end in (_CHOICE_END, _OPEN_END, _PAST_PLAN_END, _CHANGE_END, _DIFFERENCE_END):
        if change := end.search(left):
            left = left[: change.start()]
            break
    compared = r"(?:比|较|与|同)(?:上|去|前|20|年初|全年|调整|预算)[^，。；]*$|同比$|(?:按|同)*口径$|本年$|[（(]$|预决?算?$"
    return re.sub(compared, "", re.sub(compared, "", left))


def _last_clause(words: str) -> str:
    return re.split(r"[，。；]", words)[-1]


def _spelled_out(words: str) -> Subject | None:
    """The subject of words that are long enough to name one and do not only point back at it (该项支出)."""
    words = words.strip("，。、；")
    return None if len(words) < 4 or _POINTS_BACK.match(words.split("，")[-1]) else subject_of(words)


def leading_item(left: str) -> Subject | None:
    """What the words before the last ： name, where they are no mere lead-in: 教育支出：基本支出 of 教育支出 only."""
    lead = re.search(r"(?P<words>[^，。；：]*)：[^，。；：]*$", left)
    return None if lead is None or _LEAD_IN.search(lead["words"]) else subject_of(lead["words"])


def _dated(left: str) -> str | None:
    """The year that dates the amount after `left`: four digits, "last" (上年), or None."""
    clauses = re.split(r"[，。；：（(]", left)
    dates = list(_DATED.finditer(clauses[-1]))
    if not dates and len(clauses) > 1 and re.fullmatch(_YEAR_WORD, clauses[-2]):
        dates = list(_DATED.finditer(clauses[-2]))
    return _year_of(dates[-1]) if dates else None


def _year_of(date: re.Match[str]) -> str:
    return date["year"] or "last"


def _period(dated: str | None, year: int | None) -> Literal["", "prior", "older"]:
    """Which period a year is of, as seen from the document's: "" for its own, and where that can't be told."""
    if dated == "last" or (dated and year and dated == str(year - 1)):
        return "prior"
    return "older" if dated and year and dated != str(year) else ""
