"""Which datasets, columns and conditions a compiled question rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from bi.catalog.wording import (
    condition_phrase,
    filter_phrase,
    measure_filter_phrase,
    part_filter_phrase,
    periods_phrase,
    time_phrase,
)
from bi.model.catalog import Catalog, ColumnRef, Measure
from bi.model.lineage import Lineage, SourceColumn, SourceDataset, Use
from bi.model.semantic import CountRows, NamedMeasure, PeriodGroup, SemanticQuery

# A metric may be made of metrics; the catalog's check refuses circles.
_DEEPEST = 20


def lineage_of(query: SemanticQuery, catalog: Catalog, tree: exp.Expr) -> Lineage:
    """`tree` is the question's SQL: what it joins is read too, whether or not it is named."""
    uses: dict[ColumnRef, list[Use]] = {}
    for use, part in (
        (Use.MEASURED, query.measures),
        (Use.GROUPED, query.groups),
        (Use.LISTED, query.columns),
        (Use.FILTERED, query.filters),
        (Use.FILTERED, query.conditions),
        (Use.FILTERED, query.part_filters),
        (Use.FILTERED, query.measure_filters),
        (Use.FILTERED, query.time),
    ):
        for ref in _columns_in(part, catalog):
            _note(uses, ref, use)
    _note_own_times(uses, query, catalog)
    columns = (_column(ref, tuple(found), catalog) for ref, found in uses.items())
    return Lineage(
        datasets=_datasets_in(tree, catalog),
        columns=tuple(column for column in columns if column is not None),
        conditions=tuple(_conditions(query, catalog)),
    )


def datasets_read(sql: str, catalog: Catalog, dialect: str) -> Lineage:
    """Of SQL that somebody wrote, and that the guard has passed."""
    return Lineage(_datasets_in(sqlglot.parse_one(sql, dialect=dialect), catalog))


def _note(uses: dict[ColumnRef, list[Use]], ref: ColumnRef, use: Use) -> None:
    found = uses.setdefault(ref, [])
    if use not in found:
        found.append(use)


def _note_own_times(
    uses: dict[ColumnRef, list[Use]], query: SemanticQuery, catalog: Catalog
) -> None:
    """Where no time dimension is named, each measure is dated by its own."""
    limited = query.time is not None and query.time.column is None
    limited = limited or any(part.column is None for part in query.part_filters)
    grouped = any(getattr(group, "column", True) is None for group in query.groups)
    for use in (Use.GROUPED,) * grouped + (Use.FILTERED,) * limited:
        for ref in _times_of(query, catalog):
            _note(uses, ref, use)


def _times_of(query: SemanticQuery, catalog: Catalog) -> Iterator[ColumnRef]:
    for counted in _named_in(query.measures):
        if isinstance(counted, CountRows) and (time := catalog.dataset(counted.dataset).time):
            yield time
    for ref in _columns_in(query.measures, catalog):
        measure = _measure(ref, catalog)
        if measure is not None and (dimension := catalog.time_of(measure)) is not None:
            yield dimension.ref
        elif measure is None and (time := catalog.dataset(ref.dataset).time):
            yield time
    if query.dataset and (time := catalog.dataset(query.dataset).time):
        yield time


def _columns_in(part: object, catalog: Catalog) -> Iterator[ColumnRef]:
    for found in _named_in(part):
        if isinstance(found, ColumnRef):
            yield found
        elif isinstance(found, NamedMeasure):
            yield from _of_measure(found.name, catalog)


def _named_in(part: object) -> Iterator[ColumnRef | NamedMeasure | CountRows]:
    if isinstance(part, ColumnRef | NamedMeasure | CountRows):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _named_in(item)
    elif is_dataclass(part):
        kind: Any = type(part)
        for name in _fields_of(kind):
            yield from _named_in(getattr(part, name))


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@lru_cache(maxsize=4096)
def _parts_of(formula: str) -> tuple[str, ...]:
    return tuple(column.name for column in sqlglot.parse_one(formula).find_all(exp.Column))


def _of_measure(name: str, catalog: Catalog, depth: int = 0) -> Iterator[ColumnRef]:
    """The measures that a measure or metric is made of."""
    if (measure := catalog.measure(name)) is not None:
        yield measure.ref
    elif (metric := catalog.metric(name)) is not None and depth < _DEEPEST:
        for part in _parts_of(metric.formula):
            yield from _of_measure(part, catalog, depth + 1)


def _measure(ref: ColumnRef, catalog: Catalog) -> Measure | None:
    measure = catalog.measure(ref.name)
    return measure if measure is not None and measure.dataset == ref.dataset else None


def _column(ref: ColumnRef, uses: tuple[Use, ...], catalog: Catalog) -> SourceColumn | None:
    found = catalog.dimension(ref) or _measure(ref, catalog)
    if found is None:
        return None
    return SourceColumn(ref.dataset, ref.name, found.label, found.expression, uses)


def _datasets_in(tree: exp.Expr, catalog: Catalog) -> tuple[SourceDataset, ...]:
    by_table: dict[str, str] = {}
    for dataset in catalog.datasets:
        by_table.setdefault(dataset.table.casefold(), dataset.name)
    names = {dataset.name for dataset in catalog.datasets}
    found: dict[str, None] = {}
    for table in tree.find_all(exp.Table):
        physical = ".".join(part.name for part in table.parts).casefold()
        if physical in by_table:
            alias = table.alias_or_name
            found[alias if alias in names else by_table[physical]] = None
    datasets = [catalog.dataset(name) for name in found]
    return tuple(SourceDataset(one.name, one.label, one.table) for one in datasets)


def _conditions(query: SemanticQuery, catalog: Catalog) -> Iterator[str]:
    if query.time is not None:
        yield time_phrase(query.time, catalog)
    for group in query.groups:
        if isinstance(group, PeriodGroup):
            yield periods_phrase(group, catalog)
    yield from (part_filter_phrase(one, catalog) for one in query.part_filters)
    yield from (filter_phrase(one, catalog) for one in query.filters)
    yield from (condition_phrase(one, catalog) for one in query.conditions)
    yield from (measure_filter_phrase(one, catalog) for one in query.measure_filters)
    for ref in dict.fromkeys(_columns_in(query.measures, catalog)):
        measure = _measure(ref, catalog)
        if measure is not None and measure.filter:
            yield f"{measure.label} only where {measure.filter}"
