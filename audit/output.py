"""Where results are written, and how: under a name of their own, whole or not at all."""

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

REPORT_JSON = "report.json"
# bytes of one name, which file systems limit
_LONGEST_NAME = 255


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contested_stems(sources: Iterable[Path]) -> frozenset[str]:
    """Stems, case-folded, that several sources of different content share.

    Case is folded since `A` and `a` are one folder on Windows. A source that cannot be read contests nothing.
    """
    groups: dict[str, list[Path]] = defaultdict(list)
    for source in sources:
        if source.is_file() and os.access(source, os.R_OK):
            groups[source.stem.casefold()].append(source)
    shared = {stem: files for stem, files in groups.items() if len(files) > 1}
    return frozenset(stem for stem, files in shared.items() if len({file_sha256(file) for file in files}) > 1)


def result_name(source: Path, sha256: str, contested: frozenset[str], suffix: str = "") -> str:
    """`<stem>`, or `<stem>-<first 8 of sha256>` where another input of the call has the stem too.

    The hash is there as well where the stem alone is no name (`..` of a file `...pdf`), or is too long for `suffix`
    to follow; then it is cut.
    """
    stem = source.stem
    if stem.casefold() in contested or stem in (".", "..") or _size(stem + suffix) > _LONGEST_NAME:
        return _hashed(stem, sha256, suffix)
    return stem


def _hashed(stem: str, sha256: str, suffix: str = "") -> str:
    end = f"-{sha256[:8]}"
    while _size(stem + end + suffix) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + end


def _size(name: str) -> int:
    return len(os.fsencode(name))


def report_folder(out: Path, source: Path, sha256: str, contested: frozenset[str]) -> Path:
    """The folder under `out` for the report of `source`: never one that holds something else.

    Raises FileExistsError where even the name with the hash is taken.
    """
    for name in (result_name(source, sha256, contested), _hashed(source.stem, sha256)):
        if _available(out / name, sha256):
            return out / name
    raise FileExistsError(f"{out / name} 已被其他内容占用")


def _available(folder: Path, sha256: str) -> bool:
    if not folder.exists():
        return True
    return folder.is_dir() and (reported_sha256(folder) == sha256 or not any(folder.iterdir()))


def reported_sha256(folder: Path) -> str | None:
    """The sha256 of the source whose report stands in `folder`; None where there is no readable report."""
    try:
        sha256 = json.loads((folder / REPORT_JSON).read_bytes())["document"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return sha256 if isinstance(sha256, str) else None


def write_report(folder: Path, files: Mapping[str, bytes], ours: Iterable[str]) -> list[Path]:
    """Put `files` (name → content) into `folder`, in place of any earlier ones, whole or not at all.

    `ours` are the names a report can have: those left from an earlier report go. Whatever else stands in the
    folder (a reviewer's notes) stays.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".audit-", dir=folder.parent) as scratch:
        fresh, former = Path(scratch, "new"), Path(scratch, "old")
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if not folder.exists():
            fresh.rename(folder)
        else:
            for other in folder.iterdir():
                if other.name not in ours:
                    _copy(other, fresh / other.name)
            folder.rename(former)
            try:
                fresh.rename(folder)
            except OSError:
                former.rename(folder)
                raise
    return [folder / name for name in files]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


def write_file(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".audit-", dir=path.parent) as scratch:
        fresh = Path(scratch, "new")
        fresh.write_bytes(content)
        fresh.replace(path)
