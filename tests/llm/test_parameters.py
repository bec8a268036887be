"""What an endpoint does not take is left out or named otherwise, and not sent again."""

from __future__ import annotations

import pytest

from bench.model_behaviours import Body, Failure, Refusing, Reply
from bench.model_server import ModelServer
from llm.abilities import abilities_at
from llm.errors import ModelUnavailable
from llm.turn_model import MeteredModel
from tests.llm.asking import VALUE, filled, streamed
from tests.llm.conftest import Begins


async def test_what_is_sent(server: ModelServer, model_with: Begins) -> None:
    server.answer = Reply(VALUE)
    await filled(model_with(model_temperature=0.5, model_reply_tokens=700))
    body = server.last.body
    assert body["model"] == "scripted"
    assert body["temperature"] == 0.5
    assert body["max_tokens"] == 700
    assert not body["stream"]
    await streamed(model_with())
    assert server.last.body["stream_options"] == {"include_usage": True}
    assert server.last.body["temperature"] == 0


async def test_no_temperature_is_sent_where_the_settings_have_none(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply(VALUE)
    await filled(model_with(model_temperature=None))
    assert "temperature" not in server.last.body


async def test_a_temperature_that_is_refused(server: ModelServer, model: MeteredModel) -> None:
    said = "Unsupported value: 'temperature' does not support 0 with this model."
    server.script.append(Failure(400, said, "temperature", "unsupported_value"))
    server.answer = Reply(VALUE)
    await filled(model)
    await filled(model)
    assert ["temperature" in request.body for request in server.requests] == [True, False, False]
    assert all("response_format" in request.body for request in server.requests)


async def test_a_limit_that_has_another_name(server: ModelServer, model: MeteredModel) -> None:
    said = "Unsupported parameter: 'max_tokens' is not supported with this model. "
    said += "Use 'max_completion_tokens' instead."
    server.script.append(Failure(400, said, "max_tokens", "unsupported_parameter"))
    server.answer = Reply(VALUE)
    await filled(model)
    await streamed(model)
    assert [request.body.get("max_completion_tokens") for request in server.requests] == [
        None,
        2000,
        2000,
    ]
    assert "max_tokens" not in server.last.body


async def test_a_limit_that_has_no_name(server: ModelServer, model: MeteredModel) -> None:
    server.answer = Refusing(("max_tokens", "max_completion_tokens"), Reply(VALUE))
    assert await filled(model) == VALUE
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "max_completion_tokens"),
        ("https://eu.api.openai.com/v1", "max_completion_tokens"),
        ("https://x.openai.azure.com/openai/deployments/gpt", "max_completion_tokens"),
        ("http://localhost:11434/v1", "max_tokens"),
        ("https://myopenai.com/v1", "max_tokens"),
    ],
)
def test_the_limits_name_that_is_tried_first(url: str, name: str) -> None:
    assert abilities_at(url).limit == name


async def test_streams_that_cannot_tell_their_usage(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Refusing(("stream_options",), Reply("Sales were 12."))
    for _ in range(2):
        assert "".join(await streamed(model)) == "Sales were 12."
    assert len(server.requests) == 3


async def test_refusals_as_servers_of_fastapi_word_them(
    server: ModelServer, model: MeteredModel
) -> None:
    refusal = b'{"detail": [{"type": "extra_forbidden", "loc": ["body", "temperature"]}]}'
    server.script.append(Body(refusal, 422))
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    assert "temperature" not in server.last.body
    assert "response_format" in server.last.body


async def test_a_prompt_that_is_too_long_changes_nothing(
    server: ModelServer, model: MeteredModel
) -> None:
    said = "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum "
    said += "context length is 4096 tokens and your request has 3000 input tokens."
    server.script.append(Failure(400, said))
    server.answer = Reply(VALUE)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    await filled(model)
    assert server.last.body["max_tokens"] == 2000
    assert "response_format" in server.last.body


async def test_all_at_once(server: ModelServer, model: MeteredModel) -> None:
    refused = ("temperature", "max_tokens", "response_format", "tools")
    server.answer = Refusing(refused, Reply(VALUE))
    assert await filled(model) == VALUE
    assert await filled(model) == VALUE
    assert len(server.requests) == len(refused) + 2
