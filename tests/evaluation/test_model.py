"""Golden questions of which a model answers what the language engine cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.model_behaviours import Failure, Reply, Tokens
from bench.model_replies import sql_reply
from bench.model_server import ModelServer, running_model_server
from evaluation.cases import Case
from evaluation.databases import DatabaseOptions, Databases
from evaluation.estimate import REPLY_TOKENS, estimate
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.model_use import ModelUse, UsageHere, WatchedModels
from evaluation.outcomes import Outcome, Status
from evaluation.report import report
from llm.gateway import Gateway
from llm.settings import Budget, ModelSettings
from llm.wish import Mode
from tests.model_server import MODEL, settings_for

BY_CITY = "SELECT city, sum(amount) FROM orders JOIN customers USING (customer_id) GROUP BY city"
READ = {"question": "total amount by city", "gold_sql": BY_CITY}
# Nothing that the language engine knows.
UNREAD = {"question": "amount by zodiac sign", "gold_sql": BY_CITY}
PRICES = {MODEL: {"input": 2.0, "output": 10.0}}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        yield running


@asynccontextmanager
async def opened(
    settings: ModelSettings, folder: Path, mode: Mode = Mode.HYBRID
) -> AsyncIterator[Evaluation]:
    options = DatabaseOptions(folder)
    gateway = Gateway(settings, UsageHere())
    async with Databases(options) as databases:
        yield Evaluation(databases, options, ModelUse(WatchedModels(gateway), mode))
    await gateway.close()


def case(*turns: dict[str, Any]) -> SourcedCase:
    whole = {"id": "one", "db": "shop.sqlite", "turns": turns}
    return SourcedCase("golden", Case.model_validate(whole))


async def outcomes_of(evaluation: Evaluation, *turns: dict[str, Any]) -> list[Outcome]:
    return [outcome async for outcome in evaluation.outcomes(case(*turns))]


def settings_of(server: ModelServer, **changes: Any) -> ModelSettings:
    given: dict[str, Any] = {"model_prose": False, "model_prices": PRICES, "model_retries": 0}
    return settings_for(server, **given | changes)


async def test_in_hybrid_mode_the_model_answers_what_the_engine_does_not_read(
    shop: Path, server: ModelServer
) -> None:
    server.answer = Reply(sql_reply(BY_CITY), usage=Tokens(1000, 100))
    async with opened(settings_of(server), shop) as evaluation:
        read, unread = await outcomes_of(evaluation, READ, UNREAD)
    assert [read.status, unread.status] == [Status.ANSWERED] * 2
    assert [read.right, unread.right] == [True, True]
    assert len(server.requests) == 1
    line = read.as_json()
    assert (line["author"], line["usage"]) == ("embedded", None)
    line = unread.as_json()
    assert line["author"] == "model"
    assert line["usage"]["input_tokens"] == 1000
    assert line["usage"]["cost"] == pytest.approx(0.003)
    assert line["usage"]["repairs"] == 0


async def test_in_the_mode_of_the_model_it_is_asked_always(shop: Path, server: ModelServer) -> None:
    server.answer = Reply(sql_reply(BY_CITY))
    async with opened(settings_of(server), shop, Mode.MODEL) as evaluation:
        outcomes = await outcomes_of(evaluation, READ, READ)
    assert [outcome.as_json()["author"] for outcome in outcomes] == ["model", "model"]
    assert len(server.requests) == 2


async def test_repairs_are_counted(shop: Path, server: ModelServer) -> None:
    server.script.append(Reply(sql_reply("SELECT citty FROM customers")))
    server.answer = Reply(sql_reply(BY_CITY))
    async with opened(settings_of(server), shop) as evaluation:
        (outcome,) = await outcomes_of(evaluation, UNREAD)
    assert outcome.right is True
    assert outcome.as_json()["usage"]["repairs"] == 1


async def test_an_outage_makes_errors_that_are_not_scored_and_the_rest_is_asked(
    shop: Path, server: ModelServer
) -> None:
    server.script.append(Failure(500))
    server.answer = Reply(sql_reply(BY_CITY))
    # The engine could answer the first one; but it is the model that is measured.
    async with opened(settings_of(server), shop, Mode.MODEL) as evaluation:
        lost, answered = await outcomes_of(evaluation, READ, READ)
    assert (lost.status, lost.right) == (Status.ERROR, None)
    assert lost.unscored == lost.message == "the model could not be reached"
    assert lost.as_json()["author"] is None
    assert answered.right is True


async def test_at_the_limit_nothing_more_is_asked(shop: Path, server: ModelServer) -> None:
    server.answer = Reply(sql_reply(BY_CITY), usage=Tokens(1000, 100))
    settings = settings_of(server, model_budget=Budget(cost=0.005))
    async with opened(settings, shop) as evaluation:
        outcomes = await outcomes_of(evaluation, UNREAD, UNREAD, UNREAD, READ)
    assert len(server.requests) == 2
    assert [outcome.right for outcome in outcomes] == [True, True, None, True]
    assert outcomes[2].status is Status.ERROR
    assert outcomes[2].unscored is not None
    assert "limit" in outcomes[2].unscored


async def test_what_it_will_cost_is_known_before_anything_is_asked(
    shop: Path, server: ModelServer
) -> None:
    options = DatabaseOptions(shop)
    variants = {**UNREAD, "variants": ["amount by star sign", "amount by city"]}
    async with Databases(options) as databases:
        expected = await estimate(
            [case(READ, variants)], databases, options, settings_of(server), Mode.HYBRID
        )
    assert (expected.model, expected.questions, expected.asked) == (MODEL, 4, 2)
    assert expected.usage.output_tokens == 2 * REPLY_TOKENS
    tokens = expected.usage.input_tokens
    assert tokens > 100
    assert expected.usage.cost == pytest.approx(tokens * 2e-6 + 2 * REPLY_TOKENS * 1e-5)
    assert server.requests == []


async def test_a_model_without_a_price_is_estimated_without_a_cost(
    shop: Path, server: ModelServer
) -> None:
    options = DatabaseOptions(shop)
    settings = settings_of(server, model_prices={})
    async with Databases(options) as databases:
        expected = await estimate([case(UNREAD)], databases, options, settings, Mode.MODEL)
    assert expected.usage.cost is None


async def test_the_report_tells_the_authors_apart(shop: Path, server: ModelServer) -> None:
    server.script.append(Reply(sql_reply("SELECT citty FROM customers"), usage=Tokens(500, 50)))
    server.script.append(Reply(sql_reply(BY_CITY), usage=Tokens(1000, 100, cached=400)))
    server.answer = Reply(sql_reply("SELECT count(*) AS n FROM orders"), usage=Tokens(500, 50))
    async with opened(settings_of(server), shop) as evaluation:
        outcomes = await outcomes_of(evaluation, READ, UNREAD, UNREAD)
    text = report(outcomes, "parley eval", date(2026, 11, 29))
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert ["embedded", "1", "100.0%", "100.0%", "100.0%", "0"] in cells
    assert ["model", "2", "100.0%", "50.0%", "50.0%", "1"] in cells
    assert (
        "Calls of the model: 3, with 2,000 input tokens (400 of them cached) and 200 output "
        "tokens; cost 0.0060." in text
    )


async def test_without_a_model_the_report_does_not_speak_of_one(shop: Path) -> None:
    options = DatabaseOptions(shop)
    async with Databases(options) as databases:
        outcomes = await outcomes_of(Evaluation(databases, options), READ, UNREAD)
    assert "author" not in report(outcomes, "parley eval", date(2026, 11, 29))
    assert [one.as_json()["usage"] for one in outcomes] == [None, None]
