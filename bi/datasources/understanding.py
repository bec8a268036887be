"""What questions to a datasource are read by: a language engine over a profile of its values.

One for each viewer's rights and each tenant's knowledge; made at the first question that needs it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from bi.compiler.compile import compile_query
from bi.datasources.sight import is_answered, with_known_values
from bi.guard.guard import guard_sql
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lessons.learn import learned
from bi.model.catalog import AsOf, Catalog, ColumnRef
from bi.model.errors import ClaimMissing
from bi.model.profile import Profile, ValueBounds
from bi.model.semantic import CountRows, Measured, SemanticQuery
from bi.warehouse.warehouse import Warehouse

# Viewers with so many different rights are understood without reading their values first.
MOST_RIGHTS = 64
# Readings at once: more would take the database from those who ask it.
_READINGS = 2


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


# The rights and version of a viewer's catalog.
_Key = tuple[str, str]


class Understanders:
    """Of one datasource, whose whole catalog is `catalog`."""

    def __init__(
        self, catalog: Catalog, warehouse: Warehouse, bounds: ValueBounds, most_rights: int
    ) -> None:
        self._catalog = catalog
        self._warehouse = warehouse
        self._bounds = bounds
        self._most_rights = most_rights
        # By rights and version of the catalog, the one that was used last at the end.
        self._kept: OrderedDict[_Key, tuple[Catalog, Understander]] = OrderedDict()
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(_READINGS)

    @property
    def are_none(self) -> bool:
        """Nothing was read yet."""
        return not self._kept

    async def of(self, catalog: Catalog) -> Understander:
        """For the viewers of this catalog. Raises DatabaseUnavailable while the database cannot be
        reached."""
        if (known := self._known(catalog)) is not None:
            return known
        async with self._reading.setdefault(catalog.rights, asyncio.Lock()):
            known = self._known(catalog)
            return known or await self._learned(catalog) or await self._read(catalog)

    def forget(self, version: str | None) -> None:
        """Those over a catalog that is nobody's any more."""
        for key in [one for one in self._kept if one[1] == version]:
            del self._kept[key]

    async def refresh(self) -> None:
        """Reads anew what questions are understood by. Raises DatabaseUnavailable."""
        for rights in dict.fromkeys(rights for rights, _ in self._kept):
            async with self._reading.setdefault(rights, asyncio.Lock()):
                known = [found for key, found in self._kept.items() if key[0] == rights]
                profile = None
                for catalog, _ in known:
                    made = await self._read(catalog, profile)
                    profile = made.profile

    def _known(self, catalog: Catalog) -> Understander | None:
        found = self._kept.get(_key(catalog))
        if found is None:
            return None
        self._kept.move_to_end(_key(catalog))
        return found[1]

    async def _learned(self, catalog: Catalog) -> Understander | None:
        """By what was read for others with these rights, who know something else."""
        for (rights, _), (_, other) in reversed(self._kept.items()):
            if rights == catalog.rights:
                made = await asyncio.to_thread(self._made, catalog, other.profile, other)
                return self._keep(catalog, made)
        return None

    async def _read(self, catalog: Catalog, profile: Profile | None = None) -> Understander:
        """Reads for the viewers of this catalog, unless the profile is given."""
        async with self._room:
            await self._warehouse.open()
            before = self._kept.get(_key(catalog))
            if profile is None:
                profile = await self._warehouse.profile(catalog, self._bounds)
                if before is not None:
                    profile = profile.completed_by(before[1].profile)
            made = await asyncio.to_thread(self._made, catalog, profile, before and before[1])
        return self._keep(catalog, made)

    def _keep(self, catalog: Catalog, made: Understander) -> Understander:
        key = _key(catalog)
        is_new = key not in self._kept
        self._kept[key] = (catalog, made)
        if is_new:
            self._kept.move_to_end(key)
        while len(self._kept) > self._most_rights:
            self._kept.popitem(last=False)
        return made

    def _made(
        self, catalog: Catalog, profile: Profile, before: Understander | None
    ) -> Understander:
        known = with_known_values(catalog, self._catalog, profile)
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
            readable = (one for one in self._catalog.examples if is_answered(engine, one, context))
            understander = Understander(engine.with_examples(tuple(readable)))
        for dataset in catalog.datasets[:1]:
            rehearsal = compile_query(
                SemanticQuery(measures=(Measured(CountRows(dataset.name)),)),
                catalog,
                self._warehouse.dialect,
            )
            with suppress(ClaimMissing):
                guard_sql(rehearsal.sql, catalog, self._warehouse.dialect)
        return understander


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
