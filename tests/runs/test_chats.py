"""A user's conversation with a datasource: one, kept, the same everywhere, cleared on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bi.model.errors import UnknownDatasource, UnknownSession
from nodes.events import Complete
from runs import keys
from runs.chats import Sent
from runs.model import Ask, Principal, Refine, RunStatus, Speaker, TurnRequest
from runs.service import Service
from tests.slow import slow_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]

QUESTION = Ask("revenue by region in 2024")


def speaker(user: str) -> Speaker:
    return Speaker(Principal("acme-corp", user))


async def answered(service: Service, sent: Sent) -> Complete:
    run = sent.session.session_id, sent.accepted.run_id
    ending = await service.runs.outcome(*run)
    assert isinstance(ending, Complete), ending
    return ending


async def said(service: Service, who: Speaker, turn: TurnRequest) -> Sent:
    sent = await service.chats.send(who, "demo", turn)
    await answered(service, sent)
    return sent


async def history(service: Service, who: Speaker, session_id: str) -> list[str]:
    page = await service.sessions.history(who.principal, session_id)
    return [message.content for message in page.messages if message.role == "user"]


async def test_messages_go_on_in_one_session_that_is_listed_like_any(service: Service) -> None:
    who = speaker("one-session")
    first = await said(service, who, QUESTION)
    second = await service.chats.send(who, "demo", Refine("only 2025"))
    answer = (await answered(service, second)).answer
    assert answer.title == "Revenue by region in 2025"
    listed = await service.sessions.list(who.principal)
    assert [s.session_id for s in listed.sessions] == [first.session.session_id]
    assert listed.sessions[0].datasource_id == "demo"
    assert await history(service, who, first.session.session_id) == [
        QUESTION.text,
        "only 2025",
    ]


async def test_first_messages_at_once_make_one_session(
    service: Service, worker: OpenWorker
) -> None:
    who = speaker("at-once")
    other = await worker()
    sent = await asyncio.gather(
        *(one.chats.send(who, "demo", Ask("orders by region")) for one in (service, other) * 4)
    )
    assert len({one.session.session_id for one in sent}) == 1
    for one in sent:
        await answered(service, one)
    assert (await service.sessions.list(who.principal)).total == 1


async def test_a_chat_survives_a_restart(worker: OpenWorker) -> None:
    who = speaker("restart")
    before = await said(await worker(), who, QUESTION)
    after = await said(await worker(), who, Refine("by month"))
    assert after.session.session_id == before.session.session_id


async def test_users_have_chats_of_their_own(service: Service) -> None:
    tenant = Principal("acme-corp")
    names = [Speaker(tenant), Speaker(tenant, "named"), Speaker(tenant, "other")]
    ids = [(await service.chats.session(who, "demo")).session_id for who in names]
    assert len(set(ids)) == 3
    assert [(await service.sessions.find(one)).user_id for one in ids] == [
        "anonymous",
        "named",
        "other",
    ]
    of_token = await service.chats.session(speaker("named"), "demo")
    assert of_token.session_id == ids[1]
    elsewhere = Speaker(replace(tenant, tenant_id="other-corp"), "named")
    assert (await service.chats.session(elsewhere, "demo")).session_id != ids[1]


async def test_an_unknown_datasource_is_refused(service: Service) -> None:
    who = speaker("unknown")
    with pytest.raises(UnknownDatasource):
        await service.chats.send(who, "nowhere", QUESTION)
    with pytest.raises(UnknownDatasource):
        await service.chats.clear(who, "nowhere")
    assert (await service.sessions.list(who.principal)).total == 0


async def test_a_cleared_chat_is_gone_and_the_next_message_begins_anew(service: Service) -> None:
    who = speaker("cleared")
    before = await said(service, who, QUESTION)
    await service.chats.clear(who)
    await service.chats.clear(who)
    with pytest.raises(UnknownSession):
        await service.sessions.get(who.principal, before.session.session_id)
    after = await said(service, who, Ask("orders by region"))
    assert after.session.session_id != before.session.session_id
    assert (await service.sessions.list(who.principal)).total == 1
    assert await history(service, who, after.session.session_id) == ["orders by region"]


async def test_clearing_ends_what_runs_and_what_waits(worker: OpenWorker, tmp_path: Path) -> None:
    slow = await worker(catalog=slow_catalog(tmp_path))
    who = speaker("busy")
    sent = [await slow.chats.send(who, "slow", Ask("total work")) for _ in range(3)]
    assert [one.accepted.status for one in sent] == [
        RunStatus.RUNNING,
        RunStatus.QUEUED,
        RunStatus.QUEUED,
    ]
    await slow.chats.clear(who, "slow")
    assert (await slow.sessions.list(who.principal)).total == 0


async def test_a_session_deleted_elsewhere_is_followed_by_a_new_one(service: Service) -> None:
    who = speaker("deleted")
    before = await said(service, who, QUESTION)
    await service.sessions.delete(who.principal, before.session.session_id)
    after = await said(service, who, QUESTION)
    assert after.session.session_id != before.session.session_id


async def test_a_turn_aside_knows_the_chat_and_leaves_no_trace(service: Service) -> None:
    who = speaker("aside")
    chat = await said(service, who, QUESTION)
    aside = await service.chats.send_aside(who, "demo", Refine("only 2025"))
    assert (await answered(service, aside)).answer.title == "Revenue by region in 2025"
    service.chats.drop(who, aside.session.session_id)
    await service.chats.close()
    listed = await service.sessions.list(who.principal)
    assert [s.session_id for s in listed.sessions] == [chat.session.session_id]
    assert await history(service, who, chat.session.session_id) == [QUESTION.text]


async def test_a_turn_aside_needs_no_chat(service: Service) -> None:
    who = speaker("first-aside")
    aside = await service.chats.send_aside(who, "demo", QUESTION)
    await answered(service, aside)
    service.chats.drop(who, aside.session.session_id)
    await service.chats.close()
    assert (await service.sessions.list(who.principal)).total == 0


async def test_names_cannot_reach_into_one_another(service: Service) -> None:
    one = keys.chat("acme-corp", "a:chat:b", "c")
    other = keys.chat("acme-corp", "a", "b:chat:c")
    assert one != other
