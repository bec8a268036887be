"""HTTP/1.1 for a load driver: one kept-alive connection, read as bytes.

A general client would cost the driver more than a turn costs the service, on cores that they
share; this one knows what the measured servers answer and nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import orjson

_LARGEST_HEAD = 64 * 1024


class Refused(RuntimeError):
    """The server answered with an error status."""


class ServerSentEvent(NamedTuple):
    """`at` is `time.perf_counter()` when its last byte had come."""

    at: float
    name: str
    data: bytes


class Connection:
    """Requests one after another; use as an async context manager."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        lines = {"Host": f"{self._host}:{self._port}", **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(
            self._host, self._port, limit=_LARGEST_HEAD
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def json(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON. Raises Refused."""
        await self._send(method, path, body, b"application/json")
        return orjson.loads(b"".join([piece async for piece in self._answer()]))

    async def events(
        self, method: str, path: str, body: Any = None
    ) -> AsyncIterator[ServerSentEvent]:
        """The events of a stream, to its end. Raises Refused."""
        await self._send(method, path, body, b"text/event-stream")
        pending = b""
        async for piece in self._answer():
            now = time.perf_counter()
            *blocks, pending = (pending + piece).replace(b"\r\n", b"\n").split(b"\n\n")
            for block in blocks:
                if (event := _event(block, now)) is not None:
                    yield event

    async def _send(self, method: str, path: str, body: Any, accept: bytes) -> None:
        content = b"" if body is None else orjson.dumps(body)
        self._writer.write(
            b"%b %b HTTP/1.1\r\n%bAccept: %b\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%b"
            % (method.encode(), path.encode(), self._head, accept, len(content), content)
        )

    async def _answer(self) -> AsyncIterator[bytes]:
        """The body in the pieces in which it comes."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        if status >= 300:
            body = b"".join([piece async for piece in self._body(head)])
            raise Refused(f"{status}: {body[:500].decode(errors='replace')}")
        async for piece in self._body(head):
            yield piece

    async def _body(self, head: bytes) -> AsyncIterator[bytes]:
        if b"\r\ntransfer-encoding: chunked" not in head:
            length = int(head.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0])
            yield await self._reader.readexactly(length)
            return
        while size := int((await self._reader.readline()).split(b";")[0], 16):
            yield await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readline()


def _event(block: bytes, at: float) -> ServerSentEvent | None:
    """None for a comment, which is how a server says that it is still there."""
    fields: dict[bytes, bytes] = {}
    for line in block.split(b"\n"):
        field, _, value = line.partition(b":")
        if field:
            fields[field] = value.removeprefix(b" ")
    if b"data" not in fields and b"event" not in fields:
        return None
    return ServerSentEvent(at, fields.get(b"event", b"message").decode(), fields.get(b"data", b""))
