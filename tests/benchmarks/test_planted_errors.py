"""Planted errors: what a misprint may print, where its figure stands, and the floors below which no recall may fall."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from audit.reading.document import Document, Paragraph
from benchmarks.generator import disclosure as made_by_generator
from benchmarks.generator.disclosure import Figure
from benchmarks.generator.disclosure import Paragraph as Made
from benchmarks.misprints.changes import CAUSES, changes
from benchmarks.misprints.places import CellPlace, TextPlace, places
from benchmarks.planted_errors import Measured, main, markdown, measured

CELL = CellPlace("一般公共预算支出表：项", "合计", 0, 3, 2, "1,339.03", "万元", ("250.00", "1,339.03"))


@pytest.fixture(scope="module")
def sample() -> list[Measured]:
    return [measured("ruled", 3, most=30), measured("accounts", 3, most=30)]


def said(text: str, kind: str, value: str, decimals: int, **more: object) -> TextPlace:
    figure = replace(Figure(text, kind, Decimal(value), "万元", decimals), **more)  # type: ignore[arg-type]
    return TextPlace(f"{kind} 三公", 0, 0, len(text), figure, Made("body", [figure]), ())


def test_each_change_of_a_cell_is_what_it_is_called() -> None:
    made = changes(CELL)
    assert "2,339.03" in made["one digit"]
    assert "3,139.03" in made["two digits exchanged"]
    assert "139.03" in made["digit lost"]
    assert "13,339.03" in made["digit doubled"]
    assert made["sign"] == ["-1,339.03"]
    assert made["unit"] == ["13,390,300.00"]
    assert made["neighbour's figure"] == ["250.00"]


def test_what_nobody_could_see_is_not_planted() -> None:
    # 0.01万元 is the tail of a sum of rounded figures
    assert "1,339.04" not in changes(CELL)["one digit"]
    assert changes(replace(CELL, text="0.02", neighbours=())) == {"one digit": changes(replace(CELL, text="0.02"))["one digit"]}
    # 52.50% of amounts that allow 52.4 to 52.6
    rate = said("52.50%", "rate", "52.5", 2, bounds=(Decimal("52.4"), Decimal("52.6")), change=(Decimal(549), Decimal(360)))
    made = changes(rate)
    assert made["wrong base"] == ["34.43%"]
    assert "truncated" not in made


def test_a_number_of_words_is_counted_on() -> None:
    assert changes(said("三", "count", "3", 0))["one digit"] == ["四", "五"]


def test_figures_are_looked_for_where_they_were_printed() -> None:
    made = made_by_generator("ruled", 3)
    body = [p for p in made.narrative if any(figure.status == "consistent" for _, _, figure in p.figures())]
    text = "".join(body[0].text.split())
    read = Paragraph(text, text, ((1, (0.0, 0.0, 5.0, 5.0)),) * len(text))
    found, lost = places("ruled", 3, Document("x.pdf", "0" * 64, ((595.0, 842.0),), (read,), ()))
    assert {text[p.start : p.end] for p in found if isinstance(p, TextPlace)} == {f.text for _, _, f in body[0].figures()}
    assert lost > len(found)


def test_floors(sample: list[Measured]) -> None:
    outcomes = [entry for document in sample for entry in document.outcomes]
    assert [document.told for document in sample] == [0, 0]
    missed = Counter((o.place.kind, o.change) for o in outcomes if o.reached and not o.found)
    assert sum(missed.values()) <= 0.03 * len(outcomes), missed
    assert [o for o in outcomes if o.ticked or o.false] == []
    assert sum(o.blamed for o in outcomes) >= 0.9 * len(outcomes)
    asked = [o for o in outcomes if o.explained is not None]
    assert sum(bool(o.explained) for o in asked) >= 0.9 * len(asked)
    assert sum(o.causes for o in outcomes) <= 1.1 * len(outcomes)
    assert {o.change for o in outcomes} >= {change for change in CAUSES if change not in ("wrong base", "truncated")}


def test_the_table_tells_its_misses(sample: list[Measured]) -> None:
    outcome = sample[0].outcomes[0]
    unlucky = replace(outcome, found=False, blamed=False, ticked=True, false=2, causes=0)
    text = markdown([Measured("ruled", [unlucky], 1, 0)], "--seeds 1 ")
    assert f"| **all** | 1 | 0 % | 0 % | {'' if outcome.explained is None else '100 %'} | 1 | 2 |  | 100 % |" in text
    assert "(1 figures were not found" in text
    assert "1 of the 1 documents have no contradiction" in text


def test_the_command_writes_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--layout", "borderless", "--seeds", "1", "--most", "2", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "| borderless | 2 |" in told
    assert "--seeds 1 --most 2" in told
