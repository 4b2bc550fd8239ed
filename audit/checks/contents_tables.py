"""Tables that the contents name."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.claims.grammar import ReadParagraph
from audit.facts import Facts
from audit.statements.labels import compact
from audit.statements.model import Statement
from audit.statements.roles import titled_role

_ENTRY = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]+部分|附?[件表]\s*[一二三四五六七八九十\d]*[：:、.．]?|[（(]?[一二三四五六七八九十\d]+[）)、.．])*"
    r"(?P<name>[^.．…·]*?表)(?:[（(][^）)]*[）)])?[.．…·\s_\-—]*\d*$"
)
_VARIABLE = re.compile(r"20\d\d年?度?|年度|部门|单位|本级|公开|[\s“”\"'‘’（）()、《》]")
_FEWEST = 3
# How much of an entry a title must cover to be a shorter form of it.
_ALIKE = 0.7


def contents_tables(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """Every table that the contents name stands in the file, under its title or another of its kind.

    Not asked of a file without tables.

    Right: 「七、财政拨款“三公”经费支出决算表」 in the contents and a table of 三公经费 behind.
    Wrong: 「九、国有资本经营预算财政拨款支出决算表」 in the contents and no such table.
    Severity: warning, never a contradiction.
    Source: the document's own contents.
    """
    if len({s.role for s in statements} - {"performance", "unknown"}) < _FEWEST:
        return
    roles = {s.role for s in statements}
    titles = [_bare(s.table.title) for s in statements if s.table.title]
    titles += [_bare(read.paragraph.text) for read in paragraphs if read.paragraph.kind == "heading"]
    for read in paragraphs:
        entry = _ENTRY.match(read.paragraph.text) if read.paragraph.kind == "contents" else None
        role = titled_role(compact(entry["name"])) if entry else ""
        if entry is None or not role or role in roles:
            continue
        name = _bare(entry["name"])
        if not any(name in title or (title in name and len(title) > _ALIKE * len(name)) for title in titles):
            said = words(read.paragraph, *entry.span("name"))
            message = f"目录所列“{said.text}”在文件中未见"
            yield Remark("contents_tables", "table", "unverifiable", "warning", message, (said,))


def _bare(title: str) -> str:
    return _VARIABLE.sub("", title)
