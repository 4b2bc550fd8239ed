"""A Word document (.docx) → Document: paragraphs and tables in their order, tracked changes as if accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree
from openpyxl.utils import get_column_letter

from audit.reading.document import Document, UnreadableSource
from audit.reading.flow import Block, GridCell, Text, TextGrid, read_flow
from audit.reading.lines import body_size
from audit.reading.package import MALFORMED, MalformedSource, checked_package
from audit.reading.word_numbering import Numbering

_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted or moved away, and the second drawing of what newer programs draw otherwise, is not in the final text.
_UNSEEN = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _MC_FALLBACK})
_GROUPS = frozenset(
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:hyperlink", "w:fldSimple")
)
_NOTES = {qn("w:footnoteReference"): RT.FOOTNOTES, qn("w:endnoteReference"): RT.ENDNOTES}
_CONTENTS_STYLE = re.compile(r"toc \d|目录 ?\d", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading \d|标题 ?\d|title|标题", re.IGNORECASE)
_LARGE = 1.15
# Half points, where a document says nothing.
_USUAL_SIZE = 21


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph or table of the body with the name of its place: 段落12, 表格3."""

    place: str
    element: Any


def word_document(data: bytes, path: Path) -> Document:
    """The paragraphs and tables of a .docx; raises UnreadableSource, one line in Chinese, where it cannot be read."""
    package = checked_package(data, path)
    warnings: list[str] = []
    try:
        file = opened_word(data)
        paragraphs, tables = read_flow(_Reader(file).blocks(), warnings)
    except MALFORMED as error:
        raise MalformedSource(f"{path}：Word 文件已损坏，无法读取") from error
    finally:
        package.close()
    if not paragraphs and not tables:
        raise UnreadableSource(f"{path}：Word 文件中没有文字")
    return Document(str(path), sha256(data).hexdigest(), (), paragraphs, tables, tuple(warnings))


