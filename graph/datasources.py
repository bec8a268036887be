"""Which datasources there are: those of the user's catalogs, or the demo."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from bi.catalog.faults import Fault
from bi.catalog.load import load_catalog
from bi.catalog.outline import Outline, read_outline
from bi.catalog.reveal.metadata import CONNECTIONS, is_metadata
from bi.catalog.url import resolve_url
from bi.datasources.connected import ConnectedDatasource
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import CatalogInvalid, UnknownDatasource
from bi.model.profile import ValueBounds
from bi.warehouse.adapter import MOST_BYTES
from bi.warehouse.warehouse import ExportLimits, Warehouse
from demo.location import CATALOG


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: rows and bytes kept, seconds run; how many run at once; what
    exports may cost; and how many values are known by name."""

    rows: int = 10_000
    seconds: float = 30.0
    values: ValueBounds = ValueBounds()
    bytes: int = MOST_BYTES
    connections: int = 4
    exports: ExportLimits = ExportLimits()


# So many versions of a catalog are kept for the sessions that began on them.
_VERSIONS = 4


class DatasourceRegistry:
    """The datasources of this process, by id; the first is the default.

    Each in the newest version of its catalog and some before: a session goes on with the version
    it began on, as long as this process has it.
    """

    def __init__(
        self, datasources: Sequence[ConnectedDatasource], outlines: Iterable[Outline] = ()
    ) -> None:
        """`outlines` are the files of those that nobody has described."""
        # By the ids of their datasources.
        self.outlines = {one.section.datasource.id: one for one in outlines}
        self._by_id = {datasource.id: [datasource] for datasource in datasources}
        self._warehouses = {datasource.warehouse for datasource in datasources}
        self.default_id = datasources[0].id

    def get(self, datasource_id: str, version: str | None = None) -> ConnectedDatasource:
        """The newest where `version` is None or no longer there."""
        versions = self._by_id.get(datasource_id)
        if versions is None:
            raise _unknown(datasource_id, tuple(self._by_id))
        found = (one for one in versions if one.catalog.version == version)
        return next(found, versions[-1])

    def find(self, datasource_id: str) -> ConnectedDatasource | None:
        versions = self._by_id.get(datasource_id)
        return versions[-1] if versions else None

    def take(self, datasource: ConnectedDatasource) -> None:
        """A new datasource, or the newest version of one.

        Where it says otherwise who may see what, or which database is meant, the versions before
        are dropped, and their sessions go on with this one.
        """
        before = self._by_id.get(datasource.id, [])
        kept = [
            one
            for one in before
            if one.catalog.is_described
            and one.catalog.version != datasource.catalog.version
            and _access(one.catalog) == _access(datasource.catalog)
        ]
        self._by_id[datasource.id] = [*kept, datasource][-_VERSIONS:]
        self._warehouses.add(datasource.warehouse)

    def take_outline(self, datasource_id: str, outline: Outline | None) -> None:
        """The file of a datasource that nobody has described; None: its file describes it."""
        if outline is None:
            self.outlines.pop(datasource_id, None)
        else:
            self.outlines[datasource_id] = outline

    def chosen(
        self, datasource_id: str | None, tenant_id: str, version: str | None = None
    ) -> ConnectedDatasource:
        """That of a tenant; None is the tenant's default, and `version` as in `get`.

        Raises UnknownDatasource, also for one that the tenant may not use: it does not learn
        that there is one.
        """
        known = {one.id: one for one in self.open_to(tenant_id)}
        if datasource_id is None and known:
            return next(iter(known.values()))
        if datasource_id not in known:
            raise _unknown(datasource_id, tuple(known))
        return self.get(datasource_id, version)

    def of_database(
        self, cluster_id: str | None, database: str | None, tenant_id: str
    ) -> ConnectedDatasource:
        """That which clients of Chat2Query call by these names; None fits every name.

        A datasource without a cluster of its own is in any, after one that is in this. Where no
        database is named, the tenant's default of those that fit. Raises UnknownDatasource, as
        `chosen` does, and where the database is in several clusters and none is named.
        """
        fitting = [
            one for one in self.open_to(tenant_id) if _is_called(one.catalog, cluster_id, database)
        ]
        of_the_cluster = [one for one in fitting if one.catalog.datasource.cluster_id is not None]
        if cluster_id is not None and of_the_cluster:
            return of_the_cluster[0]
        if not fitting:
            raise _unknown_database(cluster_id, database, self.open_to(tenant_id))
        if database is not None and len(fitting) > 1:
            clusters = [str(one.catalog.datasource.cluster_id) for one in of_the_cluster]
            raise UnknownDatasource(
                f"The database {database!r} is in several clusters: name one of "
                f"{', '.join(clusters)}.",
                known=clusters,
            )
        return fitting[0]

    def open_to(self, tenant_id: str) -> tuple[ConnectedDatasource, ...]:
        """Those that a tenant may use, the default first."""
        return tuple(one for one in self.all() if one.catalog.datasource.is_open_to(tenant_id))

    @property
    def claims(self) -> frozenset[str]:
        """The names of the tokens' claims that the catalogs speak of."""
        secured = (one.catalog.security for one in self.all())
        return frozenset(name for security in secured if security for name in security.claims)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)

    def all(self) -> tuple[ConnectedDatasource, ...]:
        """Each in its newest version."""
        return tuple(versions[-1] for versions in self._by_id.values())

    def versions(self, datasource_id: str) -> tuple[ConnectedDatasource, ...]:
        """One datasource in all versions that are kept, the newest last.

        Raises UnknownDatasource.
        """
        found = self._by_id.get(datasource_id)
        if found is None:
            raise _unknown(datasource_id, tuple(self._by_id))
        return tuple(found)

    def every(self) -> tuple[ConnectedDatasource, ...]:
        """In all versions that are kept."""
        return tuple(one for versions in self._by_id.values() for one in versions)

    async def close(self) -> None:
        """Also what versions that were dropped used: a turn may have been in the middle of it."""
        for warehouse in self._warehouses:
            await warehouse.close()


