"""Identical work that is asked for at once is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nodes.together import stopped

T = TypeVar("T")


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """For the tasks of one event loop."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight[T]] = {}

    async def run(self, key: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work` comes to, or work of the same key that has begun and not ended.

        All who wait get its result or its error. One who is cancelled leaves the others waiting;
        the last one cancels the work.
        """
        flight = self._flights.get(key)
        if flight is None:
            task = asyncio.create_task(work())
            flight = self._flights[key] = _Flight(task)
            task.add_done_callback(lambda done: self._landed(key, flight, done))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            if flight.waiting == 1 and not flight.task.done():
                # Whoever comes now begins anew.
                self._end(key, flight)
                await stopped([flight.task])
            raise
        finally:
            flight.waiting -= 1

    def _landed(self, key: str, flight: _Flight[T], done: asyncio.Task[T]) -> None:
        self._end(key, flight)
        if not done.cancelled():
            done.exception()  # seen, even if everybody has left

    def _end(self, key: str, flight: _Flight[T]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
