"""What the load driver can be told to do to one server; every result is JSON."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from bench.turns.dialects import DIALECTS, TENANT, Dialect, Timing
from bench.turns.http import Connection
from bench.turns.sentences import CONVERSATION, Sentence

_OPENING_AT_ONCE = 64

Json = dict[str, Any]
Tell = Callable[[Json], None]


async def conversations(url: str, options: Json, _: Tell) -> Json:
    """`sessions` people at once, each holding `conversations` whole ones, a session for each."""
    dialect = DIALECTS[options["dialect"]]()
    sentences = [Sentence(*each) for each in options.get("sentences", CONVERSATION)]

    async def person() -> list[Timing]:
        async with Connection(url, TENANT) as connection:
            told = []
            for _ in range(options["conversations"]):
                session = await dialect.open(connection)
                told += [await dialect.turn(connection, session, each) for each in sentences]
            return told

    started = time.perf_counter()
    everybody = await asyncio.gather(*(person() for _ in range(options["sessions"])))
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "timings": [timing for told in everybody for timing in told]}


async def long_session(url: str, options: Json, _: Tell) -> Json:
    """`turns` in one session; the last `window` in turn with a fresh session's first ones.

    One of each in turn: whatever else the machine does, it does to both.
    """
    dialect: Dialect = DIALECTS[options["dialect"]]()
    turns, window = options["turns"], options["window"]
    async with Connection(url, TENANT) as connection:
        aged, fresh = await dialect.open(connection), await dialect.open(connection)
        young = [
            await dialect.turn(connection, aged, CONVERSATION[n % len(CONVERSATION)])
            for n in range(turns - window)
        ]
        old, new = [], []
        for n in range(turns - window, turns):
            sentence = CONVERSATION[n % len(CONVERSATION)]
            old.append(await dialect.turn(connection, aged, sentence))
            new.append(await dialect.turn(connection, fresh, sentence))
    return {"begin": young[:window], "old": old, "fresh": new}


async def requests(url: str, options: Json, _: Tell) -> Json:
    """Each of `paths` asked for `times` times, one after another; ms of each."""
    async with Connection(url, TENANT) as connection:

        async def timed(path: str) -> float:
            started = time.perf_counter()
            await connection.json("GET", path)
            return (time.perf_counter() - started) * 1000

        return {
            path: [await timed(path) for _ in range(options["times"])] for path in options["paths"]
        }


async def readers(url: str, options: Json, tell: Tell) -> Json:
    """`count` readers of the stream at `path`, told of once each has had its first event.

    Done when all streams have ended: with which event each, and when the last, by the clock of
    `time.perf_counter`, which all processes of a machine share.
    """
    count = options["count"]
    opening = asyncio.Semaphore(_OPENING_AT_ONCE)
    opened: asyncio.Queue[None] = asyncio.Queue()

    async def reader() -> tuple[float, str]:
        async with Connection(url, TENANT) as connection:
            events = connection.events("GET", options["path"])
            async with opening:
                last = await anext(events)
            opened.put_nowait(None)
            async for event in events:
                last = event
        return last.at, last.name

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        reading = [group.create_task(reader()) for _ in range(count)]
        for _ in range(count):
            await opened.get()
        tell({"opened_in_s": time.perf_counter() - started})
    ends = [task.result() for task in reading]
    return {"ended_with": Counter(name for _, name in ends), "last_at": max(at for at, _ in ends)}


TASKS: dict[str, Callable[[str, Json, Tell], Awaitable[Json]]] = {
    task.__name__: task for task in (conversations, long_session, requests, readers)
}
