"""What stands where in a Word document: the paragraphs and tables of its body, the cells of these, and what they print."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from docx.oxml.ns import qn
from openpyxl.utils import get_column_letter

from audit.reading.flow import GridCell, is_mark

_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted or moved away, and the second drawing of what newer programs draw otherwise, is not in the final text.
_UNSEEN = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _MC_FALLBACK})
_GROUPS = frozenset(
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "ruby", "rubyBase")
)
_TABS = frozenset({qn("w:tab"), qn("w:ptab")})


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph or table with the name of its place (段落12, 表格3), and the element that this names: itself or a cell."""

    place: str
    element: Any
    named: Any


# The cells of a table, each with its `w:tc`.
Cells = list[tuple[GridCell, Any]]


def placed(file: Any) -> Iterator[Placed]:
    """The paragraphs and tables of the body in their order; a table that only places text on the page is what stands in it."""
    paragraphs, tables = count(1), count(1)
    for element in _body(file.element.body):
        if element.tag == qn("w:p"):
            yield Placed(f"段落{next(paragraphs)}", element, element)
        else:
            yield from _without_frames(Placed(f"表格{next(tables)}", element, element))


def _without_frames(item: Placed) -> Iterator[Placed]:
    cells = table_cells(item.element, item.place)
    if not _is_frame(cells):
        yield item
        return
    for cell, holder in cells:
        tables = count(1)
        for element in _body(holder):
            if element.tag == qn("w:p"):
                yield Placed(cell.place, element, holder)
            else:
                yield from _without_frames(Placed(f"{cell.place}!表格{next(tables)}", element, holder))


def _is_frame(cells: Cells) -> bool:
    """True for cells that stand in no columns, or hold little else than other tables."""
    filled = Counter(cell.row for cell, holder in cells if _prints(holder))
    if max(filled.values(), default=0) < 2:
        return bool(cells)
    inner = [table for _, holder in cells for table in _body(holder) if table.tag == qn("w:tbl")]
    if not inner:
        return False
    nested = sum(len(text_of(p)) for table in inner for p in table.iter(qn("w:p")))
    return 2 * nested > sum(len(text_of(p)) for _, holder in cells for p in paragraphs_in(holder))


def _prints(holder: Any) -> bool:
    return any(text_of(p).strip() for p in paragraphs_in(holder))


def _body(parent: Any) -> Iterator[Any]:
    for element in parent.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in _GROUPS:
            yield from _body(element)


def elements_by_place(file: Any) -> dict[str, Any]:
    """The `w:p` or `w:tc` that each place names."""
    found: dict[str, Any] = {}
    for item in placed(file):
        if item.element.tag == qn("w:p"):
            found.setdefault(item.place, item.named)
        else:
            found.update((cell.place, holder) for cell, holder in table_cells(item.element, item.place))
    return found


