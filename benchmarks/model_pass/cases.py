"""The benchmark's documents: small disclosures in wordings of our own, with the truth about every claim of every paragraph."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.generator.typeset import FAMILY, compiled

FOLDER = Path(__file__).parent
_ROLES = ("current", "prior", "delta", "rate", "part", "whole", "share", "planned", "executed", "completion")


@dataclass(frozen=True)
class Truth:
    """A claim as a careful reader states it: role → (number as printed or None, (row, column) of its cell or None)."""

    kind: str
    item: str
    operands: Mapping[str, tuple[str | None, tuple[str, str] | None]]


@dataclass(frozen=True)
class Paragraph:
    """text: as printed; wrong: the numbers that are wrong on purpose"""

    text: str
    claims: tuple[Truth, ...]
    wrong: frozenset[str]
    heading: str


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    tables: tuple[Mapping[str, Any], ...]
    paragraphs: tuple[Paragraph, ...]


def cases() -> list[Case]:
    return [_case(path) for path in sorted(FOLDER.glob("*.toml"))]


def _case(path: Path) -> Case:
    told = tomllib.loads(path.read_text("utf-8"))
    paragraphs = tuple(
        Paragraph(p["text"], tuple(map(_truth, p["claims"])), frozenset(p.get("wrong", ())), p.get("heading", ""))
        for p in told["paragraphs"]
    )
    return Case(path.stem, told["title"], tuple(told["tables"]), paragraphs)


def _truth(told: Mapping[str, str]) -> Truth:
    return Truth(told["kind"], told["item"], {role: _operand(told[role]) for role in _ROLES if role in told})


def _operand(text: str) -> tuple[str | None, tuple[str, str] | None]:
    """`NUMBER = ROW/COLUMN`, `NUMBER` or `= ROW/COLUMN`."""
    number, _, cell = (part.strip() for part in text.partition("="))
    row, _, column = cell.partition("/")
    return number or None, (row, column) if cell else None


def pdf_of(case: Case) -> bytes:
    """The document as a PDF: its paragraphs under their headings, then its tables."""
    title = f"#align(center, text(size: 18pt)[{case.title}])"
    return compiled("\n\n".join([_STYLE, title, *_body(case), "#pagebreak()", *_sheets(case)]))


def _body(case: Case) -> Iterator[str]:
    for paragraph in case.paragraphs:
        if paragraph.heading:
            yield f"= {_escaped(paragraph.heading)}"
        yield _escaped(paragraph.text)


def _sheets(case: Case) -> Iterator[str]:
    for table in case.tables:
        lines = [table["head"], *table["rows"].strip("\n").split("\n")]
        rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        cells = ", ".join(f"[{_escaped(cell)}]" for row in rows for cell in row)
        yield f"#align(center, text(size: 13pt)[{table['title']}])\n#align(right, text(size: 9pt)[单位：{table['unit']}])"
        yield f"#text(size: 9pt, table(columns: {len(rows[0])}, stroke: 0.5pt, inset: 5pt, {cells}))"


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_\[\]@<>`~\"'])", r"\\\1", text)


_STYLE = f"""#set document(date: none)
#set page(paper: "a4", margin: 64pt)
#set text(font: "{FAMILY}", fallback: false, lang: "zh", region: "cn", size: 12pt)
#set par(leading: 0.9em, spacing: 0.9em, justify: true, first-line-indent: (amount: 2em, all: true))
#show heading: it => block(sticky: true, above: 1.3em, below: 0.9em, text(size: 13pt, weight: "regular", it.body))"""
