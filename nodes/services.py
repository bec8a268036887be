"""What the nodes need from outside, as they see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bi.datasources.connected import ConnectedDatasource
from bi.model.result import ResultSet


class ResultStore(Protocol):
    """Rows, stored once by content; a key lives at least as long as it was promised."""

    async def save(self, result: ResultSet) -> str:
        """The key of the stored rows."""

    async def load(self, key: str) -> ResultSet | None:
        """None: the rows have expired."""


class Datasources(Protocol):
    """The configured datasources by id."""

    def get(self, datasource_id: str) -> ConnectedDatasource:
        """Raises UnknownDatasource."""

    def chosen(self, datasource_id: str | None, tenant_id: str) -> ConnectedDatasource:
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
    """The dependencies of the graph; given when it is built."""

    datasources: Datasources
    results: ResultStore
