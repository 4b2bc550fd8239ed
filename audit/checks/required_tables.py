"""The tables that have to be disclosed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.checks.equation import Remark
from audit.claims.grammar import ReadParagraph
from audit.facts import Facts
from audit.statements.labels import compact
from audit.statements.model import Statement
from audit.statements.roles import titled_role

SOURCE = "《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）"
# A disclosure whose tables stand in another file prints fewer than this many here.
_FEWEST = 3
_LONGEST_CAPTION = 40
_CAPTION = re.compile(r"表(?:[（(][^）)]*[）)])?[.．…·\s_\-—]*\d*$")


@dataclass(frozen=True)
class _Required:
    """A table by the roles of statements that can be it; `accounts_since`: asked for only in accounts from that year."""

    name: str
    roles: frozenset[str]
    accounts_since: int | None = None

    def owed(self, facts: Facts) -> bool:
        if self.accounts_since is None:
            return True
        return facts.kind == "final_accounts" and facts.year is not None and facts.year >= self.accounts_since


_TABLES = (
    _Required("收支总体情况表", frozenset({"balance"})),
    _Required("收入总体情况表", frozenset({"income"})),
    _Required("支出总体情况表", frozenset({"expenditure"})),
    _Required("财政拨款收支总体情况表", frozenset({"appropriation"})),
    _Required("一般公共预算支出表", frozenset({"general", "appropriation_expenditure"})),
    _Required("一般公共预算基本支出表", frozenset({"basic"})),
    _Required("“三公”经费支出表", frozenset({"three_public"})),
    _Required("政府性基金预算支出表", frozenset({"fund"})),
    _Required("国有资本经营预算支出表", frozenset({"capital"}), accounts_since=2020),
)


def required_tables(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """A disclosure prints the tables of total income and expenditure, of income, of expenditure, of appropriations, of the
    general public budget and its basic expenditure, of 三公经费 and of 政府性基金; accounts since 2020 that of 国有资本经营.

    Not asked of a file without tables, nor where a table without a title could be the one. A table that the contents name
    is told by `contents_tables`.

    Right: a unit without 政府性基金 prints 《政府性基金预算支出表》 empty.
    Wrong: no such table in the file.
    Severity: warning, never a contradiction.
    Source: 《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）.
    """
    present = {s.role for s in statements if s.role not in ("performance", "unknown")}
    nameless = any(s.role == "unknown" and s.figures and not s.table.title for s in statements)
    if len(present) < _FEWEST or nameless:
        return
    # the caption of a table that could not be read as one stands in the text
    short = [r.paragraph.text for r in paragraphs if len(r.paragraph.text) <= _LONGEST_CAPTION]
    named = {titled_role(compact(text)) for text in short if _CAPTION.search(text)}
    combined = "".join(s.table.title for s in statements)
    for table in _TABLES:
        if not table.roles & (present | named) and table.owed(facts) and not _combined(table, combined):
            message = f"未见{table.name}，{SOURCE}要求公开"
            yield Remark("required_tables", table.name, "unverifiable", "warning", message, (), expected=table.name)


def _combined(table: _Required, titles: str) -> bool:
    """Whether a title of several tables in one names it: 政府性基金、国有资本经营预算支出表."""
    words = {"fund": "政府性基金", "capital": "国有资本", "three_public": "三公"}
    return any(words[role] in titles for role in table.roles if role in words)
