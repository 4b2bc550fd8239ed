"""Where the text gives reasons: their numbers explain a change and claim nothing about its subject."""

import re

_WHY = r"原因(?:是|为|：|:|系|如下)*"
REASON = re.compile(rf"{_WHY}|主要(?:是|系)(?!项目\d)|由于|主要用于(?!以下|：[^，。；、]*$)")
# reasons in a list: 一是…；二是…
_FIRST = r"(?:一是|第一|1[.、．]|（[1一]）|①)"
_NEXT = r"(?:[二三四五六七八九]是|第[二三四五]|[2-9][.、．]|（[2-9二三四五六七]）|[②③④⑤⑥]|[其再]次|此外|另外|同时)"
_LISTED = re.compile(rf"{_WHY}(?:由于)?{_FIRST}")
_FOLLOW = re.compile(r"原因(?:是|为|如下)?[：:]?$")
_ENDED = re.compile(rf"[；;](?!{_NEXT})")
_RESUMED = re.compile(
    rf"{_ENDED.pattern}|，(?:比|较|与|同比|(?:年初|全年|调整)?预算(?:安排)?数?为?$|(?:支出)?决算(?:支出)?数?为?$"
    r"|(?:完成|执行)[^，。；：]{0,8}?的?$|占[^，。；：]{0,16}$)"
)


def is_next(text: str) -> bool:
    """Whether a sentence goes on with a list of reasons."""
    return bool(re.match(_NEXT, text))


def is_listed(text: str) -> bool:
    """Whether a paragraph is one of a list of reasons, the first or a later one."""
    return bool(re.match(_FIRST, text)) or is_next(text)


def lists_reasons(sentence: str) -> bool:
    """Whether the sentence gives the first of several reasons: 主要原因是：1.…"""
    return bool(_LISTED.search(sentence))


def leads_to_reasons(paragraph: str) -> bool:
    """Whether the paragraph ends with 主要原因是：, so that the next ones give the reasons."""
    return bool(_FOLLOW.search(paragraph))


def without_reason(left: str, explaining: bool, told: bool) -> tuple[str, bool]:
    """The words before a number without a reason that ends among them, and whether one goes on.

    explaining: whether one went on before; told: whether the sentence told an amount before the reason, which a comparison
    can go on about (项目支出549万元，主要用于修缮，比上年增加9万元). One that opens the sentence is compared itself.
    """
    reason = REASON.search(left)
    resumed = (_RESUMED if told else _ENDED).search(left, reason.end() if reason else 0) if reason or explaining else None
    if resumed:
        return (left[resumed.start() :] if reason else left), False
    return left, explaining or reason is not None
