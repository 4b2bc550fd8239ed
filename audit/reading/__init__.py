"""Sources → Document: pages, paragraphs and tables. Knows geometry, not budgets."""

from audit.reading.document import Document, Paragraph, Table, UnreadableSource
from audit.reading.pdf import read_document

__all__ = ["Document", "Paragraph", "Table", "UnreadableSource", "read_document"]
