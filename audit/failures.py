"""Why an input could not be audited, in one line."""

import errno
import traceback
from pathlib import Path

from audit.reading.document import UnreadableSource


def failure_reason(problem: Exception, source: Path) -> str:
    """The cause (Chinese) without the name of `source`; anything unforeseen is told as a defect, with its place."""
    if isinstance(problem, UnreadableSource):
        return str(problem).removeprefix(f"{source}：")
    if isinstance(problem, OSError):
        return _os_reason(problem, source)
    if isinstance(problem, MemoryError):
        return "内存不足"
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return f"程序缺陷，未能核查，请报告：{type(problem).__name__}: {problem}（{Path(frame.filename).name}:{frame.lineno}）"


def _os_reason(problem: OSError, source: Path) -> str:
    if isinstance(problem, FileNotFoundError):
        cause = "找不到文件"
    elif isinstance(problem, PermissionError):
        cause = "没有权限"
    elif problem.errno == errno.ELOOP:
        cause = "链接指向自身"
    else:
        cause = problem.strerror or str(problem)
    named = problem.filename is not None and Path(problem.filename) != source
    return f"{cause}（{problem.filename}）" if named else cause
