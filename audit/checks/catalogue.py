"""The catalogue of checks, read from their docstrings."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

from audit.checks import CHECKS

# Checks of what a model proposed, by the check whose relation they repeat.
PROPOSED = {
    "proposed_amount": "amount_vs_table",
    "proposed_change": "change_rate",
    "proposed_share": "share",
    "proposed_completion": "completion",
}
# Of checks that state equations, the verdict sets the severity.
USUAL_SEVERITY = "error; warning where a rate or share is off by no more than one unit of its last printed place."
_SECTION = re.compile(r"^(Right|Wrong|Worth a look|Severity|Source): ", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """A check as its docstring tells it. `name` is the `check` of its findings; what is not told is ""."""

    name: str
    asserts: str
    right: str
    wrong: str
    severity: str
    source: str


def catalogue() -> list[Entry]:
    """Every check, in the order in which they are run."""
    return [entry_of(check) for check in CHECKS]


def entry_of(check: Callable[..., object]) -> Entry:
    """What a check's docstring says: prose, then sections that begin with `Right: ` and the like and end the docstring."""
    prose, *rest = _SECTION.split(inspect.getdoc(check) or "")
    sections = {name: _on_one_line(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}
    return Entry(
        name=check.__name__,
        asserts="\n\n".join(_on_one_line(paragraph) for paragraph in prose.strip().split("\n\n")),
        right=sections.get("Right", ""),
        wrong=sections.get("Wrong", "") or sections.get("Worth a look", ""),
        severity=sections.get("Severity", USUAL_SEVERITY),
        source=sections.get("Source", ""),
    )


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip())
