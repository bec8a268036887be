"""Work side by side, none of which is left behind.

A cancellation that arrives just as an awaited call returns may be swallowed on the way
(`asyncio.wait_for` before Python 3.12, which Redis clients use), and asyncio's groups cancel once:
a query would then run until its timeout. So it is repeated until the work has stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

REPEAT_CANCEL_S = 0.005


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What each comes to. The first that fails has the others stopped, and is raised; so it is
    when whoever waits is cancelled. Either way all have ended when this does."""
    tasks = [asyncio.create_task(work) for work in works]
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await stopped(tasks)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    return [task.result() for task in tasks]


async def stopped(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancels them until they have ended. Who waits for it may be cancelled, too: they do end."""
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait(running, timeout=REPEAT_CANCEL_S)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # seen, even if nobody asks for it
