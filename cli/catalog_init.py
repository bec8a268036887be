"""`parley catalog init`."""

from __future__ import annotations

from pathlib import Path

import typer

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.json_schema import catalog_schema_text
from bi.catalog.url import beside, resolve_url, without_password
from bi.datasources.inspecting import id_of, inspect_tables, url_of
from bi.model.errors import UserError

_SCHEMA = "catalog.schema.json"
_PASSWORD = "DATABASE_PASSWORD"


class FileExists(UserError):
    """The output is there already."""


def write_first_catalog(
    database: str, output: Path | None, name: str | None, views: bool, force: bool, schema: bool
) -> int:
    """`schema`: with the JSON Schema beside it, and a first line that leads editors there.

    Raises FileExists, NothingFound, CannotReadDatabase, UnknownEngine, SecretMissing.
    """
    if output is not None and output.exists() and not force:
        raise FileExists(f"{output} exists; --force replaces it")
    url = url_of(database)
    inspection = inspect_tables(resolve_url(url), views=views)
    written = without_password(url, _PASSWORD)
    if output is not None:
        written = beside(written, output.parent)
    text = draft_catalog(inspection, id_of(name or url), written)
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        if schema:
            (output.parent / _SCHEMA).write_text(catalog_schema_text(), encoding="utf-8")
            text = f"# yaml-language-server: $schema={_SCHEMA}\n{text}"
        output.write_text(text, encoding="utf-8")
        _tell(output, inspection)
    if written != url and _PASSWORD in written:
        typer.echo(f"Set {_PASSWORD} in the environment: it is not in the catalog.", err=True)
    return 0


def _tell(output: Path, inspection: Inspection) -> None:
    typer.echo(f"{output}: {len(inspection.tables)} datasets.")
    typer.echo(f"Read it and add your words, then: parley catalog check {output} --database")
    typer.echo(f"And ask: parley serve --catalog {output}")
