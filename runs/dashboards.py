"""Stored dashboards: made, listed, changed, and kept in all their versions."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace

from bi.dashboards.checking import check_dashboard, check_room, check_tile
from bi.dashboards.editing import edited, free_id
from bi.dashboards.edits import AddTile, RemoveTiles, RenameDashboard
from bi.model.catalog import Catalog
from bi.model.dashboard import Dashboard, Tile
from bi.model.errors import DashboardChanged, UnknownTile, UnknownVersion
from nodes.services import Datasources
from runs.dashboard_records import (
    DASHBOARD,
    Change,
    DashboardLine,
    DashboardPage,
    DashboardVersion,
    Sharing,
    StoredDashboard,
    read_version,
)
from runs.dashboard_store import MOST_VERSIONS, DashboardStore, check_owner, unknown, written
from runs.model import Principal
from runs.session_text import checked_title, words_of
from runs.sessions import Sessions

# How often a change that names no version is tried after others came before it. Each lost try is
# a change of somebody else's.
_TRIES = 20


class Dashboards:
    """A dashboard is visible to its tenant, and within it to its user alone, as a session is,
    unless it is shared with the tenant: then all of its users may read it.

    Every method raises StoreUnavailable when the store cannot serve now, and those that take an
    id UnknownDashboard for one that is not there or not for the principal to see; those that
    change one DashboardNotOwned where it is somebody else's.
    """

    def __init__(self, store: DashboardStore, datasources: Datasources, sessions: Sessions) -> None:
        self._store = store
        self._datasources = datasources
        self._sessions = sessions

    async def create(
        self,
        principal: Principal,
        dashboard: Dashboard,
        *,
        user_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> StoredDashboard:
        """With an idempotency key the caller's second call gets the dashboard of the first, as
        it is by then, for as long as it is there.

        Raises UnknownDatasource, DashboardInvalid, DashboardTooLarge, and IdempotencyKeyReused
        when the key came before with another dashboard.
        """
        await self._check(principal, dashboard)
        line = await self._store.new(
            principal,
            datasource_id=dashboard.datasource_id,
            title=dashboard.title,
            user_id=user_id,
            idempotency_key=idempotency_key,
            request=hashlib.sha256(written(dashboard)).hexdigest(),
        )
        if line.is_draft:
            await self._store.keep(principal, line, dashboard, Change.WRITTEN)
        return await self.get(principal, line.dashboard_id)

    async def get(
        self, principal: Principal, dashboard_id: str, version: int | None = None
    ) -> StoredDashboard:
        """Its current version, or an earlier one. Raises UnknownVersion."""
        line, told, body = await self._store.read(principal, dashboard_id, version)
        if line.is_draft:
            raise unknown(dashboard_id)
        if not body:
            oldest = max(1, line.version - MOST_VERSIONS + 1)
            raise UnknownVersion(
                f"There is no version {version}: versions {oldest} to {line.version} are kept.",
                oldest=oldest,
                newest=line.version,
            )
        number = line.version if version is None else version
        return StoredDashboard(line, read_version(number, told), DASHBOARD.validate_json(body))

    async def list(
        self,
        principal: Principal,
        *,
        user_id: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        query: str | None = None,
        shared: bool = False,
    ) -> DashboardPage:
        """Newest first; with a `query` those whose title contains its words: see
        `Sessions.list`. `shared`: those that anybody shares with the tenant, whose ever they are.
        Raises BadCursor, InvalidQuery."""
        lines, page = await self._store.page(
            principal.tenant_id,
            principal.user_id or user_id,
            words=words_of(query or ""),
            limit=limit,
            cursor=cursor,
            shared=shared,
        )
        left_out = len(page.members) - len(lines)
        return DashboardPage(tuple(lines), page.total - left_out, page.next_cursor)

    async def update(
        self, principal: Principal, dashboard_id: str, dashboard: Dashboard, *, version: int
    ) -> StoredDashboard:
        """Its next version, upon the one that the caller saw. The same once more is no new one.

        Raises DashboardChanged where that is not the current one any more, DashboardInvalid,
        DashboardTooLarge.
        """
        line = await self.owned(principal, dashboard_id)
        await self._check(principal, dashboard, line.datasource_id)
        await self._store.keep(principal, line, dashboard, Change.WRITTEN, expected=version)
        return await self.get(principal, dashboard_id)

    async def rename(
        self, principal: Principal, dashboard_id: str, title: str, *, version: int | None = None
    ) -> StoredDashboard:
        """Another title, and nothing else. Raises InvalidTitle, DashboardChanged."""
        edit = RenameDashboard(checked_title(title))

        def renamed(dashboard: Dashboard) -> Dashboard:
            return edited(dashboard, [edit])

        await self._change(principal, dashboard_id, renamed, Change.RENAMED, version)
        return await self.get(principal, dashboard_id)

    async def add_tile(
        self, principal: Principal, dashboard_id: str, tile: Tile, *, version: int | None = None
    ) -> tuple[StoredDashboard, str]:
        """One more tile, where a sentence would put it, and the id that it is given.

        Raises DashboardChanged, DashboardTooLarge, DashboardInvalid where the tile cannot be kept.
        """
        line = await self.owned(principal, dashboard_id)
        catalog, dialect = self._catalog(principal, line.datasource_id)
        await asyncio.to_thread(check_tile, tile, catalog, dialect)
        tile_id = ""

        def with_tile(dashboard: Dashboard) -> Dashboard:
            nonlocal tile_id
            check_room(dashboard)
            tile_id = free_id([one.id for one in dashboard.tiles], "t")
            return edited(dashboard, [AddTile(replace(tile, id=tile_id))])

        await self._change(principal, dashboard_id, with_tile, Change.PINNED, version)
        return await self.get(principal, dashboard_id), tile_id

    async def remove_tile(
        self, principal: Principal, dashboard_id: str, tile_id: str, *, version: int | None = None
    ) -> StoredDashboard:
        """Without that tile; the others close up as after a sentence. Raises UnknownTile,
        DashboardChanged."""

        def without_tile(dashboard: Dashboard) -> Dashboard:
            if all(one.id != tile_id for one in dashboard.tiles):
                raise UnknownTile(f"There is no tile {tile_id!r} in this dashboard.")
            return edited(dashboard, [RemoveTiles((tile_id,))])

        await self._change(principal, dashboard_id, without_tile, Change.REMOVED, version)
        return await self.get(principal, dashboard_id)

    async def restore(
        self, principal: Principal, dashboard_id: str, number: int, *, version: int | None = None
    ) -> StoredDashboard:
        """An earlier version once more, as the next one. Raises UnknownVersion, DashboardChanged
        where `version` is not the current one any more."""
        found = await self.get(principal, dashboard_id, number)
        check_owner(principal, found.line)
        await self._store.keep(
            principal,
            found.line,
            found.dashboard,
            Change.RESTORED,
            expected=version,
            restored=number,
        )
        return await self.get(principal, dashboard_id)

    async def versions(
        self, principal: Principal, dashboard_id: str
    ) -> tuple[DashboardVersion, ...]:
        """Those that are kept, the newest first."""
        line, _, _ = await self._store.read(principal, dashboard_id)
        if line.is_draft:
            raise unknown(dashboard_id)
        return await self._store.versions(dashboard_id)

    async def share(
        self, principal: Principal, dashboard_id: str, shared: Sharing
    ) -> StoredDashboard:
        """Says who may read it, which is no new version."""
        line = await self.owned(principal, dashboard_id)
        await self._store.share(principal, line, shared)
        return await self.get(principal, dashboard_id)

    async def delete(self, principal: Principal, dashboard_id: str) -> None:
        """With all its versions; the conversation about it stays."""
        await self._store.delete(principal, await self.owned(principal, dashboard_id))

    async def owned(self, principal: Principal, dashboard_id: str) -> DashboardLine:
        """How one stands that the principal may change."""
        line = await self._store.owned(principal, dashboard_id)
        if line.is_draft:
            raise unknown(dashboard_id)
        return line

    async def _change(
        self,
        principal: Principal,
        dashboard_id: str,
        edit: Callable[[Dashboard], Dashboard],
        change: Change,
        version: int | None,
    ) -> None:
        """The next version is what `edit` makes of the current one, which is `version` if that is
        given; else of whichever it is by then. Raises DashboardChanged, what `edit` does."""
        for tries_left in reversed(range(_TRIES)):
            found = await self.get(principal, dashboard_id)
            check_owner(principal, found.line)
            expected = found.line.version if version is None else version
            try:
                await self._store.keep(
                    principal, found.line, edit(found.dashboard), change, expected=expected
                )
            except DashboardChanged:
                if version is not None or not tries_left:
                    raise
            else:
                return

    async def _check(
        self, principal: Principal, dashboard: Dashboard, stays_on: str | None = None
    ) -> None:
        """Raises UnknownDatasource, DashboardInvalid."""
        catalog, dialect = self._catalog(principal, dashboard.datasource_id)
        await asyncio.to_thread(check_dashboard, dashboard, catalog, dialect, stays_on)

    def _catalog(self, principal: Principal, datasource_id: str) -> tuple[Catalog, str]:
        """What the principal sees of a datasource, and its dialect. Raises UnknownDatasource."""
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        return datasource.seen_by(self._sessions.viewer(principal)), datasource.warehouse.dialect
