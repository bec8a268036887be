"""The scripted model speaks as OpenAI's own client expects it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from openai import AsyncOpenAI, NotFoundError, RateLimitError

from bench.model_behaviours import Reply, Tokens, too_many
from bench.model_server import ModelServer, running_model_server

VALUE = {"measure": "sales", "by": ["region"]}
ASKED: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "Sales?"}]}
FUNCTION: dict[str, Any] = {"name": "query", "parameters": {"type": "object", "properties": {}}}
TOOLS: dict[str, Any] = {"tools": [{"type": "function", "function": FUNCTION}]}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        yield running


@pytest_asyncio.fixture
async def client(server: ModelServer) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=server.url, api_key="key", max_retries=0) as opened:
        yield opened


async def test_a_reply(server: ModelServer, client: AsyncOpenAI) -> None:
    server.answer = Reply("Hello.", usage=Tokens(7, 3, cached=2))
    completion = await client.chat.completions.create(**ASKED)
    assert completion.choices[0].message.content == "Hello."
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None
    assert completion.usage.total_tokens == 10
    assert server.last.last == "Sales?"
    assert server.last.headers["authorization"] == "Bearer key"


async def test_a_reply_as_a_tool_call(server: ModelServer, client: AsyncOpenAI) -> None:
    server.answer = Reply(VALUE)
    completion = await client.chat.completions.create(**ASKED, **TOOLS)
    (call,) = completion.choices[0].message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "query"
    assert json.loads(call.function.arguments) == VALUE
    assert completion.choices[0].finish_reason == "tool_calls"


@pytest.mark.parametrize("wants_usage", [False, True])
async def test_a_stream(server: ModelServer, client: AsyncOpenAI, wants_usage: bool) -> None:
    server.answer = Reply("Sales were 12.")
    options: dict[str, Any] = {"stream_options": {"include_usage": True}} if wants_usage else {}
    stream = await client.chat.completions.create(**ASKED, **options, stream=True)
    chunks = [chunk async for chunk in stream]
    text = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert text == ["", "Sales", " were", " 12.", ""]
    assert (chunks[-1].usage is not None) == wants_usage


async def test_a_tool_call_as_a_stream(server: ModelServer, client: AsyncOpenAI) -> None:
    server.answer = Reply(VALUE)
    async with client.chat.completions.stream(**ASKED, **TOOLS) as stream:
        completion = await stream.get_final_completion()
    (call,) = completion.choices[0].message.tool_calls or []
    assert call.function.name == "query"
    assert json.loads(call.function.arguments) == VALUE


async def test_the_script_comes_before_the_answer(server: ModelServer, client: AsyncOpenAI) -> None:
    server.script.append(too_many(3))
    server.answer = lambda request: Reply(request.last)
    with pytest.raises(RateLimitError) as raised:
        await client.chat.completions.create(**ASKED)
    assert raised.value.response.headers["retry-after"] == "3"
    completion = await client.chat.completions.create(**ASKED)
    assert completion.choices[0].message.content == "Sales?"
    assert len(server.requests) == 2


async def test_another_path_is_not_there(server: ModelServer, client: AsyncOpenAI) -> None:
    with pytest.raises(NotFoundError):
        await client.models.list()
