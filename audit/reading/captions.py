"""What stands around a table: title, number, unit line, organisation line and footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.reading.document import Box
from audit.reading.phrases import line_phrases
from audit.reading.tokens import TextLine

_MONEY = r"(?:人\s*民\s*币)?\s*((?:[百千]\s*万|[百千万亿])?\s*元)"
_UNIT = re.compile(rf"(?:金额|货币|计量)?单\s*位\s*[:：]?\s*{_MONEY}(?=$|[^\w])")
_UNIT_IN_BRACKETS = re.compile(rf"[（(](?:(?:金额|货币|计量)?单\s*位\s*[:：]?\s*)?{_MONEY}[)）]")
_NUMERAL = r"(?:[一二三四五六七八九]?十(?:[一二三四五六七八九](?!般))?|[一二三四五六七八九](?!般)|\d+)"
# What a series of tables is numbered within: 预算公开, 财决, 支公开, 部门公开 …
_SERIES = "(?:财政|财|省|市|县|区|支|预决算|预决|预算|决算|预|决|公开|部门|单位|附)"
_LABEL = re.compile(
    rf"(?:{_SERIES}{{0,4}}(?:附?表|附件)[:：\s]*{_NUMERAL}(?:[-—－.]\d+)*(?!\d)|{_SERIES}{{1,4}}\s*\d+(?:[-—－]\d+)*\s*表"
    rf"|(?:公开|财决公开|财决|财预|预决公开|预公开|预)\s*\d+(?:[-—－]\d+)*"
    rf"|附表|附件|表号[:：]\S+)"
)
_NUMBERING = re.compile(rf"(?:第{_NUMERAL}[部章节]分?|[（(]{_NUMERAL}[)）]|{_NUMERAL}[、.．])\s*")
_SEPARATOR = re.compile(r"^[、:：.．，,\s—-]+")
_ORGANISATION = re.compile(
    r"^(?:(?:编制|填报|预算|公开|填表|主管|部门|单位|报送|公开)*(?:部门|单位)(?:名称|[（(][^)）]*[)）])?|编制|部门[(（]单位[)）](?:名称)?)\s*[:：]"
)
_DATE = re.compile(r"^[（(]?(?:预算年度|年度|时间|日期|填报日期|编制日期)?[:：]?\s*20\d\d\s*年(?:度|\d+月(?:\d+日)?)?[)）]?$")
_YEAR = re.compile(r"20\d\d年")
_NOTE = re.compile(r"^(?:[*※]|(?:备\s*注|注\s*\d*|附注|说\s*明|注释|特别说明|表说明)\s*[:：.、\d])")
_TITLE_END = re.compile(r"(?:表|一览|明细|目录|清单)(?:[（(][^()（）]*[)）])?$")
_REFERENCE = re.compile(r"(?:下表|附表|上表|见.{0,12}表|如.{0,4}表|列表|报表)$")
# What says on a later page that a table goes on: 续表, （续）, 部门支出总表（续）.
CONTINUED = re.compile(r"^续上?表?|[（(]续[)）]$")
_RUNNING = re.compile(r"[。；;，,、：:]$")


@dataclass(slots=True)
class Caption:
    """The text around one table; `boxes` are the places of all its lines."""

    title: str = ""
    label: str = ""
    unit: str = ""
    notes: list[str] = field(default_factory=list)
    title_box: Box | None = None
    boxes: list[Box] = field(default_factory=list)


def unit_in(text: str) -> str:
    """The unit of money that a unit line, a title or a head names: 万元, 元 … or ""."""
    match = _UNIT.search(text) or _UNIT_IN_BRACKETS.search(text)
    return re.sub(r"\s", "", match[1]) if match else ""


def caption_above(lines: Sequence[TextLine], box: Box) -> Caption:
    """The caption from the lines above a table, given from top to bottom; stops at running text."""
    caption = Caption()
    edge, titled = box[1], None
    for line in reversed(lines):
        size = line.size
        if edge - line.y1 > (3.5 if titled is None else 1.8) * max(size, 10):
            break
        text = _without_label(caption, line)
        if titled is None:
            kind = _kind(text, _stands_centred(line, box))
        elif _LABEL.fullmatch(text):
            kind = "label"
        elif _wraps(line, titled, box):
            kind = "wrap"
        elif not caption.unit and unit_in(text) and _kind(text, False) == "unit" and not _RUNNING.search(text):
            kind = "unit"  # the line of unit and organisation can stand above the title too
        else:
            kind = ""
        if not kind:
            break
        edge = line.y0
        caption.boxes.append(line.box)
        if kind == "title":
            titled = line
            caption.title, caption.title_box = text, line.box
        elif kind == "wrap":
            titled = line
            caption.title = text + caption.title
            caption.title_box = _around(line.box, caption.title_box)
        elif kind == "label":
            caption.label = caption.label or text
        else:
            _take_unit_and_note(caption, text)
    _split_title(caption)
    return caption


def _without_label(caption: Caption, line: TextLine) -> str:
    """The text of a line, without the table number that stands apart at one end of it."""
    parts = [phrase.text for phrase in line_phrases(line)]
    if len(parts) > 1:
        for end in (0, -1):
            if _LABEL.fullmatch(parts[end]):
                caption.label = caption.label or parts.pop(end)
                return "".join(parts)
    return line.text


def caption_before(lines: Sequence[tuple[str, bool]]) -> tuple[Caption, int]:
    """(the caption, how many of the lines it takes) from the texts before a table in a source without a page.

    lines: (text, whether it is set in the middle) in the order of the document; stops at running text.
    """
    caption = Caption()
    taken = 0
    for text, centred in reversed(lines):
        parts = [part for part in re.split(r"\t+|\s{2,}", text) if part]
        for end in (0, -1):
            if len(parts) > 1 and _LABEL.fullmatch(parts[end]):
                caption.label = caption.label or parts.pop(end)
        kinds = [_kind(part, centred and len(parts) == 1) for part in parts]
        if caption.title:
            kinds = [kind if kind == "label" else "" for kind in kinds]
        if not all(kinds) or kinds.count("title") > 1:
            break
        taken += 1
        for part, kind in zip(parts, kinds, strict=True):
            if kind == "title":
                caption.title = part
            elif kind == "label":
                caption.label = caption.label or part
            else:
                _take_unit_and_note(caption, part)
    _split_title(caption)
    return caption, taken


def _kind(text: str, centred: bool) -> str:
    plain = re.sub(r"\s", "", text)
    if _LABEL.fullmatch(plain):
        return "label"
    if _TITLE_END.search(_UNIT_IN_BRACKETS.sub("", plain)) and _UNIT_IN_BRACKETS.search(plain):
        return "title"
    if _UNIT.search(text) or _UNIT_IN_BRACKETS.fullmatch(plain) or _ORGANISATION.match(plain) or _DATE.match(plain):
        return "unit"
    if _RUNNING.search(plain) or _REFERENCE.search(plain):
        return ""
    if (_TITLE_END.search(plain) and len(plain) <= 60) or CONTINUED.fullmatch(plain):
        return "title"
    return "title" if centred and 4 <= len(plain) <= 50 else ""


def _stands_centred(line: TextLine, box: Box) -> bool:
    centre = (box[0] + box[2]) / 2
    return abs((line.x0 + line.x1) / 2 - centre) < 0.04 * (box[2] - box[0]) and line.x0 > box[0] + 0.08 * (box[2] - box[0])


def is_caption(text: str) -> bool:
    """True for lines that stand over tables only: unit lines, table numbers, titles."""
    plain = re.sub(r"\s", "", text)
    if _LABEL.fullmatch(plain) or _UNIT.search(text) or _ORGANISATION.match(plain) or _DATE.match(plain):
        return True
    return _TITLE_END.search(plain) is not None and len(plain) <= 60 and not _REFERENCE.search(plain)


def is_year(text: str) -> bool:
    """True for a year alone: the date of a table, or the first line of 2025年预算数 in its head."""
    return _YEAR.fullmatch(re.sub(r"\s", "", text)) is not None


def names_unit(text: str) -> bool:
    """True for a unit line, or a title with one."""
    return _UNIT.search(text) is not None


def is_organisation(text: str) -> bool:
    return _ORGANISATION.match(re.sub(r"\s", "", text)) is not None


def is_note(text: str) -> bool:
    return _NOTE.match(re.sub(r"\s", "", text)) is not None


def caption_row(caption: Caption, texts: Sequence[str], whole: bool) -> bool:
    """Takes the texts of a table's row into the caption if that is what they are; `whole`: one cell is all the row."""
    plain = [re.sub(r"\s", "", text) for text in texts]
    if not plain:
        return False
    if whole and not caption.title and _TITLE_END.search(plain[0]) and len(plain[0]) <= 60:
        caption.title = texts[0]
        _split_title(caption)
        return True
    if not all(_LABEL.fullmatch(p) or _UNIT.search(p) or _ORGANISATION.match(p) or _DATE.match(p) for p in plain):
        return False
    if not whole and not any(_UNIT.search(p) for p in plain):
        return False
    for text, p in zip(texts, plain, strict=True):
        if _LABEL.fullmatch(p):
            caption.label = caption.label or text
        else:
            _take_unit_and_note(caption, text)
    return True


