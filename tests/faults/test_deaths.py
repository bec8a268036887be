"""A worker that dies at each step of a turn: another one goes on, and the reader goes with it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkpoints.keys import thread_keys
from runs import keys
from tests.faults.client import SESSIONS, Client, Frame
from tests.faults.gate import Closes, Gate, gate
from tests.faults.records import Taken, check_log, check_session, is_nothing_left
from tests.faults.store import DurableStore
from tests.faults.talks import TALKS, Talk, ask, comparable, undisturbed
from tests.faults.workers import Worker, workers
from tests.servers import wait_until
from tests.slow import slow_catalog

LEASE_S = 1.0
# Longer than any test: whoever has a run then got it from the worker itself.
FOR_EVER_S = 3600.0
SLOW = ask("total work")

# Where the worker sits when it is killed: at which word its way to the store has closed.
POINTS = {
    "accepted": (b'"follow_up"', Closes.AFTER),
    "router": (b'"node":"router"', Closes.AFTER),
    # Events may travel with the ending, so after them it may be over.
    "sql": (b'"node":"sql"', Closes.BEFORE),
    "viz": (b'"node":"viz"', Closes.BEFORE),
    "insight": (b'"node":"insight"', Closes.BEFORE),
    "answered, and not all of it said": (b'"node":"insight"', Closes.ONE_WAY),
    "answered": (b'"type":"complete"', Closes.BEFORE),
    "ended": (b'"type":"complete"', Closes.AFTER),
}


@pytest.mark.parametrize("point", POINTS)
async def test_a_turn_goes_on_elsewhere_from_wherever_its_worker_died(
    store: DurableStore, folder: Path, point: str
) -> None:
    async with stuck(store, folder, point) as turn:
        turn.worker.kill()
        attempts = await turn.told_elsewhere()
        assert attempts == [1 if point == "ended" else 2, 1, 1]


@pytest.mark.parametrize("point", ["accepted", "router", "sql", "viz", "insight", "answered"])
async def test_a_worker_that_was_taken_for_dead_changes_nothing_when_it_comes_back(
    store: DurableStore, folder: Path, point: str
) -> None:
    def has_given_up() -> bool:
        return "run_left" in turn.worker.log.read_text()

    async def comes_back() -> None:
        turn.way.open_again()
        await asyncio.to_thread(wait_until, has_given_up)

    async with stuck(store, folder, point, patience_s=LEASE_S) as turn:
        assert await turn.told_elsewhere(comes_back) == [2, 1, 1]


async def test_who_still_listens_to_such_a_worker_hears_the_ending_that_counts(
    store: DurableStore, folder: Path
) -> None:
    async with stuck(store, folder, "answered") as turn:
        runs = keys.runs(turn.session_id)
        running = str(store.client.hget(keys.session(turn.session_id), "running"), "ascii")  # type: ignore[arg-type]
        status = f"{running}/status"
        await asyncio.to_thread(wait_until, lambda: store.client.hget(runs, status) == b"ended")
        turn.way.open_again()
        run_id, frames = await turn.telling
        turn.open_to_client[:] = [turn.other]
        assert frames == await turn.client.follow(turn.session_id, run_id)


@dataclass(frozen=True, slots=True)
class StuckTurn:
    """The first turn of a session, whose worker does not get on; `other` does."""

    session_id: str
    talk: Talk
    answers: list[dict[str, Any]]
    telling: asyncio.Task[tuple[str, list[Frame]]]
    client: Client
    open_to_client: list[Worker]
    worker: Worker
    other: Worker
    way: Gate
    store: DurableStore

    async def told_elsewhere(
        self, meanwhile: Callable[[], Awaitable[None]] | None = None
    ) -> list[int]:
        """Follows it and the turns after it there, checks them all, and returns their attempts.

        `meanwhile` is awaited after the first.
        """
        self.open_to_client[:] = [self.other]
        taken = [Taken.told(self.talk[0], *await self.telling)]
        if meanwhile is not None:
            await meanwhile()
        for turn in self.talk[1:]:
            told = await self.client.told(self.session_id, turn)
            taken.append(Taken.told(turn, *told))
        assert [comparable(one.answer) for one in taken] == self.answers
        attempts = await check_session(self.client, self.store, self.session_id, taken)
        await asyncio.to_thread(wait_until, lambda: is_nothing_left(self.store))
        return attempts


@asynccontextmanager
async def stuck(
    store: DurableStore, folder: Path, point: str, patience_s: float = 30.0
) -> AsyncIterator[StuckTurn]:
    word, closes = POINTS[point]
    talk = TALKS[0]
    async with (
        gate(store.port) as way,
        serving(folder, store.url) as other,
        serving(folder, way.url, name="stuck") as worker,
    ):
        open_to_client = [other]
        async with Client(open_to_client, 0, patience_s) as client:
            answers = await undisturbed(client, talk)
            session_id = await client.session()
            open_to_client[:] = [worker]
            way.close_at(word, closes)
            telling = asyncio.create_task(client.told(session_id, talk[0]))
            await asyncio.wait_for(way.is_closed.wait(), 30)
            if closes is Closes.ONE_WAY:
                # The graph goes on without its events, and writes down what came of it.
                rests = thread_keys(session_id).order
                await asyncio.to_thread(wait_until, lambda: bool(store.client.exists(rests)))
            yield StuckTurn(
                session_id,
                talk,
                answers,
                telling,
                client,
                open_to_client,
                worker,
                other,
                way,
                store,
            )


@pytest.mark.parametrize(
    ("sig", "lease_s"), [(signal.SIGKILL, LEASE_S), (signal.SIGTERM, FOR_EVER_S)]
)
async def test_a_query_without_end_goes_on_elsewhere_and_is_stopped_there(
    store: DurableStore,
    tmp_path: Path,
    sig: signal.Signals,
    lease_s: float,
) -> None:
    """A worker that is killed leaves its runs to whoever finds them when the lease is over; one
    that is told to stop hands them over."""
    options = ["--catalog", str(slow_catalog(tmp_path)), "--drain-s", "0.1"]
    async with (
        serving(tmp_path, store.url, *options, lease_s=lease_s) as stopping,
        serving(tmp_path, store.url, *options, lease_s=lease_s) as other,
    ):
        open_to_client = [stopping]
        async with Client(open_to_client, seed=0) as client, Client([other], seed=0) as elsewhere:
            session_id = await client.session()
            frames: list[Frame] = []
            telling = asyncio.create_task(client.told(session_id, SLOW, frames=frames))

            async def has_two_attempts() -> bool:
                return bool((await elsewhere.call("GET", run))["attempts"] == 2)

            await until(lambda: any(frame.data.get("agent") == "sql" for frame in frames))
            session = await elsewhere.call("GET", f"{SESSIONS}/{session_id}")
            run = f"{SESSIONS}/{session_id}/runs/{session['running_run_id']}"
            stopping.signal(sig)
            open_to_client[:] = [other]
            assert await asyncio.to_thread(stopping.ended) == -sig
            await until(has_two_attempts)
            assert (await elsewhere.call("POST", f"{run}/cancel"))["outcome"] == "cancelled"
            run_id, heard = await telling
            assert [frame.event for frame in heard if frame.is_terminal] == ["cancelled"]
            check_log(store, session_id, run_id)
            assert await elsewhere.follow(session_id, run_id) == heard


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def serving(
    folder: Path,
    store_url: str,
    *options: str,
    lease_s: float = LEASE_S,
    name: str = "worker",
) -> AsyncIterator[Worker]:
    options = ("--redis-url", store_url, *options)
    with workers(folder, 1, *options, lease_s=lease_s, name=name) as (worker,):
        worker.start()
        await worker.ready()
        yield worker
