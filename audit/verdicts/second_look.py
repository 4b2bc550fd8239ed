"""Verdicts on what OCR has read: nothing is told as an error, and no doubtful figure ticked, on one reading alone.

The figures of every breach that stand on scanned pages, and figures that the first reading is unsure of, are read a second
time, at another resolution and each alone. Where the two readings differ the page gives no figure to judge by; where the
second says nothing, a breach is a warning: somebody has to look.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.checks.equation import Equation, Printed, Remark
from audit.claims.model import Mention
from audit.reading.document import Box, Scan
from audit.verdicts.causes import Context
from audit.verdicts.judge import Judgement, judge

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
# Of the height of a printed number: what is read beside it too, so that none of its digits is cut.
_BESIDE = 1.5
_DIFFERENT = "OCR 两次识别的结果不一致，请与原件核对"
_TEXT = "（文字由 OCR 识别，请与原件核对）"


class SecondLooks:
    """What a second look at numbers of scanned pages has shown; each is looked at once."""

    def __init__(self) -> None:
        self._agreed: dict[int, bool | None] = {}

    def agree(self, printed: Printed) -> bool | None:
        """Whether a second reading says the same; None where it says nothing."""
        if id(printed) not in self._agreed:
            self._agreed[id(printed)] = _second_reading_agrees(printed)
        return self._agreed[id(printed)]


def _scan(printed: Printed) -> Scan | None:
    """The scan that the number stands on, if any."""
    scan = printed.paragraph.scan if isinstance(printed, Mention) else printed.table.scan
    return scan if scan is not None and printed.page in scan.pages else None


def _is_unsure(printed: Printed) -> bool:
    """Whether the first reading itself is unsure of a digit of it."""
    scan = _scan(printed)
    if scan is None or printed.page is None:
        return False
    return any(_within(place, box) for place in scan.pages[printed.page] for box in printed.boxes)


def _second_reading_agrees(printed: Printed) -> bool | None:
    scan = _scan(printed)
    if scan is None or printed.page is None:
        return None
    answers: list[bool | None] = []
    for box, text in _parts(printed):
        beside = _BESIDE * (box[3] - box[1]) if isinstance(printed, Mention) else 0.0
        answers.append(_says(text, scan.look_again(printed.page, box, beside), alone=not beside))
    return False if False in answers else None if None in answers or not answers else True


def judge_with_scans(equations: Sequence[Equation], context: Context, looks: SecondLooks) -> list[Judgement]:
    """As `judge`, with a second look at numbers of scanned pages."""
    misread: set[int] = set()
    while True:
        sound = [e for e in equations if not any(id(o) in misread for o in e.operands)]
        judgements = judge(sound, context)
        found = {id(o) for j in judgements for o in _looked_at(j) if looks.agree(o) is False} - misread
        if not found:
            break
        misread |= found
    judged = {id(j.equation): _capped(j, looks) for j in judgements}
    doubtful = (e for e in equations if any(id(o) in misread for o in e.operands))
    judged |= {id(e): Judgement(e, "unverifiable", "info", reason=_DIFFERENT) for e in doubtful}
    return [judged[id(e)] for e in equations if id(e) in judged]


def _looked_at(judgement: Judgement) -> Iterable[Printed]:
    """The numbers of a judgement that are worth a second look."""
    on_scans = [operand for operand in judgement.equation.operands if _scan(operand)]
    if judgement.verdict == "contradicted":
        return on_scans
    return [operand for operand in on_scans if _is_unsure(operand)] if judgement.verdict == "verified" else []


def _capped(judgement: Judgement, looks: SecondLooks) -> Judgement:
    if judgement.verdict != "contradicted" or all(looks.agree(o) for o in judgement.equation.operands if _scan(o)):
        return judgement
    return replace(judgement, severity="warning")


def remarks_on_scans(remarks: Iterable[Remark], looks: SecondLooks) -> list[Remark]:
    """The remarks, those about a scanned page no firmer than its readings: a name that differs may be misread."""
    return [_doubted(remark, looks) for remark in remarks]


def _doubted(remark: Remark, looks: SecondLooks) -> Remark:
    on_scans = [o for o in (*remark.operands, *remark.witnesses) if _scan(o)]
    if remark.verdict != "contradicted" or not on_scans:
        return remark
    answers = [looks.agree(operand) for operand in on_scans]
    if remark.cause == "name" or False in answers:
        return replace(remark, verdict="unverifiable", severity="info", message=remark.message + _TEXT)
    return remark if all(answers) else replace(remark, severity="warning")


def _parts(printed: Printed) -> list[tuple[Box, str]]:
    """The boxes that a number stands in and the digits in each: one, or two where a line breaks within it."""
    if not isinstance(printed, Mention):
        return [(box, printed.cell.text) for box in printed.boxes]
    places = printed.paragraph.places[printed.start : printed.end]
    chars = printed.paragraph.raw[printed.start : printed.end]
    parts = []
    for box in printed.boxes:
        text = "".join(char for char, (_, place) in zip(chars, places, strict=True) if _within(place, box))
        # its unit can stand on the next line
        if _NUMBER.search(text):
            parts.append((box, text))
    return parts


def _within(place: Box, box: Box) -> bool:
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _says(first: str, second: str, alone: bool) -> bool | None:
    """Whether the second reading gives the number of the first, `alone` or among others; None where it gives none."""
    mine, theirs = _numbers(first), _numbers(second)
    if not mine:
        # a blank that counts as zero has to be blank
        return False if theirs else None if second.strip(" -—－无") else True
    if not theirs:
        return None
    return mine == theirs if alone else all(number in theirs for number in mine)


def _numbers(text: str) -> list[str]:
    return [re.sub("[,，]", "", number) for number in _NUMBER.findall(text)]
