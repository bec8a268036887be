"""A file that is made while it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from structlog import get_logger

if TYPE_CHECKING:
    from bi.warehouse.exports.export import Export

_T = TypeVar("_T")
_log = get_logger(__name__)

# A reader that takes nothing for this long is let go, and the query with it.
SEND_TIMEOUT_S = 60.0
_LOOK_S = 0.25


class ReaderGone(Exception):
    """The client closed its connection, or takes nothing any more."""


class FileStream(StreamingResponse):
    """Ends with the file. What fails midway breaks the connection off: the reader must not take
    what it has for the whole."""

    def __init__(self, export: Export, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(export, media_type=media_type, headers=headers)
        self._export = export

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, _impatient(send))
        except ReaderGone:
            # The server breaks off what was not sent to its end.
            _log.info("export_reader_gone", rows=self._export.rows)
        finally:
            self._export.close_soon()


def _impatient(send: Send) -> Send:
    async def send_in_time(message: Message) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await send(message)
        except TimeoutError:
            raise ReaderGone from None

    return send_in_time


async def unless_gone(request: Request, work: Awaitable[_T]) -> _T:
    """What comes of it, unless its reader goes away before. Raises ReaderGone."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=_LOOK_S)
            is_gone = not task.done() and await request.is_disconnected()
            if is_gone and not task.done():
                raise ReaderGone
        return task.result()
    finally:
        task.cancel()
