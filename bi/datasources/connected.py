"""One datasource in use.

The service must answer `/health` before any database was asked anything, and must start when a
database is down. So the profile (values, spans of time) is read in the background, once; a
question that comes earlier waits for it, and a failed reading is tried again by the next one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bi.compiler.compile import CompiledQuery, compile_query
from bi.guard.guard import guard_sql
from bi.language.engine import LanguageEngine, ReadContext
from bi.model.catalog import AsOf, Catalog, ColumnRef
from bi.model.profile import Profile
from bi.model.result import ResultSet
from bi.model.semantic import CountRows, Measured, SemanticQuery
from bi.warehouse.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Understander:
    """The language engine over a profile, and the day that is "today" to it."""

    engine: LanguageEngine
    profile: Profile
    today: date


class ConnectedDatasource:
    """Catalog and warehouse of one datasource; opened lazily, closed once."""

    def __init__(self, catalog: Catalog, warehouse: Warehouse) -> None:
        self.catalog = catalog
        self.warehouse = warehouse
        self._understander: Understander | None = None
        self._reading = asyncio.Lock()

    @property
    def id(self) -> str:
        return self.catalog.datasource.id

    async def understander(self) -> Understander:
        """Raises DatabaseUnavailable while the database cannot be reached."""
        if self._understander is None:
            async with self._reading:
                if self._understander is None:
                    self._understander = await self._profile()
        return self._understander

    async def _profile(self) -> Understander:
        await self.warehouse.open()
        profile = await self.warehouse.profile(self.catalog)
        return await asyncio.to_thread(self._rehearsed, profile)

    def _rehearsed(self, profile: Profile) -> Understander:
        """Built and used once in a thread: what is loaded at first use is not loaded by a person's
        first question, on the event loop."""
        engine = LanguageEngine(self.catalog, profile)
        today = as_of(self.catalog, profile)
        engine.read("an unheardof word", ReadContext(today=today))
        dataset = self.catalog.datasets[0].name
        rehearsal = self.compile(SemanticQuery(measures=(Measured(CountRows(dataset)),)))
        guard_sql(rehearsal.sql, self.catalog, self.warehouse.dialect)
        return Understander(engine, profile, today)

    def compile(self, query: SemanticQuery) -> CompiledQuery:
        """Raises QueryNotPossible."""
        return compile_query(query, self.catalog, self.warehouse.dialect)

    async def execute(self, compiled: CompiledQuery) -> ResultSet:
        """Raises QueryRefused, QueryTimeout, DatabaseUnavailable, DatabaseRejected."""
        guarded = guard_sql(compiled.sql, self.catalog, self.warehouse.dialect)
        return await self.warehouse.run(guarded, compiled.columns)

    async def close(self) -> None:
        await self.warehouse.close()


def as_of(catalog: Catalog, profile: Profile) -> date:
    """The day that is "today" to questions; see `AsOf`."""
    if isinstance(catalog.as_of, date):
        return catalog.as_of
    today = datetime.now(ZoneInfo(catalog.calendar.time_zone)).date()
    if catalog.as_of is AsOf.TODAY:
        return today
    time = _default_time(catalog)
    span = profile.spans.get(time) if time else None
    return span[1] if span else today


def _default_time(catalog: Catalog) -> ColumnRef | None:
    """The time dimension of the default measure, else the first dataset's that has one."""
    measure = catalog.measure(catalog.default_measure) if catalog.default_measure else None
    if measure is not None and (time := catalog.time_of(measure)) is not None:
        return time.ref
    return next((dataset.time for dataset in catalog.datasets if dataset.time), None)