def _wraps(line: TextLine, title: TextLine, box: Box) -> bool:
    """True when the line above a title is its first half."""
    text = line.text
    width = box[2] - box[0]
    return (
        abs(line.size - title.size) < 0.5
        and not is_caption(text)
        and not _RUNNING.search(text)
        and line.x1 - line.x0 > 0.6 * width
        and title.y0 - line.y1 < 1.2 * line.size
    )


def _around(a: Box, b: Box | None) -> Box:
    return a if b is None else (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _take_unit_and_note(caption: Caption, text: str) -> None:
    """A line of organisation, date and unit: the unit goes to `unit`, what else it says to `notes`."""
    match = _UNIT.search(text) or _UNIT_IN_BRACKETS.search(text)
    if match:
        caption.unit = caption.unit or unit_in(text)
        text = (text[: match.start()] + text[match.end() :]).strip()
    if text:
        caption.notes.insert(0, text)


def _split_title(caption: Caption) -> None:
    """Moves the number from the title to the label and takes the unit that a title names."""
    title = caption.title
    match = _LABEL.match(title) or _NUMBERING.match(title)
    if match and len(title) - match.end() >= 2:
        number = match[0].strip("、.．:： ")
        caption.label = number if _LABEL.match(title) else caption.label or number
        title = _SEPARATOR.sub("", title[match.end() :])
    if not caption.unit and (unit := unit_in(title)):
        caption.unit = unit
        title = _UNIT_IN_BRACKETS.sub("", title)
    caption.title = title.strip()


def notes_below(lines: Sequence[TextLine], box: Box) -> tuple[list[str], list[Box]]:
    """(footnotes, boxes of their lines) from the lines below a table, given from top to bottom."""
    notes: list[str] = []
    boxes: list[Box] = []
    edge = box[3]
    for line in lines:
        text = line.text
        if line.y0 - edge > (2.5 if not notes else 1.2) * max(line.size, 9):
            break
        if is_note(text):
            notes.append(text)
        elif notes and _continues(line, boxes[-1], box):
            notes[-1] += text
        else:
            break
        edge = line.y1
        boxes.append(line.box)
    return notes, boxes


def _continues(line: TextLine, last: Box, box: Box) -> bool:
    """True when the line above was full, so that this one goes on with it."""
    return last[2] > box[2] - 3 * line.size
