"""Sentences → claims: which numbers belong together, in which roles, about which subject.

Paragraphs are read in order, sentence by sentence. A number that names a subject opens a group, the numbers after it
join the group in their roles, and 其中 or 包括 makes the groups that follow parts of the one before. A series (分别为A、B)
gives one number to each of as many items. A sentence without a subject goes on about the group before it, or about its
heading. Numbers after 主要原因是 and the like explain a change and claim nothing about the subject.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.claims.averages import speaks_of_average
from audit.claims.bases import compares_others
from audit.claims.groups import COMPARING, Group, divided_item, group_for, join, series_groups, settle, wholes_own
from audit.claims.leads import named_project, tells_its_money, title_subject
from audit.claims.lists import OpenList, opened_list, opening_of
from audit.claims.model import UNCERTAIN_FUND, Claim, Mention
from audit.claims.numerals import Numeral
from audit.claims.reasons import is_listed, is_next, leads_to_reasons, lists_reasons, without_reason
from audit.claims.roles import (
    CHOICE,
    amount_role,
    basis_of,
    departing_from,
    journey,
    leading_item,
    named_subject,
    other_year,
    rate_role,
    shared_out,
    short_subject,
)
from audit.claims.runs import Run, runs_of
from audit.claims.sections import Section, entered, section_subject
from audit.claims.subjects import (
    DIVISIONS,
    OWN_COSTS,
    Subject,
    bare_side,
    function_path,
    holds,
    points_back,
    same_side,
    sided,
    subject_of,
)
from audit.reading.document import Paragraph

__all__ = ["CHOICE", "ReadParagraph", "read_paragraphs"]

_SPENDING = frozenset({"expenditure", "year_expenditure", "grand_expenditure", "basic"})
# 其中：A，B，合计C: the total again; A，B，两项合计C: of both, not of the last
_TOTAL_AGAIN = re.compile(
    r"[，、；]?(?:以上|上述)?(?:[两二三四五六七八九十\d]{1,3}[项类者])?(?:共计|合计|总计|累计)(?:金额|支出)?[为约]?"
)
_ALL_TOLD = Subject("以上合计")
# 国内公务接待5批次，32人次（不含陪同人员），共计0.28万元: the amount is of what is counted
_OF_COUNTED = re.compile(
    r"(?:（[^）]*）)?[，、]?(?:共计|合计|累计|共|总)?(?:价值|金额|资金|支出|开支|费用|支付)?(?:总额|总值|合计|共计)?[为约]?"
)
# Headings under which other costs are told as parts; under 项目支出 stand the lines of all items.
_NARROW_HEADINGS = frozenset({"basic", "personnel", "public", "operation"})


@dataclass(frozen=True, eq=False)
class ReadParagraph:
    """A paragraph with the section it stands in, its numerals and its claims."""

    paragraph: Paragraph
    section: Section
    numerals: tuple[Numeral, ...]
    claims: tuple[Claim, ...]


def read_paragraphs(
    paragraphs: Sequence[Paragraph],
    numerals: Sequence[Sequence[Numeral]],
    year: int | None,
    organization: str = "",
    budget: bool = False,
) -> list[ReadParagraph]:
    """Every paragraph with its claims.

    year and organization are those the document is about, None and "" if unknown; budget: whether it is a budget, whose
    年初预算 is the amount of its own year
    """
    read: list[ReadParagraph] = []
    section = Section()
    before: list[Group] = []
    made: dict[int, Claim] = {}
    lead: Subject | None = None
    project: Subject | None = None
    reasons = False
    for paragraph, found in zip(paragraphs, numerals, strict=True):
        section_now = entered(section, paragraph)
        if section_now != section:
            before, project = [], None
        section = section_now
        claims: tuple[Claim, ...] = ()
        if paragraph.kind in ("text", "heading"):
            reasons = reasons and is_listed(paragraph.text)
            about = project if tells_its_money(paragraph.text) else lead
            groups = [] if reasons else _Reader(paragraph, section, year, organization, about).groups(found, before)
            claims = tuple(_as_claims(groups, section, budget, made))
            if groups:
                before = groups
                made = {id(group): claim for group, claim in zip(groups, claims, strict=True)}
            lead = None if claims else function_path(paragraph.text)
            project = named_project(paragraph.text) or project
            reasons = reasons or leads_to_reasons(paragraph.text)
        read.append(ReadParagraph(paragraph, section, tuple(found), claims))
    return read


def _as_claims(groups: Sequence[Group], section: Section, budget: bool, before: Mapping[int, Claim]) -> Iterator[Claim]:
    """Claims of the groups; `before` holds that of the group of the paragraph before which a list may go on about."""
    made = dict(before)
    told: Claim | None = None
    for group in groups:
        subject = group.subject or Subject("")
        operands = group.operands
        if budget and "planned" in operands and not {"current", "executed", "completion"} & set(operands):
            operands = {r: replace(o, role="current") if r == "planned" else o for r, o in operands.items()}
        whole = made.get(id(group.whole)) if group.whole else None
        fund = subject.fund or (whole.fund if whole else "") or _fund_told(section.fund, subject, group, told)
        claim = Claim(subject, tuple(operands.values()), fund, group.basis, whole, group.whole_name, group.within)
        if subject.topic in _SPENDING and subject.fund and (whole is None or holds(whole.subject, subject)):
            told = claim
        made[id(group)] = claim
        yield claim


def _fund_told(of_section: str, subject: Subject, group: Group, told: Claim | None) -> str:
    """Whose money a subject without a fund of its own speaks of.

    `told` is the spending that the paragraph last named a fund for (一般公共预算拨款支出T。各类支出为：…). What follows is of
    that money; under a heading that names another it may also be of all money, unless the one divides into the other.
    """
    if told is None or group.whole_name or told.fund == of_section:
        return of_section
    divides = told.subject.topic == "basic" and holds(told.subject, subject)
    return told.fund if divides or not of_section else UNCERTAIN_FUND


@dataclass(frozen=True)
class _Reader:
    """Reads one paragraph: what surrounds its sentences is the same for all of them.

    lead: the function item that the paragraph before consists of, or the project that one before names
    """

    paragraph: Paragraph
    section: Section
    year: int | None
    organization: str
    lead: Subject | None = None

    def groups(self, numerals: Sequence[Numeral], before: Sequence[Group]) -> list[Group]:
        """The groups of the paragraph; `before` are those of the paragraph before, which 其中 may go on about."""
        groups: list[Group] = []
        text = self.paragraph.text
        path = title_subject(text) or self.lead
        reasoning = False
        starts = [numeral.mention.start for numeral in numerals]
        for match in re.finditer(r"[^。！？]*(?:[。！？]|$)", text):
            start, end = match.span()
            path = function_path(match[0]) or path
            inside = numerals[bisect_left(starts, start) : bisect_left(starts, end)]
            goes_on = reasoning and is_next(match[0])
            reasoning = goes_on or lists_reasons(match[0])
            if goes_on:
                continue
            # a list that opens the paragraph goes on about the paragraph before
            told = groups or (before if start == 0 else ())
            sentence = _Sentence(text, start, self.year, path, told)
            for group in sentence.read(runs_of(text, self.organization, start, inside)):
                join(groups, group, path or section_subject(self.section))
        for group in tuple(groups):
            settle(group)
            if (own := wholes_own(group, groups)) is not None:
                groups.insert(groups.index(group) + 1, own)
        for group in groups:
            group.within = group.within or self._surrounding(group, path)
        return groups

    def _surrounding(self, group: Group, path: Subject | None) -> Subject | None:
        """What the paragraph, or else its heading, is about, where that can't but narrow what the group is about."""
        subject = group.subject
        if group.whole is not None or subject is None:
            return None
        about = section_subject(self.section)
        if subject.topic in DIVISIONS and not subject.fund:
            return path or (about if about is not None and about.path else None)
        narrow = about is not None and about.topic in _NARROW_HEADINGS
        a_cost = subject.topic in OWN_COSTS if subject.topic else not (subject.path or subject.code)
        return about if narrow and a_cost else None


