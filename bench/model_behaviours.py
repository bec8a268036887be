"""What the scripted model does with a call: it answers in many ways, or not at all."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.model_exchange import Exchange, Request

_WORD = re.compile(r"\s*\S+|\s+")


class Behaviour(Protocol):
    async def act(self, exchange: Exchange) -> None:
        """Answers; leaves the connection unended where no other call may follow."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the endpoint says that it counted."""

    input: int = 100
    output: int = 20
    cached: int = 0

    def told(self) -> dict[str, Any]:
        return {
            "prompt_tokens": self.input,
            "completion_tokens": self.output,
            "total_tokens": self.input + self.output,
            "prompt_tokens_details": {"cached_tokens": self.cached},
        }


class Gate:
    """Holds answers back until a test lets them go, from any thread."""

    def __init__(self) -> None:
        self._opened = False
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def open(self) -> None:
        self._opened = True
        for loop, event in self._waiting:
            loop.call_soon_threadsafe(event.set)

    async def pass_by(self, exchange: Exchange) -> None:
        """Raises ClientLeft where nobody waits any longer."""
        event = asyncio.Event()
        self._waiting.append((asyncio.get_running_loop(), event))
        if self._opened:
            event.set()
        await exchange.wait(event)


@dataclass(frozen=True, slots=True)
class Reply:
    """A text, or an object as JSON; None is no content at all.

    It comes the way the request asks: as a tool call where tools are offered, else as content; at
    once or as a stream, word by word. `usage` None: the endpoint does not tell. `as_content`: the
    endpoint ignores the tools. `cut_after` so many words the connection breaks, with `mid_line`
    within an event; `gate` is passed before each word but the first. A `finish` of "length" is a
    reply that was too long, "content_filter" one that was held back.
    """

    value: str | Mapping[str, Any] | list[Any] | None = ""
    usage: Tokens | None = field(default_factory=Tokens)
    finish: str = "stop"
    refusal: str | None = None
    as_content: bool = False
    cut_after: int | None = None
    mid_line: bool = False
    gate: Gate | None = None

    @property
    def text(self) -> str | None:
        if self.value is None or isinstance(self.value, str):
            return self.value
        return json.dumps(self.value)

    async def act(self, exchange: Exchange) -> None:
        if exchange.request.streams:
            await self._stream(exchange)
            return
        body = json.dumps(self._completion(exchange.request)).encode()
        if self.cut_after is not None:
            await exchange.answer(body[: len(body) // 2], length=len(body))
        else:
            await exchange.answer(body)

    def _completion(self, request: Request) -> dict[str, Any]:
        message = {"role": "assistant", "refusal": self.refusal, **self._said(request, self.text)}
        choice = {"index": 0, "message": message, "finish_reason": self._finish(request)}
        told = {"usage": self.usage.told()} if self.usage else {}
        return _envelope(request, "chat.completion", [choice]) | told

    def _said(self, request: Request, text: str | None) -> dict[str, Any]:
        if request.tool is None or self.as_content or text is None:
            return {"content": text}
        function = {"name": request.tool, "arguments": text}
        call = {"index": 0, "id": "call_1", "type": "function", "function": function}
        return {"content": None, "tool_calls": [call]}

    def _delta(self, request: Request, word: str, first: bool) -> dict[str, Any]:
        """A tool call has its name once, and its arguments in pieces."""
        said = self._said(request, word)
        if "tool_calls" not in said:
            return said
        call = {"index": 0, "function": {"arguments": word}}
        return said if first else {"tool_calls": [call]}

    def _finish(self, request: Request) -> str:
        called = request.tool is not None and not self.as_content
        return "tool_calls" if called and self.finish == "stop" else self.finish

    async def _stream(self, exchange: Exchange) -> None:
        request = exchange.request
        exchange.begin_stream()
        await exchange.send_event(_part(request, {"role": "assistant", "content": ""}))
        for number, word in enumerate(_WORD.findall(self.text or "")):
            if number and self.gate:
                await self.gate.pass_by(exchange)
            if number == self.cut_after:
                await self._break_off(exchange)
                return
            await exchange.send_event(_part(request, self._delta(request, word, number == 0)))
        await exchange.send_event(_part(request, {}, self._finish(request)))
        if self.usage and request.wants_usage:
            usage = {"usage": self.usage.told()}
            await exchange.send_event(_envelope(request, "chat.completion.chunk", []) | usage)
        await exchange.send_event("[DONE]")
        await exchange.end_stream()

    async def _break_off(self, exchange: Exchange) -> None:
        if self.mid_line:
            await exchange.send(b'data: {"id": "reply_1", "choi')


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as OpenAI words them. `parameter` is what the endpoint found fault with."""

    status: int = 500
    message: str = "The server had an error while processing your request."
    parameter: str | None = None
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    async def act(self, exchange: Exchange) -> None:
        error = {"message": self.message, "type": "error", "param": self.parameter}
        await exchange.answer_json(
            {"error": error | {"code": self.code}}, self.status, self.headers
        )


@dataclass(frozen=True, slots=True)
class Body:
    """Any bytes at all: a page in HTML, no JSON, a completion without choices."""

    content: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    async def act(self, exchange: Exchange) -> None:
        await exchange.answer(self.content, self.status, self.content_type, self.headers)


@dataclass(frozen=True, slots=True)
class Hang:
    """Never answers: it waits until the client leaves."""

    async def act(self, exchange: Exchange) -> None:
        await exchange.until_client_leaves()


@dataclass(frozen=True, slots=True)
class HangInStream:
    """Begins a stream, and says nothing more after its first words."""

    text: str = ""

    async def act(self, exchange: Exchange) -> None:
        exchange.begin_stream()
        await exchange.send_event(_part(exchange.request, {"role": "assistant", "content": ""}))
        await exchange.send_event(_part(exchange.request, {"content": self.text}))
        await exchange.until_client_leaves()


@dataclass(frozen=True, slots=True)
class Drop:
    """Closes the connection without an answer."""

    async def act(self, exchange: Exchange) -> None:
        exchange.ended = False


@dataclass(frozen=True, slots=True)
class Slow:
    """Does what it does when the gate is opened, or the client leaves before."""

    then: Behaviour
    gate: Gate

    async def act(self, exchange: Exchange) -> None:
        await self.gate.pass_by(exchange)
        await self.then.act(exchange)


@dataclass(frozen=True, slots=True)
class Refusing:
    """An endpoint that knows no `parameters`: 400 to whoever sends one of them, else `then`."""

    parameters: tuple[str, ...]
    then: Behaviour
    status: int = 400

    async def act(self, exchange: Exchange) -> None:
        for parameter in self.parameters:
            if parameter in exchange.request.body:
                await refusal_of(parameter, self.status).act(exchange)
                return
        await self.then.act(exchange)


def refusal_of(parameter: str, status: int = 400) -> Failure:
    """As OpenAI words it."""
    message = f"Unsupported parameter: '{parameter}' is not supported with this model."
    return Failure(status, message, parameter, "unsupported_parameter")


def too_many(retry_after_s: float | None = None) -> Failure:
    headers = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
    return Failure(429, "Rate limit reached.", code="rate_limit_exceeded", headers=headers)


def unauthorized(key: str = "") -> Failure:
    """It quotes the key, as some servers do."""
    return Failure(401, f"Incorrect API key provided: {key}.", code="invalid_api_key")


def in_prose(value: Mapping[str, Any]) -> str:
    return f"Sure! Here is the query:\n\n{json.dumps(value)}\n\nIt counts each order once."


def fenced(value: Mapping[str, Any]) -> str:
    return f"Here you are:\n\n```json\n{json.dumps(value, indent=2)}\n```\n"


HTML_PAGE = Body(b"<!DOCTYPE html><html><h1>Welcome to nginx!</h1></html>", 200, "text/html")
NO_JSON = Body(b"upstream connect error")
NO_CHOICES = Body(b'{"id": "reply_1", "object": "chat.completion", "model": "m", "choices": []}')


def _envelope(request: Request, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    told = {"id": "reply_1", "object": kind, "created": 0, "model": request.model}
    return told | {"choices": choices}


def _part(request: Request, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _envelope(request, "chat.completion.chunk", [choice])
