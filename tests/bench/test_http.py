"""The load driver's HTTP reads what servers send, however it is cut into pieces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.turns.http import Connection, Refused

STREAM = b": still here\n\nid: 1-0\nevent: progress\ndata: {}\n\ndata: last\r\n\r\n"


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[str]:
    """The URL of a server that gives each request the next answer, a byte at a time."""
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while left:
            await reader.readuntil(b"\r\n\r\n")
            for byte in left.pop(0):
                writer.write(bytes([byte]))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[n : n + size] for n in range(0, len(body), size)]
    sent = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%b0\r\n\r\n" % sent


@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_events_come_whole_from_any_pieces(size: int) -> None:
    async with answering(chunked(STREAM, size)) as url, Connection(url, {}) as connection:
        events = [event async for event in connection.events("GET", "/")]
    assert [(event.name, event.data) for event in events] == [
        ("progress", b"{}"),
        ("message", b"last"),
    ]


async def test_a_connection_serves_one_request_after_another() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n" + b'{"a": 1}'
    async with answering(answer, answer) as url, Connection(url, {}) as connection:
        assert [await connection.json("GET", "/") for _ in range(2)] == [{"a": 1}] * 2


async def test_an_error_status_is_raised_with_its_body() -> None:
    answer = b"HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nbusy"
    async with answering(answer) as url, Connection(url, {}) as connection:
        with pytest.raises(Refused, match="409: busy"):
            await connection.json("POST", "/", {})
