"""Which datasource a request is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.faces.chat2query.schemas import OfDatabase
from bi.model.errors import UnknownDatasource
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

    Raises UnknownDatasource, SummaryNotReady.
    """
    if named.database is None:
        raise UnknownDatasource(f"There is no data summary {named.data_summary_id}.")
    found = service.datasources.of_database(named.cluster_id, named.database, principal.tenant_id)
    return NamedDatabase(found.id, named.cluster_id or "", named.database)
