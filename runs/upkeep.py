"""What goes on behind the questions: values read anew, catalogs taken anew."""

from __future__ import annotations

import asyncio

from bi.datasources.connected import ConnectedDatasource
from graph.catalog_watch import CatalogWatch
from graph.datasources import DatasourceRegistry


class Upkeep:
    """Keeps every version of every datasource fresh for as long as there is one."""

    def __init__(self, registry: DatasourceRegistry, value_refresh_s: float) -> None:
        self._registry = registry
        self._value_refresh_s = value_refresh_s
        self._readers: dict[ConnectedDatasource, asyncio.Task[None]] = {}
        self._watcher: asyncio.Task[None] | None = None

    def begin(self, watch: CatalogWatch | None, catalog_refresh_s: float) -> None:
        for datasource in self._registry.all():
            self.keep(datasource)
        if watch is not None and catalog_refresh_s:
            self._watcher = asyncio.create_task(watch.follow(catalog_refresh_s))

    def keep(self, datasource: ConnectedDatasource) -> None:
        """Reads its values from now on, and those of versions that were dropped no more."""
        if datasource.catalog.is_described and datasource not in self._readers:
            reading = datasource.keep_fresh(self._value_refresh_s)
            self._readers[datasource] = asyncio.create_task(reading)
        kept = set(self._registry.every())
        for other in [one for one in self._readers if one not in kept]:
            self._readers.pop(other).cancel()

    async def end(self) -> None:
        tasks = [*self._readers.values(), *([self._watcher] if self._watcher else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
