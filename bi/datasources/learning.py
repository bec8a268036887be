"""The catalog of each tenant that taught something: the datasource's own, with that in it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace

from bi.catalog.learned import Learned, with_knowledge
from bi.language.lessons.calendars import with_calendar
from bi.model.catalog import Catalog
from bi.model.knowledge import Knowledge, Taken

# Of so many tenants; one that comes again is learned again before its question is read.
MOST_TENANTS = 1_000


class TenantCatalogs:
    """One for each tenant that taught something, and the datasource's own for all others."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        # With the version of the knowledge; the one that was used last at the end.
        self._learned: OrderedDict[str, tuple[str, Learned]] = OrderedDict()

    def of(self, tenant_id: str) -> Catalog:
        found = self._learned.get(tenant_id)
        return self._catalog if found is None else found[1].catalog

    def taken(self, tenant_id: str) -> tuple[Taken, ...]:
        """What became of verified queries and descriptions."""
        found = self._learned.get(tenant_id)
        return () if found is None else found[1].taken

    def version(self, tenant_id: str) -> str:
        """That of the knowledge the tenant's catalog has; "" for none."""
        found = self._learned.get(tenant_id)
        if found is None:
            return ""
        self._learned.move_to_end(tenant_id)
        return found[0]

    async def learn(self, tenant_id: str, knowledge: Knowledge) -> str | None:
        """Returns the version of a catalog that is no tenant's any more, if there is one."""
        before = self.of(tenant_id).version
        # In a thread: a catalog may have thousands of columns.
        whole = await asyncio.to_thread(_learned, self._catalog, knowledge)
        if knowledge.version:
            self._learned[tenant_id] = (knowledge.version, whole)
            self._learned.move_to_end(tenant_id)
        else:
            self._learned.pop(tenant_id, None)
        while len(self._learned) > MOST_TENANTS:
            self._learned.popitem(last=False)
        used = {self._catalog.version}
        used |= {learned.catalog.version for _, learned in self._learned.values()}
        return None if before in used else before


def _learned(catalog: Catalog, knowledge: Knowledge) -> Learned:
    found = with_knowledge(catalog, knowledge)
    return replace(found, catalog=with_calendar(found.catalog))
