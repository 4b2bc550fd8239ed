import pytest

from audit.claims.grammar import read_paragraphs
from audit.claims.model import Mention
from audit.claims.numerals import document_numerals
from audit.facts import document_facts
from audit.pipeline import understand
from audit.proposals.candidates import Question, exchanges, questions
from audit.proposals.labels import Labels, labels_of
from audit.reading.document import Document, Paragraph


@pytest.fixture(scope="module")
def labels(wordings: Document) -> Labels:
    return labels_of(understand(wordings, document_facts(wordings)).statements)


def asked(labels: Labels, *texts: str, settled: str = "") -> list[Question]:
    """The questions about paragraphs of these texts; numbers printed as `settled` are no longer open."""
    paragraphs = [Paragraph(t, t, tuple((1, (0.0, 0.0, 1.0, 1.0)) for _ in t)) for t in texts]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), 2025)
    open_numbers: list[Mention] = [n.mention for r in read for n in r.numerals if n.mention.text != settled]
    return list(questions(read, frozenset(open_numbers), labels))


def test_named_figures_come_first(labels: Labels) -> None:
    (question,) = asked(labels, "（一）基本支出", "公用经费这一笔，今年定的是95.25万元。")
    (exchange,) = exchanges([question], 0)
    lines = exchange.figure_lines
    assert lines[0] == "F1 | 一般公共预算基本支出情况表 | 合计 | 公用经费 | 95.25 | 万元"
    assert any("基本支出 | 957.00" in line for line in lines)
    assert len(lines) <= 20


def test_nothing_is_asked_about_what_is_settled(labels: Labels) -> None:
    assert asked(labels, "行政运行812.40万元。")
    assert not asked(labels, "行政运行812.40万元。", settled="812.40万元")
    assert not asked(labels, "本单位有车3辆，2025年成立。")


def test_a_lone_number_that_no_table_speaks_of(labels: Labels) -> None:
    assert not asked(labels, "捐赠款物折合3.30万元。")
    assert asked(labels, "捐赠款物折合3.30万元，比去年多了0.30万元。")


def test_long_text_is_cut_between_sentences(labels: Labels) -> None:
    sentence = "行政运行这一项，今年列的钱一共是812.40万元。"
    whole = sentence * 60
    cut = asked(labels, whole)
    assert len(cut) > 1
    assert "".join(question.text for question in cut) == whole
    assert all(question.text.endswith("。") and len(question.text) <= 800 for question in cut)


def test_endless_sentence(labels: Labels) -> None:
    assert not asked(labels, "行政运行812.40万元，" * 1000)
