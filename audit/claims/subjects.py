"""What an amount of the narrative is about: topic, function path, code and fund, read from the words before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

# Topics are the narrative's side of what `link` finds in tables. Each pattern must end the phrase before the number,
# but for filler words (预算数为, 支出决算为 …). Order matters: the first that fits names the topic.
_TOPICS: tuple[tuple[str, str], ...] = (
    (
        "vehicles",
        r"公(?:务用)?车购置费?(?:及|和|与|、)(?:公务用车)?(?:运行|运维)(?:(?:及|和)?维护)?费?用?|公务用车(?:购置)?及运行维护费用?",
    ),
    ("vehicle_purchase", r"公(?:务用)?车购置费?用?|购置公务用车"),
    ("vehicle_running", r"公(?:务用)?车(?:运行|运维)(?:(?:及|和)?维护)?费?用?"),
    ("abroad", r"因公出国(?:（境）|\(境\)|境)?(?:费用?|经费)?"),
    ("reception", r"(?<!国内)公务接待费?用?"),
    ("three_public", r"[“\"'‘]?三公[”\"'’]?经费[”\"'’]?"),
    ("training", r"培训费用?"),
    ("meeting", r"会议费用?"),
    ("operation", r"机关运行(?:经费|费)"),
    ("procurement_goods", r"(?:政府采购|^(?:拟?采购)?)货物(?:类)?(?:采购)?"),
    ("procurement_works", r"(?:政府采购|^(?:拟?采购)?)工程(?:类)?(?:采购)?"),
    ("procurement_services", r"(?:政府采购|^(?:拟?采购)?)服务(?:类)?(?:采购)?"),
    ("procurement", r"(?<!面向中小企业)(?<!面向小微企业)(?<!预留)政府采购|^采购(?=预算|总额|支出|金额)"),
    ("personnel", r"人员(?:经费|支出)|人员公用经费中的人员经费"),
    ("public", r"(?:日常)?公用(?:经费|支出)"),
    ("basic", r"基本支出"),
    ("project", r"项目(?:经费)?支出"),
    (
        "both",
        r"收支(?:总)?(?:预算|决算)|(?:预算(?:总)?收支|收支)(?:规模)?|收支总计|收(?:入)?、支(?:出)?(?:总)?(?:预算|决算)?(?:总计|合计)|收入支出(?:预算|决算)?总计|收入总计[、和及]支出总计|收支总额|收支总(?:预算|决算)",
    ),
    ("grand_income", r"收入总计"),
    ("grand_expenditure", r"支出总计"),
    ("year_income", r"本年收入(?:合计|决算|预算)?"),
    ("year_expenditure", r"本年支出(?:合计|决算|预算)?"),
    (
        "income",
        r"(?:拨款|总|部门|单位|全部|年|预算|^)收入|(?:政府性基金|国有资本经营|一般公共)(?:预算)?收入|收入(?:总)?(?:预算|决算)",
    ),
    (
        "expenditure",
        r"(?:拨款|总|部门|单位|全部|当年|年|预算|^)支出|(?:政府性基金|国有资本经营|一般公共)(?:预算)?(?:当年)?支出|支出(?:总)?(?:预算|决算)",
    ),
)
_FILLER = (
    r"(?:（类）|（款）|（项）|财政拨款|当年|本年|年初|全年|年度|全口径|收入|支出|预算|决算|执行|安排|总额|总数|金额|资金|经费|费用|合计|总计|共计|额|数|情况|实际|主要|"
    r"完成|发生|计划|均|各|共|为|是|达到|达|：|:|的|约|总)*$"
)
_TOPIC_PATTERNS = tuple((name, re.compile(f"(?:{pattern}){_FILLER}")) for name, pattern in _TOPICS)
# What may stand before a topic without narrowing it. 校舍维修项目支出, 下属单位基本支出, 人均公用经费 and 教师培训费 are others.
_SCOPE_WORDS = (
    r"一般公共|公共财政|(?:政府性?)?基金|国有资本经营|财政|计划|实施|拨款|预算|决算|收入|支出|安排|列支|编制|核定|批复|下达|开支|用于|"
    r"(?:本|我|全|各)?(?:部门|单位)|[及和]所属(?:各)?(?:预算)?单位|[本我全](?:局|委|厅|办|院|校|中心|队|所|站|会|镇|乡|街道|馆|处)?|总|的|中|和|及|与|、|共|实际|"
    r"年初|年度|全年|当年|合计|情况|[“\"]?三公[”\"]?经费|[一二三四五六七八九]是|主要|按|在|（|）"
)
_SCOPE = re.compile(f"(?:{_SCOPE_WORDS})*")
# Only the costs of running the unit itself are told by kinds of unit.
_OPERATION_SCOPE = re.compile(f"(?:参照公务员法管理|参公|行政|事业|机关|{_SCOPE_WORDS})*")
_SUMMARIES = frozenset({"both", "income", "expenditure", "grand_income", "grand_expenditure", "year_income", "year_expenditure"})
_INCOMES = frozenset({"income", "grand_income", "year_income"})
_EXPENDITURES = frozenset({"expenditure", "grand_expenditure", "year_expenditure"})
# 三公 and what is told beside them: costs that 公用经费 and 机关运行经费 contain in part
OWN_COSTS = frozenset(
    {"abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running", "three_public", "meeting", "training"}
)
# What the money of a unit, or of an item, divides into
DIVISIONS = frozenset({"basic", "project", "personnel", "public"})
_HELD = {
    "basic": frozenset({"personnel", "public"}),
    "three_public": OWN_COSTS,
    "vehicles": frozenset({"vehicle_purchase", "vehicle_running"}),
    "procurement": frozenset({"procurement_goods", "procurement_works", "procurement_services"}),
}

_LEVEL = r"[（(\[【]\s*(?:\d{{1,7}})?\s*{0}\s*[）)\]】]"
_PATH = re.compile(
    rf"(?P<first>[^，。；：、“”\"（(\d][^，。；：、“”\"]{{0,60}}?){_LEVEL.format('类')}"
    rf"(?P<second>[^，。；：“”\"]{{0,60}}?){_LEVEL.format('款')}(?:(?P<third>[^，。；：“”\"]{{0,60}}?){_LEVEL.format('项')})?"
)
# Where the heading tells the 类: 普通教育（款）小学教育（项）
_SHORT_PATH = re.compile(
    rf"(?P<second>[^，。；：、“”\"（(\d][^，。；：、“”\"]{{0,60}}?){_LEVEL.format('款')}"
    rf"(?P<third>[^，。；：“”\"]{{0,60}}?){_LEVEL.format('项')}"
)
# 应急救援（灾害防治及应急管理支出-应急管理事务）
_NAME_THEN_PATH = re.compile(
    r"(?P<third>[\u4e00-\u9fff]{2,30})[（(](?P<first>[\u4e00-\u9fff、]{2,20}支出)[-—－](?P<second>[\u4e00-\u9fff、]{2,30})[）)]"
)
_LEVEL_CODES = re.compile(r"[（(]\s*(\d{2,7})\s*([类款项])[）)]")
_CODED_ITEM = re.compile(r"(?<![\d.])(?P<code>2\d{2}(?:\d{2}){1,2})(?!\d)(?P<name>[\u4e00-\u9fff（）、]+)")
# 行政运行（2050101）
_NAME_THEN_CODE = re.compile(r"(?P<name>[\u4e00-\u9fff（）、]{2,40}?)[（(](?P<code>2\d{2}(?:\d{2}){0,2})[）)]")
_ECONOMIC_CODE = re.compile(r"[（(][35]\d{2}(?:\d{2})?[）)]")
_SHARE_WITHOUT_NUMBER = re.compile("占[^，]*%$")
# What money a part is of, without saying income or expenditure: 其中：财政拨款480万元
_MERE_FUND = re.compile(r"(?:一般公共|政府性基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:资金)?|财政拨款(?:资金|补助)?")
_SINGLE_CLASS = re.compile(r"(?P<name>[\u4e00-\u9fff、]+)[（(]类[）)]$")

_FUNDS = (
    ("fund", re.compile(r"政府性基金|基金预算")),
    ("capital", re.compile(r"国有资本经营")),
    ("general", re.compile(r"一般公共(?:预算|服务以外)")),
    ("appropriation", re.compile(r"(?<!非)财政拨款")),
)
_WHOLE_UNIT_HEADING = re.compile(
    r"收支(?:预算|决算)?总?(?:体|表|预算|决算|情况)|收入支出(?:预算|决算)?总|收入(?:预算|决算)|支出(?:预算|决算)|收支"
)
_YEARS = re.compile(
    r"20\d\d(?=年[初末])|20\d\d年(?:度)?|(?:本|当|今)年(?:度)?(?!收入|支出)|(?:上一?年|去年|前一年)(?:度)?(?!结转|结余|[初末底])(?:同期)?"
)
_NUMBERING = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)][、.．]?|[一二三四五六七八九十\d]{1,3}[、.．])(?=[^\d万亿元%]|20\d\d年)"
)
_COMPARISON = re.compile(r"(?:比|较|与|同)(?:上|去|前|年初|20\d\d)[^，。；]*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an amount is about.

    name: the account item as the text names it, cleaned of years, numbering and filler
    topic: one of the topics above, or "" for an item only tables can name
    path: 类, 款, 项 names where the text gives them; code: the classification code where it prints one
    fund: whose money the phrase itself says, or ""
    narrow: whether words before it narrow a topic to a part (下属单位基本支出), so that the name has no topic
    """

    name: str
    topic: str = ""
    path: tuple[str, ...] = ()
    code: str = ""
    fund: str = ""
    narrow: bool = False

    def within(self, fund: str) -> "Subject":
        return self if self.fund else replace(self, fund=fund)