def opened_word(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def placed(file: Any) -> Iterator[Placed]:
    """The paragraphs and tables of the body in their order, each with its place; those inside tables are their cells'."""
    paragraphs, tables = count(1), count(1)
    for element in _body(file.element.body):
        if element.tag == qn("w:p"):
            yield Placed(f"段落{next(paragraphs)}", element)
        else:
            yield Placed(f"表格{next(tables)}", element)


def _body(parent: Any) -> Iterator[Any]:
    for element in parent.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in _GROUPS:
            yield from _body(element)


def elements_by_place(file: Any) -> dict[str, Any]:
    """The `w:p` or `w:tc` that each place names."""
    found: dict[str, Any] = {}

    def enter(element: Any, place: str) -> None:
        if element.tag == qn("w:p"):
            found.setdefault(place, element)
            return
        cells = list(table_cells(element, place))
        found.update((cell.place, holders[0]) for cell, holders in cells)
        if len(cells) == 1:
            cell, holders = cells[0]
            for inner in _body(holders[0]):
                if inner.tag == qn("w:tbl"):
                    enter(inner, cell.place)

    for item in placed(file):
        enter(item.element, item.place)
    return found


def table_cells(table: Any, place: str) -> Iterator[tuple[GridCell, list[Any]]]:
    """The cells of a `w:tbl` with the elements that hold their text, merged ones once. Text is left blank.

    A place is named as in a formula of Word: 表格3!C5 is the third column of the fifth row.
    """
    open_cells: dict[int, tuple[GridCell, list[Any]]] = {}
    found: list[tuple[GridCell, list[Any]]] = []
    rows = [row for row in _rows(table) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    for r, row in enumerate(rows):
        column = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        reached: dict[int, tuple[GridCell, list[Any]]] = {}
        for cell in _cells(row):
            properties = cell.find(qn("w:tcPr"))
            span = max(_number(properties.find(qn("w:gridSpan")), 1), 1) if properties is not None else 1
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            above = open_cells.get(column)
            if merge is not None and merge.get(qn("w:val")) != "restart" and above is not None:
                grown, elements = above
                taller = GridCell(grown.row, column, r - grown.row + 1, grown.column_span, "", grown.place)
                found[found.index(above)] = reached[column] = (taller, elements)
            else:
                new = GridCell(r, column, 1, span, "", f"{place}!{get_column_letter(column + 1)}{r + 1}")
                found.append((new, [cell]))
                reached[column] = found[-1]
            column += span
        open_cells = reached
    yield from found


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


def _number(element: Any, otherwise: int) -> int:
    text = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(text), 1000) if text.isdigit() else otherwise


def text_elements(parent: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph or cell that print something, in order, with what they print; a break is a line break."""
    for element in parent.iterchildren():
        tag = element.tag
        if tag in _UNSEEN or not isinstance(tag, str):
            continue
        if tag == qn("w:t"):
            yield element, element.text or ""
        elif tag == qn("w:tab"):
            yield element, "\t"
        elif tag == qn("w:noBreakHyphen"):
            yield element, "-"
        elif tag == qn("w:cr") or (tag == qn("w:br") and element.get(qn("w:type"), "textWrapping") == "textWrapping"):
            yield element, "\n"
        elif tag == qn("w:r"):
            if not _is_on(element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")):
                yield from text_elements(element)
        elif tag in _GROUPS:
            yield from text_elements(element)


def _is_on(element: Any) -> bool:
    return element is not None and element.get(qn("w:val"), "1") not in ("0", "false", "off")


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says, its bases included; size in half points."""

    name: str = ""
    centred: bool | None = None
    size: int | None = None
    outlined: bool = False
    numbering: tuple[str, int] | None = None


@dataclass
class _Reader:
    """Reads one document; numbers of lists make the order matter."""

    file: Any
    styles: dict[str, _Style] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.file.styles.element
        self._elements = {style.get(qn("w:styleId")): style for style in root.iterchildren(qn("w:style"))}
        normal = next((s for s in self._elements.values() if s.get(qn("w:default")) == "1"), None)
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}")
        self._size = _number(defaults, _USUAL_SIZE)
        self._normal = normal.get(qn("w:styleId")) if normal is not None else ""
        part = next(
            (r.target_part for r in self.file.part.rels.values() if r.reltype == RT.NUMBERING and not r.is_external), None
        )
        self._numbering = Numbering(part.element if part is not None and hasattr(part, "element") else None)
        self._notes: dict[str, dict[str, Any]] = {}

    def blocks(self) -> Iterator[Block]:
        items = list(placed(self.file))
        sizes = [(self._own_size(p.element), len(_text(p.element))) for p in items if p.element.tag == qn("w:p")]
        large = _LARGE * body_size([(size, length) for size, length in sizes if length])
        carried = ""
        for item in items:
            if item.element.tag == qn("w:tbl"):
                yield from self._table(item.element, item.place)
                continue
            text = carried + _text(item.element)
            if _is_deleted_mark(item.element):
                carried = text
                continue
            carried = ""
            yield from self._paragraph(item, text, large)

    def _paragraph(self, item: Placed, text: str, large: float) -> Iterator[Block]:
        style = self._style_of(item.element)
        if text.strip() and (numbering := self._list_of(item.element, style)):
            text = self._numbering.label(*numbering) + text
        listed = _CONTENTS_STYLE.fullmatch(style.name) is not None
        heading = style.outlined or _HEADING_STYLE.fullmatch(style.name) is not None
        centred, size = self._centred(item.element, style), self._own_size(item.element)
        for line in _lines(text):
            yield Text(line, item.place, centred, size > large or heading, listed)
        for box in item.element.iter(qn("w:txbxContent")):
            if not any(up.tag == _MC_FALLBACK for up in box.iterancestors()):
                for inner in _body(box):
                    if inner.tag == qn("w:p"):
                        yield Text(_text(inner), item.place)
                    else:
                        yield from self._table(inner, item.place)
        yield from (Text(note, item.place) for note in self._notes_of(item.element))

    def _table(self, table: Any, place: str) -> Iterator[Block]:
        cells = [
            GridCell(c.row, c.column, c.row_span, c.column_span, "\n".join(map(_cell_text, holders)), c.place)
            for c, holders in table_cells(table, place)
        ]
        if len(cells) == 1:
            yield from self._framed(cells[0], table)
        elif cells:
            rows = max(cell.row + cell.row_span for cell in cells)
            columns = max(cell.column + cell.column_span for cell in cells)
            yield TextGrid(rows, columns, tuple(cells))

    def _framed(self, cell: GridCell, table: Any) -> Iterator[Block]:
        """What stands in the only cell of a table, as if there were no frame around it."""
        holder = next(c for row in _rows(table) for c in _cells(row))
        for element in _body(holder):
            if element.tag == qn("w:p"):
                yield from (Text(line, cell.place) for line in _lines(_text(element)))
            else:
                yield from self._table(element, cell.place)

    def _notes_of(self, paragraph: Any) -> Iterator[str]:
        """The texts of the footnotes and endnotes that a paragraph refers to."""
        for tag, kind in _NOTES.items():
            for reference in paragraph.iter(tag):
                note = self._notes_part(kind).get(reference.get(qn("w:id")))
                if note is not None and (text := "".join(_text(p) for p in note.iter(qn("w:p"))).strip()):
                    yield text

    def _notes_part(self, kind: str) -> dict[str, Any]:
        if kind not in self._notes:
            part = next((r.target_part for r in self.file.part.rels.values() if r.reltype == kind and not r.is_external), None)
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False)) if part is not None else ()
            self._notes[kind] = {str(note.get(qn("w:id"))): note for note in root}
        return self._notes[kind]

    def _style_of(self, paragraph: Any) -> _Style:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._style(named.get(qn("w:val")) if named is not None else self._normal)

    def _style(self, identity: str, depth: int = 0) -> _Style:
        if identity in self.styles:
            return self.styles[identity]
        element = self._elements.get(identity)
        if element is None or depth > 20:
            return _Style()
        base_name = element.find(qn("w:basedOn"))
        base = self._style(base_name.get(qn("w:val")), depth + 1) if base_name is not None else _Style()
        name = element.find(qn("w:name"))
        properties = element.find(qn("w:pPr"))
        size = element.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        own = _centring(properties)
        style = _Style(
            name.get(qn("w:val"), "") if name is not None else "",
            base.centred if own is None else own,
            _number(size, 0) or base.size,
            base.outlined or (properties is not None and properties.find(qn("w:outlineLvl")) is not None),
            _list_in(properties) or base.numbering,
        )
        self.styles[identity] = style
        return style

    def _list_of(self, paragraph: Any, style: _Style) -> tuple[str, int] | None:
        return _list_in(paragraph.find(qn("w:pPr"))) or style.numbering

    def _centred(self, paragraph: Any, style: _Style) -> bool:
        own = _centring(paragraph.find(qn("w:pPr")))
        return bool(style.centred) if own is None else own

    def _own_size(self, paragraph: Any) -> int:
        """The size of its first printed characters."""
        for run in paragraph.iterchildren(qn("w:r")):
            if any(text.strip() for _, text in text_elements(run)):
                size = _number(run.find(f"{qn('w:rPr')}/{qn('w:sz')}"), 0)
                return size or self._style_of(paragraph).size or self._size
        return self._style_of(paragraph).size or self._size


def _text(paragraph: Any) -> str:
    return "".join(text for _, text in text_elements(paragraph))


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell, those of tables inside it among them, a line each."""
    return "\n".join(_text(p) for p in cell.iter(qn("w:p")))


def _lines(text: str) -> Iterator[str]:
    """The paragraphs that a writer made by breaking lines; a break within a sentence makes none."""
    line = ""
    for part in text.split("\n"):
        if line.strip() and (
            re.search(r"[。！？；：]\s*$", line)
            or re.match(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d))", part)
        ):
            yield line
            line = ""
        line += part
    yield line


def _is_deleted_mark(paragraph: Any) -> bool:
    """True where a tracked change takes the end of the paragraph away: it goes on in the next one."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _centring(properties: Any) -> bool | None:
    alignment = properties.find(qn("w:jc")) if properties is not None else None
    return None if alignment is None else alignment.get(qn("w:val")) == "center"


def _list_in(properties: Any) -> tuple[str, int] | None:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None:
        return None
    identity, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
    return (identity.get(qn("w:val")) if identity is not None else "", _number(level, 0))
