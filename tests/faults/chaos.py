"""Faults at random points of the work: a seed says when, the work says how far it is."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence
from enum import Enum

from tests.faults.store import DurableStore
from tests.faults.workers import LEASE_S, Worker

_MOST_AFTER_S = 0.05
_MOST_DOWN_S = 0.5


class Fault(Enum):
    """KILL a worker with SIGKILL and start it anew; let one HANG for longer than its lease, and
    then go on as if nothing had been; kill the STORE and start it anew."""

    KILL = "workers killed"
    HANG = "workers that hung"
    STORE = "stores killed"


class Chaos:
    """`tick` counts a step of the work; a fault happens once enough of `steps` have been done."""

    def __init__(
        self,
        seed: int,
        workers: Sequence[Worker],
        store: DurableStore,
        *,
        faults: Sequence[Fault],
        steps: int,
    ) -> None:
        self.done: Counter[Fault] = Counter()
        self._random = random.Random(f"chaos {seed}")
        self._up = list(workers)
        self._came_up = asyncio.Condition()
        self._store = store
        kinds = self._random.sample(faults, len(faults))
        # From the beginning on, and with some work left for after the last.
        points = sorted(self._random.sample(range(steps * 9 // 10), len(faults)), reverse=True)
        self._plan = list(zip(points, kinds, strict=True))
        self._step = 0
        self._tasks: list[asyncio.Task[None]] = []

    def tick(self) -> None:
        self._step += 1
        while self._plan and self._plan[-1][0] < self._step:
            _, fault = self._plan.pop()
            self._tasks.append(asyncio.create_task(self._cause(fault), name=fault.value))

    async def over(self) -> None:
        """Returns once every fault has happened and everything is up again."""
        assert not self._plan, "the work was done before the faults"
        await asyncio.gather(*self._tasks)

    async def _cause(self, fault: Fault) -> None:
        await asyncio.sleep(self._random.uniform(0, _MOST_AFTER_S))
        if fault is Fault.STORE:
            await self._kill_store()
        else:
            async with self._came_up:
                await self._came_up.wait_for(lambda: bool(self._up))
                worker = self._up.pop(self._random.randrange(len(self._up)))
            await (self._kill(worker) if fault is Fault.KILL else self._hang(worker))
            async with self._came_up:
                self._up.append(worker)
                self._came_up.notify_all()
        self.done[fault] += 1

    async def _kill_store(self) -> None:
        self._store.kill()
        await asyncio.sleep(self._random.uniform(0, _MOST_DOWN_S))
        await asyncio.to_thread(self._store.start)

    async def _kill(self, worker: Worker) -> None:
        worker.kill()
        await asyncio.sleep(self._random.uniform(0, _MOST_DOWN_S))
        worker.start()
        await worker.ready()

    async def _hang(self, worker: Worker) -> None:
        worker.signal(signal.SIGSTOP)
        await asyncio.sleep(LEASE_S * self._random.uniform(1, 2))
        worker.signal(signal.SIGCONT)
