"""Changes broken down: 基本支出增加30万元，其中人员经费增加50万元，公用经费减少20万元."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audit.checks.equation import Equation, Strength, Term
from audit.checks.parts import COMPLETE, complete_parts, followers
from audit.checks.unchanged import UNCHANGED
from audit.claims.bases import compare_alike
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Claim, Operand
from audit.claims.numerals import Numeral
from audit.claims.reasons import REASON
from audit.claims.roles import basis_of, sign_of, tells_change
from audit.claims.subjects import subject_of

# All spending can hold more than 基本支出 and 项目支出, which its main reasons need not name.
_NOTHING_ELSE = ("basic", "three_public", "vehicles")
_NARROWED = re.compile(r"其中|包括|年初|预算数|执行数|上一?年|去年|20\d\d")


def change_parts(claims: Sequence[Claim]) -> Iterator[Equation]:
    """The change of a whole is the changes of its parts together, where law or form says what it consists of.

    Any other list is told where it adds up, and else left alone: it can be partial on purpose. So is one with parts that
    are only said to be 持平.

    Right: 「基本支出比上年增加30.00万元，其中：人员经费增加50.00万元，公用经费减少20.00万元」.
    Wrong: the same with 公用经费减少25.00万元.
    """
    for position, claim in enumerate(claims):
        change = _change(claim)
        if change is None:
            continue
        listed = [c for c in claims if c.whole is claim]
        parts = complete_parts(claim, listed, _change_told) or complete_parts(
            claim, followers(claim, claims, position + 1), _change_told
        )
        by_law = bool(parts)
        parts = parts or listed
        alike = all(compare_alike(claim.basis, part.basis) for part in parts)
        told = [(part, told) for part in parts if (told := _change(part)) is not None]
        if not alike or len(told) < 2:
            continue
        terms = tuple(Term(operand.mention, part.subject.name, operand.sign) for part, operand in told)
        strength: Strength = "prescribed" if by_law and len(told) == len(parts) else "candidate"
        equation = Equation("change_parts", "complete", Term(change.mention, "增减额", change.sign), terms, (), strength, "parts")
        if strength == "prescribed" or (equation.holds and equation.counts_as_support):
            yield equation


def _change(claim: Claim) -> Operand | None:
    told = claim.by_role.get("delta")
    certain = told is not None and told.sign and not told.mention.number.approximate and "口径" not in claim.basis
    return told if certain else None


def _change_told(claim: Claim) -> bool:
    """Whether it says how the item changed, were it only that it did not."""
    last = claim.operands[-1].mention
    return _change(claim) is not None or bool(UNCHANGED.match(last.paragraph.text[last.end :].lstrip("，")))


def change_reasons(paragraphs: Sequence[ReadParagraph]) -> Iterator[Equation]:
    """The changes that a reason tells of make up the change that it explains, where it names all that the item consists of.

    Other reasons are told where they add up, and else left alone: the main ones need not be all.

    Right: 「比上年增加30.00万元，主要原因是人员经费增加50.00万元，公用经费减少20.00万元」.
    Wrong: the same of 基本支出 with 公用经费减少25.00万元.
    """
    for read in paragraphs:
        for claim in read.claims:
            change = _change(claim)
            reasons = _reasons(read, change.mention.end) if change is not None else []
            if change is None or len(reasons) < 2:
                continue
            topics = [subject.topic if (subject := subject_of(words)) and not subject.narrow else "" for words, _ in reasons]
            named = any(sorted(topics) == sorted(parts) for parts in COMPLETE.get(claim.subject.topic, ()))
            whole = named and claim.subject.topic in _NOTHING_ELSE
            terms = tuple(Term(o.mention, words[-12:], o.sign) for words, o in reasons)
            strength: Strength = "prescribed" if whole else "candidate"
            stated = Term(change.mention, "增减额", change.sign)
            equation = Equation("change_reasons", "sum", stated, terms, (), strength, "reasons")
            if equation.holds or whole:
                yield equation


def _reasons(read: ReadParagraph, start: int) -> list[tuple[str, Operand]]:
    """What the reason after a change says to have changed, and by how much; none where it tells other amounts as well."""
    text = read.paragraph.text
    end = text.find("。", start)
    end = len(text) if end < 0 else end
    opening = REASON.search(text, start, end)
    amounts = [n for n in read.numerals if n.kind == "amount" and start <= n.mention.start < end]
    if opening is None or not amounts or amounts[0].mention.start < opening.end():
        return []
    inside = list(takewhile(lambda n: n.mention.end <= end, (n for n in read.numerals if n.mention.start >= opening.end())))
    found: list[tuple[str, Operand]] = []
    position = opening.end()
    for numeral in inside:
        left, position = text[position : numeral.mention.start], numeral.mention.end
        if numeral.kind == "amount":
            if not _tells_own_change(numeral, left):
                return []
            found.append((_changed(left), Operand("delta", numeral.mention, sign_of(left, numeral.mention.number))))
    return found if all(operand.sign for _, operand in found) else []


def _tells_own_change(numeral: Numeral, left: str) -> bool:
    """Whether it is what the words before it say to have grown or fallen, against the same base as what is explained."""
    return tells_change(left) and not (numeral.mention.number.approximate or basis_of(left) or _NARROWED.search(left))


def _changed(left: str) -> str:
    """What the words before a change say to have changed: 二是公用经费减少 → 公用经费."""
    words = re.split(r"[，。；：、]", left)[-1]
    return re.sub(
        r"^(?:[一二三四五六]是|第[一二三四五]|其他)|(?:增加|增长|减少|下降|压减|降低|节约|缩减|减支|增支)[额了]?$", "", words
    )
