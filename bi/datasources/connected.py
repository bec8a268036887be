"""One datasource in use.

The service must answer `/health` before any database was asked anything, and must start when a
database is down. So the profile (values, spans of time) is read in the background; a question
that comes before the first one is there waits for it, and a failed reading is tried again by the
next one. Later readings take the place of the one before at once and whole; until then, and when
they fail, questions are read with what is there.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bi.compiler.compile import CompiledQuery, compile_query
from bi.datasources.counting import count_sql
from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.language.engine import LanguageEngine, ReadContext
from bi.model.catalog import AsOf, Catalog, ColumnRef
from bi.model.errors import ParleyError
from bi.model.profile import Profile, ValueBounds
from bi.model.result import ResultColumn, ResultSet
from bi.model.semantic import CountRows, Measured, SemanticQuery
from bi.warehouse.exports.export import Export
from bi.warehouse.exports.format import ExportOptions
from bi.warehouse.warehouse import Warehouse

logger = logging.getLogger(__name__)

# Stands for the rows of a datasource that somebody may see: values of other rows are unknown to
# the engine that reads their questions.
RowFilterKey = NewType("RowFilterKey", str)
ALL_ROWS = RowFilterKey("")
# Workers that were started together shall not read all at once.
_JITTER = 0.2


@dataclass(frozen=True, slots=True)
class Understander:
    """The language engine over a profile, which also says what day is "today" to it."""

    engine: LanguageEngine

    @property
    def profile(self) -> Profile:
        return self.engine.profile

    @property
    def today(self) -> date:
        return as_of(self.engine.catalog, self.engine.profile)


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A question ready to be run.

    `fingerprint` is the same for questions whose rows are: it tells apart whatever the rows
    depend on but the tenant, the filter of rows among it, since that is in the guarded text.
    """

    guarded: GuardedQuery
    columns: tuple[ResultColumn, ...]
    data_version: str | None
    fingerprint: str


class Condition(StrEnum):
    """How a datasource stands now."""

    READY = "ready"
    STARTING = "starting"  # it is connected to, or its values are read, for the first time
    BUSY = "busy"  # as many queries run as may, so that nobody knows more
    UNAVAILABLE = "unavailable"

    @property
    def is_fine(self) -> bool:
        return self in (Condition.READY, Condition.BUSY)


