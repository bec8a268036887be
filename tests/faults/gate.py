"""A way to the store that closes at a word: the worker behind it sits where it is."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum, auto

from tests.servers import HOST

_CHUNK = 65_536


class Closes(Enum):
    """BEFORE the command with the word, which the store never gets; or AFTER it, which the
    store does, and the worker never hears of. ONE_WAY closes the one connection only, before."""

    BEFORE = auto()
    AFTER = auto()
    ONE_WAY = auto()


class Gate:
    """`word` is looked for in what the worker sends to the store."""

    def __init__(self, store_port: int) -> None:
        self.is_closed = asyncio.Event()
        self.port = 0
        self._store_port = store_port
        self._word = b""
        self._open = asyncio.Event()
        self._closes = Closes.AFTER
        # The connection on which the word came: the rest of its command may still pass.
        self._passing: StreamReader | None = None

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}"

    @property
    def _is_shut(self) -> bool:
        return self.is_closed.is_set() and self._closes is not Closes.ONE_WAY

    def close_at(self, word: bytes, closes: Closes) -> None:
        self._word, self._closes = word, closes

    def open_again(self) -> None:
        """What was held up goes on its way."""
        self._open.set()

    async def connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            from_store, to_store = await asyncio.open_connection(HOST, self._store_port)
            try:
                async with asyncio.TaskGroup() as ways:
                    ways.create_task(self._carry_commands(reader, to_store))
                    ways.create_task(self._carry_replies(from_store, writer))
            finally:
                to_store.close()
        except* OSError:
            pass  # one side is gone, and so is the other now
        finally:
            writer.close()

    async def _carry_commands(self, source: StreamReader, store: StreamWriter) -> None:
        before = b""
        while chunk := await source.read(_CHUNK):
            seen = before + chunk
            if self._word and self._word in seen and not self.is_closed.is_set():
                if self._closes is Closes.AFTER:
                    self._passing = source
                self.is_closed.set()
                if self._closes is Closes.ONE_WAY:
                    await self._open.wait()
            if self._is_shut and source is not self._passing:
                await self._open.wait()
            store.write(chunk)
            await store.drain()
            before = seen[-len(self._word) :]
        store.close()

    async def _carry_replies(self, store: StreamReader, target: StreamWriter) -> None:
        while chunk := await store.read(_CHUNK):
            if self._is_shut:
                await self._open.wait()
            target.write(chunk)
            await target.drain()
        target.close()


@asynccontextmanager
async def gate(store_port: int) -> AsyncIterator[Gate]:
    opened = Gate(store_port)
    server = await asyncio.start_server(opened.connected, HOST, 0)
    opened.port = server.sockets[0].getsockname()[1]
    async with server:
        yield opened
