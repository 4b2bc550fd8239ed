"""Any source → Document: what a file is, its content says, not its name."""

import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Literal

from audit.reading.document import Document, UnreadableSource
from audit.reading.pdf import read_document as read_pdf

Kind = Literal[
    "damaged",
    "pdf",
    "docx",
    "xlsx",
    "web",
    "doc",
    "xls",
    "rtf",
    "odt",
    "ods",
    "xlsb",
    "ofd",
    "zip",
    "locked",
    "archive",
    "picture",
    "other",
]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"ustar")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_WEB = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE)
# What LibreOffice makes of a kind: the suffix it is told and the format it writes.
_CONVERTED: dict[Kind, tuple[str, Literal["docx", "xlsx"]]] = {
    "doc": (".doc", "docx"),
    "rtf": (".rtf", "docx"),
    "odt": (".odt", "docx"),
    "xls": (".xls", "xlsx"),
    "ods": (".ods", "xlsx"),
    "xlsb": (".xlsb", "xlsx"),
}
_ADVICE: dict[Kind, str] = {
    "ofd": "是 OFD 版式文件，暂不支持；请用 OFD 阅读器“另存为”或“打印”成 PDF 后再核查",
    "damaged": "是 Office、OFD 或压缩文件，但已损坏，无法打开",
    "locked": "文件有密码保护，请先解除密码",
    "picture": "是图片，请转换成 PDF 后再核查",
    "other": "不是 PDF、Word、Excel 文件或网页，请转换成 PDF 后再核查",
    "archive": "是 RAR、7z 等压缩文件，请先解压，或改用 .zip",
}


def read_document(path: Path) -> Document:
    """The pages, paragraphs and tables of a PDF, Word or Excel file or web page; a ZIP is read as one disclosure.

    Raises UnreadableSource, one line in Chinese naming file and cause, where nothing of it can be audited.
    """
    data = _content(path)
    kind = kind_of(data)
    if kind == "web":
        from audit.reading.web import web_document

        return web_document(data, path)
    if kind == "zip":
        from audit.reading.together import read_together

        return read_together([path])
    if kind in _ADVICE and data:
        raise UnreadableSource(f"{path}：{_ADVICE[kind]}")
    office = office_file(data, path)
    if office is None:
        return read_pdf(path)
    return replace(_office_document(*office, path), sha256=sha256(data).hexdigest())


def _office_document(form: Literal["docx", "xlsx"], content: bytes, path: Path) -> Document:
    """The document; one that breaks the rules of its format as LibreOffice understands it, where that is installed."""
    from audit.reading.converted import converted, libreoffice
    from audit.reading.excel import excel_document
    from audit.reading.package import MalformedSource
    from audit.reading.word import word_document

    read = word_document if form == "docx" else excel_document
    try:
        return read(content, path)
    except MalformedSource:
        if libreoffice() is None:
            raise
    document = read(converted(content, f".{form}", form, path), path)
    return replace(document, warnings=(*document.warnings, "文件不合格式规范，经 LibreOffice 转换后读取"))


def office_file(data: bytes, path: Path) -> tuple[Literal["docx", "xlsx"], bytes] | None:
    """The form and content of a Word or Excel file, those of older programs converted; None for anything else."""
    kind = kind_of(data)
    if kind == "docx" or kind == "xlsx":
        return kind, data
    if kind not in _CONVERTED:
        return None
    from audit.reading.converted import converted

    suffix, form = _CONVERTED[kind]
    return form, converted(data, suffix, form, path)


def kind_of(data: bytes) -> Kind:
    """What the first bytes, and the names inside a package, say that a file is."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _package_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return "archive"
    if data.startswith(_PICTURES):
        return "picture"
    return "web" if _is_web(data) else "other"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        # the reader of PDFs tells what is wrong
        return b""


def _package_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            mimetype = package.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return "damaged"
    if b"opendocument.text" in mimetype:
        return "odt"
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "OFD.xml" in names:
        return "ofd"
    if any(name.startswith("word/") for name in names) and "[Content_Types].xml" in names:
        return "docx"
    if any(name.startswith("xl/") for name in names) and "[Content_Types].xml" in names:
        return "xlsx"
    return "zip"


def _ole_kind(data: bytes) -> Kind:
    """By the names of the streams of a compound file (MS-CFB): they stand in it as UTF-16."""
    names = {name: name.encode("utf-16-le") + b"\x00\x00" for name in ("EncryptedPackage", "WordDocument", "Workbook", "Book")}
    if names["EncryptedPackage"] in data:
        return "locked"
    if names["WordDocument"] in data:
        return "doc"
    return "xls" if names["Workbook"] in data or names["Book"] in data else "other"


def _is_web(data: bytes) -> bool:
    code = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    beginning = data[:4096].decode(code, "replace").removeprefix("ï»¿").lstrip()
    return beginning.startswith("<") and _WEB.search(beginning) is not None
