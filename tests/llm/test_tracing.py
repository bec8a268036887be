"""Spans of model calls: what they tell by themselves, on request, and never."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode

from bench.model_behaviours import Drop, Failure, HangInStream, Reply, Tokens, too_many
from bench.model_server import ModelServer
from bi.tracing import traced
from llm.errors import ModelUnavailable, ReplyUnusable
from llm.turn_model import MeteredModel
from tests.llm.asking import MESSAGES, VALUE, filled, streamed
from tests.llm.conftest import Begins
from tests.llm.kept import Before
from tests.model_server import KEY, MODEL
from tests.spans import Spans, parent_id, span_id

CHAT = f"chat {MODEL}"


def told(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


async def test_a_filled_form(server: ModelServer, model: MeteredModel, spans: Spans) -> None:
    server.answer = Reply(VALUE, usage=Tokens(1000, 50, 200))
    await filled(model)

    span = spans.one(CHAT)
    assert span.kind is SpanKind.CLIENT
    assert span.status.status_code is StatusCode.UNSET
    assert told(span) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": MODEL,
        "gen_ai.request.max_tokens": 2000,
        "gen_ai.request.temperature": 0.0,
        "gen_ai.request.stream": False,
        "gen_ai.output.type": "json",
        "parley.form": "query",
        "server.address": "127.0.0.1",
        "server.port": server.port,
        "gen_ai.response.model": MODEL,
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 200,
    }


async def test_a_stream(server: ModelServer, model: MeteredModel, spans: Spans) -> None:
    server.answer = Reply("Sales were 12.", usage=Tokens(300, 7))
    await streamed(model)
    attributes = told(spans.one(CHAT))
    assert attributes["gen_ai.output.type"] == "text"
    assert attributes["gen_ai.request.stream"] is True
    assert attributes["gen_ai.response.model"] == MODEL
    assert attributes["gen_ai.response.finish_reasons"] == ("stop",)
    assert attributes["gen_ai.usage.input_tokens"] == 300
    assert attributes["gen_ai.usage.output_tokens"] == 7


async def test_what_is_said_is_told_on_request_alone(
    server: ModelServer, model: MeteredModel, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = lambda request: Reply("Sales were 12." if request.body.get("stream") else VALUE)
    await filled(model)
    await streamed(model)
    quiet = spans.text()
    assert "sales" not in quiet.casefold()
    assert "You write queries" not in quiet

    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "SPAN_ONLY")
    await filled(model)
    await streamed(model)
    fill, stream = (told(span) for span in spans.named(CHAT)[2:])
    system, user = json.loads(fill["gen_ai.input.messages"])
    assert system == {
        "role": "system",
        "parts": [{"type": "text", "content": MESSAGES[0].content}],
    }
    assert user["role"] == "user"
    (reply,) = json.loads(fill["gen_ai.output.messages"])
    assert json.loads(reply["parts"][0]["content"]) == VALUE
    (reply,) = json.loads(stream["gen_ai.output.messages"])
    assert reply["parts"][0]["content"] == "Sales were 12."
    assert reply["finish_reason"] == "stop"


@pytest.mark.parametrize("capture", ["false", "NO_CONTENT", "EVENT_ONLY", ""])
async def test_other_values_of_the_variable_ask_for_nothing(
    server: ModelServer,
    model: MeteredModel,
    spans: Spans,
    monkeypatch: pytest.MonkeyPatch,
    capture: str,
) -> None:
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", capture)
    server.answer = Reply(VALUE)
    await filled(model)
    assert "messages" not in spans.text()


async def test_a_call_is_one_span_with_all_its_retries(
    server: ModelServer, model: MeteredModel, spans: Spans
) -> None:
    server.script.extend([too_many(0), Drop()])
    server.answer = Reply(VALUE)
    await filled(model)
    span = spans.one(CHAT)
    assert span.status.status_code is StatusCode.UNSET
    assert [(event.name, dict(event.attributes or {})) for event in span.events] == [
        ("retry", {"error.type": "429"}),
        ("retry", {"error.type": "connection"}),
    ]


@pytest.mark.parametrize(
    ("failure", "type_"),
    [(Failure(401, "Bad key sk-planted."), "401"), (Failure(500, "At db-7."), "500")],
)
async def test_what_fails_says_the_status_and_not_the_endpoint_s_words(
    server: ModelServer, model_with: Begins, spans: Spans, failure: Failure, type_: str
) -> None:
    server.answer = failure
    with pytest.raises(ModelUnavailable):
        await filled(model_with(model_retries=0))
    span = spans.one(CHAT)
    assert span.status.status_code is StatusCode.ERROR
    assert told(span)["error.type"] == type_
    assert "planted" not in spans.text()
    assert "db-7" not in spans.text()


async def test_a_call_that_took_too_long(
    server: ModelServer, model_with: Begins, spans: Spans
) -> None:
    server.answer = HangInStream("Sales")
    with pytest.raises(ModelUnavailable):
        await streamed(model_with(model_timeout_s=0.3))
    assert told(spans.one(CHAT))["error.type"] == "timeout"


async def test_a_reply_that_is_no_reply(
    server: ModelServer, model: MeteredModel, spans: Spans
) -> None:
    server.answer = Reply("I would rather not.", usage=Tokens(100, 20))
    with pytest.raises(ReplyUnusable):
        await filled(model)
    attributes = told(spans.one(CHAT))
    assert attributes["error.type"] == ReplyUnusable.code
    assert attributes["gen_ai.usage.input_tokens"] >= 100


async def test_a_reply_from_before_is_no_call(
    server: ModelServer, model_with: Begins, spans: Spans
) -> None:
    server.answer = Reply(VALUE)
    before = Before()
    await filled(model_with(before=before))
    await filled(model_with(before=before))
    assert len(spans.named(CHAT)) == 1


async def test_keys_and_what_a_url_holds_besides_its_host_are_never_told(
    server: ModelServer, model_with: Begins, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")
    server.answer = Reply(VALUE)
    model = model_with(
        model_url=f"http://someone:pass-word@127.0.0.1:{server.port}/secret-path/v1",
        model_headers={"api-key": "header-secret"},
        model_query={"code": "query-secret"},
    )
    await filled(model)
    assert told(spans.one(CHAT))["server.port"] == server.port
    for secret in (KEY, "someone", "pass-word", "secret-path", "header-secret", "query-secret"):
        assert secret not in spans.text()


async def test_a_call_is_in_the_span_that_asks_and_a_reader_never_in_the_call_s(
    server: ModelServer, model: MeteredModel, spans: Spans
) -> None:
    server.answer = Reply("Sales were 12.")
    with traced("asking") as asking:
        async with aclosing(model.stream(MESSAGES)) as stream:
            await anext(stream)
            assert trace.get_current_span() is asking
    # Nobody heard it out: that is no failure.
    call = spans.one(CHAT)
    assert parent_id(call) == span_id(spans.one("asking"))
    assert call.status.status_code is StatusCode.UNSET
