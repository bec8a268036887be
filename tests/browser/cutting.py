"""A way to a server that can be cut and mended again, as a network between the two does."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.servers import HOST

_CHUNK = 65_536


class Way:
    """While it is cut no connection is taken, and those that there were have broken off."""

    def __init__(self, server: str) -> None:
        self.port = 0
        self._server = urlsplit(server)
        self._whole = asyncio.Event()
        self._whole.set()
        self._open: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def cut(self) -> None:
        self._whole.clear()
        broken = list(self._open)
        for one in broken:
            one.cancel()
        await asyncio.gather(*broken, return_exceptions=True)

    def mend(self) -> None:
        self._whole.set()

    async def connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(reader, writer))
        self._open.add(carrying)
        carrying.add_done_callback(self._open.discard)

    async def _carry(self, reader: StreamReader, writer: StreamWriter) -> None:
        if not self._whole.is_set():
            writer.transport.abort()
            return
        from_server, to_server = await asyncio.open_connection(HOST, self._server.port)
        ways = [
            asyncio.create_task(_carry(reader, to_server)),
            asyncio.create_task(_carry(from_server, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            to_server.close()
            # What is on its way does not arrive where the way is cut.
            (writer.close if self._whole.is_set() else writer.transport.abort)()


async def _carry(source: StreamReader, target: StreamWriter) -> None:
    while chunk := await source.read(_CHUNK):
        target.write(chunk)
        await target.drain()


@asynccontextmanager
async def way_to(server: str) -> AsyncIterator[Way]:
    """`server` is its URL."""
    opened = Way(server)
    listening = await asyncio.start_server(opened.connected, HOST, 0)
    opened.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield opened
        await opened.cut()
