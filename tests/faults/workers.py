"""Workers of the service, one a port, over one store: killed, stalled and started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.cli.running import ROOT, environment
from tests.servers import HOST, free_port

# Long enough that a worker on a busy machine keeps its runs, short enough to wait for.
LEASE_S = 2.0
_DEADLINE_S = 60.0


class Nursery:
    """See `tests.faults.nursery`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, arguments: Sequence[str], log: Path) -> int:
        """The pid of a new worker."""
        return self._ask({"start": list(arguments), "log": str(log)})

    def reap(self, pid: int) -> int:
        """Waits for its end; a negative exit code is a signal's number."""
        return self._ask({"reap": pid})

    def _ask(self, request: dict[str, object]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    with process:
        yield Nursery(process)


@dataclass(slots=True)
class Worker:
    """A place where one process at a time serves."""

    nursery: Nursery
    port: int
    arguments: Sequence[str]
    log: Path
    pid: int | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        arguments = ["serve", "--port", str(self.port), *self.arguments]
        self.pid = self.nursery.start(arguments, self.log)

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
        assert self.pid is not None
        os.kill(self.pid, sig)

    def ended(self) -> int:
        """Waits for its end, and returns its exit code."""
        assert self.pid is not None
        pid, self.pid = self.pid, None
        return self.nursery.reap(pid)


@contextmanager
def workers(
    nursery: Nursery,
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
        Worker(nursery, free_port(), arguments, folder / f"{name}-{number}.log")
        for number in range(count)
    ]
    try:
        yield started
    finally:
        for worker in started:
            if worker.pid is not None:
                worker.kill()
