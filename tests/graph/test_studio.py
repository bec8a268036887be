"""`langgraph dev` loads the graph as it is, and a client drives it through its API."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture
async def studio(tmp_path: Path, demo_database: Path) -> AsyncIterator[LangGraphClient]:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("langgraph")), "dev", "--no-browser", "--no-reload",
        "--port", str(port), cwd=ROOT, stdout=log, stderr=log,
        env=os.environ | {"PARLEY_DATA_DIR": str(tmp_path), "LANGGRAPH_CLI_NO_ANALYTICS": "1"},
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(60), httpx.AsyncClient() as probing:
            while True:
                assert process.returncode is None, (tmp_path / "log").read_text()
                try:
                    (await probing.get(f"{url}/ok")).raise_for_status()
                    break
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
        async with get_client(url=url) as client:
            yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def streamed(client: LangGraphClient, thread: str, **begin: Any) -> list[Any]:
    modes: Any = ["custom"]
    return [
        part.data
        async for part in client.runs.stream(thread, "parley", stream_mode=modes, **begin)
        if part.event == "custom"
    ]


async def test_a_chat_and_a_resume_work_in_studio(studio: LangGraphClient) -> None:
    thread = (await studio.threads.create())["thread_id"]
    said = {"messages": [{"role": "user", "content": "monthly revenue for 2024"}]}
    events = await streamed(studio, thread, input=said)
    assert [event["node"] for event in events if event["type"] == "progress"] == [
        "router", "sql", "sql", "viz", "insight",
    ]  # fmt: skip

    refine = {
        "turn_id": "t2",
        "kind": "refine",
        "at": "2026-01-01T00:00:00Z",
        "text": "Break this down by product category",
    }
    await streamed(studio, thread, command={"resume": refine})
    # A chat sends messages alone; the thread still knows what was asked before.
    only = {"messages": [{"role": "user", "content": "only Q4"}]}
    await streamed(studio, thread, input=only)

    state: Any = await studio.threads.get_state(thread)
    assert state["next"] == ["await_follow_up"]
    assert state["values"]["analysis"]["title"] == "Revenue by month and category in Q4 2024"
