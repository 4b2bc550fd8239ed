"""What a table is: its role from title and heads, and what a document's tables say about its kind and year."""

import re
from collections.abc import Sequence

from audit.reading.document import Table
from audit.statements.labels import compact
from audit.statements.scope import Scope

_YEAR = re.compile(r"20\d\d(?=年)")
# The first pattern that a title fits names the role; the more particular stand first.
_TITLES = (
    ("performance", re.compile(r"绩效")),
    ("three_public", re.compile(r"三公")),
    ("operation", re.compile(r"机关运行")),
    ("procurement", re.compile(r"采购")),
    ("capital", re.compile(r"国有资本")),
    ("fund", re.compile(r"政府性基金")),
    ("projects", re.compile(r"^(?!.*基本支出).*项目(?:支出|预算|明细|经费|执行)")),
    ("basic", re.compile(r"^(?!.*项目支出).*基本支出")),
    ("appropriation", re.compile(r"财政拨款.*(?:收支|收入支出|收入.*支出|总体情况)")),
    ("general", re.compile(r"一般公共预算.*支出|公共财政.*支出|一般预算.*支出")),
    ("appropriation_expenditure", re.compile(r"财政拨款.*支出")),
    ("balance", re.compile(r"收支|收入支出|收入.*支出")),
    ("income", re.compile(r"收入")),
    ("expenditure", re.compile(r"支出")),
)
_FUNDS = {
    "balance": "all",
    "income": "all",
    "expenditure": "all",
    "projects": "all",
    "procurement": "all",
    "performance": "all",
    "unknown": "all",
    "appropriation": "appropriation",
    "appropriation_expenditure": "appropriation",
    "general": "general",
    "basic": "general",
    "operation": "general",
    "fund": "fund",
    "capital": "capital",
}
_FORM_WORDS = ("年度资金总额", "一级指标", "三级指标", "绩效指标")


def scopes_of(tables: Sequence[Table]) -> list[Scope]:
    """The scope of each table, read against the whole document's kind and year."""
    titles = [compact(table.title) for table in tables]
    final = sum("决算" in title for title in titles) > sum("预算" in title and "决算" not in title for title in titles)
    year = _latest_year(titles) or _latest_year([compact(c.text) for table in tables for row in table.head for c in row])
    scopes = []
    for table, title in zip(tables, titles, strict=True):
        role = role_of(table, title)
        scopes.append(Scope(role, _fund_of(role, title), final, year))
    return scopes


def role_of(table: Table, title: str) -> str:
    if _is_form(table):
        return "performance"
    role = titled_role(title)
    if role:
        return role if role != "performance" else "unknown"
    heads = "".join(compact(cell.text) for row in table.head for cell in row)
    if "因公出国" in heads and "接待" in heads:
        return "three_public"
    if "人员经费" in heads and "公用经费" in heads and "经济分类" in heads:
        return "basic"
    return "unknown"


def titled_role(title: str) -> str:
    """The role that a title without spaces names, or ""."""
    return next((role for role, pattern in _TITLES if pattern.search(title)), "")


def _is_form(table: Table) -> bool:
    texts = {compact(cell.text).rstrip("：:") for row in (*table.head, *table.rows) for cell in row if cell.text}
    return any(word in texts for word in _FORM_WORDS)


def _fund_of(role: str, title: str) -> str:
    if role == "three_public":
        return "general" if "一般公共预算" in title else "appropriation"
    if role == "basic" and "一般公共预算" not in title:
        return "appropriation" if "财政拨款" in title else "all"
    return _FUNDS[role]


def _latest_year(texts: Sequence[str]) -> int | None:
    return max((int(year) for text in texts for year in _YEAR.findall(text)), default=None)
