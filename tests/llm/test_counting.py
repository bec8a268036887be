"""Every call counts for the turn, the session and the tenant, whatever becomes of it."""

from __future__ import annotations

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench.model_behaviours import Failure, Refusing, Reply, Tokens
from bench.model_server import ModelServer
from bi.model.errors import StoreUnavailable
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.messages import Message
from llm.meter import Meter
from llm.usage import NO_USAGE, Usage
from tests.llm.asking import MESSAGES, TENANT, VALUE, filled, form, streamed
from tests.llm.conftest import Begins, Opens
from tests.llm.kept import Before, Counts
from tests.model_server import MODEL

PRICES = {MODEL: {"input": 2.0, "output": 10.0, "cached_input": 0.5}}


async def test_what_the_endpoint_counted(server: ModelServer, model_with: Begins) -> None:
    counts = Counts()
    model = model_with(counts, model_prices=PRICES)
    server.answer = Reply(VALUE, usage=Tokens(1000, 100, cached=600))
    await filled(model)
    await streamed(model)
    cost = 2 * (400 * 2.0 + 600 * 0.5 + 100 * 10.0) / 1e6
    expected = Usage(2000, 200, 1200, 2, cost)
    assert model.usage == expected
    assert counts.days == {TENANT: expected}
    assert counts.sessions == {"session": expected}


async def test_cached_tokens_without_a_price_of_their_own(
    server: ModelServer, model_with: Begins
) -> None:
    model = model_with(model_prices={MODEL: {"input": 2.0, "output": 0.0}})
    server.answer = Reply(VALUE, usage=Tokens(1000, 100, cached=600))
    await filled(model)
    assert model.usage.cost == pytest.approx(0.002)


async def test_a_model_without_a_price_has_no_cost(server: ModelServer, model_with: Begins) -> None:
    counts = Counts()
    model = model_with(counts, model_prices={"another": {"input": 1, "output": 1}})
    server.answer = Reply(VALUE)
    await filled(model)
    assert model.usage.cost is None
    assert counts.days[TENANT].cost is None
    assert counts.days[TENANT].total_tokens == 120


async def test_counts_that_cannot_be_are_none(server: ModelServer, model_with: Begins) -> None:
    model = model_with()
    server.answer = Reply(VALUE, usage=Tokens(-5, -(10**9), cached=10**9))
    await filled(model)
    assert model.usage.total_tokens == 0
    assert model.usage.cached_tokens == 0


async def test_what_nobody_counted_is_estimated(server: ModelServer, model_with: Begins) -> None:
    model = model_with()
    server.answer = Reply("Sales were 12 in all.", usage=None)
    await streamed(model)
    characters = sum(len(message.content) for message in MESSAGES)
    assert model.usage.calls == 1
    assert model.usage.input_tokens == pytest.approx(characters / 4, abs=2)
    assert model.usage.output_tokens == 6
    server.answer = Reply(VALUE, usage=None)
    await filled(model)
    assert model.usage.calls == 2
    assert model.usage.output_tokens > 6


async def test_a_reply_that_cannot_be_used_is_paid_for(
    server: ModelServer, model_with: Begins
) -> None:
    counts = Counts()
    model = model_with(counts)
    server.answer = Reply('{"measure":', finish="length")
    with pytest.raises(ReplyUnusable):
        await filled(model)
    assert model.usage.calls == 1
    assert counts.days[TENANT].total_tokens == 120


async def test_each_step_of_the_ladder_that_was_answered_is_paid_for(
    server: ModelServer, model_with: Begins
) -> None:
    counts = Counts()
    server.answer = Refusing(("response_format",), Reply("No.", as_content=True))
    with pytest.raises(ReplyUnusable):
        await filled(model_with(counts))
    assert counts.days[TENANT].calls == 2


async def test_a_stream_that_broke_off_is_paid_for(server: ModelServer, model_with: Begins) -> None:
    counts = Counts()
    server.answer = Reply("Sales were 12 in all.", cut_after=2)
    with pytest.raises(ModelUnavailable):
        await streamed(model_with(counts))
    assert counts.days[TENANT].calls == 1
    assert counts.days[TENANT].output_tokens == 3


async def test_a_stream_that_nobody_reads_to_its_end_is_paid_for(
    server: ModelServer, model_with: Begins
) -> None:
    counts = Counts()
    server.answer = Reply("Sales were 12 in all.")
    async with aclosing(model_with(counts).stream(MESSAGES)) as pieces:
        assert await anext(pieces) == "Sales"
    assert counts.days[TENANT].calls == 1


async def test_what_was_never_answered_is_not_paid_for(
    server: ModelServer, model_with: Begins
) -> None:
    counts = Counts()
    server.answer = Failure(500)
    with pytest.raises(ModelUnavailable):
        await filled(model_with(counts, model_retries=0))
    assert counts.days == {}


