"""Sentences → claims: the role of each number, by the words around it, and the subject it belongs to.

Paragraphs are read in order, sentence by sentence. A number that names a subject opens a group, the numbers after it
join the group in their roles, and 其中 or 包括 makes the groups that follow parts of the one before. A sentence without
a subject goes on about the group before it, or about its heading. Numbers after 主要原因是 and the like explain a change
and claim nothing about the subject.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.claims.model import Claim, Mention, Operand
from audit.claims.numerals import Numeral
from audit.claims.sections import Section, entered, section_subject
from audit.claims.subjects import Subject, function_path, subject_of
from audit.reading.document import Paragraph

_UP = r"增加|增长|上升|上涨|提高|提升|扩大|上浮|增"
_DOWN = r"减少|下降|降低|压减|缩减|压缩|下滑|回落|下浮|减|降"
_EITHER = rf"(?:{_UP}|{_DOWN})"
# 增加（减少）, 增长/下降: the choice that a template offers, left standing
CHOICE = re.compile(rf"{_EITHER}[额率幅]?[（(]{_EITHER}[额率幅]?[）)]|{_EITHER}[/／或]{_EITHER}")
_CHOICE_END = re.compile(rf"(?:{CHOICE.pattern})(?:额|数|金额|率|幅度?)?(?:为)?$")
_CHANGE_END = re.compile(rf"(?P<word>{_EITHER})(?:额|数|金额|率|幅度?|比例|比率)?(?:了|为|达到?|约|：|:)*$")
_SHARE_END = re.compile(r"(?:占|比重|所占比例)(?P<whole>[^，。；：、]*?)的?(?:比例|比重|比)?(?:为|是|约|达)?$")
_COMPLETION_END = re.compile(
    r"(?:完成|执行)[^，。；：]{0,14}?的?$|(?:完成|执行)(?:率|进度)(?:为|达到?|是|：)?$|(?:^|，)[为是](?:年初|全年|调整|当年)?预算数?的$"
)
_YEAR_WORD = r"(?:上一?年度?|去年|前一年度?|20\d\d年度?)"
_PRIOR_END = re.compile(
    rf"(?P<year>{_YEAR_WORD})(?:同期)?(?:当年)?的?(?:部门|单位)?(?:年初)?(?:预算|决算|支出)?(?:执行|安排)?(?:数|额|金额)?(?:的|为|是|：)*$"
)
_COMPARED_END = re.compile(rf"(?:比|较|与|同)(?P<year>{_YEAR_WORD}|年初)[^，。；：]{{0,14}}?(?:的|数|为)?$")
_PLANNED_END = re.compile(r"(?:年初|全年|调整)预算(?:安排)?(?:数|额|金额)?(?:为|是|：|:)*$")
_BUDGET_END = re.compile(r"预算(?:安排)?(?:数|额|金额)?(?:为|是|：|:)*$")
_EXECUTED_END = re.compile(r"决算(?:数|额)?(?:为|是|：|:)*$|(?:^|全年|，)执行数?(?:为|是|：|:)*$|实际支出(?:为)?$")
_BASIS = re.compile(rf"(?:比|较|与|同|对比)(?P<basis>{_YEAR_WORD}[^，。；：\d]*?)(?:相比)?(?=[，,（(\d]|{_EITHER}|$)")
_REASON = re.compile(r"原因(?:是|为|：|:|系)?|主要(?:是|系)(?!项目\d)|由于|主要用于(?!以下)")
_RESUMED = re.compile(r"[；;]|，(?:比|较|与|同比)")
_WHOLE_OPENS = re.compile(
    r"其中|包括|分别(?:是|为)|按功能分类|用于以下(?:方面|用途)|具体(?:为|是|如下)|分为|由以下|构成(?:为|如下|：)|组成："
)


@dataclass(eq=False)
class _Group:
    """The numbers that one subject has gathered so far; mutable while a paragraph is read."""

    subject: Subject | None
    whole: "_Group | None" = None
    operands: dict[str, Operand] = field(default_factory=dict)
    basis: str = ""
    whole_name: str = ""

    def takes(self, role: str) -> bool:
        return role not in self.operands


@dataclass(frozen=True, eq=False)
class ReadParagraph:
    """A paragraph with the section it stands in, its numerals and its claims."""

    paragraph: Paragraph
    section: Section
    numerals: tuple[Numeral, ...]
    claims: tuple[Claim, ...]


def read_paragraphs(
    paragraphs: Sequence[Paragraph], numerals: Sequence[Sequence[Numeral]], year: int | None
) -> list[ReadParagraph]:
    """Every paragraph with its claims; `year` is the one the document is about, None if unknown."""
    read: list[ReadParagraph] = []
    section, last = Section(), None
    for paragraph, found in zip(paragraphs, numerals, strict=True):
        section_now = entered(section, paragraph)
        last = None if section_now != section else last
        section = section_now
        claims: tuple[Claim, ...] = ()
        if paragraph.kind in ("text", "heading"):
            groups = _paragraph_groups(paragraph, found, section, last, year)
            claims = tuple(_as_claims(groups, section))
            last = groups[-1] if groups else last
        read.append(ReadParagraph(paragraph, section, tuple(found), claims))
    return read


def _as_claims(groups: Sequence[_Group], section: Section) -> Iterator[Claim]:
    made: dict[int, Claim] = {}
    for group in groups:
        subject = group.subject or Subject("")
        claim = Claim(
            subject,
            tuple(group.operands.values()),
            subject.fund or section.fund,
            group.basis,
            made.get(id(group.whole)) if group.whole else None,
            group.whole_name,
        )
        made[id(group)] = claim
        yield claim


def _paragraph_groups(
    paragraph: Paragraph, numerals: Sequence[Numeral], section: Section, before: _Group | None, year: int | None
) -> list[_Group]:
    """The groups of a paragraph; the last one of the paragraph before comes first where 其中 goes on about it."""
    groups: list[_Group] = []
    path: Subject | None = None
    start = 0
    for match in re.finditer(r"[^。！？]*(?:[。！？]|$)", paragraph.text):
        start, end = match.span()
        path = function_path(match[0]) or path
        inside = [n for n in numerals if start <= n.mention.start < end]
        last = groups[-1] if groups else before
        for group in _sentence_groups(paragraph.text, start, inside, path, last, year):
            goes_on = group.subject is None or (groups and _same_item(group.subject, groups[-1].subject))
            if group.subject is None:
                group.subject = groups[-1].subject if groups else path or section_subject(section)
            if goes_on and groups and group.whole is None and all(groups[-1].takes(role) for role in group.operands):
                groups[-1].operands.update(group.operands)
                groups[-1].basis = groups[-1].basis or group.basis
            else:
                groups.append(group)
    return groups


def _same_item(a: Subject | None, b: Subject | None) -> bool:
    """Two namings of one item: the same topic or path, and the same money as far as both say whose."""
    if a is None or b is None:
        return False
    same_fund = not a.fund or not b.fund or a.fund == b.fund
    return (
        same_fund and a.path == b.path and a.code == b.code and a.topic == b.topic and bool(a.topic or a.path or a.name == b.name)
    )


def _sentence_groups(
    text: str, start: int, numerals: Sequence[Numeral], path: Subject | None, last: _Group | None, year: int | None
) -> list[_Group]:
    groups: list[_Group] = []
    whole: _Group | None = None
    whole_name = ""
    position, explaining = start, False
    for numeral in numerals:
        mention = numeral.mention
        if not numeral.can_claim:
            position = mention.end if numeral.kind in ("threshold", "other") else position
            continue
        left = text[position : mention.start]
        position = mention.end
        reason = _REASON.search(left)
        if _RESUMED.search(left[reason.end() :] if reason else left):
            explaining = False
        elif reason:
            explaining = True
        opening = _WHOLE_OPENS.search(left)
        if opening:
            explaining = False
            named = subject_of(left[: opening.start()]) if not groups else None
            whole_name = left[: opening.start()] if named else ""
            whole = None if named else groups[-1] if groups else last
        if numeral.kind in ("amount", "rate") and not explaining:
            _attach(groups, mention, left, path, whole, year)
            if groups and whole_name and not groups[-1].whole_name:
                groups[-1].whole_name = whole_name
    return groups


def _attach(
    groups: list[_Group], mention: Mention, left: str, path: Subject | None, whole: _Group | None, year: int | None
) -> None:
    """Puts a number into the group of its subject, in its role, or opens a group for it."""
    role = _rate_role(left) if mention.number.is_rate else _amount_role(left, year)
    if role is None:
        return
    subject = _named_subject(left, role)
    current = groups[-1] if groups and groups[-1] is not whole else None
    if subject is None and current is None and role in ("current", "planned", "executed", "prior"):
        subject = path
    if current is None or (subject is not None and subject != current.subject) or not current.takes(role):
        second_change = current is not None and subject is None and role in ("delta", "rate", "share", "completion")
        kept = {r: o for r, o in current.operands.items() if r in ("current", "executed")} if current and second_change else {}
        current = _Group(subject or (current.subject if current else None), whole, kept)
        groups.append(current)
    if role == "executed" and current.takes("planned") and (budget := current.operands.get("current")) and _is_budget(budget):
        # 支出预算为3.00万元，支出决算为2.91万元: only the accounts beside it show that the first is a plan
        current.operands["planned"] = Operand("planned", current.operands.pop("current").mention)
    current.operands[role] = Operand(role, mention, _sign(left) if role in ("delta", "rate") else 1)
    basis, share = _BASIS.search(left), _SHARE_END.search(left)
    current.basis = current.basis or (basis["basis"] if basis else "上年" if "同比" in left else "")
    if role == "share" and share:
        current.whole_name = share["whole"]


def _is_budget(operand: Operand) -> bool:
    mention = operand.mention
    return bool(_BUDGET_END.search(mention.paragraph.text[max(0, mention.start - 12) : mention.start]))


def _named_subject(left: str, role: str) -> Subject | None:
    """The subject named between the number before and this one, if any."""
    if role in ("share", "completion", "prior"):
        return function_path(left)
    if role in ("delta", "rate"):
        change = _CHOICE_END.search(left) or _CHANGE_END.search(left)
        left = left[: change.start()] if change else left
        left = re.sub(r"(?:比|较|与|同)(?:上|去|前|20|年初)[^，。；]*$|同比$|本年$|[（(]$", "", left)
        left = left if len(left.strip("，。、；")) >= 4 else ""
    return subject_of(left)


def _rate_role(left: str) -> str | None:
    if _CHOICE_END.search(left) or _CHANGE_END.search(left) or re.search(r"同比(?:为)?$", left):
        return "rate"
    if _COMPLETION_END.search(left):
        return "completion"
    return "share" if _SHARE_END.search(left) else None


def _amount_role(left: str, year: int | None) -> str:
    if _CHOICE_END.search(left) or _CHANGE_END.search(left):
        return "delta"
    prior = _COMPARED_END.search(left) or _PRIOR_END.search(left)
    if prior and not (year is not None and prior["year"].startswith(str(year))):
        return "prior"
    if _PLANNED_END.search(left):
        return "planned"
    return "executed" if _EXECUTED_END.search(left) else "current"


def _sign(left: str) -> int:
    if _CHOICE_END.search(left):
        return 0
    change = _CHANGE_END.search(left)
    return -1 if change and re.match(_DOWN, change["word"]) else 1
