"""The files of a batch: every disclosure under a folder, and what its files contain."""

import os
import stat
from pathlib import Path

from audit.batch.store import File
from audit.failures import failure_reason
from audit.inputs import is_disclosure_name
from audit.output import file_sha256
from audit.reading.grouping import groups_of

# Disclosures come in these as well; why they cannot be read is told of each.
_TOLD = (".ofd", ".rar", ".7z")


class NotReadable(Exception):
    """A file whose content cannot be read; the message (Chinese) says why."""


def disclosures_under(folder: Path) -> tuple[list[tuple[Path, ...]], list[str]]:
    """The files of every disclosure at any depth, in order, and the folders (Chinese, with the cause) that cannot be listed.

    Linked folders are not entered: they may lead in circles.
    """
    unlisted: list[str] = []

    def note(problem: OSError) -> None:
        unlisted.append(f"{problem.filename}：文件夹无法读取（{failure_reason(problem, Path(problem.filename))}）")

    found: list[tuple[Path, ...]] = []
    for parent, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        found += groups_of([Path(parent, name) for name in sorted(names) if is_disclosure_name(name) or _is_told(name)])
    return found, unlisted


def _is_told(name: str) -> bool:
    return name.lower().endswith(_TOLD) and not name.startswith(".")


def file_of(path: Path, folder: Path) -> File:
    """The file as the store keeps it; without size and time where it cannot be looked at."""
    name, place = _text(str(path)), _text(path.relative_to(folder).as_posix())
    try:
        status = path.stat()
    except OSError:
        return File(name, place)
    return File(name, place, status.st_size, status.st_mtime_ns)


def content_of(path: Path) -> str:
    """The sha256 of what the file contains. Raises NotReadable."""
    try:
        # a pipe that nobody writes to would be read for ever
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotReadable("不是普通文件")
        return file_sha256(path)
    except OSError as problem:
        raise NotReadable(failure_reason(problem, path)) from problem


def _text(name: str) -> str:
    """Names that are not in UTF-8 (unpacked from archives of another encoding) are told with their bytes escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