def subject_of(phrase: str) -> Subject | None:
    """The subject that `phrase`, the words right before a number, ends with; None when it names nothing."""
    path = function_path(phrase)
    if path is not None:
        return path
    for segment in reversed(re.split(r"[，。；：:;]", phrase)):
        if _SHARE_WITHOUT_NUMBER.match(segment):
            continue
        cleaned = clean_phrase(segment)
        if _MERE_FUND.fullmatch(mere := re.sub(r"[^\u4e00-\u9fff]|^其中", "", segment)):
            return Subject(mere, fund=fund_in(mere))
        if not cleaned:
            continue
        fund = fund_in(cleaned)
        topic, narrow = _topic(cleaned)
        if topic and not narrow:
            return Subject(re.sub(r"(?:均|各|共|约|为|是|达到?|：|:)+$", "", cleaned), topic, fund=fund)
        coded = _CODED_ITEM.search(segment)
        if coded:
            return Subject(item_name(coded["name"]), code=coded["code"], fund=fund)
        name = item_name(cleaned)
        if name:
            return Subject(name, fund=fund, narrow=narrow)
    return None


def _topic(phrase: str) -> tuple[str, bool]:
    """The topic that a cleaned phrase ends with, or "", and whether words before it narrow it to a part."""
    for topic, pattern in _TOPIC_PATTERNS:
        if match := pattern.search(phrase):
            scope = _OPERATION_SCOPE if topic == "operation" else _SCOPE
            return topic, not scope.fullmatch(phrase[: match.start()])
    return "", False


