"""A disclosure that is given as several files (narrative and tables, a folder, a ZIP) → one Document."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from audit.reading.archive import Member, unpacked
from audit.reading.document import Document, Paragraph, SourceFile, Table, UnreadableSource
from audit.reading.sources import kind_of, read_document

_MOST_FILES = 200
# .wps and .et are those of WPS Office.
_SUFFIXES = (".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".html", ".htm")
# A file that repeats this much of another one is another copy of it (a PDF beside its .docx).
_SAME = 0.8
_NATURAL = re.compile(r"(\d+)")


def is_readable_name(name: str) -> bool:
    """Whether a file of a folder or archive can be part of a disclosure, by its name; lock files and hidden ones are not."""
    return name.lower().endswith(_SUFFIXES) and not name.startswith((".", "~$"))


@contextmanager
def members_of(paths: Sequence[Path]) -> Iterator[list[Member]]:
    """The files that the paths name: files themselves, those at any depth of folders, those in ZIP archives.

    What is unpacked is gone when the context ends. Raises UnreadableSource.
    """
    with TemporaryDirectory(prefix="audit-zip-", ignore_cleanup_errors=True) as scratch:
        members: list[Member] = []
        for number, path in enumerate(paths):
            if path.is_dir():
                members += _in_folder(path)
            elif _is_zip(path):
                folder = Path(scratch, str(number))
                folder.mkdir()
                members += sorted((m for m in unpacked(path, folder) if is_readable_name(m.name)), key=lambda m: _natural(m.name))
            else:
                members.append(Member(path, path.name))
        if len(members) > _MOST_FILES:
            raise UnreadableSource(f"{paths[0]}：共 {len(members)} 个文件，超过一份公开文件 {_MOST_FILES} 个的上限")
        if not members:
            raise UnreadableSource(f"{paths[0]}：其中没有可以核查的文件")
        yield _told_apart(members)


def _in_folder(folder: Path) -> list[Member]:
    found = [file for file in folder.rglob("*") if is_readable_name(file.name) and file.is_file()]
    return [Member(file, file.name) for file in sorted(found, key=lambda file: _natural(str(file.relative_to(folder))))]


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK" and kind_of(path.read_bytes()) == "zip"
    except OSError:
        return False


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _NATURAL.split(name)]


def _told_apart(members: Sequence[Member]) -> list[Member]:
    """The members with names that differ: places are told by them."""
    seen: dict[str, int] = {}
    found: list[Member] = []
    for member in members:
        seen[member.name] = seen.get(member.name, 0) + 1
        again = seen[member.name]
        name = member.name if again == 1 else f"{Path(member.name).stem}({again}){Path(member.name).suffix}"
        found.append(Member(member.path, name))
    return found


def read_together(paths: Sequence[Path]) -> Document:
    """One Document of all files that the paths name, the narrative first.

    A file that cannot be read, or that repeats another, is told in `warnings`. Raises UnreadableSource where none can be.
    """
    with members_of(paths) as members:
        warnings: list[str] = []
        read: list[tuple[str, Document]] = []
        for member in members:
            try:
                document = read_document(member.path)
            except UnreadableSource as problem:
                warnings.append(f"{member.name} 未能读取：{str(problem).removeprefix(f'{member.path}：')}")
                continue
            read.append((member.name, document))
        read = _without_copies(read, warnings)
        if not read:
            raise UnreadableSource(f"{_named(paths)}：{'；'.join(warnings)}")
        return joined(read, _named(paths), joint_sha256(_contents(paths)), warnings)


def _contents(paths: Sequence[Path]) -> list[str]:
    """The sha256 of each file given, an archive as it is, and of those in folders."""
    files = [file for path in paths for file in ([m.path for m in _in_folder(path)] if path.is_dir() else [path])]
    return [sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()]


def _named(paths: Sequence[Path]) -> str:
    return str(paths[0]) if len(paths) == 1 else " + ".join(path.name for path in paths)


def joined(read: Sequence[tuple[str, Document]], name: str, digest: str, warnings: Sequence[str] = ()) -> Document:
    """One Document of several, by name: those that tell before those that only tabulate, otherwise in their order."""
    ordered = sorted(read, key=lambda part: not _tells(part[1]))
    if len(ordered) == 1:
        _, document = ordered[0]
        told = [*warnings, *document.warnings] if len(read) + len(warnings) > 1 else document.warnings
        return replace(document, path=name, sha256=digest, warnings=tuple(told))
    files = tuple(SourceFile(member, document.sha256, document.pages) for member, document in ordered)
    return Document(
        path=name,
        sha256=digest,
        page_sizes=tuple(size for _, document in ordered for size in document.page_sizes),
        paragraphs=tuple(_paragraph(p, member) for member, document in ordered for p in document.paragraphs),
        tables=tuple(_table(t, member) for member, document in ordered for t in document.tables),
        warnings=(*warnings, *(f"{member}：{warning}" for member, document in ordered for warning in document.warnings)),
        files=files,
    )


def joint_sha256(contents: Sequence[str]) -> str:
    """The sha256 of a disclosure whose files have these, in this order."""
    return contents[0] if len(contents) == 1 else sha256("".join(contents).encode("ascii")).hexdigest()


def _tells(document: Document) -> bool:
    return sum(len(p.text) for p in document.paragraphs if p.kind == "text") > 500


def _paragraph(paragraph: Paragraph, file: str) -> Paragraph:
    return replace(paragraph, file=file)


def _table(table: Table, file: str) -> Table:
    return replace(table, file=file)


def _without_copies(read: Sequence[tuple[str, Document]], warnings: list[str]) -> list[tuple[str, Document]]:
    """Those that do not only repeat what a longer one (or an earlier one of the same length) says."""
    said = [_said(document) for _, document in read]
    kept: list[tuple[str, Document]] = []
    for mine, (name, document) in enumerate(read):
        for other, (twin, _) in enumerate(read):
            longer = (len(said[other]), -other) > (len(said[mine]), -mine)
            if longer and said[mine] and len(said[mine] & said[other]) > _SAME * len(said[mine]):
                own = len(said[mine] - said[other])
                differing = f"（{own} 处文字或数字行不同）" if own else ""
                warnings.append(f"{name} 是 {twin} 的另一份副本{differing}，未重复核查")
                break
        else:
            kept.append((name, document))
    return kept


def _said(document: Document) -> frozenset[str]:
    """The longer paragraphs and the rows of figures."""
    texts = {paragraph.text for paragraph in document.paragraphs if len(paragraph.text) > 20}
    rows = [[cell.text for cell in row if cell.text] for table in document.tables for row in table.rows]
    return frozenset(texts | {"|".join(row) for row in rows if len(row) > 2})
