"""Lists that 其中, 包括 and the like open: what their parts are parts of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audit.claims.groups import Group, same_item
from audit.claims.subjects import Subject, subject_of

_WHOLE_OPENS = re.compile(
    r"其中|(?<!不)包括|分别(?:是|为)|按[^，。；]{0,6}分类?[：:，]|按功能分类|分[^，。；：]{1,6}看[：:，]|各[类项][^，。；：]{0,6}[为：]|"
    r"用于以下(?:方面|用途)|主要用于：(?=[^，。；、]*$)|具体(?:为|是|如下)|分为|由以下|构成(?:为|如下|：)|组成：|"
    r"，由(?!于|此|原|[^，。；\d]*年|20\d\d|$)|(?<=[费入出款算金])中，|^中，|（含(?!税)"
)


@dataclass
class OpenList:
    """What 其中 opened: the whole whose parts follow, or how the text names it, or within what they stand if that is open."""

    whole: Group | None = None
    whole_name: str = ""
    within: Subject | None = None


def opening_of(left: str) -> re.Match[str] | None:
    """The words of `left` that open a list, unless they stand in a bracket that closes again: 公用经费（包括办公费）."""
    return _WHOLE_OPENS.search(re.sub(r"（[^（）]*）", lambda aside: "·" * len(aside[0]), left))


def opened_list(before: str, opening: str, near: Sequence[Group], first: bool) -> OpenList:
    """What a list goes on about after the words `before` and `opening`: what they name, or the nearest group.

    first: whether the sentence told nothing before it
    """
    named = subject_of(re.sub(r"按[^，。；]*$|的?(?:具体|主要)?(?:构成|组成|情况)?$", "", before))
    within = opening.startswith("中") and bool(before)
    named = named if first or within or (named and named.topic) else None
    whole = next((g for g in reversed(near) if (named is None and not within) or same_item(named, g.subject)), None)
    if whole is None:
        return OpenList(whole_name=before)
    if named is None and whole.whole is not None:
        if opening.startswith(("按", "分", "各")):
            return OpenList(whole.whole)
        if first or "；" in before:
            # 其中 after ； or 。 goes on about the last part or about the whole list: nobody can tell
            return OpenList(within=whole.whole.subject)
    return OpenList(whole)