async def test_a_store_that_is_down_is_told_as_everywhere(
    server: ModelServer, model_with: Begins
) -> None:
    model = model_with(Counts(broken=True), model_retries=0)
    server.script.append(Reply(VALUE))
    with pytest.raises(StoreUnavailable):
        await filled(model)
    assert model.usage.calls == 1
    # What went wrong first is what the turn has to know of.
    server.answer = Reply("Sales were 12.", cut_after=1)
    with pytest.raises(ModelUnavailable):
        await streamed(model)


@pytest.mark.parametrize(
    ("settings", "used"),
    [
        ({"model_budget": {"tokens": 1000}}, Usage(900, 100, 0, 3)),
        ({"model_budget": {"cost": 0.5}}, Usage(900, 100, 0, 3, 0.5)),
        ({"model_budgets": {TENANT: {"tokens": 10}}}, Usage(10)),
        (
            {"model_budget": {"tokens": 10_000}, "model_budgets": {TENANT: {"tokens": 10}}},
            Usage(11),
        ),
    ],
)
async def test_a_budget_that_is_spent(
    server: ModelServer, model_with: Begins, settings: dict[str, Any], used: Usage
) -> None:
    model = model_with(Counts({TENANT: used}), **settings)
    with pytest.raises(BudgetSpent) as raised:
        await filled(model)
    with pytest.raises(BudgetSpent):
        await streamed(model)
    resets_at = datetime.fromisoformat(str(raised.value.details["resets_at"]))
    assert timedelta(0) < resets_at - datetime.now(UTC) <= timedelta(days=1)
    assert (resets_at.hour, resets_at.minute, resets_at.utcoffset()) == (0, 0, timedelta(0))
    assert server.requests == []


@pytest.mark.parametrize(
    ("settings", "used"),
    [
        ({}, Usage(10**9)),
        ({"model_budget": {"tokens": 1000}}, Usage(999)),
        ({"model_budget": {"cost": 0.5}}, Usage(10**9, cost=None)),
        ({"model_budget": {"tokens": 10}, "model_budgets": {TENANT: {}}}, Usage(10**9)),
        ({"model_budgets": {"another": {"tokens": 10}}}, Usage(10**9)),
    ],
)
async def test_a_budget_that_is_not_spent(
    server: ModelServer, model_with: Begins, settings: dict[str, Any], used: Usage
) -> None:
    server.answer = Reply(VALUE)
    assert await filled(model_with(Counts({TENANT: used}), **settings)) == VALUE


async def test_a_budget_ends_in_the_midst_of_a_turn(
    server: ModelServer, model_with: Begins
) -> None:
    model = model_with(Counts(), model_budget={"tokens": 200})
    server.answer = Reply(VALUE)
    await filled(model)
    await filled(model)
    with pytest.raises(BudgetSpent):
        await filled(model)


async def test_a_reply_from_before_costs_nothing_and_needs_no_endpoint(
    server: ModelServer, open_gateway: Opens
) -> None:
    before = Before()
    server.script.append(Reply(VALUE))
    first = open_gateway(None, before).begin(MODEL, TENANT, "session", Meter())
    assert await filled(first) == VALUE
    spent = Counts({TENANT: Usage(10**9)})
    gateway = open_gateway(spent, before, model_budget={"tokens": 1})
    second = gateway.begin(MODEL, TENANT, "other session", Meter())
    reply = await second.fill(MESSAGES, form())
    assert (reply.value, reply.reused) == (VALUE, True)
    assert second.usage == NO_USAGE
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"tenant": "another"},
        {"model": "another"},
        {"form": "another"},
        {"text": "What were the costs?"},
        {"settings": {"model_temperature": 0.7}},
        {"settings": {"model_query": {"api-version": "2"}}},
        {"settings": {"model_reuse_s": 0}},
    ],
)
async def test_a_reply_is_not_reused_for_anything_else(
    server: ModelServer, open_gateway: Opens, changed: dict[str, Any]
) -> None:
    before = Before()
    server.answer = Reply(VALUE)
    asked = {"tenant": TENANT, "model": MODEL, "form": "query", "text": "Sales?", "settings": {}}
    for case in (asked, asked | changed):
        gateway = open_gateway(None, before, **case["settings"])  # type: ignore[arg-type]
        model = gateway.begin(str(case["model"]), str(case["tenant"]), "session", Meter())
        messages = [Message("user", str(case["text"]))]
        reply = await model.fill(messages, form(str(case["form"])))
        assert not reply.reused
    assert len(server.requests) == 2


async def test_an_unusable_reply_is_not_kept(server: ModelServer, model_with: Begins) -> None:
    before = Before()
    server.answer = Reply("No.", as_content=True)
    with pytest.raises(ReplyUnusable):
        await filled(model_with(None, before))
    assert before.replies == {}


async def test_a_repair_is_asked_for_each_time(server: ModelServer, open_gateway: Opens) -> None:
    """Else a reply that does not do would stand in the way for as long as it is kept."""
    before = Before()
    server.answer = Reply(VALUE)
    repair = [*MESSAGES, Message("assistant", "{}"), Message("user", "Mend that.")]
    for _ in range(2):
        model = open_gateway(None, before).begin(MODEL, TENANT, "session", Meter())
        assert not (await model.fill(repair, form())).reused
    assert len(server.requests) == 2
