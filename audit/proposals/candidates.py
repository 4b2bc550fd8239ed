"""What goes into a question: a stretch of text with numbers to relate, and the figures its words may speak of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention
from audit.claims.numerals import sentence_spans
from audit.claims.subjects import comparable
from audit.proposals.labels import Labelled, Labels, core

_MOST_FIGURES = 20
_MOST_FIGURES_TOGETHER = 30
_LONGEST_TEXT = 800
# a "sentence" beyond this is no prose
_LONGEST_SENTENCE = 3000


@dataclass(frozen=True, eq=False)
class Question:
    """paragraph.text[start:end] with the numbers it is about, and the figures on offer by their ids."""

    read: ReadParagraph
    start: int
    end: int
    open: tuple[Mention, ...]
    offered: Mapping[str, Labelled]

    @property
    def text(self) -> str:
        return self.read.paragraph.text[self.start : self.end]


@dataclass(frozen=True, eq=False)
class Exchange:
    """Questions that share one request, and the figures on offer in it."""

    questions: tuple[Question, ...]
    offered: Mapping[str, Labelled]

    @property
    def printed(self) -> list[str]:
        """The amounts and rates that the texts print, whether asked about or not."""
        return [
            question.read.paragraph.text[n.mention.start : n.mention.end]
            for question in self.questions
            for n in question.read.numerals
            if n.kind in ("amount", "rate") and question.start <= n.mention.start < question.end
        ]

    @property
    def figure_lines(self) -> list[str]:
        """`F12 | table | row | column | value | unit`, a line for each figure on offer."""
        return [figure_line(identity, labelled) for identity, labelled in self.offered.items()]


def exchanges(asked: Sequence[Question], together: int) -> list[Exchange]:
    """The questions, neighbours sharing a request while their texts have no more than `together` characters in all."""
    groups: list[list[Question]] = []
    for question in asked:
        group = groups[-1] if groups else []
        joined = [*group, question]
        if group and sum(len(q.text) for q in joined) <= together and len(_figures(joined)) <= _MOST_FIGURES_TOGETHER:
            group.append(question)
        else:
            groups.append([question])
    return [_exchange(group) for group in groups]


def _figures(asked: Sequence[Question]) -> list[Labelled]:
    """Those on offer in any of them, each once."""
    return list({id(labelled): labelled for question in asked for labelled in question.offered.values()}.values())


def _exchange(group: Sequence[Question]) -> Exchange:
    offered = _by_id(_figures(group))
    return Exchange(tuple(replace(question, offered=offered) for question in group), offered)


def _by_id(figures: Sequence[Labelled]) -> dict[str, Labelled]:
    return {f"F{n}": labelled for n, labelled in enumerate(figures, start=1)}


def figure_line(identity: str, labelled: Labelled) -> str:
    figure = labelled.figure
    row = figure.row_label or figure.item
    return " | ".join((identity, figure.table.title, row, figure.column_label, figure.number.text, figure.number.unit))


def questions(paragraphs: Sequence[ReadParagraph], numbers: Collection[Mention], labels: Labels) -> Iterator[Question]:
    """One for each stretch of a paragraph that holds some of the numbers and could relate them to anything."""
    for read in paragraphs:
        for start, end in _stretches(read.paragraph.text):
            inside = [n.mention for n in read.numerals if start <= n.mention.start < end and n.kind in ("amount", "rate")]
            asked = tuple(mention for mention in inside if mention in numbers)
            if not asked or end - start > _LONGEST_SENTENCE:
                continue
            closest = _closest(labels, read.paragraph.text[start:end], read.section.headings[-2:])
            offered = _by_id(closest)
            if offered or len(inside) > 1:
                yield Question(read, start, end, asked, offered)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text whole, or cut between sentences where it is long."""
    start = end = 0
    for sentence_start, sentence_end in sentence_spans(text):
        if sentence_end - start > _LONGEST_TEXT and end > start:
            yield start, end
            start = sentence_start
        end = sentence_end
    if end > start:
        yield start, end


def _closest(labels: Labels, text: str, headings: Sequence[str]) -> list[Labelled]:
    """The figures whose names resemble the words most, the closest first, otherwise in the order of the document."""
    words, above = comparable(text), comparable("".join(headings))
    pairs = frozenset(_pairs(words))
    ranked = sorted(
        ((closeness, n) for n, labelled in enumerate(labels.figures) if (closeness := _closeness(labelled, words, above, pairs))),
        key=lambda found: (-found[0], found[1]),
    )
    return [labels.figures[n] for _, n in ranked[:_MOST_FIGURES]]


def _closeness(labelled: Labelled, words: str, above: str, pairs: frozenset[str]) -> float:
    """Names that stand in the words come first, the longer the better; then those in the headings above; then those of
    which at least half the pairs of letters stand in the words; 0 for all others."""
    best = 0.0
    for name in labelled.names:
        plain = core(name)
        own = _pairs(plain)
        shared = sum(pair in pairs for pair in own) / len(own) if own else 0.0
        closeness = 2 + len(plain) if plain in words else 1 + shared if plain in above else shared if shared >= 0.5 else 0.0
        best = max(best, closeness)
    return best


def _pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text)]
