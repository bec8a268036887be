"""`parley catalog`: a first catalog from a database, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bi.catalog.interchange.format import Format
from cli.exit import exit_with

catalog_app = typer.Typer(
    name="catalog",
    help="Write a first catalog from a database, check it, compare it, translate it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@catalog_app.command(
    epilog="""\b
Examples:
  parley catalog init sales.duckdb -o sales.yaml
  parley catalog init sqlite:///shop.db -o shop.yaml
  parley catalog init exports/orders.csv -o orders.yaml
  parley catalog init 'postgresql://reader:${DB_PASSWORD}@db.internal/shop' -o shop.yaml
"""
)
def init(
    database: Annotated[
        str, typer.Argument(help="The database's url, or the path of a DuckDB, SQLite or CSV file.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; the screen without.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--id", help="The datasource's id; the database's name without.")
    ] = None,
    views: Annotated[bool, typer.Option("--views", help="Take views as datasets too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Write a JSON Schema for editors beside the output.")
    ] = False,
) -> None:
    """Write a first catalog from a live database. The database is only read."""
    from cli.catalog_init import write_first_catalog

    exit_with(write_first_catalog, database, output, name, views, force, schema)


@catalog_app.command(
    epilog="""\b
Examples:
  parley catalog check shop.yaml
  parley catalog check shop.yaml --database

\b
Exit codes: 0 in order (there may be hints), 1 faults, 2 wrong usage.
"""
)
def check(
    file: Annotated[Path, typer.Argument(help="The catalog.")],
    database: Annotated[
        bool, typer.Option("--database", help="Look for its tables and columns in the database.")
    ] = False,
) -> None:
    """Explain every fault in a catalog, with its line and a suggestion."""
    from cli.catalog_check import check_file

    exit_with(check_file, file, database)


@catalog_app.command(
    epilog="""\b
Examples:
  parley catalog schema -o catalog.schema.json
"""
)
def schema(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; the screen without.")
    ] = None,
) -> None:
    """Write the JSON Schema of a catalog, for editors that complete and check as you type."""
    from cli.catalog_schema import write_schema

    exit_with(write_schema, output)


@catalog_app.command(
    name="import",
    epilog="""\b
Examples:
  parley catalog import semantic_model.yaml --from osi -o shop.yaml
  parley catalog import models/ --from dbt --url duckdb:///shop.duckdb --database -o shop.yaml
  parley catalog import model/cubes/*.yml --from cube -o shop.yaml

\b
What does not carry over is listed, here and at the head of the catalog.
""",
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of YAML files.")],
    from_: Annotated[Format, typer.Option("--from", help="What they are written for.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; the screen without.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="The database's url, or the path of its file.")
    ] = None,
    database: Annotated[
        bool, typer.Option("--database", help="Look up types of columns in the database.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--id", help="The datasource's id, where the files name none.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Make a catalog of an OSI (Ossie) model, of dbt semantic models or of Cube's YAML."""
    from cli.catalog_interchange import import_files

    exit_with(import_files, files, from_, output, url, database, name, force)


@catalog_app.command(
    epilog="""\b
Examples:
  parley catalog export shop.yaml --to osi -o semantic_model.yaml
  parley catalog export shop.yaml --to dbt -o models/semantic.yml
  parley catalog export shop.yaml --to cube -o model/shop.yml

\b
What does not carry over is listed, here and at the head of the file.
"""
)
def export(
    file: Annotated[Path, typer.Argument(help="The catalog.")],
    to: Annotated[Format, typer.Option("--to", help="What to write it for.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; the screen without.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a catalog as an OSI (Ossie) model, as dbt semantic models or as Cube's YAML."""
    from cli.catalog_interchange import export_file

    exit_with(export_file, file, to, output, force)


@catalog_app.command(
    epilog="""\b
Examples:
  parley catalog diff shop.yaml
  parley catalog diff shop.yaml --database postgresql://reader@staging/shop --json

\b
Exit codes: 0 the catalog holds (there may be news), 1 something breaks it, 2 wrong usage.
"""
)
def diff(
    file: Annotated[Path, typer.Argument(help="The catalog.")],
    database: Annotated[
        str | None,
        typer.Option("--database", help="Another database than the catalog's, by url or path."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell what has changed in the database since the catalog was written."""
    from cli.catalog_diff import tell_changes

    exit_with(tell_changes, file, database, as_json)
