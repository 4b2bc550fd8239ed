"""Fixtures that several test modules share."""

from pathlib import Path

import pytest

from audit.findings import Report

ROOT = Path(__file__).parent.parent


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
