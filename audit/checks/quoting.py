"""Words that a finding is about, quoted like numbers: of a paragraph, of a table's title."""

from audit.claims.model import Mention
from audit.claims.numerals import sentence_spans
from audit.numbers import ZERO, Number
from audit.reading.document import Paragraph, Table

_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def words(paragraph: Paragraph, start: int, end: int) -> Mention:
    """paragraph.text[start:end] in its sentence; words over several sentences are quoted with all of them."""
    spans = [span for span in sentence_spans(paragraph.text) if span[0] < end and span[1] > start]
    sentence = (spans[0][0], spans[-1][1]) if spans else (start, end)
    return Mention(paragraph, start, end, sentence, Number(paragraph.text[start:end], ZERO, 0, exact=True))


def title_words(table: Table) -> Mention:
    """The title of a table."""
    return printed_line(table.title, table.page, table)


def printed_line(text: str, page: int, table: Table) -> Mention:
    """A line printed with a table, such as its title or the organisation above it; it is shown at the title."""
    first = next((cell.box for row in (*table.head, *table.rows) for cell in row if cell.box), _NOWHERE)
    line = Paragraph(text, text, ((page, table.title_box or first),) * len(text), "heading")
    return Mention(line, 0, len(text), (0, len(text)), Number(text, ZERO, 0, exact=True))
