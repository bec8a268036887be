"""Events again, turns looked at, begun from, and run once more."""

from __future__ import annotations

import asyncio

import pytest

from bi.model.chart import ChartType
from bi.model.errors import (
    InvalidEventId,
    TurnNotRestored,
    UnknownRun,
    UnknownSession,
    UnknownTurn,
)
from nodes.events import Complete, Failed
from runs import event_log, keys
from runs.model import Ask, Outcome, Principal, Rerun, StoredEvent, Visualize
from runs.service import Service
from tests.conversation import ALICE, Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def told(
    service: Service, talk: Conversation, run_id: str, after: str = "0"
) -> list[StoredEvent]:
    return [stored async for stored in service.runs.events(talk.session_id, run_id, after=after)]


async def conversation(service: Service) -> tuple[Conversation, list[str]]:
    """Three turns, and their ids."""
    talk = await Conversation.begin(service)
    ids = [
        (await talk.say(text)).answer.turn_id
        for text in ("revenue by region", "by month", "only 2024")
    ]
    return talk, ids


async def test_readers_on_any_worker_see_the_same_from_wherever_they_go_on(
    service: Service,
) -> None:
    talk = await Conversation.begin(service)
    run_id = await talk.begun(Ask("revenue by region"))
    here, there = await asyncio.gather(told(service, talk, run_id), told(service, talk, run_id))
    assert here == there
    assert [stored.id for stored in here] == [f"{n}-0" for n in range(1, len(here) + 1)]
    for position, stored in enumerate(here):
        assert await told(service, talk, run_id, after=stored.id) == here[position + 1 :]


async def test_a_run_whose_log_has_expired_is_told_by_its_ending(service: Service) -> None:
    talk = await Conversation.begin(service)
    answered = (await talk.say("revenue by region")).answer
    failed = await talk.turn(Visualize(ChartType.HISTOGRAM))
    turns = (await service.turns.page(ALICE, talk.session_id)).turns
    for turn in turns:
        await service.redis.unlink(keys.events(talk.session_id, turn.run_id))
    (first,), (second,) = [await told(service, talk, turn.run_id) for turn in turns]
    assert isinstance(first.event, Complete)
    assert first.event.answer.text == answered.text
    assert isinstance(failed, Failed)
    assert second.event == failed


@pytest.mark.parametrize("bad", ["", "x", "-1", "1-0-0", "1-1", "9" * 30, "1\n"])
async def test_an_id_that_no_stream_gave_is_refused(service: Service, bad: str) -> None:
    talk = await Conversation.begin(service)
    run_id = (await talk.say("revenue by region")).answer.turn_id
    with pytest.raises(InvalidEventId):
        await told(service, talk, run_id, after=bad)
    assert event_log.number_of("12-0") == 12


async def test_a_run_of_another_session_is_unknown(service: Service) -> None:
    talk, other = await Conversation.begin(service), await Conversation.begin(service)
    run_id = (await talk.say("revenue by region")).answer.turn_id
    with pytest.raises(UnknownRun):
        await told(service, other, run_id)
    with pytest.raises(UnknownRun):
        await service.runs.get(ALICE, other.session_id, run_id)
    with pytest.raises(UnknownTurn):
        await service.turns.get(ALICE, other.session_id, run_id)


