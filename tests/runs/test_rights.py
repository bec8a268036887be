"""A turn has the rights of whoever asks for it, now: not those of its session's past."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bi.model.chart import ChartType
from bi.model.errors import LeaseLost
from nodes.answer import Intent
from nodes.events import Complete, Failed
from runs.model import Ask, Principal, Refine, Rerun, Strategy, Visualize
from runs.records import Record, read_record, write_record
from runs.service import Service
from tests.conversation import Conversation
from tests.tenants import duckdb_traders, secrets_in, write_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]


def alice(*roles: str, **claims: str | tuple[str, ...]) -> Principal:
    return Principal("acme", "alice", roles, tuple(sorted(claims.items())))


FINANCE, MANAGER = alice("finance"), alice("manager")
NORTH, SOUTH = alice("clerk", regions="North"), alice("clerk", regions=("South",))


@pytest.fixture
def traders(worker: OpenWorker, catalog: Path) -> Callable[[], Awaitable[Service]]:
    """Opens a worker that the first use of everything cannot make lose its runs."""
    return partial(worker, catalog=catalog, lease_s=10.0)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return write_catalog(tmp_path, duckdb_traders(tmp_path))


def now_as(talk: Conversation, principal: Principal) -> Conversation:
    return Conversation(talk.service, talk.session_id, principal)


async def test_a_change_of_a_question_is_answered_with_today_s_rights(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), NORTH)
    assert (await talk.say("amount by region")).rows == (("North", 140),)
    assert (await now_as(talk, SOUTH).refine("by customer")).rows == (("Ada", 200),)
    assert (await now_as(talk, MANAGER).say("only by region")).rows != ()


@pytest.mark.parametrize("request_", [Refine("by customer"), Visualize(ChartType.PIE)])
async def test_after_a_role_is_lost_what_it_showed_can_neither_be_changed_nor_drawn(
    traders: OpenWorker, request_: Refine | Visualize
) -> None:
    talk = await Conversation.begin(await traders(), FINANCE)
    await talk.say("cost by region")
    ending = await now_as(talk, MANAGER).turn(request_)
    assert isinstance(ending, Failed)
    assert ending.code == "nothing_to_refine"
    assert "cost" not in ending.message
    # The session works on, and the question is there again with the role.
    assert (await now_as(talk, MANAGER).say("amount by region")).answer.intent is Intent.QUERY
    assert (await talk.say("cost by region")).answer.intent is Intent.QUERY


async def test_what_follows_a_question_that_is_hidden_by_now_stands_alone(
    traders: OpenWorker,
) -> None:
    talk = await Conversation.begin(await traders(), FINANCE)
    await talk.say("cost by region")
    said = await now_as(talk, MANAGER).say("without the North")
    assert said.rows == ((205,),)
    assert "cost" not in repr(said).casefold()
    suggested = await talk.service.sessions.suggestions(MANAGER, talk.session_id)
    assert suggested
    assert not any("cost" in one.text.casefold() for one in suggested)


async def test_rows_of_other_rights_are_not_drawn_but_asked_for_again(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), MANAGER)
    assert len((await talk.say("amount by region")).rows) == 3
    drawn = await now_as(talk, NORTH).visualize("bar")
    assert drawn.rows == (("North", 140),)
    before = talk.service.datasources.get("traders").warehouse.executed
    assert (await now_as(talk, NORTH).visualize("table")).rows == (("North", 140),)
    assert talk.service.datasources.get("traders").warehouse.executed == before


async def test_going_back_passes_over_what_is_hidden(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), FINANCE)
    for sentence in ("amount by region", "cost by region", "orders by region"):
        await talk.say(sentence)
    assert (await now_as(talk, MANAGER).say("undo that")).answer.title == "Amount by region"
    # Gone back to the first one, there is none before it.
    again = await talk.say("undo that")
    assert again.answer.intent is Intent.CLARIFY


async def test_an_option_that_is_hidden_by_now_cannot_be_chosen(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), FINANCE)
    asked = await talk.say("best regions")
    assert asked.answer.asked_back is not None
    assert asked.answer.asked_back.options[0].label == "Top 10 regions by amount"
    chosen = await now_as(talk, alice()).say("1")
    assert chosen.answer.intent is Intent.CLARIFY
    assert chosen.rows == ()


async def test_a_rerun_and_a_fork_have_the_rights_of_who_asks_for_them(traders: OpenWorker) -> None:
    service = await traders()
    talk = await Conversation.begin(service, MANAGER)
    turn_id = await talk.begun(Ask("amount by region"))
    await service.runs.outcome(talk.session_id, turn_id)

    again = await now_as(talk, NORTH).turn(Rerun(turn_id))
    assert isinstance(again, Complete)
    assert again.answer.result is not None
    rows = await service.runs.rows(again.answer.result)
    assert rows is not None
    assert rows.rows == (("North", 140),)

    fork = await service.turns.fork(SOUTH, talk.session_id, turn_id)
    forked = Conversation(service, fork.session_id, SOUTH)
    assert (await forked.visualize("table")).rows == (("South", 200),)
    assert (await forked.refine("by customer")).rows == (("Ada", 200),)


async def test_without_its_claim_a_turn_fails_and_says_which_it_is(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), alice("clerk"))
    ending = await talk.turn(Ask("amount by region"))
    assert isinstance(ending, Failed)
    assert (ending.code, ending.details["claims"]) == ("claim_missing", ["regions"])
    assert (await now_as(talk, NORTH).say("amount by region")).rows == (("North", 140),)


async def test_a_run_that_another_worker_takes_over_keeps_its_rights(
    worker: OpenWorker, catalog: Path
) -> None:
    dying, living = await worker(catalog=catalog), await worker(catalog=catalog)
    talk = await Conversation.begin(dying, NORTH)
    run_id = await talk.begun(Ask("amount by region"))
    running = dying.worker.execution(talk.session_id, run_id)
    assert running is not None
    running.abandon(LeaseLost())

    ending = await asyncio.wait_for(living.runs.outcome(talk.session_id, run_id), 20)

    assert isinstance(ending, Complete)
    assert ending.answer.result is not None
    rows = await living.runs.rows(ending.answer.result)
    assert rows is not None
    assert rows.rows == (("North", 140),)
    run = await living.runs.get(NORTH, talk.session_id, run_id)
    assert run.attempts == 2


async def test_a_turn_that_waits_has_the_rights_it_came_with(traders: OpenWorker) -> None:
    talk = await Conversation.begin(await traders(), MANAGER)
    first = await talk.begun(Ask("amount by region"))
    accepted = await talk.service.runs.start(
        NORTH,
        talk.session_id,
        Ask("amount by region"),
        strategy=Strategy.ENQUEUE,
    )
    for run_id, count in ((first, 3), (accepted.run_id, 1)):
        ending = await talk.service.runs.outcome(talk.session_id, run_id)
        assert isinstance(ending, Complete)
        assert ending.answer.result is not None
        assert ending.answer.result.row_count == count


async def test_of_the_claims_only_those_the_catalog_speaks_of_are_kept(traders: OpenWorker) -> None:
    service = await traders()
    who = alice("clerk", regions="North", email="alice@acme.example", shoe="42")
    talk = await Conversation.begin(service, who)
    run_id = await talk.begun(Ask("amount by region"))
    await service.runs.outcome(talk.session_id, run_id)
    kept = b"".join(
        [
            value
            async for key in service.redis.scan_iter("*")
            if talk.session_id.encode() in key
            for value in await _values(service, key)
        ]
    )
    assert b"amount by region" in kept
    assert b"alice@acme.example" not in kept
    # A run goes on with the claim elsewhere, but the graph's state never holds it.
    assert b'"regions"' in kept
    state = await service.turns.state(who, talk.session_id, run_id)
    assert "regions" not in repr(state.values)


async def _values(service: Service, key: bytes) -> list[bytes]:
    client: Any = service.redis
    match await client.type(key):
        case b"hash":
            stored = await client.hgetall(key)
            return [*stored, *stored.values()]
        case b"list":
            return list(await client.lrange(key, 0, -1))
        case b"stream":
            return [repr(entry).encode() for entry in await client.xrange(key)]
        case b"string":
            return [await client.get(key)]
    return []


async def test_a_run_that_was_accepted_before_there_were_rights_has_none() -> None:
    old = b'{"follow_up":{"turn_id":"t","kind":"message","at":"2025-01-01T00:00:00Z","text":"x"},'
    old += b'"once":null}'
    record = read_record(old)
    assert record.viewer.roles == ()
    for value in ("North", 1, True, ("North", 1.5)):
        viewer = Principal("acme", "alice", ("clerk",), (("regions", value),)).viewer(["regions"])
        read = read_record(write_record(Record(record.follow_up, "once", viewer)))
        assert read.viewer == viewer
        assert repr(read.viewer.claims) == repr(viewer.claims)


async def test_nothing_of_another_tenant_is_told_in_a_whole_conversation(
    traders: OpenWorker,
) -> None:
    talk = await Conversation.begin(await traders(), MANAGER)
    told = []
    for sentence in (
        "what can I ask", "amount by region", "by customer", "quantity by product",
        "amount by month", "top 3 customers by amount", "list the orders", "salaries",
        "what does region mean", "which dimensions are there", "share of amount by segment",
    ):  # fmt: skip
        said = await talk.say(sentence)
        told.append(repr(said))
        offers = await talk.service.sessions.suggestions(MANAGER, talk.session_id)
        told += [one.text for one in offers]
    history = await talk.service.sessions.history(MANAGER, talk.session_id)
    told += [message.content for message in history.messages]
    assert "Ada" in "".join(told)
    assert [secrets_in(text) for text in told if secrets_in(text)] == []
