"""Whatever a model does, or does not do: a turn ends once, and the session goes on."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

import pytest

from bench.model_behaviours import (
    HTML_PAGE,
    NO_CHOICES,
    NO_JSON,
    Behaviour,
    Drop,
    Failure,
    Hang,
    HangInStream,
    Reply,
    too_many,
    unauthorized,
)
from bench.model_exchange import Request
from bench.model_replies import query_reply, sql_reply
from bench.model_server import ModelServer, running_model_server
from bi.model.chart import ChartType
from llm.settings import ModelSettings
from llm.wish import Mode, ModelWish
from nodes.events import Complete, Event, Failed
from runs.event_log import is_terminal
from runs.model import Ask, Breakdown, Compose, Refine, RefineSql, TurnRequest, Visualize
from runs.service import Service
from tests.conversation import ALICE, Conversation
from tests.model_server import settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]

EMBEDDED = ModelWish(mode=Mode.EMBEDDED)
SESSIONS, TURNS = 4, 12
# The share of turns that find nobody at the model's address.
DOWN = 0.15

# What the embedded engine reads, and what it does not.
SENTENCES = ("revenue by region", "orders by month", "Which of them went quiet lately?", "why so?")
FAILING_SQL = "SELECT region, 1 / amountt FROM orders"

BEHAVIOURS: tuple[Behaviour, ...] = (
    Reply(sql_reply("SELECT region, count(*) AS n FROM orders GROUP BY region")),
    Reply(sql_reply(FAILING_SQL)),
    Reply(sql_reply("DROP TABLE orders")),
    Reply(sql_reply("SELEC region FRM orders")),
    Reply(query_reply(measures=["revenue"], groups=["orders.region"])),
    Reply(query_reply(measures=["happiness"], groups=["clouds.shape"])),
    Reply({"answer": 42}),
    Reply([1, 2, 3]),
    Reply(None),
    Reply("I would rather talk about the weather."),
    Reply('{"sql": "SELECT 1'),
    Reply("word " * 3000),
    Reply("All of it came to 123,456,789 in total. " * 20, cut_after=9),
    Reply("It went up, and then", cut_after=2, mid_line=True),
    Reply("{}", finish="length"),
    Reply("", refusal="I cannot help with that."),
    Failure(500),
    Failure(400, "Bad request."),
    Failure(503),
    too_many(0.01),
    too_many(60),
    unauthorized("sk-key"),
    HTML_PAGE,
    NO_JSON,
    NO_CHOICES,
    Hang(),
    HangInStream("It all"),
    Drop(),
)


def settings_of(server: ModelServer) -> ModelSettings:
    """Little time for everything, and a breaker that lets the model be tried again."""
    return settings_for(
        server,
        model_timeout_s=0.3,
        model_turn_timeout_s=0.6,
        model_retries=1,
        model_breaker_failures=3,
        model_breaker_s=0.2,
        model_reuse_s=0,
    )


class Moods:
    """The model, which does something else with each call, and is not there at times."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"model {seed}")
        self._up = ExitStack()
        self.server = self._begun(port=0)

    def settle(self) -> None:
        """Before a turn: it is up or down."""
        self.close()
        if self.random.random() >= DOWN:
            self.server = self._begun(self.server.port)

    def close(self) -> None:
        self._up.close()

    def _begun(self, port: int) -> ModelServer:
        server = self._up.enter_context(running_model_server(port))
        server.answer = self._answer
        return server

    def _answer(self, request: Request) -> Behaviour:
        del request
        return self.random.choice(BEHAVIOURS)

    def request(self) -> TurnRequest:
        wish = ModelWish(mode=self.random.choice((Mode.HYBRID, Mode.MODEL)))
        says = self.random.choice(SENTENCES)
        return self.random.choice(
            (
                Ask(says, wish=wish),
                Ask(says, wish=wish),
                Refine("add the number of orders", wish),
                Refine("make it nicer", wish),
                RefineSql("SELECT region FROM orders", "only the north", wish),
                Breakdown(f"{says} and the best customers", wish=wish),
                Compose("a dashboard of revenue by region and orders by month", wish=wish),
                Visualize(ChartType.TABLE),
            )
        )


@pytest.mark.timeout(180)
async def test_every_turn_ends_once_and_the_session_goes_on(worker: OpenWorker) -> None:
    seed = int(os.environ.get("PARLEY_FAULT_SEED", random.randrange(10**6)))
    print(f"\nseed {seed}: set PARLEY_FAULT_SEED to it for the same faults")
    moods, ended = Moods(seed), Counter[str]()
    try:
        service = await worker(models=settings_of(moods.server), lease_s=10.0, query_timeout_s=5.0)
        for _ in range(SESSIONS):
            talk = await Conversation.begin(service)
            # What later turns change.
            runs = [await take(talk, Ask("orders by region", wish=EMBEDDED), ended)]
            for _ in range(TURNS):
                moods.settle()
                runs.append(await take(talk, moods.request(), ended))
            await check_history(talk, runs)
            # The model gone for good, what the engine can answer is answered.
            moods.close()
            said = await talk.say("revenue by region")
            assert len(said.rows) > 1
    finally:
        moods.close()
    print(dict(ended))
    assert ended["Complete"] > 0


async def take(talk: Conversation, request: TurnRequest, ended: Counter[str]) -> str:
    """One turn, checked; its run."""
    run_id = await talk.begun(request)
    events = [one.event async for one in talk.service.runs.events(talk.session_id, run_id)]
    assert [is_terminal(event) for event in events] == [False] * (len(events) - 1) + [True]
    last = events[-1]
    assert isinstance(last, Complete | Failed), last
    if isinstance(last, Failed):
        assert last.code != "internal_error", (request, last)
    ended[outcome_of(last)] += 1
    return run_id


def outcome_of(event: Event) -> str:
    return event.code if isinstance(event, Failed) else type(event).__name__


async def check_history(talk: Conversation, runs: list[str]) -> None:
    """Every turn once, in order, with what was said and what was answered."""
    page = await talk.service.turns.page(ALICE, talk.session_id, limit=100)
    assert [turn.run_id for turn in page.turns] == runs
    history = await talk.service.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * len(runs)
