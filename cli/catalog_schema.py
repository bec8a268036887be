"""`parley catalog schema`."""

from __future__ import annotations

from pathlib import Path

import typer

from bi.catalog.json_schema import catalog_schema_text


def write_schema(output: Path | None) -> int:
    """An existing file is replaced: there is nothing of a person's in it."""
    text = catalog_schema_text()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
        typer.echo(f"{output}: for the first line of a catalog beside it:")
        typer.echo(f"# yaml-language-server: $schema={output.name}")
    return 0
