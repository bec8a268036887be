"""`parley catalog init`."""

from __future__ import annotations

from pathlib import Path

import typer

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.url import beside, resolve_url, without_password
from bi.datasources.inspecting import id_of, inspect_url, url_of
from bi.model.errors import UserError

_PASSWORD = "DATABASE_PASSWORD"


class FileExists(UserError):
    """The output is there already."""


class NothingFound(UserError):
    """The database holds no table that may be read."""


def write_first_catalog(
    database: str, output: Path | None, name: str | None, views: bool, force: bool
) -> int:
    """Raises FileExists, NothingFound, CannotReadDatabase, UnknownEngine, SecretMissing."""
    if output is not None and output.exists() and not force:
        raise FileExists(f"{output} exists; --force replaces it")
    url = url_of(database)
    inspection = inspect_url(resolve_url(url), views=views)
    if not inspection.tables:
        raise NothingFound("the database holds no table that this user may read")
    written = without_password(url, _PASSWORD)
    if output is not None:
        written = beside(written, output.parent)
    text = draft_catalog(inspection, id_of(name or url), written)
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
        _tell(output, inspection)
    if written != url and _PASSWORD in written:
        typer.echo(f"Set {_PASSWORD} in the environment: it is not in the catalog.", err=True)
    return 0


def _tell(output: Path, inspection: Inspection) -> None:
    typer.echo(f"{output}: {len(inspection.tables)} datasets.")
    typer.echo(f"Read it and add your words, then: parley catalog check {output} --database")
    typer.echo(f"And ask: parley serve --catalog {output}")
