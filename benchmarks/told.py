"""Where a benchmark's table goes."""

from pathlib import Path


def tell(text: str, file: Path | None) -> None:
    """Into the file, or onto the terminal where none is named."""
    if file is None:
        print(text)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
