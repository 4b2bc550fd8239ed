"""Office packages (OOXML) are ZIP files from strangers: opened with care, or refused in one clear word."""

import zipfile
from io import BytesIO
from pathlib import Path

from audit.reading.document import UnreadableSource

# Far beyond any disclosure: entries, bytes of all of them, bytes of one that is parsed whole into a tree.
_MOST_ENTRIES = 5_000
_MOST_BYTES = 300_000_000
_MOST_TREE = 30_000_000
_CHUNK = 1 << 20
_MARKUP = (".xml", ".rels", ".vml")
# No office program writes a document type; whoever does wants the parser to fetch or to blow up something.
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
# What python-docx and openpyxl raise over packages that break the rules of their format.
MALFORMED = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, EOFError, zipfile.BadZipFile)
_DAMAGED = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError)


class MalformedSource(UnreadableSource):
    """A harmless file that breaks the rules of its format; another program may make something of it."""


def checked_package(data: bytes, path: Path, streamed: str = "") -> zipfile.ZipFile:
    """The package, of bounded size and without document types. Raises UnreadableSource.

    streamed: the folder whose parts are not parsed whole, and can be as large as the package
    """
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except _DAMAGED as error:
        raise UnreadableSource(f"{path}：文件已损坏，无法打开") from error
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise UnreadableSource(f"{path}：解压后超过 {_MOST_BYTES // 1_000_000} MB 的上限，可能是压缩炸弹，未读取")
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableSource(f"{path}：文件有密码保护，请先解除密码")
        if not entry.filename.lower().endswith(_MARKUP):
            continue
        if entry.file_size > _MOST_TREE and not (streamed and entry.filename.startswith(streamed)):
            raise UnreadableSource(f"{path}：{entry.filename} 解压后超过 {_MOST_TREE // 1_000_000} MB 的上限，未读取")
        try:
            if _has_doctype(package, entry):
                raise UnreadableSource(f"{path}：文件中有文档类型声明（可夹带外部实体），不是正常的 Office 文件，未读取")
        except (*_DAMAGED, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise UnreadableSource(f"{path}：文件已损坏，{entry.filename} 无法解压") from error
    return package


def _has_doctype(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    longest = max(map(len, _DOCTYPES)) - 1
    with package.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            window = tail + chunk
            if any(mark in window for mark in _DOCTYPES):
                return True
            tail = window[-longest:]
    return False
