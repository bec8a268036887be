"""A model that is down, hangs or lies ends a call within its limits, with an error."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bench.model_behaviours import (
    HTML_PAGE,
    NO_CHOICES,
    NO_JSON,
    Behaviour,
    Body,
    Drop,
    Failure,
    Gate,
    Hang,
    HangInStream,
    Reply,
    Slow,
    too_many,
    unauthorized,
)
from bench.model_server import ModelServer
from llm.errors import ModelUnavailable
from llm.turn_model import MeteredModel
from tests.llm.asking import VALUE, filled, stream_into, streamed
from tests.llm.conftest import Begins, Opens

SHORT_S = 0.3


@pytest.fixture
def dead_url() -> str:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}/v1"


async def test_a_dead_port(model_with: Begins, dead_url: str) -> None:
    model = model_with(model_url=dead_url, model_retries=1)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    with pytest.raises(ModelUnavailable):
        await streamed(model)


async def test_a_server_that_never_answers(server: ModelServer, model_with: Begins) -> None:
    server.answer = Hang()
    model = model_with(model_timeout_s=SHORT_S)
    with pytest.raises(ModelUnavailable) as raised:
        await filled(model)
    assert "in time" in raised.value.message
    with pytest.raises(ModelUnavailable):
        await streamed(model)
    await server.until(lambda: server.left == 2)


async def test_a_stream_that_stands_still(server: ModelServer, model_with: Begins) -> None:
    server.answer = HangInStream("Sales were")
    pieces: list[str] = []
    with pytest.raises(ModelUnavailable):
        await stream_into(pieces, model_with(model_timeout_s=SHORT_S))
    assert pieces == ["Sales were"]
    await server.until(lambda: server.left == 1)


async def test_a_turn_has_one_time_for_all_its_calls(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Hang()
    model = model_with(model_turn_timeout_s=SHORT_S, model_timeout_s=60)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    with pytest.raises(ModelUnavailable) as raised:
        await filled(model)
    assert "no time left" in raised.value.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("mid_line", [False, True])
async def test_a_stream_that_breaks_off_is_not_asked_for_again(
    server: ModelServer, model: MeteredModel, mid_line: bool
) -> None:
    server.answer = Reply("Sales were 12 in all.", cut_after=2, mid_line=mid_line)
    pieces: list[str] = []
    with pytest.raises(ModelUnavailable):
        await stream_into(pieces, model)
    assert pieces == ["Sales", " were"]
    assert len(server.requests) == 1


async def test_a_stream_that_breaks_off_before_any_text_is_asked_for_again(
    server: ModelServer, model: MeteredModel
) -> None:
    server.script.append(Reply("Sales were 12.", cut_after=0))
    server.answer = Reply("Sales were 12.")
    assert "".join(await streamed(model)) == "Sales were 12."


async def test_a_stream_without_an_end_is_not_taken_for_a_whole_one(
    server: ModelServer, model: MeteredModel
) -> None:
    event = b'data: {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", '
    event += b'"choices": [{"index": 0, "delta": {"content": "Sales"}, "finish_reason": null}]}\n\n'
    server.answer = Body(event, content_type="text/event-stream")
    pieces: list[str] = []
    with pytest.raises(ModelUnavailable):
        await stream_into(pieces, model)
    assert pieces == ["Sales"]


async def test_an_error_within_a_stream(server: ModelServer, model: MeteredModel) -> None:
    event = b'data: {"error": {"message": "out of memory", "code": 500}}\n\n'
    server.answer = Body(event, content_type="text/event-stream")
    with pytest.raises(ModelUnavailable):
        await streamed(model)


async def test_a_stream_that_does_not_end(server: ModelServer, model_with: Begins) -> None:
    server.answer = Reply("word " * 20_000, gate=None)
    with pytest.raises(ModelUnavailable):
        await streamed(model_with(model_reply_tokens=100))


@pytest.mark.parametrize("finish", ["length", "content_filter"])
async def test_a_stream_that_the_model_did_not_finish(
    server: ModelServer, model: MeteredModel, finish: str
) -> None:
    server.answer = Reply("Sales were", finish=finish)
    with pytest.raises(ModelUnavailable):
        await streamed(model)


@pytest.mark.parametrize(
    "behaviour",
    [
        HTML_PAGE,
        NO_JSON,
        NO_CHOICES,
        Body(b'{"choices": null}'),
        Body(b'{"choices": [{"index": 0}]}'),
        Body(b'{"error": {"message": "overloaded"}}'),
        Body(b"[]"),
        Body(b""),
        Body(b"[" * 100_000),
        Body(b'{"choices": ' + b"[" * 100_000),
        Body(b"<html>Bad gateway</html>", 502, "text/html"),
        Body(b"", 307),
        Drop(),
        Reply(VALUE, cut_after=1),
        Failure(500),
        Failure(503),
        Failure(403),
        Failure(404, "Not found."),
        Failure(402, "Payment required."),
        too_many(),
        unauthorized(),
    ],
)
@pytest.mark.parametrize("streams", [False, True])
async def test_answers_that_are_none(
    server: ModelServer, model_with: Begins, behaviour: Behaviour, streams: bool
) -> None:
    server.answer = behaviour
    model = model_with(model_retries=0)
    with pytest.raises(ModelUnavailable):
        await (streamed(model) if streams else filled(model))


async def test_a_slow_answer_that_comes_in_time(server: ModelServer, model: MeteredModel) -> None:
    gate = Gate()
    server.answer = Slow(Reply(VALUE), gate)
    asked = asyncio.create_task(filled(model))
    await server.until(lambda: len(server.requests) == 1)
    gate.open()
    assert await asked == VALUE


async def test_closing_ends_what_is_under_way(server: ModelServer, open_gateway: Opens) -> None:
    gateway = open_gateway()
    await gateway.prepare()
    await gateway.close()
    await gateway.close()
