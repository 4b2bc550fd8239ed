import sys
from pathlib import Path

import pytest

from audit.caches import cache_folder
from audit.proposals.settings import model_settings
from audit.reading.ocr_cache import remembered

VARIABLES = ("AUDIT_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA")


@pytest.mark.parametrize(
    ("platform", "given", "expected"),
    [
        ("linux", {}, "/home/me/.cache/audit"),
        ("linux", {"XDG_CACHE_HOME": "/fast", "LOCALAPPDATA": "/no"}, "/fast/audit"),
        ("darwin", {"XDG_CACHE_HOME": "/no"}, "/home/me/Library/Caches/audit"),
        ("win32", {"LOCALAPPDATA": "/local", "XDG_CACHE_HOME": "/no"}, "/local/audit"),
        ("win32", {}, "/home/me/AppData/Local/audit"),
        *((platform, {"AUDIT_CACHE": "/mine", "XDG_CACHE_HOME": "/no"}, "/mine") for platform in ("linux", "darwin", "win32")),
    ],
)
def test_the_folder_is_the_systems_own_or_the_one_named(
    platform: str, given: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    assert cache_folder() == Path(expected)


def test_pages_and_answers_are_kept_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_CACHE", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    remembered(b"a page", lambda: "its text")
    assert [file.suffix for file in (tmp_path / "ocr").iterdir()] == [".z"]
    settings = model_settings("openai:m", folder=tmp_path)
    assert settings is not None and Path(settings.cache) == tmp_path / "answers.sqlite"
