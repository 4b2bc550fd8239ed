"""Sources → Document: pages or blocks, paragraphs and tables. Knows geometry and file formats, not budgets."""

from audit.reading.document import Document, Paragraph, Table, UnreadableSource
from audit.reading.sources import read_document
from audit.reading.together import read_together

__all__ = ["Document", "Paragraph", "Table", "UnreadableSource", "read_document", "read_together"]
