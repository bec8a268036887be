"""The same request sent twice is one turn."""

from __future__ import annotations

import asyncio

import pytest

from bi.model.errors import IdempotencyKeyReused
from runs.model import Ask, Principal, Refine, RunStatus
from runs.service import Service
from tests.conversation import ALICE, Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASK = Ask("revenue by region")


async def test_a_repeated_key_returns_the_first_run(service: Service) -> None:
    talk = await Conversation.begin(service)
    runs = service.runs
    first = await runs.start(ALICE, talk.session_id, ASK, idempotency_key="k")
    told = [stored async for stored in runs.events(talk.session_id, first.run_id)]
    again = await runs.start(ALICE, talk.session_id, ASK, idempotency_key="k")
    assert (again.run_id, again.repeated) == (first.run_id, True)
    assert again.status is RunStatus.ENDED
    assert [stored async for stored in runs.events(talk.session_id, again.run_id)] == told
    assert (await service.sessions.history(ALICE, talk.session_id)).total == 2


async def test_of_many_at_once_one_runs_and_all_get_it(service: Service) -> None:
    talk = await Conversation.begin(service)
    accepted = await asyncio.gather(
        *(
            service.runs.start(ALICE, talk.session_id, ASK, idempotency_key="at once")
            for _ in range(20)
        )
    )
    assert len({each.run_id for each in accepted}) == 1
    assert [each.repeated for each in accepted].count(False) == 1
    await service.runs.outcome(talk.session_id, accepted[0].run_id)
    assert (await service.turns.page(ALICE, talk.session_id)).total == 1


@pytest.mark.parametrize("other", [Ask("profit by region"), Refine("revenue by region")])
async def test_a_key_that_comes_with_another_request_is_refused(
    service: Service, other: Ask | Refine
) -> None:
    talk = await Conversation.begin(service)
    await service.runs.start(ALICE, talk.session_id, ASK, idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await service.runs.start(ALICE, talk.session_id, other, idempotency_key="k")


async def test_a_key_is_the_callers_and_the_sessions_own(service: Service) -> None:
    talk, other = await Conversation.begin(service), await Conversation.begin(service)
    mine = await service.runs.start(ALICE, talk.session_id, ASK, idempotency_key="k")
    await service.runs.outcome(talk.session_id, mine.run_id)
    elsewhere = await service.runs.start(ALICE, other.session_id, ASK, idempotency_key="k")
    tenant = Principal(ALICE.tenant_id)
    theirs = await service.runs.start(tenant, talk.session_id, ASK, idempotency_key="k")
    assert len({mine.run_id, elsewhere.run_id, theirs.run_id}) == 3
    assert [each.repeated for each in (mine, elsewhere, theirs)] == [False] * 3
