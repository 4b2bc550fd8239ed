"""The numbers that one subject gathers while a paragraph is read, and where the next number belongs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.claims.bases import compare_alike, of_this_year
from audit.claims.model import Mention, Operand
from audit.claims.roles import item_list, names_budget, parted_last, share_whole, sign_of
from audit.claims.subjects import DIVISIONS, Subject, holds, opposite, subject_of

COMPARING = frozenset({"prior", "delta", "rate"})


@dataclass(eq=False)
class Group:
    """What becomes a claim; mutable while its paragraph is read. Its fields are those of `Claim`.

    candidates: the groups that a comparison can be about, where the words leave it open
    """

    subject: Subject | None
    whole: "Group | None" = None
    operands: dict[str, Operand] = field(default_factory=dict)
    basis: str = ""
    whole_name: str = ""
    within: Subject | None = None
    candidates: tuple["Group", ...] = ()

    def takes(self, role: str) -> bool:
        return role not in self.operands

    def put(self, role: str, mention: Mention, left: str, basis: str) -> None:
        """Adds a number that stands after the words `left`, which name the basis."""
        budget = self.operands.get("current")
        if role == "executed" and self.takes("planned") and budget is not None and _is_budget(budget):
            # 支出预算为3.00万元，支出决算为2.91万元: only the accounts beside it show that the first is a plan
            self.operands["planned"] = Operand("planned", self.operands.pop("current").mention)
        sign = sign_of(left, mention.number) if role in ("delta", "rate") else 1
        if role == "rate" and left == "（":
            # 减少0.50万元（3.85%）
            sign = self.operands["delta"].sign
        self.operands[role] = Operand(role, mention, sign)
        self.basis = self.basis or basis
        if role == "share":
            self.whole_name = share_whole(left) or self.whole_name

    @property
    def amount(self) -> Mention | None:
        """This period's amount."""
        told = self.operands.get("current") or self.operands.get("executed")
        return told.mention if told else None

    @property
    def compares(self) -> bool:
        return any(not self.takes(role) for role in COMPARING)

    def kept(self, basis: str) -> dict[str, Operand]:
        """The amounts that a second comparison or share goes on about."""
        lasting = ("current", "executed", "planned") if of_this_year(basis) else ("current", "executed")
        return {role: operand for role, operand in self.operands.items() if role in lasting}


def same_item(a: Subject | None, b: Subject | None) -> bool:
    """Two namings of one item: the same topic or path, and the same money as far as both say whose."""
    if a is None or b is None:
        return False
    same_fund = not a.fund or not b.fund or a.fund == b.fund
    same_place = a.path == b.path and a.code == b.code and a.topic == b.topic
    return same_fund and same_place and bool(a.topic or a.path or a.name == b.name)


def group_for(
    groups: list[Group],
    current: Group | None,
    subject: Subject | None,
    role: str,
    basis: str,
    whole: Group | None,
    fallback: Subject | None,
    aside: bool,
) -> Group:
    """The group that a number of `role` joins, opened and added to `groups` where it is a new one.

    current: the group that the words go on about; subject: what the words before the number name, if anything; basis: what
    they compare with; fallback: what opens a group where nothing is named; aside: whether a bracket opens before the number,
    so that it can't be about more than what stands before the bracket
    """
    current = None if current is whole else current
    if role == "prior" and current is not None and subject is not None and not (subject.topic or subject.path):
        subject = None
    if subject is None and current is None and role in ("current", "planned", "executed", "prior"):
        subject = fallback
    candidates: tuple[Group, ...] = ()
    compares_alone = current is not None and subject is None and role in COMPARING and not aside
    if compares_alone and current is not None and current.whole is not None and _unclear(current, groups):
        subject, candidates = Subject(""), (current.whole, current)
    named_anew = subject is not None and (current is None or not same_item(subject, current.subject))
    rebased = current is not None and role in COMPARING and not compare_alike(basis, current.basis)
    if current is not None and not named_anew and not rebased and current.takes(role):
        return current
    goes_on = current is not None and subject is None and (rebased or role in ("delta", "rate", "share", "completion"))
    named = subject or (current.subject if current else None)
    opened = Group(named, holder(whole, named), current.kept(basis) if current and goes_on else {}, candidates=candidates)
    groups.append(opened)
    return opened


def _unclear(part: Group, groups: Sequence[Group], fewest: int = 2) -> bool:
    """Whether a comparison after a list can be the whole's as well as the last part's (其中：A，B，比上年增加…)."""
    whole = part.whole
    if whole is None or whole.compares:
        return False
    parts = [g for g in groups if g.whole is whole]
    return len(parts) >= fewest and not any(g.compares for g in parts)


