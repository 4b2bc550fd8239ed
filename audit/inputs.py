"""The files that the paths of a call name."""

from collections.abc import Iterable
from pathlib import Path

from audit.reading.together import is_readable_name


class MissingInput(Exception):
    """A path that names no file to audit; the message (Chinese) names the path and the cause."""


def input_files(path: Path) -> list[Path]:
    """The file itself, or the disclosures that stand directly in a folder, by name.

    Raises MissingInput where there is neither. Hidden files and the lock files of office programs are no disclosures.
    """
    if not path.exists():
        raise MissingInput(f"{path}：找不到文件")
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if is_disclosure_name(file.name) and file.is_file())
    if not files:
        raise MissingInput(f"{path}：文件夹中没有 PDF、Word、Excel 文件或网页（不查子文件夹）")
    return files


def is_disclosure_name(name: str) -> bool:
    """Whether a file can be a disclosure, by its name; a ZIP holds the files of one."""
    return is_readable_name(f"{name}.pdf" if name.lower().endswith(".zip") else name)


def without_repeats(files: Iterable[Path]) -> list[Path]:
    """The files in their order, each once, however it is spelled."""
    once: dict[Path, Path] = {}
    for file in files:
        once.setdefault(file.resolve(), file)
    return list(once.values())
