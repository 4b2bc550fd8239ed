"""Disclosures of several files: one document, a row for each of its files."""

import json
import shutil
from pathlib import Path

from audit.batch.store import Store
from tests.batch.disclosures import disclosure
from tests.batch.test_runner import results, run


def pair(folder: Path) -> tuple[Path, Path]:
    narrative = disclosure(folder / "教育局2024年预算公开说明.pdf")
    tables = disclosure(folder / "教育局2024年预算公开表.pdf", "示例县教育局预算表", total=700)
    return narrative, tables


def documents(store: Store) -> list[tuple[str, int]]:
    """Place of each document, and how many files it has."""
    query = "SELECT place, (SELECT count(*) FROM files WHERE disclosure = results.sha256) FROM results ORDER BY place"
    return store.connection.execute(query).fetchall()


def test_narrative_and_tables_are_one_document_with_a_row_for_each_file(tmp_path: Path, store: Store) -> None:
    narrative, tables = pair(tmp_path / "县")
    disclosure(tmp_path / "县/民政局.pdf", "示例县民政局")
    engine = run(tmp_path / "县", store)
    assert len(engine.asked) == 2
    assert documents(store) == [(min(narrative.name, tables.name), 2), ("民政局.pdf", 1)]
    assert results(store) == dict.fromkeys([narrative.name, tables.name, "民政局.pdf"], ("done", ""))
    (files,) = store.connection.execute("SELECT facts ->> '$.files' FROM results WHERE place LIKE '教育局%'").fetchone()
    assert {file["source"] for file in json.loads(files)} == {narrative.name, tables.name}
    assert run(tmp_path / "县", store).asked == []


def test_a_file_that_comes_later_makes_another_document(tmp_path: Path, store: Store) -> None:
    narrative, tables = pair(tmp_path / "县")
    content = tables.read_bytes()
    tables.unlink()
    run(tmp_path / "县", store)
    assert documents(store) == [(narrative.name, 1)]
    tables.write_bytes(content)
    assert len(run(tmp_path / "县", store).asked) == 1
    assert [count for _, count in documents(store)] == [2]
    tables.unlink()
    assert run(tmp_path / "县", store).asked == [], "what it was alone is still known"
    assert documents(store) == [(narrative.name, 1)]


def test_a_part_that_cannot_be_read_costs_only_itself(tmp_path: Path, store: Store) -> None:
    narrative, tables = pair(tmp_path / "县")
    tables.write_bytes(b"%PDF-1.4 broken")
    run(tmp_path / "县", store)
    assert results(store) == dict.fromkeys([narrative.name, tables.name], ("done", ""))
    (notes,) = store.connection.execute("SELECT json_extract(facts, '$.notes') FROM results").fetchone()
    assert tables.name in notes
    assert run(tmp_path / "县", store).asked == []


def test_a_group_in_two_places_is_audited_once(tmp_path: Path, store: Store) -> None:
    pair(tmp_path / "市/甲县")
    shutil.copytree(tmp_path / "市/甲县", tmp_path / "市/乙县")
    assert len(run(tmp_path / "市", store).asked) == 1
    assert [count for _, count in documents(store)] == [4]
    assert len(results(store)) == 4
