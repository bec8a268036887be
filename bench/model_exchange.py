"""One call of the scripted model: what came, and what can be done with its connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class ClientLeft(Exception):
    """The client closed its connection before it was answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call as it arrived. Names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    # Of the connection that it came by; one connection may carry many calls.
    connection: int = 0

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body.get("messages", ()))

    @property
    def text(self) -> str:
        """All that the model is told, one message a paragraph."""
        return "\n\n".join(str(message.get("content") or "") for message in self.messages)

    @property
    def last(self) -> str:
        """The last message's text."""
        return str(self.messages[-1].get("content") or "") if self.messages else ""

    @property
    def streams(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def wants_usage(self) -> bool:
        """Whether a stream is to end with its usage."""
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    @property
    def tool(self) -> str | None:
        """The name of the first tool offered."""
        tools = self.body.get("tools")
        return str(tools[0]["function"]["name"]) if tools else None

    @property
    def form(self) -> str | None:
        """The name of the schema or tool that the reply has to fit; None: any text will do."""
        asked = (self.body.get("response_format") or {}).get("json_schema") or {}
        return asked.get("name") or self.tool

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema of `form`."""
        asked = self.body.get("response_format") or {}
        if "json_schema" in asked:
            return dict(asked["json_schema"]["schema"])
        tools = self.body.get("tools")
        return dict(tools[0]["function"]["parameters"]) if tools else None


@dataclass(slots=True)
class Exchange:
    """A request, and the connection to answer it on."""

    request: Request
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    # Without an end the connection cannot be used again.
    ended: bool = field(default=False)

    async def answer(
        self,
        body: bytes,
        status: int = 200,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        """`length` more than there is: the answer breaks off."""
        told = {"content-type": content_type, "content-length": str(length or len(body))}
        self._head(status, told | dict(headers or {}))
        self.writer.write(body)
        await self.writer.drain()
        self.ended = length is None

    async def answer_json(
        self, value: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        await self.answer(json.dumps(value).encode(), status, headers=headers)

    def begin_stream(self) -> None:
        self._head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})

    async def send(self, data: bytes) -> None:
        """A part of a stream."""
        self.writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await self.writer.drain()

    async def send_event(self, value: object) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        await self.send(f"data: {text}\n\n".encode())

    async def end_stream(self) -> None:
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()
        self.ended = True

    async def until_client_leaves(self) -> None:
        """Raises ClientLeft. Whoever waits for an answer sends nothing more meanwhile."""
        await self.reader.read(1)
        raise ClientLeft

    async def wait(self, opened: asyncio.Event) -> None:
        """Until it is set. Raises ClientLeft."""
        waits = asyncio.ensure_future(opened.wait())
        leaves = asyncio.ensure_future(self.reader.read(1))
        try:
            await asyncio.wait({waits, leaves}, return_when=asyncio.FIRST_COMPLETED)
            if not waits.done():
                raise ClientLeft
        finally:
            for task in (waits, leaves):
                task.cancel()
            await asyncio.gather(waits, leaves, return_exceptions=True)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())


async def read_request(reader: asyncio.StreamReader, connection: int) -> Request | None:
    """None: the client has closed the connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(_header(line) for line in head[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    method, target, _ = head[0].split(" ")
    return Request(method, target, headers, json.loads(body) if body else {}, connection)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
