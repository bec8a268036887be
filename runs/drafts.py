"""Drafted catalogs in the store, so that what one worker drafted is every worker's.

A draft is a datasource's, for all of its tenants. It is laid under the file that connects the
datasource (`bi.catalog.outline`); no url and no secret is in it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import structlog

from bi.catalog.outline import Outline
from bi.datasources.connected import ConnectedDatasource
from bi.datasources.drafting import draft_of
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import CatalogInvalid
from bi.model.profile import ValueBounds
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from graph.datasources import DatasourceRegistry
from runs import keys

log = structlog.get_logger(__name__)


class Drafts:
    """`as_of` takes the place of what catalogs say "today" is; `on_taken` is told of each catalog
    that is taken."""

    def __init__(
        self,
        client: StoreClient,
        registry: DatasourceRegistry,
        values: ValueBounds,
        *,
        as_of: AsOf | date | None,
        on_taken: Callable[[ConnectedDatasource], None],
    ) -> None:
        self._client = client
        self._registry = registry
        self._values = values
        self._as_of = as_of
        self._on_taken = on_taken
        # Versions of the file and of the draft that were looked at last, by datasource.
        self._seen: dict[str, tuple[str, str]] = {}
        self._misfits: set[str] = set()
        self._taking = asyncio.Lock()

    @property
    def misfits(self) -> tuple[str, ...]:
        """The datasources whose draft does not fit the file; what is wrong is in the log."""
        return tuple(sorted(self._misfits & self._registry.outlines.keys()))

    @property
    def missing(self) -> frozenset[str]:
        """The datasources that cannot be asked: neither a file nor a draft describes them."""
        ids = self._registry.outlines
        return frozenset(i for i in ids if not self._registry.get(i).catalog.is_described)

    async def follow(self) -> None:
        """Takes what other workers have drafted. Where everything is described by files it does
        nothing, else it asks the store once. Raises StoreUnavailable."""
        outlines = dict(self._registry.outlines)
        if not outlines:
            return
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for datasource_id in outlines:
                    pipe.hget(keys.draft(datasource_id), "version")
                found = await pipe.execute()
        for (datasource_id, outline), version in zip(outlines.items(), found, strict=True):
            if version is None:
                continue
            if self._seen.get(datasource_id) != (outline.source.version, version.decode()):
                async with self._taking:
                    await self._take_stored(datasource_id, outline)

    async def make(self, datasource_id: str) -> None:
        """Reads the database anew: what it holds where no file describes it, and what questions
        can name of it in any case. Takes seconds.

        Raises CannotReadDatabase, NothingFound, CatalogInvalid where the draft does not fit the
        file, DatabaseUnavailable, StoreUnavailable.
        """
        outline = self._registry.outlines.get(datasource_id)
        before = self._registry.get(datasource_id)
        if outline is None:
            await before.refresh()
            await before.understander()
            return
        text = await asyncio.to_thread(draft_of, outline)
        catalog = self._dated(await asyncio.to_thread(outline.filled, text))
        made = before
        if catalog.version == before.catalog.version:
            await before.refresh()
        else:
            made = ConnectedDatasource(catalog, before.warehouse, self._values)
            await made.understander()
        await self._store(datasource_id, outline, text)
        async with self._taking:
            self._seen[datasource_id] = (outline.source.version, _version(text))
            self._misfits.discard(datasource_id)
            if made is not before:
                self._take(made)

    async def _store(self, datasource_id: str, outline: Outline, text: str) -> None:
        fields = {
            "version": _version(text),
            "about": _about(outline),
            "made_at": datetime.now(UTC).isoformat(),
            "text": text,
        }
        with store_errors():
            await self._client.hset(keys.draft(datasource_id), mapping=fields)  # type: ignore[arg-type]

    async def _take_stored(self, datasource_id: str, outline: Outline) -> None:
        with store_errors():
            stored: Any = await self._client.hgetall(keys.draft(datasource_id))
        if not stored:
            return
        version, text = stored[b"version"].decode(), stored[b"text"].decode()
        seen = (outline.source.version, version)
        if self._seen.get(datasource_id) == seen:
            return  # somebody took it while this one waited
        self._seen[datasource_id] = seen
        self._misfits.discard(datasource_id)
        if stored[b"about"].decode() != _about(outline):
            return  # it was drafted of another database
        try:
            catalog = self._dated(await asyncio.to_thread(outline.filled, text))
        except CatalogInvalid as error:
            self._misfits.add(datasource_id)
            log.warning("draft_not_taken", datasource=datasource_id, reason=error.message)
            return
        before = self._registry.get(datasource_id)
        self._take(ConnectedDatasource(catalog, before.warehouse, self._values))

    def _take(self, datasource: ConnectedDatasource) -> None:
        self._registry.take(datasource)
        self._on_taken(datasource)
        log.info("draft_taken", datasource=datasource.id, version=datasource.catalog.version)

    def _dated(self, catalog: Catalog) -> Catalog:
        return catalog if self._as_of is None else replace(catalog, as_of=self._as_of)


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _about(outline: Outline) -> str:
    """Which database a draft is of: another url is another one. Not to be read back."""
    return hashlib.sha256(outline.section.datasource.url.encode()).hexdigest()[:16]
