"""A PDF → Document: opened with care, every page read once, tables and running text told apart."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pymupdf

from audit.collector import collector_paused
from audit.reading.document import Document, Scan, UnreadableSource
from audit.reading.furniture import without_furniture
from audit.reading.leftover import with_leftovers
from audit.reading.page import PageContent, Rule, page_content
from audit.reading.patience import on_scan
from audit.reading.tables import read_tables
from audit.reading.text import paragraphs

# Far beyond any disclosure, and what a table finder would take minutes for.
_MOST_PAGES = 2_000
_MOST_CONTENT = 1_000_000
_MOST_RULES = 10_000
_MOST_CELLS = 100_000
_MOST_CHARS = 300_000
_TEXT_LEFT_OUT = "文字过多，未审计"
_INSTALL = '识别扫描页请先安装：pip install "audit[ocr]"'
# A page of fewer characters that is mostly a picture is scanned; so many drawings and no character are outlined text.
_FEWEST_CHARS = 5
_PICTURE = 0.5
_OUTLINES = 200
_GARBLED = 0.2

# What files with the wrong name begin with.
_SIGNATURES = (
    (b"PK\x03\x04", "Office、OFD 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"{\\rtf", "RTF 文件"),
)

# What MuPDF raises where a file is broken; a page tree that lies about itself, or is too deep, is a bare RuntimeError.
BROKEN = (RuntimeError, pymupdf.mupdf.FzErrorBase)

# Every cause is told in one line of our own.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def read_document(path: Path) -> Document:
    """The pages, paragraphs and tables of a PDF, with warnings about what of it could not be read.

    Pages without a text layer that says something are read by OCR where the extra `ocr` is installed.
    Raises UnreadableSource, one line in Chinese naming file and cause, where nothing of it can be audited: missing,
    empty, no PDF, truncated, encrypted, too long, without any text.
    """
    data = _bytes(path)
    with _opened(data, path) as pdf:
        pages, warnings, scanned = _contents(pdf, path)
        if pdf.is_repaired:
            warnings.insert(0, "文件已损坏，经修复读取")
    with collector_paused():
        tables, regions = read_tables(pages)
        told = paragraphs(pages, regions)
        tables = with_leftovers(tables, told, {page.number: page for page in pages})
    if scanned:
        scan = _scan(data, [pages[number - 1] for number in scanned])
        tables = [replace(table, scan=scan) for table in tables]
        told = [replace(paragraph, scan=scan) for paragraph in told]
    return Document(
        path=str(path),
        sha256=sha256(data).hexdigest(),
        page_sizes=tuple(page.size for page in pages),
        paragraphs=tuple(told),
        tables=tuple(tables),
        warnings=tuple(warnings),
    )


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableSource(f"{path}：是文件夹，不是 PDF 文件")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableSource(f"{path}：找不到文件") from None
    except OSError as error:
        raise UnreadableSource(f"{path}：文件无法读取（{error.strerror}）") from error
    if not data:
        raise UnreadableSource(f"{path}：文件是空的（0 字节）")
    # some producers write a few bytes before the header
    if b"%PDF-" not in data[:1024]:
        kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
        raise UnreadableSource(f"{path}：不是 PDF 文件" + (f"，内容是{kind}" if kind else ""))
    return data


def _opened(data: bytes, path: Path) -> pymupdf.Document:
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
        pages = pdf.page_count
    except BROKEN as error:
        raise UnreadableSource(f"{path}：文件已损坏，无法打开") from error
    if pdf.needs_pass:
        raise UnreadableSource(f"{path}：文件有密码保护，请先解除密码")
    if not pdf.is_pdf:
        raise UnreadableSource(f"{path}：不是 PDF 文件")
    if pages == 0:
        raise UnreadableSource(f"{path}：文件不完整，没有可读的页面")
    if pages > _MOST_PAGES:
        raise UnreadableSource(f"{path}：共 {pages} 页，超过 {_MOST_PAGES} 页的上限")
    return pdf


def _contents(pdf: pymupdf.Document, path: Path) -> tuple[list[PageContent], list[str], list[int]]:
    """(what all pages print, without furniture; what could not be read, in Chinese; the numbers of pages read by OCR)."""
    pages, left_out = _pages(pdf, path)
    garbled = [page.number for page in pages if _is_garbled([c.raw for c in page.chars])]
    pages = [replace(page, chars=[]) if page.number in garbled else page for page in pages]
    plain = without_furniture(pages)
    bare = [page.number for page in plain if page.number not in garbled and lacks_text(page, pdf[page.number - 1])]
    unread = sorted([*garbled, *bare])
    scanned = _scanned(pdf, unread) if unread and ocr_installed() else {}
    if scanned:
        plain = without_furniture([scanned.get(page.number, page) for page in pages])
    if not any(page.chars for page in plain):
        raise UnreadableSource(f"{path}：{_cause(pdf, garbled, bare, [*left_out])}")
    read = [number for number, page in scanned.items() if page.chars]
    return plain, _warnings(left_out, garbled, bare, read), read


@collector_paused()
def _pages(pdf: pymupdf.Document, path: Path) -> tuple[list[PageContent], dict[str, list[int]]]:
    """(what all pages print; by what was left out, in Chinese, the numbers of the pages)."""
    pages: list[PageContent] = []
    left_out: dict[str, list[int]] = {}
    for number in range(1, pdf.page_count + 1):
        damage = f"{path}：第 {number} 页已损坏，无法读取"
        try:
            printed = pdf[number - 1]
        # MuPDF counts pages that it then does not find
        except (IndexError, *BROKEN) as error:
            raise UnreadableSource(damage) from error
        try:
            page, excess = _content(printed)
        except BROKEN as error:
            raise UnreadableSource(damage) from error
        if excess:
            left_out.setdefault(excess, []).append(number)
        pages.append(page)
    return pages, left_out


def _warnings(left_out: dict[str, list[int]], garbled: list[int], bare: list[int], read: list[int]) -> list[str]:
    """What is to be told of a document's pages (Chinese)."""
    told = [f"{_named(numbers)}的{excess}" for excess, numbers in left_out.items()]
    if read:
        told.append(f"{_named(read)}由 OCR 识别，所列数据请与原件核对")
    how = "" if ocr_installed() else f"（{_INSTALL}）"
    if lost := [number for number in garbled if number not in read]:
        told.append(f"{_named(lost)}的文字编码无法识别，未审计{how}")
    if lost := [number for number in bare if number not in read]:
        told.append(f"{_named(lost)}没有文字层（扫描或图片），未审计{how}")
    return told


