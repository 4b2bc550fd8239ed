"""What a paragraph says at its beginning, or the one before it, of what its amounts are about."""

import re

from audit.claims.subjects import Subject, item_name, subject_of

_NUMBER = r"(?:（?[一二三四五六七八九十\d]{1,3}[）、.．]){0,2}"
_TITLE = re.compile(rf"{_NUMBER}(?P<words>[^，。；：\d]{{2,40}})。")
_ITEM_TAIL = re.compile(r"(?:支出|收入|[费金]|补助|补贴|资金|保险|医疗|缴费|结转|结余)$")
# a numbered title may be an item of the functional classification without its path: （1）行政运行。
_NUMBERED = re.compile(r"（?\d{1,2}[）、.．]")
_FUNCTION_TAIL = re.compile(
    r"(?:运行|事务|事业|管理|服务|教育|离退休|活动|业务|建设|设施|监管|监督|救助|福利|抚恤|普查|执法|防治|治理|卫生|保障|机构|环境)$"
)
_PROJECT = re.compile(rf"{_NUMBER}项目名称[：:](?P<name>[^，。；]{{2,50}})[。；]?$")
_ITS_MONEY = re.compile(rf"{_NUMBER}(?:年度|本年|当年)?(?:预算|资金)(?:安排|金额|总额|规模)?(?:情况)?[：:]\d")


def title_subject(text: str) -> Subject | None:
    """What the first words of a paragraph, up to a full stop, name as its subject: 2.公务接待费。2023年决算数…"""
    title = _TITLE.match(text)
    named = subject_of(re.sub(r"情况(?:说明)?$", "", title["words"])) if title else None
    if named is None or title is None:
        return None
    numbered = _NUMBERED.match(text) and len(title["words"]) <= 20 and _FUNCTION_TAIL.search(named.name)
    return named if named.topic or _ITEM_TAIL.search(named.name) or numbered else None


def named_project(text: str) -> Subject | None:
    """The project that a paragraph names: 项目名称：旅游厕所建设."""
    named = _PROJECT.match(text)
    return Subject(item_name(named["name"])) if named else None


def tells_its_money(text: str) -> bool:
    """Whether a paragraph is a line about a project's money: 4、年度预算安排：250万元."""
    return bool(_ITS_MONEY.match(text))
