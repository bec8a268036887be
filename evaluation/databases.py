"""The databases that cases are asked of, each opened once."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType
from typing import Self

from bi.catalog.generate import draft_catalog
from bi.catalog.load import load_catalog
from bi.catalog.url import resolve_url
from bi.datasources.connected import ConnectedDatasource
from bi.datasources.inspecting import CannotReadDatabase, id_of, inspect_url, url_of
from bi.model.catalog import Catalog
from bi.model.errors import CatalogInvalid, DatabaseUnavailable, ParleyError, UnknownDatasource
from bi.warehouse.warehouse import Warehouse


class CannotOpen(Exception):
    """`is_unreadable`: the database itself is at fault, not what is made of it."""

    def __init__(self, message: str, *, is_unreadable: bool) -> None:
        super().__init__(message)
        self.is_unreadable = is_unreadable


# The datasource of cases that name no database.
CATALOGS_OWN = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DatabaseOptions:
    """`catalog` None: one is drafted for each database. `today` None: as the catalog says."""

    folder: Path
    catalog: Path | None = None
    today: date | None = None
    row_limit: int = 10_000
    timeout_s: float = 30.0


class Databases:
    """The graph's datasources, by the path that cases name them with."""

    default_id = CATALOGS_OWN
    # Who evaluates has no token.
    claims: frozenset[str] = frozenset()

    def __init__(self, options: DatabaseOptions) -> None:
        self._options = options
        self._opened: dict[str, ConnectedDatasource] = {}
        self._failed: dict[str, CannotOpen] = {}
        self._scratch = TemporaryDirectory(prefix="parley-eval-")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for datasource in self._opened.values():
            await datasource.close()
        self._scratch.cleanup()

    def get(self, datasource_id: str, version: str | None = None) -> ConnectedDatasource:  # noqa: ARG002
        try:
            return self._opened[datasource_id]
        except KeyError:
            raise UnknownDatasource(f"{datasource_id} has not been opened.") from None

    def chosen(
        self,
        datasource_id: str | None,
        tenant_id: str,  # noqa: ARG002
        version: str | None = None,  # noqa: ARG002
    ) -> ConnectedDatasource:
        """Nobody else is here: every datasource is open to whoever asks."""
        return self.get(datasource_id or self.default_id)

    async def open(self, db: str) -> None:
        """Ready to be asked: its catalog loaded, its values known.

        Raises CannotOpen, each time alike; CatalogInvalid for the catalog that was given.
        """
        if db in self._failed:
            raise self._failed[db]
        if db in self._opened:
            return
        try:
            self._opened[db] = await self._connected(await asyncio.to_thread(self._catalog, db))
        except ParleyError as error:
            if isinstance(error, CatalogInvalid) and self._options.catalog is not None:
                raise
            unreadable = isinstance(error, CannotReadDatabase | DatabaseUnavailable)
            self._failed[db] = CannotOpen(str(error), is_unreadable=unreadable)
            raise self._failed[db] from None

    async def _connected(self, catalog: Catalog) -> ConnectedDatasource:
        if self._options.today is not None:
            catalog = dataclasses.replace(catalog, as_of=self._options.today)
        warehouse = Warehouse(
            resolve_url(catalog.datasource.url),
            row_limit=self._options.row_limit,
            timeout_s=self._options.timeout_s,
        )
        datasource = ConnectedDatasource(catalog, warehouse)
        try:
            await datasource.understander()
        except BaseException:
            await datasource.close()
            raise
        return datasource

    def _catalog(self, db: str) -> Catalog:
        file = self._options.catalog
        if db == CATALOGS_OWN:
            if file is None:
                raise CannotReadDatabase("a case that names no `db` needs a catalog")
            return load_catalog(file)
        url = self._url(self._options.folder / db)
        return load_catalog(file, url=url) if file is not None else self._drafted(url)

    def _drafted(self, url: str) -> Catalog:
        """The catalog that `parley catalog init` would write, read as `parley serve` would."""
        inspection = inspect_url(url)
        if not inspection.tables:
            raise CannotReadDatabase("the database holds no table that this user may read")
        file = self._scratch_file("catalog.yaml")
        file.write_text(draft_catalog(inspection, id_of(url), url), encoding="utf-8")
        return load_catalog(file)

    def _url(self, path: Path) -> str:
        if path.suffix.casefold() != ".csv":
            return url_of(str(path))
        # A read-only connection to a file is what everything else expects.
        file = self._scratch_file("table.duckdb")
        _load_csv(path, file)
        return f"duckdb:///{file}"

    def _scratch_file(self, name: str) -> Path:
        """In a folder of its own."""
        return Path(mkdtemp(dir=self._scratch.name)) / name


def _load_csv(path: Path, database: Path) -> None:
    """One table named after the file. Raises CannotReadDatabase."""
    import duckdb

    table = path.stem.replace('"', '""')
    try:
        with duckdb.connect(str(database)) as connection:
            connection.execute(f'CREATE TABLE "{table}" AS SELECT * FROM read_csv(?)', [str(path)])
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise CannotReadDatabase(f"{path} cannot be read: {first}") from None
