"""Counts of the narrative: against the list that follows them, against each other, against the forms of the document."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from audit.checks.equation import Equation, Remark, Term
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.claims.numerals import Numeral

_LIST_AFTER = re.compile(r"^[^，。；：:]{0,12}?[，,]?(?:分别(?:为|是)|包括|即|主要是|：|:)[：:]?")
_NUMBERED = re.compile(r"项目(?P<a>\d{1,2})(?=[：:为、])|[（(](?P<b>\d{1,2})[）)]")
_WITH_AMOUNT = re.compile(r"[^、，；：]*[\u4e00-\u9fff][^、，；：]*\d(?:万|亿)?元")
_PARTIAL = re.compile(r"等(?:\d|[一二三四五六七八九十])?|主要")
_COMPLETE_TAIL = re.compile(r"其他|其它")
_COUNT_RATE = re.compile(
    r"^[^，。；]{0,10}[，,]?(?:[^，。；]{0,10}(?:公开率|完成率|覆盖率|执行率|占比|达标率)(?:为|达到?|是)?|占[^，。；]{0,12}的)$"
)

_ACHIEVED = re.compile(r"(?:公开|完成|达标)率(?:为|达到?|是)?$")


def counted_list(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """A count equals the number of items that the sentence lists after it.

    A list that ends with 等 is partial.

    Right: 「共设3个股室：办公室、财务股、人事股。」, 「项目2个，主要是项目1：…、项目2：…」.
    Wrong: 「内设4个科室，分别为办公室、财务科、人事科。」
    """
    for read in paragraphs:
        if read.paragraph.kind != "text":
            continue
        for numeral in read.numerals:
            if numeral.kind == "count":
                listed = _listed(numeral.mention)
                if listed is not None:
                    yield _count_remark(numeral.mention, listed)


def _listed(mention: Mention) -> int | None:
    """How many items follow the count in its sentence; None where no complete list does."""
    text = mention.paragraph.text
    end = text.find("。", mention.end)
    tail = text[mention.end : end if end >= 0 else len(text)]
    opening = _LIST_AFTER.match(tail)
    if opening is None:
        return None
    tail = tail[opening.end() :]
    if _NUMBERED.search(tail):
        return _numbered_items(tail, text[end + 1 :] if end >= 0 else None)
    for separator in "、，":
        items = tail.split(separator)
        if len(items) >= 2 and all(_WITH_AMOUNT.fullmatch(item) for item in items):
            return len(items)
    if _PARTIAL.search(tail) or re.search(r"[\d，；：:]", tail) or "、" not in tail:
        return None
    unit = re.search(r"(?:科|股|处|室)", mention.text + text[mention.end : mention.end + 3])
    return len(tail.split("、")) if unit else None


def _numbered_items(listed: str, rest: str | None) -> int | None:
    """How many items 项目1：…、项目2：… or （1）…；（2）… number; None where the list may go on after the sentence."""
    numbers = [int(match["a"] or match["b"]) for match in _NUMBERED.finditer(listed)]
    in_order = numbers == list(range(1, len(numbers) + 1))
    if not in_order or len(numbers) < 2 or rest is None or _NUMBERED.match(rest):
        return None
    return len(numbers)


def _count_remark(mention: Mention, listed: int) -> Remark:
    if mention.number.value == listed:
        return Remark("counted_list", "list", "verified", "info", f"所称 {mention.text} 与列举的 {listed} 项一致", (mention,))
    return Remark(
        "counted_list", "list", "contradicted", "error", f"所称 {mention.text}，其后列举 {listed} 项", (mention,),
        stated=mention.text, expected=f"{listed}{mention.number.unit}",
    )  # fmt: skip


# People are told by several traits at once (女性12人，党员20人); only these divide them.
_PEOPLE = frozenset({"人", "名"})
_DIVIDES_PEOPLE = re.compile(r"在职|离休|退休|行政|事业|参公|参照|工勤|聘用|编制|编外|遗属|公务员")
_RATING = re.compile(r"(?:优秀?|良好?|中|差|较差|较好|一般|合格|及格)等?级?(?:的|为|等次)*(?:项目)?(?:有|共)?$")
_RATED = re.compile(r"(?:项目)?[^，。；\d]{0,10}?(?:为|达到|评为)[“\"]?(?:优|良|中|差|一般|合格)")
# Those who are told beside the staff, not among it.
_BESIDE_STAFF = re.compile(r"离退?休|退休|遗属|编外|聘用")
# What was bought or scrapped is no part of what there is.
_MOVED = re.compile(r"新[增购]|购[置入买]|报废|处置|更新|增加|减少|划[入出转]|调[入出]")


def count_parts(paragraphs: Sequence[ReadParagraph]) -> Iterator[Equation]:
    """Counts after 其中, ： or in brackets add up to the count they break down, where the list is complete or exceeds it.

    A list may go on after its parts are complete. People are also told by traits that overlap: those are left alone.

    Right: 「公务用车5辆，其中：一般公务用车2辆、执法执勤用车2辆、其他用车1辆」, 「8个项目自评为优6个，良2个」.
    Wrong: the same with 3辆 in all; 「地上建筑面积8013平方米（其中计容面积7998平方米，不计容面积105平方米）」.
    """
    for read in paragraphs:
        numerals = [n for n in read.numerals if n.kind == "count"]
        for position, numeral in enumerate(numerals):
            after = numerals[position + 1 :]
            listed = _complete(numeral.mention, _parts_after(numeral, after) or _ratings_after(numeral, after))
            if len(listed) < 2 or numeral.mention.number.approximate:
                continue
            whole = numeral.mention
            total = sum(m.number.value for m in listed)
            if total != whole.number.value and not _divides(whole, listed):
                continue
            text = whole.paragraph.text[whole.end : listed[-1].end]
            if total >= whole.number.value or _COMPLETE_TAIL.search(text):
                terms = tuple(Term(m, _name_before(m)) for m in listed)
                yield Equation("count_parts", "parts", Term(whole, _name_before(whole)), terms)


def _complete(whole: Mention, listed: Sequence[Mention]) -> Sequence[Mention]:
    """The first parts that make up the whole, where some people do: those who follow are others (退休职工28人).

    Of things such a list is no list of other things, but one that exceeds its whole.
    """
    if whole.number.unit not in _PEOPLE:
        return listed
    total = Decimal(0)
    for taken, part in enumerate(listed, start=1):
        total += part.number.value
        rest = listed[taken:]
        if total != whole.number.value or not any(m.number.value for m in rest):
            continue
        if taken >= 2 or all(_BESIDE_STAFF.search(_name_before(m)) for m in rest):
            return listed[:taken]
    return listed


def _divides(whole: Mention, listed: Sequence[Mention]) -> bool:
    """Whether the parts cannot overlap."""
    return whole.number.unit not in _PEOPLE or all(_DIVIDES_PEOPLE.search(_name_before(m)) for m in listed)


def _ratings_after(numeral: Numeral, after: Sequence[Numeral]) -> list[Mention]:
    """The numbers of 优, 良, 中 and 差 that the sentence tells of so many projects."""
    mention = numeral.mention
    text = mention.paragraph.text
    if not (re.match("(?:[一二]级)?项目", text[mention.end :]) or re.search("项目共?$", text[: mention.start])):
        return []
    end = text.find("。", mention.end)
    inside = takewhile(lambda n: end < 0 or n.mention.end <= end, after)
    rated = [n.mention for n in inside if _RATING.search(text[: n.mention.start]) or _RATED.match(text[n.mention.end :])]
    return rated if rated and all(m.number.unit == mention.number.unit for m in rated) else []


def _parts_after(numeral: Numeral, after: Sequence[Numeral]) -> list[Mention]:
    """The counts of the same unit right after 其中, ： or a bracket, to the end of the sentence or of the bracket."""
    mention = numeral.mention
    text = mention.paragraph.text
    opening = re.match(
        r"(?:[，,]价值[\d,.]+[万亿]?元)?[，。；]?(?P<bracket>[（(])?其中[：:，]?|(?P<own>[（(])(?=[^）)]*[、，])|：",
        text[mention.end :],
    )
    if opening is None or ("其中" not in opening[0] and _MOVED.search(text, mention.end, mention.sentence[1])):
        return []
    end = min((e for e in (text.find("。", mention.end + opening.end()), mention.sentence[1]) if e >= 0), default=len(text))
    if opening["bracket"] or opening["own"]:
        close = text.find("）", mention.end)
        end = close if close >= 0 else end
    inside = takewhile(lambda n: n.mention.end <= end, after)
    return [n.mention for n in inside if n.mention.number.unit == mention.number.unit and not _nested(mention, n.mention)]


def _nested(whole: Mention, part: Mention) -> bool:
    """Whether a bracket that opens after the whole's own holds the part: it breaks down another part."""
    between = whole.paragraph.text[whole.end + 3 : part.start]
    return between.count("（") > between.count("）")


