"""A web page (HTML) → Document: the article's paragraphs and tables, without the site around them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree, html
from openpyxl.utils import get_column_letter

from audit.reading.document import Document, UnreadableSource
from audit.reading.flow import MOST_CELLS, Block, GridCell, Text, TextGrid, is_mark, read_flow
from audit.reading.sections import begins_item

_MOST_BYTES = 30_000_000
# Of the text and tables of a page, what a part needs to be the article.
_ARTICLE = 0.8
_MOST_SPAN = 1_000
# Of the text of a table, what one of its cells needs for the others to be what stands around the article.
_MOSTLY = 0.8
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "nav", "head", "option"}
) | {"textarea", "del"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset(
    {"p", "div", "li", "ul", "ol", "section", "article", "main", "body", "center", "dd", "dt", "dl", "blockquote", "pre", "hr"}
) | {*_HEADINGS, "form", "header", "footer", "figure", "figcaption", "caption", "address", "aside", "details", "summary", "html"}
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_FLOATS = re.compile(r"float\s*:\s*(?:left|right)", re.IGNORECASE)
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
# What a site prints above and below its articles.
_SITE = re.compile(
    r"[【\[]?(?:发布(?:时间|日期|机构)|信息来源|浏览次数|点击(?:数|量)|字[体号]|分享到|[上下]一[篇条]|当前位置|您(?:现在)?(?:所在)?的?位置"
    r"|责任编辑|主办单位|版权所有|网站标识码|关闭窗口|打印本页|扫一扫)\s*(?:[】\]:：]|$)|\S{0,2}ICP备"
)
_LONGEST_OF_SITE = 80
# A line that ends so goes on in the next one, unless that begins like a paragraph.
_GOES_ON = re.compile(r"[，、]\s*$")
_BEGINS = re.compile(r"[\u3000\xa0]{2}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class _Style:
    centred: bool = False
    large: bool = False
    keeps_lines: bool = False


def web_document(data: bytes, path: Path) -> Document:
    """The article of a page; raises UnreadableSource, one line in Chinese, where there is none."""
    if len(data) > _MOST_BYTES:
        raise UnreadableSource(f"{path}：网页超过 {_MOST_BYTES // 1_000_000} MB 的上限，未读取")
    try:
        root = html.document_fromstring(decoded(data), parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"{path}：网页无法读取") from error
    _drop(root)
    warnings: list[str] = []
    paragraphs, tables = read_flow(_Reader().blocks(_article(root)), warnings)
    if not paragraphs and not tables:
        raise UnreadableSource(f"{path}：网页中没有文字")
    return Document(str(path), sha256(data).hexdigest(), (), paragraphs, tables, tuple(warnings))


def decoded(data: bytes) -> str:
    """The text of a page in whatever encoding it is: as its bytes tell, as it declares, else UTF-8 or GB 18030."""
    for mark, code in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _without_declaration(data.decode(code, "replace").lstrip("\ufeff"))
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    # what calls itself GB 2312 holds characters of its successors; who declares one encoding may use the other
    wanted = "gb18030" if name.startswith("gb") else "big5" if name == "big5" else "utf-8"
    for code in dict.fromkeys((wanted, "utf-8", "gb18030")):
        try:
            return _without_declaration(data.decode(code))
        except UnicodeDecodeError:
            continue
    return _without_declaration(data.decode(wanted, "replace"))


def _without_declaration(text: str) -> str:
    """lxml takes no text that declares an encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))


def _drop(root: Any) -> None:
    """Takes away what nobody sees, keeping the text that follows it."""
    for element in list(root.iter()):
        hidden = (
            not isinstance(element.tag, str)
            or element.tag in _DROPPED
            or _HIDDEN.search(element.get("style", ""))
            or element.get("hidden") is not None
        )
        if hidden and element.getparent() is not None:
            element.drop_tree()


