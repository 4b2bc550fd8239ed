"""Files of older office programs (.doc, .xls, .wps) → .docx or .xlsx, by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from audit.reading.document import UnreadableSource

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_WINDOWS = (r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe")
# A document may neither run code nor fetch what it links to while it is converted.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def converted(data: bytes, suffix: str, target: str, path: Path) -> bytes:
    """`data`, a file with this suffix (".doc"), as "docx" or "xlsx". Raises UnreadableSource."""
    program = libreoffice()
    if program is None:
        modern = "docx" if target == "docx" else "xlsx"
        raise UnreadableSource(
            f"{path}：是旧版 Office 或 WPS 文件，本机没有安装 LibreOffice，无法读取；请安装，或另存为 .{modern} 后再核查"
        )
    with TemporaryDirectory(prefix="audit-office-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source, profile, out = folder / f"source{suffix}", folder / "profile", folder / "out"
        source.write_bytes(data)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        arguments = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
        ended = _run([program, *arguments, "--convert-to", target, "--outdir", str(out), str(source)])
        result = out / f"source.{target}"
        if ended and result.is_file():
            return result.read_bytes()
    reason = "文件已损坏或有密码保护" if ended else f"转换超过 {_SECONDS} 秒"
    raise UnreadableSource(f"{path}：LibreOffice 无法转换（{reason}），请另存为 .{target} 后再核查")


def libreoffice() -> str | None:
    """The program, where it is installed."""
    found = next((program for name in _PROGRAMS if (program := shutil.which(name))), None)
    return found or next((program for program in _WINDOWS if os.name == "nt" and Path(program).exists()), None)


def _run(command: Sequence[str]) -> bool:
    """Whether the program ended in time; what it started is ended with it."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