def ocr_installed() -> bool:
    """Whether the extra `ocr` is."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def _scan(data: bytes, pages: Iterable[PageContent]) -> Scan:
    from audit.reading.ocr_look import SecondLook

    return Scan({page.number: tuple(map(page.page_box, page.unsure)) for page in pages}, SecondLook(data))


def _scanned(pdf: pymupdf.Document, numbers: Sequence[int]) -> dict[int, PageContent]:
    # takes a second, and is not always installed
    from audit.reading.ocr import scanned_page

    on_scan.get()(len(numbers))
    return {number: scanned_page(pdf[number - 1]) for number in numbers}


def _content(page: pymupdf.Page) -> tuple[PageContent, str]:
    """The page, and what of it was left out because no disclosure has so much on a page (Chinese)."""
    if len(page.read_contents()) > _MOST_CONTENT:
        # a character takes a kilobyte while it is read
        if len(page.get_text()) > _MOST_CHARS:
            return PageContent(page.number + 1, page.cropbox.width, page.cropbox.height, [], []), _TEXT_LEFT_OUT
        return page_content(page, ruled=False), "内容过多，未读取表格线"
    content = page_content(page)
    if _is_crowded(content.rules):
        return replace(content, rules=[], fills=[]), "图形过多，未读取表格线"
    return content, ""


def _is_crowded(rules: Sequence[Rule]) -> bool:
    upright = {round(rule.x0) for rule in rules if rule.x0 == rule.x1}
    flat = {round(rule.y0) for rule in rules if rule.y0 == rule.y1}
    return len(rules) > _MOST_RULES or len(upright) * len(flat) > _MOST_CELLS


def _is_garbled(text: Iterable[str]) -> bool:
    """True where a good part of the characters are none of a Chinese text: their font says not what they mean."""
    counts = Counter(text)
    printed = sum(count for char, count in counts.items() if not char.isspace())
    nonsense = sum(count for char, count in counts.items() if not char.isspace() and _is_nonsense(char))
    return nonsense > _GARBLED * printed


@cache
def _is_nonsense(char: str) -> bool:
    return char == "\ufffd" or "\u00c0" <= char <= "\u02af" or unicodedata.category(char) in ("Cc", "Cn", "Co")


def lacks_text(content: PageContent, page: pymupdf.Page) -> bool:
    """True for a page that prints its text as a picture or as outlines."""
    if len(content.chars) >= _FEWEST_CHARS:
        return False
    area = page.rect.get_area()
    if any((pymupdf.Rect(image["bbox"]) & page.rect).get_area() > _PICTURE * area for image in page.get_image_info()):
        return True
    return not content.chars and len(page.get_cdrawings()) > _OUTLINES


def _cause(pdf: pymupdf.Document, garbled: Sequence[int], bare: Sequence[int], left_out: Sequence[str]) -> str:
    """Why no page has any text to read."""
    if _TEXT_LEFT_OUT in left_out:
        return f"每页的文字超过 {_MOST_CHARS} 字的上限"
    # control characters are no part of a page's content
    if garbled or any(_is_garbled(page.get_text()) for page in pdf.pages()):
        how = "" if ocr_installed() else f"；{_INSTALL}"
        return f"文字编码无法识别（字体没有 ToUnicode 对照表），读出的是乱码{how}"
    if bare:
        return "各页没有文字层（扫描件或图片），" + ("OCR 未识别出文字" if ocr_installed() else _INSTALL)
    return "各页没有文字"


def _named(pages: Sequence[int]) -> str:
    """`第 2、5–7 页` for 2, 5, 6, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "第 " + "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs) + " 页"
