"""Disclosure → PDF with typst. The font comes with PyMuPDF, so a machine without fonts sets the same pages.

`styles/` holds one file for each layout; what it does not redefine is as in common.typ.
"""

import json
import struct
import tempfile
from functools import cache
from itertools import groupby
from pathlib import Path

import pymupdf
import typst

from .disclosure import Cell, Disclosure, Paragraph, Row, Table

FAMILY = "Droid Sans Fallback"
STYLES = Path(__file__).parent / "styles"
# Page numbers stand below the body and running heads above it; text is read back from between these margins only.
TOP_MARGIN, BOTTOM_MARGIN = 58.0, 62.0


@cache
def typst_font() -> bytes:
    """PyMuPDF's CJK font with a PostScript name added: typst skips a font that has none."""
    font: bytes = pymupdf.Font("cjk").buffer
    names = {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, storage = b"", b""
    for name_id, name in names.items():
        data = name.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, name_id, len(data), len(storage))
        storage += data
    table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + storage
    # the new name table goes to the end; its entry in the table directory is a tag, a checksum, an offset and a length
    padded = font + b"\0" * (-len(font) % 4)
    entry = font.index(b"name", 12)
    return padded[: entry + 8] + struct.pack(">2L", len(padded), len(table)) + padded[entry + 16 :] + table


def compiled(source: str) -> bytes:
    """The PDF of a typst source set in `FAMILY`; system fonts are left out so that every machine sets the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cjk.ttf").write_bytes(typst_font())
        main = folder / "main.typ"
        main.write_text(source, encoding="utf-8")
        pdf = typst.compile(main, font_paths=[folder], ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    return pdf


def pdf_of(disclosure: Disclosure, style: str) -> bytes:
    running_head = f"{disclosure.organization}{disclosure.year}年"
    parts = [
        f'#set text(font: "{FAMILY}")\n#let running-head = {_string(running_head)}\n#let variant = {disclosure.variant}',
        *((STYLES / f"{name}.typ").read_text(encoding="utf-8") for name in ("common", style, "sheet")),
    ]
    for is_table, group in groupby(disclosure.parts, key=lambda part: isinstance(part, Table)):
        if is_table:
            parts += _pages([part for part in group if isinstance(part, Table)], disclosure.organization)
        else:
            parts += [_paragraph(part) for part in group if isinstance(part, Paragraph)]
    return _turned(compiled("\n".join(parts)))


def _turned(pdf: bytes) -> bytes:
    """The PDF with /Rotate 90 on the pages that are set sideways, as scanners and office programs write them."""
    with pymupdf.open(stream=pdf) as document:
        sideways = [page for page in document if _is_sideways(page)]
        if not sideways:
            return pdf
        for page in sideways:
            page.set_rotation(90)
        turned: bytes = document.tobytes(no_new_id=True, deflate=True)
        return turned


def _is_sideways(page: pymupdf.Page) -> bool:
    directions: list[tuple[float, float]] = [
        line["dir"] for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())
    ]
    return sum(abs(up) > 0.99 for _, up in directions) * 2 > len(directions)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _paragraph(paragraph: Paragraph) -> str:
    function = {"heading": "heading-1", "subheading": "heading-2"}.get(paragraph.style, paragraph.style)
    return f"#{function}({_string(paragraph.text)})"


def _pages(tables: list[Table], organization: str) -> list[str]:
    """Tables in a row: those that begin "here" share the page of the one before, or of the text before them all."""
    sources: list[str] = []
    shared = ""
    for n, table in enumerate(tables):
        caption = _caption(table, organization)
        rest = f"{_grid(table)}\n#note-of({_string(table.note)})"
        flipped = "true" if table.landscape else "false"
        if n + 1 < len(tables) and tables[n + 1].place == "here" and table.place in ("page", "here"):
            shared += f"{caption}\n{rest}\n#v(1.5em)\n"
            continue
        match table.place:
            case "here" if all(before.place == "here" for before in tables[: n + 1]):
                sources.append(f"{shared}{caption}\n{rest}")
            case "here" | "page":
                sources.append(f"#page(flipped: {flipped})[\n{shared}{caption}\n{rest}\n]")
            case "turned":
                sources.append(f"#sideways[\n{caption}\n{rest}\n]")
            case "next":
                sources.append(f"#v(1fr)\n{caption}\n#page(flipped: {flipped})[\n{rest}\n]")
        shared = ""
    return sources


def _caption(table: Table, organization: str) -> str:
    unit = table.unit if table.kind == "table" else ""
    return f"#caption({', '.join(map(_string, (table.label, table.title, organization, unit)))})"


def _grid(table: Table) -> str:
    parts = [table.rows] if table.split is None else [table.rows[: table.split], table.rows[table.split :]]
    return "\n#pagebreak()\n".join(_part(table, rows, with_head=not n or table.repeats) for n, rows in enumerate(parts))


def _part(table: Table, rows: list[Row], with_head: bool) -> str:
    """The source of one stretch of a table's rows."""
    head = table.head if with_head else []
    groups = [
        (y, x, x + cell.colspan)
        for y, row in enumerate(head)
        for x, cell in enumerate(row)
        if cell is not None and cell.colspan > 1 and y + cell.rowspan < len(head)
    ]
    columns = ", ".join(f"{width}fr" for width in table.widths)
    is_form = "true" if table.kind == "form" else "false"
    repeats = "true" if table.repeats else "false"
    listed = "".join(f"({y}, {start}, {end}), " for y, start, end in groups)
    return (
        f"#grid-of(({columns}), {len(head)}, {len(rows)}, ({listed}), ({_cells(head, table.wraps)}), "
        f"({_cells(rows, table.wraps)}), {repeats}, {is_form})"
    )


def _cells(rows: list[Row], wraps: int) -> str:
    return "".join(f"{_cell(cell, wraps)}, " for row in rows for cell in row if cell is not None)


def _cell(cell: Cell, wraps: int) -> str:
    spans = "".join(f"{name}: {span}, " for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1)
    text = cell.text
    if cell.key and wraps and len(text) > wraps:
        text = f"{text[:wraps]}\n{text[wraps:]}"
    indent = f"#h({cell.level}em)" if cell.level else ""
    return f"table.cell({spans}align: {cell.align} + horizon)[{indent}#{_string(text)}]"
