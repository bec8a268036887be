"""The process beside this one: what is called there, and what becomes of it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
import uvloop
from anyio import open_process, to_process
from anyio.abc import Process

from bi.processes.aside import Aside, ProcessFailed

PATIENT = Aside("is tried", timeout_s=60.0)


async def test_it_is_another_process_and_one_for_all_calls() -> None:
    first, second = await asyncio.gather(PATIENT.call(os.getpid), PATIENT.call(os.getpid))
    assert first == second != os.getpid()


async def test_what_a_call_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        await PATIENT.call(divmod, 1, 0)


async def test_one_that_died_is_replaced() -> None:
    before = await PATIENT.call(os.getpid)
    os.kill(before, signal.SIGKILL)
    assert await PATIENT.call(os.getpid) != before


async def test_one_that_dies_at_each_try_is_given_up() -> None:
    with pytest.raises(ProcessFailed, match="that is tried broke"):
        await PATIENT.call(os.abort)


async def test_one_that_takes_too_long_is_ended_with_its_process() -> None:
    before = await PATIENT.call(os.getpid)
    hasty = Aside("is tried", timeout_s=0.1)
    with pytest.raises(ProcessFailed, match="took longer than"):
        await hasty.call(signal.pause)
    assert await PATIENT.call(os.getpid) != before


def test_one_that_is_given_up_more_than_once_is_not_left_behind() -> None:
    before = children()

    async def given_up() -> None:
        await PATIENT.call(os.getpid)
        call = asyncio.create_task(PATIENT.call(signal.pause))
        await asyncio.wait([call], timeout=0.05)
        while not call.done():
            call.cancel()
            await asyncio.wait([call], timeout=0)
        assert call.cancelled()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(given_up())
    assert children() == before


def children() -> set[str]:
    """The processes that this one has started, and that have not ended."""
    listed = Path("/proc/self/task").glob("*/children")
    return {child for one in listed for child in one.read_text().split()}


def test_one_that_is_given_up_while_it_starts_is_not_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As by a server that is stopped just then, whose event loop would never close."""
    before = children()
    begun = asyncio.Event()

    async def opened(*command: Any, **options: Any) -> Process:
        process = await open_process(*command, **options)
        begun.set()
        return process

    async def given_up() -> None:
        call = asyncio.create_task(PATIENT.call(signal.pause))
        await begun.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    monkeypatch.setattr(to_process, "open_process", opened)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(given_up())
    assert children() == before
