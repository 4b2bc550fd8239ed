"""A Word document (.docx) → Document: paragraphs and tables in their order, tracked changes as if accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from audit.reading.captions import names_unit
from audit.reading.document import Document, UnreadableSource
from audit.reading.flow import Block, Text, TextGrid, read_flow
from audit.reading.lines import body_size
from audit.reading.package import MALFORMED, MalformedSource, checked_package
from audit.reading.word_body import Placed, boxes_in, deleted, is_on, number_in, paragraphs_in, placed, table_cells, text_of
from audit.reading.word_numbering import Numbering

_NOTES = {qn("w:footnoteReference"): RT.FOOTNOTES, qn("w:endnoteReference"): RT.ENDNOTES}
_CONTENTS_STYLE = re.compile(r"toc \d|目录 ?\d", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading \d|标题 ?\d|title|标题", re.IGNORECASE)
_ENDS = re.compile(r"[。！？；：]\s*$")
_ITEM = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d))")
_LARGE = 1.15
# Half points, where a document says nothing.
_USUAL_SIZE = 21


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


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says, its bases included; size in half points."""

    name: str = ""
    centred: bool | None = None
    size: int | None = None
    outlined: bool = False
    hidden: bool = False
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
        self._size = number_in(defaults, _USUAL_SIZE)
        self._normal = normal.get(qn("w:styleId")) if normal is not None else ""
        part = next(
            (r.target_part for r in self.file.part.rels.values() if r.reltype == RT.NUMBERING and not r.is_external), None
        )
        self._numbering = Numbering(part.element if part is not None and hasattr(part, "element") else None)
        self._notes: dict[str, dict[str, Any]] = {}
        self._hidden = frozenset(identity for identity in self._elements if self._style(identity).hidden)

    def blocks(self) -> Iterator[Block]:
        items = list(placed(self.file))
        sizes = [(self._own_size(p.element), len(text_of(p.element))) for p in items if p.element.tag == qn("w:p")]
        large = _LARGE * body_size([(size, length) for size, length in sizes if length])
        carried = ""
        for item in items:
            if item.element.tag == qn("w:tbl"):
                yield from self._table(item.element, item.place)
                continue
            text = carried + self._text(item.element)
            if _is_deleted_mark(item.element):
                carried = text
                continue
            carried = ""
            yield from self._paragraph(item, text, large)

    def _text(self, paragraph: Any) -> str:
        if self._style_of(paragraph).hidden:
            return ""
        return text_of(paragraph, self._hidden)

    def _paragraph(self, item: Placed, text: str, large: float) -> Iterator[Block]:
        style = self._style_of(item.element)
        if text.strip():
            text = self._label(item.element) + text
        listed = _CONTENTS_STYLE.fullmatch(style.name) is not None
        heading = style.outlined or _HEADING_STYLE.fullmatch(style.name) is not None
        centred, size = self._centred(item.element, style), self._own_size(item.element)
        for line in _lines(text):
            yield Text(line, item.place, centred, size > large or heading, listed)
        yield from self._boxes(item.element, item.place)
        yield from (Text(note, item.place) for note in self._notes_of(item.element))

    def _boxes(self, element: Any, place: str) -> Iterator[Block]:
        """What the text boxes say that are anchored in an element."""
        for box in boxes_in(element):
            for inner in box:
                if inner.tag == qn("w:p"):
                    yield Text(self._text(inner), place)
                else:
                    yield from self._table(inner, place)

    def _table(self, table: Any, place: str) -> Iterator[Block]:
        cells = [(replace(cell, text=self._cell_text(holder)), holder) for cell, holder in table_cells(table, place)]
        if cells:
            rows = max(cell.row + cell.row_span for cell, _ in cells)
            columns = max(cell.column + cell.column_span for cell, _ in cells)
            yield TextGrid(rows, columns, tuple(cell for cell, _ in cells))
        for cell, holder in cells:
            yield from self._boxes(holder, cell.place)
            yield from (Text(note, cell.place) for p in paragraphs_in(holder) for note in self._notes_of(p))

    def _cell_text(self, cell: Any) -> str:
        """The paragraphs of a cell, a line each, with their numbers."""
        return "\n".join(self._label(p) + self._text(p) for p in paragraphs_in(cell))

    def _label(self, paragraph: Any) -> str:
        """The number that is printed before a paragraph."""
        listed = _list_in(paragraph.find(qn("w:pPr"))) or self._style_of(paragraph).numbering
        return self._numbering.label(*listed) if listed else ""

    def _notes_of(self, paragraph: Any) -> Iterator[str]:
        """The texts of the footnotes and endnotes that a paragraph refers to."""
        for tag, kind in _NOTES.items():
            for reference in paragraph.iter(tag):
                if deleted(reference):
                    continue
                note = self._notes_part(kind).get(reference.get(qn("w:id")))
                if note is not None and (text := "".join(self._text(p) for p in note.iter(qn("w:p"))).strip()):
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
        vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        style = _Style(
            name.get(qn("w:val"), "") if name is not None else "",
            base.centred if own is None else own,
            number_in(size, 0) or base.size,
            base.outlined or (properties is not None and properties.find(qn("w:outlineLvl")) is not None),
            base.hidden if vanish is None else is_on(vanish),
            _list_in(properties) or base.numbering,
        )
        self.styles[identity] = style
        return style

    def _centred(self, paragraph: Any, style: _Style) -> bool:
        own = _centring(paragraph.find(qn("w:pPr")))
        return bool(style.centred) if own is None else own

    def _own_size(self, paragraph: Any) -> int:
        """The size of its first printed characters."""
        for run in paragraph.iterchildren(qn("w:r")):
            if text_of(run).strip():
                size = number_in(run.find(f"{qn('w:rPr')}/{qn('w:sz')}"), 0)
                return size or self._style_of(paragraph).size or self._size
        return self._style_of(paragraph).size or self._size


def _lines(text: str) -> Iterator[str]:
    """The paragraphs that a writer made by breaking lines; a break within a sentence makes none."""
    line = ""
    for part in text.split("\n"):
        if line.strip() and (_ENDS.search(line) or _ITEM.match(part) or names_unit(part)):
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
    return (identity.get(qn("w:val")) if identity is not None else "", number_in(level, 0))
