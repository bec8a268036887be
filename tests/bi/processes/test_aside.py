"""The process beside this one: what is called there, and what becomes of it."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

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
