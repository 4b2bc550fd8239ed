"""Documents made of plain words, for tests that need no PDF."""

from collections.abc import Sequence

from audit.reading.document import Cell, Document, Paragraph, Table

_LINE_HEIGHT = 20.0


def paragraph(text: str, page: int = 1, kind: str = "text") -> Paragraph:
    """A paragraph on one line, each character 10 points wide."""
    places = tuple((page, (10.0 * i, 0.0, 10.0 * i + 10, _LINE_HEIGHT)) for i in range(len(text)))
    return Paragraph(text, text, places, kind)


def table(title: str, head: Sequence[str], rows: Sequence[str], unit: str = "万元", page: int = 2) -> Table:
    """A table from lines whose cells are parted by |; a head cell `^` is covered by the merged cell at its left."""
    return Table(title, "", unit, (page,), tuple(_row(line, page) for line in head), tuple(_row(line, page) for line in rows))


def _row(line: str, page: int) -> tuple[Cell, ...]:
    texts = [text.strip() for text in line.split("|")]
    return tuple(Cell("" if text == "^" else text, page, (0.0, 0.0, 10.0, 10.0), covered=text == "^") for text in texts)


def document(paragraphs: Sequence[Paragraph], tables: Sequence[Table] = (), name: str = "made.pdf") -> Document:
    return Document(name, "0" * 64, ((595.0, 842.0),) * 4, tuple(paragraphs), tuple(tables))
