"""What the narrative has to explain."""

import re
from collections.abc import Iterator, Sequence

from audit.checks.equation import Remark
from audit.checks.required_tables import SOURCE
from audit.claims.grammar import ReadParagraph
from audit.facts import Facts
from audit.statements.model import Statement

_SECTIONS = (
    ("主要职责", re.compile(r"职责|职能")),
    ("机构设置", re.compile(r"机构|单位构成|部门构成|预算单位|[科股处]室")),
    ("机关运行经费", re.compile(r"机关运行")),
    ("政府采购", re.compile(r"政府采购")),
    ("名词解释", re.compile(r"名词|术语")),
)
# 机关运行经费 is owed by organs, not by schools, hospitals and centres.
_ORGAN = re.compile(r"(?:局|委员会|委|厅|政府|街道办事处|法院|检察院|人大常委会|政协)$")
# A file that holds the tables alone has next to no narrative.
_FEWEST_CLAIMS = 8


def required_sections(paragraphs: Sequence[ReadParagraph], statements: Sequence[Statement], facts: Facts) -> Iterator[Remark]:
    """A disclosure tells duties, organisation, 机关运行经费 (of organs), 政府采购 and an explanation of terms.

    Any mention outside the contents counts. Not asked of a file without a narrative.

    Right: a heading 「十一、名词解释」 with its terms.
    Wrong: no explanation of terms anywhere.
    Severity: warning, never a contradiction.
    Source: 《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）.
    """
    if sum(len(read.claims) for read in paragraphs) < _FEWEST_CLAIMS:
        return
    texts = [read.paragraph.text for read in paragraphs if read.paragraph.kind not in ("contents", "terms")]
    texts += [statement.table.title for statement in statements]
    for name, pattern in _SECTIONS:
        owed = name != "机关运行经费" or _ORGAN.search(facts.organization)
        if owed and not any(pattern.search(text) for text in texts):
            message = f"未见“{name}”的说明，{SOURCE}要求公开"
            yield Remark("required_sections", name, "unverifiable", "warning", message, (), expected=name)
