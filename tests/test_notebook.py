"""The notebook runs from top to bottom and shows what an auditor looks for."""

import copy
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("pandas")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "review.ipynb"


@pytest.fixture(scope="module")
def committed() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def output(committed: Any) -> str:
    """All that the cells print and display, as text and HTML."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        notebook = copy.deepcopy(committed)
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
