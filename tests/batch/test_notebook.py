"""The notebook over a store runs from top to bottom and shows what is wrong where."""

import copy
from pathlib import Path

import pytest

from audit.batch.runner import Batch, run_batch
from audit.batch.store import opened_store
from tests.batch.disclosures import disclosures
from tests.batch.test_runner import Engine, Watcher

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("pandas")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).parents[2]


def test_notebook_has_no_outputs_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed = nbformat.read(ROOT / "notebooks" / "province.ipynb", as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in committed.cells if cell.cell_type == "code")
    folder = disclosures(tmp_path / "disclosures" / "兰州市", 4)
    (folder / "empty.pdf").touch()
    with opened_store(tmp_path / "s.db") as store:
        run_batch(Batch(folder.parent, store, Engine(), Watcher()))
    for name, value in (("AUDIT_STORE", tmp_path / "s.db"), ("AUDIT_OUT", tmp_path / "out"), ("PYTHONPATH", ROOT)):
        monkeypatch.setenv(name, str(value))
    notebook = copy.deepcopy(committed)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = "\n".join(output.get("data", {}).get("text/html", "") for output in outputs)
    for words in ("change_rate", "兰州市", "wrong_base", "示例县第零三中学", "文件是空的"):
        assert words in shown
