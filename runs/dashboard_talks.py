"""What a conversation does to a stored dashboard."""

from __future__ import annotations

import hashlib

from bi.model.dashboard import Dashboard
from nodes.services import Datasources
from runs import keys
from runs.dashboard_records import Change, DashboardLine
from runs.dashboard_store import DashboardStore
from runs.model import Principal, Session
from runs.sessions import Sessions


class DashboardTalks:
    """Each dashboard has one session, made on first use, which is its owner's. Methods raise
    StoreUnavailable, UnknownDashboard for a dashboard that is not there or not for the principal
    to see, and DashboardNotOwned for one that is shared with them."""

    def __init__(self, store: DashboardStore, datasources: Datasources, sessions: Sessions) -> None:
        self._store = store
        self._datasources = datasources
        self._sessions = sessions

    async def draft(
        self,
        principal: Principal,
        said: str,
        *,
        datasource_id: str | None = None,
        user_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> DashboardLine:
        """A dashboard that this sentence is going to make: in no listing until a run has kept
        it, and for a day no longer.

        Raises UnknownDatasource, and IdempotencyKeyReused when the key came with another one.
        """
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        digest = hashlib.sha256(f"{datasource.id}\0{said}".encode()).hexdigest()
        return await self._store.new(
            principal,
            datasource_id=datasource.id,
            title="",
            user_id=user_id,
            idempotency_key=idempotency_key,
            request=digest,
        )

    async def line(self, principal: Principal, dashboard_id: str) -> DashboardLine:
        """How it stands, a draft too."""
        return await self._store.owned(principal, dashboard_id)

    async def session(self, principal: Principal, line: DashboardLine) -> Session:
        """The conversation that changes it; another one when that is gone."""
        session = await self._sessions.create_once(
            principal,
            keys.of_dashboard(line.dashboard_id).talk,
            user_id=line.user_id,
            datasource_id=line.datasource_id,
        )
        if session.session_id != line.session_id:
            await self._store.attach(principal, line.dashboard_id, session.session_id)
        return session

    async def begin(self, principal: Principal, dashboard_id: str, run_id: str) -> Dashboard | None:
        """What a run is going to change; None for a draft.

        A run that is done once more finds what it found before, whatever it wrote meanwhile.
        """
        return await self._store.begin(principal, dashboard_id, run_id)

    async def keep(
        self,
        principal: Principal,
        dashboard_id: str,
        run_id: str,
        dashboard: Dashboard,
        said: str,
    ) -> int:
        """The next version is what a run made of what it found; returns its number.

        Raises DashboardChanged where another change came between, DashboardTooLarge.
        """
        line = await self.line(principal, dashboard_id)
        return await self._store.keep(
            principal, line, dashboard, Change.SAID, begun_by=run_id, said=said
        )
