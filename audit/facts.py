"""What document is this: title, organisation, year and kind, from its first lines and its tables."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from audit.reading.document import Document

_YEAR = re.compile(r"(20\d\d)\s*年")
_KIND = re.compile(r"决算|预算")
_ORGANIZATION_LINE = re.compile(
    r"(?:编制)?(?:部门|单位)(?:名称)?(?:（公章）)?[：:]\s*(?P<name>[^\s：:（(]{4,40}?)(?=\s|$|金额|单位|日期)"
)
_TITLE_ORGANIZATION = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）]{2,40}?(?:局|委员会|委|厅|办公室|办|院|中心|学校|中学|小学|大学|处|所|站|队|会|团|馆|台|社|部|街道办事处|人民政府|总队|支队|大队|法院|检察院))"
    r"(?:本级|（本级）)?(?=20\d\d|\d{4}年|部门|单位|年度|预算|决算|$)"
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
        if paragraph.kind == "contents" or len(paragraph.text) > 60 or paragraph.text.endswith("。"):
            break
        if re.fullmatch(r"附件\s*\d*", paragraph.text):
            continue
        lines.append(paragraph.text)
        if _KIND.search(paragraph.text) and _YEAR.search("".join(lines)):
            return "".join(lines)
    return next((line for line in lines if _KIND.search(line)), lines[0] if lines else "")


def _organization(document: Document, title: str) -> str:
    named = Counter(match["name"] for table in document.tables if (match := _ORGANIZATION_LINE.search(table.note)) is not None)
    if named:
        return named.most_common(1)[0][0]
    match = _TITLE_ORGANIZATION.search(re.sub(r"附件\s*\d*", "", title))
    return match["name"] if match else ""


def _year(texts: list[str], document: Document) -> int | None:
    """The year the titles name; otherwise the one the text speaks of most."""
    for text in texts[:1]:
        years = _YEAR.findall(text)
        if years:
            return int(years[0])
    counted = Counter(y for text in texts for y in _YEAR.findall(text))
    counted = counted or Counter(y for p in document.paragraphs for y in _YEAR.findall(p.text))
    return int(counted.most_common(1)[0][0]) if counted else None


def _kind(texts: list[str]) -> Literal["budget", "final_accounts", "unknown"]:
    for text in texts:
        kinds = _KIND.findall(text)
        if kinds:
            return "final_accounts" if "决算" in kinds else "budget"
    return "unknown"


def _unit(document: Document) -> str:
    units = Counter(table.unit for table in document.tables if table.unit)
    return units.most_common(1)[0][0] if units else ""
