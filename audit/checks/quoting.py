"""Words that a finding is about, quoted like numbers: of a paragraph, of a table's title."""

from collections.abc import Sequence

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
    return printed_line(table.title, table)


def printed_line(text: str, table: Table) -> Mention:
    """A line printed with a table, such as its title or the organisation above it; it is shown at the title."""
    first = next((cell.box for row in (*table.head, *table.rows) for cell in row if cell.box), _NOWHERE)
    places = ((table.page, table.title_box or first),) * len(text) if table.page is not None else ()
    line = Paragraph(text, text, places, "heading", table.place, table.file)
    return Mention(line, 0, len(text), (0, len(text)), Number(text, ZERO, 0, exact=True))


def places_of(mentions: Sequence[Mention]) -> str:
    """Where they stand: 第 2、5 页, or 段落3、预算02表!A1 where there are no pages."""
    pages = dict.fromkeys(str(mention.page) for mention in mentions if mention.page is not None)
    places = dict.fromkeys(mention.place for mention in mentions if mention.page is None)
    return "，".join([f"第 {'、'.join(pages)} 页"] * bool(pages) + ["、".join(places)] * bool(places))
