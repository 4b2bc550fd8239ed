"""The catalogue of checks as text: for the terminal, and docs/checks.md (`python -m audit.report.catalogue` prints it)."""

from collections.abc import Iterator

from audit.checks.catalogue import PROPOSED, USUAL_SEVERITY, Entry, catalogue
from audit.report.words import check_words

_LABELS = {"right": "正例", "wrong": "反例", "severity": "级别", "source": "依据"}
_ENGLISH = {"right": "Right", "wrong": "Wrong", "severity": "Severity", "source": "Source"}


def catalogue_text() -> str:
    """A line for each check: its name and what it is called in Chinese."""
    names = [*(entry.name for entry in catalogue()), *PROPOSED]
    width = max(map(len, names))
    return "\n".join(f"{name:{width}}  {check_words(name)}" for name in names)


def check_text(name: str) -> str | None:
    """One check in full; None for a name that no check has."""
    entry = next((e for e in catalogue() if e.name == PROPOSED.get(name, name)), None)
    if entry is None:
        return None
    lines = [f"{name}　{check_words(name)}", "", entry.asserts, ""]
    lines += [f"{_LABELS[part]}　{text}" for part, text in _parts(entry)]
    if name in PROPOSED:
        lines.append(f"由模型提出、经程序核实的对应关系，规则同 {entry.name}，矛盾至多为警告")
    return "\n".join(lines)


def catalogue_markdown() -> str:
    """docs/checks.md."""
    lines = [
        "# Checks",
        "",
        "What `audit run` asserts. A name is the `check` of a finding; `audit checks NAME` prints its entry. Written from the",
        "docstrings by `python -m audit.report.catalogue > docs/checks.md`.",
        "",
        f"Severity of a contradiction, where none is given: {USUAL_SEVERITY}",
    ]
    for entry in catalogue():
        lines += ["", f"## `{entry.name}` {check_words(entry.name)}", "", entry.asserts, ""]
        lines += [f"- {_ENGLISH[part]}: {text}" for part, text in _parts(entry) if text != USUAL_SEVERITY]
    lines += ["", "## Checks of what a model proposed", "", "The same relations over what a model proposed and code confirmed;"]
    lines += ["a contradiction is a warning at most.", ""]
    lines += [f"- `{name}` {check_words(name)}: as `{like}`" for name, like in PROPOSED.items()]
    return "\n".join(lines) + "\n"


def _parts(entry: Entry) -> Iterator[tuple[str, str]]:
    return ((part, text) for part in _LABELS if (text := getattr(entry, part)))


if __name__ == "__main__":
    print(catalogue_markdown(), end="")
