"""Which datasources there are: the user's catalog, or the demo."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bi.catalog.load import load_catalog
from bi.catalog.url import resolve_url
from bi.datasources.connected import ConnectedDatasource
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import UnknownDatasource
from bi.model.profile import ValueBounds
from bi.warehouse.warehouse import Warehouse
from demo.location import CATALOG


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: rows kept, seconds run; and how many values are known by name."""

    rows: int = 10_000
    seconds: float = 30.0
    values: ValueBounds = ValueBounds()


class DatasourceRegistry:
    """The datasources of this process, by id; the first is the default."""

    def __init__(self, datasources: list[ConnectedDatasource]) -> None:
        self._by_id = {datasource.id: datasource for datasource in datasources}
        self.default_id = datasources[0].id

    def get(self, datasource_id: str) -> ConnectedDatasource:
        try:
            return self._by_id[datasource_id]
        except KeyError:
            known = ", ".join(self._by_id)
            message = f"There is no datasource {datasource_id!r}; there is: {known}."
            raise UnknownDatasource(message, known=list(self._by_id)) from None

    @property
    def claims(self) -> frozenset[str]:
        """The names of the tokens' claims that the catalogs speak of."""
        secured = (one.catalog.security for one in self._by_id.values())
        return frozenset(name for security in secured if security for name in security.claims)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)

    def all(self) -> tuple[ConnectedDatasource, ...]:
        return tuple(self._by_id.values())

    async def close(self) -> None:
        for datasource in self._by_id.values():
            await datasource.close()


async def open_datasources(
    data_dir: Path,
    catalog_file: Path | None,
    limits: Limits = Limits(),
    *,
    as_of: AsOf | date | None = None,
) -> DatasourceRegistry:
    """Loads the catalog, or builds the demo once; connects to nothing yet.

    `as_of` takes the place of what the catalog says "today" is.

    Raises CatalogInvalid, also for an environment variable of its url that is not set.
    """
    catalog = await asyncio.to_thread(_catalog, data_dir, catalog_file)
    if as_of is not None:
        catalog = replace(catalog, as_of=as_of)
    warehouse = Warehouse(
        resolve_url(catalog.datasource.url), row_limit=limits.rows, timeout_s=limits.seconds
    )
    return DatasourceRegistry([ConnectedDatasource(catalog, warehouse, limits.values)])


def _catalog(data_dir: Path, catalog_file: Path | None) -> Catalog:
    if catalog_file is not None:
        return load_catalog(catalog_file)
    return load_catalog(CATALOG, url=f"duckdb:///{demo_database(data_dir)}")


def demo_database(data_dir: Path) -> Path:
    """The demo's database file, made on first use with data up to that day."""
    path = data_dir.absolute() / "demo.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Takes DuckDB and seconds, and only once.
        from demo.build import build_demo

        build_demo(path, end=date.today())
    return path
