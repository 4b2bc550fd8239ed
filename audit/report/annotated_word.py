"""The Word source with its findings: figures shaded, comments on what is contradicted or ought to be looked at."""

import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from audit.findings import Report
from audit.reading.page import printed
from audit.reading.word import opened_word
from audit.reading.word_body import elements_by_place, text_elements
from audit.report.annotated import AUTHOR, Shade, note_text
from audit.report.marks import Mark, marks

_FILLS: dict[Shade, str] = {"contradicted": "F8B4AD", "reminder": "FFE2A8", "verified": "DDF2E3"}
_INITIALS = "核"


def annotated_word(report: Report, file: str | None, content: bytes) -> bytes:
    """The content of the annotated .docx; `file` is the source's name in a disclosure of several files."""
    document = opened_word(content)
    elements = elements_by_place(document)
    for mark in marks(report, file):
        element = elements.get(mark.place)
        if element is None:
            continue
        runs = _marked_runs(element, mark)
        if mark.findings and runs:
            text = note_text(mark.shade, mark.findings)
            document.add_comment([Run(runs[0], document), Run(runs[-1], document)], text, AUTHOR, _INITIALS)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _marked_runs(element: Any, mark: Mark) -> list[Any]:
    """The runs that a mark covers, shaded; those of a whole cell or paragraph where its text is not found within one run."""
    paragraphs = [element] if element.tag == qn("w:p") else list(element.iter(qn("w:p")))
    if mark.is_cell and element.tag == qn("w:tc"):
        _shade_cell(element, _FILLS[mark.shade])
        return _runs(paragraphs[0]) or [_blank_run(paragraphs[0])]
    for paragraph in paragraphs:
        if runs := _isolated(paragraph, mark):
            for run in runs:
                _shade_run(run, _FILLS[mark.shade])
            return runs
    return _runs(paragraphs[0]) if mark.findings else []


def _runs(paragraph: Any) -> list[Any]:
    return [run for run in paragraph.iterchildren(qn("w:r")) if run.find(qn("w:t")) is not None]


def _blank_run(paragraph: Any) -> Any:
    run = OxmlElement("w:r")
    paragraph.append(run)
    return run


def _isolated(paragraph: Any, mark: Mark) -> list[Any]:
    """The runs that hold the mark's text and nothing else, cut out of those that do; [] where it is not there."""
    places = [
        (element, position, printed(char))
        for element, text in text_elements(paragraph)
        if element.tag == qn("w:t")
        for position, char in enumerate(text)
        if not char.isspace()
    ]
    span = _span("".join(char for _, _, char in places), mark)
    if span is None:
        return []
    parts: list[tuple[Any, int, int]] = []
    for element, position, _ in places[slice(*span)]:
        if parts and parts[-1][0] is element:
            parts[-1] = (element, parts[-1][1], position + 1)
        else:
            parts.append((element, position, position + 1))
    return [_cut(element, start, end) for element, start, end in parts]


def _span(text: str, mark: Mark) -> tuple[int, int] | None:
    """Where the mark's text stands as a whole number or word; None where it is not certain which one is meant."""
    wanted, quote = _compact(mark.text), _compact(mark.quote)
    if not wanted:
        return None
    matches = list(re.compile(rf"(?<![\d.,]){re.escape(wanted)}(?!\d)").finditer(text))
    if mark.nth is not None:
        number, count = mark.nth
        return matches[number].span() if len(matches) == count else None
    begin = max(text.find(quote), 0) if quote else 0
    return next((match.span() for match in matches if match.start() >= begin), None)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def _cut(element: Any, start: int, end: int) -> Any:
    """A run of its own for element.text[start:end]; what stood before and after in its run stays in runs like it."""
    run, text = element.getparent(), element.text
    following = list(element.itersiblings())
    if not following and text == text[start:end] and element.getprevious() in (None, run.find(qn("w:rPr"))):
        return run
    middle = _like(run, text[start:end])
    run.addnext(middle)
    if text[end:] or following:
        rest = _like(run, text[end:])
        rest.extend(following)
        middle.addnext(rest)
    _set_text(element, text[:start])
    return middle


def _like(run: Any, text: str) -> Any:
    """A run of the same looks with a text."""
    copy = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        copy.append(deepcopy(properties))
    holder = OxmlElement("w:t")
    _set_text(holder, text)
    copy.append(holder)
    return copy


def _set_text(element: Any, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _shade_run(run: Any, fill: str) -> None:
    properties = run.get_or_add_rPr()
    for former in list(_shadings(properties)):
        properties.remove(former)
    properties.append(_shading(fill))


def _shade_cell(cell: Any, fill: str) -> None:
    properties = cell.get_or_add_tcPr()
    for former in list(_shadings(properties)):
        properties.remove(former)
    # the schema wants it before these
    later = [
        properties.find(qn(name)) for name in ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
    ]
    first = next((element for element in later if element is not None), None)
    if first is not None:
        first.addprevious(_shading(fill))
    else:
        properties.append(_shading(fill))


def _shadings(properties: Any) -> Iterator[Any]:
    yield from properties.iterchildren(qn("w:shd"))


def _shading(fill: str) -> Any:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
        shading.set(qn(name), value)
    return shading
