"""A reply is made to fit the form in the way that the endpoint can, which is found out once."""

from __future__ import annotations

from typing import Any

import pytest

from bench.model_behaviours import Failure, Refusing, Reply, fenced, in_prose
from bench.model_exchange import Request
from bench.model_server import ModelServer
from llm.errors import ModelUnavailable, ReplyUnusable
from llm.turn_model import MeteredModel
from tests.llm.asking import MESSAGES, VALUE, filled, form
from tests.llm.conftest import Begins


def way(request: Request) -> str:
    """How the reply was asked for."""
    if "response_format" in request.body:
        return "json_schema"
    return "tool" if request.tool else "text"


def ways(server: ModelServer) -> list[str]:
    return [way(request) for request in server.requests]


async def test_the_schema_is_given_to_the_endpoint(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    asked = server.last.body["response_format"]
    assert asked["type"] == "json_schema"
    assert asked["json_schema"] == {"name": "query", "schema": form().schema, "strict": True}
    assert [message["content"] for message in server.last.messages] == [
        message.content for message in MESSAGES
    ]


async def test_an_endpoint_without_schemas_is_asked_for_a_tool_call(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Refusing(("response_format",), Reply(VALUE))
    assert await filled(model) == VALUE
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool", "tool"]
    assert server.last.schema == form().schema
    assert server.last.body["tool_choice"]["function"]["name"] == "query"


async def test_an_endpoint_without_tools_is_told_the_schema_behind_the_stable_prefix(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Refusing(("response_format", "tools"), Reply(in_prose(VALUE)))
    assert await filled(model) == VALUE
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool", "text", "text"]
    first, second = server.last.messages
    assert first["content"].startswith(MESSAGES[0].content)
    assert '"required":["measure","by"]' in first["content"]
    assert second["content"] == MESSAGES[1].content


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported."),
        (400, "response_format value as json_schema is enabled only for api versions 2024-08-01"),
        (400, "Invalid schema for response_format 'query': schema must have a 'type' key."),
        (400, "Bad request"),
        (422, "Extra inputs are not permitted: body.response_format"),
        (404, "No endpoints found that support structured outputs."),
        (500, "failed to parse grammar"),
        (501, "Not implemented"),
    ],
)
async def test_refusals_of_schemas_are_understood(
    server: ModelServer, model: MeteredModel, status: int, said: str
) -> None:
    server.script.append(Failure(status, said))
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "registry.ollama.ai/library/phi3 does not support tools"),
        (400, '"auto" tool choice requires --enable-auto-tool-choice to be set'),
        (404, "No endpoints found that support tool use."),
        (500, "tools param requires --jinja flag"),
    ],
)
async def test_refusals_of_tools_are_understood(
    server: ModelServer, model: MeteredModel, status: int, said: str
) -> None:
    def answer(request: Request) -> Failure | Reply:
        if way(request) == "json_schema":
            return Failure(400, "unknown field response_format")
        return Failure(status, said) if request.tool else Reply(VALUE)

    server.answer = answer
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool", "text"]


async def test_an_unknown_model_is_asked_for_once(server: ModelServer, model: MeteredModel) -> None:
    server.answer = Failure(404, "The model `scripted` does not exist", code="model_not_found")
    with pytest.raises(ModelUnavailable):
        await filled(model)
    assert ways(server) == ["json_schema"]


@pytest.mark.parametrize(
    "ignored",
    [in_prose(VALUE), fenced(VALUE), '{"measure": "sales"', "I cannot.", '{"answer": 42}', "[]"],
)
async def test_an_endpoint_that_ignores_the_schema_is_found_out(
    server: ModelServer, model: MeteredModel, ignored: str
) -> None:
    server.script.append(Reply(ignored))
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool", "tool"]


