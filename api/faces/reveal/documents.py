"""Dashboards on this face: RDash in, RDash out. Parsing megabytes is no work for the event loop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bi.model.access import Viewer
from bi.model.dashboard import Dashboard

if TYPE_CHECKING:
    from bi.datasources.connected import ConnectedDatasource


@dataclass(frozen=True, slots=True)
class Documents:
    """Over one datasource, as the viewer sees it."""

    datasource: ConnectedDatasource
    viewer: Viewer

    async def read(self, text: str) -> Dashboard:
        """Raises RdashInvalid."""
        from bi.dashboards.rdash.read import read_rdash

        catalog = self.datasource.seen_by(self.viewer)
        return await asyncio.to_thread(read_rdash, text, catalog)

    async def write(self, dashboard: Dashboard) -> str:
        from bi.dashboards.rdash.write import write_rdash

        catalog = self.datasource.seen_by(self.viewer)
        dialect = self.datasource.warehouse.dialect
        today = (await self.datasource.understander(self.viewer)).today
        return await asyncio.to_thread(write_rdash, dashboard, catalog, dialect, today)
