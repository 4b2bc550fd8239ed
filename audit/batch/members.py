"""The units that a department's document says it is made of: 预算单位构成, 机构设置."""

import re
from collections.abc import Iterator, Sequence

from audit.reading.document import Document, Paragraph, Table

_COUNTED = r"(?:\d+|[一二两三四五六七八九十]{1,3})[个家户]"
_INTRODUCES = re.compile(
    rf"(?:编制范围|汇编范围|预算单位|决算单位|单位构成|部门预算|部门决算|本部门|单位(?={_COUNTED}))[^。]*?"
    r"(?:(?:如下|具体[为有是]|构成|组成|[为是有])[：:]|(?:包括|分别[为是])[：:]?|构成(?:情况)?$)"
)
_OFFICES = re.compile(r"内设|股室|科室|处室")
_SUBORDINATE = re.compile(r"下属|所属|直属|二级(?:预算|决算)?单位")
_COUNT = re.compile(rf"单位(?:共|有|共有|共计)?({_COUNTED})|({_COUNTED})[^，。；、\d]{{0,8}}单位")
_NUMBERED = re.compile(r"(?:^|(?<=[；;。：:、\s]))[（(]?(\d{1,2})[）)、.．](?!\d)")
_OWN = re.compile(r"(?:本级|本部|机关)$")
_BODY = re.compile(
    r"(?:[局委厅办院校园处所站队会团馆台社部]|委员会|办公室|中心|学校|[中小大]学|街道办事处|政府|基地|公园|医院|公司|本级|本部|机关)$"
)
# Those without accounts of their own are in the department's.
_WITHOUT_BUDGET = re.compile(r"不单列|不单独|未单独|未单列|不独立|非独立|未独立|合并编制|统一核算")
_PARENTHESIS = re.compile(r"[（(]([^（）()]*)[）)]")
_TABLE_HEADS = re.compile(
    r"序号|(?:预算|决算)?单位(?:名称|性质|类型|类别|编码|代码|级次)|性质|备注|预算级次|预算级别|经费(?:形式|来源|保障方式)|机构规格"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def listed_units(document: Document) -> tuple[str, ...]:
    """The names as printed, brackets and remarks left out; () where no list is certain to be whole, or two differ.

    A whole list is numbered from 1 on, or follows its introduction without 等, and has as many units as the introduction
    counts. A list of 下属单位 leaves the department's own 本级 out, which is added. Units without accounts of their own
    (不单列预算) are not listed.
    """
    lists = [*_told(document.paragraphs), *filter(None, map(_tabled, document.tables))]
    return lists[0] if lists and all(set(other) == set(lists[0]) for other in lists) else ()


def _told(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, ...]]:
    for number, paragraph in enumerate(paragraphs):
        introduction = _INTRODUCES.search(paragraph.text) if paragraph.kind in ("text", "heading") else None
        if introduction is None or _OFFICES.search(introduction[0]):
            continue
        items = _items(paragraph.text[introduction.end() :]) or _following(paragraphs[number + 1 :])
        units = _units(items)
        if units and _as_counted(introduction[0], len(items)):
            own = any(_OWN.search(unit) for unit in units)
            yield units if own or not _SUBORDINATE.search(introduction[0]) else ("本级", *units)


def _items(text: str) -> list[str]:
    """The items of a list in one sentence, numbered or not."""
    numbered = _parts_of_numbered(text)
    if numbered:
        return numbered
    sentence = text.split("。", 1)[0]
    return [item for item in re.split(r"[、；;，,]", sentence) if item.strip()]


def _parts_of_numbered(text: str) -> list[str]:
    marks = list(_NUMBERED.finditer(text))
    if not marks or marks[0].start() or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _following(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The items of the paragraphs that are numbered from 1 on."""
    items: list[str] = []
    for paragraph in paragraphs:
        mark = _NUMBERED.match(paragraph.text)
        if mark is None or int(mark[1]) != len(items) + 1:
            break
        items.append(paragraph.text[mark.end() :])
    return items


def _units(items: Sequence[str]) -> tuple[str, ...]:
    """The names of the units; () where an item is none, or one is listed twice."""
    names = [_name(item) for item in items if not _WITHOUT_BUDGET.search(item)]
    if len(set(names)) < len(names) or not all(_BODY.search(name) and not re.match("下属|所属|其他", name) for name in names):
        return ()
    return tuple(names)


def _name(item: str) -> str:
    """A name without what follows it; （本级） and its like are part of it."""
    text = re.split(r"[，,。；;：:]", re.sub(r"\s", "", item), maxsplit=1)[0]
    text = _PARENTHESIS.sub(lambda part: part[1] if _OWN.search(part[1]) and len(part[1]) <= 4 else "", text)
    return re.sub(r"(?<=.)(?:部门|单位)?(?:预算|决算)$", "", text)


def _as_counted(introduction: str, units: int) -> bool:
    """Whether the introduction counts as many units, as a whole or kind by kind (行政单位1家，事业单位4家)."""
    counts = [_number((one or other)[:-1]) for one, other in _COUNT.findall(introduction)]
    return not counts or units in (sum(counts), sum(counts[1:]), counts[0])


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _tabled(table: Table) -> tuple[str, ...]:
    """The units of a table that lists nothing else, numbered from 1 on."""
    heads = ["".join(row[column].text for row in table.head).replace(" ", "") for column in range(table.width)]
    if not all(_TABLE_HEADS.fullmatch(head) for head in heads) or "序号" not in heads:
        return ()
    named = [column for column, head in enumerate(heads) if head.endswith("单位名称")]
    numbers = [row[heads.index("序号")].text.strip() for row in table.rows]
    if len(named) != 1 or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return ()
    remarks = heads.index("备注") if "备注" in heads else named[0]
    return _units([f"{row[named[0]].text}，{row[remarks].text}" for row in table.rows])
