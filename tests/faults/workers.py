"""Workers of the service, one a port, over one store: killed, stalled and started again."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.programs import Program, nursery
from tests.servers import HOST, free_port

# Long enough that a worker on a busy machine keeps its runs, short enough to wait for.
LEASE_S = 2.0
_DEADLINE_S = 60.0


@dataclass(slots=True)
class Worker:
    """A place where one process at a time serves."""

    port: int
    arguments: Sequence[str]
    log: Path
    process: Program | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        arguments = ["serve", "--port", str(self.port), *self.arguments]
        with self.log.open("a") as log:
            self.process = nursery().start(arguments, log, log)

    async def ready(self) -> None:
        """Returns once it serves turns."""
        async with asyncio.timeout(_DEADLINE_S), httpx.AsyncClient() as client:
            while True:
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.url}/ready", timeout=2)).is_success:
                        return
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.ended()

    def signal(self, sig: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(sig)

    def ended(self) -> int:
        """Waits for its end, and returns its exit code."""
        assert self.process is not None
        process, self.process = self.process, None
        return process.wait()


@contextmanager
def workers(
    folder: Path,
    count: int,
    *options: str,
    lease_s: float = LEASE_S,
    name: str = "worker",
) -> Iterator[list[Worker]]:
    """Not yet started; what is alive in the end is killed."""
    arguments = [
        *("--data-dir", str(folder), "--lease-s", str(lease_s), "--log-level", "warning"),
        *options,
    ]
    started = [
        Worker(free_port(), arguments, folder / f"{name}-{number}.log") for number in range(count)
    ]
    try:
        yield started
    finally:
        for worker in started:
            if worker.process is not None:
                worker.kill()