async def test_turns_are_listed_with_what_became_of_them(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region")
    await talk.turn(Visualize(ChartType.HISTOGRAM))
    await talk.say("what can I ask?")
    page = await service.turns.page(ALICE, talk.session_id)
    assert page.total == 3
    assert [(t.kind, t.said, t.outcome, t.intent, t.error_code) for t in page.turns] == [
        ("message", "revenue by region", Outcome.COMPLETE, "query", None),
        ("visualize", "Show it as histogram", Outcome.ERROR, None, "chart_not_possible"),
        ("message", "what can I ask?", Outcome.COMPLETE, "describe", None),
    ]
    assert page.turns[0].title == "Revenue by region"
    assert len({turn.checkpoint_id for turn in page.turns}) == 3
    second = await service.turns.page(ALICE, talk.session_id, limit=1, offset=1)
    assert second.turns == page.turns[1:2]


async def test_the_state_at_any_turn_can_be_read(service: Service) -> None:
    talk, ids = await conversation(service)
    states = [await service.turns.state(ALICE, talk.session_id, turn_id) for turn_id in ids]
    assert [state.values["analysis"]["title"] for state in states] == [
        "Revenue by region",
        "Revenue by month and region",
        "Revenue by month and region in 2024",
    ]
    assert [len(state.values["messages"]) for state in states] == [2, 4, 6]
    assert [state.parent_id for state in states[1:]] == [s.checkpoint_id for s in states[:-1]]
    assert all(state.next_nodes == ("await_follow_up",) for state in states)
    detail = await service.turns.get(ALICE, talk.session_id, ids[1])
    assert detail.answer is not None
    assert detail.answer.title == "Revenue by month and region"


async def test_a_fork_goes_on_from_its_turn_and_leaves_the_source_alone(service: Service) -> None:
    talk, ids = await conversation(service)
    fork = await service.turns.fork(ALICE, talk.session_id, ids[1])
    assert fork.forked_from is not None
    assert (fork.forked_from.session_id, fork.forked_from.turn_id) == (talk.session_id, ids[1])
    forked = Conversation(service, fork.session_id)
    history = await service.sessions.history(ALICE, fork.session_id)
    source = await service.sessions.history(ALICE, talk.session_id)
    assert history.messages == source.messages[:4]
    assert fork.message_count == 4

    assert (await forked.say("only 2023")).answer.title == "Revenue by month and region in 2023"
    assert (await talk.say("as a table")).answer.title == "Revenue by month and region in 2024"
    turns = await service.turns.page(ALICE, fork.session_id)
    assert [turn.said for turn in turns.turns] == ["revenue by region", "by month", "only 2023"]
    state = await service.turns.state(ALICE, fork.session_id, ids[0])
    assert state.values["analysis"]["title"] == "Revenue by region"
    (ending,) = await told(service, forked, ids[1])
    assert isinstance(ending.event, Complete)

    # A fork of a fork, after its source is gone.
    await service.sessions.delete(ALICE, talk.session_id)
    again = await service.turns.fork(ALICE, fork.session_id, ids[0], title="Second thoughts")
    assert again.title == "Second thoughts"
    found = await service.sessions.list(ALICE, query="second region")
    assert [session.session_id for session in found.sessions] == [again.session_id]
    said = await Conversation(service, again.session_id).say("by month")
    assert said.answer.title == "Revenue by month and region"


async def test_a_fork_asked_for_twice_is_one(service: Service) -> None:
    talk, ids = await conversation(service)
    key = f"fork-of-{talk.session_id}"
    forks = [
        await service.turns.fork(ALICE, talk.session_id, ids[0], idempotency_key=key)
        for _ in range(2)
    ]
    assert forks[0].session_id == forks[1].session_id
    assert (await service.sessions.history(ALICE, forks[0].session_id)).total == 2


async def test_a_rerun_stands_beside_the_old_answer_and_changes_nothing(service: Service) -> None:
    talk, ids = await conversation(service)
    before = await service.sessions.get(ALICE, talk.session_id)
    ending = await talk.turn(Rerun(ids[1]))
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"
    assert ending.answer.turn_id == ids[1]

    detail = await service.turns.get(ALICE, talk.session_id, ids[1])
    assert detail.answer is not None
    assert detail.answer.text == ending.answer.text
    (rerun,) = detail.reruns
    assert (rerun.is_rerun, rerun.outcome, rerun.checkpoint_id) == (True, Outcome.COMPLETE, None)
    assert await told(service, talk, rerun.run_id)

    assert await service.sessions.get(ALICE, talk.session_id) == before
    assert (await service.sessions.history(ALICE, talk.session_id)).total == 6
    assert (await service.turns.page(ALICE, talk.session_id)).total == 3
    assert (await talk.say("only 2023")).answer.title == "Revenue by month and region in 2023"


async def test_the_first_turn_is_run_again_from_nothing(service: Service) -> None:
    talk, ids = await conversation(service)
    ending = await talk.turn(Rerun(ids[0]))
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by region"
    with pytest.raises(UnknownTurn):
        await talk.turn(Rerun("no such turn"))
    (rerun,) = (await service.turns.get(ALICE, talk.session_id, ids[0])).reruns
    with pytest.raises(UnknownTurn):
        await talk.turn(Rerun(rerun.run_id))


async def test_a_turn_without_an_answer_leaves_no_state(service: Service) -> None:
    talk, _ = await conversation(service)
    run_id = await talk.begun(Ask("profit by channel"))
    run = await service.runs.cancel(ALICE, talk.session_id, run_id)
    assert run.outcome is Outcome.CANCELLED
    with pytest.raises(TurnNotRestored):
        await service.turns.state(ALICE, talk.session_id, run_id)
    with pytest.raises(TurnNotRestored):
        await service.turns.fork(ALICE, talk.session_id, run_id)
    assert (await service.turns.get(ALICE, talk.session_id, run_id)).answer is None
    assert isinstance(await talk.turn(Rerun(run_id)), Complete)


async def test_a_stranger_sees_no_turn(service: Service) -> None:
    talk, ids = await conversation(service)
    stranger = Principal("other-corp", "alice")
    for ask in (
        service.turns.page(stranger, talk.session_id),
        service.turns.get(stranger, talk.session_id, ids[0]),
        service.turns.state(stranger, talk.session_id, ids[0]),
        service.turns.fork(stranger, talk.session_id, ids[0]),
        service.runs.get(stranger, talk.session_id, ids[0]),
        service.runs.cancel(stranger, talk.session_id, ids[0]),
        service.runs.start(stranger, talk.session_id, Rerun(ids[0])),
    ):
        with pytest.raises(UnknownSession):
            await ask
