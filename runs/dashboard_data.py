"""What the tiles of a dashboard show to whoever looks at it."""

from __future__ import annotations

from collections.abc import Collection

from bi.dashboards.setting import Setting, with_settings
from bi.model.dashboard import Dashboard
from bi.model.errors import UnknownTile
from nodes.asking import Asking
from nodes.services import Services
from nodes.state import SessionFacts
from nodes.tiles import TileAnswer, answer_tiles
from runs.model import Principal
from runs.sessions import ANONYMOUS, Sessions


class DashboardData:
    def __init__(self, services: Services, sessions: Sessions) -> None:
        self._services = services
        self._sessions = sessions

    async def answers(
        self,
        principal: Principal,
        dashboard: Dashboard,
        tile_ids: Collection[str] | None = None,
        *,
        settings: dict[str, Setting] | None = None,
        fresh: bool = False,
    ) -> tuple[TileAnswer, ...]:
        """Of these tiles, or of all, with the caller's rights; `settings` of filters by id.

        Raises UnknownDatasource, UnknownTile, DashboardInvalid for settings, StoreUnavailable.
        """
        known = {tile.id for tile in dashboard.tiles}
        for tile_id in tile_ids or ():
            if tile_id not in known:
                raise UnknownTile(f"There is no tile {tile_id!r} in this dashboard.")
        asking = await asking_of(self._services, self._sessions, principal, dashboard)
        shown = with_settings(dashboard, settings or {})
        return await answer_tiles(shown, asking, tile_ids, fresh=fresh)


async def asking_of(
    services: Services, sessions: Sessions, principal: Principal, dashboard: Dashboard
) -> Asking:
    """Of the dashboard's datasource, with the principal's own rights. Raises UnknownDatasource."""
    datasource = services.datasources.chosen(dashboard.datasource_id, principal.tenant_id)
    await services.bring_knowledge(principal.tenant_id, datasource.id)
    facts = SessionFacts(
        tenant_id=principal.tenant_id,
        user_id=principal.user_id or ANONYMOUS,
        datasource_id=datasource.id,
    )
    return Asking(services, datasource, facts, sessions.viewer(principal))