def table_cells(table: Any, place: str) -> Cells:
    """The cells of a `w:tbl`, merged ones once with the element whose text is seen. Text is left blank.

    A place is named as in a formula of Word: 表格3!C5 is the third column of the fifth row.
    """
    found: Cells = []
    # the indices of the cells of the row before, and of this one, by column
    above: dict[int, int] = {}
    rows = [row for row in _rows(table) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    for r, row in enumerate(rows):
        column = number_in(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        reached: dict[int, int] = {}
        last: int | None = None
        for holder in _cells(row):
            properties = holder.find(qn("w:tcPr"))
            span = max(number_in(properties.find(qn("w:gridSpan")), 1), 1) if properties is not None else 1
            if _goes_on(properties, "w:vMerge") and column in above:
                last = reached[column] = above[column]
                cell, seen = found[last]
                found[last] = (replace(cell, row_span=r - cell.row + 1), seen)
            elif _goes_on(properties, "w:hMerge") and last is not None:
                cell, seen = found[last]
                found[last] = (replace(cell, column_span=max(column + span - cell.column, cell.column_span)), seen)
            else:
                last = reached[column] = len(found)
                cell = GridCell(r, column, 1, span, "", f"{place}!{get_column_letter(column + 1)}{r + 1}")
                found.append((cell, holder))
            column += span
        above = reached
    return found


def _goes_on(properties: Any, merge: str) -> bool:
    """True for a cell that is the rest of a merged one."""
    element = properties.find(qn(merge)) if properties is not None else None
    return element is not None and element.get(qn("w:val")) != "restart"


def _rows(table: Any) -> Iterator[Any]:
    for element in table.iterchildren():
        if element.tag == qn("w:tr"):
            yield element
        elif element.tag in _GROUPS:
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row.iterchildren():
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag in _GROUPS:
            yield from _cells(element)


def number_in(element: Any, otherwise: int) -> int:
    """The value of an element as a whole number, at most 1000."""
    text = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(text), 1000) if text.isdigit() else otherwise


def paragraphs_in(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, those of tables inside it among them."""
    for element in _body(cell):
        if element.tag == qn("w:p"):
            yield element
        else:
            for row in _rows(element):
                for inner in _cells(row):
                    yield from paragraphs_in(inner)


def boxes_in(element: Any) -> Iterator[tuple[Any, ...]]:
    """The paragraphs and tables of each text box that is anchored in a paragraph or cell."""
    for box in element.iter(qn("w:txbxContent")):
        if not any(up.tag == _MC_FALLBACK for up in box.iterancestors()):
            yield tuple(_body(box))


def deleted(element: Any) -> bool:
    """True for what a tracked change takes away."""
    return any(up.tag in _UNSEEN for up in element.iterancestors())


def text_of(paragraph: Any, hidden: Collection[str] = ()) -> str:
    """What a paragraph prints; `hidden` as in `text_elements`."""
    return "".join(text for _, text in text_elements(paragraph, hidden))


def text_elements(parent: Any, hidden: Collection[str] = ()) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph or cell that print something, in order, with what they print; a break is a line break.

    hidden: the styles of characters that print nothing
    """
    # for each field that is open, whether its result has begun: before, it says how it is made
    fields: list[bool] = []
    last = ""
    for element, text in _text_elements(parent.iterchildren(), hidden):
        if element.tag != qn("w:fldChar"):
            if all(fields) and not (_is_raised(element) and is_mark(text, last)):
                yield element, text
                last = text[-1:] or last
        elif (kind := element.get(qn("w:fldCharType"))) == "begin":
            fields.append(False)
        elif fields and kind == "separate":
            fields[-1] = True
        elif fields:
            fields.pop()


def _text_elements(children: Iterable[Any], hidden: Collection[str]) -> Iterator[tuple[Any, str]]:
    for element in children:
        tag = element.tag
        if tag in _UNSEEN or not isinstance(tag, str):
            continue
        if tag == qn("w:t"):
            yield element, element.text or ""
        elif tag == qn("w:fldChar"):
            yield element, ""
        elif tag in _TABS:
            yield element, "\t"
        elif tag == qn("w:noBreakHyphen"):
            yield element, "-"
        elif tag == qn("w:cr") or (tag == qn("w:br") and element.get(qn("w:type"), "textWrapping") == "textWrapping"):
            yield element, "\n"
        elif tag == qn("w:r"):
            if not _is_hidden(element.find(qn("w:rPr")), hidden):
                yield from _text_elements(element.iterchildren(), hidden)
        elif tag in _GROUPS:
            yield from _text_elements(element.iterchildren(), hidden)


def _is_raised(element: Any) -> bool:
    raised = element.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return raised is not None and raised.get(qn("w:val")) == "superscript"


def _is_hidden(properties: Any, hidden: Collection[str]) -> bool:
    if properties is None:
        return False
    own = properties.find(qn("w:vanish"))
    if own is not None:
        return is_on(own)
    style = properties.find(qn("w:rStyle"))
    return style is not None and style.get(qn("w:val")) in hidden


def is_on(element: Any) -> bool:
    """True for a property that is there and not switched off."""
    return element is not None and element.get(qn("w:val"), "1") not in ("0", "false", "off")
