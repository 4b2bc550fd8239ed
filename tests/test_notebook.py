"""The notebook runs from top to bottom and shows what an auditor looks for."""

import copy
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("pandas")
pytest.importorskip("ipykernel")
pytest.importorskip("ipywidgets")

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "review.ipynb"


@pytest.fixture(scope="module")
def committed() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


CLICKS = """
desk.accept.click()
print(desk.told.value)
desk.reviewer.value = "张三"
desk.note.value = "已与单位核实"
desk.accept.click()
desk.following.click()
desk.reject.click()
desk.export.click()
print(desk.told.value)
again = review(SOURCE, OUT)
print(again.progress.value, again.view.value)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def output(committed: Any, folder: Path) -> str:
    """All that the cells print and display, as text and HTML, with a reviewer's clicks at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        notebook = copy.deepcopy(committed)
        for cell in notebook.cells:
            cell.source = cell.source.replace('Path("../out")', f"Path({str(folder)!r})")
        notebook.cells.append(nbformat.v4.new_code_cell(CLICKS))
        nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(o.get("text", "") + o.get("data", {}).get("text/html", "") for o in outputs)


def test_committed_notebook_has_no_outputs(committed: Any) -> None:
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert code
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_findings_and_causes_are_shown(output: str) -> None:
    for words in ("5 处（2 个原因）", "基数用错", "34.42%", "52.50%", "增加（减少）0万元", "行内合计"):
        assert words in output


def test_a_picture_of_the_page_is_shown_with_the_figure_framed(output: str) -> None:
    assert "<svg" in output
    assert 'class="fault"' in output
    assert "data:image/" in output


def test_clicks_decide_and_decisions_return(output: str, folder: Path) -> None:
    assert "请先填写姓名" in output
    assert "编制已处理 2 条" in output
    assert "属实：已与单位核实（张三" in output
    assert sorted(file.name for file in folder.iterdir()) == ["source.review.json", "source.workpaper.xlsx"]
