"""Starts the load driver and takes what it measured."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import orjson

# A long result is one line of JSON.
_LONGEST_LINE = 64 * 1024 * 1024


async def drive(task: str, url: str, **options: Any) -> dict[str, Any]:
    """The result of one of `bench.turns.tasks`. Raises RuntimeError if the driver fails."""
    async with aclosing(told(task, url, **options)) as messages:
        async for message in messages:
            if "result" in message:
                return dict(message["result"])
    raise RuntimeError(f"the driver ended without a result of {task}")


async def told(task: str, url: str, **options: Any) -> AsyncGenerator[dict[str, Any]]:
    """What the driver writes, line by line; the last is `{"result": …}`."""
    job = orjson.dumps({"task": task, "url": url, **options}, default=tuple).decode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.turns.driver", job,
        stdout=asyncio.subprocess.PIPE, limit=_LONGEST_LINE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async for line in process.stdout:
            yield orjson.loads(line)
        if await process.wait() != 0:
            raise RuntimeError(f"the driver failed at {task}")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
