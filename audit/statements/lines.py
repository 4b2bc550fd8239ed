"""Lines: what each row of each section names, and how the lines nest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audit.reading.document import Cell, Table
from audit.statements.columns import Section, is_ordinal_row
from audit.statements.labels import Label, compact, joined_code, read_label

_ORGANISATION = re.compile(
    r"本级|(?:局|厅|委员会|办公室|中心|街道)$|[省市县区州盟旗镇乡].*(?:[委会院校所站队馆部府社处庭园办]|公司)$"
)
_CARRIED = re.compile(r"结转|结余")
_FUND_ITEM = re.compile(r"^(?:一般公共预算|政府性基金|国有资本)")
# These stand beside the numbered parts of a 三公 table and belong to none of them.
_BESIDE = re.compile(r"^(?:会议费|培训费|机关运行)")


@dataclass
class DraftLine:
    """A line before its figures are read. `parent` indexes the table's list of drafts; -1 at the top."""

    row: int
    section: int
    label: Label
    code: str
    printed: str
    side: str
    parent: int = -1
    path: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        return self.label.item


def read_lines(table: Table, sections: Sequence[Section]) -> list[DraftLine]:
    """The lines of a table in reading order, section by section within each row; unnamed ones included."""
    drafts: list[DraftLine] = []
    above = [""] * len(sections)
    for number, row in enumerate(table.rows):
        if is_ordinal_row(row):
            continue
        for index, section in enumerate(sections):
            draft = _line(number, index, row, section, above[index])
            above[index] = draft.code or above[index]
            drafts.append(draft)
    _take_sides_from_totals(drafts, sections)
    return drafts


def _line(number: int, index: int, row: Sequence[Cell], section: Section, above: str) -> DraftLine:
    codes = [_printed(row[i]) for i in section.codes]
    names = [_printed(row[i]) for i in section.names]
    texts = [_printed(row[i]) for i in section.texts]
    digits = [compact(text) if compact(text).isdigit() else "" for text in codes]
    words = [text for text, bare in zip(codes, digits, strict=True) if text and not bare]
    name = next((text for text in (*names, *words, *texts) if text), "")
    label = read_label(name)
    code = joined_code(digits, above) if any(digits) else label.code
    others = [_printed(row[i]) for i in sorted((*section.names, *section.texts))]
    printed = " ".join(text for text in (*codes, *others) if text)
    return DraftLine(number, index, label, code, printed, section.side)


def _printed(cell: Cell) -> str:
    return re.sub(r"\s*\n\s*", "", cell.text).strip()


def _take_sides_from_totals(drafts: Sequence[DraftLine], sections: Sequence[Section]) -> None:
    """Where the heads do not say which half is which, 收入总计 and 本年支出合计 do."""
    if len(sections) < 2:
        return
    for index, section in enumerate(sections):
        if section.side:
            continue
        totals = "".join(d.item for d in drafts if d.section == index and d.label.total)
        income, expenditure = "收入" in totals, "支出" in totals
        if income != expenditure:
            for draft in drafts:
                if draft.section == index:
                    draft.side = "income" if income else "expenditure"


def nest(drafts: Sequence[DraftLine], sections: int) -> None:
    """Set parent and path of every line: by code prefix over all sections, else by numbering within a section."""
    coded = [i for i, draft in enumerate(drafts) if draft.code]
    _nest_codes(drafts, coded)
    for section in range(sections):
        _nest_numbering(drafts, [i for i, d in enumerate(drafts) if d.section == section], bool(coded))
    for draft in drafts:
        names: list[str] = []
        parent = draft.parent
        while parent >= 0:
            names.insert(0, drafts[parent].item)
            parent = drafts[parent].parent
        draft.path = tuple(names)


def repeats_codes(codes: Sequence[str]) -> bool:
    """Whether one code stands on several lines, as where a table lists several organisations."""
    return len(set(codes)) < len(codes)


def _nest_codes(drafts: Sequence[DraftLine], coded: Sequence[int]) -> None:
    repeated = repeats_codes([drafts[i].code for i in coded])
    # in section order, so that a class may go on in the next column of the page
    ordered = coded if repeated else sorted(coded, key=lambda i: drafts[i].section)
    seen: dict[str, int] = {} if repeated else {drafts[i].code: i for i in ordered}
    for i in ordered:
        code = drafts[i].code
        prefixes = [code[:length] for length in (5, 3) if length < len(code)]
        drafts[i].parent = next((seen[prefix] for prefix in prefixes if prefix in seen), -1)
        seen[code] = i


def _nest_numbering(drafts: Sequence[DraftLine], members: Sequence[int], coded: bool) -> None:
    stack: list[int] = []
    last_coded = -1
    for i in members:
        draft = drafts[i]
        if draft.code:
            last_coded = i
            continue
        if not draft.item:
            continue
        label = draft.label
        if label.total or _BESIDE.match(draft.item):
            stack = []
            continue
        if coded and not label.level:
            draft.parent = -1 if _ORGANISATION.search(draft.item) else last_coded
            continue
        if not label.level and not label.partial and _CARRIED.search(draft.item):
            stack = [i]
            continue
        draft.parent = _parent(drafts, stack, label)
        if label.level:
            stack.append(i)


def _parent(drafts: Sequence[DraftLine], stack: list[int], label: Label) -> int:
    """The line that an uncoded one is part of; pops what it ends from the stack."""
    if label.level:
        sister = False
        while stack and drafts[stack[-1]].label.level >= label.level:
            sister = True
            stack.pop()
        # numbering that starts anew under 年初结转和结余 divides it; numbering that goes on does not
        if stack and not drafts[stack[-1]].label.level and not sister and label.ordinal != 1:
            stack.pop()
        return stack[-1] if stack else -1
    while stack and not drafts[stack[-1]].label.level:
        above = drafts[stack[-1]].item
        if label.partial or (_CARRIED.search(above) and _FUND_ITEM.match(label.item)):
            break
        stack.pop()
    return stack[-1] if stack else -1


def is_organisation(item: str) -> bool:
    """Whether a row is named by an organisation rather than an account item."""
    return bool(_ORGANISATION.search(item))
