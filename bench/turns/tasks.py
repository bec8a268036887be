"""What the load driver can be told to do to one server; every result is JSON."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Any

from bench.turns.dialects import DIALECTS, TENANT, Dialect, Timing
from bench.turns.http import Connection
from bench.turns.sentences import CONVERSATION

_OPENING_AT_ONCE = 64

Json = dict[str, Any]
Tell = Callable[[Json], None]


async def conversations(url: str, options: Json, _: Tell) -> Json:
    """`sessions` people at once, each holding `conversations` whole ones, a session for each."""
    dialect = DIALECTS[options["dialect"]]()

    async def person() -> list[Timing]:
        async with Connection(url, TENANT) as connection:
            told = []
            for _ in range(options["conversations"]):
                session = await dialect.open(connection)
                told += [await dialect.turn(connection, session, each) for each in CONVERSATION]
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

        return {path: [await timed(path) for _ in range(options["times"])] for path in options["paths"]}


async def readers(url: str, options: Json, tell: Tell) -> Json:
    """`count` readers of the stream at `path`: told of when each has its first event, done when
    each stream has ended. `spread` is the s between the first reader's last event and the last's."""
    limit = asyncio.Semaphore(_OPENING_AT_ONCE)
    opened = 0
    all_open = asyncio.Event()

    async def reader() -> tuple[float, str]:
        nonlocal opened
        at, name = 0.0, ""
        await limit.acquire()
        async with Connection(url, TENANT) as connection:
            async for event in connection.events("GET", options["path"]):
                if not name:
                    limit.release()
                    opened += 1
                    if opened == options["count"]:
                        all_open.set()
                at, name = event.at, event.name
        return at, name

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        reading = [group.create_task(reader()) for _ in range(options["count"])]
        await all_open.wait()
        tell({"open": time.perf_counter() - started})
    ends = [task.result() for task in reading]
    times = [at for at, _ in ends]
    return {
        "ended_with": {name: [n for _, n in ends].count(name) for name in {n for _, n in ends}},
        "spread": max(times) - min(times),
    }


TASKS: dict[str, Callable[[str, Json, Tell], Awaitable[Json]]] = {
    task.__name__: task for task in (conversations, long_session, requests, readers)
}
