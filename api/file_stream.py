"""A file that is made while it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from structlog import get_logger

from api.reader import ReaderGone

if TYPE_CHECKING:
    from bi.warehouse.exports.export import Export

_log = get_logger(__name__)

# A reader that takes nothing for this long is let go, and the query with it.
SEND_TIMEOUT_S = 60.0


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