def join(groups: list[Group], group: Group, about: Subject | None) -> None:
    """Adds a group of a new sentence; one that goes on about the last item is taken into it where its roles are free."""
    last = groups[-1] if groups else None
    if group.subject is None and last is not None and last.whole is not None and group.compares and _unclear(last, groups, 1):
        group.subject, group.candidates = Subject(""), (last.whole, last)
    goes_on = last is not None and (group.subject is None or same_item(group.subject, last.subject))
    inherited = group.subject is None
    if group.subject is None:
        group.subject = last.subject if last else about
    if last is not None and goes_on and group.whole is None and all(last.takes(role) for role in group.operands):
        last.operands.update(group.operands)
        last.basis = last.basis or group.basis
    else:
        if goes_on and last is not None and group.basis and not compare_alike(last.basis, group.basis) and inherited:
            # 比上年增加A。比年初预算增加B: of one amount
            group.operands = {**last.kept(group.basis), **group.operands}
        groups.append(group)


def settle(group: Group) -> None:
    """Gives a comparison that can be about several groups to the one whose amount bears out its change and its rate."""
    change, rate = group.operands.get("delta"), group.operands.get("rate")
    if change is None or rate is None or not change.sign or change.sign != rate.sign:
        return
    fitting = [g for g in group.candidates if (amount := g.amount) is not None and _fits(amount, change, rate)]
    if fitting and len({g.amount.number.amount for g in fitting if g.amount is not None}) == 1:
        # where one amount is the whole and its last part, the words are nearer to the part
        about = fitting[-1]
        group.subject, group.whole, group.within = about.subject, about.whole, about.within
        group.operands = {**about.kept(""), **group.operands}


def wholes_own(part: Group, groups: Sequence[Group]) -> Group | None:
    """The comparison after a list of one part that its whole's amount bears out (收入总计A，其中年初结转B，较上年增加C，增长R%).

    It is taken from the part. That of money carried over, where neither amount bears it out, is nobody's for certain.
    """
    whole, change, rate = part.whole, part.operands.get("delta"), part.operands.get("rate")
    if whole is None or whole.compares or change is None or rate is None or not change.sign or change.sign != rate.sign:
        return None
    if part.amount is None or next(g for g in groups if g.whole is whole) is not part or _fits(part.amount, change, rate):
        return None
    own = whole.amount is not None and _fits(whole.amount, change, rate)
    if not own and not (part.subject is not None and re.search("结转|结余", part.subject.name)):
        return None
    taken = {role: part.operands.pop(role) for role in ("delta", "rate")}
    told = {**whole.kept(""), **taken} if own else taken
    basis, part.basis = part.basis, ""
    return Group(whole.subject if own else Subject(""), whole.whole if own else None, told, basis)


def _fits(amount: Mention, change: Operand, rate: Operand) -> bool:
    """Whether the change is the rate of the amount before it, to the last place that the rate prints."""
    difference = change.mention.number.amount
    base = amount.number.amount - change.sign * difference
    told = rate.mention.number
    return base > 0 < difference and abs(100 * difference / base - told.value) <= Decimal(1).scaleb(-told.decimals)


def series_groups(
    groups: Sequence[Group], before: Sequence[Group], count: int, left: str, role: str, whole: Group | None
) -> list[Group]:
    """A group for each number of a series: of the items that its clause lists, or else the last ones; none if unequal.

    before: the groups of the sentences before, which a sentence that tells no other goes on about where they are as many
    """
    listed = item_list(left, role)
    for phrases in (listed, parted_last(listed)):
        subjects = [subject_of(phrase) for phrase in phrases]
        if len(subjects) == count and all(subjects):
            known = [next((g for g in groups if same_item(s, g.subject) and g.takes(role)), None) for s in subjects]
            return [group or Group(s, holder(whole, s)) for group, s in zip(known, subjects, strict=True)]
    if any(subject_of(phrase) for phrase in listed):
        return []
    listed_before = [g for g in before if g.whole is before[-1].whole and g is not before[-1].whole]
    last = list(groups[-count:]) if len(groups) >= count else listed_before if not groups else []
    last = last if len(last) == count else []
    return last if all(group.takes(role) and group is not whole for group in last) else []


def holder(whole: Group | None, part: Subject | None) -> Group | None:
    """The nearest whole that can hold a part: 公用经费 after a list within 人员经费 is a part of 基本支出, 项目支出 of none."""
    if whole is None or part is None or not part.topic:
        return whole
    if whole.subject is not None and opposite(whole.subject, part):
        return None
    at: Group | None = whole
    while at is not None and at.subject is not None:
        if holds(at.subject, part):
            return at
        at = at.whole
    divides_anew = part.topic in DIVISIONS and whole.subject is not None and whole.subject.topic
    return None if divides_anew else whole


def divided_item(group: Group, groups: Sequence[Group]) -> Subject | None:
    """The item just named in the sentence whose 基本支出 or 项目支出 the group is (教育支出400万元，基本支出290万元)."""
    if group.subject is None or group.subject.topic not in DIVISIONS or group.subject.fund or group.whole is not None:
        return None
    for other in reversed(groups[: groups.index(group)]):
        if other.subject is not None and other.subject.topic not in DIVISIONS:
            return None if other.subject.topic else other.subject
    return None


def _is_budget(operand: Operand) -> bool:
    mention = operand.mention
    return names_budget(mention.paragraph.text[max(0, mention.start - 12) : mention.start])
