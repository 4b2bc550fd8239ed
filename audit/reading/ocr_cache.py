"""What OCR has read, kept on disk by the picture it was read in: a page is read once, whoever audits it again.

One file for each page, written whole or not at all, so that any number of processes can share the folder.
"""

import json
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from audit.caches import cache_folder

# About 300 MB; the oldest half goes where there are more.
_MOST_PAGES = 20_000


def remembered(key: bytes, read: Callable[[], Any]) -> Any:
    """What `read` once returned for this key (any bytes), made of what JSON keeps; a failure of `read` is not kept.

    A folder that can't be written to is told to nobody: then every page is read anew.
    """
    path = cache_folder() / "ocr" / f"{sha256(key).hexdigest()}.z"
    # not there, or cut off by a full disk
    with suppress(OSError, zlib.error, ValueError):
        return json.loads(zlib.decompress(path.read_bytes()))
    found = read()
    with suppress(OSError):
        _keep(path, zlib.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()))
    return found


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _make_room(path.parent)
    with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(data)
    os.replace(file.name, path)


def _make_room(folder: Path) -> None:
    kept = list(folder.glob("*.z"))
    if len(kept) < _MOST_PAGES:
        return
    for path in sorted(kept, key=lambda path: path.stat().st_mtime)[: len(kept) // 2]:
        path.unlink(missing_ok=True)
