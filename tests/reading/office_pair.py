"""A Word document cut in two, as many offices publish: the narrative as .docx, the tables as .xlsx."""

from io import BytesIO
from pathlib import Path

from audit.reading.word import opened_word, word_document
from audit.reading.word_body import placed
from audit.report.table_workbook import tables_workbook


def narrative_and_tables(docx: bytes) -> tuple[bytes, bytes]:
    """(.docx without its tables and their captions, .xlsx with a sheet for each table)."""
    document = word_document(docx, Path("whole.docx"))
    kept = {paragraph.place for paragraph in document.paragraphs}
    file = opened_word(docx)
    for item in list(placed(file)):
        if item.place not in kept and item.element.find(".//{*}sectPr") is None:
            item.element.getparent().remove(item.element)
    narrative = BytesIO()
    file.save(narrative)
    return narrative.getvalue(), tables_workbook(document.tables, "附表.xlsx")
