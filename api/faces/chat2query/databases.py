"""Which datasource a request is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.faces.chat2query.schemas import OfDatabase
from runs.model import Principal

if TYPE_CHECKING:
    from runs.service import Service


@dataclass(frozen=True, slots=True)
class NamedDatabase:
    """A datasource, and what it was called by."""

    datasource_id: str
    cluster_id: str
    database: str


async def named_database(
    service: Service, principal: Principal, named: OfDatabase
) -> NamedDatabase:
    """A database that is named counts before a data summary is.

    Raises UnknownDatasource, UnknownSummary, SummaryNotReady.
    """
    if named.database is None and named.data_summary_id is not None:
        found = await service.summaries.datasource_of(principal, named.data_summary_id)
    else:
        names = (named.cluster_id, named.database)
        found = service.datasources.of_database(*names, principal.tenant_id)
    found.require_described()
    cluster_id, database = found.catalog.datasource.called
    return NamedDatabase(found.id, named.cluster_id or cluster_id or "", named.database or database)
