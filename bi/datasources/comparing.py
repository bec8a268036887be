"""A catalog beside its database: what has changed, and a draft of what to add."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bi.catalog.changes import Change, Kind, compare
from bi.catalog.draft import DraftDataset, draft
from bi.catalog.draft_columns import names_of
from bi.catalog.generate import dataset_lines
from bi.catalog.holding import what_holds
from bi.catalog.inspection import Inspection
from bi.catalog.load import load_catalog
from bi.catalog.reflect import inspect_database
from bi.catalog.schema import CatalogSection
from bi.catalog.shape import read_shape
from bi.catalog.source import Source, read_source
from bi.catalog.url import resolve_url
from bi.catalog.yaml_text import entry
from bi.datasources.inspecting import looking_at


@dataclass(frozen=True, slots=True)
class Comparison:
    """`lines` are those of the changes' places in the catalog file, None for what is not in it."""

    changes: tuple[Change, ...]
    lines: tuple[int | None, ...]
    # YAML to add to the catalog, empty where there is nothing to add.
    snippet: str

    @property
    def breaks(self) -> bool:
        return any(change.kind.breaks for change in self.changes)


def compare_with_database(path: Path, url: str | None = None, budget_s: float = 20.0) -> Comparison:
    """`url` takes the place of the catalog's own; about `budget_s` seconds are taken for rows.

    Raises CatalogInvalid, CannotReadDatabase, SecretMissing, UnknownEngine.
    """
    catalog = load_catalog(path)
    source = read_source(path)
    section, _ = read_shape(source)
    assert section is not None  # the catalog was loaded from it
    started = time.monotonic()
    with looking_at(resolve_url(url or catalog.datasource.url)) as connection:
        inspection = inspect_database(connection, views=True, budget_s=budget_s / 2)
        changes = list(compare(section, inspection))
        changes += what_holds(section, inspection, connection, started + budget_s)
    changes.sort(key=lambda change: (not change.kind.breaks, list(Kind).index(change.kind)))
    return Comparison(
        tuple(changes),
        tuple(_line(source, change) for change in changes),
        _snippet(section, inspection, changes),
    )


def _line(source: Source, change: Change) -> int | None:
    return source.line(change.place) if change.place else None


def _snippet(section: CatalogSection, inspection: Inspection, changes: Sequence[Change]) -> str:
    """What a first catalog would say of tables and columns that this one does not speak of."""
    added = [one for one in changes if one.kind in (Kind.TABLE_ADDED, Kind.COLUMN_ADDED)]
    if not added:
        return ""
    drafted = {one.table.name: one for one in draft(inspection).datasets}
    lines = ["datasets:"]
    for name in section.datasets:
        columns = [one for one in added if one.place == ("datasets", name)]
        found = [line for one in columns for line in _dimension(one, drafted[one.table])]
        if found:
            lines += [*entry(name, None, 2), "    dimensions:", *found]
    for one in added:
        if one.kind is Kind.TABLE_ADDED:
            lines += dataset_lines(drafted[one.table])
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def _dimension(change: Change, drafted: DraftDataset) -> Iterator[str]:
    name = names_of(drafted.table).get(change.column or "")
    if name in drafted.dimensions:
        yield from entry(name, drafted.dimensions[name], 6)
