"""A real server for a benchmark: a process of its own, on a free port, ended afterwards."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.resident import resident_mb

_START_TIMEOUT_S = 90.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is, and its process."""

    url: str
    pid: int

    def memory_mb(self) -> float:
        return resident_mb(self.pid)


@asynccontextmanager
async def running_parley(data_dir: Path, *options: str) -> AsyncIterator[Server]:
    """`parley serve` on what is in `data_dir`; ready when it is handed over."""
    async with running(
        [sys.executable, "-m", "parley", "serve", "--data-dir", str(data_dir),
         "--log-level", "warning", "--result-cache-s", "0", *options],
        probe="/ready",
    ) as server:  # fmt: skip
        yield server


@asynccontextmanager
async def running_floor(data_dir: Path) -> AsyncIterator[Server]:
    """The floor; see `bench.floor`."""
    command = [sys.executable, "-m", "bench.floor", "--data-dir", str(data_dir)]
    async with running(command, probe="/ready") as server:
        yield server


@asynccontextmanager
async def running_langgraph(data_dir: Path) -> AsyncIterator[Server]:
    """`langgraph dev` as it is shipped, on the graph that Studio gets."""
    environment = {"PARLEY_DATA_DIR": str(data_dir), "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
    program = str(Path(sys.executable).with_name("langgraph"))
    command = [program, "dev", "--no-browser", "--no-reload"]
    async with running(command, probe="/ok", environment=environment) as server:
        yield server


@asynccontextmanager
async def running(
    command: list[str], *, probe: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Server]:
    """The command with `--port` and a free one. What it printed is told if it does not start."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *command, "--port", str(port), env=os.environ | (environment or {}),
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            server = Server(f"http://127.0.0.1:{port}", process.pid)
            if not await _is_ready(server.url + probe, process):
                log.seek(0)
                raise RuntimeError(f"{command} ended: {log.read().decode(errors='replace')}")
            yield server
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _is_ready(probe: str, process: asyncio.subprocess.Process) -> bool:
    """Waits for it; False when the process ended instead."""
    async with asyncio.timeout(_START_TIMEOUT_S), httpx.AsyncClient() as client:
        while process.returncode is None:
            try:
                if (await client.get(probe)).status_code == httpx.codes.OK:
                    return True
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
