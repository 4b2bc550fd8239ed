"""Fixtures that several test modules share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from hypothesis import settings

from audit.findings import Report

ROOT = Path(__file__).parent.parent

settings.register_profile("repeatable", derandomize=True, max_examples=60, deadline=None)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected reports of golden/ as found")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What an earlier run kept decides no test, and nothing is left in the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and made disclosures beside the checkout; tests that need it skip where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    return folder


@pytest.fixture(scope="session")
def sample_report() -> Report:
    """A small report with two causes of errors, one of a warning, a reminder and a verified sum."""
    return Report.model_validate_json((ROOT / "tests/data/report.json").read_bytes())


@pytest.fixture(scope="session")
def typeset() -> Callable[..., pymupdf.Document]:
    """Sets small PDFs: typeset("first page", "second page") → an open document of A4 pages.

    Each line of a page's text is printed 18 points below the one before, in 12 points, from a left margin of 72; each
    full-width space at its beginning moves it right by one character, and a blank line leaves room.
    """
    font = pymupdf.Font("cjk")

    def document(*pages: str, size: float = 12) -> pymupdf.Document:
        made = pymupdf.open()
        for text in pages:
            page = made.new_page(width=595, height=842)
            writer = pymupdf.TextWriter(page.rect)
            for i, line in enumerate(text.strip("\n").splitlines()):
                printed = line.lstrip("　")
                if printed.strip():
                    start = (72 + size * (len(line) - len(printed)), 84 + 1.5 * size * i)
                    writer.append(start, printed, font=font, fontsize=size)
            writer.write_text(page)
        return made

    return document
