"""Where the user's programs keep what can be made again, as each system has it."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The folder of what this program keeps: pages read by OCR, answers of models. AUDIT_CACHE names another.

    It need not exist, and may be deleted at any time.
    """
    if named := os.environ.get("AUDIT_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "audit"
