"""Disclosure → PDF with typst. The font comes with PyMuPDF, so a machine without fonts sets the same pages."""

import json
import struct
import tempfile
from pathlib import Path

import pymupdf
import typst

from .disclosure import Cell, Disclosure, Paragraph, Row, Table

FAMILY = "Droid Sans Fallback"
# Page numbers stand below the body; text is read back from above this margin only.
BOTTOM_MARGIN = 62.0

PREAMBLE = f"""
#set document(date: none)
#set page(paper: "a4", margin: (x: 62pt, top: 66pt, bottom: {BOTTOM_MARGIN}pt),
  footer: context align(center, text(size: 9pt)[\u2014 #counter(page).display() \u2014]))
#set text(font: "{FAMILY}", fallback: false, lang: "zh", region: "cn", size: 12pt)
#set par(leading: 0.95em, spacing: 0.95em, justify: true)
#let strong-text(size, it) = text(size: size, stroke: 0.35pt, it)
#let caption(title, unit) = {{
  align(center, strong-text(13pt, title))
  align(right, text(size: 9pt, unit))
}}
"""


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


def pdf_of(disclosure: Disclosure) -> bytes:
    parts = [PREAMBLE, *map(_paragraph, disclosure.narrative), *map(_table, disclosure.tables)]
    return compiled("\n".join(parts))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _paragraph(paragraph: Paragraph) -> str:
    text = _string(paragraph.text)
    match paragraph.style:
        case "title":
            return f"#align(center, strong-text(18pt, {text}))"
        case "heading":
            return f"#block(sticky: true, above: 1.4em, below: 1em, strong-text(14pt, {text}))"
        case "subheading":
            return f"#block(sticky: true, above: 1.2em, below: 1em, strong-text(12pt, {text}))"
        case _:
            return f"#par(first-line-indent: (amount: 2em, all: true), {text})"


def _table(table: Table) -> str:
    columns = ", ".join(f"{width}fr" for width in table.widths)
    head = f"table.header({_cells(table.head)}), " if table.head else ""
    size = "8.5pt" if table.kind == "table" else "9.5pt"
    title = f"{table.label}  {table.title}" if table.label else table.title
    unit = f"单位：{table.unit}" if table.kind == "table" else ""
    note = f"\n#text(size: 9pt, {_string(table.note)})" if table.note else ""
    grid = f"#table(columns: ({columns}), inset: (x: 4pt, y: 7pt), stroke: 0.5pt, align: horizon, {head}{_cells(table.rows)})"
    body = f"#set text(size: {size})\n#set par(leading: 0.5em, justify: false)\n{grid}"
    flipped = "true" if table.landscape else "false"
    return f"#page(flipped: {flipped})[\n#caption({_string(title)}, {_string(unit)})\n#[\n{body}\n]{note}\n]"


def _cells(rows: list[Row]) -> str:
    return ", ".join(_cell(cell) for row in rows for cell in row if cell is not None)


def _cell(cell: Cell) -> str:
    spans = "".join(f"{name}: {span}, " for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1)
    return f"table.cell({spans}align: {cell.align} + horizon, {_string(cell.text)})"
