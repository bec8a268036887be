"""What tenants teach a datasource: kept in the store, and in effect on every worker at once.

Of each tenant and datasource there is a version in the store. A turn begins with a look at it: one
command. Where it is another one than this process read, what is known is read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from bi.datasources.foreign_sql import in_own_dialect
from bi.model.errors import ClaimMissing, KnowledgeFull, QueryRefused, UnknownKnowledge
from bi.model.knowledge import Described, Entry, Taken
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from graph.datasources import DatasourceRegistry
from runs import keys, knowledge_scripts
from runs.knowledge_records import (
    BASE,
    DATA,
    DESCRIBED,
    DESCRIPTIONS,
    VERSION,
    Fact,
    FewShot,
    KnowledgeBase,
    KnowledgeData,
    entries_in,
    knowledge_in,
)
from runs.model import Principal

# Of a tenant; and all that is taught of one datasource, which each of its questions is read with.
MOST_BASES = 200
MOST_ENTRIES = 500
_LAST = b"last"


class KnowledgeBases:
    """They are a tenant's: all its users read and write the same.

    Every method raises StoreUnavailable when the store cannot serve now, and those that take an
    id UnknownKnowledge for what is not there or not the tenant's.
    """

    def __init__(self, client: StoreClient, datasources: DatasourceRegistry) -> None:
        self._client = client
        self._datasources = datasources
        self._reading: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def create(
        self,
        principal: Principal,
        datasource_id: str,
        *,
        cluster_id: str = "",
        database: str = "",
        description: str = "",
    ) -> KnowledgeBase:
        """Raises UnknownDatasource, KnowledgeFull."""
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        key = keys.knowledge_bases(principal.tenant_id)
        if len(await self.list(principal)) >= MOST_BASES:
            raise KnowledgeFull(f"A tenant has at most {MOST_BASES} knowledge bases.")
        now = datetime.now(UTC)
        with store_errors():
            number = int(await self._client.hincrby(key, _LAST.decode(), 1))
        base = KnowledgeBase(
            number, datasource.id, cluster_id, database or datasource.id, description, now, now
        )
        await self._write(principal, base)
        return base

    async def list(self, principal: Principal) -> tuple[KnowledgeBase, ...]:
        """The oldest first; of datasources that the tenant may use."""
        with store_errors():
            stored: Any = await self._client.hgetall(keys.knowledge_bases(principal.tenant_id))
        known = {one.id for one in self._datasources.open_to(principal.tenant_id)}
        bases = [BASE.validate_json(one) for name, one in stored.items() if name != _LAST]
        bases.sort(key=lambda base: base.knowledge_base_id)
        return tuple(base for base in bases if base.datasource_id in known)

    async def get(self, principal: Principal, base_id: int) -> KnowledgeBase:
        with store_errors():
            stored: Any = await self._client.hget(
                keys.knowledge_bases(principal.tenant_id), str(base_id)
            )
        if stored is None:
            raise UnknownKnowledge(f"There is no knowledge base {base_id}.")
        base = BASE.validate_json(stored)
        self._datasources.chosen(base.datasource_id, principal.tenant_id)
        return base

    async def describe(self, principal: Principal, base_id: int, description: str) -> KnowledgeBase:
        """Says what it is about."""
        base = await self.get(principal, base_id)
        changed = replace(base, description=description, updated_at=datetime.now(UTC))
        await self._write(principal, changed)
        return changed

    async def entries(
        self, principal: Principal, base_id: int
    ) -> tuple[tuple[KnowledgeData, Taken], ...]:
        """What is in it, the oldest first, and what became of it.

        Raises DatabaseUnavailable.
        """
        base = await self.get(principal, base_id)
        taken = await self._taken(principal, base.datasource_id)
        found = await self._entries(principal, base)
        return tuple((one, _of(one, taken)) for one in found)

    async def entry(
        self, principal: Principal, base_id: int, data_id: int
    ) -> tuple[KnowledgeData, Taken]:
        """Raises DatabaseUnavailable."""
        base = await self.get(principal, base_id)
        found = await self._entry(principal, base, data_id)
        return found, _of(found, await self._taken(principal, base.datasource_id))

    async def add(
        self, principal: Principal, base_id: int, fact: Fact, meta_data: dict[str, Any]
    ) -> tuple[KnowledgeData, Taken]:
        """In effect from the next turn on, on every worker.

        Raises QueryRefused and ClaimMissing for SQL that may not run, KnowledgeFull,
        DatabaseUnavailable.
        """
        base = await self.get(principal, base_id)
        fact = await self._checked(principal, base, fact)
        with store_errors():
            key = keys.knowledge_bases(principal.tenant_id)
            number = int(await self._client.hincrby(key, _LAST.decode(), 1))
        now = datetime.now(UTC)
        data = KnowledgeData(number, base_id, fact, now, now, meta_data)
        known = keys.knowledge(principal.tenant_id, base.datasource_id)
        room = str(MOST_ENTRIES + len((VERSION, DESCRIPTIONS)))
        put = (str(number), DATA.dump_json(data), room)
        if not await knowledge_scripts.put.run(self._client, (known,), *put):
            raise KnowledgeFull(f"A database is taught at most {MOST_ENTRIES} things.")
        return data, _of(data, await self._taken(principal, base.datasource_id))

    async def edit(
        self,
        principal: Principal,
        base_id: int,
        data_id: int,
        fact: Fact,
        meta_data: dict[str, Any] | None = None,
    ) -> tuple[KnowledgeData, Taken]:
        """Another fact in its place; `meta_data` None stays. Raises as `add` does."""
        base = await self.get(principal, base_id)
        before = await self._entry(principal, base, data_id)
        fact = await self._checked(principal, base, fact)
        data = KnowledgeData(
            data_id,
            base_id,
            fact,
            before.created_at,
            datetime.now(UTC),
            before.meta_data if meta_data is None else meta_data,
        )
        known = keys.knowledge(principal.tenant_id, base.datasource_id)
        put = (str(data_id), DATA.dump_json(data))
        if not await knowledge_scripts.edit.run(self._client, (known,), *put):
            raise _no_entry(data_id)
        return data, _of(data, await self._taken(principal, base.datasource_id))

    async def remove(self, principal: Principal, base_id: int, data_id: int) -> None:
        base = await self.get(principal, base_id)
        await self._entry(principal, base, data_id)
        known = keys.knowledge(principal.tenant_id, base.datasource_id)
        if not await knowledge_scripts.remove.run(self._client, (known,), str(data_id)):
            raise _no_entry(data_id)

    async def put_descriptions(
        self, tenant_id: str, datasource_id: str, described: Sequence[Described]
    ) -> None:
        """What a tenant says of the datasource's tables and columns, in place of what it said."""
        known = keys.knowledge(tenant_id, datasource_id)
        value = DESCRIBED.dump_json(tuple(described))
        room = str(MOST_ENTRIES + len((VERSION, DESCRIPTIONS)) + 1)
        await knowledge_scripts.put.run(self._client, (known,), DESCRIPTIONS.decode(), value, room)

    async def bring(self, tenant_id: str, datasource_id: str) -> None:
        """Has the tenant's questions read with what is known now, in all versions of the catalog.

        Raises UnknownDatasource.
        """
        key = keys.knowledge(tenant_id, datasource_id)
        with store_errors():
            found: Any = await self._client.hget(key, VERSION.decode())
        version = found.decode() if found else ""
        if not self._stale(tenant_id, datasource_id, version):
            return
        async with self._reading.setdefault((tenant_id, datasource_id), asyncio.Lock()):
            if not self._stale(tenant_id, datasource_id, version):
                return
            with store_errors():
                stored: Any = await self._client.hgetall(key)
            knowledge = await asyncio.to_thread(knowledge_in, stored)
            for datasource in self._datasources.versions(datasource_id):
                if datasource.knows(tenant_id) != knowledge.version:
                    await datasource.learn(tenant_id, knowledge)

    def _stale(self, tenant_id: str, datasource_id: str, version: str) -> bool:
        found = self._datasources.versions(datasource_id)
        return any(one.knows(tenant_id) != version for one in found)

    async def _taken(self, principal: Principal, datasource_id: str) -> dict[Entry, Taken]:
        await self.bring(principal.tenant_id, datasource_id)
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        found = await datasource.taken(principal.viewer(self._datasources.claims))
        return {one.entry: one for one in reversed(found)}

    async def _checked(self, principal: Principal, base: KnowledgeBase, fact: Fact) -> Fact:
        """Before anything is written: also that it can be said what becomes of it."""
        datasource = self._datasources.chosen(base.datasource_id, principal.tenant_id)
        viewer = principal.viewer(self._datasources.claims)
        await datasource.understander(viewer)
        if not isinstance(fact, FewShot):
            return fact
        dialect = datasource.warehouse.dialect
        sql = await asyncio.to_thread(in_own_dialect, fact.answer, dialect)
        try:
            await asyncio.to_thread(datasource.guarded, sql, viewer)
        except ClaimMissing:
            raise
        except QueryRefused as refused:
            rule = refused.details["rule"]
            raise QueryRefused(f"{refused.message} (rule {rule})", rule=rule) from refused
        return replace(fact, sql=sql)

    async def _entries(
        self, principal: Principal, base: KnowledgeBase
    ) -> tuple[KnowledgeData, ...]:
        with store_errors():
            stored: Any = await self._client.hgetall(
                keys.knowledge(principal.tenant_id, base.datasource_id)
            )
        number = base.knowledge_base_id
        return tuple(one for one in entries_in(stored) if one.knowledge_base_id == number)

    async def _entry(
        self, principal: Principal, base: KnowledgeBase, data_id: int
    ) -> KnowledgeData:
        with store_errors():
            stored: Any = await self._client.hget(
                keys.knowledge(principal.tenant_id, base.datasource_id), str(data_id)
            )
        found = None if stored is None else DATA.validate_json(stored)
        if found is None or found.knowledge_base_id != base.knowledge_base_id:
            raise _no_entry(data_id)
        return found

    async def _write(self, principal: Principal, base: KnowledgeBase) -> None:
        with store_errors():
            await self._client.hset(
                keys.knowledge_bases(principal.tenant_id),
                str(base.knowledge_base_id),
                BASE.dump_json(base).decode(),
            )


def _of(data: KnowledgeData, taken: dict[Entry, Taken]) -> Taken:
    found = taken.get(data.entry)
    return found or Taken(data.entry, False, "It was changed meanwhile.")


def _no_entry(data_id: int) -> UnknownKnowledge:
    return UnknownKnowledge(f"There is no data {data_id} in this knowledge base.")
