"""Which files of a folder are one disclosure of one unit, told by their names alone."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

# What a name says of a file's part in a disclosure, beside whose and which year's it is.
_TABLES = re.compile(r"报表|附表|(?:公开|预算|决算|收支|批复)表(?:格)?|表格|(?:^|[^一二三四五六七八九十\d])表$|[（(\[]表[)）\]]")
_NARRATIVE = re.compile(r"说明|文字|文本|正文|报告|情况|文稿|文档")
_PART = re.compile(
    r"附件\s*[一二三四五六七八九十\d]*[：:.、_-]*|附表|报表|表格|表|文字|文本|正文|报告|情况|说明|文稿|文档|公开|公示|定稿|终稿|最终|版"
    r"|^\s*\d{1,2}(?=[.、_\s-])|[（(\[【]\s*\d{1,2}\s*[)）\]】]|[\s（()）\[\]【】《》“”\"'：:、，,._\-—–+&]|的|和|及|与"
)
_SHEETS = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".xlsb")
_TEXTS = (".docx", ".doc", ".wps", ".pdf", ".rtf", ".html", ".htm")


def groups_of(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """The paths in groups, each the files of one disclosure, in the order of their first files.

    Files belong together if they stand in one folder, their names agree in all that tells unit, year and 预算 or 决算, and
    at least one is named (or typed) as the tables and one as the narrative. Two whole documents are never joined.
    """
    by_key: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in paths:
        by_key[path.parent, _key(path)].append(path)
    found: list[tuple[Path, ...]] = []
    for group in by_key.values():
        if len(group) > 1 and any(map(_tabulates, group)) and not all(map(_tabulates, group)):
            found.append(tuple(group))
        else:
            found += [(path,) for path in group]
    place = {path: number for number, path in enumerate(paths)}
    return sorted(found, key=lambda group: place[group[0]])


def _key(path: Path) -> str:
    """The name without what it says of the file's part."""
    return _PART.sub("", path.stem)


def _tabulates(path: Path) -> bool:
    """Whether a file holds the tables of a disclosure and not its text."""
    if path.suffix.lower() in _SHEETS:
        return True
    return _TABLES.search(path.stem) is not None and _NARRATIVE.search(path.stem) is None
