"""What a datasource holds, as a caller may see it, and what could be asked of it first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from bi.datasources.connected import ConnectedDatasource
from bi.datasources.understanding import Understander
from bi.language.engine import LanguageEngine
from bi.language.starting import questions, starters
from bi.model.access import Viewer
from bi.model.catalog import AsOf
from bi.model.errors import ParleyError
from bi.model.reading import Suggestion
from bi.model.semantic import SemanticQuery
from nodes.services import Datasources, Knowledge
from runs.model import Principal, SeenCatalog


@dataclass(frozen=True, slots=True)
class _Start:
    today: date
    starters: tuple[Suggestion, ...]
    questions: Mapping[str, tuple[str, ...]]


class Catalogs:
    """Of the datasources that a caller's tenant may use.

    Every method raises UnknownDatasource, SummaryNotReady, and DatabaseUnavailable while values
    were never read, and StoreUnavailable.
    """

    def __init__(self, datasources: Datasources, knowledge: Knowledge) -> None:
        self._datasources = datasources
        self._knowledge = knowledge
        # Reading dozens of sentences takes a moment, and an engine reads them alike all day long.
        self._starts: WeakKeyDictionary[LanguageEngine, _Start] = WeakKeyDictionary()

    async def seen(self, principal: Principal, datasource_id: str) -> SeenCatalog:
        datasource, understander, start = await self._begun(principal, datasource_id)
        catalog = understander.engine.catalog
        return SeenCatalog(
            catalog,
            understander.profile,
            datasource.warehouse.dialect,
            None if catalog.as_of is AsOf.TODAY else understander.today,
            start.questions,
        )

    async def starters(self, principal: Principal, datasource_id: str) -> tuple[Suggestion, ...]:
        """What is worth asking first, in four ways at most."""
        _, _, start = await self._begun(principal, datasource_id)
        return start.starters

    async def _begun(
        self, principal: Principal, datasource_id: str
    ) -> tuple[ConnectedDatasource, Understander, _Start]:
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        await self._knowledge.bring(principal.tenant_id, datasource.id)
        viewer = principal.viewer(self._datasources.claims)
        understander = await datasource.understander(viewer)
        start = self._starts.get(understander.engine)
        if start is None or start.today != understander.today:
            start = await asyncio.to_thread(_start, datasource, understander, viewer)
            self._starts[understander.engine] = start
        return datasource, understander, start


def _start(datasource: ConnectedDatasource, understander: Understander, viewer: Viewer) -> _Start:
    def can_run(query: SemanticQuery) -> bool:
        """Whether it is within the viewer's rights too: a claim may be missing."""
        try:
            compiled = datasource.compile(query, viewer)
            datasource.guarded(compiled.sql, viewer, is_compiled=True)
        except ParleyError:
            return False
        return True

    engine, today = understander.engine, understander.today
    return _Start(today, starters(engine, today, can_run), questions(engine, today, can_run))
