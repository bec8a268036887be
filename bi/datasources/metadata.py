"""A metadata catalog of Reveal AI and its databases -> catalogs.

The file says nothing of connections. The url of a datasource is that of the environment variable
`PARLEY_DATASOURCE_URL__` with its id, else that of its id in `connections.yaml` beside the file.

What a database was found to hold is kept as a catalog's text, so that the service starts while the
database is down.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bi.catalog.assemble import assemble
from bi.catalog.check import check_meaning
from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.interchange.translate import catalog_text, plain_of
from bi.catalog.reveal.metadata import (
    CONNECTIONS,
    MetadataDatasource,
    invalid,
    read_metadata,
)
from bi.catalog.reveal.overlay import Calculated, Overlay, table_of
from bi.catalog.shape import read_shape
from bi.catalog.source import parse_source
from bi.catalog.url import anchored, dialect_of, resolve_url
from bi.datasources.inspecting import CannotReadDatabase, inspect_url, looking_at
from bi.guard.names import physical_table
from bi.model.catalog import Catalog

logger = logging.getLogger(__name__)

VARIABLE = "PARLEY_DATASOURCE_URL__"


@dataclass(frozen=True, slots=True)
class MetadataLoaded:
    """`unreadable` are ids of datasources whose database was never looked at, and is down."""

    catalogs: tuple[Catalog, ...]
    unreadable: tuple[str, ...] = ()


def load_metadata(file: Path, kept: Path, only: frozenset[str] | None = None) -> MetadataLoaded:
    """`kept` is the folder for what databases were found to hold; `only` are ids to look at.

    Raises SecretMissing, UnknownEngine, MissingDriver, and CatalogInvalid: also for a datasource
    without a connection, a table or column that is not there, and an expression that cannot be
    translated.
    """
    metadata = read_metadata(file)
    urls = _connections(file)
    found: list[Catalog] = []
    unreadable: list[str] = []
    for number, source in enumerate(metadata.datasources):
        if only is not None and source.id not in only:
            continue
        url = _url_of(source, urls, file)
        text: str | None
        try:
            text = _looked_at(source, url, f"Datasources[{number}]", file)
            _keep(kept, source, url, text)
        except CannotReadDatabase as error:
            text = _kept_text(kept, source, url)
            how = "not used until it is there" if text is None else "used as it was found before"
            logger.warning("%s: the database of %s is down: %s: %s", file, source.id, how, error)
        if text is None:
            unreadable.append(source.id)
        else:
            found.append(_catalog(text, file))
    return MetadataLoaded(tuple(found), tuple(unreadable))


def variable_of(datasource_id: str) -> str:
    return VARIABLE + re.sub(r"\W", "_", datasource_id).upper()


def _connections(file: Path) -> dict[str, str]:
    path = file.parent / CONNECTIONS
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise invalid(path, f"the connections cannot be read: {error}") from None
    if not isinstance(content, dict) or not all(isinstance(u, str) for u in content.values()):
        raise invalid(path, "the connections are ids of datasources with their urls")
    return {str(name): anchored(url, file.parent) for name, url in content.items()}


def _url_of(source: MetadataDatasource, urls: dict[str, str], file: Path) -> str:
    """A reference where the environment holds it: no secret gets into a catalog."""
    variable = variable_of(source.id)
    if os.environ.get(variable):
        return f"${{{variable}}}"
    if source.id in urls:
        return urls[source.id]
    raise invalid(
        file,
        f"there is no connection for the datasource {source.id!r}: set {variable} to its url, "
        f"or write the url beside `{source.id}:` in {CONNECTIONS}",
    )


def _looked_at(source: MetadataDatasource, url: str, place: str, file: Path) -> str:
    """The text of the catalog. Raises CatalogInvalid, CannotReadDatabase, UnknownEngine."""
    inspection = _inspected(source, resolve_url(url))
    if not inspection.tables:
        raise invalid(file, f"{place}: the database holds no table that may be read")
    draft, _ = read_shape(parse_source(draft_catalog(inspection, source.id, url).encode(), ""))
    assert draft is not None  # what we write ourselves has the shape
    overlay = Overlay(_long(plain_of(draft)), inspection, dialect_of(url))
    overlay.lay(source, place)
    faults = overlay.faults or list(_refused(overlay.calculated, resolve_url(url), dialect_of(url)))
    if faults:
        raise invalid(file, *faults)
    return catalog_text(overlay.catalog, (f"From {file.name}, and from what the database holds.",))


def _inspected(source: MetadataDatasource, url: str) -> Inspection:
    inspection = inspect_url(url)
    tables = [table.name for database in source.databases for table in database.tables]
    if all(table_of(inspection, name) for name in tables):
        return inspection
    return inspect_url(url, views=True)  # a view may be described as a table


def _long(plain: dict[str, Any]) -> dict[str, Any]:
    for dataset in plain["datasets"].values():
        for kind in ("dimensions", "measures"):
            if kind in dataset:
                dataset[kind] = {name: one or {} for name, one in dataset[kind].items()}
    return plain


def _refused(calculated: list[Calculated], url: str, dialect: str | None) -> list[str]:
    """The SQL that the database does not take."""
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    faults: list[str] = []
    if not calculated:
        return faults
    for one in calculated:
        table = physical_table(one.table).sql(dialect=dialect)
        with looking_at(url) as connection:
            try:
                connection.execute(text(f"SELECT {_escaped(one.sql)} FROM {table} WHERE 1 = 0"))
            except SQLAlchemyError as error:
                reason = str(getattr(error, "orig", None) or error).splitlines()[0]
                faults.append(f"{one.place}: the database does not take it: {reason}")
    return faults


def _escaped(sql: str) -> str:
    """Colons would be placeholders."""
    return sql.replace(":", r"\:")


def _catalog(written: str, file: Path) -> Catalog:
    source = parse_source(written.encode(), str(file))
    section, faults = read_shape(source)
    if section is not None:
        faults = check_meaning(section, source)
    wrong = [fault.message for fault in faults if fault.level == "error"]
    if section is None or wrong:
        raise invalid(file, *wrong)
    return assemble(section, source)


def _file_of(kept: Path, source: MetadataDatasource, url: str) -> Path:
    """Another file for another description: what was kept must be about the same."""
    about = hashlib.sha256(f"{source.model_dump_json()}{url}".encode()).hexdigest()[:16]
    return kept / f"{source.id}-{about}.yaml"


def _kept_text(kept: Path, source: MetadataDatasource, url: str) -> str | None:
    try:
        return _file_of(kept, source, url).read_text(encoding="utf-8")
    except OSError:
        return None


def _keep(kept: Path, source: MetadataDatasource, url: str, text: str) -> None:
    try:
        kept.mkdir(parents=True, exist_ok=True)
        file = _file_of(kept, source, url)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        logger.warning("what %s holds was not kept: %s", source.id, error.strerror)
