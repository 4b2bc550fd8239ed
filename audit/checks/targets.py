"""What the narrative says of performance targets, against the forms that the document prints."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Equation, Remark, Term
from audit.claims.grammar import ReadParagraph
from audit.claims.numerals import Numeral
from audit.reading.document import Table
from audit.statements.labels import compact
from audit.statements.model import Figure, Statement

_PROJECTS = re.compile(r"绩效目标[^，。]{0,10}项目共?$|项目(?:支出)?绩效目标表?共?$")
_PROJECTS_AFTER = re.compile(
    r"^项目[^，。]{0,6}(?:(?:设置|编制|编报|填报|制定)了?[^，。]{0,4}绩效目标|(?:开展|实施|进行)了?[^，。]{0,6}(?:自评价?|绩效评价))"
)
_THEIR_MONEY = re.compile(r"^[，,]?(?:(?:涉及|对应)[^，。；\d]{0,12}(?:资金|金额)|金额|资金(?:总额|总量|规模)?)(?:为|共|合计)?$")
_INDICATORS = re.compile(r"(?P<level>[二三]级指标)(?:共)?$")
_MORE_PROJECTS = re.compile(r"(?:增加|新增)[^，。；]{0,12}项目$")
_YEAR = re.compile(r"20\d\d")


def targets(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement]) -> Iterator[Equation | Remark]:
    """The projects with performance targets are those whose forms are printed: their number, money and indicators.

    Another number of projects is wrong only where their money is that of the forms, or where the list of projects names those of
    the forms and no others; another of indicators is left alone: not every form need be disclosed. Money of projects that were
    evaluated may be what was planned for them or spent. Sentences about another year than the forms' are not read.

    Right: 「纳入绩效目标管理的项目9个，涉及预算资金247.01万元」 and nine forms whose 年度资金总额 add up to 247.01.
    Wrong: the same with 427.01万元; 「项目8个」 beside nine forms and the same nine projects in 项目支出表.
    """
    forms = [s for s in statements if s.role == "performance" and "整体" not in s.table.title]
    whole_unit = [s.table for s in statements if s.role == "performance" and "整体" in s.table.title]
    if len(forms) < 2:
        return
    listed = _are_listed(forms, [s for s in statements if s.role == "projects"])
    years = {y for s in forms for y in _YEAR.findall(s.table.title + s.table.note)}
    for read in paragraphs:
        text = read.paragraph.text
        if years and _YEAR.search(text) and not years & set(_YEAR.findall(text)):
            continue
        for position, numeral in enumerate(read.numerals):
            if numeral.kind != "count":
                continue
            following = read.numerals[position + 1] if position + 1 < len(read.numerals) else None
            yield from _project_count(numeral, following, forms, listed)
            yield from _indicator_count(numeral, [f.table for f in forms], whole_unit)


def _are_listed(forms: Sequence[Statement], lists: Sequence[Statement]) -> bool:
    """Whether a list of projects names those of the forms and no others."""
    named = [next((f.path[0] for f in form.figures if "资金总额" in f.item and len(f.path) > 1), "") for form in forms]
    if not all(named) or len(set(named)) < len(named):
        return False
    rows = [[compact(line.item) for line in s.lines if line.item and line.figures and not line.total] for s in lists]
    return any(sorted(items) == sorted(map(compact, named)) for items in rows)


def _project_count(
    count: Numeral, following: Numeral | None, forms: Sequence[Statement], listed: bool
) -> Iterator[Equation | Remark]:
    mention = count.mention
    text = mention.paragraph.text
    if not (_PROJECTS.search(_before(count)) or _PROJECTS_AFTER.match(text[mention.end :])):
        return
    money = _their_money(count, following, forms)
    if mention.number.value == len(forms):
        message = f"所称项目 {mention.text} 与绩效目标表 {len(forms)} 张一致"
        yield Remark("targets", "count", "verified", "info", message, (mention,))
        if money is not None:
            yield money
    elif listed or (money is not None and money.holds):
        bears_out = money.operands if money is not None and money.holds else ()
        why = "资金与之相符的绩效目标表" if bears_out else "绩效目标表及项目支出表所列项目均"
        message = f"所称项目 {mention.text}，而{why}为 {len(forms)} {'张' if bears_out else '个'}"
        expected = f"{len(forms)}{mention.number.unit}"
        yield Remark(
            "targets", "count", "contradicted", "error", message, (mention,), mention.text, expected, witnesses=bears_out
        )


def _their_money(count: Numeral, following: Numeral | None, forms: Sequence[Statement]) -> Equation | None:
    """The money told right after a number of projects, which is what their forms say was spent, or is planned, together."""
    if following is None or following.kind != "amount":
        return None
    between = count.mention.paragraph.text[count.mention.end : following.mention.start]
    if not _THEIR_MONEY.match(_PROJECTS_AFTER.sub("", between)):
        return None
    equations = []
    for period in ("current", "adjusted", "planned"):
        if totals := _form_totals(forms, period):
            terms = tuple(Term(figure, figure.path[0] if figure.path else figure.item) for figure in totals)
            equations.append(Equation("targets", "money", Term(following.mention, "绩效目标涉及资金"), terms))
    return next((e for e in equations if e.holds), equations[0] if equations else None)


def _indicator_count(count: Numeral, forms: Sequence[Table], whole_unit: Sequence[Table]) -> Iterator[Remark]:
    told = _INDICATORS.search(_before(count))
    if told is None:
        return
    for tables, name in ((forms, "项目支出绩效目标表"), (whole_unit, "整体支出绩效目标表")):
        printed = sum(_cells_under(table, told["level"]) for table in tables)
        if printed and count.mention.number.value == printed:
            message = f"所称{told['level']} {count.mention.text} 与{name}所列 {printed} 个一致"
            yield Remark("targets", "indicators", "verified", "info", message, (count.mention,))
            return


def _cells_under(table: Table, head: str) -> int:
    """How many filled cells stand under a head within the body of a form."""
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if cell.text == head:
                return sum(bool(below[column].text) and not below[column].covered for below in table.rows[index + 1 :])
    return 0


def _before(numeral: Numeral) -> str:
    return numeral.mention.paragraph.text[max(0, numeral.mention.start - 24) : numeral.mention.start]


def _form_totals(forms: Sequence[Statement], period: str) -> list[Figure]:
    """年度资金总额 of each project's form; empty where a form prints none."""
    wanted = [[f for f in form.figures if "资金总额" in f.item and (f.measure, f.period) == ("total", period)] for form in forms]
    found = [figures[0] for figures in wanted if figures]
    return found if len(found) == len(forms) else []


def more_projects(paragraphs: Sequence[ReadParagraph]) -> Iterator[Equation]:
    """A growth of the number of projects is what was added over the number before.

    Told only where it fits: which projects are counted is seldom certain.

    Right: 「增加预算项目1个，增长率11%」 with 10 projects this year (1 ÷ 9).
    Severity: never a contradiction.
    """
    told = [n.mention for read in paragraphs for n in read.numerals if n.kind == "count" and _PROJECTS.search(_before(n))]
    for read in paragraphs:
        for added, rate in zip(read.numerals, read.numerals[1:], strict=False):
            between = read.paragraph.text[added.mention.end : rate.mention.start]
            if (
                added.kind == "count"
                and rate.kind == "rate"
                and _MORE_PROJECTS.search(_before(added))
                and between.endswith("增长率")
            ):
                for whole in told[-1:]:
                    base = (Term(whole, "项目数"), Term(added.mention, "新增", -1))
                    growth = (Term(added.mention, "新增"),)
                    yield Equation("more_projects", "growth", Term(rate.mention, "增长率"), growth, base, "candidate", "projects")
