"""Which datasources there are: those of the user's catalogs, or the demo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from bi.catalog.faults import Fault
from bi.catalog.load import load_catalog
from bi.catalog.url import resolve_url
from bi.datasources.connected import ConnectedDatasource
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import CatalogInvalid, UnknownDatasource
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

    def __init__(self, datasources: Sequence[ConnectedDatasource]) -> None:
        self._by_id = {datasource.id: datasource for datasource in datasources}
        self.default_id = datasources[0].id

    def get(self, datasource_id: str) -> ConnectedDatasource:
        try:
            return self._by_id[datasource_id]
        except KeyError:
            raise _unknown(datasource_id, tuple(self._by_id)) from None

    def chosen(self, datasource_id: str | None, tenant_id: str) -> ConnectedDatasource:
        """That of a tenant; None is the tenant's default.

        Raises UnknownDatasource, also for one that the tenant may not use: it does not learn
        that there is one.
        """
        known = {one.id: one for one in self.open_to(tenant_id)}
        if datasource_id is None and known:
            return next(iter(known.values()))
        if datasource_id not in known:
            raise _unknown(datasource_id, tuple(known))
        return known[datasource_id]

    def open_to(self, tenant_id: str) -> tuple[ConnectedDatasource, ...]:
        """Those that a tenant may use, the default first."""
        every = self._by_id.values()
        return tuple(one for one in every if one.catalog.datasource.is_open_to(tenant_id))

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
    catalogs: Path | None,
    limits: Limits = Limits(),
    *,
    default_id: str | None = None,
    as_of: AsOf | date | None = None,
) -> DatasourceRegistry:
    """Loads the catalogs, or builds the demo once; connects to nothing yet.

    `catalogs` is one file, or a folder in which each YAML file describes a datasource. The
    default is `default_id`, else the first file by name. `as_of` takes the place of what the
    catalogs say "today" is.

    Raises CatalogInvalid, also for two of one id, UnknownDatasource for a default that is none of
    them, and SecretMissing.
    """
    found = await asyncio.to_thread(_catalogs, data_dir, catalogs)
    if as_of is not None:
        found = [replace(catalog, as_of=as_of) for catalog in found]
    if default_id is not None:
        known = tuple(catalog.datasource.id for catalog in found)
        if default_id not in known:
            raise _unknown(default_id, known)
        found.sort(key=lambda catalog: catalog.datasource.id != default_id)
    return DatasourceRegistry([_connected(catalog, limits) for catalog in found])


def _connected(catalog: Catalog, limits: Limits) -> ConnectedDatasource:
    warehouse = Warehouse(
        resolve_url(catalog.datasource.url), row_limit=limits.rows, timeout_s=limits.seconds
    )
    return ConnectedDatasource(catalog, warehouse, limits.values)


def _catalogs(data_dir: Path, place: Path | None) -> list[Catalog]:
    if place is None:
        return [load_catalog(CATALOG, url=f"duckdb:///{demo_database(data_dir)}")]
    if not place.is_dir():
        return [load_catalog(place)]
    files = sorted(file for file in place.iterdir() if file.suffix in (".yaml", ".yml"))
    if not files:
        raise _invalid(place, "the folder holds no catalog: no file in it ends in .yaml or .yml")
    by_id: dict[str, Path] = {}
    found = []
    for file in files:
        catalog = load_catalog(file)
        name = catalog.datasource.id
        if name in by_id:
            raise _invalid(file, f"{by_id[name]} describes a datasource {name!r} already")
        by_id[name] = file
        found.append(catalog)
    return found


def _invalid(place: Path, message: str) -> CatalogInvalid:
    fault = Fault(str(place), 1, message)
    return CatalogInvalid(str(fault), faults=[asdict(fault)])


def _unknown(datasource_id: str | None, known: tuple[str, ...]) -> UnknownDatasource:
    there_is = f"there is: {', '.join(known)}" if known else "there is none for this tenant"
    what = "datasource" if datasource_id is None else f"datasource {datasource_id!r}"
    return UnknownDatasource(f"There is no {what}; {there_is}.", known=list(known))


def demo_database(data_dir: Path) -> Path:
    """The demo's database file, made on first use with data up to that day."""
    path = data_dir.absolute() / "demo.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Takes DuckDB and seconds, and only once.
        from demo.build import build_demo

        build_demo(path, end=date.today())
    return path
