"""The model pass of a batch: which documents are asked about, in which order, and what each may spend."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.batch.relations import Related
from audit.batch.store import Store
from audit.batch.task import ModelRead
from audit.findings import ModelUse
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance, Spent, cost_of

# What a number that nothing reached takes at most: its sentence with the figures on offer, and the answer.
_TOKENS_ASKED, _TOKENS_ANSWERED = 3000, 1500


@dataclass(frozen=True)
class Asking:
    """The model, and what one run may spend on it."""

    settings: ModelSettings
    allowance: Allowance


@dataclass(frozen=True)
class Unread:
    """A document that no model has read to its end, and how many of its numbers nothing reached."""

    related: Related
    open_numbers: int

    @property
    def sha256(self) -> str:
        return self.related.sha256


class Till:
    """What is left of an allowance, shared by the documents that are out at the same time."""

    def __init__(self, asking: Asking) -> None:
        self.spent = Spent(cost=cost_of(asking.settings, 0, 0))
        self._settings, self._left = asking.settings, asking.allowance
        self._promised: dict[str, Allowance] = {}
        self._too_little = Allowance(0, Decimal(0))

    def share(self, unread: Unread) -> Allowance | None:
        """What a document may spend: all that it can need, if that much is left; None where too little is."""
        share = _less(self._left, self._promised.values())
        if _at_most(share.tokens, self._too_little.tokens) or _at_most(share.cost, self._too_little.cost):
            return None
        asked, answered = _TOKENS_ASKED * unread.open_numbers, _TOKENS_ANSWERED * unread.open_numbers
        if share.tokens is not None:
            share = replace(share, tokens=min(share.tokens, asked + answered))
        if share.cost is not None:
            share = replace(share, cost=min(share.cost, cost_of(self._settings, asked, answered) or share.cost))
        self._promised[unread.sha256] = share
        return share

    def settle(self, unread: Unread, spent: Spent) -> None:
        """What a document has spent of its share; one that bought nothing buys nothing for the others either."""
        share = self._promised.pop(unread.sha256)
        self._left = self._left.less(spent)
        self.spent += spent
        if spent.refused and not spent.calls:
            self._too_little = share


def _less(left: Allowance, promised: Iterable[Allowance]) -> Allowance:
    for share in promised:
        left = left.less(Spent(input_tokens=share.tokens or 0, cost=share.cost))
    return left


def _at_most(left: int | Decimal | None, least: int | Decimal | None) -> bool:
    return left is not None and least is not None and left <= least


def unread_documents(store: Store, program: str, settings: ModelSettings) -> list[Unread]:
    """Those with the most numbers that nothing reached come first: there a model has the most to add."""
    query = """
        SELECT r.sha256, iif(relations_reason = '', prior, NULL), iif(relations_reason = '', units, '[]'), count(f.sha256) AS open
        FROM results AS r LEFT JOIN findings AS f ON f.sha256 = r.sha256 AND f."check" = 'unaccounted'
        WHERE status = 'done' AND program = ? AND (
            model IS NULL OR model_reason <> '' OR json_extract(model, '$.name') <> ? OR json_extract(model, '$.scope') <> ?
        )
        GROUP BY r.sha256 ORDER BY open DESC, path
    """
    rows = store.connection.execute(query, (program, settings.name, settings.scope))
    return [Unread(Related(sha256, prior, tuple(json.loads(units))), count) for sha256, prior, units, count in rows]


def nothing_asked(settings: ModelSettings) -> ModelRead:
    """What is kept of a document in which nothing is left to ask about."""
    use = ModelUse(name=settings.name, calls=0, tokens=0, cached=0, proposed=0, dropped={})
    return ModelRead(use.model_dump(), settings.scope, Spent(cost=cost_of(settings, 0, 0)))


def told(spent: Spent, settings: ModelSettings) -> str:
    """What a run has spent, in one line."""
    cost = "" if spent.cost is None else f"，费用约 {spent.cost:.4f} {settings.currency}"
    return f"模型 {settings.name}：{spent.calls:,} 次询问，{spent.tokens:,} 词元{cost}，另有 {spent.cached:,} 次取自缓存"
