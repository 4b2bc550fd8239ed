"""Names of account items in the text, against the tables' names of the same items."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.claims.model import Claim, Mention
from audit.claims.subjects import comparable
from audit.statements.model import Figure, Statement

_BY_FUNCTION = frozenset({"expenditure", "general", "fund", "capital", "appropriation_expenditure"})
_LEVEL_NAMES = ("类", "款", "项")
_CONNECTIVES = re.compile(r"[与和及、]")
_CLASS_MARK = re.compile(r"[（(]类[）)]?$")
# How many of a list's items must be in the table before the one that is not is called misnamed.
_SISTERS = 2


@dataclass(frozen=True, eq=False)
class _Row:
    """An item of the function tables: the names of its levels, outermost first, and its figures of this year."""

    code: str
    names: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, eq=False)
class _Named:
    """An item that one paragraph names: its path (or the one name of a 类), and its claims there."""

    path: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def code(self) -> str:
        return next((c.subject.code for c in self.claims if c.subject.code), "")

    def meets(self, row: _Row) -> bool:
        amounts = [c.amount for c in self.claims if c.amount is not None and c.amount.number.value]
        return any(a.number.interval.meets(f.number.interval) for a in amounts for f in row.figures if f.number.value)


def item_names(claims: Sequence[Claim], statements: Sequence[Statement]) -> Iterator[Remark]:
    """The 类, 款 and 项 that the text names are those of a row of the tables.

    A name that no row has is told where one row is certain: the row of the code that is printed with it, or the only row
    with the very amount that no other item of the text names, one of whose levels agrees.

    Right: 「住房保障支出（类）住房改革支出（款）住房公积金（项）289.59万元」, the names of 221, 22102 and 2210201.
    Wrong: 「住房保障支出（类）住房保障支出（款）住房公积金（项）289.59万元」; 「医疗卫生与计划生育支出」 for 卫生健康支出.
    Severity: warning.
    Source: 财政部《政府收支分类科目》 of the year, as the document's own tables print it.
    """
    rows = _rows(statements)
    named = list(_named(claims))
    unknown: list[_Named] = []
    taken: set[str] = set()
    for item in named:
        found = [row.code for row in rows.values() if _same_path(item.path, row.names)]
        taken.update(found)
        if not found:
            unknown.append(item)
    lists = Counter(_list_of(item) for item in named if item not in unknown and len(item.path) == 1)
    for item in unknown:
        if len(item.path) == 1 and lists[_list_of(item)] < _SISTERS:
            continue
        row = _row_of(item, rows, taken)
        if row is not None:
            yield from _remark(item, row)


def _rows(statements: Sequence[Statement]) -> dict[str, _Row]:
    """The rows by code whose names of all levels are printed; where tables differ in a name, the most frequent."""
    names: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    figures: dict[str, list[Figure]] = defaultdict(list)
    for statement in statements:
        if statement.role not in _BY_FUNCTION:
            continue
        for line in statement.lines:
            for figure in line.figures:
                if len(figure.path) + 1 == (len(line.code) - 1) // 2 and line.item:
                    names[line.code][(*figure.path, line.item)] += 1
                    if figure.measure == "total" and figure.period == "current":
                        figures[line.code].append(figure)
    return {code: _Row(code, found.most_common(1)[0][0], tuple(figures[code])) for code, found in names.items()}


def _named(claims: Sequence[Claim]) -> Iterator[_Named]:
    together: dict[tuple[int, tuple[str, ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        subject = claim.subject
        path = subject.path or (() if subject.topic or subject.code else (_CLASS_MARK.sub("", subject.name),))
        if path and path[-1]:
            together[id(claim.first.paragraph), path].append(claim)
    for (_, path), found in together.items():
        yield _Named(path, tuple(found))


def _list_of(item: _Named) -> tuple[int, int]:
    """Which sentence of which paragraph names the item; ； parts the items of one list."""
    first = item.claims[0].first
    return id(first.paragraph), first.paragraph.text.count("。", 0, first.start)


def _row_of(item: _Named, rows: Mapping[str, _Row], taken: set[str]) -> _Row | None:
    """The row that is certainly meant; None where there is none, or a choice."""
    if item.code:
        row = rows.get(item.code)
        return row if row is not None and len(row.names) == len(item.path) and item.meets(row) else None
    free = [r for r in rows.values() if r.code not in taken and len(r.names) == len(item.path) and item.meets(r)]
    if len(item.path) == 1:
        return free[0] if len(free) == 1 else None
    agreeing = {r.code: sum(map(_same_name, item.path, r.names)) for r in free}
    best = [r for r in free if agreeing[r.code] == max(agreeing.values()) > 0]
    return best[0] if len(best) == 1 else None


def _remark(item: _Named, row: _Row) -> Iterator[Remark]:
    wrong = [level for level, (a, b) in enumerate(zip(item.path, row.names, strict=True)) if not _same_name(a, b)]
    said = _printed(item, wrong)
    if said is None:
        return
    right = "".join(f"{row.names[level]}（{_LEVEL_NAMES[level]}）" for level in wrong)
    figure = next(f for f in row.figures if f.number.value)
    message = f"正文称“{said.text}”，而《{figure.table.title}》{figure.cell.text} 一行（{row.code}）为“{right}”"
    yield Remark("item_names", "path", "contradicted", "warning", message, (said,), said.text, right, "name", (figure,))


def _printed(item: _Named, levels: Sequence[int]) -> Mention | None:
    """The wrong names as the paragraph prints them before the item's first number."""
    first = item.claims[0].first
    text = first.paragraph.text[: first.start]
    marks = [rf"\s*[（(\[【]\s*\d{{0,7}}\s*{level}\s*[）)\]】]" for level in _LEVEL_NAMES]
    if len(item.path) == 1:
        pattern = rf"({re.escape(item.path[0])})(?:{marks[0]})?"
    else:
        pattern = r".{0,4}?".join(rf"({re.escape(n)}[”\"]?{m})" for n, m in zip(item.path, marks, strict=False))
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    return words(first.paragraph, found[-1].start(1 + levels[0]), found[-1].end(1 + levels[-1]))


def _same_path(path: Sequence[str], names: Sequence[str]) -> bool:
    return len(path) == len(names) and all(map(_same_name, path, names))


def _same_name(a: str, b: str) -> bool:
    """One name, or one a shortening of the other; 与, 和 and 、 are one."""
    a, b = _CONNECTIVES.sub("", comparable(a)), _CONNECTIVES.sub("", comparable(b))
    return a in b or b in a
