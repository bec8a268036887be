"""Turns about a stored dashboard: what they make of it is its next version."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bi.model.dashboard import Dashboard
from bi.model.errors import LeaseLost, UnknownDashboard
from nodes.answer import Intent
from nodes.events import Complete, Failed, Terminal
from runs.model import Compose, Principal, Rerun, Strategy
from runs.service import Service
from tests.runs.dashboards.boards import BY_REGION, TOTAL, board

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE = Principal("words", "alice")


async def said(service: Service, dashboard_id: str, text: str) -> Terminal:
    line = await service.talks.line(ALICE, dashboard_id)
    session = await service.talks.session(ALICE, line)
    turn = Compose(text, stored_id=dashboard_id)
    run = await service.runs.start(ALICE, session.session_id, turn, strategy=Strategy.ENQUEUE)
    return await service.runs.outcome(session.session_id, run.run_id)


def made(ending: Terminal) -> Dashboard:
    assert isinstance(ending, Complete), ending
    assert ending.answer.dashboard is not None, ending.answer.text
    return ending.answer.dashboard


async def test_words_make_a_dashboard(service: Service) -> None:
    text = "a sales dashboard for 2025 with revenue by month and revenue by region"
    draft = await service.talks.draft(ALICE, text)
    dashboard = made(await said(service, draft.dashboard_id, text))
    stored = await service.dashboards.get(ALICE, draft.dashboard_id)
    assert stored.dashboard == dashboard
    assert (stored.line.version, stored.version.said) == (1, text)
    assert len(dashboard.tiles) == 2


async def test_words_change_what_is_stored_now(service: Service) -> None:
    """Not what the conversation knew: somebody wrote the dashboard meanwhile."""
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    made(await said(service, id_, "add a bar chart of orders by region"))
    await service.dashboards.update(ALICE, id_, board("Sales", BY_REGION), version=2)
    dashboard = made(await said(service, id_, "change the chart to a pie"))
    assert [tile.chart for tile in dashboard.tiles] == ["pie"]
    stored = await service.dashboards.get(ALICE, id_)
    assert (stored.dashboard, stored.line.version) == (dashboard, 4)


async def test_sentences_that_wait_build_upon_one_another(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    by = ("region", "category", "segment")
    endings = await asyncio.gather(
        *(said(service, id_, f"add a bar chart of revenue by {name}") for name in by)
    )
    assert all(isinstance(one, Complete) for one in endings), endings
    stored = await service.dashboards.get(ALICE, id_)
    assert (len(stored.dashboard.tiles), stored.line.version) == (4, 4)


async def test_undo_takes_back_the_last_change_whoever_made_it(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    both = made(await said(service, id_, "add a bar chart of orders by region"))
    await service.dashboards.update(ALICE, id_, board("Sales", BY_REGION), version=2)
    assert made(await said(service, id_, "undo")) == both
    assert made(await said(service, id_, "undo")) == board("Sales", TOTAL)
    told = await service.dashboards.versions(ALICE, id_)
    assert [one.tiles for one in told] == [1, 2, 1, 2, 1]


async def test_a_look_is_no_version(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", BY_REGION))).line.dashboard_id
    ending = await said(service, id_, "what stands out here?")
    assert isinstance(ending, Complete)
    assert ending.answer.intent is Intent.DASHBOARD
    assert (await service.dashboards.get(ALICE, id_)).line.version == 1


async def test_a_change_that_came_between_is_not_written_over(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    begin, between = service.talks._store.begin, asyncio.Event()

    async def begin_and_wait(*who: object) -> object:
        found = await begin(*who)  # type: ignore[arg-type]
        await service.dashboards.update(ALICE, id_, board("Sales", BY_REGION), version=1)
        between.set()
        return found

    service.talks._store.begin = begin_and_wait  # type: ignore[method-assign, assignment]
    try:
        ending = await said(service, id_, "add a bar chart of orders by region")
    finally:
        service.talks._store.begin = begin  # type: ignore[method-assign]
    assert between.is_set()
    assert isinstance(ending, Failed)
    assert (ending.code, ending.details) == ("dashboard_changed", {"version": 2})
    stored = await service.dashboards.get(ALICE, id_)
    assert stored.dashboard == board("Sales", BY_REGION)
    dashboard = made(await said(service, id_, "add a bar chart of orders by region"))
    assert dashboard.tiles[0] == BY_REGION


async def test_a_rerun_changes_nothing(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    ending = await said(service, id_, "add a bar chart of orders by region")
    assert isinstance(ending, Complete)
    session = (await service.talks.line(ALICE, id_)).session_id or ""
    again = await service.runs.start(ALICE, session, Rerun(ending.answer.turn_id))
    await service.runs.outcome(session, again.run_id)
    assert (await service.dashboards.get(ALICE, id_)).line.version == 2


async def test_a_dashboard_that_is_gone_has_no_answer(service: Service) -> None:
    line = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line
    session = await service.talks.session(ALICE, line)
    await service.dashboards.delete(ALICE, line.dashboard_id)
    turn = Compose("add a bar chart of orders by region", stored_id=line.dashboard_id)
    run = await service.runs.start(ALICE, session.session_id, turn)
    ending = await service.runs.outcome(session.session_id, run.run_id)
    assert isinstance(ending, Failed)
    assert ending.code == UnknownDashboard.code


async def test_what_was_said_is_in_the_history(service: Service) -> None:
    id_ = (await service.dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    await said(service, id_, "add a bar chart of orders by region")
    session = (await service.talks.line(ALICE, id_)).session_id or ""
    page = await service.sessions.history(ALICE, session)
    assert [message.role for message in page.messages] == ["user", "assistant"]
    assert page.messages[0].content == "add a bar chart of orders by region"


async def test_another_worker_finishes_what_one_began(
    worker: Callable[..., Awaitable[Service]],
) -> None:
    first = await worker()
    line = (await first.dashboards.create(ALICE, board("Sales", TOTAL))).line
    session = await first.talks.session(ALICE, line)
    keep = first.talks.keep

    async def keep_and_die(*given: object) -> int:
        await keep(*given)  # type: ignore[arg-type]
        raise LeaseLost

    first.talks.keep = keep_and_die  # type: ignore[method-assign, assignment]
    second = await worker()
    turn = Compose("add a bar chart of orders by region", stored_id=line.dashboard_id)
    run = await first.runs.start(ALICE, session.session_id, turn)
    ending = await second.runs.outcome(session.session_id, run.run_id)
    assert isinstance(ending, Complete)
    stored = await second.dashboards.get(ALICE, line.dashboard_id)
    assert (stored.line.version, len(stored.dashboard.tiles)) == (2, 2)