@dataclass
class _Sentence:
    """Reads one sentence from left to right.

    start: where it begins in `text`; path: the function item that it or a sentence before names; told: the groups before it
    explaining: a reason is being given; foreign: a change between other years is being told; arriving: what leads here from
    the number before (由A增加到B); current: the group that the words go on about; outside: what they went on about before
    each bracket that is open; counted: the words before a count just read; compared: the basis of all of it (与上年相比，)
    """

    text: str
    start: int
    year: int | None
    path: Subject | None
    told: Sequence[Group]
    groups: list[Group] = field(default_factory=list)
    opened: OpenList = field(default_factory=OpenList)
    explaining: bool = False
    foreign: bool = False
    arriving: str = ""
    current: Group | None = None
    outside: list[tuple[Group | None, OpenList]] = field(default_factory=list)
    counted: str = ""
    compared: str = ""

    def read(self, runs: Sequence[Run]) -> list[Group]:
        for run in runs:
            self._cross_brackets(run.left)
            left, self.explaining = without_reason(run.left, self.explaining, bool(self.groups))
            opening = opening_of(left)
            if opening:
                self.explaining = False
                self.opened = opened_list(left[: opening.start()], opening[0], self._near(), not self.groups)
            leaving = journey(left, run.after) if len(run.numerals) == 1 else ""
            if run.numerals[0].kind in ("amount", "rate") and not self.explaining:
                known = len(self.groups)
                if len(run.numerals) > 1:
                    self._attach_series(run.mentions, left, run.turns)
                else:
                    self._attach(run.mentions[0], left, leaving)
                for group in self.groups[known:]:
                    group.whole_name = group.whole_name or self.opened.whole_name
                    group.within = self.opened.within or group.within or divided_item(group, self.groups)
            self.arriving = leaving
            words_counted = self.counted if _OF_COUNTED.fullmatch(left) else left
            self.counted = words_counted if run.numerals[0].kind == "count" else ""
        return self.groups

    def _cross_brackets(self, left: str) -> None:
        """What stands in brackets is an aside: after it the words go on about what they were about before."""
        for mark in re.findall("[（）]", left):
            if mark == "（":
                self.outside.append((self.current, self.opened))
            elif self.outside:
                self.current, self.opened = self.outside.pop()

    def _near(self) -> list[Group]:
        """The groups that a list may go on about, the nearest last."""
        near = [g for g in (*self.told, *self.groups) if g is not self.current]
        return [*near, self.current] if self.current is not None else near

    def _attach(self, mention: Mention, left: str, leaving: str) -> None:
        """Puts a number into the group of its subject, in its role, or opens a group for it."""
        role = self._role(mention, left, leaving)
        if role == "delta" and self._goes_on_listing(left):
            role, subject = "current", subject_of(left)
        elif role is None or self.arriving:
            subject = None
        else:
            subject = subject_of(departing_from(left)) if leaving else self._named(left, role)
        basis = basis_of(left, self.year)
        self.compared = basis if "相比" in left else self.compared if not basis else ""
        if role in ("delta", "rate") and subject is not None:
            basis = basis or self.compared
        self.foreign = compares_others(basis, self.year) if basis else self.foreign and subject is None
        if role is None or (self.foreign and role in COMPARING):
            return
        if speaks_of_average(left):
            self._set_aside(mention, left, role, subject)
            return
        whole = self.opened.whole
        if role == "current" and _TOTAL_AGAIN.fullmatch(left) and (whole or len({g.subject for g in self.groups}) > 1):
            again = Group(whole.subject, whole.whole) if whole else Group(_ALL_TOLD)
            self.groups.append(again)
            again.put(role, mention, left, basis)
            self.current = self.current if whole else again
            self.opened = OpenList()
            return
        aside = left.startswith("（")
        if aside and "）" not in left and role == "current" and subject is not None and self.current is not None:
            # 基本支出380万元（人员经费320万元，公用经费60万元）
            self.opened = OpenList(self.current)
        group = group_for(self.groups, self.current, subject, role, basis, self.opened.whole, self.path, aside)
        group.put(role, mention, left, basis)
        self.current = group
        if subject is not None and subject.topic and group is self.groups[-1]:
            group.within = group.within or _narrowed_by(left, subject, self.groups[:-1])

    def _set_aside(self, mention: Mention, left: str, role: str, subject: Subject | None) -> None:
        """An average is no part of a list and compares with none of its amounts; what follows goes on about it."""
        if role != "prior":
            self.current = Group(subject or Subject(""))
            self.groups.append(self.current)
            self.current.put(role, mention, left, "")

    def _named(self, left: str, role: str) -> Subject | None:
        """What the words name, unless they only point back at what was told before."""
        if self.counted and role == "current" and _OF_COUNTED.fullmatch(left):
            return subject_of(self.counted)
        subject = named_subject(left, role)
        if subject is None:
            return self._short(left) if role in ("delta", "rate") else None
        if self.path is not None and bare_side(subject) and not self.path.topic:
            return None
        near = self._near()[-1:]
        if role in COMPARING and near and near[0].subject is not None and points_back(subject, near[0].subject):
            return None
        return sided(subject, self.opened.whole.subject) if self.opened.whole is not None else subject

    def _short(self, left: str) -> Subject | None:
        """A short name before a change, unless it points back: 支出 after 一般公共预算支出."""
        named = short_subject(left)
        about = self.current.subject if self.current is not None else None
        return None if named is not None and about is not None and same_side(named, about) else named

    def _goes_on_listing(self, left: str) -> bool:
        """Whether the words are one more name of a list of amounts, though they end like a change (支持外贸稳增长30万元)."""
        part = self.current
        listed = part is not None and part.whole is not None and part.whole is self.opened.whole and not part.compares
        named = re.fullmatch(r"[，、；][\u4e00-\u9fff]{5,}", left)
        return bool(listed and named and part is not None and "current" in part.operands) and not basis_of(left, self.year)

    def _role(self, mention: Mention, left: str, leaving: str) -> str | None:
        other = other_year(self.text[self.start : mention.start], self.year)
        if mention.number.is_rate and left == "（" and self.current is not None and self.current.takes("rate"):
            # 减少0.50万元（3.85%）
            last = next(reversed(self.current.operands.values()))
            return "rate" if last.role == "delta" and last.mention.end == mention.start - 1 else None
        if mention.number.is_rate:
            return None if leaving or self.arriving or other else rate_role(left)
        if "revision" in (leaving, self.arriving):
            # what a budget is revised from and to no table is certain to print
            return None
        if leaving or self.arriving:
            return "current" if self.arriving else "prior"
        return amount_role(left, self.year, other, self.text[mention.end : mention.end + 8])

    def _attach_series(self, mentions: Sequence[Mention], left: str, turns: Sequence[str]) -> None:
        words = shared_out(left)
        role = rate_role(words) if mentions[0].number.is_rate else amount_role(words, self.year, "", "")
        if role is None:
            return
        groups = series_groups(self.groups, self.told, len(mentions), words, role, self.opened.whole)
        for group, mention, told in zip(groups, mentions, turns or (words,) * len(mentions), strict=False):
            group.put(role, mention, told, basis_of(words, self.year))
            if group not in self.groups and group not in self.told:
                self.groups.append(group)
            self.current = group


def _narrowed_by(left: str, subject: Subject, before: Sequence[Group]) -> Subject | None:
    """What the words before ： or the group before narrow a topic to: 本级收入300万元，支出300万元 are both 本级's."""
    leader = leading_item(left)
    if leader is not None and not holds(leader, subject):
        return leader
    above = before[-1] if before else None
    if above is not None and above.subject is not None and above.subject.narrow:
        return above.subject
    return above.within if above is not None and above.within is not None and not holds(above.within, subject) else None
