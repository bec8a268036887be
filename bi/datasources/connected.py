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
from enum import StrEnum

from bi.compiler.compile import CompiledQuery, compile_query, require_possible
from bi.compiler.inverse.describing import described
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.read import ReadBack, read_back
from bi.datasources.counting import count_sql
from bi.datasources.learning import TenantCatalogs
from bi.datasources.reading_back import same_rows
from bi.datasources.understanding import MOST_RIGHTS, Understander, Understanders
from bi.datasources.written import WrittenQuery, told
from bi.guard.access import seen_by
from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.language.lessons.calendars import with_calendar
from bi.model.access import NOBODY, Viewer
from bi.model.catalog import Catalog
from bi.model.errors import ParleyError, QueryNotPossible, SummaryNotReady
from bi.model.knowledge import Knowledge, Taken
from bi.model.profile import ValueBounds
from bi.model.result import ResultColumn, ResultSet
from bi.model.semantic import SemanticQuery
from bi.warehouse.exports.export import Export
from bi.warehouse.exports.format import ExportOptions
from bi.warehouse.warehouse import Warehouse

logger = logging.getLogger(__name__)

# Workers that were started together shall not read all at once.
_JITTER = 0.2


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A question ready to be run.

    `fingerprint` is the same for questions whose rows are: it tells apart whatever the rows
    depend on but the tenant, the filter of rows among it, since that is in the guarded text.
    `columns` None: the rows tell them, and of written SQL the catalog, as in `WrittenQuery`.
    """

    guarded: GuardedQuery
    columns: tuple[ResultColumn, ...] | None
    data_version: str | None
    fingerprint: str
    written: tuple[ResultColumn | None, ...] = ()


class Condition(StrEnum):
    """How a datasource stands now."""

    READY = "ready"
    NEEDS_SUMMARY = "needs_summary"  # nobody has described it yet: it has no catalog
    STARTING = "starting"  # it is connected to, or its values are read, for the first time
    BUSY = "busy"  # as many queries run as may, so that nobody knows more
    UNAVAILABLE = "unavailable"

    @property
    def is_fine(self) -> bool:
        return self in (Condition.READY, Condition.BUSY, Condition.NEEDS_SUMMARY)


class ConnectedDatasource:
    """Catalog and warehouse of one datasource; opened lazily, closed once.

    `catalog` is the whole one. Each viewer has one of their own (`seen_by`); questions are
    read, compiled and answered over that, and their understander knows the values of no other
    rows. Viewers with the same rights share one, if their tenants know the same.
    """

    def __init__(
        self,
        catalog: Catalog,
        warehouse: Warehouse,
        bounds: ValueBounds = ValueBounds(),
        *,
        most_rights: int = MOST_RIGHTS,
    ) -> None:
        self.catalog = with_calendar(catalog)
        self.warehouse = warehouse
        self._tenants = TenantCatalogs(self.catalog)
        self._understanders = Understanders(self.catalog, warehouse, bounds, most_rights)
        self._look: asyncio.Task[Condition] | None = None

    @property
    def id(self) -> str:
        return self.catalog.datasource.id

    def require_described(self) -> None:
        """Raises SummaryNotReady where nobody has described it yet."""
        if not self.catalog.is_described:
            raise SummaryNotReady(datasource=self.id)

    def seen_by(self, viewer: Viewer) -> Catalog:
        """What there is for a viewer, with what the tenant taught; its `rights` tell viewers apart
        who see different things."""
        return seen_by(self._tenants.of(viewer.tenant_id), viewer, self.warehouse.dialect)

    def knows(self, tenant_id: str) -> str:
        """The version of what the tenant taught that its questions are read with now."""
        return self._tenants.version(tenant_id)

    async def learn(self, tenant_id: str, knowledge: Knowledge) -> None:
        """The tenant's questions are read with this from now on, and no other tenant's."""
        self._understanders.forget(await self._tenants.learn(tenant_id, knowledge))

    async def taken(self, viewer: Viewer) -> tuple[Taken, ...]:
        """What became of all that the tenant taught, and of what the catalog's file teaches.

        Raises DatabaseUnavailable.
        """
        lessons = (await self.understander(viewer)).engine.lessons
        return (*self._tenants.taken(viewer.tenant_id), *lessons.taken)

    async def understander(self, viewer: Viewer = NOBODY) -> Understander:
        """Raises DatabaseUnavailable while the database cannot be reached, and SummaryNotReady."""
        self.require_described()
        return await self._understanders.of(self.seen_by(viewer))

    async def condition(self, within_s: float = 1.0) -> Condition:
        """Says what it knows after so long at most; the look goes on, and the next one has it."""
        if not self.catalog.is_described:
            return Condition.NEEDS_SUMMARY
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._looked_at())
        look = self._look
        await asyncio.wait([look], timeout=within_s)
        if look.done():
            return look.result()
        if self._understanders.are_none:
            return Condition.STARTING
        return Condition.BUSY if self.warehouse.is_busy else Condition.UNAVAILABLE

    async def _looked_at(self) -> Condition:
        try:
            if self._understanders.are_none:
                await self.understander()
            else:
                await self.warehouse.ping()
        except ParleyError:
            return Condition.UNAVAILABLE
        except Exception:
            logger.exception("The state of %s could not be found out.", self.id)
            return Condition.UNAVAILABLE
        return Condition.READY

    async def refresh(self) -> None:
        """Reads anew what questions are understood by. Raises DatabaseUnavailable."""
        await self._understanders.refresh()

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

    def compile(self, query: SemanticQuery, viewer: Viewer = NOBODY) -> CompiledQuery:
        """Raises QueryNotPossible. The query must name what the viewer sees only."""
        return compile_query(query, self.seen_by(viewer), self.warehouse.dialect)

    def is_possible(self, query: SemanticQuery, viewer: Viewer = NOBODY) -> bool:
        """Whether there is SQL for it, as far as that is known without writing it."""
        try:
            require_possible(query, self.seen_by(viewer), self.warehouse.dialect)
        except QueryNotPossible:
            return False
        return True

    def written(self, sql: str, viewer: Viewer = NOBODY) -> WrittenQuery:
        """SQL that somebody wrote, and what this viewer's catalog tells of its result.

        Not for the event loop: the SQL may be long. Raises QueryRefused, ClaimMissing.
        """
        self.guarded(sql, viewer)
        catalog, dialect = self.seen_by(viewer), self.warehouse.dialect
        columns, lineage = described(sql, catalog, dialect)
        return WrittenQuery(sql, columns, lineage)

    async def read_back(self, sql: str, viewer: Viewer = NOBODY) -> ReadBack:
        """SQL that the guard passes, as the question that it asks.

        What is not written as the catalog's own SQL counts only where the rows of both are the same
        now. Raises NotRead with the reason, and what running SQL does.
        """
        catalog, dialect = self.seen_by(viewer), self.warehouse.dialect
        found = await asyncio.to_thread(read_back, sql, catalog, dialect)
        if found.is_exact:
            return found
        written, compiled = await asyncio.gather(
            self.execute(WrittenQuery(sql), viewer), self.execute(found.compiled, viewer)
        )
        if not same_rows(written, compiled, found.columns):
            raise NotRead("what the catalog writes for it has other rows")
        return found

    def guarded(
        self, sql: str, viewer: Viewer = NOBODY, *, is_compiled: bool = False
    ) -> GuardedQuery:
        """Any SQL, over what the viewer sees; see `guard_sql`. Raises QueryRefused, ClaimMissing.

        The text holds the values that limit the viewer's rows: it is for the warehouse, and for
        keys of what is kept of its results, never for a person.
        """
        catalog = self.seen_by(viewer)
        return guard_sql(sql, catalog, self.warehouse.dialect, is_compiled=is_compiled)

    async def execute(
        self, compiled: CompiledQuery | WrittenQuery, viewer: Viewer = NOBODY
    ) -> ResultSet:
        """Raises QueryRefused, QueryTimeout, DatabaseUnavailable, DatabaseRejected."""
        return await self.run(await self.prepare(compiled, viewer))

    async def prepare(
        self, compiled: CompiledQuery | WrittenQuery, viewer: Viewer = NOBODY
    ) -> PreparedQuery:
        """Raises QueryRefused, ClaimMissing."""
        is_compiled = isinstance(compiled, CompiledQuery)
        guarded = self.guarded(compiled.sql, viewer, is_compiled=is_compiled)
        version = await self.warehouse.data_version()
        told_apart_by = (
            self.id, self.catalog.version, self.warehouse.limits, version, guarded, compiled.columns
        )  # fmt: skip
        fingerprint = hashlib.sha256(repr(told_apart_by).encode()).hexdigest()
        if isinstance(compiled, CompiledQuery):
            return PreparedQuery(guarded, compiled.columns, version, fingerprint)
        return PreparedQuery(guarded, None, version, fingerprint, compiled.columns)

    async def run(self, prepared: PreparedQuery) -> ResultSet:
        """Raises QueryTimeout, DatabaseUnavailable, DatabaseRejected."""
        rows = await self.warehouse.run(prepared.guarded, prepared.columns)
        return told(rows, prepared.written)

    async def export(
        self,
        sql: str,
        columns: tuple[ResultColumn, ...] | None,
        options: ExportOptions,
        viewer: Viewer = NOBODY,
    ) -> Export:
        """All rows of an answer's SQL, as a file; to be closed.

        Raises QueryRefused, and what `Warehouse.export` does.
        """
        return await self.warehouse.export(self.guarded(sql, viewer), columns, options)

    async def count_up_to(self, sql: str, most: int, viewer: Viewer = NOBODY) -> int:
        """How many rows SQL has; one more than `most` stands for all that are more.

        Raises as `execute` does.
        """
        counting = count_sql(sql, self.warehouse.dialect, most + 1)
        counted = await self.warehouse.run(self.guarded(counting, viewer), None)
        return int(str(counted.rows[0][0]))

    async def close(self) -> None:
        if self._look is not None:
            self._look.cancel()
        await self.warehouse.close()
