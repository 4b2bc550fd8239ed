"""Years that the text names, against the year that the document is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import title_words, words
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.facts import Facts
from audit.statements.model import Statement

_YEAR = re.compile(r"20\d\d")
_BASE = re.compile(r"(?:比|较|与|(?<![合相])同|对比)(?P<year>20\d\d)年(?:度)?(?P<what>[^，。；：\d]{0,14})")
_CHANGED = re.compile(r"(?:相比)?[，,]?(?:本年)?(?:增加|增长|上升|减少|下降|降低|压减|持平|无变化|没有变化|无增减)")
_EXECUTED = re.compile(r"(?P<year>20\d\d)年(?:当年)?预算执行数为")
_OF_BUDGET = re.compile(r"预算|年初")
# Titles of what belongs to another year by its nature.
_OF_ANOTHER_YEAR = re.compile(
    r"绩效|执行情况|完成情况|上年|上一年|去年|结转|结余|回顾|总结|规划|项目|自评|评价|通知|办法|方案|《"
)
_KIND_WORDS = {"budget": "预算", "final_accounts": "决算"}
_AS_OF = re.compile(r"截[至止](?P<year>20\d\d)年\d{1,2}月(?:\d{1,2}日|底|末)?")
_ASSETS = re.compile(r"车辆|固定资产|国有资产|资产总额")
_PERIOD = re.compile(r"(?:项目)?实施(?:周期|期限|时间)")
_OPEN_PERIOD = re.compile(r"起|以来|长期|每年|至今|开始")
# How many titles must carry the document's year before one that carries another is wrong.
_TITLES = 3


def years(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """The years named in comparisons, titles, dates and project periods fit the year of the document.

    A comparison is with an earlier year (accounts may compare with the budget of their own); titles of tables and sections
    carry the document's year; the assets in accounts are those of that year's end; the period of a project that has money
    this year includes this year. Titles of what belongs to another year (绩效自评, 结转, 执行情况) are left alone.

    Right: in the budget of 2026, 「比2025年预算增加10.00万元」, 《2026年部门收入预算总表》, 「实施周期：2025年至2027年」.
    Wrong: in the budget of 2026, 「比2026年预算增加10.00万元」, 《2025年部门收入预算总表》 among tables of 2026.
    Severity: warning.
    """
    if facts.year is None or facts.kind == "unknown":
        return
    texts = [read for read in paragraphs if read.paragraph.kind == "text"]
    yield from _bases(texts, facts.year, facts.kind)
    yield from _titles(paragraphs, statements, facts.year, _KIND_WORDS[facts.kind])
    yield from _asset_dates(texts, facts.year, facts.kind)
    yield from _periods(paragraphs, facts.year)


def _bases(paragraphs: Sequence[ReadParagraph], year: int, kind: str) -> Iterator[Remark]:
    for read in paragraphs:
        text = read.paragraph.text
        for match in _BASE.finditer(text):
            named = int(match["year"])
            own_plan = kind == "final_accounts" and _OF_BUDGET.search(match["what"])
            changed = _CHANGED.search(match["what"]) or _CHANGED.match(text[match.end() :])
            if named < year or own_plan or not changed or _speaks_of_later(read, match.start(), year):
                continue
            yield _remark("base", words(read.paragraph, match.start("year"), match.end("year") + 1), year - 1, "对比的基期", year)
        for match in _EXECUTED.finditer(text) if kind == "budget" else ():
            if int(match["year"]) >= year:
                said = words(read.paragraph, match.start("year"), match.end("year") + 1)
                yield _remark("executed", said, year - 1, "预算执行数的年份", year)


def _speaks_of_later(read: ReadParagraph, position: int, year: int) -> bool:
    """Whether the sentence is about a later year than the document's: 2027年…比2026年增加."""
    sentence = words(read.paragraph, position, position + 1).sentence
    return any(int(y) > year for y in _YEAR.findall(read.paragraph.text[sentence[0] : position]))


def _titles(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], year: int, kind_word: str) -> Iterator[Remark]:
    """Titles of tables and sections of this kind with one other year, where most carry the document's."""
    titles = [title_words(s.table) for s in statements if s.table.title and s.role != "performance"]
    titles += [words(r.paragraph, 0, len(r.paragraph.text)) for r in paragraphs if r.paragraph.kind == "heading"]
    dated = [(t, int(found[0])) for t in titles if len(found := _YEAR.findall(t.text)) == 1 and kind_word in t.text]
    tally = Counter(y for _, y in dated)
    if tally[year] < _TITLES:
        return
    for title, named in dated:
        if named != year and 2 * tally[named] < tally[year] and not _OF_ANOTHER_YEAR.search(title.text):
            yield _remark("title", title, year, "标题的年份", year, str(named))


def _asset_dates(paragraphs: Sequence[ReadParagraph], year: int, kind: str) -> Iterator[Remark]:
    """Accounts tell assets at the end of their year; a budget may tell those of the last year or two."""
    earliest = year if kind == "final_accounts" else year - 2
    latest = year + 1 if kind == "final_accounts" else year
    for read in paragraphs:
        for match in _AS_OF.finditer(read.paragraph.text) if _ASSETS.search(read.paragraph.text) else ():
            if not earliest <= int(match["year"]) <= latest:
                said = words(read.paragraph, match.start("year"), match.end("year") + 1)
                right = year if kind == "final_accounts" else year - 1
                yield _remark("date", said, right, "资产数据的日期", year)


def _periods(paragraphs: Sequence[ReadParagraph], year: int) -> Iterator[Remark]:
    """A period told beside 实施周期, or in the paragraph under a heading of that name."""
    under = False
    for read in paragraphs:
        text = read.paragraph.text
        told = _PERIOD.search(text)
        if read.paragraph.kind == "heading":
            under = told is not None and not _YEAR.search(text)
        elif read.paragraph.kind == "text" and (told or under):
            start = told.end() if told and not under else 0
            under = False
            end = next(i for i in (text.find("。", start), len(text)) if i >= 0)
            named = [int(y) for y in _YEAR.findall(text[start:end])]
            if named and not _OPEN_PERIOD.search(text[start:end]) and not min(named) <= year <= max(named):
                first = _YEAR.search(text, start)
                if first is not None:
                    yield _remark("period", words(read.paragraph, first.start(), end), year, "项目实施周期", year)


def _remark(kind: str, said: Mention, right: int, what: str, year: int, wrong: str = "") -> Remark:
    named = wrong or _YEAR.findall(said.text)[0]
    expected = said.text.replace(named, str(right)) if kind != "period" else None
    message = f"{what}写作“{said.text}”，而文件为 {year} 年度"
    return Remark("years", kind, "contradicted", "warning", message, (said,), said.text, expected, "stale_year")
