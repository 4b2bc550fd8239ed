"""What tests of batches share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.batch.store import Store, opened_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened_store(tmp_path / "province.db") as opened:
        yield opened
