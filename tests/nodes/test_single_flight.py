"""Identical work at once is done once, and ends when nobody wants it any more."""

from __future__ import annotations

import asyncio

import pytest

from nodes.single_flight import SingleFlight


class Work:
    """Counts how often it began, goes on when it is let go, and says if it was cancelled."""

    def __init__(self) -> None:
        self.begun = 0
        self.cancelled = False
        self.is_begun = asyncio.Event()
        self.gate = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        self.is_begun.set()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return self.begun


async def waiting(flights: SingleFlight[int], work: Work, count: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(flights.run("key", work)) for _ in range(count)]
    await work.is_begun.wait()
    return tasks


async def test_all_who_wait_get_what_one_of_them_began() -> None:
    flights, work = SingleFlight[int](), Work()
    tasks = await waiting(flights, work, 5)
    work.gate.set()

    assert await asyncio.gather(*tasks) == [1] * 5
    assert await flights.run("key", work) == 2


async def test_other_work_is_not_waited_for() -> None:
    flights, work, other = SingleFlight[int](), Work(), Work()
    (task,) = await waiting(flights, work, 1)
    other.gate.set()

    assert await flights.run("another key", other) == 1
    work.gate.set()
    assert await task == 1


async def test_who_leaves_does_not_stop_the_others() -> None:
    flights, work = SingleFlight[int](), Work()
    first, second, third = await waiting(flights, work, 3)
    for left in (first, second):
        left.cancel()
    await asyncio.wait([first, second])

    assert not work.cancelled
    work.gate.set()
    assert await third == 1


async def test_the_last_who_leaves_stops_it_and_the_next_begins_anew() -> None:
    flights, work = SingleFlight[int](), Work()
    tasks = await waiting(flights, work, 2)
    for left in tasks:
        left.cancel()
    await asyncio.wait(tasks)

    assert all(task.cancelled() for task in tasks)
    assert work.cancelled
    work.gate.set()
    assert await flights.run("key", work) == 2


async def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    flights = SingleFlight[int]()

    async def fails() -> int:
        raise ValueError("no rows today")

    outcomes = await asyncio.gather(
        *(flights.run("key", fails) for _ in range(3)), return_exceptions=True
    )
    assert [str(outcome) for outcome in outcomes] == ["no rows today"] * 3

    work = Work()
    work.gate.set()
    assert await flights.run("key", work) == 1


async def test_what_everybody_left_may_fail_unheard() -> None:
    """An exception that nobody retrieves would be a warning, and warnings are errors here."""
    flights = SingleFlight[int]()
    begun = asyncio.Event()

    async def stubborn() -> int:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError("while it was stopped") from None
        return 1

    task = asyncio.create_task(flights.run("key", stubborn))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
