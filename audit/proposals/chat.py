"""Asking a model that may be slow, wrong or hostile: bounded calls, few retries, a cache, and one word for each failure.

Endpoints differ in how they take a schema: the ways are tried in order, and the first that yields an answer is kept.
"""

import json
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from audit.proposals.cache import AnswerCache
from audit.proposals.endpoint import BadAnswer, CallFailed, Messages, Passing, Reply, Unsupported
from audit.proposals.gate import gate_to
from audit.proposals.keys import request_key
from audit.proposals.settings import ModelSettings
from audit.proposals.spending import Allowance, Purse, Spent, one_cached

T = TypeVar("T")


class Unasked(CallFailed):
    """Not asked, since no more is asked."""


class Chat:
    """One document's conversation, of several threads at a time; `stopped` says why no more is asked (Chinese)."""

    def __init__(self, settings: ModelSettings, allowance: Allowance) -> None:
        self.settings = settings
        self.stopped = ""
        self._gate = gate_to(settings)
        self._cache = AnswerCache(settings.cache)
        self._purse = Purse(settings, allowance)
        self._failed_in_row = 0
        self._lock = Lock()
        self._ends = time.monotonic() + settings.budget

    @property
    def method(self) -> str | None:
        """How this endpoint takes a schema, once that is known."""
        return self._gate.method

    @property
    def methods(self) -> tuple[str, ...]:
        return self._gate.methods

    @property
    def spent(self) -> Spent:
        return self._purse.spent

    @property
    def cache_problem(self) -> str:
        return self._cache.problem

    def close(self) -> None:
        self._cache.close()

    def ask(
        self,
        messages: Messages,
        schema: dict[str, Any],
        check: Callable[[Any], T],
        repair: Callable[[str, str], Messages],
        weight: int = 1,
    ) -> T:
        """check(the JSON of the answer), which may raise BadAnswer; raises CallFailed.

        repair(answer, problem): the messages that show a bad answer back to the model, once
        weight: how many stretches of text the question is about
        """
        cached = self._cached(messages, schema, check)
        if cached is not None:
            self._purse.note(one_cached)
            return cached
        try:
            answer, text, method = self._answered(messages, schema, check, repair)
        except Unasked:
            if self._no_money:
                self._purse.note(lambda spent: replace(spent, refused=spent.refused + weight))
            raise
        except CallFailed:
            self._count_failure()
            raise
        with self._lock:
            self._failed_in_row = 0
        # under the question's own key even where it took a repair: a rerun is free
        self._cache.put(request_key(self._gate.identity, messages, schema, method), self.settings.name, text)
        return answer

    @property
    def _no_money(self) -> bool:
        return self.stopped == _NO_MONEY

    def _count_failure(self) -> None:
        with self._lock:
            self._failed_in_row += 1
            if self._failed_in_row >= self.settings.patience and not self.stopped:
                self.stopped = f"连续 {self._failed_in_row} 次未得到可用的回答"

    def _cached(self, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]) -> T | None:
        for method in self._methods_to_try():
            text = self._cache.get(request_key(self._gate.identity, messages, schema, method))
            if text is not None:
                try:
                    answer = check(_read(text))
                except BadAnswer:
                    continue
                self._gate.method = self._gate.method or method
                return answer
        return None

    def _answered(
        self, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T], repair: Callable[[str, str], Messages]
    ) -> tuple[T, str, str]:
        """The answer, its text, and the method it took."""
        try:
            return self._stepping_down(messages, schema, check)
        except BadAnswer as bad:
            return self._stepping_down(repair(bad.text, bad.problem), schema, check)

    def _stepping_down(self, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]) -> tuple[T, str, str]:
        with ExitStack() as held:
            # one finds out for all, and the others wait to hear it
            if self._gate.method is None:
                held.enter_context(self._gate.probing)
                if self._gate.method is not None:
                    held.close()
            *others, last = self._methods_to_try()
            for method in others:
                try:
                    return self._answered_by(method, messages, schema, check)
                except (Unsupported, BadAnswer):
                    continue
            return self._answered_by(last, messages, schema, check)

    def _answered_by(
        self, method: str, messages: Messages, schema: dict[str, Any], check: Callable[[Any], T]
    ) -> tuple[T, str, str]:
        text = self._retried(messages, schema, method)
        answer = check(_read(text))
        self._gate.method = method
        return answer, text, method

    def _methods_to_try(self) -> tuple[str, ...]:
        return (self._gate.method,) if self._gate.method else self._gate.methods

    def _retried(self, messages: Messages, schema: dict[str, Any], method: str) -> str:
        for attempt in range(self.settings.attempts - 1):
            try:
                return self._called(messages, schema, method)
            except Passing as passing:
                # spread, or all that were turned away together would come back together
                wait = max(passing.after or 0.0, self.settings.pause * 2**attempt * random.uniform(1, 1.5))
                if self._left() <= wait:
                    raise
                time.sleep(wait)
        return self._called(messages, schema, method)

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _called(self, messages: Messages, schema: dict[str, Any], method: str) -> str:
        self._check_may_ask()
        estimate = (_most_tokens(messages, schema), self.settings.max_tokens)
        with self._gate.connection(self._left()) as endpoint:
            # its turn may have come late
            self._check_may_ask(estimate)
            used = (0, 0)
            try:
                reply = endpoint.reply(messages, schema, method, min(self.settings.timeout, self._left()))
                used = _used(reply, estimate)
            finally:
                self._purse.paid(estimate, used)
        if reply.cut:
            raise BadAnswer(reply.text, "超过长度而被截断")
        return reply.text

    def _check_may_ask(self, estimate: tuple[int, int] | None = None) -> None:
        """Raises Unasked; what the call may spend is set aside."""
        if not self.stopped and self._left() <= 0:
            self.stopped = f"用时已到 {self.settings.budget:g} 秒的上限"
        if not self.stopped and estimate is not None and not self._purse.set_aside(*estimate):
            self.stopped = _NO_MONEY
        if self.stopped:
            raise Unasked(self.stopped)


_NO_MONEY = "用量已到所给的上限"


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadAnswer(text, "不是 JSON") from None


def _used(reply: Reply, estimate: tuple[int, int]) -> tuple[int, int]:
    """The tokens a call is charged for: as told, or as estimated by an endpoint that doesn't tell."""
    sent = estimate[0] if reply.input_tokens is None else reply.input_tokens
    return sent, min(len(reply.text), estimate[1]) if reply.output_tokens is None else reply.output_tokens


def _most_tokens(messages: Messages, schema: dict[str, Any]) -> int:
    """An estimate from above: a token for each character of the messages (0.55 was measured), and half of one of the schema."""
    return sum(len(content) for _, content in messages) + len(json.dumps(schema, ensure_ascii=False)) // 2
