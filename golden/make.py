"""Makes the golden sources: each folder with a source.typ from that, the others from the generator. Run after changing one.

`python golden/make.py [NAME…]` and then `pytest tests/test_golden.py --update-golden`.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import pymupdf

GOLDEN = Path(__file__).resolve().parent
sys.path.insert(0, str(GOLDEN.parent))

from audit.reading import Document, read_document  # noqa: E402
from audit.report.table_workbook import tables_workbook  # noqa: E402
from benchmarks.generator import document  # noqa: E402
from benchmarks.generator.draw import random_budget  # noqa: E402
from benchmarks.generator.layout import Layout  # noqa: E402
from benchmarks.generator.layouts import BY_NAME  # noqa: E402
from benchmarks.generator.typeset import compiled  # noqa: E402

# An office of many projects: a form for each makes sixty pages.
MANY_FORMS = replace(BY_NAME["ruled"], draw=partial(random_budget, projects_in_phases=40))


@dataclass(frozen=True)
class Made:
    """A document of the generator and the kinds of errors planted in it."""

    layout: str | Layout
    seed: int
    errors: tuple[str, ...] = ()

    def pdf_and_planted(self) -> tuple[bytes, list[dict[str, Any]]]:
        pdf, truth = document(self.layout, self.seed, list(self.errors))
        return pdf, truth["planted"]


PDFS = {
    "clean-ruled": Made("ruled", 24),
    "clean-accounts": Made("accounts", 41),
    "accounts": Made("accounts", 61, ("completion_rate", "table_subtotal", "cross_table_row", "direction_reversed")),
    "street-in-yuan": Made("yuan", 44, ("table_row", "amount_vs_table", "income_expense_balance")),
    "three-line": Made("threeline", 42, ("rate_wrong_base", "share_wrong", "three_public_sum")),
    "hairlines": Made("hairline", 43, ("table_total", "unit_slip", "parts_not_total")),
    "borderless": Made("borderless", 44, ("rate_truncated", "table_subtotal", "count_wrong")),
    "two-tables-a-page": Made("dense", 45, ("basic_people_plus_public", "delta_mismatch", "placeholder_unfilled")),
    "sixty-pages": Made(MANY_FORMS, 60, ("performance_amount", "performance_sum", "cross_table_total", "rate_random")),
    "word-and-excel": Made("ruled", 52, ("amount_vs_table", "table_row", "rate_wrong_base")),
    "scan": Made("ruled", 53, ("parts_not_total", "table_row")),
}
# The pages of the scan: of the narrative, and a table.
SCANNED_PAGES = (1, 9)


def main(names: list[str]) -> None:
    for source in sorted(GOLDEN.glob("*/source.typ")):
        if not names or source.parent.name in names:
            source.with_suffix(".pdf").write_bytes(compiled(source.read_text(encoding="utf-8")))
    for name, made in PDFS.items():
        if names and name not in names:
            continue
        pdf, planted = made.pdf_and_planted()
        files = FORMS.get(name, as_it_is)(pdf)
        for file, content in files.items():
            path = GOLDEN / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if planted:
            text = json.dumps(planted, ensure_ascii=False, indent=1)
            (GOLDEN / name / "planted.json").write_text(text + "\n", encoding="utf-8")


def as_it_is(pdf: bytes) -> dict[str, bytes]:
    return {"source.pdf": pdf}


def narrative_and_tables(pdf: bytes) -> dict[str, bytes]:
    """The same disclosure as offices publish it that send Word and Excel files."""
    read = _read(pdf)
    narrative = docx.Document()
    for paragraph in read.paragraphs:
        narrative.add_paragraph(paragraph.text, "Heading 2" if paragraph.kind == "heading" else None)
    file = BytesIO()
    narrative.save(file)
    return {"source/说明.docx": file.getvalue(), "source/附表.xlsx": tables_workbook(read.tables, "附表.xlsx")}


def scan(pdf: bytes) -> dict[str, bytes]:
    """Some pages as a scanner leaves them: grey, a little askew, without text."""
    scanned = pymupdf.open()
    with pymupdf.open(stream=pdf, filetype="pdf") as source:
        for number in SCANNED_PAGES:
            page = source[number]
            picture = page.get_pixmap(matrix=pymupdf.Matrix(200 / 72, 200 / 72).prerotate(0.4), colorspace=pymupdf.csGRAY)
            scanned.new_page(width=page.rect.width, height=page.rect.height).insert_image(
                page.rect, stream=picture.tobytes("jpeg", jpg_quality=60)
            )
    return {"source.pdf": scanned.tobytes(deflate=True)}


# What becomes of the PDF, where it is not the source itself.
FORMS: dict[str, Callable[[bytes], dict[str, bytes]]] = {"word-and-excel": narrative_and_tables, "scan": scan}


def _read(pdf: bytes) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder, "source.pdf")
        path.write_bytes(pdf)
        return read_document(path)


if __name__ == "__main__":
    main(sys.argv[1:])
