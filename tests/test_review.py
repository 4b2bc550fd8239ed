"""The reviewer's desk: decisions are kept, return after a rerun, and stand in the exported working paper."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from audit.decisions import UnreadableDecisions, decisions_file, load_decisions
from audit.pipeline import Audited, audited_file

pytest.importorskip("ipywidgets")

from audit.review import Desk
from tests.reading import office

GOLDEN = Path(__file__).parents[1] / "golden" / "linhe-hrss-2024" / "source.pdf"


@pytest.fixture(scope="module")
def golden() -> Audited:
    return audited_file(GOLDEN)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return decisions_file(GOLDEN, tmp_path)


def sign_off(content: bytes) -> dict[str, dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(BytesIO(content))["复核记录"].iter_rows(values_only=True)
    return {str(row[0]): dict(zip(map(str, head), row, strict=True)) for row in rows}


def decide(desk: Desk, reviewer: str, role: str, note: str = "") -> None:
    desk.reviewer.value, desk.role.value, desk.note.value = reviewer, role, note
    desk.accept.click()


def test_nothing_is_kept_without_a_name(golden: Audited, file: Path) -> None:
    desk = Desk(GOLDEN, golden, file)
    desk.accept.click()
    assert "姓名" in desk.told.value
    assert not file.exists()


def test_decisions_return_and_both_roles_stand_side_by_side(golden: Audited, file: Path) -> None:
    desk = Desk(GOLDEN, golden, file)
    decide(desk, "张三", "编制", "已核实")
    decide(desk, "李四", "复核")
    first = desk.finding
    assert first is not None
    again = Desk(GOLDEN, golden, file)
    assert "编制意见" in again.view.value and "复核意见" in again.view.value
    assert again.note.value == "已核实"
    assert "已处理 1 条" in again.progress.value
    again.undo.click()
    kept = load_decisions(file, "source.pdf")
    assert [(d.finding, d.role, d.reviewer) for d in kept.decisions] == [(first.id, "复核", "李四")]


def test_walk_stays_inside_the_findings(golden: Audited, file: Path) -> None:
    desk = Desk(GOLDEN, golden, file)
    first = desk.finding
    desk.previous.click()
    assert desk.finding is first
    for _ in range(len(desk.findings) + 3):
        desk.following.click()
    assert desk.finding is desk.findings[-1]


def test_a_note_that_is_not_saved_is_not_lost_by_turning_the_page(golden: Audited, file: Path) -> None:
    desk = Desk(GOLDEN, golden, file)
    first = desk.finding
    desk.note.value = "待问"
    desk.following.click()
    assert desk.finding is first and desk.note.value == "待问"
    assert "尚未保存" in desk.told.value
    desk.reviewer.value = "张三"
    desk.keep_note.click()
    desk.following.click()
    assert desk.finding is desk.findings[1] and desk.told.value == ""


def test_a_source_without_pages_is_reviewed_by_its_places(tmp_path: Path) -> None:
    source = tmp_path / "说明.docx"
    source.write_bytes(office.word("^示例县水务局2024年部门预算公开说明", "项目支出549万元，比上年增加189万元，增长34.42%。"))
    desk = Desk(source, audited_file(source), decisions_file(source, tmp_path))
    assert "34.42%" in desk.view.value and "段落" in desk.view.value
    assert "无法打开" not in desk.view.value


def test_export_is_signed(golden: Audited, file: Path) -> None:
    desk = Desk(GOLDEN, golden, file)
    decide(desk, "张三", "编制", "=1+1")
    desk.export.click()
    assert desk.finding is not None
    row = sign_off(file.with_name("source.workpaper.xlsx").read_bytes())[desk.finding.id]
    assert (row["编制结论"], row["编制意见"], row["编制人"]) == ("属实", "'=1+1", "张三")
    assert row["复核人"] is None


def test_decisions_whose_finding_is_gone_are_shown_as_such(golden: Audited, file: Path) -> None:
    decide(desk := Desk(GOLDEN, golden, file), "张三", "编制", "<b>旧</b>")
    gone = desk.finding
    assert gone is not None
    report = golden.report.model_copy(
        update={
            "findings": [f for f in golden.report.findings if f.id != gone.id],
            "root_causes": [
                cause.model_copy(update={"findings": [i for i in cause.findings if i != gone.id]})
                for cause in golden.report.root_causes
            ],
        }
    )
    after = Desk(GOLDEN, Audited(report, golden.equations), file)
    assert "结论已不存在的复核记录 1 条" in after.lost.value
    assert "张三" in after.lost.value and "<b>" not in after.lost.value
    after.export.click()
    row = sign_off(file.with_name("source.workpaper.xlsx").read_bytes())[gone.id]
    assert "已不存在" in row["核对"]


def test_unreadable_file_is_told_and_kept(golden: Audited, file: Path) -> None:
    file.write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableDecisions, match=r"source\.review\.json"):
        Desk(GOLDEN, golden, file)
    assert file.read_text("utf-8") == "{"


def test_side_file_tells_who_when_and_about_what(golden: Audited, file: Path) -> None:
    decide(Desk(GOLDEN, golden, file), "张三", "复核")
    (kept,) = json.loads(file.read_text("utf-8"))["decisions"]
    assert (kept["role"], kept["choice"], kept["reviewer"]) == ("复核", "accepted", "张三")
    assert kept["time"] and kept["stated"] and kept["finding"]
