"""What the figures of the tables are called, and where a paragraph calls them so.

A figure answers to a name only as a whole phrase: 政府采购 does not stand in 面向中小企业预留政府采购项目, nor 公务接待费 in
国内公务接待费. What may stand beside a name is a closed list of words; a phrase the list does not know is not grounded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.claims.subjects import comparable
from audit.statements.model import Figure, Statement

_TOTAL = re.compile(r"(?:合计|总计|总合计|小计)?$")
_GRAND = re.compile(r"(?:本年)?(收入|支出)(?:合计|总计)")
_MEASURES = {"basic": "基本支出", "project": "项目支出", "personnel": "人员经费", "public": "公用经费"}
_SIDES = {"income": ("收入总计",), "expenditure": ("支出总计",)}
_TOTALS = {
    "income": ("收入合计", "本年收入合计"),
    "expenditure": ("支出合计", "本年支出合计"),
    "general": ("支出合计", "本年支出合计"),
    "fund": ("支出合计", "本年支出合计"),
    "capital": ("支出合计", "本年支出合计"),
    "appropriation_expenditure": ("支出合计", "本年支出合计"),
    "basic": ("基本支出",),
    "operation": ("机关运行经费",),
    "three_public": ("三公经费",),
    "projects": ("项目支出",),
}
# These stand in half the sentences without naming an item of their own.
EVERYWHERE = frozenset({"收入", "支出", "合计", "总计"})
_QUOTES = r"[“”\"'‘’\s]*"

_OWN = r"(?:本|我|全)(?:单位|部门|局|委|厅|办|院|校|中心|级|市|县|区)"
_BEFORE = re.compile(
    rf"(?:^|[，,、。；;：:（(）)“”\"《》]|其中|用于|在|对|给|为|是|和|与|及|由|从|把|将|向|占|全部|总|安排|拨款|预算|{_OWN}的?"
    r"|(?:年|年度|今年|本年|去年|上年|当年|全年)的?)$"
)
_AFTER = re.compile(
    r"(?:支出|经费|费用|费|科目|资金|款项)?(?:$|[，,、。；;：:（(）)“”\"]|\d|[类款]|项(?!目)|[这那][一项块个笔件条]|一[项块类栏]|方面|预算|决算|安排"
    r"|拨款|共|合计|总计|总额|金额|为|是|达|计|比|较|从|由|在|占|今年|本年|去年|上年|全年|当年|年初|实际|列|使用|执行|完成|数|规模"
    r"|增|减|上升|上涨|下降|提高|降低|上调|下调|涨|跌|落|走|最后|拢共|备|排|定|给|有|批|核|约|仍|都|也|均|则|又|已|将|花|用|开支|需|投入|情况|同比"
    r"|的(?:预算|决算|支出|安排|数|金额|总|资金|规模|执行|比重|比例|份额|分量)|[里中]头?(?:[，,]|的?(?:比重|比例|份额|分量)))"
)


@dataclass(frozen=True, eq=False)
class Labelled:
    """A figure and the names that text may give it."""

    figure: Figure
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Labels:
    """All figures of a document that text can name."""

    figures: Sequence[Labelled]

    @cached_property
    def _by_core(self) -> dict[str, list[Labelled]]:
        found: dict[str, list[Labelled]] = {}
        for labelled in self.figures:
            for name in dict.fromkeys(core(name) for name in labelled.names):
                found.setdefault(name, []).append(labelled)
        return found

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = {name for labelled in self.figures for name in labelled.names} - EVERYWHERE
        # 其他行政事业单位医疗支出 is often written without its last word
        names |= {short for name in names if len(short := re.sub(r"(?:支出|经费|费用)$", "", name)) >= 4}
        return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)")

    def answering_to(self, item: str) -> list[Labelled]:
        """Every figure, of any table, fund and period, that is called `item`.

        项目 or 基本 alone say too little: a name with so short a core has to be given in full.
        """
        found = self._by_core.get(core(item), [])
        if len(core(item)) < 3:
            return [labelled for labelled in found if any(_in_full(name) == _in_full(item) for name in labelled.names)]
        return found

    def names_another(self, text: str, item: str) -> bool:
        """Whether the text names an item of the tables other than `item`."""
        return any(core(match[0]) != core(item) for match in self._names.finditer(text))


def labels_of(statements: Sequence[Statement]) -> Labels:
    named = ((figure, _names(statement, figure)) for statement in statements for figure in statement.figures)
    return Labels([Labelled(figure, names) for figure, names in named if names])


def _names(statement: Statement, figure: Figure) -> tuple[str, ...]:
    """A total of 收入 or 支出 is called just that too, as the whole of a share."""
    names = _own_names(statement, figure)
    plain = {match[1] for name in names if (match := _GRAND.fullmatch(name))}
    return (*names, *sorted(plain))


def _own_names(statement: Statement, figure: Figure) -> tuple[str, ...]:
    """Empty where text cannot tell the figure from others: a part of an item, income by function, 绩效 indicators."""
    item = figure.item
    if statement.role == "performance":
        # 年度资金总额 of a project's form is the project's amount
        project = re.sub(r"^20\d\d年度?", "", figure.path[0]) if figure.path else ""
        return (project,) if item.startswith("年度资金总额") and len(project) >= 4 else ()
    if _TOTAL.fullmatch(item):
        if figure.measure in _MEASURES:
            return (_MEASURES[figure.measure],)
        if figure.measure != "total":
            return ()
        return _SIDES[figure.side] if figure.side else _TOTALS.get(statement.role, ())
    if figure.measure != "total" or statement.role == "operation" or (statement.role == "income" and figure.code):
        return ()
    return (item,)


def core(name: str) -> str:
    """A name for comparing: 公务接待费 and 公务接待 are one, 三公经费合计 too; but 收入总计 includes what was carried
    over, 收入合计 does not.
    """
    plain = comparable(re.sub(r"（[类款项]）|\([类款项]\)", "", name))
    return comparable(_without_total(plain))


def _in_full(name: str) -> str:
    return _without_total(re.sub(_QUOTES, "", name))


def _without_total(name: str) -> str:
    return name if _GRAND.fullmatch(name) else re.sub(r"(?:合计|总计|小计)$", "", name) or name


def stands_in(item: str, text: str) -> bool:
    """Whether the item's letters stand in the text, as a whole phrase or not, quotation marks aside."""
    return bool(item.strip()) and re.sub(_QUOTES, "", item) in re.sub(_QUOTES, "", text)


def named_in(item: str, text: str) -> bool:
    return next(occurrences(item, text), None) is not None


def occurrences(item: str, text: str) -> Iterator[tuple[int, int]]:
    """(start, end) wherever the item stands in the text as a whole phrase, quotation marks aside."""
    letters = [re.escape(c) for c in item if not re.fullmatch(_QUOTES, c)]
    if len(letters) < 2:
        return
    for match in re.finditer(_QUOTES.join(letters), text):
        start, end = match.span()
        if _BEFORE.search(text[max(0, start - 12) : start]) and _AFTER.match(text[end : end + 12].lstrip('”"’')):
            yield start, end