def holds(whole: Subject, part: Subject) -> bool:
    """Whether the figure that tables print for `part` can be a part of `whole`.

    培训费 within 公用经费 is not the 培训费 of all funds, nor 基本支出 within 教育支出 that of the unit.
    """
    if whole.topic in _SUMMARIES or not (whole.topic or whole.name or whole.path):
        return True
    if part.topic:
        return part.topic in _HELD.get(whole.topic, frozenset())
    return not whole.topic


def sided(part: Subject, whole: Subject | None) -> Subject:
    """A part that only says whose money it is, on the side of its whole: 财政拨款 of 收入 is income."""
    if whole is None or part.topic or not _MERE_FUND.fullmatch(part.name):
        return part
    side = next((one for one, topics in (("income", _INCOMES), ("expenditure", _EXPENDITURES)) if whole.topic in topics), "")
    return replace(part, topic=side)


def points_back(named: Subject, about: Subject) -> bool:
    """Whether words that only say whose money it is mean what was just told of it: 一般公共预算财政拨款增加27万元."""
    return not named.topic and bool(_MERE_FUND.fullmatch(named.name)) and bool(about.topic) and named.fund == about.fund


def same_side(a: Subject, b: Subject) -> bool:
    """Whether both are income, or both expenditure."""
    return any(a.topic in topics and b.topic in topics for topics in (_INCOMES, _EXPENDITURES))


def bare_side(subject: Subject) -> bool:
    """Whether it says income or expenditure and nothing of what: 2023年支出1350万元 under the title 行政运行."""
    bare = re.fullmatch(r"(?:年度|年)?(?:收入|支出)(?:预算|决算)?数?", subject.name)
    return bool(bare) and not subject.fund and subject.topic in _INCOMES | _EXPENDITURES


def opposite(whole: Subject, part: Subject) -> bool:
    """Whether one is income and the other expenditure, so that neither is a part of the other."""
    sides = (_INCOMES, _EXPENDITURES)
    return any(whole.topic in one and part.topic in other for one, other in (sides, sides[::-1]))


