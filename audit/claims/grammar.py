"""Sentences → claims: which numbers belong together, in which roles, about which subject.

Paragraphs are read in order, sentence by sentence. A number that names a subject opens a group, the numbers after it
join the group in their roles, and 其中 or 包括 makes the groups that follow parts of the one before. A series (分别为A、B)
gives one number to each of as many items. A sentence without a subject goes on about the group before it, or about its
heading. Numbers after 主要原因是 and the like explain a change and claim nothing about the subject.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.claims.model import Claim, Mention, Operand
from audit.claims.numerals import Numeral
from audit.claims.roles import (
    CHOICE,
    amount_role,
    basis_of,
    departing_from,
    departs,
    item_list,
    named_subject,
    names_budget,
    parted_last,
    rate_role,
    share_whole,
    shared_out,
    sign_of,
)
from audit.claims.sections import Section, entered, section_subject
from audit.claims.subjects import OWN_COSTS, Subject, function_path, holds, subject_of
from audit.reading.document import Paragraph

__all__ = ["CHOICE", "ReadParagraph", "read_paragraphs"]

_REASON = re.compile(r"原因(?:是|为|：|:|系)?|主要(?:是|系)(?!项目\d)|由于|主要用于(?!以下)")
_RESUMED = re.compile(r"[；;]|，(?:比|较|与|同比)")
_WHOLE_OPENS = re.compile(
    r"其中|包括|分别(?:是|为)|按[^，。；]{0,6}分类?[：:，]|按功能分类|用于以下(?:方面|用途)|具体(?:为|是|如下)|分为|由以下|构成(?:为|如下|：)|组成："
)
_SERIES = re.compile(r"[、，]|(?:以及|[和及与])")
# A sentence about one item may split its money; the split is no total of the document.
_SPLITS = frozenset({"basic", "project", "personnel", "public"})
# Headings under which other costs are told as parts; under 项目支出 stand the lines of all items.
_NARROW_HEADINGS = frozenset({"basic", "personnel", "public", "operation"})


@dataclass(eq=False)
class _Group:
    """The numbers that one subject has gathered so far; mutable while a paragraph is read."""

    subject: Subject | None
    whole: "_Group | None" = None
    operands: dict[str, Operand] = field(default_factory=dict)
    basis: str = ""
    whole_name: str = ""
    within: Subject | None = None

    def takes(self, role: str) -> bool:
        return role not in self.operands

    def put(self, role: str, mention: Mention, left: str) -> None:
        self.operands[role] = Operand(role, mention, sign_of(left, mention.number) if role in ("delta", "rate") else 1)
        self.basis = self.basis or basis_of(left)
        if role == "share":
            self.whole_name = share_whole(left) or self.whole_name


@dataclass(frozen=True, eq=False)
class ReadParagraph:
    """A paragraph with the section it stands in, its numerals and its claims."""

    paragraph: Paragraph
    section: Section
    numerals: tuple[Numeral, ...]
    claims: tuple[Claim, ...]


def read_paragraphs(
    paragraphs: Sequence[Paragraph], numerals: Sequence[Sequence[Numeral]], year: int | None, organization: str = ""
) -> list[ReadParagraph]:
    """Every paragraph with its claims; `year` and `organization` are those the document is about, None and "" if unknown."""
    read: list[ReadParagraph] = []
    section, last = Section(), None
    for paragraph, found in zip(paragraphs, numerals, strict=True):
        section_now = entered(section, paragraph)
        last = None if section_now != section else last
        section = section_now
        claims: tuple[Claim, ...] = ()
        if paragraph.kind in ("text", "heading"):
            groups = _Reader(paragraph, section, year, organization).groups(found, last)
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
            group.within,
        )
        made[id(group)] = claim
        yield claim


def _same_item(a: Subject | None, b: Subject | None) -> bool:
    """Two namings of one item: the same topic or path, and the same money as far as both say whose."""
    if a is None or b is None:
        return False
    same_fund = not a.fund or not b.fund or a.fund == b.fund
    return (
        same_fund and a.path == b.path and a.code == b.code and a.topic == b.topic and bool(a.topic or a.path or a.name == b.name)
    )


@dataclass(frozen=True)
class _Reader:
    """Reads one paragraph: what surrounds its sentences is the same for all of them."""

    paragraph: Paragraph
    section: Section
    year: int | None
    organization: str

    def groups(self, numerals: Sequence[Numeral], before: _Group | None) -> list[_Group]:
        """The groups of the paragraph; `before` is the last of the paragraph before, which 其中 may go on about."""
        groups: list[_Group] = []
        path: Subject | None = None
        for match in re.finditer(r"[^。！？]*(?:[。！？]|$)", self.paragraph.text):
            start, end = match.span()
            path = function_path(match[0]) or path
            inside = [n for n in numerals if start <= n.mention.start < end]
            for group in self._sentence(start, inside, path, groups[-1] if groups else before):
                _join(groups, group, path or section_subject(self.section))
        for group in groups:
            group.within = group.within or self._surrounding(group, path)
        return groups

    def _surrounding(self, group: _Group, path: Subject | None) -> Subject | None:
        """What the paragraph, or else its heading, is about, where that can't but narrow what the group is about."""
        subject = group.subject
        if group.whole is not None or subject is None:
            return None
        about = section_subject(self.section)
        if subject.topic in _SPLITS and not subject.fund:
            return path or (about if about is not None and about.path else None)
        narrow = about is not None and about.topic in _NARROW_HEADINGS
        a_cost = subject.topic in OWN_COSTS if subject.topic else not (subject.path or subject.code)
        return about if narrow and a_cost else None

    def _sentence(self, start: int, numerals: Sequence[Numeral], path: Subject | None, last: _Group | None) -> list[_Group]:
        groups: list[_Group] = []
        whole: _Group | None = None
        whole_name, within = "", None
        explaining = False
        runs = self._runs(start, numerals)
        for position, (left, run) in enumerate(runs):
            reason = _REASON.search(left)
            if _RESUMED.search(left[reason.end() :] if reason else left):
                explaining = False
            elif reason:
                explaining = True
            opening = _WHOLE_OPENS.search(left)
            if opening:
                explaining = False
                named = subject_of(left[: opening.start()])
                named = named if not groups or (named and named.topic) else None
                near = [g for g in (last, *groups) if g is not None]
                whole = next((g for g in reversed(near) if named is None or _same_item(named, g.subject)), None)
                whole_name = left[: opening.start()] if whole is None else ""
                within = None
                if whole is not None and whole.whole is not None and named is None:
                    if opening[0].startswith("按"):
                        whole = whole.whole
                    elif not groups or "；" in left[: opening.start()]:
                        # 其中 after ； or 。 goes on about the last part or about the whole list: nobody can tell
                        whole, within = None, whole.whole.subject
            if run[0].kind not in ("amount", "rate") or explaining:
                continue
            known = len(groups)
            if len(run) > 1:
                _attach_series(groups, [n.mention for n in run], left, whole, self.year)
            else:
                between = runs[position + 1][0] if position + 1 < len(runs) else ""
                arriving = position > 0 and len(runs[position - 1][1]) == 1 and departs(runs[position - 1][0], left)
                self._attach(groups, run[0].mention, left, between, arriving, path, whole)
            for group in groups[known:]:
                group.whole_name = group.whole_name or whole_name
                group.within = within or _split_item(group, groups)
        return groups

    def _runs(self, start: int, numerals: Sequence[Numeral]) -> list[tuple[str, list[Numeral]]]:
        """Numerals that can claim, with the words between each and the one before; a series stands together."""
        runs: list[tuple[str, list[Numeral]]] = []
        position = start
        unbroken = False
        for numeral in numerals:
            mention = numeral.mention
            if not numeral.can_claim:
                if numeral.kind in ("threshold", "other"):
                    position, unbroken = mention.end, False
                continue
            left = self.paragraph.text[position : mention.start]
            position = mention.end
            if unbroken and runs[-1][1][-1].kind == numeral.kind and _SERIES.fullmatch(left):
                runs[-1][1].append(numeral)
            else:
                runs.append((left.replace(self.organization, "本单位") if self.organization else left, [numeral]))
            unbroken = True
        return runs

    def _attach(
        self,
        groups: list[_Group],
        mention: Mention,
        left: str,
        after: str,
        arriving: bool,
        path: Subject | None,
        whole: _Group | None,
    ) -> None:
        """Puts a number into the group of its subject, in its role, or opens a group for it.

        `after` are the words up to the next number; `arriving` tells that a change ends here that the number before began.
        """
        leaving = departs(left, after)
        if mention.number.is_rate:
            role = None if leaving or arriving else rate_role(left)
        elif arriving:
            role = "current"
        else:
            role = "prior" if leaving else amount_role(left, self.year, self._following(mention))
        if role is None:
            return
        subject = None if arriving else subject_of(departing_from(left)) if leaving else named_subject(left, role)
        current = groups[-1] if groups and groups[-1] is not whole else None
        if role == "prior" and current is not None and subject is not None and not (subject.topic or subject.path):
            subject = None
        if subject is None and current is None and role in ("current", "planned", "executed", "prior"):
            subject = path
        named_anew = subject is not None and (current is None or not _same_item(subject, current.subject))
        if current is None or named_anew or not current.takes(role):
            goes_on = current is not None and subject is None and role in ("delta", "rate", "share", "completion")
            kept = {r: o for r, o in current.operands.items() if r in ("current", "executed")} if current and goes_on else {}
            named = subject or (current.subject if current else None)
            current = _Group(named, _holder(whole, named), kept)
            groups.append(current)
        if role == "executed" and current.takes("planned") and (budget := current.operands.get("current")) and _is_budget(budget):
            # 支出预算为3.00万元，支出决算为2.91万元: only the accounts beside it show that the first is a plan
            current.operands["planned"] = Operand("planned", current.operands.pop("current").mention)
        current.put(role, mention, left)

    def _following(self, mention: Mention) -> str:
        return self.paragraph.text[mention.end : mention.end + 8]


