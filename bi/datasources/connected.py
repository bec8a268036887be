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
from collections import OrderedDict
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from bi.compiler.compile import CompiledQuery, compile_query
from bi.compiler.inverse.describing import described
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.read import ReadBack, read_back
from bi.datasources.counting import count_sql
from bi.datasources.learning import TenantCatalogs
from bi.datasources.reading_back import same_rows
from bi.datasources.sight import is_answered, with_known_values
from bi.datasources.written import WrittenQuery, told
from bi.guard.access import seen_by
from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lessons.calendars import with_calendar
from bi.language.lessons.learn import learned
from bi.model.access import NOBODY, Viewer
from bi.model.catalog import AsOf, Catalog, ColumnRef
from bi.model.errors import ClaimMissing, ParleyError, SummaryNotReady
from bi.model.knowledge import Knowledge, Taken
from bi.model.profile import Profile, ValueBounds
from bi.model.result import ResultColumn, ResultSet
from bi.model.semantic import CountRows, Measured, SemanticQuery
from bi.warehouse.exports.export import Export
from bi.warehouse.exports.format import ExportOptions
from bi.warehouse.warehouse import Warehouse

logger = logging.getLogger(__name__)

# Viewers with so many different rights are understood without reading their values first.
MOST_RIGHTS = 64
# Readings at once: more would take the database from those who ask it.
_READINGS = 2
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


# The rights and version of a viewer's catalog.
_Key = tuple[str, str]


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
        self._most_rights = most_rights
        self.warehouse = warehouse
        self._bounds = bounds
        self._tenants = TenantCatalogs(self.catalog)
        # By rights and version of the catalog, the one that was used last at the end.
        self._understanders: OrderedDict[_Key, tuple[Catalog, Understander]] = OrderedDict()
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(_READINGS)
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
        left = await self._tenants.learn(tenant_id, knowledge)
        for key in [one for one in self._understanders if one[1] == left]:
            del self._understanders[key]

    async def taken(self, viewer: Viewer) -> tuple[Taken, ...]:
        """What became of all that the tenant taught, and of what the catalog's file teaches.

        Raises DatabaseUnavailable.
        """
        lessons = (await self.understander(viewer)).engine.lessons
        return (*self._tenants.taken(viewer.tenant_id), *lessons.taken)

    async def understander(self, viewer: Viewer = NOBODY) -> Understander:
        """Raises DatabaseUnavailable while the database cannot be reached, and SummaryNotReady."""
        self.require_described()
        catalog = self.seen_by(viewer)
        if (known := self._known(catalog)) is not None:
            return known
        async with self._reading.setdefault(catalog.rights, asyncio.Lock()):
            known = self._known(catalog)
            return known or await self._learned(catalog) or await self._read(catalog)

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
        for rights in dict.fromkeys(rights for rights, _ in self._understanders):
            async with self._reading.setdefault(rights, asyncio.Lock()):
                known = [found for key, found in self._understanders.items() if key[0] == rights]
                profile = None
                for catalog, _ in known:
                    made = await self._read(catalog, profile)
                    profile = made.profile

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

    def _known(self, catalog: Catalog) -> Understander | None:
        found = self._understanders.get(_key(catalog))
        if found is None:
            return None
        self._understanders.move_to_end(_key(catalog))
        return found[1]

    async def _learned(self, catalog: Catalog) -> Understander | None:
        """By what was read for others with these rights, who know something else."""
        for (rights, _), (_, other) in reversed(self._understanders.items()):
            if rights == catalog.rights:
                made = await asyncio.to_thread(self._made, catalog, other.profile, other)
                return self._keep(catalog, made)
        return None

    async def _read(self, catalog: Catalog, profile: Profile | None = None) -> Understander:
        """Reads for the viewers of this catalog, unless the profile is given."""
        async with self._room:
            await self.warehouse.open()
            before = self._understanders.get(_key(catalog))
            if profile is None:
                profile = await self.warehouse.profile(catalog, self._bounds)
                if before is not None:
                    profile = profile.completed_by(before[1].profile)
            made = await asyncio.to_thread(self._made, catalog, profile, before and before[1])
        return self._keep(catalog, made)

    def _keep(self, catalog: Catalog, made: Understander) -> Understander:
        key = _key(catalog)
        is_new = key not in self._understanders
        self._understanders[key] = (catalog, made)
        if is_new:
            self._understanders.move_to_end(key)
        while len(self._understanders) > self._most_rights:
            self._understanders.popitem(last=False)
        return made

    def _made(
        self, catalog: Catalog, profile: Profile, before: Understander | None
    ) -> Understander:
        known = with_known_values(catalog, self.catalog, profile)
        if before is None:
            return self._rehearsed(learned(LanguageEngine(known, profile)))
        engine = before.engine
        is_same = known == replace(engine.given, examples=known.examples)
        if is_same and not (known.terms or known.instructions):
            understander = Understander(engine.with_profile(profile))
            understander.engine.read_verified(understander.today)
            return understander
        if profile.values == engine.profile.values:
            return self._rehearsed(learned(engine.with_profile(profile).with_catalog(known)))
        return self._rehearsed(learned(LanguageEngine(known, profile)))

    def _rehearsed(self, engine: LanguageEngine) -> Understander:
        """Built and used once in a thread: what is loaded at first use is not loaded by a person's
        first question, on the event loop."""
        understander = Understander(engine)
        context = ReadContext(today=understander.today)
        engine.read("an unheardof word", context)
        engine.read_verified(understander.today)
        catalog = engine.catalog
        if catalog.rights and not catalog.examples:
            readable = (one for one in self.catalog.examples if is_answered(engine, one, context))
            understander = Understander(engine.with_examples(tuple(readable)))
        for dataset in catalog.datasets[:1]:
            rehearsal = compile_query(
                SemanticQuery(measures=(Measured(CountRows(dataset.name)),)),
                catalog,
                self.warehouse.dialect,
            )
            with suppress(ClaimMissing):
                guard_sql(rehearsal.sql, catalog, self.warehouse.dialect)
        return understander

    def compile(self, query: SemanticQuery, viewer: Viewer = NOBODY) -> CompiledQuery:
        """Raises QueryNotPossible. The query must name what the viewer sees only."""
        return compile_query(query, self.seen_by(viewer), self.warehouse.dialect)

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


def _key(catalog: Catalog) -> _Key:
    return catalog.rights, catalog.version


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