def _name_before(mention: Mention) -> str:
    match = re.search(r"[\u4e00-\u9fff]{2,12}$", mention.paragraph.text[: mention.start])
    return re.sub(r"^(?:其中|共有|共|有)+", "", match[0]) if match else ""


def count_rate(paragraphs: Sequence[ReadParagraph]) -> Iterator[Equation]:
    """A rate told beside its two counts is the later count over the one before it.

    Right: 「目标10个，公开10个，公开率为100%」, 「监控项目10个，占本单位项目的100%」 after 「项目10个」.
    Wrong: 「目标10个，公开9个，公开率为100%」; 「监控项目20个，达到目标81个，达标率90%」.
    """
    for read in paragraphs:
        for position, numeral in enumerate(read.numerals):
            if numeral.kind != "rate":
                continue
            counts = [n.mention for n in read.numerals[:position] if n.kind == "count"]
            if len(counts) < 2 or read.numerals[position - 1].mention is not counts[-1]:
                continue
            whole, part, rate = counts[-2], counts[-1], numeral.mention
            text = rate.paragraph.text
            # 项目支出9个、转移支付0个 are two parts
            a_part_itself = "其中" in text[whole.sentence[0] : whole.start] or text.startswith("、", whole.end)
            near = text.count("。", whole.end, rate.start) <= 1 and whole.number.unit == part.number.unit
            between = text[part.end : rate.start]
            possible = 0 < whole.number.value >= part.number.value
            if whole.number.value and _ACHIEVED.search(between) and rate.number.value < 100:
                # more done than there is to do, beside a rate that says less
                possible = text.count("。", whole.end, rate.start) == 0
            if near and possible and not a_part_itself and _COUNT_RATE.search(between):
                yield Equation("count_rate", "rate", Term(rate, "比率"), (Term(part, "其中"),), (Term(whole, "总数"),))
