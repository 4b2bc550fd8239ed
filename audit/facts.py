"""What document is this: title, organisation, year and kind, from its first lines and its tables."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from audit.reading.document import Document

_DIGITS = "〇零一二三四五六七八九"
_CHINESE_YEAR = re.compile(r"[二][〇零○O0][一二三四五六七八九〇零○O0]{2}(?=年)")
# 2025年8月 is when it was printed, not what it is about.
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_YEAR_OF_KIND = re.compile(r"(20\d\d)\s*年[^。，；：\d]{0,30}?(预算|决算)")
# A year told this often, beside the one told most, is no passing mention.
_OFTEN = 0.3
_KIND = re.compile(r"决算|预算")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]+部分")
_ATTACHMENT = re.compile(r"附件\s*\d*\s*[：:]?")
_ORGANIZATION_LINE = re.compile(
    r"(?:编制|填报|预算|公开)?(?:主管)?(?:部门|单位)(?:名称)?(?:（公章）)?[：:]\s*"
    r"(?P<name>[^\s：:（(]{4,40}?)(?=\s|$|[（(]|金额|单位|日期)"
)
_BODIES = (
    "局 委员会 委 厅 办公室 办 院 中心 学校 中学 小学 大学 处 所",
    "站 队 会 团 馆 台 社 部 街道办事处 人民政府 总队 支队 大队 法院 检察院",
)
_BODY = "|".join(" ".join(_BODIES).split())
_TITLE_ORGANIZATION = re.compile(
    rf"(?P<name>[\u4e00-\u9fff（）]{{2,40}}?(?:{_BODY}))(?:本级|（本级）)?(?=[|]|部门|单位|年度|预算|决算|关于|$)"
)


@dataclass(frozen=True)
class Facts:
    title: str
    organization: str
    year: int | None
    kind: Literal["budget", "final_accounts", "unknown"]
    unit: str


def document_facts(document: Document) -> Facts:
    """Facts that are printed; "" or None where they are not."""
    title = _title(document)
    texts = [title, *(t.title for t in document.tables), *(p.text for p in document.paragraphs[:12])]
    return Facts(title, _organization(document, title), _year(texts, document), _kind(texts), _unit(document))


def _title(document: Document) -> str:
    """The lines that open the document, up to the one that says 预算 or 决算."""
    lines: list[str] = []
    for paragraph in document.paragraphs[:8]:
        if paragraph.kind == "contents" or paragraph.text == "目录" or len(paragraph.text) > 60 or paragraph.text.endswith("。"):
            break
        line = _ATTACHMENT.sub("", paragraph.text, count=1)
        if not line or re.fullmatch(r"20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?", line):
            continue
        lines.append(line)
        if _KIND.search(line) and _YEAR.search(_with_digits("".join(lines))):
            return "".join(lines)
    # pages torn out of a document open with the number of a section, which names no document
    whole = [line for line in lines if not _NUMBERED.match(line)]
    return next((line for line in whole if _KIND.search(line)), whole[0] if whole else "")


def _organization(document: Document, title: str) -> str:
    notes = (table.note for table in document.tables)
    named = Counter(match["name"] for note in notes if (match := _ORGANIZATION_LINE.search(note)) is not None)
    if named:
        return named.most_common(1)[0][0]
    opening = [p.text for p in document.paragraphs[:8] if len(p.text) <= 60]
    told = next((match for text in opening if (match := _ORGANIZATION_LINE.match(text)) is not None), None)
    dated = re.sub(r"20\d\d\s*年(?:度)?", "|", _with_digits(title))
    found = told or _TITLE_ORGANIZATION.search(dated)
    if found:
        return found["name"]
    return next((text for text in opening[:3] if re.fullmatch(rf"[\u4e00-\u9fff（）]{{3,30}}(?:{_BODY})", text)), "")


def _year(texts: list[str], document: Document) -> int | None:
    """The year whose 预算 or 决算 the title names, else any it names; otherwise the one the text speaks of most.

    Of several told often it is the latest: last year's figures are told beside this year's, next year's are not.
    """
    title = _with_digits(texts[0])
    for pattern in (_YEAR_OF_KIND, _YEAR):
        if year := pattern.search(title):
            return int(year[1])
    counted = Counter(y for text in texts for y in _YEAR.findall(text))
    counted = counted or Counter(y for p in document.paragraphs for y in _YEAR.findall(p.text))
    return max((int(year) for year, n in counted.items() if n >= _OFTEN * max(counted.values())), default=None)


def _with_digits(text: str) -> str:
    """二〇二四年 as 2024年."""
    return _CHINESE_YEAR.sub(lambda year: "".join(str(max(_DIGITS.find(c) - 1, 0)) for c in year[0]), text)


def _kind(texts: list[str]) -> Literal["budget", "final_accounts", "unknown"]:
    """What the title calls its year's figures, else what the first text that names a kind speaks of."""
    if told := _YEAR_OF_KIND.search(_with_digits(texts[0])):
        return "final_accounts" if told[2] == "决算" else "budget"
    for text in texts:
        kinds = _KIND.findall(text)
        if kinds:
            return "final_accounts" if "决算" in kinds else "budget"
    return "unknown"


def _unit(document: Document) -> str:
    units = Counter(table.unit for table in document.tables if table.unit)
    return units.most_common(1)[0][0] if units else ""
