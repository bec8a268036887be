"""Stored dashboards: whose they are, their versions, and who comes first."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bi.model.dashboard import Dashboard
from bi.model.errors import (
    DashboardChanged,
    DashboardNotOwned,
    DashboardTooLarge,
    IdempotencyKeyReused,
    UnknownDashboard,
    UnknownDatasource,
    UnknownVersion,
)
from runs import keys
from runs.dashboard_records import Change, Sharing
from runs.dashboard_store import MOST_BYTES, MOST_VERSIONS
from runs.listing import BadCursor
from runs.model import Principal
from runs.service import Service
from runs.session_text import InvalidTitle
from tests.runs.dashboards.boards import BY_REGION, MONTHLY, TOTAL, board

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE = Principal("boards", "alice")
BOB = Principal("boards", "bob")
TENANT = Principal("boards")
ELSEWHERE = Principal("others", "alice")


async def test_what_was_kept_is_read_back(service: Service) -> None:
    made = await service.dashboards.create(ALICE, board(), user_id=None)
    assert made.dashboard == board()
    line = made.line
    assert (line.tenant_id, line.user_id, line.datasource_id) == ("boards", "alice", "demo")
    assert (line.title, line.version, made.version.tiles) == ("Sales", 1, 3)
    assert await service.dashboards.get(ALICE, line.dashboard_id) == made


@pytest.mark.parametrize("stranger", [BOB, ELSEWHERE, Principal("others")])
async def test_nobody_else_sees_it(service: Service, stranger: Principal) -> None:
    made = (await service.dashboards.create(ALICE, board())).line
    for call in (
        service.dashboards.get(stranger, made.dashboard_id),
        service.dashboards.versions(stranger, made.dashboard_id),
        service.dashboards.update(stranger, made.dashboard_id, board("Mine"), version=1),
        service.dashboards.rename(stranger, made.dashboard_id, "Mine"),
        service.dashboards.restore(stranger, made.dashboard_id, 1),
        service.dashboards.delete(stranger, made.dashboard_id),
        service.talks.begin(stranger, made.dashboard_id, "run"),
    ):
        with pytest.raises(UnknownDashboard):
            await call
    assert (await service.dashboards.get(ALICE, made.dashboard_id)).line == made


async def test_a_tenant_without_a_user_sees_those_of_all(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line
    assert (await service.dashboards.get(TENANT, made.dashboard_id)).line == made


async def test_a_datasource_that_the_tenant_has_not_is_refused(service: Service) -> None:
    with pytest.raises(UnknownDatasource):
        await service.dashboards.create(ALICE, replace(board(), datasource_id="nowhere"))


async def test_a_key_makes_one_dashboard(service: Service) -> None:
    made = await asyncio.gather(
        *(service.dashboards.create(ALICE, board(), idempotency_key="once") for _ in range(5))
    )
    assert len({one.line.dashboard_id for one in made}) == 1
    assert {one.line.version for one in made} == {1}
    with pytest.raises(IdempotencyKeyReused):
        await service.dashboards.create(ALICE, board("Other"), idempotency_key="once")
    theirs = await service.dashboards.create(BOB, board(), idempotency_key="once")
    assert theirs.line.dashboard_id != made[0].line.dashboard_id


async def test_every_change_is_a_version(service: Service) -> None:
    dashboards = service.dashboards
    made = (await dashboards.create(ALICE, board())).line.dashboard_id
    await dashboards.update(ALICE, made, board("Sales", TOTAL), version=1)
    await dashboards.rename(ALICE, made, "  Money  ")
    restored = await dashboards.restore(ALICE, made, 1)
    assert restored.dashboard == board()
    assert restored.line.title == "Sales"
    told = await dashboards.versions(ALICE, made)
    assert [(one.version, one.title, one.tiles, one.change, one.restored) for one in told] == [
        (4, "Sales", 3, Change.RESTORED, 1),
        (3, "Money", 1, Change.RENAMED, None),
        (2, "Sales", 1, Change.WRITTEN, None),
        (1, "Sales", 3, Change.WRITTEN, None),
    ]
    third = await dashboards.get(ALICE, made, 3)
    assert third.dashboard == board("Money", TOTAL)
    assert (third.line.version, third.version.version) == (4, 3)
    with pytest.raises(UnknownVersion, match="versions 1 to 4 are kept"):
        await dashboards.get(ALICE, made, 5)


async def test_the_same_once_more_is_no_version(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    again = await service.dashboards.update(ALICE, made, board(), version=1)
    assert again.line.version == 1


async def test_two_clients_at_once_lose_nothing(service: Service) -> None:
    """Each writes one more tile upon what it read; who comes late reads again."""
    dashboards = service.dashboards
    made = (await dashboards.create(ALICE, board("Sales", TOTAL))).line.dashboard_id
    refused = 0

    async def add(name: str) -> None:
        nonlocal refused
        while True:
            found = await dashboards.get(ALICE, made)
            more = replace(TOTAL, id=name)
            wanted = replace(found.dashboard, tiles=(*found.dashboard.tiles, more))
            try:
                await dashboards.update(ALICE, made, wanted, version=found.line.version)
            except DashboardChanged:
                refused += 1
            else:
                return

    async def client(name: str) -> None:
        for number in range(8):
            await add(f"{name}{number}")

    await asyncio.gather(client("a"), client("b"))
    found = await dashboards.get(ALICE, made)
    names = {tile.id for tile in found.dashboard.tiles}
    assert names == {"total", *(f"{name}{n}" for name in "ab" for n in range(8))}
    assert found.line.version == 17
    assert refused > 0
    sizes = [one.tiles for one in await dashboards.versions(ALICE, made)]
    assert sizes == list(range(17, 0, -1))


async def test_names_given_at_once_all_become_versions(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    await asyncio.gather(*(service.dashboards.rename(ALICE, made, f"N{n}") for n in range(4)))
    told = await service.dashboards.versions(ALICE, made)
    assert {one.title for one in told} == {"Sales", "N0", "N1", "N2", "N3"}


async def test_the_oldest_versions_go(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board("0"))).line.dashboard_id
    for number in range(1, MOST_VERSIONS + 2):
        await service.dashboards.update(ALICE, made, board(str(number)), version=number)
    told = await service.dashboards.versions(ALICE, made)
    assert [one.version for one in told] == list(range(MOST_VERSIONS + 2, 2, -1))
    with pytest.raises(UnknownVersion, match=f"versions 3 to {MOST_VERSIONS + 2} are kept"):
        await service.dashboards.restore(ALICE, made, 2)


async def test_what_is_too_large_is_refused(service: Service) -> None:
    large = replace(board(), extra={"note": "x" * MOST_BYTES})
    with pytest.raises(DashboardTooLarge, match="256 KB"):
        await service.dashboards.create(ALICE, large)


async def test_what_is_deleted_is_gone_whole(service: Service) -> None:
    line = (await service.dashboards.create(Principal("gone", "a"), board())).line
    session = await service.talks.session(Principal("gone", "a"), line)
    await service.dashboards.delete(Principal("gone", "a"), line.dashboard_id)
    with pytest.raises(UnknownDashboard):
        await service.dashboards.get(Principal("gone", "a"), line.dashboard_id)
    assert (await service.dashboards.list(Principal("gone"))).dashboards == ()
    left = await service.redis.exists(*keys.of_dashboard(line.dashboard_id))
    assert left == 0
    assert await service.sessions.get(Principal("gone", "a"), session.session_id) == session


async def test_it_stays_on_its_datasource(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    with pytest.raises(UnknownDatasource):
        await service.dashboards.update(
            ALICE, made, replace(board(), datasource_id="other"), version=1
        )


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
async def test_a_title_is_a_title(service: Service, title: str) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    with pytest.raises(InvalidTitle):
        await service.dashboards.rename(ALICE, made, title)


async def test_a_listing_is_newest_first_and_goes_on(service: Service) -> None:
    tenant = Principal("listing", "a")
    ids = []
    for number in range(5):
        made = await service.dashboards.create(tenant, board(f"Board {number}"))
        ids.append(made.line.dashboard_id)
        await asyncio.sleep(0.002)  # listings sort by milliseconds
    others = (await service.dashboards.create(Principal("listing", "b"), board("B"))).line
    first = await service.dashboards.list(tenant, limit=3)
    assert [one.dashboard_id for one in first.dashboards] == ids[:1:-1]
    assert first.total == 5
    rest = await service.dashboards.list(tenant, limit=3, cursor=first.next_cursor)
    assert [one.dashboard_id for one in rest.dashboards] == ids[1::-1]
    assert rest.next_cursor is None
    everyones = await service.dashboards.list(Principal("listing"))
    assert [one.dashboard_id for one in everyones.dashboards] == [others.dashboard_id, *ids[::-1]]
    theirs = await service.dashboards.list(Principal("listing"), user_id="b")
    assert theirs.dashboards == (others,)
    with pytest.raises(BadCursor):
        await service.dashboards.list(tenant, cursor="nonsense")


async def test_a_search_looks_at_titles(service: Service) -> None:
    tenant = Principal("search", "a")
    made = (await service.dashboards.create(tenant, board("Umsatz für Île"))).line.dashboard_id
    await service.dashboards.create(tenant, board("Stock"))
    found = await service.dashboards.list(tenant, query="ile UMSATZ")
    assert [one.dashboard_id for one in found.dashboards] == [made]
    await service.dashboards.rename(tenant, made, "Returns")
    assert (await service.dashboards.list(tenant, query="umsatz")).dashboards == ()
    assert len((await service.dashboards.list(tenant, query="returns")).dashboards) == 1


async def test_an_entry_without_a_dashboard_is_taken_out(service: Service) -> None:
    """A worker that died while it made or deleted one leaves an entry behind."""
    tenant = Principal("remains", "a")
    made = (await service.dashboards.create(tenant, board())).line
    await service.redis.unlink(*keys.of_dashboard(made.dashboard_id))
    assert await service.dashboards.list(tenant) == await service.dashboards.list(
        Principal("nobody", "a")
    )
    assert await service.redis.zcard(keys.user_dashboards("remains", "a")) == 0


async def test_a_draft_is_nobodys_dashboard(service: Service) -> None:
    tenant = Principal("drafts", "a")
    line = await service.talks.draft(tenant, "a sales dashboard")
    with pytest.raises(UnknownDashboard):
        await service.dashboards.get(tenant, line.dashboard_id)
    assert (await service.dashboards.list(tenant)).dashboards == ()
    assert await service.redis.pttl(keys.of_dashboard(line.dashboard_id).dashboard) > 0
    assert await service.talks.begin(tenant, line.dashboard_id, "run") is None
    assert await service.talks.keep(tenant, line.dashboard_id, "run", board(), "a sales…") == 1
    assert (await service.dashboards.get(tenant, line.dashboard_id)).version.said == "a sales…"
    assert await service.redis.pttl(keys.of_dashboard(line.dashboard_id).dashboard) == -1


async def test_a_run_keeps_what_it_made_of_what_it_found(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    assert await service.talks.begin(ALICE, made, "run") == board()
    changed = board("Sales", TOTAL)
    assert await service.talks.keep(ALICE, made, "run", changed, "only the total") == 2
    # The worker died upon it, and another one does the run once more.
    assert await service.talks.begin(ALICE, made, "run") == board()
    assert await service.talks.keep(ALICE, made, "run", changed, "only the total") == 2
    told = await service.dashboards.versions(ALICE, made)
    assert [(one.version, one.change, one.said) for one in told] == [
        (2, Change.SAID, "only the total"),
        (1, Change.WRITTEN, None),
    ]


async def test_a_run_does_not_write_over_what_came_between(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    await service.talks.begin(ALICE, made, "run")
    await service.dashboards.update(ALICE, made, board("Sales", MONTHLY), version=1)
    with pytest.raises(DashboardChanged):
        await service.talks.keep(ALICE, made, "run", board("Sales", TOTAL), "only the total")
    found = await service.dashboards.get(ALICE, made)
    assert found.dashboard == board("Sales", MONTHLY)


async def test_a_run_that_changed_nothing_makes_no_version(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    found = await service.talks.begin(ALICE, made, "run")
    assert isinstance(found, Dashboard)
    assert await service.talks.keep(ALICE, made, "run", found, "what stands out?") == 1


async def test_a_dashboard_has_one_conversation(service: Service) -> None:
    line = (await service.dashboards.create(ALICE, board("Talk", BY_REGION))).line
    sessions = await asyncio.gather(*(service.talks.session(ALICE, line) for _ in range(4)))
    assert len({one.session_id for one in sessions}) == 1
    known = (await service.dashboards.get(ALICE, line.dashboard_id)).line
    assert known.session_id == sessions[0].session_id
    await service.sessions.delete(ALICE, known.session_id)
    anew = await service.talks.session(ALICE, known)
    assert anew.session_id != known.session_id
    assert (await service.talks.line(ALICE, line.dashboard_id)).session_id == anew.session_id


async def test_a_listing_follows_the_record_whoever_was_last(service: Service) -> None:
    """Shared and taken back at the same time, again and again: both say the same in the end."""
    alice, bob = Principal("sharing", "alice"), Principal("sharing", "bob")
    made = (await service.dashboards.create(alice, board())).line.dashboard_id
    for _ in range(20):
        await asyncio.gather(
            *(service.dashboards.share(alice, made, shared) for shared in [*Sharing] * 2)
        )
        line = (await service.dashboards.get(alice, made)).line
        listed = (await service.dashboards.list(bob, shared=True)).dashboards
        assert listed == ((line,) if line.shared is Sharing.TENANT else ())
        entries = await service.redis.zcard(keys.shared_dashboards("sharing"))
        assert entries == len(listed)


async def test_who_may_read_may_not_change(service: Service) -> None:
    made = (await service.dashboards.create(ALICE, board())).line.dashboard_id
    await service.dashboards.share(ALICE, made, Sharing.TENANT)
    theirs = await service.dashboards.get(BOB, made)
    assert theirs.dashboard == board()
    assert (theirs.line.is_owned_by(BOB), theirs.line.is_owned_by(TENANT)) == (False, True)
    for call in (
        service.dashboards.update(BOB, made, board("Mine"), version=1),
        service.dashboards.rename(BOB, made, "Mine"),
        service.dashboards.restore(BOB, made, 1),
        service.dashboards.share(BOB, made, Sharing.PRIVATE),
        service.dashboards.remove_tile(BOB, made, "total"),
        service.dashboards.add_tile(BOB, made, TOTAL),
        service.dashboards.delete(BOB, made),
        service.talks.line(BOB, made),
    ):
        with pytest.raises(DashboardNotOwned):
            await call
    # The store itself lets nobody else write, whatever was looked at before.
    with pytest.raises(UnknownDashboard):
        await service.talks.begin(BOB, made, "run")
    with pytest.raises(UnknownDashboard):
        await service.dashboards.get(ELSEWHERE, made)
    assert await service.dashboards.get(ALICE, made) == theirs
