"""How long one call of a model may take."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from llm.errors import ModelUnavailable
from llm.failures import CallFailed
from llm.meter import Meter
from llm.settings import ModelSettings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is of the event loop's clock. `is_fair`: at least half of what a call usually gets, so
    that an endpoint which does not keep it is to blame."""

    at: float
    is_fair: bool

    @property
    def left_s(self) -> float:
        return max(0.0, self.at - asyncio.get_running_loop().time())

    async def keep(self, work: Awaitable[T]) -> T:
        """Cancels the work when the time is over, and with it its connection. Raises CallFailed."""
        try:
            async with asyncio.timeout_at(self.at):
                return await work
        except TimeoutError:
            pass
        raise CallFailed("no answer in time", timed_out=True, in_time=self.is_fair)


def deadline_of(settings: ModelSettings, meter: Meter) -> Deadline:
    """Of a call that begins now. Raises ModelUnavailable when the turn has no time left."""
    usual_s = min(settings.model_timeout_s, settings.model_turn_timeout_s)
    left_s = min(usual_s, meter.remaining_s(settings.model_turn_timeout_s))
    if left_s <= 0:
        raise ModelUnavailable("The turn has no time left to ask the model.")
    return Deadline(asyncio.get_running_loop().time() + left_s, left_s >= usual_s / 2)
