"""Empty tables, and the word that says why."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import title_words
from audit.checks.required_tables import SOURCE
from audit.claims.grammar import ReadParagraph
from audit.facts import Facts
from audit.statements.legible import is_misread
from audit.statements.model import Statement

_SUBJECTS = {"fund": "政府性基金", "capital": "国有资本", "three_public": "三公"}
_NOTHING = re.compile(r"无|没有|未|不涉及|空表|为零|为空")
_ZERO = re.compile(r"(?<![\d.])0(?:\.0+)?(?:[万亿]?元|%|）|$|，|。)|持平")
# The instruction of the form itself, printed below every table.
_INSTRUCTION = re.compile(r"无内容应公开空表")


def empty_tables(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """A table of 政府性基金, 国有资本经营 or 三公经费 without figures is said to be empty: below it, in it, or in the text.

    Right: 「注：本单位无政府性基金预算，故本表为空表」; 「政府性基金预算支出0万元」 in the text.
    Wrong: an empty 《政府性基金预算支出表》, and no word about it anywhere.
    Severity: warning, never a contradiction.
    Source: 《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）.
    """
    for statement in statements:
        subject = _SUBJECTS.get(statement.role)
        filled = any(f.number.value for f in statement.figures) or is_misread(statement)
        if subject is None or filled or not statement.table.title:
            continue
        if not _said_below(statement) and not any(_says(read, subject) for read in paragraphs):
            title = title_words(statement.table)
            message = f"《{title.text}》没有数据，也未说明为空表，{SOURCE}要求公开空表并说明"
            yield Remark("empty_tables", "unsaid", "unverifiable", "warning", message, (title,))


def _said_below(statement: Statement) -> bool:
    table = statement.table
    lines = [line for line in table.note.split("\n") if not _INSTRUCTION.search(line)]
    cells = [cell.text for row in table.rows for cell in row if len(cell.text) > 3]  # 无 alone stands for zero
    return any(_NOTHING.search(text) for text in (*lines, *cells))


def _says(read: ReadParagraph, subject: str) -> bool:
    if read.paragraph.kind in ("terms", "contents"):
        return False
    about = subject in read.paragraph.text or any(subject in heading for heading in read.section.headings)
    return about and any(pattern.search(read.paragraph.text) for pattern in (_NOTHING, _ZERO))
