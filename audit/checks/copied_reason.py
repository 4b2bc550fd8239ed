"""Reasons and purposes that were copied from the paragraph of another account item."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.checks.equation import Remark
from audit.checks.quoting import places_of, words
from audit.checks.reasons import REASON
from audit.claims.grammar import ReadParagraph
from audit.claims.model import Mention

Told = Literal["reason", "purpose"]

_TOLD: dict[Told, re.Pattern[str]] = {
    "reason": REASON,
    "purpose": re.compile(r"主要用于(?P<words>[^，。；;]+)"),
}
_CALLED: dict[Told, str] = {"reason": "所述原因", "purpose": "所述用途"}
# Names shorter than this stand in many sentences by chance.
_SHORTEST = 4
# So many paragraphs that name their own item there make it the manner of the document.
_SUPPORT = 4


@dataclass(frozen=True, eq=False)
class _Clause:
    """A reason or purpose: the item whose paragraph it stands in (类, 款, 项), and the words."""

    path: tuple[str, ...]
    said: Mention

    @property
    def names_itself(self) -> bool:
        return self.path[-1] in self.said.text and len(self.path[-1]) >= _SHORTEST


def copied_reason(paragraphs: Sequence[ReadParagraph]) -> Iterator[Remark]:
    """The reason and the purpose given for an account item are its own, not those of another item.

    Told only in a document whose reasons (or purposes) name the item they are about, where the very words stand in the
    paragraph of another item as well, whose name they hold.

    Right: 「科普活动（项）10.00万元…主要原因是：科普活动经费增加」.
    Wrong: 「干部教育（项）6.00万元…主要原因是：高中教育经费增加」, which is what 「高中教育（项）40.00万元」 says of itself.
    Severity: warning.
    """
    for told, pattern in _TOLD.items():
        clauses = [clause for read in paragraphs if (clause := _clause(read, pattern))]
        own: dict[str, list[_Clause]] = defaultdict(list)
        for clause in clauses:
            if clause.names_itself:
                own[clause.said.text].append(clause)
        if sum(map(len, own.values())) < _SUPPORT:
            continue
        for clause in clauses:
            source = next((o for o in own.get(clause.said.text, ()) if _is_other(clause, o)), None)
            if source is not None:
                message = (
                    f"{clause.path[-1]}{_CALLED[told]}“{clause.said.text}”与{source.path[-1]}"
                    f"（{places_of([source.said])}）的相同，疑为抄录"
                )
                yield Remark(
                    "copied_reason", told, "unverifiable", "warning", message, (clause.said,),
                    stated=clause.said.text, cause="copied_line", witnesses=(source.said,),
                )  # fmt: skip


def _clause(read: ReadParagraph, pattern: re.Pattern[str]) -> _Clause | None:
    """The first such clause of a paragraph that is about one item to its last level."""
    paths = {claim.subject.path for claim in read.claims if claim.subject.path}
    match = next((found for found in pattern.finditer(read.paragraph.text) if found["words"]), None)
    if match is None or len(paths) != 1:
        return None
    (path,) = paths
    return _Clause(path, words(read.paragraph, *match.span("words"))) if len(path) == 3 else None


def _is_other(clause: _Clause, source: _Clause) -> bool:
    """Whether the words name the other item alone: no level of the clause's own below its 类."""
    return source.path != clause.path and not any(
        level in clause.said.text for level in clause.path[1:] if level != source.path[1]
    )