class ConnectedDatasource:
    """Catalog and warehouse of one datasource; opened lazily, closed once."""

    def __init__(
        self, catalog: Catalog, warehouse: Warehouse, bounds: ValueBounds = ValueBounds()
    ) -> None:
        self.catalog = catalog
        self.warehouse = warehouse
        self._bounds = bounds
        self._understanders: dict[RowFilterKey, Understander] = {}
        self._reading = asyncio.Lock()
        self._look: asyncio.Task[Condition] | None = None

    @property
    def id(self) -> str:
        return self.catalog.datasource.id

    async def understander(self, rows: RowFilterKey = ALL_ROWS) -> Understander:
        """Raises DatabaseUnavailable while the database cannot be reached."""
        if rows not in self._understanders:
            async with self._reading:
                if rows not in self._understanders:
                    self._understanders[rows] = await self._read(rows)
        return self._understanders[rows]

    async def condition(self, within_s: float = 1.0) -> Condition:
        """Says what it knows after so long at most; the look goes on, and the next one has it."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._looked_at())
        look = self._look
        await asyncio.wait([look], timeout=within_s)
        if look.done():
            return look.result()
        if not self._understanders:
            return Condition.STARTING
        return Condition.BUSY if self.warehouse.is_busy else Condition.UNAVAILABLE

    async def _looked_at(self) -> Condition:
        try:
            if self._understanders:
                await self.warehouse.ping()
            else:
                await self.understander()
        except ParleyError:
            return Condition.UNAVAILABLE
        except Exception:
            logger.exception("The state of %s could not be found out.", self.id)
            return Condition.UNAVAILABLE
        return Condition.READY

    async def refresh(self) -> None:
        """Reads anew what questions are understood by. Raises DatabaseUnavailable."""
        async with self._reading:
            for rows in tuple(self._understanders):
                self._understanders[rows] = await self._read(rows)

    async def keep_fresh(self, every_s: float) -> None:
        """Reads before the first question needs it, then at these intervals; 0 is once only."""
        await self._try(self.understander())
        while every_s:
            await asyncio.sleep(every_s * random.uniform(1 - _JITTER, 1 + _JITTER))
            await self._try(self.refresh())

    async def _try(self, reading: Awaitable[object]) -> None:
        """No failure ends it: the next question or the next refresh tries again."""
        try:
            await reading
        except ParleyError as error:
            logger.warning("The values of %s could not be read: %s.", self.id, error.code)
        except Exception:
            logger.exception("The values of %s could not be read.", self.id)

    async def _read(self, rows: RowFilterKey) -> Understander:
        if rows != ALL_ROWS:
            raise ValueError("Rows are not filtered: their values would be those of all rows.")
        await self.warehouse.open()
        profile = await self.warehouse.profile(self.catalog, self._bounds)
        before = self._understanders.get(rows)
        if before is None:
            return await asyncio.to_thread(self._rehearsed, profile)
        profile = profile.completed_by(before.profile)
        return Understander(await asyncio.to_thread(before.engine.with_profile, profile))

    def _rehearsed(self, profile: Profile) -> Understander:
        """Built and used once in a thread: what is loaded at first use is not loaded by a person's
        first question, on the event loop."""
        understander = Understander(LanguageEngine(self.catalog, profile))
        understander.engine.read("an unheardof word", ReadContext(today=understander.today))
        dataset = self.catalog.datasets[0].name
        rehearsal = self.compile(SemanticQuery(measures=(Measured(CountRows(dataset)),)))
        guard_sql(rehearsal.sql, self.catalog, self.warehouse.dialect)
        return understander

    def compile(self, query: SemanticQuery) -> CompiledQuery:
        """Raises QueryNotPossible."""
        return compile_query(query, self.catalog, self.warehouse.dialect)

    async def execute(self, compiled: CompiledQuery) -> ResultSet:
        """Raises QueryRefused, QueryTimeout, DatabaseUnavailable, DatabaseRejected."""
        return await self.warehouse.run(self._guarded(compiled.sql), compiled.columns)

    async def prepare(self, compiled: CompiledQuery) -> PreparedQuery:
        """Raises QueryRefused."""
        guarded = self._guarded(compiled.sql)
        version = await self.warehouse.data_version()
        told_apart_by = (
            self.id, self.catalog.version, self.warehouse.limits, version, guarded, compiled.columns
        )  # fmt: skip
        fingerprint = hashlib.sha256(repr(told_apart_by).encode()).hexdigest()
        return PreparedQuery(guarded, compiled.columns, version, fingerprint)

    async def run(self, prepared: PreparedQuery) -> ResultSet:
        """Raises QueryTimeout, DatabaseUnavailable, DatabaseRejected."""
        return await self.warehouse.run(prepared.guarded, prepared.columns)

    async def export(
        self, sql: str, columns: tuple[ResultColumn, ...] | None, options: ExportOptions
    ) -> Export:
        """All rows of an answer's SQL, as a file; to be closed.

        Raises QueryRefused, and what `Warehouse.export` does.
        """
        return await self.warehouse.export(self._guarded(sql), columns, options)

    async def count_up_to(self, sql: str, most: int) -> int:
        """How many rows SQL has; one more than `most` stands for all that are more.

        Raises as `execute` does.
        """
        counting = count_sql(sql, self.warehouse.dialect, most + 1)
        counted = await self.warehouse.run(self._guarded(counting), None)
        return int(str(counted.rows[0][0]))

    def _guarded(self, sql: str) -> GuardedQuery:
        return guard_sql(sql, self.catalog, self.warehouse.dialect)

    async def close(self) -> None:
        if self._look is not None:
            self._look.cancel()
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
