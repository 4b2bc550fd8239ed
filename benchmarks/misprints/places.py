"""Where the figures of a made disclosure stand in the document as it was read, and what kind of place that is."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.reading.document import Document, Table
from benchmarks.generator import disclosure as made_by_generator
from benchmarks.generator.disclosure import Direction, Disclosure, Figure, Paragraph

_TABLES = {
    "balance": "收支总表",
    "planned": "收支总表，年初预算",
    "income": "收入总表",
    "expenditure": "支出总表",
    "appropriation": "财政拨款收支总表",
    "unit": "财政拨款支出表，按单位",
    "general": "一般公共预算支出表",
    "basic": "基本支出表",
    "fund": "政府性基金支出表",
    "three": "三公经费表",
    "operation": "机关运行经费表",
    "projects": "项目支出表",
    "procurement": "政府采购表",
    "form": "绩效表",
}
_LEVELS = {3: "类", 5: "款", 7: "项"}
_COLUMNS = {
    "total": "合计",
    "amount": "合计",
    "cost": "成本指标",
    "basic": "基本、项目",
    "project": "基本、项目",
    "personnel": "人员、公用",
    "public": "人员、公用",
    "general": "按资金来源",
    "fund": "按资金来源",
    "appropriation": "按资金来源",
    "prior": "上年数",
    "planned": "年初预算",
    "first": "年初预算",
    "delta": "增减额",
}
_TOPICS = {
    "three": "三公",
    "sum": "三公",
    "vehicles": "三公",
    "reception": "三公",
    "abroad": "三公",
    "purchase": "三公",
    "running": "三公",
    "meeting": "会议费、培训费",
    "training": "会议费、培训费",
    "operation": "机关运行经费",
    "procurement": "政府采购",
    "form": "项目",
    "projects": "项目",
    "income": "收入来源",
    "small": "其他",
    "last": "其他",
}


@dataclass(frozen=True)
class CellPlace:
    """A cell of the read document that prints a figure.

    kind: its table and row; head: what its column holds; unit: its table's
    neighbours: the figures above and below it, as printed
    """

    kind: str
    head: str
    table: int
    row: int
    column: int
    text: str
    unit: str
    neighbours: tuple[str, ...]


@dataclass(frozen=True)
class TextPlace:
    """A figure of the narrative: text[start:end] of a read paragraph.

    figure: what the maker knows of it; sentence: the made paragraph it stands in
    neighbours: the figure of the same kind before it, as printed
    direction: (start, end) of the word before a change
    """

    kind: str
    paragraph: int
    start: int
    end: int
    figure: Figure
    sentence: Paragraph
    neighbours: tuple[str, ...]
    direction: tuple[int, int] | None = None
    pair: tuple[str, str] | None = None


Place = CellPlace | TextPlace


def places(layout: str, seed: int, document: Document) -> tuple[list[Place], int]:
    """(places found, figures of the disclosure that were not found where they should have been read)."""
    made = made_by_generator(layout, seed)
    cells, lost_cells = _cells(made, document)
    texts, lost_texts = _texts(made, document)
    return [*cells, *texts], lost_cells + lost_texts


def _cells(made: Disclosure, document: Document) -> tuple[list[CellPlace], int]:
    found: list[CellPlace] = []
    lost = 0
    free = dict(enumerate(document.tables))
    for table in made.tables:
        index = _index_of(table.title, free)
        read = list(_filled_rows(free.pop(index))) if index is not None else []
        cursor = 0
        for row in table.rows:
            filled = [cell for cell in row if cell is not None and cell.text]
            texts = [_plain(cell.text) for cell in filled]
            match = next((k for k in range(cursor, len(read)) if [t for _, t in read[k][1]] == texts), None)
            figures = [(cell, k) for k, cell in enumerate(filled) if cell.key and _has_digit(cell.text)]
            if match is None or index is None:
                lost += len(figures)
                continue
            cursor = match + 1
            r, positions = read[match]
            for cell, k in figures:
                column = positions[k][0]
                read_table = document.tables[index]
                text, unit = read_table.rows[r][column].text, read_table.unit or made.unit
                kind, head = _cell_kind(cell.key)
                found.append(CellPlace(kind, head, index, r, column, text, unit, _beside(read_table, r, column)))
    return found, lost


def _beside(table: Table, row: int, column: int) -> tuple[str, ...]:
    texts = (table.rows[r][column].text for r in (row - 1, row + 1) if 0 <= r < len(table.rows))
    return tuple(text for text in texts if re.fullmatch(r"[\d,]+(?:\.\d+)?", text))


def _index_of(title: str, free: Mapping[int, Table]) -> int | None:
    """The first table of that title, or of one that it ends: the number may have been read as part of it."""
    for fits in (str.__eq__, str.endswith):
        found = next((i for i, table in free.items() if fits(_plain(table.title), _plain(title))), None)
        if found is not None:
            return found
    return None


def _filled_rows(table: Table) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    for r, row in enumerate(table.rows):
        yield r, [(c, text) for c, cell in enumerate(row) if (text := _plain(cell.text))]


def _cell_kind(key: str) -> tuple[str, str]:
    """(table and row, column): 一般公共预算支出表：项 and 合计 for general/2080505/total."""
    table, *rest = key.split("/")
    words = [_LEVELS.get(len(word), "各行") if word.isdigit() else word for word in rest]
    head = next((_COLUMNS[word] for word in reversed(words) if word in _COLUMNS), "合计")
    if table == "three":
        row = {"sum": "合计", "meeting": "会议费、培训费", "training": "会议费、培训费"}.get(words[-1], "各项")
    elif table == "form":
        row = "整体" if words[0] == "unit" else "项目"
    elif level := next((word for word in words if word in (*_LEVELS.values(), "各行")), ""):
        row = level
    else:
        row = "各行" if words[0] == "income" and words[-1] in ("general", "fund", "appropriation") else "合计"
    return f"{_TABLES[table]}：{row}", head


def _texts(made: Disclosure, document: Document) -> tuple[list[TextPlace], int]:
    text, origin = _running_text(document)
    found: list[TextPlace] = []
    lost = cursor = 0
    last: dict[str, str] = {}
    for paragraph in made.narrative:
        at = text.find(_plain(paragraph.text), cursor)
        figures = [entry for entry in paragraph.figures() if entry[2].status == "consistent"]
        if at < 0:
            lost += len(figures)
            continue
        cursor = at + len(_plain(paragraph.text))
        for index, start, figure in figures:
            before_it = last.get(figure.kind, "")
            last[figure.kind] = _plain(figure.text)
            begin = at + len(_plain(paragraph.text[:start]))
            end = begin + len(_plain(figure.text))
            (p, first), (q, final) = origin[begin], origin[end - 1]
            if p != q:
                lost += 1
                continue
            before = paragraph.pieces[index - 1] if index else ""
            direction = pair = None
            if isinstance(before, Direction):
                length = len(_plain(before.text))
                direction, pair = (origin[begin - length][1], origin[begin - 1][1] + 1), before.pair
            beside = (before_it,) if before_it else ()
            found.append(TextPlace(_text_kind(figure), p, first, final + 1, figure, paragraph, beside, direction, pair))
    return found, lost


def _running_text(document: Document) -> tuple[str, Sequence[tuple[int, int]]]:
    """All paragraphs without spaces, and where each character of it stands: (paragraph, position)."""
    chars: list[str] = []
    origin: list[tuple[int, int]] = []
    for p, paragraph in enumerate(document.paragraphs):
        for i, char in enumerate(paragraph.text):
            for plain in _plain(char):
                chars.append(plain)
                origin.append((p, i))
    return "".join(chars), origin


def _text_kind(figure: Figure) -> str:
    """`rate 功能科目` for the rate of change of a line of the function list."""
    about = sorted(re.sub(r"^cell:", "", relation) for relation in figure.relations)
    words = {word for relation in about for word in re.split("[:/]", relation)}
    topic = next((_TOPICS[word] for word in sorted(words) if word in _TOPICS), None)
    coded = any(re.fullmatch(r"\d{7}", word) for word in words)
    classed = any(re.fullmatch(r"\d{3}", word) for word in words)
    return f"{figure.kind} {'功能科目' if coded else '功能类' if classed else topic or '总额、基本、项目'}"


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
