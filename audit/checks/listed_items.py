"""What the text lists after 主要包括, against the rows of the table of basic expenditure."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.quoting import words
from audit.claims.grammar import ReadParagraph
from audit.claims.subjects import comparable
from audit.statements.model import Line, Statement

_LIST = re.compile(r"主要包括[：:]?(?P<items>[^。；：:]+)")
_TAIL = re.compile(r"等(?:支出|费用|方面)?$")
# 工资福利支出 and 对个人和家庭的补助 are 人员经费; the other economic classes are 公用经费.
_PERSONNEL = ("301", "303")
# A list of other things shares few names with the table.
_KNOWN_SHARE = 0.6
_FEWEST = 4


def listed_items(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement]) -> Iterator[Remark]:
    """The items that the text lists as what 人员经费 or 公用经费 consists of are the rows that the table fills.

    Standard lists name more than a unit spends on, so a difference is only worth a look: once a list, for information.

    Right: 「公用经费主要包括：办公费、水费、差旅费」 where these rows, and no others, hold amounts.
    Worth a look: 「主要包括：…伙食补助费、住房公积金」 where the table leaves these rows empty.
    Severity: info.
    """
    lines = [line for s in statements if s.role == "basic" for line in s.lines if line.item and not line.total and _is_item(line)]
    by_name = {_bare(line.item): line for line in lines}
    filled = {name for name, line in by_name.items() if any(f.number.value for f in line.figures)}
    if not filled:
        return
    for read in paragraphs:
        for match in _LIST.finditer(read.paragraph.text) if read.paragraph.kind == "text" else ():
            items = [_bare(_TAIL.sub("", item)) for item in match["items"].split("、")]
            known = [item for item in items if item in by_name]
            if len(items) < _FEWEST or len(known) < _KNOWN_SHARE * len(items):
                continue
            empty = [item for item in items if item not in filled]
            groups = {_is_personnel(by_name[item]) for item in known}
            complete = "等" not in match["items"][-4:] and len(groups) == 1
            left_out = [n for n in filled if complete and n not in items and _is_personnel(by_name[n]) in groups]
            if empty or left_out:
                told = [f"所列“{'、'.join(empty)}”在表中没有数"] if empty else []
                told += [f"表中有数的“{'、'.join(by_name[n].item for n in left_out)}”未列"] if left_out else []
                said = words(read.paragraph, match.start(), match.start("items"))
                yield Remark("listed_items", "list", "unverifiable", "info", "；".join(told), (said,))


def _bare(item: str) -> str:
    """其他社会保障缴费支出 and 其他社会保障缴费 are one item."""
    return comparable(comparable(item))


def _is_item(line: Line) -> bool:
    """A 款 of the economic classification, or a row of a table without codes."""
    return len(line.code) != 3


def _is_personnel(line: Line) -> bool:
    return line.code.startswith(_PERSONNEL)