def _article(root: Any) -> Any:
    """The innermost part of the page that holds nearly all of its Chinese text and tables."""
    here = root.find("body") if root.find("body") is not None else root
    weights: dict[Any, int] = {}
    for element in reversed(list(here.iter())):
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        inside = sum(weights[child] for child in element)
        weights[element] = inside + len(_CHINESE.findall(own)) + (_digits(own) if element.tag in ("td", "th", "p", "span") else 0)
    total = weights[here]
    while True:
        inner = max((c for c in here if c.tag in _PARAGRAPHS or c.tag == "table"), key=lambda c: weights[c], default=None)
        if inner is None or weights[inner] < _ARTICLE * total or (inner.tag == "table" and not _is_layout(inner)):
            return here
        if inner.tag == "table":
            cells = list(_cells_of(inner))
            inner = max(cells, key=lambda c: weights[c], default=None)
            if inner is None or weights[inner] < _ARTICLE * total:
                return here
        if inner.tag == "p" or inner.tag in _HEADINGS:
            return here
        here = inner


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _is_layout(table: Any) -> bool:
    """True for a table that only places parts of the page: it holds tables, or paragraphs in one column or one of its cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [[cell for cell in row if cell.tag in ("td", "th") and cell.text_content().strip()] for row in _rows_of(table)]
    blocks = sum(1 for _ in table.iterdescendants("p", "div", "br"))
    if all(len(row) < 2 for row in rows):
        return blocks > 0
    if len(rows) > 1 or blocks <= len(rows[0]):
        return False
    sizes = [len(cell.text_content()) for cell in rows[0]]
    return len(sizes) == 2 or max(sizes) > _MOSTLY * sum(sizes)


def _rows_of(table: Any) -> Iterator[Any]:
    """The rows as they are printed: whatever their order in the file, the foot comes last."""
    parts = sorted(table, key=lambda part: (part.tag == "tfoot") - (part.tag == "thead"))
    for child in parts:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells_of(table: Any) -> Iterator[Any]:
    for row in _rows_of(table):
        yield from (cell for cell in row if cell.tag in ("td", "th"))


class _Reader:
    """Walks through an article and counts its paragraphs and tables."""

    def __init__(self) -> None:
        self._paragraphs, self._tables = count(1), count(1)
        self._text: list[str] = []

    def blocks(self, article: Any) -> Iterator[Block]:
        yield from self._walk(article, _Style())
        yield from self._flush(_Style())

    def _walk(self, element: Any, style: _Style) -> Iterator[Block]:
        if element.tag == "table" and not _is_layout(element):
            yield from self._flush(style)
            yield from self._table(element)
            return
        if element.tag == "br":
            self._text.append(_BREAK)
            return
        if element.tag == "sup" and is_mark(element.text_content(), self._last()):
            return
        own_lines = element.tag in _PARAGRAPHS or element.tag in ("table", "tr", "td", "th", "tbody")
        if own_lines:
            yield from self._flush(style)
            style = _styled(element, style)
        # what floats stands at the other end of its line
        around = "\t" if not own_lines and _FLOATS.search(element.get("style", "")) else ""
        self._text.append(around + _spaced(element.text, style))
        for child in element:
            yield from self._walk(child, style)
            self._text.append(_spaced(child.tail, style))
        self._text.append(around)
        if own_lines:
            yield from self._flush(style)

    def _last(self) -> str:
        """The last character read."""
        return next((text[-1] for text in reversed(self._text) if text), "")

    def _flush(self, style: _Style) -> Iterator[Text]:
        lines = _paragraphs("".join(self._text).split(_BREAK))
        self._text = []
        for line in lines:
            if line.strip() and not _is_of_site(line.strip()):
                yield Text(line, f"段落{next(self._paragraphs)}", style.centred, style.large)

    def _table(self, table: Any) -> Iterator[Block]:
        name = f"表格{next(self._tables)}"
        caption = table.find("caption")
        if caption is not None:
            yield Text(_spaced(caption.text_content()), f"{name}标题", centred=True)
        cells: list[GridCell] = []
        taken: set[tuple[int, int]] = set()
        rows = list(_rows_of(table))
        for r, row in enumerate(rows):
            column = 0
            for cell in (c for c in row if c.tag in ("td", "th")):
                while (r, column) in taken:
                    column += 1
                down = min(_span(cell, "rowspan") or len(rows), len(rows) - r)
                across = min(_span(cell, "colspan") or 1, _MOST_SPAN)
                while any((r, column + k) in taken for k in range(1, across)):
                    across -= 1
                if len(taken) + down * across > MOST_CELLS:
                    # told by whoever takes the grid
                    yield TextGrid(MOST_CELLS, 2, tuple(cells) or (GridCell(0, 0, 1, 1, "", f"{name}!A1"),))
                    return
                taken |= {(r + i, column + k) for i in range(down) for k in range(across)}
                place = f"{name}!{get_column_letter(column + 1)}{r + 1}"
                cells.append(GridCell(r, column, down, across, _cell_text(cell), place))
                column += across
        if cells:
            # a cell over more columns than there are takes those that there are
            columns = max(cell.column for cell in cells) + 1
            cells = [replace(cell, column_span=min(cell.column_span, columns - cell.column)) for cell in cells]
            height = max(cell.row + cell.row_span for cell in cells)
            # rows end early where a page leaves cells out
            blanks = [
                GridCell(r, c, 1, 1, "", f"{name}!{get_column_letter(c + 1)}{r + 1}")
                for r in range(height)
                for c in range(columns)
                if (r, c) not in taken
            ]
            ordered = sorted([*cells, *blanks], key=lambda cell: (cell.row, cell.column))
            yield TextGrid(height, columns, tuple(ordered))


def _is_of_site(text: str) -> bool:
    return _SITE.match(text) is not None and len(text) <= _LONGEST_OF_SITE and "。" not in text


def _styled(element: Any, outer: _Style) -> _Style:
    centred = element.get("align", "").lower() == "center" or element.tag == "center"
    centred = centred or _CENTRED.search(element.get("style", "")) is not None
    return _Style(
        centred or outer.centred or element.tag == "h1",
        element.tag in _HEADINGS or outer.large,
        outer.keeps_lines or element.tag == "pre" or _KEEPS_LINES.search(element.get("style", "")) is not None,
    )


def _spaced(text: str | None, style: _Style = _Style()) -> str:
    """The text of the file as printed: its line breaks are spaces, unless the page keeps them."""
    if style.keeps_lines and text:
        return text.replace("\r\n", _BREAK)
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines broken by hand as the paragraphs that they make."""
    found: list[str] = []
    for line in lines:
        if found and _GOES_ON.search(found[-1]) and line.strip() and not _BEGINS.match(line) and not begins_item(line.strip()):
            found[-1] += line
        else:
            found.append(line)
    return found


def _cell_text(cell: Any) -> str:
    """The text of a cell, its lines as the page breaks them."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        if element.tag == "br" or element.tag in _PARAGRAPHS:
            parts.append(_BREAK)
        parts.append(_spaced(element.text))
        for child in element:
            walk(child)
            parts.append(_spaced(child.tail))

    walk(cell)
    return "".join(parts).strip()


def _span(cell: Any, name: str) -> int:
    digits = re.match(r"\s*(\d{1,6})", cell.get(name, "1"))
    return int(digits[1]) if digits else 1
