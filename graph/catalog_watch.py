"""Catalogs that are edited while the service runs.

A new version is taken when it passes every check that the first one had to, and its verified
queries hold; until then the one before answers, and what is wrong is logged and told. Files are
looked at by their size and time and taken by their content, so a copy of the same text is no news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import structlog

from bi.catalog.outline import Outline
from bi.catalog.url import resolve_url
from bi.datasources.connected import ConnectedDatasource
from bi.datasources.verifying import check_verified_queries
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import CatalogInvalid, ParleyError, UserError
from bi.warehouse.warehouse import Warehouse
from graph.datasources import (
    CatalogsRead,
    DatasourceRegistry,
    Limits,
    catalog_files,
    read_catalogs,
    require_own_name,
)

log = structlog.get_logger(__name__)

_Stamp = tuple[int, int]


class CatalogRefused(UserError):
    """A catalog that is right by itself but cannot take the place of the one before."""

    code = "catalog_refused"


class CatalogWatch:
    """Takes new versions of the catalogs at `place`, a file or a folder of them."""

    def __init__(
        self,
        registry: DatasourceRegistry,
        place: Path,
        limits: Limits,
        *,
        data_dir: Path,
        as_of: AsOf | date | None = None,
        on_taken: Callable[[ConnectedDatasource], None] = lambda _: None,
    ) -> None:
        """`data_dir` is that of `open_datasources`; `on_taken` is told of each new version."""
        self._registry = registry
        self._place = place
        self._limits = limits
        self._data_dir = data_dir
        self._as_of = as_of
        self._on_taken = on_taken
        self._seen: dict[Path, _Stamp] = {}
        self._files: dict[str, Path] = {}
        # Datasources of a file whose database was down.
        self._waiting: dict[Path, frozenset[str]] = {}
        self._faults: dict[Path, str] = {}

    @property
    def faults(self) -> dict[str, str]:
        """What keeps files as they are now from being used, by the names of the files."""
        return {file.name: message for file, message in self._faults.items()}

    async def follow(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            await self.look()

    async def look(self) -> None:
        """Takes what has changed since the last look; nothing that is wrong in it is raised."""
        for file, stamp in (await asyncio.to_thread(_stamps, self._place)).items():
            is_same = self._seen.get(file) == stamp
            waiting = self._waiting.pop(file, None) if is_same else None
            if is_same and waiting is None:
                continue
            self._seen[file] = stamp
            try:
                await self._take(file, waiting)
            except CatalogInvalid as error:
                self._refuse(file, error.message, error.details.get("faults"))
            except UserError as error:
                self._refuse(file, error.message)
            except Exception as error:
                self._refuse(file, f"it cannot be used: {type(error).__name__}")
                log.exception("catalog_not_taken", file=str(file))
            else:
                self._faults.pop(file, None)

    def _refuse(self, file: Path, message: str, faults: object = None) -> None:
        self._faults[file] = message
        log.warning("catalog_not_taken", file=str(file), reason=message, faults=faults)

    async def _take(self, file: Path, only: frozenset[str] | None) -> None:
        """Raises CatalogInvalid, CatalogRefused, SecretMissing."""
        read = await asyncio.to_thread(self._read, file, only)
        for catalog in read.catalogs:
            self._require_same(file, catalog.datasource.id)
            require_own_name(file, catalog, (one.catalog for one in self._registry.all()))
        outlines = {one.section.datasource.id: one for one in read.outlines}
        for catalog in read.catalogs:
            await self._take_one(file, catalog, outlines.get(catalog.datasource.id))
        if read.unreadable:  # the next look tries these again
            self._waiting[file] = frozenset(read.unreadable)
            raise CatalogRefused(f"the database cannot be read: {', '.join(read.unreadable)}")

    async def _take_one(self, file: Path, catalog: Catalog, outline: Outline | None) -> None:
        name = catalog.datasource.id
        before = self._registry.find(name)
        self._files[name] = file
        known = self._registry.outlines.get(name)
        # Where there is an outline, what is in use was made of that, and of a draft.
        version = known.source.version if known else before.catalog.version if before else None
        if catalog.version == version:
            return
        self._registry.take_outline(name, outline)
        taken = ConnectedDatasource(catalog, self._warehouse(catalog, before), self._limits.values)
        try:
            if outline is None:
                await taken.understander()
        except ParleyError as error:  # no reason to keep what the catalog was
            log.warning("values_not_read", datasource=name, code=error.code)
        self._registry.take(taken)
        self._on_taken(taken)
        log.info("catalog_taken", datasource=name, version=catalog.version)

    def _read(self, file: Path, only: frozenset[str] | None) -> CatalogsRead:
        read = read_catalogs(file, self._data_dir, only)
        for catalog in read.catalogs:
            can_be_asked = catalog.is_described and catalog.verified_queries
            faults = check_verified_queries(file, catalog) if can_be_asked else ()
            wrong = [str(fault) for fault in faults if fault.level == "error"]
            if wrong:
                raise CatalogInvalid(wrong[0], faults=wrong)
        if self._as_of is None:
            return read
        dated = tuple(replace(catalog, as_of=self._as_of) for catalog in read.catalogs)
        return replace(read, catalogs=dated)

    def _require_same(self, file: Path, name: str) -> None:
        """A file of YAML keeps its datasource, and a datasource its file."""
        was = [known for known, other in self._files.items() if other == file]
        if was and name not in was and file.suffix.casefold() != ".json":
            raise CatalogRefused(
                f"its datasource was {was[0]!r}: start the service anew for another"
            )
        owner = self._files.get(name, file)
        if owner != file:
            raise CatalogRefused(f"{owner.name} describes a datasource {name!r} already")

    def _warehouse(self, catalog: Catalog, before: ConnectedDatasource | None) -> Warehouse:
        """The one that is there, as long as it leads to the same database."""
        url = resolve_url(catalog.datasource.url)
        if before is not None and resolve_url(before.catalog.datasource.url) == url:
            return before.warehouse
        return Warehouse(url, row_limit=self._limits.rows, timeout_s=self._limits.seconds)


def _stamps(place: Path) -> dict[Path, _Stamp]:
    """Of the files that are there; one that is gone leaves its datasource as it was."""
    found: dict[Path, _Stamp] = {}
    for file in catalog_files(place):
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = (status.st_mtime_ns, status.st_size)
    return found
