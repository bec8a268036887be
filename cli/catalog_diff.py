"""`parley catalog diff`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import typer

from bi.catalog.changes import Change, Kind
from bi.datasources.comparing import Comparison, compare_with_database
from bi.datasources.inspecting import url_of

_NEWS = (Kind.TABLE_ADDED, Kind.COLUMN_ADDED)


def tell_changes(file: Path, database: str | None, as_json: bool) -> int:
    """1 when something breaks the catalog.

    Raises CatalogInvalid, CannotReadDatabase, SecretMissing, UnknownEngine.
    """
    found = compare_with_database(file, url_of(database) if database else None)
    if as_json:
        typer.echo(json.dumps(_as_json(file, found), indent=2, ensure_ascii=False))
    else:
        for line in _lines(file, found):
            typer.echo(line)
    return 1 if found.breaks else 0


def _as_json(file: Path, found: Comparison) -> dict[str, object]:
    return {
        "catalog": str(file),
        "breaks": found.breaks,
        "changes": [
            {
                "kind": change.kind.value,
                "breaks": change.kind.breaks,
                "line": line,
                "place": ".".join(map(str, change.place)) or None,
                "table": change.table,
                "column": change.column,
                "message": change.message,
                "suggestion": change.suggestion,
            }
            for change, line in zip(found.changes, found.lines, strict=True)
        ],
        "snippet": found.snippet,
    }


def _lines(file: Path, found: Comparison) -> Iterator[str]:
    told = list(zip(found.changes, found.lines, strict=True))
    groups = (
        ("This breaks the catalog:", [one for one in told if one[0].kind.breaks]),
        (
            "This is worth a look:",
            [one for one in told if not one[0].kind.breaks and one[0].kind not in _NEWS],
        ),
        ("This is not in the catalog:", [one for one in told if one[0].kind in _NEWS]),
    )
    for title, some in groups:
        if some:
            yield title
            yield from (f"  {_told(file, change, line)}" for change, line in some)
    if found.snippet:
        yield "To add it (a draft, whose names may be others than the catalog's):"
        yield from (f"  {line}" for line in found.snippet.splitlines())
    if not told:
        yield f"{file} and its database agree."


def _told(file: Path, change: Change, line: int | None) -> str:
    place = f"{file}:{line}: " if line is not None and change.kind not in _NEWS else ""
    return f"{place}{change.message}{f' ({change.suggestion})' if change.suggestion else ''}"
