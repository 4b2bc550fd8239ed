"""`audit batch`: the folder, the store and the engine of a call brought together, and told on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from audit.batch.asking import Asking
from audit.batch.local import EngineProblem, Limits, local_outcomes
from audit.batch.progress import Bar
from audit.batch.runner import Batch, Engine, run_batch
from audit.batch.store import Store, opened_store


def audit_folder(
    folder: Path,
    store: Path,
    engine: str,
    scheduler: str | None,
    workers: int,
    limits: Limits,
    retry: bool,
    asking: Asking | None = None,
) -> bool:
    """Run a batch; True when every document has its row. Raises StoreProblem and EngineProblem."""
    folder = folder.absolute()
    with (
        opened_store(store) as opened,
        _engine(engine, scheduler, workers, limits) as run,
        Bar(Console(stderr=True, highlight=False)) as bar,
    ):
        complete = run_batch(Batch(folder, opened, run, bar, retry, asking=asking))
        bar.tell(totals(opened))
    return complete


@contextmanager
def _engine(name: str, scheduler: str | None, workers: int, limits: Limits) -> Iterator[Engine]:
    if name == "local":
        yield partial(local_outcomes, workers=workers, limits=limits)
        return
    if scheduler is None:
        raise EngineProblem("--engine dask 需要 --scheduler 地址")
    if find_spec("distributed") is None:
        raise EngineProblem("没有安装 distributed：pip install audit[dask]")
    from audit.batch.cluster import cluster_outcomes, connected

    with connected(scheduler) as client:
        yield partial(cluster_outcomes, client, limits=limits)


def totals(store: Store) -> str:
    """What the store holds, in one line."""
    counts = store.counts()
    told = [
        (counts.get(status, 0), word) for status, word in (("done", "已核查"), ("failed", "无法核查"), ("quarantined", "已隔离"))
    ]
    return f"结果库共 {sum(counts.values())} 个文件：" + "，".join(f"{word} {number}" for number, word in told)
