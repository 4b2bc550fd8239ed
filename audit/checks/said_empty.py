"""Tables that are said to be empty and are not."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import printed_line, words
from audit.statements.model import Statement

_SAID = re.compile(r"(?:故|因此|所以)?(?:本|此|该)表(?:为)?(?:空表|空白|无数据)")


def said_empty(statements: Sequence[Statement]) -> Iterator[Remark]:
    """A table whose note says that it is empty holds no figure but zero.

    Which of the two is wrong is not for the document to say, so it is never contradicted.

    Right: 「注：本单位无政府性基金预算，故本表为空表」 below a table without figures.
    Wrong: 「注：本部门无“三公”经费预算，故本表为空表」 below a table that prints 47.91.
    Severity: warning.
    """
    for statement in statements:
        table = statement.table
        filled = next((f for f in statement.figures if f.number.value), None)
        for line in table.note.split("\n") if filled else ():
            said = _SAID.search(line)
            if said is not None and filled is not None:
                quoted = words(printed_line(line, table).paragraph, *said.span())
                figure = f"{filled.row_label} {filled.column_label} {filled.cell.text}".strip()
                message = f"《{table.title}》的注称“{line}”，而表中有数（{figure}）"
                yield Remark("said_empty", "note", "unverifiable", "warning", message, (quoted,), witnesses=(filled,))
                break