def _join(groups: list[_Group], group: _Group, about: Subject | None) -> None:
    """Adds a group of a new sentence; one that goes on about the last item is taken into it where its roles are free."""
    last = groups[-1] if groups else None
    goes_on = group.subject is None or (last is not None and _same_item(group.subject, last.subject))
    if group.subject is None:
        group.subject = last.subject if last else about
    if last is not None and goes_on and group.whole is None and all(last.takes(role) for role in group.operands):
        last.operands.update(group.operands)
        last.basis = last.basis or group.basis
    else:
        groups.append(group)


def _attach_series(groups: list[_Group], mentions: Sequence[Mention], left: str, whole: _Group | None, year: int | None) -> None:
    """One number of a series for each item that its clause lists, or else for each of the last items; none if unequal."""
    words = shared_out(left)
    role = rate_role(words) if mentions[0].number.is_rate else amount_role(words, year)
    if role is None:
        return
    targets = _series_targets(groups, len(mentions), words, role, whole)
    for group, mention in zip(targets, mentions, strict=False):
        group.put(role, mention, words)
        if group not in groups:
            groups.append(group)


def _series_targets(groups: list[_Group], count: int, words: str, role: str, whole: _Group | None) -> list[_Group]:
    listed = item_list(words, role)
    for phrases in (listed, parted_last(listed)):
        subjects = [subject_of(phrase) for phrase in phrases]
        if len(subjects) == count and all(subjects):
            known = [next((g for g in groups if _same_item(s, g.subject) and g.takes(role)), None) for s in subjects]
            return [group or _Group(s, _holder(whole, s)) for group, s in zip(known, subjects, strict=True)]
    if any(subject_of(phrase) for phrase in listed):
        return []
    last = groups[-count:] if len(groups) >= count else []
    return last if all(group.takes(role) and group is not whole for group in last) else []


def _holder(whole: _Group | None, subject: Subject | None) -> _Group | None:
    """The nearest whole that can hold a part: 公用经费 after a list within 人员经费 is a part of 基本支出."""
    at = whole
    while at is not None and subject is not None and subject.topic and at.subject is not None:
        if holds(at.subject, subject):
            return at
        at = at.whole
    return whole


def _split_item(group: _Group, groups: Sequence[_Group]) -> Subject | None:
    """The item just named in the sentence whose 基本支出 or 项目支出 the group is (教育支出400万元，基本支出290万元)."""
    if group.subject is None or group.subject.topic not in _SPLITS or group.subject.fund or group.whole is not None:
        return None
    for other in reversed(groups[: groups.index(group)]):
        if other.subject is not None and other.subject.topic not in _SPLITS:
            return None if other.subject.topic else other.subject
    return None


def _is_budget(operand: Operand) -> bool:
    mention = operand.mention
    return names_budget(mention.paragraph.text[max(0, mention.start - 12) : mention.start])
