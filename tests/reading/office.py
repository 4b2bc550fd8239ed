"""Word, Excel and web files made by scripts, honest and hostile ones."""

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

SENTENCE = "2024年本单位支出预算800.00万元，比上年增加30.00万元，主要原因是项目增加。"
EXPENDITURE = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("208", "社会保障和就业支出", "800.00", "500.00", "300.00"),
    ("", "合计", "800.00", "500.00", "300.00"),
)
_LINE = Side("thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def add_paragraph(file: Any, text: str, centred: bool = False) -> Any:
    paragraph = file.add_paragraph(text)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def add_table(file: Any, rows: Sequence[Sequence[str]]) -> Any:
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    return table


def word(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A .docx of paragraphs and tables; a paragraph that begins with ^ is centred."""
    file = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            add_paragraph(file, block.removeprefix("^"), block.startswith("^"))
        else:
            add_table(file, block)
    return saved(file)


def word_of_xml(*elements: str) -> bytes:
    """A .docx whose body is the given WordprocessingML."""
    file = docx.Document()
    body = file.element.body
    for number, element in enumerate(elements):
        body.insert(number, parse_xml(element.replace(">", f" {nsdecls('w')}>", 1)))
    return saved(file)


def saved(file: Any) -> bytes:
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def fill(sheet: Worksheet, rows: Iterable[Sequence[str | float | None]], first: int = 1, ruled: bool = True) -> None:
    for r, row in enumerate(rows, start=first):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c, value)
            if ruled:
                cell.border = _BORDER


def expenditure_sheet(book: Workbook, name: str = "预算02表", ruled: bool = True) -> Worksheet:
    """A sheet as offices make them: number, title and unit line above the table."""
    sheet: Worksheet = book.create_sheet(name)
    sheet["A1"] = "表二"
    sheet["A2"] = "部门支出总表"
    sheet.merge_cells("A2:E2")
    sheet["A2"].alignment = Alignment(horizontal="center")
    sheet["A3"], sheet["E3"] = "部门名称：示例县水务局", "单位：万元"
    fill(sheet, EXPENDITURE[:1], 4, ruled)
    fill(sheet, [("208", "社会保障和就业支出", 800, 500, 300), (None, "合计", 800, 500, 300)], 5, ruled)
    for row in sheet.iter_rows(min_row=5, max_row=6, min_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"
    return sheet


def workbook() -> Workbook:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    return book


def rewritten(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with some of its parts replaced, or added."""
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, part in parts.items():
            target.writestr(name, part)
    return content.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as source:
        return source.read(name)


def with_external_entity() -> bytes:
    """A .docx that asks its parser to fetch a file of the reader's machine."""
    package = word(SENTENCE)
    text = part_of(package, "word/document.xml")
    end = text.index(b"?>") + 2
    declared = text[:end] + b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>' + text[end:]
    return rewritten(package, {"word/document.xml": declared.replace("2024年".encode(), b"&secret;")})


def with_blank_rows(count: int) -> bytes:
    """A .xlsx with a table of three rows and so many rows that have a height and a style, as a careless click makes them."""
    book = workbook()
    expenditure_sheet(book)
    package = saved(book)
    name = "xl/worksheets/sheet1.xml"
    text = part_of(package, name)
    end = text.index(b"</sheetData>")
    blank = b"".join(b'<row r="%d" ht="14"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (r, r, r) for r in range(7, 7 + count))
    return rewritten(package, {name: text[:end] + blank + text[end:]})


def bomb(suffix: str, size: int = 400_000_000) -> bytes:
    """A package of a few hundred kilobytes that unpacks to `size` bytes."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        folder = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "zip": "说明.html"}[suffix]
        with target.open(folder, "w", force_zip64=True) as part:
            block = b" " * 10_000_000
            for _ in range(size // len(block)):
                part.write(block)
    return content.getvalue()


def with_password() -> bytes:
    """The beginning of an encrypted Office file (MS-OFFCRYPTO): a compound file with the stream EncryptedPackage."""
    entry = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 34)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry.ljust(512, b"\0") + bytes(4096)


def zipped(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A .zip whose names are in an encoding: GBK without the mark of UTF-8, as Chinese Windows writes them."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for number, part in enumerate(files.values()):
            target.writestr(f"{number:06}", part)
    data = content.getvalue()
    if encoding == "utf-8":
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
            for name, part in files.items():
                target.writestr(name, part)
        return content.getvalue()
    # names of one length keep every offset of the archive as it is
    for number, name in enumerate(files):
        raw = name.encode(encoding)
        assert len(raw) == 6, "six bytes, please"
        data = data.replace(f"{number:06}".encode(), raw)
    return data