def _is_called(catalog: Catalog, cluster_id: str | None, database: str | None) -> bool:
    cluster, name = catalog.datasource.called
    fits_cluster = cluster is None or cluster_id in (None, cluster)
    return fits_cluster and database in (None, name)


def _access(catalog: Catalog) -> tuple[object, ...]:
    """What decides who may see what: sessions never keep an older version of that."""
    datasource = catalog.datasource
    return (datasource.url, datasource.tenants, catalog.security)


async def open_datasources(
    data_dir: Path,
    catalogs: Path | None,
    limits: Limits = Limits(),
    *,
    default_id: str | None = None,
    as_of: AsOf | date | None = None,
) -> DatasourceRegistry:
    """Loads the catalogs, or builds the demo once; keeps no connection yet.

    `catalogs` is one file, or a folder in which each YAML file describes a datasource, and each
    metadata catalog of Reveal AI (JSON) some. The databases of those are looked at. The
    default is `default_id`, else the first file by name. `as_of` takes the place of what the
    catalogs say "today" is.

    Raises CatalogInvalid, also for two of one id, UnknownDatasource for a default that is none of
    them, and SecretMissing.
    """
    read = await asyncio.to_thread(_catalogs, data_dir, catalogs)
    found = list(read.catalogs)
    if as_of is not None:
        found = [replace(catalog, as_of=as_of) for catalog in found]
    if default_id is not None:
        known = tuple(catalog.datasource.id for catalog in found)
        if default_id not in known:
            raise _unknown(default_id, known)
        found.sort(key=lambda catalog: catalog.datasource.id != default_id)
    return DatasourceRegistry([_connected(catalog, limits) for catalog in found], read.outlines)


def _connected(catalog: Catalog, limits: Limits) -> ConnectedDatasource:
    warehouse = Warehouse(
        resolve_url(catalog.datasource.url),
        row_limit=limits.rows,
        timeout_s=limits.seconds,
        byte_limit=limits.bytes,
        connections=limits.connections,
        exports=limits.exports,
    )
    return ConnectedDatasource(catalog, warehouse, limits.values)


