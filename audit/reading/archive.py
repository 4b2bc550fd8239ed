"""A ZIP from a stranger → its files, unpacked under names of our own: no path of the archive is ever written to."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audit.reading.document import UnreadableSource

# Far beyond any disclosure: files, bytes of one and of all, and how much a file can shrink.
_MOST_FILES = 200
_MOST_FILE = 100_000_000
_MOST_BYTES = 300_000_000
_MOST_RATIO = 400
_SMALL = 1_000_000
_CHUNK = 1 << 20
_NESTED = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_UTF8_NAME = 0x800
_DAMAGED = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Member:
    """A file: where its content lies, and what to call it. They differ where it comes from an archive."""

    path: Path
    name: str


def unpacked(archive: Path, folder: Path) -> Iterator[Member]:
    """The files of a ZIP, each written into `folder` under a number; raises UnreadableSource where it is no honest one."""
    try:
        with zipfile.ZipFile(archive) as package:
            entries = [entry for entry in package.infolist() if _is_content(entry)]
            _check(entries, archive)
            for number, entry in enumerate(entries, start=1):
                name = _name(entry)
                target = folder / f"{number}{_suffix(name)}"
                with package.open(entry) as source, target.open("wb") as out:
                    while chunk := source.read(_CHUNK):
                        out.write(chunk)
                yield Member(target, name)
    except UnreadableSource:
        raise
    except (*_DAMAGED, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UnreadableSource(f"{archive}：压缩文件已损坏，无法解压") from error


def _check(entries: list[zipfile.ZipInfo], archive: Path) -> None:
    """Python reads of an entry no more than its declared size, so what is declared bounds what is unpacked."""
    if not entries:
        raise UnreadableSource(f"{archive}：压缩文件中没有文件")
    if len(entries) > _MOST_FILES:
        raise UnreadableSource(f"{archive}：压缩文件中有 {len(entries)} 个文件，超过 {_MOST_FILES} 个的上限")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableSource(f"{archive}：压缩文件有密码保护，请先解压")
    if any(entry.file_size > _MOST_FILE for entry in entries) or sum(e.file_size for e in entries) > _MOST_BYTES:
        raise UnreadableSource(f"{archive}：解压后超过 {_MOST_BYTES // 1_000_000} MB 的上限，可能是压缩炸弹，未读取")
    if any(e.file_size > _SMALL and e.file_size > _MOST_RATIO * max(e.compress_size, 1) for e in entries):
        raise UnreadableSource(f"{archive}：压缩比过高，可能是压缩炸弹，未读取")
    nested = next((name for entry in entries if (name := _name(entry)).lower().endswith(_NESTED)), None)
    if nested is not None:
        raise UnreadableSource(f"{archive}：压缩文件中还有压缩文件（{nested}），请先解压")


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a file of the disclosure: no folder, nothing that file systems and office programs leave behind."""
    path = PurePosixPath(_name(entry))
    return (
        not entry.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith((".", "~$")) and path.name != "Thumbs.db"
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its maker saw it: Chinese Windows writes GBK, which Python takes for code page 437."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        data = name.encode("cp437", "replace")
        for code in ("utf-8", "gb18030"):
            try:
                name = data.decode(code)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").rsplit("/", 1)[-1] or "未命名"


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6 else ""