async def test_an_endpoint_that_ignores_all_is_taken_by_its_words(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Reply(fenced(VALUE), as_content=True)
    assert await filled(model) == VALUE
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool", "text", "text"]


async def test_an_object_in_place_of_the_tool_call_will_do(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Refusing(("response_format",), Reply(VALUE, as_content=True))
    assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "tool"]


async def test_a_way_that_has_worked_is_kept_when_a_reply_is_broken(
    server: ModelServer, model: MeteredModel
) -> None:
    server.script += [Reply(VALUE), Reply("I cannot."), Reply(VALUE)]
    await filled(model)
    with pytest.raises(ReplyUnusable) as raised:
        await filled(model)
    assert raised.value.reply == "I cannot."
    await filled(model)
    assert ways(server) == ["json_schema"] * 3


async def test_a_way_that_has_worked_is_given_up_when_the_endpoint_refuses_it(
    server: ModelServer, model: MeteredModel
) -> None:
    server.script += [Reply(VALUE), Failure(400, "Invalid schema for response_format")]
    server.answer = Reply(VALUE)
    for _ in range(3):
        assert await filled(model) == VALUE
    assert ways(server) == ["json_schema", "json_schema", "tool", "tool"]


async def test_a_schema_that_is_refused_costs_other_forms_nothing(
    server: ModelServer, model: MeteredModel
) -> None:
    def answer(request: Request) -> Failure | Reply:
        too_large = way(request) == "json_schema" and request.form == "large"
        return Failure(400, "Invalid schema: too many properties") if too_large else Reply(VALUE)

    server.answer = answer
    for name in ("query", "large", "query", "large", "third"):
        await filled(model, name)
    schema, tool = "json_schema", "tool"
    assert ways(server) == [schema, schema, tool, schema, tool, schema]


async def test_another_form_begins_where_the_first_has_come_to(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Refusing(("response_format", "tools"), Reply(VALUE))
    await filled(model)
    await filled(model, "other")
    assert ways(server) == ["json_schema", "tool", "text", "text"]


@pytest.mark.parametrize("chosen", ["json_schema", "tool", "text"])
async def test_the_settings_may_choose_the_way(
    server: ModelServer, model_with: Begins, chosen: str
) -> None:
    model = model_with(model_structured=chosen)
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    server.answer = Reply("I cannot.")
    with pytest.raises(ReplyUnusable):
        await filled(model)
    server.answer = Failure(400, "unknown fields response_format and tools")
    with pytest.raises(ModelUnavailable):
        await filled(model)
    assert ways(server) == [chosen] * 3


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply('{"measure": "sales", "by": [', finish="length"), "cut off at 2000 tokens"),
        (Reply("", finish="content_filter"), "content filter"),
        (Reply(None, refusal="I won't say.", as_content=True), "refusal"),
    ],
)
@pytest.mark.parametrize("chosen", ["json_schema", "tool", "text"])
async def test_what_the_model_did_not_finish_is_no_reply(
    server: ModelServer, model_with: Begins, reply: Reply, reason: str, chosen: str
) -> None:
    server.answer = reply
    model = model_with(model_structured=chosen)
    with pytest.raises(ReplyUnusable) as raised:
        await filled(model)
    assert reason in raised.value.reason
    assert len(server.requests) == 1


async def test_a_request_that_a_filter_withholds_is_no_failure_of_the_endpoint(
    server: ModelServer, model_with: Begins
) -> None:
    model = model_with(model_breaker_failures=1)
    said = "The response was filtered due to Azure OpenAI's content management policy."
    server.answer = Failure(400, said, "prompt", "content_filter")
    for _ in range(2):
        with pytest.raises(ReplyUnusable):
            await filled(model)
    assert len(server.requests) == 2


async def test_text_that_cannot_be_written_is_no_reply(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply({"measure": "\ud800", "by": []})
    with pytest.raises(ReplyUnusable):
        await filled(model_with())


async def test_broken_arguments_of_a_tool_call_are_mended(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply('{"measure": "sales", "by": ["region"],}')
    assert await filled(model_with(model_structured="tool")) == VALUE


async def test_a_schema_in_words_is_the_same_each_time(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply(VALUE)
    model = model_with(model_structured="text")
    told: list[Any] = []
    for _ in range(2):
        await filled(model)
        told.append(server.last.messages)
    assert told[0] == told[1]