def _catalogs(data_dir: Path, place: Path | None) -> CatalogsRead:
    if place is None:
        return CatalogsRead((load_catalog(CATALOG, url=f"duckdb:///{demo_database(data_dir)}"),))
    files = catalog_files(place)
    if not files:
        raise _invalid(place, "the folder holds no catalog: no file in it ends in .yaml or .yml")
    by_id: dict[str, Path] = {}
    found: list[Catalog] = []
    outlines: list[Outline] = []
    down: list[str] = []
    for file in files:
        read = read_catalogs(file, data_dir)
        down += read.unreadable
        outlines += read.outlines
        for catalog in read.catalogs:
            name = catalog.datasource.id
            if name in by_id:
                raise _invalid(file, f"{by_id[name]} describes a datasource {name!r} already")
            require_own_name(file, catalog, found)
            by_id[name] = file
            found.append(catalog)
    if not found:
        raise _invalid(place, f"no database can be read, of {', '.join(down)}")
    return CatalogsRead(tuple(found), outlines=tuple(outlines))


def require_own_name(file: Path, catalog: Catalog, others: Iterable[Catalog]) -> None:
    """Raises CatalogInvalid where another datasource is called by the same database."""
    cluster, database = called = catalog.datasource.called
    taken = next((one for one in others if one.datasource.called == called), None)
    if taken is not None and taken.datasource.id != catalog.datasource.id:
        where = f" of the cluster {cluster!r}" if cluster else ""
        raise _invalid(
            file,
            f"the datasource {taken.datasource.id!r} is the database {database!r}{where} already",
        )


@dataclass(frozen=True, slots=True)
class CatalogsRead:
    """`unreadable` are datasources whose catalog takes a database that is down; `outlines` are
    those of catalogs without datasets."""

    catalogs: tuple[Catalog, ...]
    unreadable: tuple[str, ...] = ()
    outlines: tuple[Outline, ...] = ()


def read_catalogs(file: Path, data_dir: Path, only: frozenset[str] | None = None) -> CatalogsRead:
    """One of a YAML file, as many of a metadata catalog as it has datasources, or `only` some.

    Raises CatalogInvalid, and for a metadata catalog whatever keeps its databases from being read.
    """
    if file.suffix.casefold() != ".json":
        catalog = load_catalog(file)
        outlines = () if catalog.is_described else (read_outline(file),)
        return CatalogsRead((catalog,), outlines=outlines)
    # Takes what reads schemas of databases.
    from bi.datasources.metadata import load_metadata

    read = load_metadata(file, data_dir / "metadata", only)
    return CatalogsRead(read.catalogs, read.unreadable)


def catalog_files(place: Path) -> list[Path]:
    """The file itself, or the YAML files and metadata catalogs of a folder by name."""
    if not place.is_dir():
        return [place]
    files = sorted(place.iterdir())
    metadata = {file for file in files if is_metadata(file)}
    beside = {CONNECTIONS} if metadata else set()
    return [
        file
        for file in files
        if file in metadata or (file.suffix in (".yaml", ".yml") and file.name not in beside)
    ]


def _invalid(place: Path, message: str) -> CatalogInvalid:
    fault = Fault(str(place), 1, message)
    return CatalogInvalid(str(fault), faults=[asdict(fault)])


def _unknown(datasource_id: str | None, known: tuple[str, ...]) -> UnknownDatasource:
    there_is = f"there is: {', '.join(known)}" if known else "there is none for this tenant"
    what = "datasource" if datasource_id is None else f"datasource {datasource_id!r}"
    return UnknownDatasource(f"There is no {what}; {there_is}.", known=list(known))


def _unknown_database(
    cluster_id: str | None, database: str | None, known: Sequence[ConnectedDatasource]
) -> UnknownDatasource:
    names = [_called_in_words(*one.catalog.datasource.called) for one in known]
    there_is = f"there is: {', '.join(names)}" if names else "there is none for this tenant"
    wanted = _called_in_words(cluster_id, database)
    return UnknownDatasource(f"There is no database {wanted}; {there_is}.", known=names)


def _called_in_words(cluster_id: str | None, database: str | None) -> str:
    return " ".join([repr(database or "")] + ([f"(cluster {cluster_id!r})"] if cluster_id else []))


def demo_database(data_dir: Path) -> Path:
    """The demo's database file, made on first use with data up to that day."""
    path = data_dir.absolute() / "demo.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Takes DuckDB and seconds, and only once.
        from demo.build import build_demo

        build_demo(path, end=date.today())
    return path
