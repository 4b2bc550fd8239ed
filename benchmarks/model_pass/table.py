"""The benchmark's figures as Markdown."""

from collections.abc import Callable, Sequence

from audit.proposals.spending import Spent
from benchmarks.model_pass.scoring import Tally

# name of the model, what it found, what it spent, seconds
Column = tuple[str, Tally, Spent, float]


def table(columns: Sequence[Column]) -> str:
    """A column for each model, and what grounding dropped of the last one's proposals."""
    lines = [_line("", *(name for name, *_ in columns)), _line("---", *("---:" for _ in columns))]
    lines += [_line(label, *(cell(tally, spent, seconds) for _, tally, spent, seconds in columns)) for label, cell in _ROWS]
    text = "\n".join(lines) + "\n"
    return text + "".join(_dropped(name, tally) for name, tally, *_ in columns if tally.dropped)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}"


_Cell = Callable[[Tally, Spent, float], str]
_ROWS: tuple[tuple[str, _Cell], ...] = (
    ("claims found", lambda t, s, n: _of(t.found, t.claims)),
    ("links right", lambda t, s, n: _of(t.links_right, t.links)),
    ("planted errors caught", lambda t, s, n: _of(t.caught, t.planted)),
    ("false contradictions", lambda t, s, n: str(t.false_alarms)),
    ("ticks on wrong figures", lambda t, s, n: str(t.false_ticks)),
    ("proposals that are true", lambda t, s, n: _of(t.proposed_right, t.proposed)),
    ("untrue proposals that passed grounding", lambda t, s, n: str(t.kept_wrong)),
    ("proposals dropped, of which untrue", lambda t, s, n: f"{t.dropped.total()}, {t.dropped_wrong.total()}"),
    ("calls", lambda t, s, n: str(s.calls)),
    ("tokens in, out", lambda t, s, n: f"{s.input_tokens:,}, {s.output_tokens:,}"),
    ("seconds", lambda t, s, n: f"{n:,.0f}"),
)


def _dropped(name: str, tally: Tally) -> str:
    lines = [f"\nDropped of what {name} proposed:\n", _line("reason", "dropped", "untrue"), _line("---", "---:", "---:")]
    lines += [_line(reason, str(count), str(tally.dropped_wrong[reason])) for reason, count in tally.dropped.most_common()]
    return "\n".join(lines) + "\n"
