"""Work side by side ends together, however it ends."""

from __future__ import annotations

import asyncio

import pytest

from nodes.single_flight import SingleFlight
from nodes.together import together


class Swallowing:
    """Work that a cancellation does not reach the first time, as clients of a store can do."""

    def __init__(self) -> None:
        self.is_begun = asyncio.Event()
        self.is_over = False

    async def __call__(self) -> int:
        try:
            try:
                self.is_begun.set()
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                await asyncio.Event().wait()
        finally:
            self.is_over = True
        return 1


async def number(value: int) -> int:
    return value


async def test_all_of_them_in_their_order() -> None:
    assert await together(map(number, [3, 1, 2])) == [3, 1, 2]
    assert await together([]) == []


async def test_one_that_fails_stops_the_others() -> None:
    work = Swallowing()

    async def fails() -> int:
        await work.is_begun.wait()
        raise ValueError("no rows today")

    with pytest.raises(ValueError, match="no rows today"):
        await together([work(), fails()])
    assert work.is_over


async def test_who_is_cancelled_leaves_none_behind() -> None:
    works = [Swallowing(), Swallowing()]
    waiting = asyncio.create_task(together(work() for work in works))
    for work in works:
        await work.is_begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert all(work.is_over for work in works)


async def test_the_last_who_leaves_shared_work_stops_it_though_it_takes_two_tries() -> None:
    flights, work = SingleFlight[int](), Swallowing()
    waiting = asyncio.create_task(flights.run("key", work))
    await work.is_begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert work.is_over
