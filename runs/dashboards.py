"""Stored dashboards: made, listed, changed, and kept in all their versions."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

from bi.dashboards.checking import check_dashboard
from bi.model.dashboard import Dashboard
from bi.model.errors import DashboardChanged, UnknownVersion
from nodes.services import Datasources
from runs.dashboard_records import (
    DASHBOARD,
    Change,
    DashboardLine,
    DashboardPage,
    DashboardVersion,
    StoredDashboard,
    read_version,
)
from runs.dashboard_store import MOST_VERSIONS, DashboardStore, unknown, written
from runs.model import Principal
from runs.session_text import checked_title, words_of
from runs.sessions import Sessions

# How often a change that names no version is tried again after another one came before it.
_TRIES = 5


class Dashboards:
    """A dashboard is visible to its tenant, and within it to its user alone, as a session is.

    Every method raises StoreUnavailable when the store cannot serve now, and those that take an
    id UnknownDashboard for one that is not there or not the principal's.
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
    ) -> DashboardPage:
        """Newest first; with a `query` those whose title contains its words: see
        `Sessions.list`. Raises BadCursor, InvalidQuery."""
        lines, page = await self._store.page(
            principal.tenant_id,
            principal.user_id or user_id,
            words=words_of(query or ""),
            limit=limit,
            cursor=cursor,
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
        line = await self._line(principal, dashboard_id)
        await self._check(principal, dashboard, line.datasource_id)
        await self._store.keep(principal, line, dashboard, Change.WRITTEN, expected=version)
        return await self.get(principal, dashboard_id)

    async def rename(
        self, principal: Principal, dashboard_id: str, title: str, *, version: int | None = None
    ) -> StoredDashboard:
        """Another title, and nothing else. Raises InvalidTitle, DashboardChanged."""
        new = checked_title(title)
        for tries_left in reversed(range(_TRIES)):
            found = await self.get(principal, dashboard_id)
            renamed = replace(found.dashboard, title=new)
            expected = found.line.version if version is None else version
            try:
                await self._store.keep(
                    principal, found.line, renamed, Change.RENAMED, expected=expected
                )
                break
            except DashboardChanged:
                if version is not None or not tries_left:
                    raise
        return await self.get(principal, dashboard_id)

    async def restore(
        self, principal: Principal, dashboard_id: str, number: int, *, version: int | None = None
    ) -> StoredDashboard:
        """An earlier version once more, as the next one. Raises UnknownVersion, DashboardChanged
        where `version` is not the current one any more."""
        found = await self.get(principal, dashboard_id, number)
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
        await self._line(principal, dashboard_id)
        return await self._store.versions(dashboard_id)

    async def delete(self, principal: Principal, dashboard_id: str) -> None:
        """With all its versions; the conversation about it stays."""
        await self._store.delete(principal, await self._line(principal, dashboard_id))

    async def _line(self, principal: Principal, dashboard_id: str) -> DashboardLine:
        line, _, _ = await self._store.read(principal, dashboard_id)
        if line.is_draft:
            raise unknown(dashboard_id)
        return line

    async def _check(
        self, principal: Principal, dashboard: Dashboard, stays_on: str | None = None
    ) -> None:
        """Raises UnknownDatasource, DashboardInvalid."""
        datasource = self._datasources.chosen(dashboard.datasource_id, principal.tenant_id)
        catalog = datasource.seen_by(self._sessions.viewer(principal))
        dialect = datasource.warehouse.dialect
        await asyncio.to_thread(check_dashboard, dashboard, catalog, dialect, stays_on)
