"""Rows of a compiled question, or of written SQL: from the cache, from the same question asked
just now, or new."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from bi.compiler.compile import CompiledQuery
from bi.datasources.connected import ConnectedDatasource
from bi.datasources.written import WrittenQuery
from bi.model.access import Viewer
from bi.model.reading import WrittenSql
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from nodes.answer import ResultRef
from nodes.services import CachedResult, Services
from nodes.state import SessionFacts


@dataclass(frozen=True, slots=True)
class Asked:
    """`ran_at` is when the database was asked, which for `cached` rows was before."""

    reference: ResultRef
    rows: ResultSet
    ran_at: str
    cached: bool
    data_version: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """The rows are stored under a reference that lives as long as any other."""

    services: Services
    datasource: ConnectedDatasource
    facts: SessionFacts
    viewer: Viewer

    async def prepared(self, question: SemanticQuery | WrittenSql) -> CompiledQuery | WrittenQuery:
        """Raises QueryNotPossible; of written SQL QueryRefused, ClaimMissing."""
        if isinstance(question, SemanticQuery):
            return self.datasource.compile(question, self.viewer)
        return await asyncio.to_thread(self.datasource.written, question.sql, self.viewer)

    async def ask(self, compiled: CompiledQuery | WrittenQuery, *, fresh: bool) -> Asked:
        """`fresh`: the database is asked in any case.

        Raises QueryRefused, ClaimMissing, QueryTimeout, DatabaseUnavailable, DatabaseRejected.
        """
        prepared = await self.datasource.prepare(compiled, self.viewer)
        key = f"{self.facts['tenant_id']}\0{prepared.fingerprint}"
        cache = self.services.cache
        if cache is not None and not fresh and (hit := await cache.find(key)) is not None:
            # No query ran, so none took any time.
            reference = _reference(hit.key, hit.rows, elapsed_ms=0.0)
            return Asked(reference, hit.rows, hit.ran_at, True, prepared.data_version)

        async def asked() -> CachedResult:
            now = datetime.now(UTC).replace(tzinfo=None)
            ran_at = f"{now.isoformat(timespec='milliseconds')}Z"
            rows = await self.datasource.run(prepared)
            found = CachedResult(await self.services.results.save(rows), rows, ran_at)
            if cache is not None:
                await cache.keep(key, found)
            return found

        # What began before a wish for fresh rows does not fulfil it.
        flight = f"{key}\0fresh" if fresh else key
        found = await self.services.flights.run(flight, asked)
        reference = _reference(found.key, found.rows, elapsed_ms=found.rows.elapsed_ms)
        return Asked(reference, found.rows, found.ran_at, False, prepared.data_version)


def _reference(key: str, rows: ResultSet, *, elapsed_ms: float) -> ResultRef:
    return ResultRef(
        key=key,
        columns=tuple(column.name for column in rows.columns),
        row_count=len(rows.rows),
        truncated=rows.truncated,
        elapsed_ms=elapsed_ms,
    )
