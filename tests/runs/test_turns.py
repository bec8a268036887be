"""Turns on a session: one at a time, each ended once, nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bi.model.chart import ChartType
from bi.model.errors import NothingToRefine, SessionBusy, UnknownSession
from demo.location import CATALOG
from nodes.answer import Intent
from nodes.events import Cancelled, Complete, Failed, Progress, Text
from runs.model import Accepted, Ask, Principal, Refine, Visualize
from runs.service import Service, ServiceOptions, open_service
from tests.conversation import ALICE, Conversation
from tests.slow import slow_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_events_tell_of_every_node_and_end_once(service: Service) -> None:
    talk = await Conversation.begin(service)
    run_id = await talk.begun(Ask("revenue by region"))
    events = [stored async for stored in service.runs.events(talk.session_id, run_id)]

    announced = [e.event.node for e in events if isinstance(e.event, Progress)]
    assert list(dict.fromkeys(announced)) == ["router", "sql", "viz", "insight"]
    ending = events[-1].event
    assert isinstance(ending, Complete)
    assert "".join(e.event.content for e in events if isinstance(e.event, Text)) == (
        ending.answer.text
    )
    assert not any(isinstance(e.event, Complete | Failed | Cancelled) for e in events[:-1])
    assert ending.answer.elapsed_ms > 0


async def test_a_reader_continues_after_the_event_it_saw_last(service: Service) -> None:
    talk = await Conversation.begin(service)
    run_id = await talk.begun(Ask("revenue by region"))
    every = [stored async for stored in service.runs.events(talk.session_id, run_id)]
    rest = [
        stored async for stored in service.runs.events(talk.session_id, run_id, after=every[1].id)
    ]
    assert rest == every[2:]


async def test_of_two_messages_at_once_one_runs_and_the_other_is_told(service: Service) -> None:
    talk = await Conversation.begin(service)
    outcomes = await asyncio.gather(
        service.runs.start(ALICE, talk.session_id, Ask("revenue by region")),
        service.runs.start(ALICE, talk.session_id, Ask("profit by region")),
        return_exceptions=True,
    )
    assert {type(outcome) for outcome in outcomes} == {Accepted, SessionBusy}
    (run_id,) = (outcome.run_id for outcome in outcomes if isinstance(outcome, Accepted))
    assert isinstance(await service.runs.outcome(talk.session_id, run_id), Complete)

    # The lock is free before the ending is seen, and the refused message left no trace.
    await talk.say("profit by region")
    history = await service.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * 2


@pytest.mark.parametrize("request_", [Refine("by month"), Visualize(ChartType.PIE)])
async def test_there_is_nothing_to_refine_or_draw_before_the_first_answer(
    service: Service, request_: Refine | Visualize
) -> None:
    talk = await Conversation.begin(service)
    with pytest.raises(NothingToRefine):
        await service.runs.start(ALICE, talk.session_id, request_)
    await talk.say("revenue by region")
    assert isinstance(await talk.turn(request_), Complete)


async def test_a_chart_that_cannot_be_drawn_fails_the_turn_and_keeps_the_analysis(
    service: Service,
) -> None:
    talk = await Conversation.begin(service)
    await talk.say("total revenue in 2025")
    ending = await talk.turn(Visualize(ChartType.SCATTER))
    assert isinstance(ending, Failed)
    assert ending.code == "chart_not_possible"
    assert "kpi" in ending.details["possible"]
    assert (await talk.refine("by region")).columns[0] == "region"


async def test_a_clarification_is_answered_by_the_number_of_an_option(service: Service) -> None:
    talk = await Conversation.begin(service)
    asked = await talk.say("Who are our best customers?")
    assert asked.answer.intent is Intent.CLARIFY
    assert asked.answer.asked_back is not None
    assert 1 < len(asked.answer.asked_back.options) <= 3
    answered = await talk.say("2")
    assert answered.answer.intent is Intent.QUERY
    assert answered.rows


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path, demo_database: Path) -> None:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    options = ServiceOptions(data_dir=tmp_path)
    async with open_service(options) as service:
        talk = await Conversation.begin(service)
        await talk.say("monthly revenue for 2024")
    async with open_service(options) as service:
        talk = Conversation(service, talk.session_id)
        refined = await talk.refine("Break this down by product category")
        assert refined.columns[:2] == ("month", "category")
        history = await service.sessions.history(ALICE, talk.session_id)
        assert history.total == 4
        assert [message.content for message in history.messages[::2]] == [
            "monthly revenue for 2024",
            "Break this down by product category",
        ]


async def test_a_database_that_is_away_fails_the_turn_and_is_found_again(
    tmp_path: Path, demo_database: Path
) -> None:
    file = tmp_path / "demo.duckdb"
    file.symlink_to(tmp_path / "not yet.duckdb")
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG.read_text())
    async with open_service(ServiceOptions(data_dir=tmp_path / "data", catalog=catalog)) as service:
        talk = await Conversation.begin(service)
        ending = await talk.turn(Ask("revenue by region"))
        assert isinstance(ending, Failed)
        assert (ending.code, ending.retryable) == ("database_unavailable", True)
        assert str(tmp_path) not in ending.message
        assert (await service.ready())["database:demo"] is False

        file.unlink()
        file.symlink_to(demo_database)
        assert (await talk.say("revenue by region")).rows
        assert (await service.ready()) == {"store": True, "database:demo": True}


async def test_a_cancelled_turn_ends_once_and_the_session_works_on(
    tmp_path: Path, valkey_url: str
) -> None:
    options = ServiceOptions(
        data_dir=tmp_path, catalog=slow_catalog(tmp_path), redis_url=valkey_url
    )
    async with open_service(options) as service:
        talk = await Conversation.begin(service)
        run_id = await talk.begun(Ask("total work"))
        async for stored in service.runs.events(talk.session_id, run_id):
            if isinstance(stored.event, Progress) and stored.event.node == "sql":
                break
        await service.runs.cancel(ALICE, talk.session_id, run_id)
        assert isinstance(await service.runs.outcome(talk.session_id, run_id), Cancelled)
        events = [stored.event async for stored in service.runs.events(talk.session_id, run_id)]
        assert [isinstance(e, Complete | Failed | Cancelled) for e in events].count(True) == 1

        history = await service.sessions.history(ALICE, talk.session_id)
        assert history.messages[-1].metadata["cancelled"] is True
        assert (await talk.say("what can I ask?")).answer.intent is Intent.DESCRIBE


@pytest.mark.parametrize("seen", range(8))
async def test_wherever_a_turn_is_cancelled_the_next_one_goes_on_from_what_was_answered(
    service: Service, seen: int
) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region")
    run_id = await talk.begun(Ask("profit by channel in 2025"))
    events = service.runs.events(talk.session_id, run_id)
    for _ in range(seen):
        await anext(events)
    await service.runs.cancel(ALICE, talk.session_id, run_id)
    ending = await service.runs.outcome(talk.session_id, run_id)

    said = await talk.say("only 2024")
    about = "Revenue by region" if isinstance(ending, Cancelled) else "Profit by channel"
    assert said.answer.title == f"{about} in 2024"
    history = await service.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * 3


async def test_another_tenant_or_user_sees_no_session(service: Service) -> None:
    talk = await Conversation.begin(service)
    for stranger in (Principal("other-corp", "alice"), Principal("acme-corp", "bob")):
        with pytest.raises(UnknownSession):
            await service.runs.start(stranger, talk.session_id, Ask("revenue"))
        with pytest.raises(UnknownSession):
            await service.sessions.delete(stranger, talk.session_id)
        with pytest.raises(UnknownSession):
            await service.sessions.history(stranger, talk.session_id)
        listed = await service.sessions.list(stranger)
        assert listed.sessions == ()
    assert (await service.sessions.get(Principal("acme-corp"), talk.session_id)).user_id == "alice"


async def test_sessions_are_listed_by_page_newest_first(service: Service) -> None:
    carol = Principal("acme-corp", "carol")
    made = [(await Conversation.begin(service, carol)).session_id for _ in range(5)]
    found: list[str] = []
    cursor = None
    while True:
        page = await service.sessions.list(carol, limit=2, cursor=cursor)
        assert page.total == 5
        found += [session.session_id for session in page.sessions]
        if (cursor := page.next_cursor) is None:
            break
    assert sorted(found) == sorted(made)
    assert len(found) == len(set(found))


async def test_a_deleted_session_leaves_no_key(service: Service) -> None:
    dave = Principal("other-corp", "dave")
    before = {key async for key in service.redis.scan_iter("*")}
    talk = await Conversation.begin(service, dave)
    await talk.say("revenue by region")
    await service.sessions.delete(dave, talk.session_id)
    left = {key async for key in service.redis.scan_iter("*")} - before
    # Rows are shared by content and end by their own lifetime; so does what refers to them.
    assert {key for key in left if b":result:" not in key and b":cached:" not in key} == set()
    with pytest.raises(UnknownSession):
        await service.sessions.get(dave, talk.session_id)


async def test_history_is_read_by_page(service: Service) -> None:
    talk = await Conversation.begin(service)
    for sentence in ("revenue by region", "profit by region"):
        await talk.say(sentence)
    page = await service.sessions.history(ALICE, talk.session_id, limit=2, offset=1)
    assert page.total == 4
    assert [(m.role, m.metadata.get("intent")) for m in page.messages] == [
        ("assistant", "query"),
        ("user", None),
    ]
    assert page.messages[1].content == "profit by region"


async def test_suggestions_are_sentences_that_are_answered(service: Service) -> None:
    talk = await Conversation.begin(service)
    starters = await service.sessions.suggestions(ALICE, talk.session_id)
    assert starters
    assert {suggestion.kind for suggestion in starters} == {"question"}
    await talk.say("revenue by region in 2025")
    offered = await service.sessions.suggestions(ALICE, talk.session_id)
    assert {suggestion.kind for suggestion in offered} >= {"refine", "chart"}
    for suggestion in (*starters, *offered):
        fresh = await Conversation.begin(service)
        await fresh.say("revenue by region in 2025")
        said = await fresh.say(suggestion.text)
        assert said.answer.intent is not Intent.CLARIFY, suggestion
