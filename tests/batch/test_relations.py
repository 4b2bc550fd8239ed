"""Which documents of a store are held against which, and what becomes of it."""

from pathlib import Path
from typing import Any

import pytest

from audit.batch.relations import open_relations
from audit.batch.store import File, Store
from audit.batch.task import condensed
from audit.findings import Report
from tests.batch.disclosures import department
from tests.batch.test_runner import run

OFFICE, CENTRE, STATION = "示例县水务局", "示例县水利建设中心", "示例县饮水管理站"
LISTED = ("水务局（本级）", CENTRE, "饮水管理站")


class Shelf:
    """Documents put into a store by what they are."""

    def __init__(self, store: Store, report: Report) -> None:
        self.store, self.report = store, report

    def put(self, name: str, title: str, organization: str, listed: tuple[str, ...] = (), **more: Any) -> None:
        facts = {"sha256": name, "title": title, "organization": organization, "year": 2024, "kind": "budget"} | more
        report = self.report.model_copy(update={"document": self.report.document.model_copy(update=facts)})
        self.store.put_audited([[(File(f"/{name}", name), name)]], condensed(report, listed), "1")

    def family(self, **more: Any) -> None:
        self.put("department", "2024年部门预算", OFFICE, more.get("listed", LISTED))
        self.put("office", "2024年单位预算", OFFICE)
        self.put("centre", "2024年单位预算", CENTRE)
        self.put("station", "2024年单位预算", STATION)

    @property
    def units(self) -> dict[str, tuple[str, ...]]:
        related = open_relations(self.store, "1", retry=False)
        return {found.sha256: found.units for found in related}


@pytest.fixture
def shelf(store: Store, sample_report: Report) -> Shelf:
    return Shelf(store, sample_report)


def test_a_department_and_all_its_units(shelf: Shelf) -> None:
    shelf.family()
    assert shelf.units == {"department": ("office", "centre", "station")}


@pytest.mark.parametrize("own", ["本级", "水务局机关", "示例县水务局本级", "水务局（本部）", "示例县水务局"])
def test_the_departments_own_unit_has_many_names(shelf: Shelf, own: str) -> None:
    shelf.family(listed=(own, CENTRE, STATION))
    assert shelf.units == {"department": ("office", "centre", "station")}


def test_a_department_of_one_unit(shelf: Shelf) -> None:
    shelf.family(listed=("本级",))
    assert shelf.units == {"department": ("office",)}


def test_where_the_title_says_collected(shelf: Shelf) -> None:
    shelf.family(listed=())
    shelf.put("department", "水务局（汇总）2024年预算", f"{OFFICE}（汇总）", LISTED)
    assert shelf.units == {"department": ("office", "centre", "station")}


def test_without_a_list_nobody_knows_how_many_units_there_are(shelf: Shelf) -> None:
    shelf.family(listed=())
    assert shelf.units == {}


def test_a_unit_without_its_document_keeps_all_silent(shelf: Shelf) -> None:
    shelf.family(listed=(*LISTED, "示例县水库管理所"))
    assert shelf.units == {}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"year": 2023}, id="another year"),
        pytest.param({"kind": "final_accounts"}, id="another kind"),
        pytest.param({"organization": "邻县饮水管理站"}, id="another county"),
        pytest.param({"organization": "示例县饮水监测站"}, id="another name"),
    ],
)
def test_another_document_does_not_stand_in(shelf: Shelf, other: dict[str, Any]) -> None:
    shelf.family()
    shelf.put("station", "2024年单位预算", **({"organization": STATION} | other))
    assert "department" not in shelf.units


def test_two_documents_of_a_unit_keep_all_silent(shelf: Shelf) -> None:
    shelf.family()
    shelf.put("corrected", "2024年单位预算（更正）", CENTRE)
    assert shelf.units == {}


def test_a_units_own_list_asks_for_nothing(shelf: Shelf) -> None:
    shelf.family()
    shelf.put("office", "2024年单位预算", OFFICE, LISTED)
    assert shelf.units == {"department": ("office", "centre", "station")}


def test_a_batch_holds_a_department_against_its_units(tmp_path: Path, store: Store) -> None:
    folder = department(tmp_path / "right")
    engine = run(folder, store)
    assert [len(call) for call in engine.calls] == [3, 1]
    ticked = """SELECT place, findings FROM verified JOIN results USING (sha256) WHERE "check" = 'department_totals'"""
    assert store.connection.execute(ticked).fetchall() == [("汇总.pdf", 6)]
    assert run(folder, store).asked == []


def test_a_departments_row_that_is_not_its_units_sum_is_an_error(tmp_path: Path, store: Store) -> None:
    run(department(tmp_path / "wrong", wrong="35.00"), store)
    query = """
        SELECT place, json_extract(finding, '$.stated'), json_extract(finding, '$.expected') FROM findings
        JOIN results USING (sha256) WHERE "check" = 'department_totals' AND severity = 'error'
    """
    assert store.connection.execute(query).fetchall() == [("汇总.pdf", "35.00", "30.00")]


def test_a_unit_that_is_audited_anew_costs_its_department_another_look(tmp_path: Path, store: Store) -> None:
    folder = department(tmp_path / "family")
    run(folder, store)
    (folder / "示例县水利建设中心.pdf").write_bytes((folder / "示例县水利建设中心.pdf").read_bytes() + b"\n")
    assert run(folder, store).asked == ["示例县水利建设中心.pdf", "汇总.pdf"]
