"""What may succeed in a moment is asked again, as often as the settings say and time allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bench.model_behaviours import HTML_PAGE, Behaviour, Drop, Failure, Reply, too_many
from bench.model_server import ModelServer
from llm.errors import ModelUnavailable, ReplyUnusable
from llm.turn_model import MeteredModel
from tests.llm.asking import VALUE, filled, streamed
from tests.llm.conftest import Begins


@pytest.mark.parametrize(
    "behaviour",
    [
        too_many(0),
        Failure(408),
        Failure(409),
        Failure(500),
        Failure(502),
        Failure(503, headers={"retry-after": "0"}),
        Failure(429, headers={"retry-after-ms": "1"}),
        Failure(504, headers={"retry-after": format_datetime(datetime.now(UTC))}),
        Drop(),
        Reply(VALUE, cut_after=1),
    ],
)
async def test_failures_that_pass(
    server: ModelServer, model: MeteredModel, behaviour: Behaviour
) -> None:
    server.script.append(behaviour)
    server.answer = Reply(VALUE)
    assert await filled(model) == VALUE
    assert len(server.requests) == 2


async def test_a_stream_that_was_refused_for_a_moment(
    server: ModelServer, model: MeteredModel
) -> None:
    server.script.append(too_many(0))
    server.answer = Reply("Sales were 12.")
    assert "".join(await streamed(model)) == "Sales were 12."


@pytest.mark.parametrize("retries", [0, 1, 3])
async def test_so_often_and_no_oftener(
    server: ModelServer, model_with: Begins, retries: int
) -> None:
    server.answer = too_many(0)
    model = model_with(model_retries=retries)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    with pytest.raises(ModelUnavailable):
        await streamed(model)
    assert len(server.requests) == 2 * (1 + retries)


@pytest.mark.parametrize(
    "behaviour",
    [
        Failure(401),
        Failure(403),
        Failure(404),
        Failure(429, "You exceeded your current quota.", code="insufficient_quota"),
        HTML_PAGE,
    ],
)
async def test_failures_that_stay_are_not_asked_again(
    server: ModelServer, model: MeteredModel, behaviour: Behaviour
) -> None:
    server.answer = behaviour
    with pytest.raises(ModelUnavailable):
        await filled(model)
    assert len(server.requests) == 1


@pytest.mark.parametrize("as_date", [False, True])
async def test_who_is_told_to_come_back_after_the_deadline_does_not_wait(
    server: ModelServer, model: MeteredModel, as_date: bool
) -> None:
    hence = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    after = hence if as_date else "3600"
    server.answer = Failure(429, "Rate limit reached.", headers={"retry-after": after})
    with pytest.raises(ModelUnavailable) as raised:
        await filled(model)
    assert raised.value.details["retry_after_s"] == pytest.approx(3600, abs=60)
    assert len(server.requests) == 1


async def test_a_retry_goes_on_where_the_ladder_has_come_to(
    server: ModelServer, model: MeteredModel
) -> None:
    server.script += [Failure(400, "no response_format"), too_many(0), Reply(VALUE)]
    assert await filled(model) == VALUE
    assert [request.tool for request in server.requests] == [None, "query", "query"]


async def test_an_unusable_reply_is_not_asked_for_again(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply("No.")
    with pytest.raises(ReplyUnusable):
        await filled(model_with(model_structured="json_schema"))
    assert len(server.requests) == 1
