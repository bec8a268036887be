"""A real server for a benchmark: a process of its own, on a free port, ended afterwards."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

_START_TIMEOUT_S = 60.0


@asynccontextmanager
async def running_server(data_dir: Path, *options: str) -> AsyncIterator[str]:
    """The URL of `parley serve` on the demo in `data_dir`; ready when it is handed over."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parley", "serve", "--port", str(port), "--data-dir", str(data_dir),
        "--log-level", "warning", *options,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        await _until_ready(url, process)
        yield url
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_START_TIMEOUT_S), httpx.AsyncClient() as client:
        while process.returncode is None:
            try:
                if (await client.get(f"{url}/ready")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)
    raise RuntimeError(f"the server ended with {process.returncode} before it was ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
