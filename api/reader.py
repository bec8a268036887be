"""Work for a client that may go away before it is done: it is stopped then, its query too."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from nodes.together import stopped

_T = TypeVar("_T")

# What nginx calls a client that closed its connection; nobody reads it, but the log tells it.
CLIENT_CLOSED_REQUEST = 499
_LOOK_S = 0.25


class ReaderGone(Exception):
    """The client closed its connection, or takes nothing any more."""


async def unless_gone(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """What comes of it, unless its reader goes away before. Raises ReaderGone, which becomes
    `CLIENT_CLOSED_REQUEST`."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=_LOOK_S)
            is_gone = not task.done() and await request.is_disconnected()
            if is_gone and not task.done():
                raise ReaderGone
        return task.result()
    finally:
        await stopped([task])
