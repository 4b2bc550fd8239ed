"""How far a batch is, on a terminal: done of all, documents a second, time left."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from audit.report.wrapping import plain


class Bar:
    """The watcher of a batch that draws a bar for each stage; a context manager."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=console,
        )
        self._stage: TaskID | None = None

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, stage: str, total: int) -> None:
        self._stage = self._progress.add_task(stage, total=total)

    def advance(self, known: bool = False) -> None:
        if self._stage is None:
            return
        if known:
            # what was done before says nothing about the pace
            task = self._progress.tasks[self._stage]
            self._progress.update(self._stage, total=(task.total or 1) - 1)
        else:
            self._progress.advance(self._stage)

    def tell(self, line: str) -> None:
        self._progress.console.print(Text(plain(line)), soft_wrap=True)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} 份/秒" if speed else "")
