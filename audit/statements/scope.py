"""Scope: whose money and which period a title or a head speaks of."""

import re
from dataclasses import dataclass

# Carry-over comes first: 上年结转的一般公共预算资金 is carry-over, not this year's appropriation.
_SOURCES = (
    ("非财政拨款结余", re.compile(r"非财政拨款结余|弥补收支差额|动用.*(?:基金|结余)|专用结余")),
    ("上年结转", re.compile(r"结转|结余")),
    ("general", re.compile(r"一般公共(?:预算|服务预算)|公共财政预算|一般预算")),
    ("fund", re.compile(r"政府性基金")),
    ("capital", re.compile(r"国有资本经?营?")),
    ("appropriation", re.compile(r"财政拨款|财政补助")),
    ("财政专户", re.compile(r"专户")),
    ("经营", re.compile(r"经营收入|经营资金")),
    ("事业", re.compile(r"事业收入|事业资金")),
    ("上级补助", re.compile(r"上级补助")),
    ("附属单位上缴", re.compile(r"附属单位.*上缴")),
    ("其他", re.compile(r"其他收入|其他资金|其他来源")),
    ("单位资金", re.compile(r"单位资金|自有资金|自筹")),
)
_FUNDS = frozenset({"general", "fund", "capital", "appropriation"})

_YEAR = re.compile(r"(20\d\d)年?")
_CARRIED = re.compile(r"结转|结余")
_PRIOR = re.compile(r"上年|上一年|去年|前一年|上年度")
_ADJUSTED = re.compile(r"全年预算|调整(?:后)?预算|预算调整|调整后")
_PLANNED = re.compile(r"年初预算|预算")
_EXECUTED = re.compile(r"决算|执行|实际|完成数|支出数")
_PERIOD_WORDS = re.compile(
    r"20\d\d年?度?|上一?年度?|去年|本年度?|当年|今年|年初|全年|年度|调整后?|预算|决算|预计|执行|实际|安排|完成|统计|数额?|金额|情况|[（()）]"
    r"|单位[：:]?|[亿百千万]*元|[:：]"
)


@dataclass(frozen=True)
class Scope:
    """What the heads of one table are read against.

    final: the document is a final account (决算), where 预算数 is the plan and 决算数 the year itself
    year: the year the document is about, None where no title or head names one
    """

    role: str
    fund: str
    final: bool
    year: int | None


def source_of(text: str) -> str:
    """The source of money that an income item or head names: a fund's key, else a short Chinese name, else ""."""
    return next((name for name, pattern in _SOURCES if pattern.search(text)), "")


def fund_in(text: str) -> str:
    """The fund that a head or title names: "general", "fund", "capital", "appropriation" or ""."""
    source = source_of(text)
    return source if source in _FUNDS else ""


def is_period(text: str) -> bool:
    """Whether a head says only when and in which capacity: 决算数, 2024年预算数, 上年执行数, 金额."""
    return not _PERIOD_WORDS.sub("", text)


def period_in(text: str, scope: Scope) -> str:
    """The period that a head names, or ""."""
    if _CARRIED.search(text):
        return ""
    year = max((int(y) for y in _YEAR.findall(text)), default=None)
    if _PRIOR.search(text) or (year is not None and scope.year is not None and year < scope.year):
        return "prior_executed" if not scope.final and _EXECUTED.search(text) else "prior"
    if _ADJUSTED.search(text):
        return "adjusted"
    if scope.final and _PLANNED.search(text) and not _EXECUTED.search(text) and is_period(text):
        return "planned"
    if year is not None or is_period(text) or text.startswith(("本年", "当年")):
        return "current"
    return ""
