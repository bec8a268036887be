"""`parley catalog`: a first catalog from a database, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.exit import exit_with

catalog_app = typer.Typer(
    name="catalog",
    help="Write a first catalog from a database, and check one.",
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
