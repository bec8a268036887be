"""A model bound to one turn: its time, its budget, and what it has used."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from bi.model.errors import StoreUnavailable
from llm.budgets import check_budget
from llm.completion import Completion, Piece
from llm.costs import priced
from llm.deadline import deadline_of
from llm.endpoint import Endpoint, Requests
from llm.errors import ModelUnavailable
from llm.failures import CallFailed
from llm.heard import Heard
from llm.keeping import UsageCounts, WrittenBefore
from llm.messages import Form, Message
from llm.meter import Meter
from llm.model import Reply
from llm.retrying import retried
from llm.reuse import reply_key
from llm.tracing import ModelCall, model_call
from llm.usage import NO_USAGE, Usage

logger = logging.getLogger(__name__)

# More than any language has: an endpoint that sends more ignores the limit it was given.
_CHARACTERS_A_TOKEN = 20


@dataclass(frozen=True, slots=True)
class Outside:
    """What all turns share. `requests` gives the client, made when it is first asked for."""

    requests: Callable[[], Awaitable[Requests]]
    counts: UsageCounts | None = None
    before: WrittenBefore | None = None


class MeteredModel:
    """`llm.model.TurnModel`."""

    def __init__(
        self, endpoint: Endpoint, outside: Outside, tenant_id: str, session_id: str, meter: Meter
    ) -> None:
        self._endpoint = endpoint
        self._settings = endpoint.settings
        self._outside = outside
        self._tenant_id = tenant_id
        self._session_id = session_id
        self._meter = meter

    @property
    def name(self) -> str:
        return self._endpoint.model

    @property
    def usage(self) -> Usage:
        return self._meter.usage

    async def fill(self, messages: Sequence[Message], form: Form) -> Reply:
        """A reply from before costs nothing, and comes whatever state the endpoint is in.

        What is asked again since it did not do is asked anew: else it would not do for a whole day.
        """
        before = self._outside.before
        if before is None or any(message.role == "assistant" for message in messages):
            return Reply(await self._fill(messages, form))
        key = reply_key(self._tenant_id, self.name, self._settings, messages, form)
        kept = await before.find(key)
        if kept is not None:
            return Reply(json.loads(kept), reused=True)
        value = await self._fill(messages, form)
        await before.keep(key, json.dumps(value).encode())
        return Reply(value)

    async def _fill(self, messages: Sequence[Message], form: Form) -> dict[str, Any]:
        client = await self._ready()
        deadline = deadline_of(self._settings, self._meter)
        ladder = self._endpoint.ladder(form)
        spent: list[Usage] = []

        def used() -> Usage:
            return sum(spent, NO_USAGE)

        async with self._counted(used):
            with self._traced(messages, used, form.name) as call:

                def tally(usage: Usage, completion: Completion) -> None:
                    spent.append(usage)
                    call.answered(completion.model, completion.finish)

                async def ask() -> dict[str, Any]:
                    return await self._endpoint.fill(client, messages, form, ladder, tally)

                retries = self._settings.model_retries
                value = await deadline.keep(retried(ask, retries, deadline.left_s, call.again))
                call.said(value)
                return value

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str]:
        """Once text has come out, nothing is asked again. Raises ModelUnavailable too where the
        reply was too long or withheld."""
        client = await self._ready()
        deadline = deadline_of(self._settings, self._meter)
        attempts: list[Heard] = []

        async def begin() -> tuple[str | None, AsyncGenerator[Piece]]:
            attempts.append(Heard(self._settings.model_reply_tokens * _CHARACTERS_A_TOKEN))
            pieces = self._endpoint.stream(client, messages)
            try:
                return await attempts[-1].next(pieces), pieces
            except BaseException:
                await pieces.aclose()
                raise

        def used() -> Usage:
            return sum((heard.spent(messages) for heard in attempts), NO_USAGE)

        async with self._counted(used):
            with self._traced(messages, used) as call:
                retries = self._settings.model_retries
                text, pieces = await deadline.keep(
                    retried(begin, retries, deadline.left_s, call.again)
                )
                heard = attempts[-1]
                async with aclosing(pieces):
                    while text is not None:
                        yield text
                        text = await deadline.keep(heard.next(pieces))
                call.answered(heard.model, heard.finish)
                call.said("".join(heard.text), heard.finish)
        if heard.finish in ("length", "content_filter"):
            raise ModelUnavailable("The model did not finish its reply.")

    async def _ready(self) -> Requests:
        """Raises BudgetSpent."""
        await check_budget(self._settings, self._outside.counts, self._tenant_id)
        return await self._outside.requests()

    def _traced(
        self, messages: Sequence[Message], used: Callable[[], Usage], form: str = ""
    ) -> AbstractContextManager[ModelCall]:
        return model_call(self.name, self._endpoint.url, self._settings, messages, used, form=form)

    @asynccontextmanager
    async def _counted(self, spent: Callable[[], Usage]) -> AsyncIterator[None]:
        """Around a call: it counts whatever becomes of it. Raises ModelUnavailable."""
        try:
            with self._endpoint.breaker.watching():
                yield
        except BaseException as error:
            # What went wrong first is what the turn has to know of.
            with suppress(StoreUnavailable):
                await self._count(spent())
            if isinstance(error, CallFailed):
                logger.warning("model %s: %s (status %s)", self.name, error, error.status)
                raise error.for_client() from None
            raise
        await self._count(spent())

    async def _count(self, usage: Usage) -> None:
        if not usage.calls:
            return
        usage = priced(replace(usage, cost=0.0), self._settings.model_prices.get(self.name))
        self._meter.add(usage)
        if self._outside.counts is not None:
            await self._outside.counts.count(self._tenant_id, self._session_id, usage)
