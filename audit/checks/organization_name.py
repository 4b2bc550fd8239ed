"""The organisation's name, written one way throughout."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import places_of, printed_line, title_words, words
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.facts import Facts
from audit.statements.model import Statement

_CONNECTIVE = r"[和与及暨、]"
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:省|自治区|自治州|市|区|县|州(?![市区县])|盟|旗|镇|乡|街道)")
# A character that tells one organisation from its neighbour (第一中学, 东城区) is no slip of the pen.
_TELLING = frozenset("一二三四五六七八九十东西南北中上下前后新老大小市县区州省镇乡村")
# What stands around the name where a document speaks of its own organisation.
_BEFORE_OWN = re.compile(r"(?:^|[，。；：:\s])(?:第[一二三四五六]部分|[一二三四五六七八九十]+、)?(?:20\d\d年度?，?)?$")
_AFTER_OWN = re.compile(
    r"(?:（[^）]{1,6}）)?(?:20\d\d|部门|单位|本级|概况|主要职|职能|机构|预算|决算|收入|支出|财政拨款|一般公共|政府性基金|国有资|机关运行|政府采购|共有|$)"
)


def organization_name(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """The document writes the name of its own organisation one way; a spelling that differs is told once, with its places.

    Spellings that count: another word for 和, one other character, the last place of the address left out. The latter two
    only where the document speaks of its own organisation, for they may name another one. Short forms are no slips.

    Right: 上海市普陀区规划和自然资源局 on the cover, in titles and in the text.
    Wrong: 「上海市规划和自然资源局2024年度部门决算表」, 「上海市普陀区规划与自然资源局」 in the same document.
    Severity: warning.
    """
    name = facts.organization
    lines = list(_lines(paragraphs, statements))
    if len(name) < 6 or sum(name in line.paragraph.text for line in lines) < 2:
        return
    found: dict[str, list[Mention]] = {}
    patterns = [(re.compile(pattern), own_only) for pattern, own_only in _patterns(name)]
    for line in lines:
        for start, end in _spellings(line.paragraph.text, name, patterns):
            found.setdefault(line.paragraph.text[start:end], []).append(words(line.paragraph, start, end))
    for spelling, places in found.items():
        message = f"单位名称写作“{spelling}”（{places_of(places)}），他处为“{name}”"
        yield Remark(
            "organization_name", "spelling", "contradicted", "warning", message, tuple(places), spelling, name, "name"
        )  # fmt: skip


def _lines(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement]) -> Iterator[Mention]:
    for read in paragraphs:
        if read.paragraph.kind != "terms" and read.paragraph.text:
            yield words(read.paragraph, 0, len(read.paragraph.text))
    for statement in statements:
        table = statement.table
        if table.title:
            yield title_words(table)
        for note in filter(None, table.note.split("\n")):
            yield printed_line(note, table)


def _spellings(text: str, name: str, patterns: Sequence[tuple[re.Pattern[str], bool]]) -> Iterator[tuple[int, int]]:
    """Where other spellings of the name stand in a line."""
    taken: list[tuple[int, int]] = []
    for pattern, own_only in patterns:
        for match in pattern.finditer(text):
            overlaps = any(start < match.end() and match.start() < end for start, end in taken)
            if match[0] == name or overlaps or (own_only and not _own(text, *match.span())):
                continue
            taken.append(match.span())
            yield match.span()


def _patterns(name: str) -> Iterator[tuple[str, bool]]:
    """Patterns of other spellings, and whether they count only where the document speaks of its own organisation."""
    parts = re.split(f"({_CONNECTIVE})", name)
    if len(parts) > 1:
        yield "".join(_CONNECTIVE if i % 2 else re.escape(part) for i, part in enumerate(parts)), False
    for i, char in enumerate(name):
        if char not in _TELLING and not re.match(_CONNECTIVE, char):
            other = f"[^{''.join(_TELLING)}\\W\\d]"
            yield re.escape(name[:i]) + other + re.escape(name[i + 1 :]), True
    places: list[int] = [0]
    while match := _PLACE.match(name, places[-1]):
        places.append(match.end())
    if len(places) > 2:
        yield re.escape(name[: places[-2]] + name[places[-1] :]), True


def _own(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE_OWN.search(text[:start]) and _AFTER_OWN.match(text[end:]))
