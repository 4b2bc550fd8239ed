"""Counts of the narrative against the tables that print them: visits, people, vehicles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.checks.equation import Equation, Term
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.claims.roles import other_year
from audit.facts import Facts
from audit.statements.labels import compact
from audit.statements.model import Figure, Statement


@dataclass(frozen=True)
class _Counted:
    """What a row counts, and how the narrative leads up to the same count in one of these units."""

    row: re.Pattern[str]
    before: re.Pattern[str]
    units: frozenset[str]


def _counted(row: str, before: str, *units: str) -> _Counted:
    return _Counted(re.compile(row), re.compile(f"(?:{before})(?:共计|总计|合计|累计|共|为|是|：)*$"), frozenset(units))


_ABROAD = r"因公出国[（(]境[）)]"
_COUNTS = (
    _counted(rf"^{_ABROAD}团组数?[（(]", rf"{_ABROAD}团组数?", "个", "批", "次"),
    _counted(
        rf"^{_ABROAD}人次数?[（(]",
        rf"{_ABROAD}人次数?|{_ABROAD}团组数?(?:共|为)?\d+个[，、]?(?:参加)?(?:人员|人数)?",
        "人次",
        "人",
    ),
    _counted(r"^公务用车购置(?:数量?)?[（(]", r"公务用车购置(?:数量?)|(?<![拟划])购置公务用车", "辆", "台"),
    _counted(r"^公务用车保有量", r"公务用车(?:年末)?保有量", "辆", "台"),
    _counted(r"^国内公务接待批次", r"国内公务接待(?:批次)?", "批次", "批", "个"),
    _counted(
        r"^国内公务接待人次",
        r"国内公务接待(?:人次|人数)|国内公务接待(?:批次)?(?:共|为)?\d+(?:批次|批|个)[，、](?:国内公务接待)?(?:接待)?(?:来宾)?(?:人次|人数)?",
        "人次",
        "人",
    ),
    _counted(r"^车辆数合计", r"(?:共有|实有|拥有)(?:公务用)?车辆", "辆"),
)


def counts_vs_table(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Equation]:
    """Visits, people and vehicles that the text counts are as many as the table of the same name prints.

    Right: 「国内公务接待35批次、350人次」, 机构运行信息表 国内公务接待批次（个） 35, 国内公务接待人次（人） 350.
    Wrong: 「公务用车保有量为5辆」 beside 公务用车保有量（辆） 3.
    """
    rows = [(known, figure) for known in _COUNTS if (figure := _printed(known, statements)) is not None]
    for read in paragraphs if rows else ():
        text = read.paragraph.text
        for numeral in read.numerals:
            mention = numeral.mention
            if numeral.kind != "count" or mention.number.approximate or _of_other_year(mention, facts.year):
                continue
            for known, figure in rows:
                if mention.number.unit in known.units and known.before.search(text[: mention.start]):
                    yield Equation("counts_vs_table", "count", Term(mention, "正文"), (Term(figure, figure.where),))
                    break


def _printed(known: _Counted, statements: Sequence[Statement]) -> Figure | None:
    """The one number that tables print of it for the year; none where two differ."""
    found = [
        figure
        for s in statements
        if s.role != "performance"
        for figure in s.figures
        if figure.period == "current" and known.row.search(compact(figure.item)) and not figure.number.unit
    ]
    printed = [figure for figure in found if any(c.isdigit() for c in figure.number.text)]
    return printed[0] if len({figure.number.value for figure in printed}) == 1 else None


def _of_other_year(mention: Mention, year: int | None) -> bool:
    sentence = mention.paragraph.text[mention.paragraph.text.rfind("。", 0, mention.start) + 1 : mention.start]
    return bool(other_year(sentence, year))
