"""Every numeral of a paragraph: its value, its unit and what kind of number it is.

Kinds that can carry a claim: "amount", "rate" (any percentage), "points" (百分点), "count". Kinds that never do: "year",
"date", "section" (numbering), "code", "document" (文号, law articles), "phone", "threshold" (单价100万元以上),
"ordinal" (项目1：, 第3条), "indicator" (公开率为100% without two counts beside it), "other". Plans (拟, 预计), targets
(达到95%以上) and ranges (1.20-1.50万元) are thresholds too.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.claims.averages import average_told
from audit.claims.model import Mention
from audit.numbers import Number, is_endless, printed_decimals
from audit.reading.document import Paragraph

CLAIM_KINDS = frozenset({"amount", "rate", "points", "count"})

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+(?![\d])|\d+)(?:\.\d+)?"
_DECIMALS = r"\d+(?:,\d{3})*\.\d+"
_CHINESE = "零一二三四五六七八九"
_COUNTERS = (
    "个百分点|个|辆|台（套）|台|套|批次|人次|批|人|名|项|家|户|次|件|条|份|处|所|期|场|"
    "平方米|平方公里|㎡|m2|亩|公里|股室|科室|天|张|篇|分"
)
_NUMERAL = re.compile(
    # after a word a dash is a minus only where a change or a value is told: 增长-5%, not 项目-5
    rf"(?P<sign>(?:(?<![\d\u4e00-\u9fff）)])|(?<=[长降加少减升额率幅比为是：]))[-−－])?(?:(?P<hundred_millions>\d+)亿零?(?=\d+(?:\.\d+)?万元))?(?P<digits>{_DIGITS})"
    rf"(?P<unit>个?百分点|[%‰倍]|[亿万千]?元|[百千]万元|[万亿](?=[^\w]|$|左右|以[上下内]|[和及与])|{_COUNTERS}"
    # 分别为4.50、5.20和6.30万元: of a series the last number prints the unit
    rf"|(?=(?:[、，,]|以及|[和及与])(?:{_DECIMALS}(?:[、，,]|以及|[和及与]))*{_DECIMALS}(?P<series_unit>[亿万]?元)))?"
)
_CHINESE_COUNT = re.compile(
    rf"(?P<digits>[{_CHINESE[1:]}]?十[{_CHINESE[1:]}]?|[{_CHINESE[1:]}两])(?P<unit>个|家|辆|项|名|批次|人次)(?!月|方面|是|百分点|维度|小康|五|性)"
)
_YEAR_AFTER = re.compile(r"年(?!金)")
_DATE = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[-—–至]\d{1,2}月|\d{1,2}月(?:\d{1,2}日|底|末|份)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{4}[-—–]\d{4}年"
)
_PHONE = re.compile(
    r"(?:电话|传真|邮编|邮政编码|咨询)[^，。；]{0,8}?[\d（(]{1}[\d\-—－–）)/、 ]{5,}|\b0\d{2,3}[-—－]\d{7,8}|(?<!\d)1\d{10}(?!\d)"
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[【(（]\d{4}[〕\]】)）]第?\d+号?|第\d+[号条款章页届次期]|(?<!\d)\d+号(?:文|令|）|\)|》)")
_SECTION = re.compile(
    r"^(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．](?!\d)|\d{1,2}(?:\.\d{1,2}){1,2}(?=[\u4e00-\u9fff])(?![万亿千]|元|个?百分点)|（\d{1,2}）)"
)
_CLASS_CODE = re.compile(
    r"(?<![\d.,])[1235]\d{2}(?:\d{2}){0,2}(?![万亿千百十元个辆台套批人名项家户次件条份处所期场平公亩天年月日号级分])(?=[\u4e00-\u9fff“（])|[（(\[]\d{2,7}(?:类|款|项)?[）)\]]|(?<![\d.,])\d{2,3}-\d{2}(?:-\d{2})?(?!\d)"
)
_ORDINAL = re.compile(r"(?:项目|目标|附件|附表|表|图|指标|第)\d{1,3}(?=[：:、，—\s是为（]|$)")
_THRESHOLD_AFTER = re.compile(r"^[）)]?(?:（含[^）]*）)?(?:及)?(?:以上|以下|以内|以外)")
_THRESHOLD_BEFORE = re.compile(
    r"(?:≥|≤|>|<|＞|＜|不低于|不高于|不超过|不少于|(?<![幅长降加少升])(?<!幅度)达到?|控制在|每[人年月天次]|\d[-—~～至])$"
)
_APPROXIMATE_BEFORE = re.compile(r"(?:约|近|超过?|逾|大约|约为|余约|近约)$")
_APPROXIMATE_AFTER = re.compile(r"^[）)]?(?:左右|余|多(?=[万元个]))")
_PLAN_BEFORE = re.compile(r"(?:拟(?!采购(?:货物|工程|服务))|预计|计划(?!生育|实施|安排))[^，。；：]{0,14}$")

# 增长1.5倍, 是上年的2.5倍: not 力争实现3倍
_TIMES_BEFORE = re.compile(
    r"(?:增加|增长|上升|提高|增幅|涨幅)(?:了|为|达)?(?:约|近|超过?|逾)?$|[是为][^，。；]{0,14}的(?:约|近)?$"
)

# What is told of how work was done, not of money
_INDICATOR_BEFORE = re.compile(
    r"(?:公开|覆盖|自评|监控|达标|合格|满意|办结|到位|知晓|普及|就业|入学|巩固|参与|及时|准确|处置|完好|抽检)率(?:为|达到?|是|均|：)*$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Numeral:
    """A mention and its kind."""

    mention: Mention
    kind: str

    @property
    def can_claim(self) -> bool:
        return self.kind in CLAIM_KINDS


def document_numerals(paragraphs: Sequence[Paragraph]) -> list[list[Numeral]]:
    """The numerals of each paragraph, amounts read with the precision of the narrative as a whole.

    Writers drop trailing zeros, so an amount has at least d₀ decimals: the most frequent number of decimals among
    the narrative's amounts of that unit that print a point (ties: the larger; none: 0). Percentages and 亿元 keep
    the decimals printed.
    """
    found = [_numerals(paragraph) for paragraph in paragraphs]
    precision = usual_decimals(n.mention.number for numerals in found for n in numerals if n.kind == "amount")
    return [[_precise(n, precision) for n in numerals] for numerals in found]


def usual_decimals(numbers: Iterable[Number]) -> dict[str, int]:
    """d₀ for each unit of money that is printed with drifting decimals: {"万元": 2, "元": 0}."""
    counts: dict[str, Counter[int]] = {}
    for number in numbers:
        if number.unit in ("元", "万元") and "." in number.text:
            counts.setdefault(number.unit, Counter())[printed_decimals(number.text)] += 1
    return {unit: max(tally, key=lambda d: (tally[d], d)) for unit, tally in counts.items()}


def _precise(numeral: Numeral, precision: dict[str, int]) -> Numeral:
    mention = numeral.mention
    if average_told(mention.paragraph.text[max(0, mention.start - 24) : mention.start]):
        # what is divided is rounded to what is printed
        return numeral
    decimals = precision.get(mention.number.unit, 0)
    number = mention.number.with_precision(decimals)
    if number is mention.number:
        return numeral
    return Numeral(Mention(mention.paragraph, mention.start, mention.end, mention.sentence, number), numeral.kind)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, its closing mark included; ； closes one too."""
    spans, start = [], 0
    for match in re.finditer(r"[。；;！？]", text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _numerals(paragraph: Paragraph) -> list[Numeral]:
    text = paragraph.text
    if not any(c.isdigit() for c in text) and not _CHINESE_COUNT.search(text):
        return []
    silent = _silent_spans(text)
    sentences = sentence_spans(text)
    begins = [begin for begin, _ in sentences]
    numerals: list[Numeral] = []
    taken = 0
    for match in _NUMERAL.finditer(text):
        start, end = match.span()
        if start < taken:
            continue
        kind = _silent_kind(silent, match.start("digits")) or _kind(text, match)
        number = _number(match, text, kind)
        sentence = sentences[bisect_right(begins, start) - 1]
        numerals.append(Numeral(Mention(paragraph, start, end, sentence, number), kind))
        taken = end
    numerals.extend(_chinese_counts(paragraph, sentences))
    numerals.sort(key=lambda n: n.mention.start)
    return numerals


def _silent_spans(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """The stretches of each kind that hold no claim, the kind that decides where they overlap first."""
    patterns = (
        (_DOCUMENT_NUMBER, "document"),
        (_PHONE, "phone"),
        (_DATE, "date"),
        (_CLASS_CODE, "code"),
        (_SECTION, "section"),
        (_ORDINAL, "ordinal"),
    )
    return [(kind, [match.span() for match in pattern.finditer(text)]) for pattern, kind in patterns]


def _silent_kind(spans: list[tuple[str, list[tuple[int, int]]]], position: int) -> str | None:
    for kind, found in spans:
        # a paragraph of a broken file can hold ten thousand of them
        at = bisect_right(found, position, key=lambda span: span[0]) - 1
        if at >= 0 and position < found[at][1]:
            return kind
    return None


def _kind(text: str, match: re.Match[str]) -> str:
    unit = match["unit"] or (match["series_unit"] if "." in match["digits"] else None) or ""
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 12]
    if not unit:
        value = match["digits"]
        if len(value) == 4 and value[:2] in ("19", "20") and _YEAR_AFTER.match(after):
            return "year"
        if re.match(r"[年月日]", after):
            return "date"
        if re.match(r"[.、．](?!\d)|[)）]", after) and (not before or before[-1] in "。；：，、（(“”"):
            return "section"
        # 增长13.95。: a rate or an amount whose mark is missing is for the residue checks, not for arithmetic
        return "other"
    if is_endless(match["digits"]):
        return "other"
    if re.search(r"\d\s$", before) and re.match(r"\d{3}(?!\d)", match["digits"]):
        # 1 200 000.00: the end of a number that spaces part
        return "other"
    if _THRESHOLD_AFTER.match(after) or _THRESHOLD_BEFORE.search(before) or _PLAN_BEFORE.search(before):
        return "threshold"
    if unit == "倍":
        return "rate" if _TIMES_BEFORE.search(before) else "other"
    if unit in ("%", "‰"):
        return "indicator" if _INDICATOR_BEFORE.search(before) and _counted_before(text, match.start()) < 2 else "rate"
    if unit.endswith("百分点"):
        return "points"
    if unit.endswith("元") or unit in ("万", "亿"):
        return "amount"
    return "count"


def _counted_before(text: str, position: int) -> int:
    """How many counts the sentence tells before a position: a rate beside its two counts can be recomputed."""
    sentence = text[text.rfind("。", 0, text.rfind("。", 0, position)) + 1 : position]
    return sum(bool(m["unit"]) and not re.search(r"[元%‰]|百分点", m["unit"]) for m in _NUMERAL.finditer(sentence))


def _number(match: re.Match[str], text: str, kind: str) -> Number:
    digits = match["digits"]
    plain = digits.replace(",", "").replace("，", "")
    value = Decimal(plain)
    if match["hundred_millions"]:
        # 1亿5000万元
        value += Decimal(match["hundred_millions"]) * 10**4
        digits = text[match.start("hundred_millions") : match.end("digits")]
    if match["sign"]:
        value = -value
    unit = match["unit"] or (match["series_unit"] if "." in match["digits"] else None) or ""
    if unit in ("万", "亿"):
        unit += "元"
    if unit.endswith("百分点"):
        unit = "百分点"
    approximate = bool(
        _APPROXIMATE_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
        or _APPROXIMATE_AFTER.match(text[match.end() : match.end() + 4])
    )
    # 增长1倍 is said of what nearly doubled
    approximate |= unit == "倍" and ("." not in plain or text[match.end() : match.end() + 1] == "多")
    is_count = kind == "count" and not plain.count(".")
    bare_zero = value == 0 and "." not in plain and kind != "rate"
    return Number(digits, value, printed_decimals(plain), unit, exact=is_count or bare_zero, approximate=approximate)


def _chinese_counts(paragraph: Paragraph, sentences: list[tuple[int, int]]) -> Iterable[Numeral]:
    begins = [begin for begin, _ in sentences]
    for match in _CHINESE_COUNT.finditer(paragraph.text):
        before = paragraph.text[max(0, match.start() - 1) : match.start()]
        if before and before in _CHINESE + "十百千万第每各":
            continue
        sentence = sentences[bisect_right(begins, match.start()) - 1]
        number = Number(match["digits"], Decimal(chinese_value(match["digits"])), 0, match["unit"], exact=True)
        yield Numeral(Mention(paragraph, match.start(), match.end(), sentence, number), "count")


def chinese_value(text: str) -> int:
    """The value of a Chinese numeral up to 99: 十 → 10, 二十三 → 23, 两 → 2."""
    text = text.replace("两", "二")
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return _CHINESE.index(text)
    return 10 * (_CHINESE.index(tens) if tens else 1) + (_CHINESE.index(ones) if ones else 0)
