"""The model of an evaluation, and what it does in each turn."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from llm.errors import BudgetSpent, ModelUnavailable
from llm.messages import Form, Message
from llm.meter import Meter
from llm.model import Models, Reply, TurnModel
from llm.settings import ModelSettings
from llm.usage import NO_USAGE, Usage
from llm.wish import Mode


class Missed(StrEnum):
    """Why a turn had nothing of the model that it would have asked."""

    UNAVAILABLE = "the model could not be reached"
    LIMIT = "the model was not asked: the limit of this evaluation was reached"


@dataclass(frozen=True, slots=True)
class ModelShare:
    """What a turn had of the model: how long each of its replies took, in milliseconds.

    The first reply writes the query, and each further one repairs it.
    """

    usage: Usage
    reply_ms: tuple[float, ...]
    missed: Missed | None = None

    @property
    def repairs(self) -> int:
        return max(0, len(self.reply_ms) - 1)


class WatchedModels:
    """The `llm.model.Models` of turns that come one after another, told what each had of them."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._turn = _TurnNotes()

    @property
    def settings(self) -> ModelSettings:
        return self._models.settings

    def begin(self, name: str, tenant_id: str, session_id: str, meter: Meter) -> TurnModel:
        return _Watched(self._models.begin(name, tenant_id, session_id, meter), self._turn)

    def begin_turn(self) -> None:
        self._turn = _TurnNotes()

    def share(self, usage: Usage) -> ModelShare | None:
        """Of the turn that was begun last, which used so much; None: it called no model."""
        if not self._turn.reply_ms and self._turn.missed is None:
            return None
        return ModelShare(usage, tuple(self._turn.reply_ms), self._turn.missed)


@dataclass(frozen=True, slots=True)
class ModelUse:
    """`mode` is that of every turn."""

    models: WatchedModels
    mode: Mode


class UsageHere:
    """The `llm.keeping.UsageCounts` of one evaluation, which counts for no tenant's day."""

    def __init__(self) -> None:
        self.usage = NO_USAGE

    async def today(self, tenant_id: str) -> Usage:  # noqa: ARG002
        return self.usage

    async def count(self, tenant_id: str, session_id: str, usage: Usage) -> None:  # noqa: ARG002
        self.usage = self.usage + usage


@dataclass(slots=True)
class _TurnNotes:
    reply_ms: list[float] = field(default_factory=list)
    missed: Missed | None = None

    @contextmanager
    def of_a_call(self) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        except BudgetSpent:
            self.missed = Missed.LIMIT
            raise
        except ModelUnavailable:
            self.missed = Missed.UNAVAILABLE
            raise
        finally:
            # A reply that is of no use was a reply.
            if self.missed is None:
                self.reply_ms.append((time.perf_counter() - started) * 1000)


@dataclass(frozen=True, slots=True)
class _Watched:
    _model: TurnModel
    _notes: _TurnNotes

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def usage(self) -> Usage:
        return self._model.usage

    async def fill(self, messages: Sequence[Message], form: Form) -> Reply:
        with self._notes.of_a_call():
            return await self._model.fill(messages, form)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str]:
        with self._notes.of_a_call():
            async with aclosing(self._model.stream(messages)) as pieces:
                async for piece in pieces:
                    yield piece