def function_path(phrase: str) -> Subject | None:
    """The function item that 类…款…项 (or a code with a name) in the phrase names, wherever it stands in it."""
    matches = list(_PATH.finditer(phrase)) if "类" in phrase else []
    if matches:
        match = matches[-1]
        names = tuple(_level_name(part) for part in match.group("first", "second", "third") if part)
        return Subject(names[-1], path=names, code=_joined_code(match[0]))
    if "款" in phrase and (short := _SHORT_PATH.search(phrase)):
        names = tuple(_level_name(part) for part in short.group("second", "third"))
        return Subject(names[-1], path=names)
    named = _NAME_THEN_PATH.search(phrase)
    if named:
        return Subject(item_name(named["third"]), path=tuple(item_name(n) for n in named.group("first", "second", "third")))
    after = list(_NAME_THEN_CODE.finditer(phrase))
    if after and re.match(r"[，：:。\s]|20\d\d年|本年|预算|支出|$", phrase[after[-1].end() :]):
        return Subject(item_name(clean_phrase(_level_name(after[-1]["name"]))), code=after[-1]["code"])
    coded = list(_CODED_ITEM.finditer(phrase))
    if coded and re.match(r"[，：:。\s]|20\d\d年|本年|预算|支出|$", phrase[coded[-1].end() :]):
        name = re.split(r"(?:预算数?|支出预算|决算数?|安排)(?:为|$)", coded[-1]["name"])[0]
        return Subject(item_name(name), code=coded[-1]["code"])
    return None


def _level_name(text: str) -> str:
    return item_name(
        re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[“\"”）)\d.、．\s—–-])+", "", text.split("：")[-1])
    )


def _joined_code(text: str) -> str:
    """`（208类）…（01款）…（05项）` → 2080105; "" where a level prints no code."""
    levels = {level: code for code, level in _LEVEL_CODES.findall(text)}
    if set(levels) != {"类", "款", "项"}:
        return ""
    whole = levels["项"] if len(levels["项"]) == 7 else levels["类"] + levels["款"][-2:].zfill(2) + levels["项"][-2:].zfill(2)
    return whole if len(whole) == 7 else ""


def clean_phrase(segment: str) -> str:
    """The phrase without years, numbering and lead-ins; "" when nothing but filler is left."""
    text = _unbracketed(segment.strip(' “”"‘’、'))
    text = re.sub(r"^(?:其中|包括|分别是|分别为|主要是|具体是|具体为|加上|即|按功能分类|项目\d+|[为是含和占])+", "", text)
    text = _NUMBERING.sub("", text)
    text = _COMPARISON.sub("", text) if not text.startswith(("比", "较", "与")) else ""
    text = _YEARS.sub("", text)
    if text in ("支出决算为", "支出决算数为", "支出决算"):
        return ""
    return "" if re.fullmatch(_FILLER[:-1], text) and not re.search(r"收入|支出", text) else text


def _unbracketed(text: str) -> str:
    """Without a bracket that opens or closes outside the text."""
    text = re.sub(r"^[）)][、，]?|^[（(](?=[^）)]*$)", "", text)
    return text.rstrip("）)") if text.count("（") + text.count("(") < text.count("）") + text.count(")") else text


def item_name(text: str) -> str:
    """An account item's name in the form that text and tables are compared in: no spaces, brackets of levels, filler."""
    text = re.sub(r"[\s“”\"‘’【】\[\]]", "", text)
    text = _ECONOMIC_CODE.sub("", re.sub(r"自评情况$", "", text))
    text = re.sub(r"[（(][类款项][）)]|科目$", "", text).replace("支出支出", "支出")
    text = re.sub(r"(?:财政拨款)?(?:年初|全年)?(?:预算|决算|执行)?(?:安排|总额|金额|数)?(?:为|是|共|均为|约)?$", "", text)
    return text.strip("：:、，")


@lru_cache(maxsize=4096)  # names are held against each other, many times each
def comparable(name: str) -> str:
    """A name for matching: 社会保障和就业 and 社会保障和就业支出 are one item; brackets are of one width."""
    name = re.sub(r"[\s“”\"‘’：:、，,.．\-—]|20\d\d年度?", "", name).replace("(", "（").replace(")", "）")
    stripped = re.sub(r"(?:支出|费用|经费|费)$", "", name)
    return stripped if len(stripped) >= 2 else name


def fund_in(text: str) -> str:
    """Whose money the words say, or ""."""
    return next((fund for fund, pattern in _FUNDS if pattern.search(text)), "")


def headings_fund(headings: Sequence[str]) -> str:
    """Whose money a section speaks of: the innermost heading that names it, else "all" for 收支总体情况 and the like."""
    named = next((fund for heading in reversed(headings) if (fund := fund_in(heading))), "")
    return named or ("all" if any(_WHOLE_UNIT_HEADING.search(heading) for heading in headings) else "")
