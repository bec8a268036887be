"""What the nodes need from outside, as they see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from bi.datasources.connected import ConnectedDatasource
from bi.model.errors import UnknownSummary
from bi.model.result import ResultSet
from llm.model import Models
from nodes.single_flight import SingleFlight


class ResultStore(Protocol):
    """Rows, stored once by content; a key lives at least as long as it was promised."""

    async def save(self, result: ResultSet) -> str:
        """The key of the stored rows."""

    async def load(self, key: str) -> ResultSet | None:
        """None: the rows have expired."""


@dataclass(frozen=True, slots=True)
class CachedResult:
    """Rows that were asked for before: their key in the store, and when (ISO 8601, UTC)."""

    key: str
    rows: ResultSet
    ran_at: str


class ResultCache(Protocol):
    """Results of the last moments, by a key that says all that they depend on."""

    async def find(self, key: str) -> CachedResult | None:
        """Its rows are stored for as long as new ones are."""

    async def keep(self, key: str, result: CachedResult) -> None:
        """For the configured age."""


class Drafts(Protocol):
    """Catalogs that are drafted of databases which nobody has described."""

    async def follow(self) -> None:
        """Has every datasource in the newest draft that any worker made."""


class SummaryMaking(Protocol):
    """What makes data summaries."""

    async def make(self, tenant_id: str, summary_id: int) -> None:
        """Reads the database, where that was asked for and has not happened yet.

        Raises UserError, and DatabaseUnavailable.
        """


class Knowledge(Protocol):
    """What tenants teach their datasources."""

    async def bring(self, tenant_id: str, datasource_id: str) -> None:
        """Has the tenant's questions read with all that is known by now."""


class Datasources(Protocol):
    """The configured datasources by id."""

    def get(self, datasource_id: str, version: str | None = None) -> ConnectedDatasource:
        """In that version of its catalog, else in the newest. Raises UnknownDatasource."""

    def chosen(
        self, datasource_id: str | None, tenant_id: str, version: str | None = None
    ) -> ConnectedDatasource:
        """That of a tenant; None is the tenant's default. Raises UnknownDatasource, also for
        one that the tenant may not use."""

    @property
    def claims(self) -> frozenset[str]:
        """The names of the tokens' claims that decide what is seen of them."""

    @property
    def default_id(self) -> str:
        """The datasource of a session that names none."""


@dataclass(frozen=True, slots=True)
class Services:
    """The dependencies of the graph; given when it is built. `cache` None: nothing is cached;
    `knowledge` None: nobody teaches anything; `drafts` and `summaries` None: catalogs are files
    alone; `models` None: the language engine alone is asked.

    At most `insight_queries` further questions look for what drove a change; 0: none.
    """

    datasources: Datasources
    results: ResultStore
    cache: ResultCache | None = None
    flights: SingleFlight[CachedResult] = field(default_factory=SingleFlight)
    insight_queries: int = 3
    drafts: Drafts | None = None
    summaries: SummaryMaking | None = None
    knowledge: Knowledge | None = None
    models: Models | None = None

    async def follow_drafts(self) -> None:
        """Once a turn, before its datasource is looked up."""
        if self.drafts is not None:
            await self.drafts.follow()

    async def make_summary(self, tenant_id: str, summary_id: int) -> None:
        """Raises UnknownSummary where there is nothing to keep one in."""
        if self.summaries is None:
            raise UnknownSummary(f"There is no data summary {summary_id}.")
        await self.summaries.make(tenant_id, summary_id)

    async def bring_knowledge(self, tenant_id: str, datasource_id: str) -> None:
        """Once a turn, before its question is read."""
        if self.knowledge is not None:
            await self.knowledge.bring(tenant_id, datasource_id)
